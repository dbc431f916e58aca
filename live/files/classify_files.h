// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Many files, some of them heard at the same time, reported in the order in which they were given.

#ifndef GENUS_LIVE_FILES_CLASSIFY_FILES_H
#define GENUS_LIVE_FILES_CLASSIFY_FILES_H

#include "engine/genus.h"
#include "live/files/classify_file.h"

/** Takes the next file of the list. @return false to hear no more. Thread: the caller's. */
typedef bool genus_report_file(void *context, const char *path, const genus_classified_file *heard);

/** The most files that are heard at the same time. */
#define GENUS_JOBS_MAX 256

/**
 * Hears files on `jobs` threads (1: on the caller's own) and reports each in its turn. What is
 * found in a file does not depend on `jobs`, nor does memory on the number of files.
 * @param jobs 1 to GENUS_JOBS_MAX.
 * @return GENUS_OK, also if files failed or the report ended it; GENUS_ERROR_MEMORY if threads
 *         cannot be had.
 */
genus_status genus_classify_files(genus_model *model, char *const *paths, size_t count,
                                  unsigned jobs, genus_report_file *report, void *context,
                                  genus_error *error) GENUS_CHECKED GENUS_NONNULL(1, 5);

#endif
