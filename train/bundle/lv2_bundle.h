// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// An LV2 bundle from its parts: binaries, templates of its descriptions, and any weights, whose
// labels become ports and scale points.

#ifndef GENUS_TRAIN_BUNDLE_LV2_BUNDLE_H
#define GENUS_TRAIN_BUNDLE_LV2_BUNDLE_H

#include "engine/genus.h"
#include "train/util/template.h"

/** Where the parts of a bundle are. */
typedef struct genus_bundle_parts {
    const char *weights;
    const char *binaries;  ///< Folder with genus.so and, if the plugin has a window, genus_ui.so.
    const char *templates; ///< Folder with the *.ttl.in.
} genus_bundle_parts;

/**
 * Writes a bundle into the folder `out`. It is built beside it and then takes its place in one
 * step, so that a run that is killed leaves the bundle that was there; what others have put into
 * that one is taken over. Weights are called GENUS_BUNDLE_WEIGHTS there; contents.txt has their
 * name.
 * @return GENUS_OK, what genus_model_load() returns for the weights, GENUS_ERROR_OPEN (also for a
 *         folder with something else in it), _READ, _WRITE, _DATA (a template), _MEMORY.
 */
genus_status genus_bundle_write(const genus_bundle_parts *parts, const char *out,
                                genus_error *error) GENUS_CHECKED GENUS_NONNULL(1, 2);

#define GENUS_BUNDLE_WEIGHTS "weights.safetensors"

// ---------------------------------------------------------- the words of its descriptions

/** One of the two plugins of a bundle. */
typedef struct genus_bundle_variant {
    const char *id;    ///< The last part of the URI and the name of the description.
    const char *name;  ///< For people.
    const char *group; ///< Class of its audio groups.
    uint32_t channels;
} genus_bundle_variant;

#define GENUS_BUNDLE_VARIANTS ((uint32_t)2)

extern const genus_bundle_variant genus_bundle_variants[GENUS_BUNDLE_VARIANTS];

/** What templates are filled from. */
typedef struct genus_bundle_words {
    const genus_model *model;
    const genus_bundle_variant *variant; ///< Of the description that is filled; NULL: of both.
    bool has_window;
    char symbols[GENUS_LABELS_MAX][48]; ///< Of the labels' ports; no two are the same.
} genus_bundle_words;

/** Names the ports of a model's labels. */
void genus_bundle_words_of(const genus_model *model, bool has_window, genus_bundle_words *words)
    GENUS_NONNULL(1, 3);

/** Fills a template; see genus_template_fill(). */
genus_status genus_bundle_fill(const genus_bundle_words *words, const char *name, const char *text,
                               char **filled, genus_error *error) GENUS_CHECKED
    GENUS_NONNULL(1, 2, 3, 4);

#endif
