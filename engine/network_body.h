// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The inside of a network, for the two files that know it: network.c builds, network_run.c runs.

#ifndef GENUS_ENGINE_NETWORK_BODY_H
#define GENUS_ENGINE_NETWORK_BODY_H

#include "convolution.h"
#include "network.h"

/// A convolution block ready for inference: batch norm is inside of weights and bias.
struct genus_network_block {
    genus_convolution conv;
    size_t pool_frequency;
    size_t pool_time;
    size_t rows_pooled;
    float *weights; ///< Ready for genus_convolution_forward().
    float *bias;    ///< [channels_out]
};

struct genus_network {
    genus_plan plan;
    size_t bands;
    genus_plan_shape column;
    float *band_scale;  ///< [bands]: dB times scale plus offset is the trunk's input.
    float *band_offset; ///< [bands]
    struct genus_network_block blocks[GENUS_PLAN_BLOCKS_MAX];
    float *dense_weights; ///< [labels][features]
    float *dense_bias;    ///< [labels]
};

#endif
