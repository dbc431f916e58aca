// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What decodes: our own reader of samples in WAV, libsndfile, FFmpeg's libraries. Each opens bytes,
// which must outlive it, and gives interleaved floats.

#ifndef GENUS_ENGINE_FILE_DECODER_H
#define GENUS_ENGINE_FILE_DECODER_H

#include "engine/base/error.h"
#include "engine/file/bytes.h"
#include "engine/file/wav_header.h"

/** What comes out. */
typedef struct genus_decoder_format {
    uint32_t rate; ///< Hz.
    uint32_t channels;
} genus_decoder_format;

/** An open decoder: functions and what they work on. */
typedef struct genus_decoder {
    void *self; ///< NULL: none is open.
    genus_decoder_format format;
    int64_t promised; ///< Sample frames that the header promises; -1: none, or not worth a word.
    /** Reads up to `frames`. @return How many there were, 0 at the end. */
    size_t (*read)(void *self, float *samples, size_t frames);
    /** Seconds that were met so far and could not be decoded; NULL: it does not know. */
    double (*unreadable)(const void *self);
    void (*close)(void *self);
} genus_decoder;

/** Our own reader, for WAV whose sizes lie. @param wav What genus_wav_examine() found. */
genus_status genus_decoder_open_pcm(genus_bytes bytes, const genus_wav *wav, genus_decoder *decoder,
                                    genus_error *error) GENUS_CHECKED GENUS_NONNULL(2, 3);

/** libsndfile. @param error Not NULL.
 * @return GENUS_OK; GENUS_ERROR_OPEN with libsndfile's reason; GENUS_ERROR_MEMORY. */
genus_status genus_decoder_open_sndfile(genus_bytes bytes, genus_decoder *decoder,
                                        genus_error *error) GENUS_CHECKED;

/** Whether this build has FFmpeg's libraries. */
bool genus_decoder_has_ffmpeg(void);

/**
 * FFmpeg's libraries; nothing but these bytes is opened, whatever the file asks for.
 * @param is_mpeg MPEG audio, from the first byte on; else FFmpeg finds out what it is.
 * @param wanted  What is to come out; NULL: as the file has it.
 * @return GENUS_OK, GENUS_ERROR_OPEN, GENUS_ERROR_MEMORY.
 */
genus_status genus_decoder_open_ffmpeg(genus_bytes bytes, bool is_mpeg,
                                       const genus_decoder_format *wanted, genus_decoder *decoder,
                                       genus_error *error) GENUS_CHECKED;

#endif
