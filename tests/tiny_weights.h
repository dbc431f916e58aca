// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The smallest weights that make a model: for the tests of the model and the seeds of the fuzzer.

#ifndef GENUS_TESTS_TINY_WEIGHTS_H
#define GENUS_TESTS_TINY_WEIGHTS_H

#include "engine/model/model.h"

#define TINY_TENSORS ((size_t)7)

static const float tiny_conv[2 * 3 * 3] = {0.1F, 0.2F,  0.3F, 0.4F, 0.5F,  0.6F, 0.7F, 0.8F, 0.9F,
                                           1.0F, -0.9F, 0.8F, 0.7F, -0.6F, 0.5F, 0.4F, 0.3F, -0.2F};
static const float tiny_ones[2] = {1.0F, 1.0F};
static const float tiny_zeros[2] = {0.0F, 0.0F};
static const float tiny_dense[2 * 2] = {0.5F, -0.5F, -0.25F, 0.25F};

static const genus_tensor tiny_tensors[TINY_TENSORS] = {
    {.name = "conv1.weight",
     .dtype = GENUS_DTYPE_F32,
     .rank = 4,
     .shape = {2, 1, 3, 3},
     .data = tiny_conv},
    {.name = "norm1.weight", .dtype = GENUS_DTYPE_F32, .rank = 1, .shape = {2}, .data = tiny_ones},
    {.name = "norm1.bias", .dtype = GENUS_DTYPE_F32, .rank = 1, .shape = {2}, .data = tiny_zeros},
    {.name = "norm1.running_mean",
     .dtype = GENUS_DTYPE_F32,
     .rank = 1,
     .shape = {2},
     .data = tiny_zeros},
    {.name = "norm1.running_var",
     .dtype = GENUS_DTYPE_F32,
     .rank = 1,
     .shape = {2},
     .data = tiny_ones},
    {.name = "dense.weight",
     .dtype = GENUS_DTYPE_F32,
     .rank = 2,
     .shape = {2, 2},
     .data = tiny_dense},
    {.name = "dense.bias", .dtype = GENUS_DTYPE_F32, .rank = 1, .shape = {2}, .data = tiny_zeros},
};

/** Two labels, 8 bands, one block. */
static inline genus_model_config tiny_config(void) {
    return (genus_model_config){
        .labels = {"r\xC3\xA9ggae", "rock"},
        .label_count = 2,
        .frontend = {.sample_rate = 8000,
                     .frame_length = 256,
                     .hop = 200,
                     .mel_bands = 8,
                     .f_min = 20.5F,
                     .f_max = 3999.9F,
                     .power_floor = 1e-10F},
        .arch = {.block_count = 1,
                 .blocks = {{.channels = 2,
                             .kernel_frequency = 3,
                             .kernel_time = 3,
                             .pad_frequency = true,
                             .pool_frequency = 2,
                             .pool_time = 2}},
                 .pool_mean = true,
                 .labels = 2},
        .normalisation = {.offset = -31.4159265F, .scale = 17.1F},
        .temperature = 1.2345678F,
        .sure_threshold = 0.6F,
    };
}

#endif
