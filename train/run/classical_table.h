// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The classical feature table of a folder of music, laid out as those that are handed round with
// GTZAN (features_30_sec.csv, features_3_sec.csv): one row a recording or one a segment.

#ifndef GENUS_TRAIN_RUN_CLASSICAL_TABLE_H
#define GENUS_TRAIN_RUN_CLASSICAL_TABLE_H

#include "engine/base/text.h"

#include "engine/base/error.h"

#include <stddef.h>

/** What a table is made of. */
typedef struct genus_table_request {
    const char *folder; ///< As genus_folder_scan_run() takes it.
    size_t segment;     ///< Seconds of a row, less a sample; 0: whole recordings.
    unsigned threads;   ///< 1 to 256; the table does not depend on it.
} genus_table_request;

/** What came of it. */
typedef struct genus_table_counts {
    size_t rows;
    size_t files;   ///< That gave rows.
    size_t skipped; ///< Files that did not, each named on stderr.
} genus_table_counts;

/**
 * Makes the table: a heading, then rows by class, file and segment, in lines that end in a line
 * feed; fields with commas, quotes or line breaks are quoted as RFC 4180 says.
 * @param table Appended to. @param counts Receives what came of it.
 * @return GENUS_OK with at least one row; GENUS_ERROR_DATA: no file gave any; GENUS_ERROR_OPEN,
 *         _READ, _LABELS as of the folder; _INTERRUPTED; _MEMORY.
 */
genus_status genus_table_make(const genus_table_request *request, genus_text *table,
                              genus_table_counts *counts, genus_error *error) GENUS_CHECKED
    GENUS_NONNULL(1, 2, 3);

#endif
