// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What lies in a folder of music: each sub-folder a class, each file in or below it a candidate.

#ifndef GENUS_TRAIN_DATA_FOLDER_SCAN_H
#define GENUS_TRAIN_DATA_FOLDER_SCAN_H

#include "engine/base/error.h"

#include <stddef.h>

typedef struct genus_folder_file {
    char *path; ///< Below the folder, such as "rock/live/song.flac"; UTF-8 without line breaks.
    uint32_t label;
} genus_folder_file;

/** Classes and files; owns all that it points to. */
typedef struct genus_folder_scan {
    uint32_t label_count;           ///< 2 to GENUS_LABELS_MAX.
    char *labels[GENUS_LABELS_MAX]; ///< Names of the sub-folders, in byte-wise order.
    size_t count;
    size_t capacity;
    genus_folder_file *files; ///< By label, then by path, byte-wise.
    size_t skipped;           ///< Files whose names cannot be used and were named on stderr.
} genus_folder_scan;

/**
 * Looks through a folder. Hidden entries are ignored, links are followed, but not in circles.
 * @return GENUS_OK; GENUS_ERROR_OPEN, _READ naming a folder; _LABELS; _MEMORY. In every case
 *         genus_folder_scan_clear() is due.
 * Thread: any.
 */
genus_status genus_folder_scan_run(const char *root, genus_folder_scan *scan, genus_error *error);

/** Frees what a scan points to. */
void genus_folder_scan_clear(genus_folder_scan *scan);

#endif
