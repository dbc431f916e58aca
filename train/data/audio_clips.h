// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// From one audio file to clips: decode, mix to mono, front end, cut, quantise.

#ifndef GENUS_TRAIN_DATA_AUDIO_CLIPS_H
#define GENUS_TRAIN_DATA_AUDIO_CLIPS_H

#include "engine/audio/frontend_settings.h"
#include "engine/genus.h"
#include "train/audio/audio_file.h"

#include <stdbool.h>
#include <stddef.h>

/** One clip: dB = max_db - range_db * (1 - mel / 255). */
typedef struct genus_audio_clip {
    uint8_t *mel; ///< [frames][bands], band 0 lowest.
    size_t frames;
    float max_db;
    float range_db;
} genus_audio_clip;

/** The clips of a file, in order; owns all that it points to. */
typedef struct genus_audio_clips {
    size_t count;
    genus_audio_clip *clips;
    float
        clipped; ///< Share of the file's samples that stand at full scale, three or more in a row.
    char note[GENUS_MONO_NOTE]; ///< What there is to say of the file, though it can be used.
} genus_audio_clips;

/**
 * Reads any file that genus_audio_file_open() opens and cuts it as genus_dataset_load_folder()
 * says. Clips of digital silence are left out.
 * @return GENUS_OK with at least one clip; GENUS_ERROR_OPEN, _READ, _TRUNCATED, _DATA: this file
 *         cannot be used, the message says why; GENUS_ERROR_MEMORY. In every case
 *         genus_audio_clips_clear() is due.
 * Thread: any; several files may be read at the same time.
 */
genus_status genus_audio_clips_read(const char *path, const genus_frontend_settings *settings,
                                    genus_audio_clips *clips, genus_error *error) GENUS_CHECKED
    GENUS_NONNULL(1, 2, 3);

/** Whether a file can be opened as audio; nothing is decoded. */
bool genus_audio_clips_openable(const char *path) GENUS_NONNULL(1);

/**
 * Cuts samples that are in memory in the same way.
 * @param name For messages. @param mono [count], finite, at `rate` Hz.
 * @return GENUS_OK, perhaps without a clip; GENUS_ERROR_DATA (no such rate), GENUS_ERROR_MEMORY. In
 *         every case genus_audio_clips_clear() is due.
 */
genus_status genus_audio_clips_cut(const char *name, const float *mono, size_t count, double rate,
                                   const genus_frontend_settings *settings,
                                   genus_audio_clips *clips, genus_error *error) GENUS_CHECKED
    GENUS_NONNULL(1, 5, 6);

/** Frees what it points to. */
void genus_audio_clips_clear(genus_audio_clips *clips) GENUS_NONNULL(1);

#endif
