// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The description of a network: what a weights file says, what the trainer trains, what inference
// builds. A plan is a value; its text form has one layer a line:
//
//     hear 124                                 the lowest 124 bands; the others read as 0
//     level 128                                without its level, see leveller.h: memory in frames
//     norm bands                               batch norm of each input band
//     conv 32 3x3 pool 2x2                     convolution block, see genus_plan_block
//     conv 256 8x1 valid dropout 0.1
//     pool mean max 14                         statistics over the window, see genus_plan
//     dropout 0.3
//     texture 20 hidden 128 dropout 0.3        a head for what texture.h measures of 20 cepstra
//     dense 10 or none                         one logit a label; "or none" if what is heard may
//                                              be no label at all, whose logit is 0
//
// Every size is frequency x time. No layer pads along time, so that a column never depends on what
// lies outside of its receptive field and a stream is evaluated once.

#ifndef GENUS_ENGINE_NN_ARCHITECTURE_H
#define GENUS_ENGINE_NN_ARCHITECTURE_H

#include "engine/base/error.h"
#include "engine/nn/level_normaliser.h"
#include "engine/nn/spectral_statistics.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define GENUS_PLAN_BLOCKS_MAX 8
#define GENUS_PLAN_TEXT_MAX 1024

/** Convolution (stride 1, no bias), batch norm, ReLU, max pooling, dropout: always in this order.
 */
typedef struct genus_plan_block {
    uint32_t channels;         ///< Output channels: 1 to 1024.
    uint32_t kernel_frequency; ///< Rows of the kernel; odd if padded.
    uint32_t kernel_time;      ///< Columns of the kernel.
    bool pad_frequency;        ///< Zeros keep the number of rows; text "valid" if not.
    uint32_t pool_frequency;   ///< Rows that max pooling joins; 1: none.
    uint32_t pool_time;        ///< Columns that max pooling joins; 1: none.
    float dropout;             ///< Rate in training, 0 to under 1.
} genus_plan_block;

typedef struct genus_plan {
    /// Lowest bands that are heard: resamplers and codecs leave their marks in the highest ones.
    /// The others read as 0 after normalisation, the mean of the training set. 0: all are heard.
    uint32_t heard_bands;
    uint32_t level_memory; ///< Frames are levelled with this memory; 0: they are not.
    bool band_norm;
    uint32_t block_count;
    genus_plan_block blocks[GENUS_PLAN_BLOCKS_MAX];
    bool pool_mean; ///< At least one of the two statistics.
    bool pool_max;
    /// Columns that a maximum looks over; over more, the maxima of evenly spread spans of this
    /// length are averaged. A maximum grows with what it looks over, so a network should hear
    /// maxima over as many columns as it was trained on. 0: all columns.
    uint32_t max_span;
    float dropout; ///< On the pooled features in training.
    /// Cepstra of the texture (texture.h), which layers of its own judge; what they say is added to
    /// the dense layer's logits (network.h). 0: there is none.
    uint32_t texture;
    uint32_t texture_hidden; ///< Units of their hidden layer, 1 to 1024.
    float texture_dropout;   ///< On the texture's features and on the hidden layer in training.
    uint32_t labels;         ///< Width of the dense layer.
    bool or_none;            ///< There is one more outcome, no label at all; its logit is always 0.
} genus_plan;

/** How a plan on `bands` bands levels frames: by what it hears. Thread: any. */
genus_levelling genus_plan_levelling(const genus_plan *plan, uint32_t bands);

/** The extent of activations at one place of the network. */
typedef struct genus_plan_shape {
    size_t rows;     ///< Frequency rows.
    size_t channels; ///< Channels.
    size_t stride;   ///< Input frames between two columns here.
    size_t reach;    ///< Input frames that one column here sees (receptive field).
} genus_plan_shape;

/** The named architectures, "genus" and "seed"; false if there is none of that name. Thread: any.
 */
bool genus_plan_named(const char *name, uint32_t bands, uint32_t labels, genus_plan *plan);

/** Parses a text for `bands` input bands; GENUS_ERROR_NETWORK names the line. Thread: any. */
genus_status genus_plan_parse(const char *text, uint32_t bands, genus_plan *plan,
                              genus_error *error);

/** Checks that a plan can be built on `bands` input bands. Thread: any. */
genus_status genus_plan_check(const genus_plan *plan, uint32_t bands, genus_error *error);

/** Writes the text form, NUL-terminated. Thread: any. */
void genus_plan_print(const genus_plan *plan, char text[GENUS_PLAN_TEXT_MAX]);

/** The shape after `blocks` blocks of a checked plan; 0 blocks: the input. Thread: any. */
genus_plan_shape genus_plan_shape_after(const genus_plan *plan, uint32_t bands, uint32_t blocks);

/** Columns after the last block for `frames` input frames: 0 if they are too few. Thread: any. */
size_t genus_plan_columns(const genus_plan *plan, uint32_t bands, size_t frames);

/** The spans of columns that maxima are taken over and then averaged: evenly spread, of one length.
 */
typedef struct genus_spans {
    size_t columns; ///< In all.
    size_t count;   ///< At least 1.
    size_t length;  ///< Columns of a span.
} genus_spans;

/** The spans of a maximum over `columns` columns, at least 1. @param span As max_span. Thread: any.
 */
genus_spans genus_spans_of(size_t columns, size_t span);

/** The first column of a span, from 0. Thread: any. */
size_t genus_span_start(const genus_spans *spans, size_t index);

/** Features that pooling hands to the dense layer. Thread: any. */
size_t genus_plan_features(const genus_plan *plan, uint32_t bands);

/** What the texture of a plan that has one is made of. Thread: any. */
genus_texture_shape genus_plan_texture(const genus_plan *plan, uint32_t bands);

/** Features of the texture; 0 without. Thread: any. */
size_t genus_plan_texture_features(const genus_plan *plan, uint32_t bands);

/** Trained parameters (running statistics are not counted). Thread: any. */
size_t genus_plan_parameters(const genus_plan *plan, uint32_t bands);

#endif
