// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Looks through a folder of music.

#include "train/data/folder_scan.h"

#include "engine/base/text.h"
#include "engine/base/utf8.h"

#include <errno.h>
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/** A folder that is being looked through. */
typedef struct walk {
    genus_folder_scan *scan;
    const char *root;
    genus_error *error;
} walk;

static int compare_names(const FTSENT **a, const FTSENT **b) {
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

/** Says that an entry is not used. */
static void skip(const walk *walk, const FTSENT *entry, const char *reason) {
    (void)fputs("skipped ", stderr);
    genus_utf8_write_plain(stderr, entry->fts_path, strlen(entry->fts_path));
    (void)fprintf(stderr, ": %s\n", reason);
    walk->scan->skipped++;
}

/** Skips what cannot be read, unless the system is what fails, or nothing else is there. */
static genus_status skip_unreadable(const walk *walk, const FTSENT *entry) {
    const int reason = entry->fts_errno;
    if (entry->fts_level == FTS_ROOTLEVEL) {
        return genus_fail(walk->error, GENUS_ERROR_OPEN, "%s: cannot be opened as a folder: %s",
                          walk->root, strerror(reason));
    }
    if (genus_is_system_fault(reason)) {
        return genus_fail(walk->error, GENUS_ERROR_READ, "%s: %s", entry->fts_path,
                          strerror(reason));
    }
    skip(walk, entry, strerror(reason));
    return GENUS_OK;
}

/** Begins a class for a sub-folder of the root. */
static genus_status add_label(const walk *walk, const char *name) {
    genus_folder_scan *scan = walk->scan;
    if (scan->label_count == GENUS_LABELS_MAX) {
        return genus_fail(walk->error, GENUS_ERROR_LABELS,
                          "%s: more than %d sub-folders; each is a class, and there may be %d",
                          walk->root, GENUS_LABELS_MAX, GENUS_LABELS_MAX);
    }
    if (!genus_utf8_is_plain(name)) {
        return genus_fail(walk->error, GENUS_ERROR_LABELS,
                          "%s: sub-folder %u in byte-wise order has a name that is not plain "
                          "UTF-8; rename it",
                          walk->root, scan->label_count + 1);
    }
    scan->labels[scan->label_count] = strdup(name);
    if (scan->labels[scan->label_count] == NULL) {
        return genus_fail(walk->error, GENUS_ERROR_MEMORY, "%s: out of memory", walk->root);
    }
    scan->label_count++;
    return GENUS_OK;
}

static genus_status add_file(const walk *walk, const FTSENT *entry) {
    genus_folder_scan *scan = walk->scan;
    const char *below = entry->fts_path + strlen(walk->root);
    below += strspn(below, "/");
    if (!genus_utf8_is_plain(below)) {
        skip(walk, entry, "its name is not plain UTF-8; rename it");
        return GENUS_OK;
    }
    if (scan->count == scan->capacity) {
        const size_t capacity = scan->capacity == 0 ? 256 : 2 * scan->capacity;
        genus_folder_file *files = realloc(scan->files, capacity * sizeof *files);
        if (files == NULL) {
            return genus_fail(walk->error, GENUS_ERROR_MEMORY, "%s: out of memory", walk->root);
        }
        scan->files = files;
        scan->capacity = capacity;
    }
    char *path = strdup(below);
    if (path == NULL) {
        return genus_fail(walk->error, GENUS_ERROR_MEMORY, "%s: out of memory", walk->root);
    }
    scan->files[scan->count++] = (genus_folder_file){path, scan->label_count - 1};
    return GENUS_OK;
}

static genus_status visit(const walk *walk, FTS *tree, FTSENT *entry) {
    const bool in_class = entry->fts_level > 1;
    if (entry->fts_level > FTS_ROOTLEVEL && *entry->fts_name == '.') {
        (void)fts_set(tree, entry, FTS_SKIP);
        return GENUS_OK;
    }
    switch (entry->fts_info) {
    case FTS_D:
        return entry->fts_level == 1 ? add_label(walk, entry->fts_name) : GENUS_OK;
    case FTS_F:
        if (entry->fts_level == FTS_ROOTLEVEL) {
            entry->fts_errno = ENOTDIR;
            return skip_unreadable(walk, entry);
        }
        return in_class ? add_file(walk, entry) : GENUS_OK;
    case FTS_DC:
        skip(walk, entry, "it leads back to a folder in which it lies");
        return GENUS_OK;
    case FTS_SL:
    case FTS_SLNONE:
        entry->fts_errno = ENOENT;
        return in_class ? skip_unreadable(walk, entry) : GENUS_OK;
    case FTS_NS:
    case FTS_DNR:
    case FTS_ERR:
        return skip_unreadable(walk, entry);
    default: // The way back out of a folder; pipes and devices.
        return GENUS_OK;
    }
}

static int compare_files(const void *a, const void *b) {
    const genus_folder_file *first = a;
    const genus_folder_file *second = b;
    const int order = (first->label > second->label) - (first->label < second->label);
    return order != 0 ? order : strcmp(first->path, second->path);
}

genus_status genus_folder_scan_run(const char *root, genus_folder_scan *scan, genus_error *error) {
    *scan = (genus_folder_scan){0};
    const walk walk = {scan, root, error};
    char *const roots[] = {(char *)root, NULL};
    FTS *tree = fts_open(roots, FTS_LOGICAL | FTS_NOCHDIR, compare_names);
    if (tree == NULL) {
        return genus_fail(error, GENUS_ERROR_OPEN, "%s: cannot be opened as a folder: %s", root,
                          strerror(errno));
    }
    genus_status status = GENUS_OK;
    FTSENT *entry = NULL;
    while (status == GENUS_OK && (errno = 0, entry = fts_read(tree)) != NULL) {
        status = visit(&walk, tree, entry);
    }
    if (status == GENUS_OK && errno != 0) {
        status =
            genus_fail(error, GENUS_ERROR_READ, "%s: cannot be read: %s", root, strerror(errno));
    }
    (void)fts_close(tree);
    if (status == GENUS_OK && scan->label_count < 2) {
        status = genus_fail(error, GENUS_ERROR_LABELS,
                            "%s: holds %u sub-folders; give at least two, one a class", root,
                            scan->label_count);
    }
    if (status == GENUS_OK && scan->count > 0) {
        qsort(scan->files, scan->count, sizeof *scan->files, compare_files);
    }
    return status;
}

genus_status genus_folder_scan_check(const genus_folder_scan *scan, const char *root,
                                     bool holds(void *context, size_t file), void *context,
                                     genus_error *error) {
    bool used[GENUS_LABELS_MAX] = {false};
    for (size_t i = 0; i < scan->count; i++) {
        const uint32_t label = scan->files[i].label;
        used[label] = used[label] || holds == NULL || holds(context, i);
    }
    genus_text missing = {0};
    for (uint32_t label = 0; label < scan->label_count; label++) {
        if (!used[label]) {
            genus_text_print(&missing, "%s'%s'", missing.length > 0 ? ", " : "",
                             scan->labels[label]);
        }
    }
    const bool complete = missing.length == 0 && !missing.failed;
    char *names = genus_text_take(&missing);
    if (!complete) {
        (void)genus_fail(error, GENUS_ERROR_DATA,
                         "%s: no usable audio file in %s; give each class some, or remove its "
                         "folder",
                         root, names != NULL ? names : "some class");
    }
    free(names);
    return complete ? GENUS_OK : GENUS_ERROR_DATA;
}

void genus_folder_scan_clear(genus_folder_scan *scan) {
    for (uint32_t i = 0; i < scan->label_count; i++) {
        free(scan->labels[i]);
    }
    for (size_t i = 0; i < scan->count; i++) {
        free(scan->files[i].path);
    }
    free(scan->files);
}
