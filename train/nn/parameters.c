// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// All numbers that training changes, and how they leave as tensors.

#include "train/nn/parameters.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/// Five tensors a block, four of the band norm, two of each dense layer and two of the spectral
/// statistics at the most.
#define TENSORS_MAX (5 * GENUS_ARCHITECTURE_BLOCKS_MAX + 12)

static size_t claim(size_t *total, size_t count) {
    const size_t at = *total;
    *total += count;
    return at;
}

static genus_norm_place claim_norm(genus_parameter_map *map, size_t channels) {
    return (genus_norm_place){
        .weight = claim(&map->count, channels),
        .bias = claim(&map->count, channels),
        .mean = claim(&map->running, channels),
        .variance = claim(&map->running, channels),
    };
}

static genus_dense_place claim_dense(genus_parameter_map *map, size_t outputs, size_t inputs) {
    return (genus_dense_place){
        .outputs = outputs,
        .inputs = inputs,
        .weight = claim(&map->count, outputs * inputs),
        .bias = claim(&map->count, outputs),
    };
}

genus_parameter_map genus_parameter_map_of(const genus_architecture *arch, uint32_t bands) {
    genus_parameter_map map = {.arch = *arch, .bands = bands};
    if (arch->band_norm) {
        map.band_norm = claim_norm(&map, bands);
    }
    for (uint32_t i = 0; i < arch->block_count; i++) {
        const genus_convolution conv = genus_convolution_of(arch, bands, i);
        map.conv[i] = claim(&map.count, conv.patch * conv.channels_out);
        map.norm[i] = claim_norm(&map, conv.channels_out);
    }
    map.dense = claim_dense(&map, arch->labels, genus_architecture_features(arch, bands));
    if (arch->spectral > 0) {
        const size_t features = genus_architecture_spectral_features(arch, bands);
        map.spectral1 = claim_dense(&map, arch->spectral_hidden, features);
        map.spectral2 = claim_dense(&map, arch->labels, arch->spectral_hidden);
        map.spectral_mean = claim(&map.running, features);
        map.spectral_scale = claim(&map.running, features);
    }
    return map;
}

static void start_uniform(genus_random *random, size_t fan_in, float *values, size_t count) {
    const float bound = 1.0F / sqrtf((float)fan_in);
    for (size_t i = 0; i < count; i++) {
        values[i] = bound * (2.0F * genus_random_uniform(random) - 1.0F);
    }
}

static void start_norm(const genus_norm_place *place, size_t channels, float *values,
                       float *running) {
    for (size_t i = 0; i < channels; i++) {
        values[place->weight + i] = 1.0F;
        values[place->bias + i] = 0.0F;
        running[place->mean + i] = 0.0F;
        running[place->variance + i] = 1.0F;
    }
}

static void start_dense(genus_random *random, const genus_dense_place *place, float *values) {
    start_uniform(random, place->inputs, values + place->weight, place->outputs * place->inputs);
    start_uniform(random, place->inputs, values + place->bias, place->outputs);
}

void genus_parameters_start(const genus_parameter_map *map, genus_random *random, float *values,
                            float *running) {
    if (map->arch.band_norm) {
        start_norm(&map->band_norm, map->bands, values, running);
    }
    for (uint32_t i = 0; i < map->arch.block_count; i++) {
        const genus_convolution conv = genus_convolution_of(&map->arch, map->bands, i);
        start_uniform(random, conv.patch, values + map->conv[i], conv.patch * conv.channels_out);
        start_norm(&map->norm[i], conv.channels_out, values, running);
    }
    start_dense(random, &map->dense, values);
    if (map->arch.spectral > 0) {
        start_dense(random, &map->spectral1, values);
        start_dense(random, &map->spectral2, values);
        for (size_t i = 0; i < map->spectral1.inputs; i++) {
            running[map->spectral_mean + i] = 0.0F;
            running[map->spectral_scale + i] = 1.0F;
        }
    }
}

// -------------------------------------------------------------------------------------- tensors

struct genus_tensor_list {
    size_t count;
    genus_tensor tensors[TENSORS_MAX];
    char names[TENSORS_MAX][32];
    float *data;
    size_t used; ///< Floats of data that are handed out.
};

/// Appends an empty tensor and returns its memory.
static float *append(genus_tensor_list *list, const char *layer, unsigned number, const char *part,
                     const size_t *shape, size_t rank) {
    genus_tensor *tensor = &list->tensors[list->count];
    char *name = list->names[list->count];
    float *data = list->data + list->used;
    if (number == UINT32_MAX) {
        (void)snprintf(name, sizeof list->names[0], "%s.%s", layer, part);
    } else {
        (void)snprintf(name, sizeof list->names[0], "%s%u.%s", layer, number, part);
    }
    *tensor = (genus_tensor){.name = name, .dtype = GENUS_DTYPE_F32, .rank = rank, .data = data};
    memcpy(tensor->shape, shape, rank * sizeof *shape);
    list->count++;
    list->used += genus_tensor_elements(tensor);
    return data;
}

static void append_norm(genus_tensor_list *list, unsigned number, const genus_norm_place *place,
                        size_t channels, const float *values, const float *running) {
    const struct {
        const char *part;
        const float *from;
    } parts[4] = {{"weight", values + place->weight},
                  {"bias", values + place->bias},
                  {"running_mean", running + place->mean},
                  {"running_var", running + place->variance}};
    for (size_t i = 0; i < 4; i++) {
        float *to = append(list, "norm", number, parts[i].part, &channels, 1);
        memcpy(to, parts[i].from, channels * sizeof *to);
    }
}

static void append_vector(genus_tensor_list *list, const char *layer, unsigned number,
                          const char *part, size_t count, const float *values) {
    float *to = append(list, layer, number, part, &count, 1);
    memcpy(to, values, count * sizeof *to);
}

static void append_dense(genus_tensor_list *list, const char *layer, unsigned number,
                         const genus_dense_place *place, const float *values) {
    const size_t shape[2] = {place->outputs, place->inputs};
    float *to = append(list, layer, number, "weight", shape, 2);
    memcpy(to, values + place->weight, place->outputs * place->inputs * sizeof *to);
    append_vector(list, layer, number, "bias", place->outputs, values + place->bias);
}

genus_tensor_list *genus_tensor_list_new(const genus_parameter_map *map, const float *values,
                                         const float *running) {
    genus_tensor_list *list = calloc(1, sizeof *list);
    if (list == NULL) {
        return NULL;
    }
    list->data = malloc((map->count + map->running) * sizeof *list->data);
    if (list->data == NULL) {
        free(list);
        return NULL;
    }
    if (map->arch.band_norm) {
        append_norm(list, 0, &map->band_norm, map->bands, values, running);
    }
    for (uint32_t i = 0; i < map->arch.block_count; i++) {
        const genus_convolution conv = genus_convolution_of(&map->arch, map->bands, i);
        const size_t shape[4] = {conv.channels_out, conv.channels_in, conv.kernel_frequency,
                                 conv.kernel_time};
        float *to = append(list, "conv", i + 1, "weight", shape, 4);
        genus_convolution_unpack(&conv, values + map->conv[i], to);
        append_norm(list, i + 1, &map->norm[i], conv.channels_out, values, running);
    }
    append_dense(list, "dense", UINT32_MAX, &map->dense, values);
    if (map->arch.spectral > 0) {
        const size_t features = map->spectral1.inputs;
        append_dense(list, "texture", 1, &map->spectral1, values);
        append_dense(list, "texture", 2, &map->spectral2, values);
        append_vector(list, "texture", UINT32_MAX, "mean", features, running + map->spectral_mean);
        append_vector(list, "texture", UINT32_MAX, "scale", features,
                      running + map->spectral_scale);
    }
    return list;
}

void genus_tensor_list_free(genus_tensor_list *list) {
    if (list != NULL) {
        free(list->data);
        free(list);
    }
}

const genus_tensor *genus_tensor_list_tensors(const genus_tensor_list *list, size_t *count) {
    *count = list->count;
    return list->tensors;
}
