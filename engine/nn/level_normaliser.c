// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The running level of frames, and frames without it.

#include "engine/nn/level_normaliser.h"

#include "engine/audio/decibels.h"

#include <math.h>

/// A frame's level below this is no sound: the front end's floor is -100 dB.
#define NO_SOUND_DB (-99.0F)

/// dB of the mean power of the lowest bands. A power mean, since it is ruled by what is loud, and
/// so hardly moves with a noise floor or with bands that a telephone has lost.
static float frame_level(const float *frame, size_t bands) {
    float power = 0.0F;
    for (size_t band = 0; band < bands; band++) {
        power += genus_decibels_to_power(frame[band]);
    }
    return genus_power_to_decibels(power / (float)bands);
}

void genus_level_normaliser_apply(genus_level_normaliser *level_normaliser,
                                  const genus_level_normalisation *level_normalisation,
                                  size_t bands, float *frame) {
    if (level_normalisation->memory == 0) {
        return;
    }
    const float level = frame_level(frame, level_normalisation->bands);
    if (level > NO_SOUND_DB) {
        level_normaliser->heard += level_normaliser->heard < level_normalisation->memory;
        level_normaliser->level_db +=
            (level - level_normaliser->level_db) / (float)level_normaliser->heard;
    }
    for (size_t band = 0; band < bands; band++) {
        frame[band] =
            fmaxf(frame[band] - level_normaliser->level_db, -GENUS_LEVEL_NORMALISER_DEPTH_DB);
    }
}

void genus_level_meter_frames(const genus_level_normalisation *level_normalisation, size_t bands,
                              size_t count, float *frames) {
    genus_level_normaliser level_normaliser = {0};
    for (size_t i = 0; level_normalisation->memory > 0 && i < count; i++) {
        genus_level_normaliser_apply(&level_normaliser, level_normalisation, bands,
                                     frames + i * bands);
    }
}
