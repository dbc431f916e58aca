// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The network at work: batch norm folded, weights in the order that products want, immutable and
// shared. trunk: normalised frames -> columns; head: pooled columns -> logits.
//
// Activations are laid out [time][frequency][channel], so that frames append, a patch is a run of
// memory, and a column [rows][channels] is a run too.
//
// Tensors by name (shapes as in PyTorch): norm0.{weight,bias,running_mean,running_var} [bands];
// for block n = 1..: conv<n>.weight [channels, input channels, kernel frequency, kernel time],
// norm<n>.{weight,bias,running_mean,running_var} [channels]; dense.weight [labels, features],
// dense.bias [labels]. Features are ordered mean (channels), then max (channels). With spectral
// statistics, texture.mean and texture.scale [their features]; texture1.weight [hidden, features],
// texture1.bias [hidden]; texture2.weight [labels, hidden], texture2.bias [labels]: (features -
// mean) x scale, kept within +-GENUS_SPECTRAL_LIMIT, pass a dense layer, ReLU and a dense layer,
// whose logits are added; then all are moved alike, so that the sum of their exponentials stays
// that of the dense layer's logits: what is none of the labels is for that layer to say.

#ifndef GENUS_ENGINE_NN_NETWORK_H
#define GENUS_ENGINE_NN_NETWORK_H

#include "engine/genus.h"
#include "engine/nn/architecture.h"
#include "engine/safetensors/safetensors.h"

/** Batch norm's epsilon, PyTorch's default. */
#define GENUS_NORM_EPSILON 1e-5F

typedef struct genus_network genus_network;
typedef struct genus_workspace genus_workspace;

/** A constant that turns dB into the trunk's input: (dB - offset) / scale. */
typedef struct genus_normalisation {
    float offset; ///< In dB.
    float scale;  ///< In dB, above 0.
} genus_normalisation;

/**
 * Builds the network from a checked architecture and its tensors, which may be freed afterwards.
 * @param name Stands for the weights in messages: their path.
 * @return GENUS_OK, _TENSOR_MISSING, _TENSOR_SHAPE, _TENSOR_UNKNOWN, _DTYPE, _NOT_FINITE, _MEMORY.
 * Thread: any but the audio thread.
 */
genus_status genus_network_new(const genus_architecture *arch, uint32_t bands,
                               const genus_normalisation *normalisation,
                               const genus_tensor *tensors, size_t tensor_count, const char *name,
                               genus_network **network, genus_error *error) GENUS_CHECKED
    GENUS_NONNULL(1, 3, 6, 7);

/** Frees a network. NULL is fine. */
void genus_network_free(genus_network *network);

/** Input bands. Floats a column, and those of them that are the trunk's: the first ones. Input
 * frames between columns. Input frames that a column sees. */
size_t genus_network_bands(const genus_network *network) GENUS_NONNULL(1);
size_t genus_network_column_size(const genus_network *network) GENUS_NONNULL(1);
size_t genus_network_trunk_size(const genus_network *network) GENUS_NONNULL(1);
size_t genus_network_stride(const genus_network *network) GENUS_NONNULL(1);
size_t genus_network_receptive_field(const genus_network *network) GENUS_NONNULL(1);

/** How frames are to be level-normalised before the trunk sees them. */
genus_level_normalisation genus_network_level_normalisation(const genus_network *network)
    GENUS_NONNULL(1);

/** Columns that `frames` frames make. */
size_t genus_network_columns(const genus_network *network, size_t frames);

/** Scratch memory to make up to `columns` columns at once: one a thread. NULL: memory is out. */
genus_workspace *genus_workspace_new(const genus_network *network, size_t columns);

/** Frees it. NULL is fine. */
void genus_workspace_free(genus_workspace *workspace);

/**
 * The convolutional trunk, and the statistics' sums.
 * @param frames  [reach + (count - 1) * stride][bands] in dB, level-normalised if the architecture
 * wants that.
 * @param count   Columns wanted, at least 1, at most what the workspace was made for.
 * @param columns [count][column_size].
 * Thread: worker; allocates nothing.
 */
void genus_network_trunk(const genus_network *network, genus_workspace *workspace,
                         const float *frames, size_t count, float *columns) GENUS_NONNULL(1, 2);

/**
 * Pooling over columns and the dense layers. The columns may lie in two runs (a wrapped ring).
 * @param first [first_count][column_size], @param second likewise; at least one column in all.
 * @param logits [labels].
 * Thread: worker; allocates nothing.
 */
void genus_network_head(const genus_network *network, genus_workspace *workspace,
                        const float *first, size_t first_count, const float *second,
                        size_t second_count, float *logits) GENUS_NONNULL(1, 2);

/**
 * Whole clip in one call: level-normalised if the architecture wants that, trunk in chunks, head
 * over all columns.
 * @param frames [count][bands] in dB, count >= reach. @param logits [labels].
 * @return GENUS_OK, or GENUS_ERROR_ARGUMENT for a clip without a column, or GENUS_ERROR_MEMORY.
 * Thread: worker; allocates.
 */
genus_status genus_network_forward(const genus_network *network, const float *frames, size_t count,
                                   float *logits, genus_error *error) GENUS_CHECKED
    GENUS_NONNULL(1);

#endif
