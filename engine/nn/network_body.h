// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The inside of a network, for the files that know it: network.c builds, network_run.c and
// network_head.c run.

#ifndef GENUS_ENGINE_NN_NETWORK_BODY_H
#define GENUS_ENGINE_NN_NETWORK_BODY_H

#include "engine/nn/convolution.h"
#include "engine/nn/network.h"
#include "engine/nn/spectral_statistics.h"

/// A convolution block ready for inference: batch norm is inside of weights and bias.
struct genus_network_block {
    genus_convolution conv;
    size_t pool_frequency;
    size_t pool_time;
    size_t rows_pooled;
    float *weights; ///< Ready for genus_convolution_forward().
    float *bias;    ///< [channels_out]
};

/// The spectral statistics and the layers that judge it; all zero if the architecture has none.
struct genus_network_spectral_statistics {
    genus_spectral_statistics *spectral;
    size_t sums; ///< At the end of a column.
    size_t features;
    float *mean;   ///< [features]
    float *scale;  ///< [features]
    float *hidden; ///< [features][hidden]: as a product takes them.
    float *hidden_bias;
    float *weights; ///< [labels][hidden]
    float *bias;    ///< [labels]
};

struct genus_network {
    genus_architecture arch;
    size_t bands;
    genus_architecture_shape column;
    float *band_scale;  ///< [bands]: dB times scale plus offset is the trunk's input.
    float *band_offset; ///< [bands]
    struct genus_network_block blocks[GENUS_ARCHITECTURE_BLOCKS_MAX];
    float *dense_weights; ///< [labels][features]
    float *dense_bias;    ///< [labels]
    struct genus_network_spectral_statistics spectral;
};

/// Scratch memory of one thread.
struct genus_workspace {
    /// What each block reads, padded as its convolution wants it. The zeros above and below are
    /// written once, when the workspace is made.
    float *inputs[GENUS_ARCHITECTURE_BLOCKS_MAX];
    float *convolved; ///< One tile before pooling.
    float *scratch;   ///< Of one tile's convolution.
    float *maxima;    ///< Of one span.
    float *features;  ///< Pooled columns, as the dense layer takes them.
    double *means;    ///< Of the statistics' sums.
    float *spectral;  ///< Its features.
    float *hidden;    ///< What its first layer says.
};

#endif
