// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Convolution as sgemm on patches, shared by inference and by the trainer's forward and backward.
//
// Activations are [time][row][channel]; a patch is the kernel's view of one output position,
// [kernel time][kernel frequency][input channel], so each of its kernel-time slices is one run of
// memory; weights are [patch][output channel]. Stride is 1; rows beyond the edges are zero where
// the plan pads, time is never padded.

#ifndef GENUS_ENGINE_CONVOLUTION_H
#define GENUS_ENGINE_CONVOLUTION_H

#include "plan.h"

typedef struct genus_convolution {
    size_t rows_in;
    size_t rows_out;
    size_t channels_in;
    size_t channels_out;
    size_t kernel_frequency;
    size_t kernel_time;
    size_t padding; ///< Rows of zeros on either side.
    size_t patch;   ///< Floats a patch: kernel time x kernel frequency x input channels.
} genus_convolution;

/** The geometry of block `index` (from 0) of a checked plan. Thread: any. */
genus_convolution genus_convolution_of(const genus_plan *plan, uint32_t bands, uint32_t index);

/**
 * True if the input is its own list of patches (1x1, or one kernel over all rows), so that no copy
 * is needed. Thread: any.
 */
bool genus_convolution_is_direct(const genus_convolution *conv);

/** Output time steps whose patches fill about the second-level cache; at least 1. Thread: any. */
size_t genus_convolution_tile(const genus_convolution *conv);

/**
 * Copies the patches of `times` output time steps.
 * @param input   [times + kernel_time - 1][rows_in][channels_in].
 * @param patches [times][rows_out][patch].
 * Thread: worker; allocates nothing.
 */
void genus_convolution_patches(const genus_convolution *conv, const float *input, size_t times,
                               float *patches);

/**
 * The transpose of patches(): adds each patch back to where it was copied from.
 * @param patches [times][rows_out][patch]. @param input [times + kernel_time - 1][rows_in]
 *                [channels_in], added to.
 * Thread: worker; allocates nothing.
 */
void genus_convolution_scatter(const genus_convolution *conv, const float *patches, size_t times,
                               float *input);

/**
 * output [times][rows_out][channels_out] = patches x weights, for input as of patches().
 * @param weights [patch][channels_out]. @param scratch [times][rows_out][patch], unused if direct.
 * @return The patches used: scratch, or the input itself. Thread: worker; allocates nothing.
 */
const float *genus_convolution_forward(const genus_convolution *conv, const float *input,
                                       size_t times, const float *weights, float *output,
                                       float *scratch);

/**
 * Weights from PyTorch's order [output][input][frequency][time] to ours, and back.
 * Thread: any.
 */
void genus_convolution_pack(const genus_convolution *conv, const float *torch_order,
                            float *weights);
void genus_convolution_unpack(const genus_convolution *conv, const float *weights,
                              float *torch_order);

#endif
