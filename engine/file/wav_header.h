// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The header of WAV, read without ever going back, so that it works on pipes; and whether its sizes
// can be true.

#ifndef GENUS_ENGINE_FILE_WAV_HEADER_H
#define GENUS_ENGINE_FILE_WAV_HEADER_H

#include "engine/base/error.h"
#include "engine/file/bytes.h"
#include "engine/file/pcm.h"

/** What a header says. */
typedef struct genus_wav {
    genus_pcm_format format; ///< Something that a listener takes.
    int64_t data_offset;     ///< Where the samples begin.
    uint64_t data_size;      ///< Bytes of samples; UINT64_MAX: as many as there are.
} genus_wav;

/**
 * Where a header is read from.
 * @return How many bytes were read, 0 at the end, -1 with a reason in errno; EINTR: reading was
 *         stopped.
 */
typedef ptrdiff_t genus_wav_source(void *context, void *to, size_t size);

/**
 * Reads up to the first sample of WAV (RIFF or RF64, PCM or floats). Sizes that writers put where
 * they cannot come back to count as unknown: 0, 0xFFFFFFFF, and those around 2 GiB (sox, arecord).
 * @return GENUS_OK, GENUS_ERROR_DATA or GENUS_ERROR_ARGUMENT, GENUS_ERROR_READ,
 *         GENUS_ERROR_TRUNCATED or GENUS_ERROR_INTERRUPTED; the message does not name the source.
 */
genus_status genus_wav_read_header(genus_wav_source *source, void *context, genus_wav *wav,
                                   genus_error *error) GENUS_CHECKED GENUS_NONNULL(1, 3);

/**
 * Finds WAV that is better read without regard to its sizes: they are unknown, have wrapped at 4
 * GiB, or end in the midst of the samples; or it comes through a pipe.
 * @param bytes From the first byte on. @param wav Receives what is to be read.
 * @return false: it is no such WAV, and whoever reads WAV can read it.
 */
bool genus_wav_sizes_lie(const genus_bytes *bytes, genus_wav *wav) GENUS_NONNULL(1, 2);

#endif
