// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Joins clips into recordings: a forest of disjoint sets (Galler and Fischer 1964) over the tracks
// of the data set and the names in the table of clips.

#include "recordings.h"

#include <stdlib.h>
#include <string.h>

enum {
    name_size = 4096,
};

/** The names in a table, sorted; a name's node in the forest is that of its first entry. */
typedef struct names {
    size_t count;
    const char **sorted;
} names;

static size_t find_root(size_t *parents, size_t node) {
    while (parents[node] != node) {
        parents[node] = parents[parents[node]];
        node = parents[node];
    }
    return node;
}

static void join(size_t *parents, size_t a, size_t b) {
    parents[find_root(parents, a)] = find_root(parents, b);
}

static int compare_strings(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/** @return Index of the first entry that equals `name`, or count if there is none. */
static size_t find_name(const names *names, const char *name) {
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

/** Looks for a clip as it is called, without folders, without "#number", without extension. */
static size_t find_clip(const names *names, const char *clip) {
    size_t found = find_name(names, clip);
    const char *slash = strrchr(clip, '/');
    char name[name_size];
    const char *base = slash != NULL ? slash + 1 : clip;
    if (found < names->count || strlen(base) >= sizeof name) {
        return found;
    }
    strcpy(name, base); // NOLINT(clang-analyzer-security.insecureAPI.strcpy): length checked.
    found = find_name(names, name);
    const char cuts[] = {'#', '.'};
    for (size_t i = 0; found == names->count && i < sizeof cuts; i++) {
        char *cut = strrchr(name, cuts[i]);
        const bool number = cut != NULL && cut[1 + strspn(cut + 1, "0123456789")] == '\0';
        if (cut != NULL && (cuts[i] == '.' || number)) {
            *cut = '\0';
            found = find_name(names, name);
        }
    }
    return found;
}

/** Joins tracks [clip_count] and names behind them. @return How many clips the table names. */
static size_t join_table(const genus_dataset *dataset, const genus_clips_csv *table,
                         const names *names, size_t *parents) {
    const size_t first = dataset->clip_count;
    size_t matched = 0;
    for (size_t i = 0; i < table->count; i++) {
        const genus_clips_row *row = &table->rows[i];
        if (*row->duplicate_of != '\0') {
            join(parents, first + find_name(names, row->clip),
                 first + find_name(names, row->duplicate_of));
        }
    }
    for (size_t i = 0; i < dataset->clip_count; i++) {
        const size_t name = find_clip(names, dataset->clips[i].name);
        if (name < names->count) {
            join(parents, dataset->clips[i].track, first + name);
            matched++;
        }
    }
    return matched;
}

/** Sorts clips by recording: numbers the roots as they appear, counts, then places. */
static bool gather(const genus_dataset *dataset, size_t *parents, size_t nodes,
                   genus_recordings *recordings) {
    const size_t clips = dataset->clip_count;
    size_t *numbers = malloc(nodes * sizeof *numbers);
    size_t *next = malloc(clips * sizeof *next);
    recordings->starts = calloc(clips + 1, sizeof *recordings->starts);
    recordings->members = malloc(clips * sizeof *recordings->members);
    const bool fits = numbers != NULL && next != NULL && recordings->starts != NULL &&
                      recordings->members != NULL;
    if (fits) {
        memset(numbers, 0xFF, nodes * sizeof *numbers);
        for (size_t i = 0; i < clips; i++) {
            size_t *number = &numbers[find_root(parents, dataset->clips[i].track)];
            if (*number == SIZE_MAX) {
                *number = recordings->count++;
            }
            recordings->starts[*number + 1]++;
        }
        for (size_t r = 0; r < recordings->count; r++) {
            recordings->starts[r + 1] += recordings->starts[r];
            next[r] = recordings->starts[r];
        }
        for (size_t i = 0; i < clips; i++) {
            const size_t number = numbers[find_root(parents, dataset->clips[i].track)];
            recordings->members[next[number]++] = i;
        }
    }
    free(numbers);
    free(next);
    return fits;
}

bool genus_recordings_find(const genus_dataset *dataset, const genus_clips_csv *table,
                           genus_recordings *recordings, size_t *matched) {
    *recordings = (genus_recordings){0};
    *matched = 0;
    const size_t rows = table != NULL ? table->count : 0;
    const size_t nodes = dataset->clip_count + 2 * rows;
    size_t *parents = malloc(nodes * sizeof *parents);
    names names = {.sorted = (const char **)malloc((2 * rows + 1) * sizeof *names.sorted)};
    bool fits = parents != NULL && names.sorted != NULL;
    if (fits) {
        for (size_t node = 0; node < nodes; node++) {
            parents[node] = node;
        }
        for (size_t i = 0; i < rows; i++) {
            names.sorted[names.count++] = table->rows[i].clip;
            if (*table->rows[i].duplicate_of != '\0') {
                names.sorted[names.count++] = table->rows[i].duplicate_of;
            }
        }
        qsort((void *)names.sorted, names.count, sizeof *names.sorted, compare_strings);
        *matched = rows > 0 ? join_table(dataset, table, &names, parents) : 0;
        fits = gather(dataset, parents, nodes, recordings);
    }
    free(parents);
    free((void *)names.sorted);
    return fits;
}

void genus_recordings_clear(genus_recordings *recordings) {
    free(recordings->starts);
    free(recordings->members);
    *recordings = (genus_recordings){0};
}
