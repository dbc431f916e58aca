// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Babble by the source-filter model of speech (Fant 1960): a voice of its own draws syllables of a
// language that nobody speaks.

#ifndef GENUS_TRAIN_AUDIO_NONMUSIC_SPEECH_H
#define GENUS_TRAIN_AUDIO_NONMUSIC_SPEECH_H

#include "train/util/random.h"

#include <stddef.h>

/** Adds one voice. @param samples [count] @param rate In Hz. */
void genus_nonmusic_speak(double rate, genus_random *random, float *samples, size_t count);

#endif
