// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Reader of clips.csv. Fields are unquoted in place: the rows point into the text of the file.

#include "train/data/clips_csv.h"

#include "engine/base/read_file.h"

#include <stdlib.h>
#include <string.h>

enum {
    fields_max = 256,
    name_size = 4096,
    file_size_max = 1 << 28,
};

/** Where the reader stands. */
typedef struct reader {
    const char *path;
    char *next;    ///< First character of the next record.
    size_t line;   ///< Line of the record that was read last.
    size_t ending; ///< Line on which that record ended.
    char *fields[fields_max];
    size_t field_count;
} reader;

/**
 * Unquotes the field at `*next`, moves behind it and its separator.
 * @param last Set if a line or the text ended with this field. @return false: a broken quote.
 */
static bool read_field(char **next, size_t *ending, bool *last) {
    char *from = *next;
    char *to = *next;
    if (*from == '"') {
        from++;
        while (*from != '\0' && (*from != '"' || from[1] == '"')) {
            from += *from == '"';
            *ending += *from == '\n';
            *to++ = *from++;
        }
        if (*from++ != '"') {
            return false;
        }
    } else {
        while (*from != '\0' && *from != ',' && *from != '\n' &&
               !(*from == '\r' && (from[1] == '\n' || from[1] == '\0'))) {
            if (*from == '"') {
                return false;
            }
            *to++ = *from++;
        }
    }
    from += *from == '\r' && (from[1] == '\n' || from[1] == '\0');
    if (*from != '\0' && *from != ',' && *from != '\n') {
        return false;
    }
    *last = *from != ',';
    *ending += *from == '\n';
    *next = from + (*from != '\0');
    *to = '\0';
    return true;
}

/** Reads the next record that is not an empty line; field_count 0: the text has ended. */
static genus_status read_record(reader *reader, genus_error *error) {
    do {
        bool last = *reader->next == '\0';
        reader->line = reader->ending;
        reader->field_count = 0;
        while (!last) {
            if (reader->field_count == fields_max) {
                return genus_fail(error, GENUS_ERROR_DATA, "%s:%zu: more than %d fields",
                                  reader->path, reader->line, fields_max);
            }
            reader->fields[reader->field_count++] = reader->next;
            if (!read_field(&reader->next, &reader->ending, &last)) {
                return genus_fail(error, GENUS_ERROR_DATA,
                                  "%s:%zu: field %zu has a quotation mark that does not pair up",
                                  reader->path, reader->line, reader->field_count);
            }
        }
    } while (reader->field_count == 1 && *reader->fields[0] == '\0' && *reader->next != '\0');
    if (reader->field_count == 1 && *reader->fields[0] == '\0') {
        reader->field_count = 0;
    }
    return GENUS_OK;
}

static genus_status find_column(const reader *reader, const char *name, size_t *column,
                                genus_error *error) {
    size_t found = 0;
    for (size_t i = 0; i < reader->field_count; i++) {
        if (strcmp(reader->fields[i], name) == 0) {
            *column = i;
            found++;
        }
    }
    return found == 1 ? GENUS_OK
                      : genus_fail(error, GENUS_ERROR_DATA,
                                   "%s: the header names column '%s' %zu times instead of once",
                                   reader->path, name, found);
}

/** Appends the fields of the present record to the table's cells. */
static genus_status add_cells(const reader *reader, genus_clips_csv *table, size_t *capacity,
                              genus_error *error) {
    if (table->count == *capacity) {
        *capacity = *capacity == 0 ? 1024 : 2 * *capacity;
        char **cells =
            (char **)realloc((void *)table->cells, *capacity * table->columns * sizeof *cells);
        if (cells == NULL) {
            return genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for a table of clips");
        }
        table->cells = cells;
    }
    memcpy((void *)(table->cells + table->count++ * table->columns), (const void *)reader->fields,
           table->columns * sizeof *reader->fields);
    return GENUS_OK;
}

static int compare_rows(const void *a, const void *b) {
    return strcmp(((const genus_clips_row *)a)->clip, ((const genus_clips_row *)b)->clip);
}

/** Reads the header line. */
static genus_status read_header(reader *reader, genus_clips_csv *table, genus_error *error) {
    const genus_status status = read_record(reader, error);
    if (status != GENUS_OK) {
        return status;
    }
    table->columns = reader->field_count;
    table->header = (char **)calloc(table->columns + 1, sizeof *table->header);
    if (table->header == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for a table of clips");
    }
    memcpy((void *)table->header, (const void *)reader->fields,
           table->columns * sizeof *table->header);
    return GENUS_OK;
}

/** Reads all records below the header; each names a clip. */
static genus_status read_cells(reader *reader, size_t clip, genus_clips_csv *table,
                               genus_error *error) {
    size_t capacity = 0;
    genus_status status = GENUS_OK;
    while (status == GENUS_OK && (status = read_record(reader, error)) == GENUS_OK) {
        if (reader->field_count == 0) {
            break;
        }
        if (reader->field_count != table->columns) {
            return genus_fail(error, GENUS_ERROR_DATA,
                              "%s:%zu: %zu fields where the header has %zu", reader->path,
                              reader->line, reader->field_count, table->columns);
        }
        if (*reader->fields[clip] == '\0') {
            return genus_fail(error, GENUS_ERROR_DATA, "%s:%zu: column 'clip' is empty",
                              reader->path, reader->line);
        }
        status = add_cells(reader, table, &capacity, error);
    }
    if (status == GENUS_OK && table->count == 0) {
        return genus_fail(error, GENUS_ERROR_DATA, "%s: no row below the header", reader->path);
    }
    return status;
}

static genus_status parse(const char *path, genus_clips_csv *table, genus_error *error) {
    static const char byte_order_mark[] = "\xEF\xBB\xBF";
    const size_t mark = strlen(byte_order_mark);
    const bool marked = strncmp(table->text, byte_order_mark, mark) == 0;
    reader reader = {.path = path, .next = table->text + (marked ? mark : 0), .ending = 1};
    size_t clip = 0;
    size_t duplicate_of = 0;
    size_t artist_group = 0;
    genus_status status = read_header(&reader, table, error);
    if (status == GENUS_OK) {
        status = find_column(&reader, "clip", &clip, error);
    }
    if (status == GENUS_OK) {
        status = find_column(&reader, "duplicate_of", &duplicate_of, error);
    }
    if (status == GENUS_OK) {
        status = read_cells(&reader, clip, table, error);
    }
    if (status != GENUS_OK) {
        return status;
    }
    table->rows = calloc(table->count, sizeof *table->rows);
    if (table->rows == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for a table of clips");
    }
    const bool grouped = genus_clips_csv_column(table, "artist_group", &artist_group);
    for (size_t i = 0; i < table->count; i++) {
        char *const *cells = table->cells + i * table->columns;
        table->rows[i] = (genus_clips_row){cells[clip], cells[duplicate_of],
                                           grouped ? cells[artist_group] : "", cells};
    }
    qsort(table->rows, table->count, sizeof *table->rows, compare_rows);
    for (size_t i = 1; i < table->count; i++) {
        if (strcmp(table->rows[i - 1].clip, table->rows[i].clip) == 0) {
            return genus_fail(error, GENUS_ERROR_DATA, "%s: clip '%s' has more than one row", path,
                              table->rows[i].clip);
        }
    }
    return GENUS_OK;
}

bool genus_clips_csv_column(const genus_clips_csv *table, const char *name, size_t *column) {
    for (size_t i = 0; i < table->columns; i++) {
        if (strcmp(table->header[i], name) == 0) {
            *column = i;
            return true;
        }
    }
    return false;
}

static genus_status read_text(const char *path, genus_clips_csv *table, genus_error *error) {
    size_t size = 0;
    const genus_status status = genus_read_file(path, file_size_max, &table->text, &size, error);
    if (status == GENUS_OK && strlen(table->text) != size) {
        return genus_fail(error, GENUS_ERROR_DATA, "%s: holds a zero byte: not a table", path);
    }
    if (status == GENUS_OK) {
        genus_digest digest;
        genus_digest_begin(&digest);
        genus_digest_bytes(&digest, table->text, size);
        genus_digest_end(&digest, table->digest);
    }
    return status;
}

genus_status genus_clips_csv_load(const char *path, genus_clips_csv **table, genus_error *error) {
    *table = calloc(1, sizeof **table);
    if (*table == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "%s: out of memory", path);
    }
    genus_status status = read_text(path, *table, error);
    if (status == GENUS_OK) {
        status = parse(path, *table, error);
    }
    if (status != GENUS_OK) {
        genus_clips_csv_free(*table);
        *table = NULL;
    }
    return status;
}

void genus_clips_csv_free(genus_clips_csv *table) {
    if (table != NULL) {
        free(table->rows);
        free((void *)table->header);
        free((void *)table->cells);
        free(table->text);
        free(table);
    }
}

// ---------------------------------------------------------------------------------------- names

size_t genus_clip_names_find(const genus_clip_names *names, const char *name) {
    size_t low = 0;
    size_t high = names->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (strcmp(names->sorted[middle], name) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < names->count && strcmp(names->sorted[low], name) == 0 ? low : names->count;
}

size_t genus_clip_names_find_clip(const genus_clip_names *names, const char *clip) {
    size_t found = genus_clip_names_find(names, clip);
    const char *slash = strrchr(clip, '/');
    char name[name_size];
    const char *base = slash != NULL ? slash + 1 : clip;
    if (found < names->count || strlen(base) >= sizeof name) {
        return found;
    }
    strcpy(name, base); // NOLINT(clang-analyzer-security.insecureAPI.strcpy): length checked.
    found = genus_clip_names_find(names, name);
    const char cuts[] = {'#', '.'};
    for (size_t i = 0; found == names->count && i < sizeof cuts; i++) {
        char *cut = strrchr(name, cuts[i]);
        const bool number = cut != NULL && cut[1 + strspn(cut + 1, "0123456789")] == '\0';
        if (cut != NULL && (cuts[i] == '.' || number)) {
            *cut = '\0';
            found = genus_clip_names_find(names, name);
        }
    }
    return found;
}
