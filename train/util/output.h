// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Files that commands write: found out early that they cannot be, never left half written.

#ifndef GENUS_TRAIN_UTIL_OUTPUT_H
#define GENUS_TRAIN_UTIL_OUTPUT_H

#include "engine/base/error.h"

/**
 * Finds out before long work whether a file can be made or replaced, without touching it.
 * @return GENUS_OK, or GENUS_ERROR_OPEN with the reason. Thread: any.
 */
genus_status genus_output_check(const char *path, genus_error *error);

/**
 * Writes a text to a temporary name beside `path` and renames; what is there but is not a regular
 * file (a pipe, a terminal) is written to as it is.
 * @return GENUS_OK, GENUS_ERROR_OPEN, _WRITE, _MEMORY. Thread: any.
 */
genus_status genus_output_write(const char *path, const char *text, genus_error *error);

/** The same with `size` bytes of whatever kind. */
genus_status genus_output_write_bytes(const char *path, const void *bytes, size_t size,
                                      genus_error *error);

#endif
