// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Small files read whole.

#ifndef GENUS_ENGINE_BASE_READ_FILE_H
#define GENUS_ENGINE_BASE_READ_FILE_H

#include "engine/base/error.h"

#include <stddef.h>

/**
 * Reads a file whole, pipes too.
 * @param most  Bytes; a longer file is refused.
 * @param bytes Receives them with a NUL behind the last; free it. NULL after a failure.
 * @return GENUS_OK, GENUS_ERROR_OPEN, GENUS_ERROR_READ, GENUS_ERROR_DATA (too large),
 *         GENUS_ERROR_MEMORY.
 */
genus_status genus_read_file(const char *path, size_t most, char **bytes, size_t *size,
                             genus_error *error) GENUS_CHECKED;

#endif
