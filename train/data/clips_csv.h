// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The table of what is known about clips (clips.csv): which are the same recording, which are by
// the same artist, which part of a fixed split they belong to. Comma-separated as in RFC 4180, with
// a header line; columns are found by their name.

#ifndef GENUS_TRAIN_DATA_CLIPS_CSV_H
#define GENUS_TRAIN_DATA_CLIPS_CSV_H

#include "engine/base/error.h"
#include "train/util/digest.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct genus_clips_row {
    const char *clip;         ///< Name of the clip: no folder, no file name extension.
    const char *duplicate_of; ///< Another clip with the same recording; "" if none is known.
    const char *artist_group; ///< Clips with the same text are by one artist; "" if unknown.
    char *const *cells;       ///< [columns], all of the row.
} genus_clips_row;

/** The table; owns all that it points to. */
typedef struct genus_clips_csv {
    size_t count;
    genus_clips_row *rows; ///< Sorted by clip, byte-wise; no clip twice.
    size_t columns;
    char **header; ///< [columns]
    char **cells;  ///< [count][columns], in the order of the file.
    char *text;
    char digest[GENUS_DIGEST_HEX]; ///< SHA-256 of the file's bytes.
} genus_clips_csv;

/**
 * Reads and checks a table. Columns `clip` and `duplicate_of` must be there, `artist_group` may,
 * others are for who knows their names.
 * @return GENUS_OK, GENUS_ERROR_OPEN, _READ, _MEMORY, or GENUS_ERROR_DATA with the line.
 */
genus_status genus_clips_csv_load(const char *path, genus_clips_csv **table,
                                  genus_error *error) GENUS_CHECKED GENUS_NONNULL(1, 2);

/** Finds a column by its name. @return false: there is none. */
bool genus_clips_csv_column(const genus_clips_csv *table, const char *name, size_t *column)
    GENUS_NONNULL(1, 2);

/** Frees it. NULL is fine. */
void genus_clips_csv_free(genus_clips_csv *table);

// ---------------------------- names of clips, and how the clips of a data set are found among them

/** Names in byte-wise order; some may stand there several times. */
typedef struct genus_clip_names {
    size_t count;
    const char **sorted;
} genus_clip_names;

/** @return Index of the first entry that equals `name`, or count if there is none. */
size_t genus_clip_names_find(const genus_clip_names *names, const char *name) GENUS_NONNULL(1, 2);

/**
 * Looks for a clip of a data set as it is called, without folders, without "#number", and without
 * extension, in this order. @return As genus_clip_names_find().
 */
size_t genus_clip_names_find_clip(const genus_clip_names *names, const char *clip)
    GENUS_NONNULL(1, 2);

#endif
