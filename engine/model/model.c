// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A model: what a weights file means, checked, with its network built. Sharing is in model_share.c.

#include "engine/model/model.h"

#include "engine/model/model_body.h"
#include "engine/model/model_config.h"
#include "engine/nn/network_tensors.h"

#include <math.h>
#include <stdlib.h>

genus_status genus_model_from_safetensors(genus_safetensors *file, genus_model **model,
                                          genus_error *error) {
    *model = NULL;
    genus_model *fresh = calloc(1, sizeof *fresh);
    if (fresh == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "%s: out of memory",
                          genus_safetensors_path(file));
    }
    fresh->references = 1;
    // The data come last: what the header says may be reason enough to refuse them.
    genus_status status = genus_model_config_read(file, &fresh->config, &fresh->label_text, error);
    if (status == GENUS_OK) {
        status = genus_network_check_tensors(
            &fresh->config.arch, fresh->config.frontend.mel_bands, genus_safetensors_tensors(file),
            genus_safetensors_count(file), genus_safetensors_path(file), error);
    }
    if (status == GENUS_OK) {
        status = genus_safetensors_read(file, error);
    }
    if (status == GENUS_OK) {
        status = genus_network_new(&fresh->config.arch, fresh->config.frontend.mel_bands,
                                   &fresh->config.normalisation, genus_safetensors_tensors(file),
                                   genus_safetensors_count(file), genus_safetensors_path(file),
                                   &fresh->network, error);
    }
    if (status != GENUS_OK) {
        genus_model_destroy(fresh);
        return status;
    }
    fresh->file = file;
    *model = fresh;
    return GENUS_OK;
}

void genus_model_destroy(genus_model *model) {
    if (model == NULL) {
        return;
    }
    genus_network_free(model->network);
    genus_safetensors_free(model->file);
    free(model->label_text);
    free(model);
}

uint32_t genus_model_label_count(const genus_model *model) {
    return model->config.label_count;
}

const char *genus_model_label(const genus_model *model, uint32_t index) {
    return index < model->config.label_count ? model->config.labels[index] : NULL;
}

float genus_model_sure_threshold(const genus_model *model) {
    return model->config.sure_threshold;
}

const char *genus_model_metadata(const genus_model *model, const char *key) {
    return genus_safetensors_metadata(model->file, key);
}

const genus_model_config *genus_model_get_config(const genus_model *model) {
    return &model->config;
}

const genus_network *genus_model_network(const genus_model *model) {
    return model->network;
}

size_t genus_model_columns(const genus_model *model, double seconds) {
    const genus_frontend_settings *settings = &genus_model_get_config(model)->frontend;
    const uint64_t samples = (uint64_t)llround(seconds * 1000.0) * settings->sample_rate / 1000;
    if (samples < settings->frame_length) {
        return 1;
    }
    const uint64_t frames = (samples - settings->frame_length) / settings->hop + 1;
    const size_t columns = genus_network_columns(genus_model_network(model), (size_t)frames);
    return columns < 1 ? 1 : columns;
}
