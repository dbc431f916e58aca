// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Found duplicates as a note, in both directions.

#include "train/data/duplicates.h"

#include <stdlib.h>
#include <string.h>

/// Whether a recording holds more than the clips of one track.
static bool is_group(const genus_dataset *dataset, const genus_recordings *recordings, size_t r) {
    const size_t first = recordings->starts[r];
    for (size_t i = first + 1; i < recordings->starts[r + 1]; i++) {
        if (dataset->clips[recordings->members[i]].track !=
            dataset->clips[recordings->members[first]].track) {
            return true;
        }
    }
    return false;
}

char *genus_duplicates_note(const genus_dataset *dataset, const genus_duplicates *duplicates) {
    const genus_grouping grouping = {.pairs = duplicates->pairs, .pair_count = duplicates->count};
    genus_recordings recordings;
    genus_error error;
    char *note = NULL;
    size_t size = 1;
    for (size_t i = 0; i < dataset->clip_count; i++) {
        size += strlen(dataset->clips[i].name) + 1;
    }
    if (genus_recordings_find(dataset, &grouping, &recordings, &error) == GENUS_OK) {
        note = malloc(size);
    }
    char *to = note;
    for (size_t r = 0; note != NULL && r < recordings.count; r++) {
        if (!is_group(dataset, &recordings, r)) {
            continue;
        }
        for (size_t i = recordings.starts[r]; i < recordings.starts[r + 1]; i++) {
            const char *name = dataset->clips[recordings.members[i]].name;
            const size_t length = strlen(name);
            memcpy(to, name, length);
            to[length] = i + 1 < recordings.starts[r + 1] ? '\t' : '\n';
            to += length + 1;
        }
    }
    if (note != NULL) {
        to -= to > note; // No line end behind the last.
        *to = '\0';
    }
    genus_recordings_clear(&recordings);
    return note;
}

/// A clip's name and place, to be sorted.
struct entry {
    const char *name;
    size_t length;
    size_t row;
};

static int compare_entries(const void *a, const void *b) {
    const struct entry *left = a;
    const struct entry *right = b;
    const size_t shorter = left->length < right->length ? left->length : right->length;
    const int order = memcmp(left->name, right->name, shorter);
    return order != 0 ? order : (left->length > right->length) - (left->length < right->length);
}

genus_status genus_duplicates_from_note(const genus_dataset *dataset, const char *note,
                                        genus_pair **pairs, size_t *count, genus_error *error) {
    struct entry *entries = malloc(dataset->clip_count * sizeof *entries);
    size_t room = 1;
    for (const char *c = note; *c != '\0'; c++) {
        room += *c == '\t';
    }
    *count = 0;
    *pairs = malloc(room * sizeof **pairs);
    if (entries == NULL || *pairs == NULL) {
        free(entries);
        return genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for a list of duplicates");
    }
    for (size_t i = 0; i < dataset->clip_count; i++) {
        const char *name = dataset->clips[i].name;
        entries[i] = (struct entry){name, strlen(name), i};
    }
    qsort(entries, dataset->clip_count, sizeof *entries, compare_entries);
    const struct entry *before = NULL; // In this group.
    while (*note != '\0') {
        const struct entry key = {note, strcspn(note, "\t\n"), 0};
        const struct entry *found =
            bsearch(&key, entries, dataset->clip_count, sizeof *entries, compare_entries);
        if (found != NULL && before != NULL) {
            (*pairs)[(*count)++] = (genus_pair){before->row, found->row};
        }
        before = found != NULL ? found : before;
        note += key.length;
        if (*note == '\n') {
            before = NULL;
        }
        note += *note != '\0';
    }
    free(entries);
    return GENUS_OK;
}
