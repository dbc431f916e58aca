// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Files that are never left half written: what was there stays whole until the new file is on the
// disk, then a rename puts it in its place.

#ifndef GENUS_ENGINE_BASE_ATOMIC_FILE_H
#define GENUS_ENGINE_BASE_ATOMIC_FILE_H

#include "engine/base/error.h"

#include <stddef.h>

/** A file that is being written. */
typedef struct genus_atomic_file genus_atomic_file;

/**
 * Finds out before long work whether a file can be made or replaced, without touching it.
 * @return GENUS_OK, GENUS_ERROR_OPEN with the reason, GENUS_ERROR_MEMORY.
 */
genus_status genus_atomic_file_check(const char *path, genus_error *error) GENUS_CHECKED
    GENUS_NONNULL(1);

/**
 * Opens a temporary file in the folder of `path`. A symbolic link is followed: the file that it
 * leads to is replaced. A file that is there gives its mode to the new one. What is there but is no
 * regular file (a pipe, a terminal) is written to as it is.
 * @param file Receives the file; end it with commit or discard.
 * @return GENUS_OK, GENUS_ERROR_OPEN (also for a folder), GENUS_ERROR_MEMORY.
 */
genus_status genus_atomic_file_open(const char *path, genus_atomic_file **file,
                                    genus_error *error) GENUS_CHECKED GENUS_NONNULL(1, 2);

/** Appends bytes. What goes wrong is remembered, and told by commit. */
void genus_atomic_file_put(genus_atomic_file *file, const void *bytes, size_t size)
    GENUS_NONNULL(1);

/**
 * Flushes the file to the disk, puts it in its place, and frees `file`. Where that fails, what was
 * there before is still there.
 * @return GENUS_OK, GENUS_ERROR_WRITE.
 */
genus_status genus_atomic_file_commit(genus_atomic_file *file, genus_error *error) GENUS_CHECKED
    GENUS_NONNULL(1);

/** Gives the new file up and frees `file`. NULL is fine. */
void genus_atomic_file_discard(genus_atomic_file *file);

/** All in one. @return GENUS_OK, GENUS_ERROR_OPEN, GENUS_ERROR_WRITE, GENUS_ERROR_MEMORY. */
genus_status genus_atomic_file_write(const char *path, const void *bytes, size_t size,
                                     genus_error *error) GENUS_CHECKED GENUS_NONNULL(1);

#endif
