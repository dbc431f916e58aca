// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Convolution, shared by inference and by the trainer's forward and backward. 3x3 kernels with
// whole vectors of channels go by Winograd's way (winograd.h), all others by the plain product.
//
// Activations are [time][row][channel]. What a kernel sees of one time step is one run of memory,
// so a convolution is a product whose left side is the activations themselves (product.h). Stride
// is 1. Time is never padded; where the architecture pads rows, the input is handed over padded:
// with `padding` rows of zeros above and below, so that no edge needs care. Weights are [kernel
// time][kernel frequency][input channel][output channel].

#ifndef GENUS_ENGINE_NN_CONVOLUTION_H
#define GENUS_ENGINE_NN_CONVOLUTION_H

#include "engine/genus.h"
#include "engine/nn/architecture.h"

typedef struct genus_convolution {
    size_t rows_in; ///< Without padding.
    size_t rows_out;
    size_t channels_in;
    size_t channels_out;
    size_t kernel_frequency;
    size_t kernel_time;
    size_t padding; ///< Rows of zeros on either side.
    size_t patch;   ///< Weights an output channel: kernel time x kernel frequency x input channels.
} genus_convolution;

/** The geometry of block `index` (from 0) of a checked architecture. */
genus_convolution genus_convolution_of(const genus_architecture *arch, uint32_t bands,
                                       uint32_t index) GENUS_NONNULL(1);

/** Floats of one padded time step: (rows_in + 2 padding) x channels_in. */
size_t genus_convolution_step(const genus_convolution *conv) GENUS_NONNULL(1);

/** Copies x [times][rows_in][channels_in] into its padded form. */
void genus_convolution_pad(const genus_convolution *conv, const float *x, size_t times,
                           float *padded) GENUS_NONNULL(1);

/** Floats of the weights as forward() takes them, and as backward() does. */
size_t genus_convolution_packed_size(const genus_convolution *conv) GENUS_NONNULL(1);
size_t genus_convolution_transposed_size(const genus_convolution *conv) GENUS_NONNULL(1);

/** Packs weights for forward(). @param packed [packed_size] */
void genus_convolution_pack_weights(const genus_convolution *conv, const float *weights,
                                    float *packed) GENUS_NONNULL(1);

/** Transposes weights for backward(). @param transposed [transposed_size] */
void genus_convolution_transpose(const genus_convolution *conv, const float *weights,
                                 float *transposed) GENUS_NONNULL(1);

/** Floats of scratch that forward() and backward() need for `times` output steps. */
size_t genus_convolution_forward_scratch(const genus_convolution *conv, size_t times)
    GENUS_NONNULL(1);
size_t genus_convolution_backward_scratch(const genus_convolution *conv, size_t times)
    GENUS_NONNULL(1);

/**
 * y [times][rows_out][channels_out] = convolution of x, padded [times + kernel_time - 1][step].
 * Thread: any; allocates nothing.
 */
void genus_convolution_forward(const genus_convolution *conv, const float *x, size_t times,
                               const float *ready, float *scratch, float *y) GENUS_NONNULL(1);

/**
 * The gradients, for x as of forward() and dy as y.
 * @param dweights [patch][channels_out], added to.
 * @param dx       [times + kernel_time - 1][rows_in][channels_in], not padded, overwritten; NULL:
 *                 not wanted, and `transposed` unused.
 * Thread: any; allocates nothing.
 */
void genus_convolution_backward(const genus_convolution *conv, const float *x, const float *dy,
                                size_t times, const float *transposed, float *scratch,
                                float *dweights, float *dx);

/** Weights from PyTorch's order [output][input][frequency][time] to ours, and back. */
void genus_convolution_pack(const genus_convolution *conv, const float *torch_order, float *weights)
    GENUS_NONNULL(1);
void genus_convolution_unpack(const genus_convolution *conv, const float *weights,
                              float *torch_order) GENUS_NONNULL(1);

#endif
