// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What a weights file means: the inner side of genus_model, and how such a file is written.
//
// Metadata of format "genus-weights-1" (all strings; numbers in C locale):
//   format            genus-weights-1
//   labels            newline-separated, in the order of the logits
//   sample_rate n_fft hop mel_bands f_min f_max power_floor   front-end settings
//   window            "hann, periodic"    mel_scale "slaney"    mel_norm "slaney"    power "2"
//   network           text form of the architecture (architecture.h)
//   normalisation     "offset scale" in dB
//   temperature       logits are divided by it before softmax
//   sure_threshold    confidence from which a verdict is called sure, 0..1
// and, for people and tools, free text such as tool_version, data_digest, split_digest, seed,
// settings, test_accuracy.

#ifndef GENUS_ENGINE_MODEL_MODEL_H
#define GENUS_ENGINE_MODEL_MODEL_H

#include "engine/audio/frontend_settings.h"
#include "engine/genus.h"
#include "engine/nn/network.h"

/** Everything of a weights file but the tensors and the free text. */
typedef struct genus_model_config {
    const char *labels[GENUS_LABELS_MAX];
    uint32_t label_count;
    genus_frontend_settings frontend;
    genus_architecture arch;
    genus_normalisation normalisation;
    float temperature;
    float sure_threshold;
} genus_model_config;

/** What the model means; lives as long as the model. */
const genus_model_config *genus_model_get_config(const genus_model *model) GENUS_NONNULL(1);

/** The network, folded. */
const genus_network *genus_model_network(const genus_model *model) GENUS_NONNULL(1);

/**
 * Columns of which every frame lies within so many seconds. At least one: a network that sees
 * further than that judges by its newest column.
 */
size_t genus_model_columns(const genus_model *model, double seconds) GENUS_NONNULL(1);

/** Builds a model from a container, which it takes over on success. Not shared by path. */
genus_status genus_model_from_safetensors(genus_safetensors *file, genus_model **model,
                                          genus_error *error) GENUS_CHECKED GENUS_NONNULL(1, 2);

/**
 * Writes a weights file. Everything is checked first as a reader would: what is written loads.
 * @param tensors As network.h names them. @param notes Free text, written after the config.
 * @return GENUS_OK, what genus_safetensors_write() returns, or the fault that genus_model_load()
 *         would find.
 * Thread: any but the audio thread.
 */
genus_status genus_model_write(const char *path, const genus_model_config *config,
                               const genus_tensor *tensors, size_t tensor_count,
                               const genus_metadata *notes, size_t note_count,
                               genus_error *error) GENUS_CHECKED GENUS_NONNULL(1, 2);

#endif
