// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A network's head: pooling over the window, the dense layer, and the layers that judge the
// spectral statistics.

#include "engine/nn/network_body.h"

#include "engine/base/simd.h"
#include "engine/nn/product.h"

#include <math.h>
#include <string.h>

// -------------------------------------------------------------------------------------- pooling

/// Columns in two runs, as a ring has them.
struct columns {
    const float *first;
    size_t first_count;
    const float *second;
    size_t count; ///< In both runs.
    size_t size;  ///< Floats a column.
    size_t cells; ///< Those of them that are channels of its rows.
    size_t channels;
};

static const float *column_at(const struct columns *columns, size_t index) {
    return index < columns->first_count
               ? columns->first + index * columns->size
               : columns->second + (index - columns->first_count) * columns->size;
}

/// Mean of each channel over all columns and rows.
GENUS_SIMD
static void pool_mean(const struct columns *columns, float *mean) {
    memset(mean, 0, columns->channels * sizeof *mean);
    for (size_t i = 0; i < columns->count; i++) {
        const float *column = column_at(columns, i);
        for (size_t cell = 0; cell < columns->cells; cell += columns->channels) {
            for (size_t c = 0; c < columns->channels; c++) {
                mean[c] += column[cell + c];
            }
        }
    }
    const float share = (float)columns->channels / (float)(columns->count * columns->cells);
    for (size_t c = 0; c < columns->channels; c++) {
        mean[c] *= share;
    }
}

/// Mean over evenly spread spans of each channel's maximum; `scratch` holds one span's.
GENUS_SIMD
static void pool_max(const struct columns *columns, size_t span, float *scratch, float *max) {
    const genus_spans spans = genus_spans_of(columns->count, span);
    memset(max, 0, columns->channels * sizeof *max);
    for (size_t s = 0; s < spans.count; s++) {
        const size_t start = genus_span_start(&spans, s);
        // Columns come out of ReLU, so a maximum may start from 0.
        memset(scratch, 0, columns->channels * sizeof *scratch);
        for (size_t i = start; i < start + spans.length; i++) {
            const float *column = column_at(columns, i);
            for (size_t cell = 0; cell < columns->cells; cell += columns->channels) {
                for (size_t c = 0; c < columns->channels; c++) {
                    scratch[c] = column[cell + c] > scratch[c] ? column[cell + c] : scratch[c];
                }
            }
        }
        for (size_t c = 0; c < columns->channels; c++) {
            max[c] += scratch[c] / (float)spans.count;
        }
    }
}

/// logits = bias + weights [labels][count] x features.
static void judge(const genus_network *network, const float *weights, const float *bias,
                  const float *features, size_t count, float *logits) {
    const genus_product product = {
        .a = weights,
        .a_row = count,
        .a_step = 1,
        .b = features,
        .b_step = 1,
        .out = logits,
        .out_row = 1,
        .rows = network->arch.labels,
        .columns = 1,
        .slices = 1,
        .steps = count,
        .add = true,
    };
    memcpy(logits, bias, network->arch.labels * sizeof *logits);
    genus_multiply(&product);
}

/// The means over the columns of what each of their frames adds to the statistics' sums.
GENUS_SIMD
static void pool_spectral(const struct columns *columns, size_t sums, size_t stride,
                          double *means) {
    memset(means, 0, sums * sizeof *means);
    for (size_t i = 0; i < columns->count; i++) {
        const float *from = column_at(columns, i) + columns->cells;
        for (size_t k = 0; k < sums; k++) {
            means[k] += (double)from[k];
        }
    }
    const double share = 1.0 / (double)(columns->count * stride);
    for (size_t k = 0; k < sums; k++) {
        means[k] *= share;
    }
}

/// The statistics' features over the columns, scaled.
static void take_spectral(const genus_network *network, const struct columns *columns,
                          genus_workspace *workspace) {
    const struct genus_network_spectral_statistics *spectral = &network->spectral;
    pool_spectral(columns, spectral->sums, network->column.stride, workspace->means);
    genus_spectral_statistics_describe(spectral->spectral, workspace->means, workspace->spectral);
    genus_spectral_scale(spectral->mean, spectral->scale, spectral->features, workspace->spectral);
}

/// log(exp(logits[0]) + ..).
static float log_sum(const float *logits, size_t count) {
    float highest = logits[0];
    for (size_t i = 1; i < count; i++) {
        highest = logits[i] > highest ? logits[i] : highest;
    }
    float sum = 0.0F;
    for (size_t i = 0; i < count; i++) {
        sum += expf(logits[i] - highest);
    }
    return highest + logf(sum);
}

/// Adds what the statistics' layers say to the logits. It tells labels apart; the odds of
/// any label against none of them stay the dense layer's.
static void judge_spectral(const genus_network *network, genus_workspace *workspace,
                           float *logits) {
    const struct genus_network_spectral_statistics *spectral = &network->spectral;
    const size_t hidden = network->arch.spectral_hidden;
    const genus_product product = {
        .a = workspace->spectral,
        .a_step = 1,
        .b = spectral->hidden,
        .b_step = hidden,
        .out = workspace->hidden,
        .rows = 1,
        .columns = hidden,
        .slices = 1,
        .steps = spectral->features,
        .add = true,
    };
    memcpy(workspace->hidden, spectral->hidden_bias, hidden * sizeof *workspace->hidden);
    genus_multiply(&product);
    for (size_t i = 0; i < hidden; i++) {
        workspace->hidden[i] = workspace->hidden[i] > 0.0F ? workspace->hidden[i] : 0.0F;
    }
    float more[GENUS_LABELS_MAX];
    judge(network, spectral->weights, spectral->bias, workspace->hidden, hidden, more);
    const size_t labels = network->arch.labels;
    const float before = log_sum(logits, labels);
    for (size_t i = 0; i < labels; i++) {
        logits[i] += more[i];
    }
    const float change = before - log_sum(logits, labels);
    for (size_t i = 0; i < labels; i++) {
        logits[i] += change;
    }
}

void genus_network_head(const genus_network *network, genus_workspace *workspace,
                        const float *first, size_t first_count, const float *second,
                        size_t second_count, float *logits) {
    const struct columns columns = {
        .first = first,
        .first_count = first_count,
        .second = second,
        .count = first_count + second_count,
        .size = genus_network_column_size(network),
        .cells = genus_network_trunk_size(network),
        .channels = network->column.channels,
    };
    float *feature = workspace->features;
    if (network->arch.pool_mean) {
        pool_mean(&columns, feature);
        feature += columns.channels;
    }
    if (network->arch.pool_max) {
        pool_max(&columns, network->arch.max_span, workspace->maxima, feature);
    }
    judge(network, network->dense_weights, network->dense_bias, workspace->features,
          genus_architecture_features(&network->arch, (uint32_t)network->bands), logits);
    if (network->spectral.spectral != NULL) {
        take_spectral(network, &columns, workspace);
        judge_spectral(network, workspace, logits);
    }
}
