// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Writing a weights file: model config and tensors, checked as a reader would, and free text.

#include "engine/model/model_config.h"

#include <stdlib.h>
#include <string.h>

/** Builds the network once: tensors that are missing, misshapen or not finite are not written. */
static genus_status check_tensors(const char *path, const genus_model_config *config,
                                  const genus_tensor *tensors, size_t tensor_count,
                                  genus_error *error) {
    genus_network *network = NULL;
    genus_status status =
        genus_network_new(&config->arch, config->frontend.mel_bands, &config->normalisation,
                          tensors, tensor_count, path, &network, error);
    genus_network_free(network);
    return status;
}

genus_status genus_model_write(const char *path, const genus_model_config *config,
                               const genus_tensor *tensors, size_t tensor_count,
                               const genus_metadata *notes, size_t note_count, genus_error *error) {
    genus_status status = genus_model_config_check(config, path, error);
    if (status == GENUS_OK) {
        status = check_tensors(path, config, tensors, tensor_count, error);
    }
    if (status != GENUS_OK) {
        return status;
    }
    genus_model_config_text *text = calloc(1, sizeof *text);
    genus_metadata *metadata = calloc(GENUS_MODEL_CONFIG_ENTRIES + note_count, sizeof *metadata);
    if (text == NULL || metadata == NULL || !genus_model_config_print(config, text)) {
        status = genus_fail(error, GENUS_ERROR_MEMORY, "%s: out of memory", path);
    } else {
        memcpy(metadata, text->entries, sizeof text->entries);
        for (size_t i = 0; i < note_count; i++) {
            metadata[GENUS_MODEL_CONFIG_ENTRIES + i] = notes[i];
        }
        status = genus_safetensors_write(path, tensors, tensor_count, metadata,
                                         GENUS_MODEL_CONFIG_ENTRIES + note_count, error);
    }
    if (text != NULL) {
        free(text->labels);
    }
    free(text);
    free(metadata);
    return status;
}
