// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What lies in a folder of music, each sub-folder a class, each file in or below it a candidate;
// and the same work on every one of these files, by several threads. What is wrong with one file
// does not end the work; the user does, and a system that is out of memory or files, or whose disk
// fails.

#ifndef GENUS_TRAIN_DATA_FOLDER_SCAN_H
#define GENUS_TRAIN_DATA_FOLDER_SCAN_H

#include "engine/base/error.h"

#include <stdbool.h>
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
    size_t skipped;           ///< Files and folders that cannot be used and were named on stderr.
} genus_folder_scan;

/**
 * Looks through a folder. Hidden entries are ignored; links are followed, but not in circles, of
 * which a word is said; a folder that may not be opened is skipped with a word.
 * @return GENUS_OK; GENUS_ERROR_OPEN: the folder itself may not be opened; _READ: the system is in
 *         trouble; _LABELS; _MEMORY. In every case genus_folder_scan_clear() is due.
 */
genus_status genus_folder_scan_run(const char *root, genus_folder_scan *scan,
                                   genus_error *error) GENUS_CHECKED GENUS_NONNULL(1, 2);

/**
 * Checks that every class has a file for which this holds.
 * @param holds Given the number of a file; NULL: for any.
 * @return GENUS_OK, or GENUS_ERROR_DATA naming all classes that have none.
 */
genus_status genus_folder_scan_check(const genus_folder_scan *scan, const char *root,
                                     bool holds(void *context, size_t file), void *context,
                                     genus_error *error) GENUS_CHECKED;

/** Frees what a scan points to. */
void genus_folder_scan_clear(genus_folder_scan *scan) GENUS_NONNULL(1);

/**
 * The work on one file, by several threads at once. Where the system is what failed, errno is to
 * say so.
 * @param file Its number in the scan. @param path Of the file, the folder included.
 */
typedef genus_status genus_file_work(void *context, size_t file, const char *path,
                                     genus_error *error);

/** What became of a file. All zeros: the work on it is done, or was never begun. */
typedef struct genus_file_result {
    genus_status status;
    char *reason; ///< Why it cannot be used; NULL if memory was out. Owned.
} genus_file_result;

/**
 * Works on all files.
 * @param threads 1 to 256.
 * @param progress What the signs of progress on stderr are about, such as "features"; NULL: none.
 * @param results  [scan->count], zeros; genus_file_results_clear() is due, whatever this returns.
 * @return GENUS_OK if all files were worked on, well or not; GENUS_ERROR_INTERRUPTED; _READ: the
 *         system failed; _MEMORY.
 */
genus_status genus_folder_work(const char *root, const genus_folder_scan *scan, unsigned threads,
                               const char *progress, genus_file_work *work, void *context,
                               genus_file_result *results, genus_error *error) GENUS_CHECKED;

/** Whether an errno says that the system is short of something or that its disk fails. */
bool genus_is_system_fault(int reason);

/** Says on stderr that a file is skipped, and why. */
void genus_file_result_tell(const genus_file_result *result, const char *path) GENUS_NONNULL(1, 2);

/** Frees what results point to. NULL is fine. */
void genus_file_results_clear(genus_file_result *results, size_t count);

#endif
