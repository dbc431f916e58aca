// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The JSON header of a safetensors file, read as hostile input.

#include "engine/safetensors/safetensors_header.h"

#include "engine/safetensors/json.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/**
 * The most tensors, and the most entries of metadata, that are read: many more than any file of
 * ours has, and little memory whatever a header's length.
 */
#define ENTRIES_MAX ((size_t)65536)

/** How much of a name goes into a message: the fault itself must stay readable. */
#define NAME_SHOWN 80

typedef struct header_reader {
    genus_json json;
    char *room; ///< The free end of header->strings.
    const char *path;
    genus_safetensors_header *header;
    genus_error *error;
} header_reader;

static genus_status fail_syntax(const header_reader *reader) {
    return genus_fail(reader->error, GENUS_ERROR_HEADER_SYNTAX, "%s: header, byte %zu: %s",
                      reader->path, genus_json_position(&reader->json), reader->json.fault);
}

static genus_status fail_memory(const header_reader *reader) {
    return genus_fail(reader->error, GENUS_ERROR_MEMORY, "%s: header: out of memory", reader->path);
}

static genus_status fail_tensor(const header_reader *reader, genus_status status, const char *name,
                                const char *what) {
    return genus_fail(reader->error, status, "%s: tensor \"%.*s\": %s", reader->path, NAME_SHOWN,
                      name, what);
}

/** The object __metadata__: strings by name. */
static genus_status read_metadata(header_reader *reader) {
    genus_json *json = &reader->json;
    genus_json_expect(json, '{');
    for (size_t i = 0; genus_json_next(json, '}', i); i++) {
        if (i == ENTRIES_MAX) {
            json->fault = "there are more than 65536 entries";
            break;
        }
        genus_metadata entry = {0};
        if (genus_json_string(json, &reader->room, &entry.key) && genus_json_expect(json, ':') &&
            genus_json_string(json, &reader->room, &entry.value)) {
            reader->header->metadata[reader->header->metadata_count++] = entry;
        }
    }
    return json->fault == NULL ? GENUS_OK : fail_syntax(reader);
}

static genus_status read_dtype(header_reader *reader, genus_tensor *tensor) {
    const char *name = NULL;
    if (!genus_json_string(&reader->json, &reader->room, &name)) {
        return fail_syntax(reader);
    }
    for (int dtype = GENUS_DTYPE_BOOL; dtype <= GENUS_DTYPE_F64; dtype++) {
        if (strcmp(name, genus_dtype_name((genus_dtype)dtype)) == 0) {
            tensor->dtype = (genus_dtype)dtype;
            return GENUS_OK;
        }
    }
    return genus_fail(reader->error, GENUS_ERROR_DTYPE,
                      "%s: tensor \"%.*s\": unknown dtype \"%.*s\"", reader->path, NAME_SHOWN,
                      tensor->name, NAME_SHOWN, name);
}

static genus_status read_shape(header_reader *reader, genus_tensor *tensor) {
    genus_json *json = &reader->json;
    genus_json_expect(json, '[');
    for (size_t i = 0; genus_json_next(json, ']', i); i++) {
        if (i == GENUS_TENSOR_RANK_MAX) {
            return fail_tensor(reader, GENUS_ERROR_SHAPE, tensor->name,
                               "shape has more than 8 dimensions");
        }
        genus_json_size(json, &tensor->shape[i]);
        tensor->rank = i + 1;
    }
    return json->fault == NULL ? GENUS_OK : fail_syntax(reader);
}

static genus_status read_range(header_reader *reader, genus_byte_range *range) {
    genus_json *json = &reader->json;
    if (genus_json_expect(json, '[') && genus_json_size(json, &range->begin) &&
        genus_json_expect(json, ',') && genus_json_size(json, &range->end) &&
        genus_json_expect(json, ']')) {
        return GENUS_OK;
    }
    return fail_syntax(reader);
}

/** The element size times the shape, against the range; every product is checked. */
static genus_status check_size(const header_reader *reader, const genus_tensor *tensor,
                               genus_byte_range range) {
    if (range.begin > range.end) {
        return fail_tensor(reader, GENUS_ERROR_OFFSETS, tensor->name,
                           "data_offsets end before they begin");
    }
    size_t bytes = genus_dtype_size(tensor->dtype);
    for (size_t i = 0; i < tensor->rank; i++) {
        if (tensor->shape[i] != 0 && bytes > SIZE_MAX / tensor->shape[i]) {
            return fail_tensor(reader, GENUS_ERROR_SHAPE, tensor->name, "shape overflows");
        }
        bytes *= tensor->shape[i];
    }
    if (bytes != range.end - range.begin) {
        return genus_fail(reader->error, GENUS_ERROR_SHAPE,
                          "%s: tensor \"%.*s\": shape needs %zu bytes, data_offsets span %zu",
                          reader->path, NAME_SHOWN, tensor->name, bytes, range.end - range.begin);
    }
    return GENUS_OK;
}

/** The object that describes one tensor: each of the three fields once, and no other. */
static genus_status read_tensor(header_reader *reader, const char *name) {
    static const char *const fields[] = {"dtype", "shape", "data_offsets"};
    genus_json *json = &reader->json;
    genus_tensor tensor = {.name = name};
    genus_byte_range range = {0};
    bool seen[3] = {false};
    genus_json_expect(json, '{');
    for (size_t i = 0; genus_json_next(json, '}', i); i++) {
        const char *key = NULL;
        if (!genus_json_string(json, &reader->room, &key) || !genus_json_expect(json, ':')) {
            break;
        }
        size_t field = 0;
        while (field < 3 && strcmp(key, fields[field]) != 0) {
            field++;
        }
        if (field == 3) {
            return genus_fail(reader->error, GENUS_ERROR_HEADER_SYNTAX,
                              "%s: tensor \"%.*s\": unknown field \"%.*s\"", reader->path,
                              NAME_SHOWN, name, NAME_SHOWN, key);
        }
        if (seen[field]) {
            return genus_fail(reader->error, GENUS_ERROR_DUPLICATE_KEY,
                              "%s: tensor \"%.*s\": field \"%s\" stands twice", reader->path,
                              NAME_SHOWN, name, fields[field]);
        }
        seen[field] = true;
        genus_status status = field == 0   ? read_dtype(reader, &tensor)
                              : field == 1 ? read_shape(reader, &tensor)
                                           : read_range(reader, &range);
        if (status != GENUS_OK) {
            return status;
        }
    }
    if (json->fault != NULL) {
        return fail_syntax(reader);
    }
    for (size_t field = 0; field < 3; field++) {
        if (!seen[field]) {
            return genus_fail(reader->error, GENUS_ERROR_HEADER_SYNTAX,
                              "%s: tensor \"%.*s\": field \"%s\" is missing", reader->path,
                              NAME_SHOWN, name, fields[field]);
        }
    }
    genus_safetensors_header *header = reader->header;
    header->tensors[header->tensor_count] = tensor;
    header->ranges[header->tensor_count++] = range;
    return check_size(reader, &tensor, range);
}

/** The whole object: __metadata__ at most once, every other key a tensor. */
static genus_status read_object(header_reader *reader) {
    genus_json *json = &reader->json;
    bool has_metadata = false;
    // The format wants '{' as the very first byte, where JSON would allow white space.
    if (json->next == json->end || *json->next != '{') {
        json->fault = "expected '{'";
        return fail_syntax(reader);
    }
    genus_json_expect(json, '{');
    for (size_t i = 0; genus_json_next(json, '}', i); i++) {
        const char *name = NULL;
        if (!genus_json_string(json, &reader->room, &name) || !genus_json_expect(json, ':')) {
            break;
        }
        if (reader->header->tensor_count == ENTRIES_MAX) {
            json->fault = "there are more than 65536 tensors";
            return fail_syntax(reader);
        }
        bool is_metadata = strcmp(name, "__metadata__") == 0;
        if (is_metadata && has_metadata) {
            return genus_fail(reader->error, GENUS_ERROR_DUPLICATE_KEY,
                              "%s: header: \"__metadata__\" stands twice", reader->path);
        }
        has_metadata = has_metadata || is_metadata;
        genus_status status = is_metadata ? read_metadata(reader) : read_tensor(reader, name);
        if (status != GENUS_OK) {
            return status;
        }
    }
    return genus_json_finish(json) ? GENUS_OK : fail_syntax(reader);
}

static int compare_names(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/** Sorts names and finds one that stands twice; NULL if none does. */
static const char *find_duplicate(const char **names, size_t count) {
    qsort(names, count, sizeof *names, compare_names);
    for (size_t i = 1; i < count; i++) {
        if (strcmp(names[i - 1], names[i]) == 0) {
            return names[i];
        }
    }
    return NULL;
}

static genus_status check_duplicates(const header_reader *reader) {
    const genus_safetensors_header *header = reader->header;
    size_t most = header->tensor_count > header->metadata_count ? header->tensor_count
                                                                : header->metadata_count;
    const char **names = calloc(most + 1, sizeof *names);
    if (names == NULL) {
        return fail_memory(reader);
    }
    for (size_t i = 0; i < header->tensor_count; i++) {
        names[i] = header->tensors[i].name;
    }
    const char *place = "tensor";
    const char *twice = find_duplicate(names, header->tensor_count);
    if (twice == NULL) {
        for (size_t i = 0; i < header->metadata_count; i++) {
            names[i] = header->metadata[i].key;
        }
        place = "__metadata__, key";
        twice = find_duplicate(names, header->metadata_count);
    }
    free(names);
    if (twice != NULL) {
        return genus_fail(reader->error, GENUS_ERROR_DUPLICATE_KEY, "%s: %s \"%.*s\" stands twice",
                          reader->path, place, NAME_SHOWN, twice);
    }
    return GENUS_OK;
}

/** A range and whose it is, for sorting. */
typedef struct owned_range {
    genus_byte_range range;
    const char *name;
} owned_range;

static int compare_ranges(const void *a, const void *b) {
    const genus_byte_range *left = &((const owned_range *)a)->range;
    const genus_byte_range *right = &((const owned_range *)b)->range;
    if (left->begin != right->begin) {
        return left->begin < right->begin ? -1 : 1;
    }
    return (left->end > right->end) - (left->end < right->end);
}

/** The ranges must tile the data: no gap, no overlap, nothing outside, nothing left over. */
static genus_status check_tiling(const header_reader *reader, size_t data_size) {
    const genus_safetensors_header *header = reader->header;
    owned_range *sorted = calloc(header->tensor_count + 1, sizeof *sorted);
    if (sorted == NULL) {
        return fail_memory(reader);
    }
    for (size_t i = 0; i < header->tensor_count; i++) {
        sorted[i] = (owned_range){.range = header->ranges[i], .name = header->tensors[i].name};
    }
    qsort(sorted, header->tensor_count, sizeof *sorted, compare_ranges);
    genus_status status = GENUS_OK;
    size_t end = 0;
    for (size_t i = 0; status == GENUS_OK && i < header->tensor_count; i++) {
        if (sorted[i].range.begin != end) {
            status =
                fail_tensor(reader, GENUS_ERROR_OFFSETS, sorted[i].name,
                            sorted[i].range.begin > end ? "data_offsets leave a gap before it"
                                                        : "data_offsets overlap another tensor");
        }
        end = sorted[i].range.end;
    }
    if (status == GENUS_OK && end > data_size) {
        status = genus_fail(reader->error, GENUS_ERROR_TRUNCATED,
                            "%s: tensor \"%.*s\": data_offsets end at byte %zu, but only %zu bytes "
                            "of data follow the header; is the file cut short?",
                            reader->path, NAME_SHOWN, sorted[header->tensor_count - 1].name, end,
                            data_size);
    }
    if (status == GENUS_OK && end < data_size) {
        status = genus_fail(reader->error, GENUS_ERROR_OFFSETS,
                            "%s: data_offsets end at byte %zu, but %zu bytes of data follow the "
                            "header",
                            reader->path, end, data_size);
    }
    free(sorted);
    return status;
}

static size_t count_character(const char *text, size_t length, char character) {
    size_t count = 0;
    for (size_t i = 0; i < length; i++) {
        count += text[i] == character;
    }
    return count;
}

static size_t smaller(size_t a, size_t b) {
    return a < b ? a : b;
}

genus_status genus_safetensors_header_read(const char *text, size_t length, size_t data_size,
                                           const char *path, genus_safetensors_header *header,
                                           genus_error *error) {
    // Every tensor needs a '{' of its own and every metadata entry a ':', so these are enough.
    size_t tensors_most = smaller(count_character(text, length, '{') + 1, ENTRIES_MAX);
    size_t metadata_most = smaller(count_character(text, length, ':') + 1, ENTRIES_MAX);
    header->strings = malloc(length + 1);
    header->tensors = calloc(tensors_most, sizeof *header->tensors);
    header->ranges = calloc(tensors_most, sizeof *header->ranges);
    header->metadata = calloc(metadata_most, sizeof *header->metadata);
    header_reader reader = {.json = genus_json_over(text, length),
                            .room = header->strings,
                            .path = path,
                            .header = header,
                            .error = error};
    if (header->strings == NULL || header->tensors == NULL || header->ranges == NULL ||
        header->metadata == NULL) {
        return fail_memory(&reader);
    }
    genus_status status = read_object(&reader);
    if (status == GENUS_OK) {
        status = check_duplicates(&reader);
    }
    if (status == GENUS_OK) {
        status = check_tiling(&reader, data_size);
    }
    return status;
}

void genus_safetensors_header_free(genus_safetensors_header *header) {
    free(header->strings);
    free(header->tensors);
    free(header->ranges);
    free(header->metadata);
    *header = (genus_safetensors_header){0};
}
