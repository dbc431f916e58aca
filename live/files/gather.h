// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The files to be heard: those that are named, those in folders, those that playlists name.

#ifndef GENUS_LIVE_FILES_GATHER_H
#define GENUS_LIVE_FILES_GATHER_H

#include "engine/genus.h"

#include <stddef.h>

/** What was gathered. A plain value; all zeros is nothing. */
typedef struct genus_gathered {
    char **paths; ///< [count], in the order in which they are to be heard.
    size_t count;
    size_t room;
    size_t passed_over; ///< Pictures, texts, system files in folders.
    bool failed;        ///< A folder or a list could not be read; a message was printed to stderr.
} genus_gathered;

/**
 * Adds what a path stands for. Of a folder: its files in byte-wise order and those of its folders,
 * without hidden ones; folders that were seen before, by whatever link, are left out. Of a playlist
 * its entries, relative to where it lies. Anything else: the path.
 * @return GENUS_OK, GENUS_ERROR_MEMORY.
 */
genus_status genus_gather(genus_gathered *gathered, const char *path, genus_error *error)
    __attribute__((warn_unused_result));

/**
 * Adds the paths that a file lists, each as genus_gather() would.
 * @param path "-": standard input. @param separator What ends each path: '\n', or 0.
 * @return GENUS_OK, GENUS_ERROR_OPEN, GENUS_ERROR_READ, GENUS_ERROR_MEMORY.
 */
genus_status genus_gather_listed(genus_gathered *gathered, const char *path, char separator,
                                 genus_error *error) __attribute__((warn_unused_result));

/** Frees what was gathered. */
void genus_gathered_clear(genus_gathered *gathered);

#endif
