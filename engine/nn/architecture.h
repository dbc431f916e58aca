// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The description of a network: what a weights file says, what the trainer trains, what inference
// builds. An architecture is a value; its text form has one layer a line:
//
//     hear 124                                 the lowest 124 bands; the others read as 0
//     level 128                                without its level, see level_normaliser.h: memory in
//                                              frames
//     norm bands                               batch norm of each input band
//     conv 32 3x3 pool 2x2                     convolution block, see genus_architecture_block
//     conv 256 8x1 valid dropout 0.1
//     pool mean max 14                         statistics over the window, see genus_architecture
//     dropout 0.3
//     texture 20 hidden 128 dropout 0.3        a head for the spectral statistics of 20 cepstra
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

#define GENUS_ARCHITECTURE_BLOCKS_MAX 8
#define GENUS_ARCHITECTURE_TEXT_MAX 1024

/** Convolution (stride 1, no bias), batch norm, ReLU, max pooling, dropout: always in this order.
 */
typedef struct genus_architecture_block {
    uint32_t channels;         ///< Output channels: 1 to 1024.
    uint32_t kernel_frequency; ///< Rows of the kernel; odd if padded.
    uint32_t kernel_time;      ///< Columns of the kernel.
    bool pad_frequency;        ///< Zeros keep the number of rows; text "valid" if not.
    uint32_t pool_frequency;   ///< Rows that max pooling joins; 1: none.
    uint32_t pool_time;        ///< Columns that max pooling joins; 1: none.
    float dropout;             ///< Rate in training, 0 to under 1.
} genus_architecture_block;

typedef struct genus_architecture {
    /// Lowest bands that are heard: resamplers and codecs leave their marks in the highest ones.
    /// The others read as 0 after normalisation, the mean of the training set. 0: all are heard.
    uint32_t heard_bands;
    uint32_t level_memory; ///< Frames are level-normalised with this memory; 0: they are not.
    bool band_norm;
    uint32_t block_count;
    genus_architecture_block blocks[GENUS_ARCHITECTURE_BLOCKS_MAX];
    bool pool_mean; ///< At least one of the two statistics.
    bool pool_max;
    /// Columns that a maximum looks over; over more, the maxima of evenly spread spans of this
    /// length are averaged. A maximum grows with what it looks over, so a network should hear
    /// maxima over as many columns as it was trained on. 0: all columns.
    uint32_t max_span;
    float dropout; ///< On the pooled features in training.
    /// Cepstra of the spectral statistics (spectral_statistics.h), which layers of its own judge;
    /// what they say is added to the dense layer's logits (network.h). 0: there is none.
    uint32_t spectral;
    uint32_t spectral_hidden; ///< Units of their hidden layer, 1 to 1024.
    float spectral_dropout;   ///< On the statistics' features and on the hidden layer in
                              ///< training.
    uint32_t labels;          ///< Width of the dense layer.
    bool has_background; ///< There is one more outcome, no label at all; its logit is always 0.
} genus_architecture;

/** How an architecture on `bands` bands levels frames: by what it hears. */
genus_level_normalisation genus_architecture_level_normalisation(const genus_architecture *arch,
                                                                 uint32_t bands) GENUS_NONNULL(1);

/** The extent of activations at one place of the network. */
typedef struct genus_architecture_shape {
    size_t rows;            ///< Frequency rows.
    size_t channels;        ///< Channels.
    size_t stride;          ///< Input frames between two columns here.
    size_t receptive_field; ///< Input frames that one column here sees (receptive field).
} genus_architecture_shape;

/** The named architectures, "genus" and "seed"; false if there is none of that name.
 */
bool genus_architecture_named(const char *name, uint32_t bands, uint32_t labels,
                              genus_architecture *arch) GENUS_NONNULL(1, 4);

/** Parses a text for `bands` input bands; GENUS_ERROR_NETWORK names the line. */
genus_status genus_architecture_parse(const char *text, uint32_t bands, genus_architecture *arch,
                                      genus_error *error) GENUS_CHECKED GENUS_NONNULL(1, 3);

/** Checks that an architecture can be built on `bands` input bands. */
genus_status genus_architecture_check(const genus_architecture *arch, uint32_t bands,
                                      genus_error *error) GENUS_CHECKED GENUS_NONNULL(1);

/** Writes the text form, NUL-terminated. */
void genus_architecture_print(const genus_architecture *arch,
                              char text[GENUS_ARCHITECTURE_TEXT_MAX]) GENUS_NONNULL(1, 2);

/** The shape after `blocks` blocks of a checked architecture; 0 blocks: the input. */
genus_architecture_shape genus_architecture_shape_after(const genus_architecture *arch,
                                                        uint32_t bands, uint32_t blocks)
    GENUS_NONNULL(1);

/** Columns after the last block for `frames` input frames: 0 if they are too few. */
size_t genus_architecture_columns(const genus_architecture *arch, uint32_t bands, size_t frames)
    GENUS_NONNULL(1);

/** The spans of columns that maxima are taken over and then averaged: evenly spread, of one length.
 */
typedef struct genus_spans {
    size_t columns; ///< In all.
    size_t count;   ///< At least 1.
    size_t length;  ///< Columns of a span.
} genus_spans;

/** The spans of a maximum over `columns` columns, at least 1. @param span As max_span.
 */
genus_spans genus_spans_of(size_t columns, size_t span);

/** The first column of a span, from 0. */
size_t genus_span_start(const genus_spans *spans, size_t index) GENUS_NONNULL(1);

/** Features that pooling hands to the dense layer. */
size_t genus_architecture_features(const genus_architecture *arch, uint32_t bands) GENUS_NONNULL(1);

/** What the spectral statistics of an architecture that has one is made of. */
genus_spectral_statistics_shape genus_architecture_spectral(const genus_architecture *arch,
                                                            uint32_t bands) GENUS_NONNULL(1);

/** Features of the spectral statistics; 0 without. */
size_t genus_architecture_spectral_features(const genus_architecture *arch, uint32_t bands)
    GENUS_NONNULL(1);

/** Trained parameters (running statistics are not counted). */
size_t genus_architecture_parameters(const genus_architecture *arch, uint32_t bands)
    GENUS_NONNULL(1);

#endif
