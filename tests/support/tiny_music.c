// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Clips of noise, for tests of training.

#include "tiny_music.h"

#include "train/util/random.h"

#include <stdio.h>

/// Noise that is louder around the class's own band.
static void fill_clip(uint8_t *mel, uint32_t label, size_t clip) {
    genus_random random = genus_random_seeded(1, clip);
    for (size_t cell = 0; cell < (size_t)GENUS_TINY_FRAMES * GENUS_TINY_BANDS; cell++) {
        const size_t band = cell % GENUS_TINY_BANDS;
        const uint32_t louder = band / 32 == label + 1 ? 80 : 0;
        mel[cell] = (uint8_t)(louder + genus_random_below(&random, 176));
    }
}

void genus_tiny_music_fill(genus_tiny_music *music) {
    music->dataset = (genus_dataset){.settings = genus_frontend_settings_default(),
                                     .label_count = GENUS_TINY_LABELS,
                                     .labels = music->labels,
                                     .clip_count = GENUS_TINY_CLIPS,
                                     .clips = music->clips};
    for (uint32_t label = 0; label < GENUS_TINY_LABELS; label++) {
        (void)snprintf(music->label_texts[label], sizeof music->label_texts[label], "class%u",
                       label);
        music->labels[label] = music->label_texts[label];
    }
    for (size_t i = 0; i < GENUS_TINY_CLIPS; i++) {
        const uint32_t label = (uint32_t)(i % GENUS_TINY_LABELS);
        (void)snprintf(music->names[i], sizeof music->names[i], "clip%zu", i);
        fill_clip(music->mel[i], label, i);
        music->clips[i] = (genus_clip){.name = music->names[i],
                                       .mel = music->mel[i],
                                       .frames = GENUS_TINY_FRAMES,
                                       .max_db = 0,
                                       .range_db = 80,
                                       .label = label,
                                       .track = (uint32_t)i};
    }
}
