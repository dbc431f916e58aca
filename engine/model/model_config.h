// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The metadata of a weights file (see model.h) in both directions: text to config, checked field
// by field, and config to text.

#ifndef GENUS_ENGINE_MODEL_MODEL_CONFIG_H
#define GENUS_ENGINE_MODEL_MODEL_CONFIG_H

#include "engine/genus.h"
#include "engine/model/metadata.h"
#include "engine/model/model.h"

/** How many entries the config takes in the metadata. */
#define GENUS_MODEL_CONFIG_ENTRIES (6 + GENUS_FRONTEND_ENTRIES)

/** A config in words; the entries point into the other fields. Not to be copied. */
typedef struct genus_model_config_text {
    genus_metadata entries[GENUS_MODEL_CONFIG_ENTRIES];
    char *labels; ///< To be freed.
    genus_frontend_text frontend;
    char temperature[GENUS_NUMBER_TEXT];
    char sure_threshold[GENUS_NUMBER_TEXT];
    char normalisation[2 * GENUS_NUMBER_TEXT];
    char network[GENUS_ARCHITECTURE_TEXT_MAX];
} genus_model_config_text;

/**
 * Reads and checks the metadata of a weights file.
 * @param label_text Receives the memory that config->labels point into; to be freed.
 * @return GENUS_OK, _VERSION, _METADATA, _LABELS, _FRONTEND, _NETWORK, _MEMORY.
 * Thread: any but the audio thread.
 */
genus_status genus_model_config_read(const genus_safetensors *file, genus_model_config *config,
                                     char **label_text, genus_error *error) GENUS_CHECKED
    GENUS_NONNULL(1, 2, 3);

/**
 * Checks every field of a config against its range. @param path For messages.
 * @return GENUS_OK, _METADATA, _LABELS, _FRONTEND, _NETWORK.
 */
genus_status genus_model_config_check(const genus_model_config *config, const char *path,
                                      genus_error *error) GENUS_CHECKED GENUS_NONNULL(1, 2);

/** Puts a checked config into words. @return false if memory is out. Thread: any but audio. */
bool genus_model_config_print(const genus_model_config *config, genus_model_config_text *text)
    GENUS_NONNULL(1, 2);

#endif
