// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Building a network from tensors: what they must be, and batch norm folded into the weights.

#include "engine/nn/network_body.h"
#include "engine/nn/network_tensors.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// -------------------------------------------------------------------------------------- tensors

/// The tensors given: those that the network needs, by name, type and shape.
struct source {
    const genus_tensor *tensors;
    const char *name;
    genus_error *error;
};

/// A tensor that is known to be there.
static const genus_tensor *find(const struct source *source, const char *name) {
    const genus_tensor *tensor = source->tensors;
    while (strcmp(tensor->name, name) != 0) {
        tensor++;
    }
    return tensor;
}

/// The values of a tensor, all finite.
static genus_status take(struct source *source, const char *name, const float **values) {
    const genus_tensor *tensor = find(source, name);
    const float *data = tensor->data;
    const size_t count = genus_tensor_elements(tensor);
    for (size_t i = 0; i < count; i++) {
        if (!isfinite(data[i])) {
            return genus_fail(source->error, GENUS_ERROR_NOT_FINITE,
                              "%s: tensor %s holds a value that is not finite", source->name, name);
        }
    }
    *values = data;
    return GENUS_OK;
}

/// Finite weights may still overflow when they are folded into each other.
static genus_status check_folded(const struct source *source, const char *layer,
                                 const float *values, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (!isfinite(values[i])) {
            return genus_fail(source->error, GENUS_ERROR_NOT_FINITE,
                              "%s: tensors %s overflow when batch norm is folded into them",
                              source->name, layer);
        }
    }
    return GENUS_OK;
}

/// Batch norm as one multiplication and one addition a channel.
static genus_status take_norm(struct source *source, unsigned number, size_t channels, float *scale,
                              float *offset) {
    static const char *const parts[4] = {"weight", "bias", "running_mean", "running_var"};
    const float *values[4] = {NULL};
    for (size_t i = 0; i < 4; i++) {
        char name[64];
        (void)snprintf(name, sizeof name, "norm%u.%s", number, parts[i]);
        const genus_status status = take(source, name, &values[i]);
        if (status != GENUS_OK) {
            return status;
        }
    }
    for (size_t i = 0; i < channels; i++) {
        if (values[3][i] < 0.0F) {
            return genus_fail(source->error, GENUS_ERROR_NETWORK,
                              "%s: norm%u.running_var holds a negative variance", source->name,
                              number);
        }
        scale[i] = values[0][i] / sqrtf(values[3][i] + GENUS_NORM_EPSILON);
        offset[i] = values[1][i] - values[2][i] * scale[i];
    }
    return GENUS_OK;
}

static float *new_floats(size_t count) {
    return calloc(count > 0 ? count : 1, sizeof(float));
}

static genus_status out_of_memory(struct source *source) {
    return genus_fail(source->error, GENUS_ERROR_MEMORY, "%s: out of memory for the network",
                      source->name);
}

// ------------------------------------------------------------------------------------- building

/// Input normalisation and band norm, joined into one line per band.
static genus_status build_input(genus_network *network, struct source *source,
                                const genus_normalisation *normalisation) {
    network->band_scale = new_floats(network->bands);
    network->band_offset = new_floats(network->bands);
    if (network->band_scale == NULL || network->band_offset == NULL) {
        return out_of_memory(source);
    }
    for (size_t i = 0; i < network->bands; i++) {
        network->band_scale[i] = 1.0F;
    }
    if (network->arch.band_norm) {
        const genus_status status =
            take_norm(source, 0, network->bands, network->band_scale, network->band_offset);
        if (status != GENUS_OK) {
            return status;
        }
    }
    for (size_t i = 0; i < network->bands; i++) {
        if (network->arch.heard_bands > 0 && i >= network->arch.heard_bands) {
            network->band_scale[i] = 0.0F; // What is not heard is the band norm of 0.
        }
        network->band_scale[i] /= normalisation->scale;
        network->band_offset[i] -= normalisation->offset * network->band_scale[i];
    }
    genus_status status = check_folded(source, "norm0", network->band_scale, network->bands);
    if (status == GENUS_OK) {
        status = check_folded(source, "norm0", network->band_offset, network->bands);
    }
    return status;
}

static genus_status build_block(genus_network *network, struct source *source, uint32_t index) {
    const genus_architecture_block *planned = &network->arch.blocks[index];
    struct genus_network_block *block = &network->blocks[index];
    const genus_convolution conv =
        genus_convolution_of(&network->arch, (uint32_t)network->bands, index);
    *block = (struct genus_network_block){
        .conv = conv,
        .pool_frequency = planned->pool_frequency,
        .pool_time = planned->pool_time,
        .rows_pooled = conv.rows_out / planned->pool_frequency,
    };

    char name[64];
    (void)snprintf(name, sizeof name, "conv%u.weight", index + 1);
    const float *weights = NULL;
    genus_status status = take(source, name, &weights);
    if (status != GENUS_OK) {
        return status;
    }
    block->weights = new_floats(genus_convolution_packed_size(&conv));
    block->bias = new_floats(conv.channels_out);
    float *folded = new_floats(conv.patch * conv.channels_out);
    float *scale = new_floats(conv.channels_out);
    if (block->weights == NULL || block->bias == NULL || folded == NULL || scale == NULL) {
        status = out_of_memory(source);
    } else {
        status = take_norm(source, index + 1, conv.channels_out, scale, block->bias);
    }
    if (status == GENUS_OK) {
        genus_convolution_pack(&conv, weights, folded);
        for (size_t i = 0; i < conv.patch * conv.channels_out; i++) {
            folded[i] *= scale[i % conv.channels_out];
        }
        genus_convolution_pack_weights(&conv, folded, block->weights);
        (void)snprintf(name, sizeof name, "conv%u", index + 1);
        status = check_folded(source, name, block->weights, genus_convolution_packed_size(&conv));
    }
    if (status == GENUS_OK) {
        (void)snprintf(name, sizeof name, "norm%u", index + 1);
        status = check_folded(source, name, block->bias, conv.channels_out);
    }
    free(folded);
    free(scale);
    return status;
}

/// A copy of a tensor that the network needs as it is.
static genus_status copy(struct source *source, const char *name, float **to) {
    const float *values = NULL;
    const genus_status status = take(source, name, &values);
    if (status != GENUS_OK) {
        return status;
    }
    const size_t count = genus_tensor_elements(find(source, name));
    *to = new_floats(count);
    if (*to == NULL) {
        return out_of_memory(source);
    }
    memcpy(*to, values, count * sizeof **to);
    return GENUS_OK;
}

static genus_status build_dense(genus_network *network, struct source *source) {
    const genus_status status = copy(source, "dense.weight", &network->dense_weights);
    return status != GENUS_OK ? status : copy(source, "dense.bias", &network->dense_bias);
}

/// The first layer's weights [hidden][features], turned.
static genus_status build_hidden(struct genus_network_spectral_statistics *spectral,
                                 struct source *source, size_t hidden) {
    const float *weights = NULL;
    const genus_status status = take(source, "texture1.weight", &weights);
    if (status != GENUS_OK) {
        return status;
    }
    spectral->hidden = new_floats(hidden * spectral->features);
    if (spectral->hidden == NULL) {
        return out_of_memory(source);
    }
    for (size_t unit = 0; unit < hidden; unit++) {
        for (size_t i = 0; i < spectral->features; i++) {
            spectral->hidden[i * hidden + unit] = weights[unit * spectral->features + i];
        }
    }
    return copy(source, "texture1.bias", &spectral->hidden_bias);
}

static genus_status build_spectral(genus_network *network, struct source *source, float offset_db) {
    struct genus_network_spectral_statistics *spectral = &network->spectral;
    const genus_spectral_statistics_shape made_of =
        genus_architecture_spectral(&network->arch, (uint32_t)network->bands);
    spectral->sums = genus_spectral_statistics_sum_count(&made_of);
    spectral->features = genus_spectral_statistics_feature_count(&made_of);
    spectral->spectral = genus_spectral_statistics_new(&made_of, network->bands, offset_db);
    if (spectral->spectral == NULL) {
        return out_of_memory(source);
    }
    const size_t hidden = network->arch.spectral_hidden;
    genus_status status = copy(source, "texture.mean", &spectral->mean);
    if (status == GENUS_OK) {
        status = copy(source, "texture.scale", &spectral->scale);
    }
    if (status == GENUS_OK) {
        status = build_hidden(spectral, source, hidden);
    }
    if (status == GENUS_OK) {
        status = copy(source, "texture2.weight", &spectral->weights);
    }
    if (status == GENUS_OK) {
        status = copy(source, "texture2.bias", &spectral->bias);
    }
    return status;
}

genus_status genus_network_new(const genus_architecture *arch, uint32_t bands,
                               const genus_normalisation *normalisation,
                               const genus_tensor *tensors, size_t tensor_count, const char *name,
                               genus_network **network, genus_error *error) {
    *network = NULL;
    const genus_status fit =
        genus_network_check_tensors(arch, bands, tensors, tensor_count, name, error);
    if (fit != GENUS_OK) {
        return fit;
    }
    struct source source = {.tensors = tensors, .name = name, .error = error};
    genus_network *built = calloc(1, sizeof *built);
    if (built == NULL) {
        return out_of_memory(&source);
    }
    built->arch = *arch;
    built->bands = bands;
    built->column = genus_architecture_shape_after(arch, bands, arch->block_count);

    genus_status status = build_input(built, &source, normalisation);
    for (uint32_t i = 0; status == GENUS_OK && i < arch->block_count; i++) {
        status = build_block(built, &source, i);
    }
    if (status == GENUS_OK) {
        status = build_dense(built, &source);
    }
    if (status == GENUS_OK && arch->spectral > 0) {
        status = build_spectral(built, &source, normalisation->offset);
    }
    if (status != GENUS_OK) {
        genus_network_free(built);
        return status;
    }
    *network = built;
    return GENUS_OK;
}

void genus_network_free(genus_network *network) {
    if (network == NULL) {
        return;
    }
    for (size_t i = 0; i < network->arch.block_count; i++) {
        free(network->blocks[i].weights);
        free(network->blocks[i].bias);
    }
    free(network->band_scale);
    free(network->band_offset);
    genus_spectral_statistics_free(network->spectral.spectral);
    free(network->spectral.mean);
    free(network->spectral.scale);
    free(network->spectral.hidden);
    free(network->spectral.hidden_bias);
    free(network->spectral.weights);
    free(network->spectral.bias);
    free(network->dense_weights);
    free(network->dense_bias);
    free(network);
}

size_t genus_network_bands(const genus_network *network) {
    return network->bands;
}

size_t genus_network_trunk_size(const genus_network *network) {
    return network->column.rows * network->column.channels;
}

size_t genus_network_column_size(const genus_network *network) {
    return genus_network_trunk_size(network) + network->spectral.sums;
}

size_t genus_network_stride(const genus_network *network) {
    return network->column.stride;
}

size_t genus_network_receptive_field(const genus_network *network) {
    return network->column.receptive_field;
}

genus_level_normalisation genus_network_level_normalisation(const genus_network *network) {
    return genus_architecture_level_normalisation(&network->arch, (uint32_t)network->bands);
}

size_t genus_network_columns(const genus_network *network, size_t frames) {
    return genus_architecture_columns(&network->arch, (uint32_t)network->bands, frames);
}
