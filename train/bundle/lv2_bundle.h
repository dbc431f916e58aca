// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// An LV2 bundle from its parts: binaries, templates of its descriptions, and any weights, whose
// labels become ports and scale points.

#ifndef GENUS_TRAIN_BUNDLE_LV2_BUNDLE_H
#define GENUS_TRAIN_BUNDLE_LV2_BUNDLE_H

#include "engine/genus.h"

/** Where the parts of a bundle are. */
typedef struct genus_bundle_parts {
    const char *weights;
    const char *binaries;  ///< Folder with genus.so and, if the plugin has a window, genus_ui.so.
    const char *templates; ///< Folder with the *.ttl.in.
} genus_bundle_parts;

/**
 * Writes a bundle into the folder `out`, which is made if it is not there; files of the same names
 * are replaced, one by one, whole.
 * @return GENUS_OK, what genus_model_load() returns for the weights, GENUS_ERROR_OPEN, _READ,
 * _WRITE, _DATA (a template), _MEMORY.
 */
genus_status genus_bundle_write(const genus_bundle_parts *parts, const char *out,
                                genus_error *error);

#endif
