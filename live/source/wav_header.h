// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The header of a WAV stream, read without ever going back, so that it works on pipes.

#ifndef GENUS_LIVE_SOURCE_WAV_HEADER_H
#define GENUS_LIVE_SOURCE_WAV_HEADER_H

#include "engine/genus.h"
#include "live/source/pcm.h"

/**
 * Reads up to the first sample of a WAV stream (RIFF or RF64, PCM or floats).
 *
 * @param descriptor Is read from; a stop that was asked for ends it.
 * @param format     Receives what the samples are: something that a listener takes.
 * @param data_size  Receives the bytes of samples, UINT64_MAX if the stream does not know.
 * @return GENUS_OK, GENUS_ERROR_DATA or GENUS_ERROR_ARGUMENT, GENUS_ERROR_READ,
 *         GENUS_ERROR_TRUNCATED or GENUS_ERROR_INTERRUPTED; the message does not name the stream.
 */
genus_status genus_wav_read_header(int descriptor, genus_pcm_format *format, uint64_t *data_size,
                                   genus_error *error);

#endif
