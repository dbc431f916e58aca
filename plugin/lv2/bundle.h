// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What the bundle that a plugin was loaded from holds.

#ifndef GENUS_PLUGIN_LV2_BUNDLE_H
#define GENUS_PLUGIN_LV2_BUNDLE_H

#include "engine/genus.h"

#include <limits.h>

/** What a bundle holds: its folder, its weights file, and the labels that its ports were made for.
 */
typedef struct genus_bundle {
    char weights[PATH_MAX];
    const char *name; ///< What the weights were called before they came into the bundle.
    char *label_text; ///< Owns name and labels.
    const char *labels[GENUS_LABELS_MAX];
    uint32_t label_count;
} genus_bundle;

/**
 * Reads `contents.txt` of a bundle's folder: the weights' own name, then the labels, a line each.
 * The file is always called weights.safetensors. Free every success with genus_bundle_clear().
 * @return GENUS_OK, GENUS_ERROR_OPEN, _READ, _LABELS, _MEMORY. Thread: any but the audio thread.
 */
genus_status genus_bundle_read(const char *folder, genus_bundle *bundle,
                               genus_error *error) GENUS_CHECKED GENUS_NONNULL(1, 2);

/** Frees what a bundle owns. All zero is fine. */
void genus_bundle_clear(genus_bundle *bundle) GENUS_NONNULL(1);

#endif
