// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Looks through a folder of music.

#include "train/data/folder_scan.h"
#include "engine/base/path.h"
#include "engine/base/utf8.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/** The folders that a folder lies in: the way back to the root. */
typedef struct ancestor {
    const struct ancestor *parent;
    dev_t device;
    ino_t inode;
} ancestor;

/** The names in one folder. */
typedef struct listing {
    size_t count;
    char **names;
} listing;

/** Prints why a name cannot be used, without the bytes that a terminal might choke on. */
static void print_unwritable(const char *path) {
    (void)fputs("skipped ", stderr);
    genus_utf8_write_plain(stderr, path, strlen(path));
    (void)fputs(": its name is not plain UTF-8; rename it\n", stderr);
}

static int compare_strings(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void free_listing(listing *listing) {
    for (size_t i = 0; i < listing->count; i++) {
        free(listing->names[i]);
    }
    free((void *)listing->names);
}

/** Reads the names in a folder that are not hidden, sorted byte-wise. */
static genus_status list_folder(const char *path, listing *listing, genus_error *error) {
    genus_status status = GENUS_OK;
    size_t capacity = 0;
    DIR *stream = opendir(path);
    if (stream == NULL) {
        return genus_fail(error, GENUS_ERROR_OPEN, "%s: cannot be opened as a folder: %s", path,
                          strerror(errno));
    }
    errno = 0;
    for (struct dirent *entry = readdir(stream); entry != NULL; entry = readdir(stream)) {
        if (entry->d_name[0] == '.') {
            continue;
        }
        if (listing->count == capacity) {
            capacity = capacity == 0 ? 64 : 2 * capacity;
            char **names = (char **)realloc((void *)listing->names, capacity * sizeof *names);
            if (names == NULL) {
                status = genus_fail(error, GENUS_ERROR_MEMORY, "%s: out of memory", path);
                goto done;
            }
            listing->names = names;
        }
        listing->names[listing->count] = strdup(entry->d_name);
        if (listing->names[listing->count] == NULL) {
            status = genus_fail(error, GENUS_ERROR_MEMORY, "%s: out of memory", path);
            goto done;
        }
        listing->count++;
        errno = 0;
    }
    if (errno != 0) {
        status =
            genus_fail(error, GENUS_ERROR_READ, "%s: cannot be read: %s", path, strerror(errno));
        goto done;
    }
    if (listing->count > 0) {
        qsort((void *)listing->names, listing->count, sizeof *listing->names, compare_strings);
    }
done:
    (void)closedir(stream);
    return status;
}

/** Adds a file; takes over `path`. */
static genus_status add_file(genus_folder_scan *scan, char *path, genus_error *error) {
    if (scan->count == scan->capacity) {
        const size_t capacity = scan->capacity == 0 ? 256 : 2 * scan->capacity;
        genus_folder_file *files = realloc(scan->files, capacity * sizeof *files);
        if (files == NULL) {
            free(path);
            return genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for a list of files");
        }
        scan->files = files;
        scan->capacity = capacity;
    }
    scan->files[scan->count++] = (genus_folder_file){path, scan->label_count - 1};
    return GENUS_OK;
}

static bool is_own_ancestor(const ancestor *folder) {
    for (const ancestor *above = folder->parent; above != NULL; above = above->parent) {
        if (above->device == folder->device && above->inode == folder->inode) {
            return true;
        }
    }
    return false;
}

static genus_status scan_folder(genus_folder_scan *scan, const char *root, const char *below,
                                const ancestor *parent, genus_error *error);

/** Adds one entry of a class: a file, or what lies in a folder. Takes over `below`. */
static genus_status scan_entry(genus_folder_scan *scan, const char *root, char *below,
                               const ancestor *parent, genus_error *error) {
    char *path = genus_path_join(root, below);
    struct stat properties;
    genus_status status = GENUS_OK;
    if (path == NULL) {
        status = genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for a path");
    } else if (stat(path, &properties) != 0) {
        (void)fprintf(stderr, "skipped %s: %s\n", path, strerror(errno));
        scan->skipped++;
    } else if (S_ISDIR(properties.st_mode)) {
        const ancestor folder = {parent, properties.st_dev, properties.st_ino};
        if (!is_own_ancestor(&folder)) {
            status = scan_folder(scan, root, below, &folder, error);
        }
    } else if (S_ISREG(properties.st_mode) && !genus_utf8_is_plain(below)) {
        print_unwritable(path);
        scan->skipped++;
    } else if (S_ISREG(properties.st_mode)) {
        free(path);
        return add_file(scan, below, error);
    }
    free(path);
    free(below);
    return status;
}

static genus_status scan_folder(genus_folder_scan *scan, const char *root, const char *below,
                                const ancestor *parent, genus_error *error) {
    listing listing = {0};
    char *path = genus_path_join(root, below);
    genus_status status = path != NULL
                              ? list_folder(path, &listing, error)
                              : genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for a path");
    for (size_t i = 0; status == GENUS_OK && i < listing.count; i++) {
        char *entry = genus_path_join(below, listing.names[i]);
        status = entry != NULL ? scan_entry(scan, root, entry, parent, error)
                               : genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for a path");
    }
    free(path);
    free_listing(&listing);
    return status;
}

/** Begins a class for a sub-folder of the root. */
static genus_status add_label(genus_folder_scan *scan, const char *root, const char *name,
                              genus_error *error) {
    if (scan->label_count == GENUS_LABELS_MAX) {
        return genus_fail(error, GENUS_ERROR_LABELS,
                          "%s: more than %d sub-folders; each is a class, and there may be %d",
                          root, GENUS_LABELS_MAX, GENUS_LABELS_MAX);
    }
    if (!genus_utf8_is_plain(name)) {
        return genus_fail(error, GENUS_ERROR_LABELS,
                          "%s: sub-folder %u in byte-wise order has a name that is not plain "
                          "UTF-8; rename it",
                          root, scan->label_count + 1);
    }
    scan->labels[scan->label_count] = strdup(name);
    if (scan->labels[scan->label_count] == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "%s: out of memory", root);
    }
    scan->label_count++;
    return GENUS_OK;
}

static int compare_files(const void *a, const void *b) {
    const genus_folder_file *first = a;
    const genus_folder_file *second = b;
    const int order = (first->label > second->label) - (first->label < second->label);
    return order != 0 ? order : strcmp(first->path, second->path);
}

genus_status genus_folder_scan_run(const char *root, genus_folder_scan *scan, genus_error *error) {
    *scan = (genus_folder_scan){0};
    listing listing = {0};
    struct stat properties = {0};
    genus_status status = list_folder(root, &listing, error);
    if (status == GENUS_OK && stat(root, &properties) != 0) {
        status = genus_fail(error, GENUS_ERROR_OPEN, "%s: %s", root, strerror(errno));
    }
    const ancestor top = {NULL, properties.st_dev, properties.st_ino};
    for (size_t i = 0; status == GENUS_OK && i < listing.count; i++) {
        char *path = genus_path_join(root, listing.names[i]);
        if (path == NULL) {
            status = genus_fail(error, GENUS_ERROR_MEMORY, "%s: out of memory", root);
        } else if (stat(path, &properties) == 0 && S_ISDIR(properties.st_mode)) {
            const ancestor folder = {&top, properties.st_dev, properties.st_ino};
            status = add_label(scan, root, listing.names[i], error);
            if (status == GENUS_OK) {
                status = scan_folder(scan, root, listing.names[i], &folder, error);
            }
        }
        free(path);
    }
    free_listing(&listing);
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

void genus_folder_scan_clear(genus_folder_scan *scan) {
    for (uint32_t i = 0; i < scan->label_count; i++) {
        free(scan->labels[i]);
    }
    for (size_t i = 0; i < scan->count; i++) {
        free(scan->files[i].path);
    }
    free(scan->files);
}
