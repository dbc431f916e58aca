// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A features file so small that training on it takes a second: every class is noise around a band
// of its own.

#ifndef GENUS_TESTS_SUPPORT_TINY_MUSIC_H
#define GENUS_TESTS_SUPPORT_TINY_MUSIC_H

#include "train/data/dataset.h"

#define GENUS_TINY_LABELS 3
#define GENUS_TINY_CLIPS 36 ///< Named "clip0" and so on; clip i is of class i mod 3.
#define GENUS_TINY_FRAMES 40
#define GENUS_TINY_BANDS 128

/** The data set and all that it points to; must not be copied. */
typedef struct genus_tiny_music {
    genus_dataset dataset;
    genus_clip clips[GENUS_TINY_CLIPS];
    char names[GENUS_TINY_CLIPS][16];
    char *labels[GENUS_TINY_LABELS];
    char label_texts[GENUS_TINY_LABELS][16];
    uint8_t mel[GENUS_TINY_CLIPS][GENUS_TINY_FRAMES * GENUS_TINY_BANDS];
} genus_tiny_music;

/** Makes it up. */
void genus_tiny_music_fill(genus_tiny_music *music);

#endif
