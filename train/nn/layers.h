// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The layers with their gradients, forward and backward side by side, one clip at a time.
//
// A convolution block is conv -> batch norm -> ReLU -> max pooling -> dropout. Batch norm needs
// sums over the whole batch, so the block is cut there: measure() and the backward sums add one
// clip's part, and whoever runs the batch adds the parts up in a fixed order.
//
// Activations are [time][row][channel]; where time and row do not matter, [rows][channels].
// All functions: any thread, nothing is allocated, buffers do not overlap unless said.

#ifndef GENUS_TRAIN_NN_LAYERS_H
#define GENUS_TRAIN_NN_LAYERS_H

#include "engine/genus.h"
#include "engine/nn/convolution.h"
#include "train/util/random.h"

/** One channel-wise batch norm in training: its parameters and the statistics of this batch. */
typedef struct genus_norm {
    size_t channels;
    const float *weight;      ///< [channels]
    const float *bias;        ///< [channels]
    float *mean;              ///< [channels], of the batch.
    float *inverse_deviation; ///< [channels], of the batch.
} genus_norm;

/** Adds sum and sum of squares of x [rows][channels] to sums [2][channels]. */
void genus_norm_measure(const float *x, size_t rows, size_t channels, double *sums);

/**
 * From sums over `rows` rows of a batch to mean and inverse deviation, and the running statistics
 * moved by `momentum` (biased variance normalises, unbiased variance runs: as in PyTorch).
 */
void genus_norm_settle(const genus_norm *norm, const double *sums, size_t rows, float momentum,
                       float *running_mean, float *running_variance) GENUS_NONNULL(1);

/** y = norm(x), both [rows][channels]. */
void genus_norm_forward(const genus_norm *norm, const float *x, size_t rows, float *y)
    GENUS_NONNULL(1);

/** Adds this clip's part of the gradients to sums [2][channels]: of bias, then of weight. */
void genus_norm_backward_sums(const genus_norm *norm, const float *x, const float *dy, size_t rows,
                              double *sums) GENUS_NONNULL(1);

/** The extent of a block's activations for one clip, between convolution and pooled output. */
typedef struct genus_pool {
    size_t times; ///< Before pooling.
    size_t rows;  ///< Before pooling.
    size_t channels;
    size_t pool_time;
    size_t pool_frequency;
    float dropout; ///< Rate; what is kept is scaled by 1 / (1 - rate).
} genus_pool;

/** Where a pooled value came from: a cell of its pool, or nowhere (ReLU or dropout shut it). */
#define GENUS_ARGMAX_NONE 255

/** Pooled values that a clip has. */
size_t genus_pool_outputs(const genus_pool *pool) GENUS_NONNULL(1);

/**
 * y = dropout(maxpool(ReLU(norm(x)))), and the argmax of each value.
 * @param x [times][rows][channels]. @param random Used if dropout is above 0.
 * @param y [times / pool_time][rows / pool_frequency][channels]. @param argmax Likewise.
 * @param max_values Likewise: the x that each value came from, where the argmax says that it did.
 */
void genus_pool_forward(const genus_pool *pool, const genus_norm *norm, const float *x,
                        genus_random *random, float *y, float *max_values, uint8_t *argmax)
    GENUS_NONNULL(1, 2, 4);

/** Adds this clip's part of the norm's gradients to sums [2][channels]: of bias, then of weight. */
void genus_pool_backward_sums(const genus_pool *pool, const genus_norm *norm,
                              const float *max_values, const float *dy, const uint8_t *argmax,
                              double *sums) GENUS_NONNULL(1, 2);

/**
 * Overwrites x with the gradient of the loss by x.
 * @param sums  The batch's gradients of bias and weight; NULL if x does not count in the norm's
 *              statistics. @param rows Rows x times of all that does.
 */
void genus_pool_backward(const genus_pool *pool, const genus_norm *norm, const float *dy,
                         const uint8_t *argmax, const double *sums, size_t rows, float *x);

/**
 * y [times][rows_out][channels_out] = convolution of x [times + kernel_time - 1][rows_in]
 * [channels_in]. @param packed The weights as genus_convolution_pack_weights() makes them.
 * @param scratch [genus_conv_scratch()].
 */
void genus_conv_forward(const genus_convolution *conv, const float *x, size_t times,
                        const float *packed, float *y, float *scratch) GENUS_NONNULL(1);

/**
 * The convolution's gradients.
 * @param transposed The weights as genus_convolution_transpose() makes them; unused without dx.
 * @param dweights [patch][channels_out], added to. @param dx As x, overwritten; NULL: not wanted.
 */
void genus_conv_backward(const genus_convolution *conv, const float *x, const float *dy,
                         size_t times, const float *transposed, float *dweights, float *dx,
                         float *scratch);

/** Floats of scratch that genus_conv_forward() and _backward() need. */
size_t genus_conv_scratch(const genus_convolution *conv, size_t times) GENUS_NONNULL(1);

/** Pooling over all of a clip: what the architecture's pool line says. */
typedef struct genus_pooled_statistics {
    bool mean;
    bool max;
    size_t channels;
    size_t rows;       ///< Rows of a column.
    genus_spans spans; ///< Of the maximum.
} genus_pooled_statistics;

/**
 * Mean of each channel over all columns and rows, and mean over spans of its maximum; those that
 * there are, in this order.
 * @param x [columns][rows][channels], not negative.
 * @param argmax Receives the row of each maximum: [spans][channels], unused without max.
 */
void genus_pooled_statistics_forward(const genus_pooled_statistics *statistics, const float *x,
                                     float *features, uint32_t *argmax) GENUS_NONNULL(1);
void genus_pooled_statistics_backward(const genus_pooled_statistics *statistics,
                                      const float *dfeatures, const uint32_t *argmax, float *dx)
    GENUS_NONNULL(1);

/** Dropout in place; kept values are scaled. @param mask Receives 0 or the scale of each value. */
void genus_dropout_forward(float rate, genus_random *random, float *values, size_t count,
                           float *mask) GENUS_NONNULL(2);

/** logits = weights [labels][features] x features + bias. */
void genus_dense_forward(const float *weights, const float *bias, const float *features,
                         size_t labels, size_t feature_count, float *logits);

/** Its gradients; those of weights and bias are added to. dfeatures may be features; NULL: not
 * wanted. */
void genus_dense_backward(const float *weights, const float *features, const float *dlogits,
                          size_t labels, size_t feature_count, float *dweights, float *dbias,
                          float *dfeatures);

/**
 * Label smoothing: 1 - smoothing on the label and the rest spread evenly over all classes (Szegedy
 * et al. 2016).
 * @param target [labels]
 */
void genus_smooth_target(uint32_t label, size_t labels, float smoothing, float *target);

/**
 * Cross entropy of softmax(logits) with a target distribution. If the target's sum is not 1 but
 * some weight, loss and gradient are that much larger.
 * @param has_background There is one more outcome, whose logit is always 0.
 * @param target [labels], and one more if has_background.
 * @param dlogits Receives the gradient times `scale`. @return The loss of this clip.
 */
double genus_cross_entropy(const float *logits, size_t labels, bool has_background,
                           const float *target, float scale, float *dlogits);

#endif
