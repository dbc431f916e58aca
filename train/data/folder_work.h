// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The same work on every file of a folder, by a thread pool of threads. What is wrong with one file
// does not end it; only the user and want of memory do.

#ifndef GENUS_TRAIN_DATA_FOLDER_WORK_H
#define GENUS_TRAIN_DATA_FOLDER_WORK_H

#include "train/data/folder_scan.h"

#include <pthread.h>

/**
 * The work on one file, by several threads at once.
 * @param file Its number in the scan. @param path Of the file, the folder included.
 * @param opening Held while a file is opened; see genus_audio_open().
 */
typedef genus_status genus_file_work(void *context, size_t file, const char *path,
                                     pthread_mutex_t *opening, genus_error *error);

/** What became of a file. All zeros: the work on it is done, or was never begun. */
typedef struct genus_file_result {
    genus_status status;
    char *reason; ///< Why it cannot be used; NULL if memory was out. Owned.
} genus_file_result;

/**
 * Works on all files.
 * @param threads 1 to 256.
 * @param progress What the signs of progress on stderr are about, such as "features"; NULL: none.
 * @param fates    [scan->count], zeros; genus_file_results_clear() is due, whatever this returns.
 * @return GENUS_OK if all files were worked on, well or not; GENUS_ERROR_INTERRUPTED; _MEMORY.
 * Thread: any; starts threads.
 */
genus_status genus_folder_work(const char *root, const genus_folder_scan *scan, unsigned threads,
                               const char *progress, genus_file_work *work, void *context,
                               genus_file_result *file_results, genus_error *error);

/** Says on stderr that a file is skipped, and why. Thread: any. */
void genus_file_result_tell(const genus_file_result *fate, const char *path);

/** Frees what fates point to. NULL is fine. */
void genus_file_results_clear(genus_file_result *file_results, size_t count);

#endif
