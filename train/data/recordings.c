// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Joins clips into recordings: a forest of disjoint sets (Galler and Fischer 1964) over the tracks
// of the data set and the names in the table of clips. A name's node is that of its first entry.

#include "train/data/recordings.h"

#include "train/data/clips_csv.h"

#include <stdlib.h>
#include <string.h>

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

static int compare_groups(const void *a, const void *b) {
    return strcmp((*(const genus_clips_row *const *)a)->artist_group,
                  (*(const genus_clips_row *const *)b)->artist_group);
}

/** Joins the names of clips by one artist; `first` is the node of the first name. */
static bool join_artists(const genus_clips_csv *table, const genus_clip_names *names, size_t first,
                         size_t *parents) {
    const genus_clips_row **rows =
        (const genus_clips_row **)malloc(table->count * sizeof(const genus_clips_row *));
    if (rows == NULL) {
        return false;
    }
    for (size_t i = 0; i < table->count; i++) {
        rows[i] = &table->rows[i];
    }
    // NOLINTNEXTLINE(bugprone-sizeof-expression): pointers are what is sorted.
    qsort((void *)rows, table->count, sizeof *rows, compare_groups);
    for (size_t i = 1; i < table->count; i++) {
        if (*rows[i]->artist_group != '\0' && compare_groups(&rows[i - 1], &rows[i]) == 0) {
            join(parents, first + genus_clip_names_find(names, rows[i - 1]->clip),
                 first + genus_clip_names_find(names, rows[i]->clip));
        }
    }
    free((void *)rows);
    return true;
}

/** Joins tracks [clip_count] and names behind them. @return How many clips the table names. */
static size_t join_table(const genus_dataset *dataset, const genus_clips_csv *table,
                         const genus_clip_names *names, size_t *parents) {
    const size_t first = dataset->clip_count;
    size_t matched = 0;
    for (size_t i = 0; i < table->count; i++) {
        const genus_clips_row *row = &table->rows[i];
        if (*row->duplicate_of != '\0') {
            join(parents, first + genus_clip_names_find(names, row->clip),
                 first + genus_clip_names_find(names, row->duplicate_of));
        }
    }
    for (size_t i = 0; i < dataset->clip_count; i++) {
        const size_t name = genus_clip_names_find_clip(names, dataset->clips[i].name);
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

/** All names in a table, sorted. @return false: memory is out. */
static bool collect_names(const genus_clips_csv *table, genus_clip_names *names) {
    names->sorted = (const char **)malloc(2 * table->count * sizeof *names->sorted);
    if (names->sorted == NULL) {
        return false;
    }
    for (size_t i = 0; i < table->count; i++) {
        names->sorted[names->count++] = table->rows[i].clip;
        if (*table->rows[i].duplicate_of != '\0') {
            names->sorted[names->count++] = table->rows[i].duplicate_of;
        }
    }
    qsort((void *)names->sorted, names->count, sizeof *names->sorted, compare_strings);
    return true;
}

/** Joins what the table says belongs together. */
static genus_status join_by_table(const genus_dataset *dataset, const genus_grouping *grouping,
                                  const genus_clips_csv *table, size_t *parents,
                                  genus_error *error) {
    size_t column = 0;
    if (grouping->artists && !genus_clips_csv_column(table, "artist_group", &column)) {
        return genus_fail(error, GENUS_ERROR_DATA,
                          "%s: has no column 'artist_group', so that artists are unknown",
                          grouping->clips_csv);
    }
    genus_clip_names names = {0};
    genus_status status = GENUS_OK;
    if (!collect_names(table, &names) ||
        (grouping->artists && !join_artists(table, &names, dataset->clip_count, parents))) {
        status = genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for a table of clips");
    } else if (join_table(dataset, table, &names, parents) == 0) {
        status = genus_fail(error, GENUS_ERROR_DATA,
                            "%s: names no clip of the data set; its column 'clip' must hold names "
                            "such as '%.100s'",
                            grouping->clips_csv, dataset->clips[0].name);
    }
    free((void *)names.sorted);
    return status;
}

genus_status genus_recordings_find(const genus_dataset *dataset, const genus_grouping *grouping,
                                   genus_recordings *recordings, genus_error *error) {
    const genus_grouping none = {0};
    *recordings = (genus_recordings){0};
    grouping = grouping != NULL ? grouping : &none;
    genus_clips_csv *table = NULL;
    if (grouping->clips_csv != NULL) {
        const genus_status status = genus_clips_csv_load(grouping->clips_csv, &table, error);
        if (status != GENUS_OK) {
            return status;
        }
    }
    const size_t nodes = dataset->clip_count + (table != NULL ? 2 * table->count : 0);
    size_t *parents = malloc(nodes * sizeof *parents);
    genus_status status = GENUS_OK;
    for (size_t node = 0; parents != NULL && node < nodes; node++) {
        parents[node] = node;
    }
    if (parents != NULL && table != NULL) {
        status = join_by_table(dataset, grouping, table, parents, error);
    }
    for (size_t i = 0; parents != NULL && i < grouping->pair_count; i++) {
        join(parents, dataset->clips[grouping->pairs[i].a].track,
             dataset->clips[grouping->pairs[i].b].track);
    }
    if (status == GENUS_OK && (parents == NULL || !gather(dataset, parents, nodes, recordings))) {
        status = genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for a list of recordings");
    }
    free(parents);
    genus_clips_csv_free(table);
    return status;
}

size_t genus_recordings_size(const genus_recordings *recordings, size_t recording) {
    return recordings->starts[recording + 1] - recordings->starts[recording];
}

void genus_recordings_classes(const genus_recordings *recordings, size_t recording,
                              const genus_dataset *dataset, size_t counts[GENUS_LABELS_MAX]) {
    const size_t *members = &recordings->members[recordings->starts[recording]];
    memset(counts, 0, GENUS_LABELS_MAX * sizeof *counts);
    for (size_t i = 0; i < genus_recordings_size(recordings, recording); i++) {
        counts[dataset->clips[members[i]].label]++;
    }
}

void genus_recordings_clear(genus_recordings *recordings) {
    free(recordings->starts);
    free(recordings->members);
    *recordings = (genus_recordings){0};
}
