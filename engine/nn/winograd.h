// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// 3x3 convolutions with a quarter of the multiplications: Winograd's F(4x4, 3x3), as Lavin and Gray
// (2016, "Fast Algorithms for Convolutional Neural Networks") apply it to networks. Tiles of 6x6
// inputs are transformed, multiplied place by place (36 products over all tiles), and transformed
// to 4x4 outputs. The way back is the exact adjoint of the way forward, so that it takes the same
// three transforms, and the gradient's is shared by weights and input.
//
// Shapes are those of convolution.h, which chooses between this and the plain product.

#ifndef GENUS_ENGINE_NN_WINOGRAD_H
#define GENUS_ENGINE_NN_WINOGRAD_H

#include "engine/genus.h"
#include "engine/nn/convolution.h"

/** True for a 3x3 kernel whose channels fill whole vectors. */
bool genus_winograd_fits(const genus_convolution *conv) GENUS_NONNULL(1);

/** Floats of the transformed weights. */
size_t genus_winograd_weights_size(const genus_convolution *conv) GENUS_NONNULL(1);

/** Transforms weights to [36][channels_in][channels_out]. */
void genus_winograd_weights(const genus_convolution *conv, const float *weights, float *transformed)
    GENUS_NONNULL(1);

/** The same for backward(): [36][channels_out][channels_in]. */
void genus_winograd_transposed_weights(const genus_convolution *conv, const float *weights,
                                       float *transformed) GENUS_NONNULL(1);

/** Floats of scratch that forward() and backward() need for `times` output steps. */
size_t genus_winograd_forward_scratch(const genus_convolution *conv, size_t times) GENUS_NONNULL(1);
size_t genus_winograd_backward_scratch(const genus_convolution *conv, size_t times)
    GENUS_NONNULL(1);

/** As genus_convolution_forward(). Thread: any; allocates nothing. */
void genus_winograd_forward(const genus_convolution *conv, const float *x, size_t times,
                            const float *transformed, float *scratch, float *y) GENUS_NONNULL(1);

/** As genus_convolution_backward(). Thread: any; allocates nothing. */
void genus_winograd_backward(const genus_convolution *conv, const float *x, const float *dy,
                             size_t times, const float *transposed, float *scratch, float *dweights,
                             float *dx) GENUS_NONNULL(1);

#endif
