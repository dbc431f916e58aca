// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What reader and writer of features files share; the format is described in dataset.h.

#ifndef GENUS_TRAIN_DATA_FEATURES_FORMAT_H
#define GENUS_TRAIN_DATA_FEATURES_FORMAT_H

#include "engine/safetensors/safetensors.h"

#define GENUS_FEATURES_FORMAT "genus-features-1"
#define GENUS_FEATURES_DECODE "dB = max_db - range_db * (1 - mel / 255)"

#define GENUS_FEATURES_FIXED 4

/** Entries of fixed meaning: the one value that this front end computes. */
static const genus_metadata genus_features_fixed[GENUS_FEATURES_FIXED] = {
    {"window", "hann, periodic"},
    {"mel_scale", "slaney"},
    {"mel_norm", "slaney"},
    {"power", "2"},
};

#endif
