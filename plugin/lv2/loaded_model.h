// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A weights file at work in an instance: the listener made from it, and what to say about it. The
// worker makes a loaded model, the audio thread uses it, the worker frees it.

#ifndef GENUS_PLUGIN_LV2_LOADED_MODEL_H
#define GENUS_PLUGIN_LV2_LOADED_MODEL_H

#include "engine/genus.h"
#include "plugin/lv2/bundle.h"

#define GENUS_ABOUT_MAX 256

typedef struct genus_loaded_model {
    genus_listener *listener;
    float sure_threshold;
    char path[PATH_MAX];         ///< Of the weights file.
    char about[GENUS_ABOUT_MAX]; ///< For people: name and accuracy.
} genus_loaded_model;

/**
 * Loads weights and makes a listener. Weights whose labels are not those of the bundle are refused:
 * the host was promised ports and scale points for these.
 * @param path NULL or empty: the bundle's own weights.
 * @return GENUS_OK, GENUS_ERROR_LABELS, or what loading and genus_listener_new() return.
 * Thread: any but the audio thread.
 */
genus_status genus_loaded_model_new(const genus_bundle *bundle, const char *path,
                                    const genus_listener_options *options,
                                    genus_loaded_model **loaded, genus_error *error) GENUS_CHECKED;

/** Frees a loaded model that nobody uses any more. NULL is fine. */
void genus_loaded_model_free(genus_loaded_model *loaded);

#endif
