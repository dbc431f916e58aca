// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Bundles in temporary folders, with random weights that are always sure, and music for them.

#ifndef GENUS_TESTS_PLUGIN_BUNDLE_H
#define GENUS_TESTS_PLUGIN_BUNDLE_H

#include <stdint.h>

#define BUNDLE_LABELS 10
#define BUNDLE_PATH_MAX 512

typedef struct plugin_bundle {
    char root[64];                 ///< A temporary folder.
    char folder[BUNDLE_PATH_MAX];  ///< The bundle in it.
    char weights[BUNDLE_PATH_MAX]; ///< What it was made of.
    char others[BUNDLE_PATH_MAX];  ///< Other weights with the same labels.
    char fewer[BUNDLE_PATH_MAX];   ///< Weights with fewer labels.
} plugin_bundle;

/** Makes everything, with weights that are sure from so much on; aborts if it cannot. */
void plugin_bundle_make(plugin_bundle *bundle, float sure_threshold);

/** Removes everything. */
void plugin_bundle_remove(const plugin_bundle *bundle);

/** Deterministic noise and tones, -0.5..0.5; free it. */
float *plugin_music(uint64_t frames, uint32_t seed);

#endif
