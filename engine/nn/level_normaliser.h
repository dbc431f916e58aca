// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Takes the level out of log-mel frames, so that a network hears the same music whether it is
// played loud or soft: from each frame the running mean of the frames' levels is subtracted. It
// looks back only, so a stream can be level-normalised; like the running means of per-channel
// energy normalisation (Wang et al. 2017), but with one gain for all bands, which leaves the
// spectrum as it is.

#ifndef GENUS_ENGINE_NN_LEVEL_NORMALISER_H
#define GENUS_ENGINE_NN_LEVEL_NORMALISER_H

#include "engine/genus.h"

#include <stddef.h>
#include <stdint.h>

/// Cells lie at most so far below the running level: what is weaker is inaudible beside the music,
/// and its depth depends on codecs and converters alone.
#define GENUS_LEVEL_NORMALISER_DEPTH_DB 60.0F

/** How frames are level-normalised. */
typedef struct genus_level_normalisation {
    uint32_t memory; ///< Frames over which the running mean forgets; 0: frames stay as they are.
    size_t bands;    ///< Lowest bands whose mean power is a frame's level.
} genus_level_normalisation;

/** The running level of a stretch of frames that follow each other; a stretch starts from zeros. */
typedef struct genus_level_normaliser {
    float level_db; ///< Mean of the levels so far.
    uint32_t heard; ///< Frames that it stands for, up to the memory.
} genus_level_normaliser;

/**
 * Levels the next frame in place. The frame counts in the running mean that is subtracted, except
 * if it holds no sound at all.
 * @param frame [bands] in dB; afterwards in dB above the running level, at least
 *              -GENUS_LEVEL_NORMALISER_DEPTH_DB.
 */
void genus_level_normaliser_apply(genus_level_normaliser *level_normaliser,
                                  const genus_level_normalisation *level_normalisation,
                                  size_t bands, float *frame) GENUS_NONNULL(1, 2);

/** Levels a stretch of frames [count][bands] from its beginning. */
void genus_level_meter_frames(const genus_level_normalisation *level_normalisation, size_t bands,
                              size_t count, float *frames) GENUS_NONNULL(1);

#endif
