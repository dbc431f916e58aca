// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The bytes that a decoder reads: a file, a part of one, or a pipe. What was looked at to find out
// what it is, is read again, on pipes too.

#ifndef GENUS_ENGINE_FILE_BYTES_H
#define GENUS_ENGINE_FILE_BYTES_H

#include "engine/genus.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** How much of the beginning is looked at. */
#define GENUS_BYTES_HEAD 4096

/** A plain value, which does not own the descriptor. */
typedef struct genus_bytes {
    int descriptor;
    bool is_seekable;
    int64_t origin;            ///< Where the part begins in the file.
    int64_t size;              ///< Of the part; INT64_MAX on a pipe.
    int64_t at;                ///< Where the next read() begins, from the origin.
    const unsigned char *head; ///< The first bytes of a pipe.
    size_t head_size;
} genus_bytes;

/** Reads on. @return How many bytes were read, 0 at the end, -1: see errno. */
ptrdiff_t genus_bytes_read(genus_bytes *bytes, void *to, size_t size) GENUS_NONNULL(1);

/** Reads at a place without going there; for seekable bytes. @return How many bytes there were. */
size_t genus_bytes_peek(const genus_bytes *bytes, int64_t at, void *to, size_t size)
    GENUS_NONNULL(1);

/** A part of seekable bytes, which begins at `offset`. */
genus_bytes genus_bytes_part(const genus_bytes *bytes, int64_t offset, int64_t size)
    GENUS_NONNULL(1);

#endif
