// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The layers with their gradients.

#include "train/nn/layers.h"

#include "engine/base/lanes.h"
#include "engine/base/simd.h"
#include "engine/nn/network.h"

#include <math.h>
#include <string.h>

/// The widest layer that an architecture may have.
#define CHANNELS_MAX 1024

// ----------------------------------------------------------------------------------- batch norm

GENUS_SIMD
void genus_norm_measure(const float *x, size_t rows, size_t channels, double *sums) {
    // Float sums over short stretches, double over stretches: exact enough and still vectorised.
    enum { STRETCH = 64 };
    float sum[CHANNELS_MAX];
    float square[CHANNELS_MAX];
    for (size_t row = 0; row < rows; row += STRETCH) {
        const size_t end = row + STRETCH < rows ? row + STRETCH : rows;
        memset(sum, 0, channels * sizeof *sum);
        memset(square, 0, channels * sizeof *square);
        for (size_t r = row; r < end; r++) {
            const float *at = x + r * channels;
            for (size_t c = 0; c < channels; c++) {
                sum[c] += at[c];
                square[c] += at[c] * at[c];
            }
        }
        for (size_t c = 0; c < channels; c++) {
            sums[c] += (double)sum[c];
            sums[channels + c] += (double)square[c];
        }
    }
}

void genus_norm_settle(const genus_norm *norm, const double *sums, size_t rows, float momentum,
                       float *running_mean, float *running_variance) {
    const double share = 1.0 / (double)rows;
    const double unbiased = rows > 1 ? (double)rows / (double)(rows - 1) : 1.0;
    for (size_t c = 0; c < norm->channels; c++) {
        const double mean = sums[c] * share;
        const double rest = sums[norm->channels + c] * share - mean * mean;
        const double variance = rest > 0.0 ? rest : 0.0;
        norm->mean[c] = (float)mean;
        norm->inverse_deviation[c] = (float)(1.0 / sqrt(variance + (double)GENUS_NORM_EPSILON));
        running_mean[c] += momentum * ((float)mean - running_mean[c]);
        running_variance[c] += momentum * ((float)(variance * unbiased) - running_variance[c]);
    }
}

/// Batch norm as y = x * scale + shift.
static void norm_line(const genus_norm *norm, size_t channels, float *scale, float *shift) {
    for (size_t c = 0; c < channels; c++) {
        scale[c] = norm->weight[c] * norm->inverse_deviation[c];
        shift[c] = norm->bias[c] - norm->mean[c] * scale[c];
    }
}

GENUS_SIMD
void genus_norm_forward(const genus_norm *norm, const float *x, size_t rows, float *y) {
    float scale[CHANNELS_MAX];
    float shift[CHANNELS_MAX];
    norm_line(norm, norm->channels, scale, shift);
    for (size_t row = 0; row < rows; row++) {
        for (size_t c = 0; c < norm->channels; c++) {
            y[row * norm->channels + c] = x[row * norm->channels + c] * scale[c] + shift[c];
        }
    }
}

void genus_norm_backward_sums(const genus_norm *norm, const float *x, const float *dy, size_t rows,
                              double *sums) {
    for (size_t row = 0; row < rows; row++) {
        for (size_t c = 0; c < norm->channels; c++, x++, dy++) {
            const float normal = (*x - norm->mean[c]) * norm->inverse_deviation[c];
            sums[c] += (double)*dy;
            sums[norm->channels + c] += (double)(*dy * normal);
        }
    }
}

// -------------------------------------------------------------- batch norm, ReLU, pool, dropout

/// Pools of all rows and times.
static size_t pool_count(const genus_pool *pool) {
    return pool->times / pool->pool_time * (pool->rows / pool->pool_frequency);
}

size_t genus_pool_outputs(const genus_pool *pool) {
    return pool_count(pool) * pool->channels;
}

/// The first cell of the pool with this number, in floats.
static size_t pool_offset(const genus_pool *pool, size_t number) {
    const size_t across = pool->rows / pool->pool_frequency;
    return (number / across * pool->pool_time * pool->rows +
            number % across * pool->pool_frequency) *
           pool->channels;
}

/// Shuts values at random. What is shut already stays shut.
static void drop(float rate, genus_random *random, size_t channels, float *y, uint8_t *argmax) {
    const float scale = 1.0F / (1.0F - rate);
    for (size_t c = 0; c < channels; c++) {
        if (genus_random_uniform(random) < rate) {
            y[c] = 0.0F;
            argmax[c] = GENUS_ARGMAX_NONE;
        } else {
            y[c] *= scale;
        }
    }
}

/// A float's bits.
typedef int32_t int32_bits __attribute__((may_alias));

/// `count` channels of one pool, at most GENUS_LANES, from its corner.
GENUS_INLINE void pool_channels(const genus_pool *pool, const float *corner, const float *scale,
                                const float *shift, size_t count, float *y, float *max_value,
                                uint8_t *argmax) {
    float most[GENUS_LANES] = {0};
    int32_t max_bits[GENUS_LANES] = {0};
    int32_t from[GENUS_LANES];
    for (size_t c = 0; c < count; c++) {
        from[c] = GENUS_ARGMAX_NONE;
    }
    int32_t cell = 0;
    for (size_t t = 0; t < pool->pool_time; t++) {
        const float *at = corner + t * pool->rows * pool->channels;
        for (size_t f = 0; f < pool->pool_frequency; f++, at += pool->channels, cell++) {
            // Masks, since gcc makes slow conditional stores of choices.
            const int32_bits *bits = (const int32_bits *)at;
            for (size_t c = 0; c < count; c++) {
                const float value = at[c] * scale[c] + shift[c];
                const int32_t more = -(int32_t)(value > most[c]);
                max_bits[c] = (bits[c] & more) | (max_bits[c] & ~more);
                from[c] = (cell & more) | (from[c] & ~more);
                most[c] = value > most[c] ? value : most[c];
            }
        }
    }
    memcpy(y, most, count * sizeof *y);
    memcpy(max_value, max_bits, count * sizeof *max_value);
    for (size_t c = 0; c < count; c++) {
        argmax[c] = (uint8_t)from[c];
    }
}

GENUS_SIMD
void genus_pool_forward(const genus_pool *pool, const genus_norm *norm, const float *x,
                        genus_random *random, float *y, float *max_values, uint8_t *argmax) {
    float scale[CHANNELS_MAX];
    float shift[CHANNELS_MAX];
    const size_t channels = pool->channels;
    norm_line(norm, channels, scale, shift);
    const size_t pools = pool_count(pool);
    for (size_t number = 0; number < pools; number++) {
        const float *corner = x + pool_offset(pool, number);
        size_t c = 0;
        for (; c + GENUS_LANES <= channels; c += GENUS_LANES) {
            pool_channels(pool, corner + c, scale + c, shift + c, GENUS_LANES, y + c,
                          max_values + c, argmax + c);
        }
        if (c < channels) {
            pool_channels(pool, corner + c, scale + c, shift + c, channels - c, y + c,
                          max_values + c, argmax + c);
        }
        if (pool->dropout > 0.0F) {
            drop(pool->dropout, random, channels, y, argmax);
        }
        y += channels;
        max_values += channels;
        argmax += channels;
    }
}

GENUS_SIMD
void genus_pool_backward_sums(const genus_pool *pool, const genus_norm *norm,
                              const float *max_values, const float *dy, const uint8_t *argmax,
                              double *sums) {
    enum { STRETCH = 64 };
    const float keep = 1.0F / (1.0F - pool->dropout);
    const size_t channels = pool->channels;
    const size_t pools = pool_count(pool);
    float bias[CHANNELS_MAX];
    float weight[CHANNELS_MAX];
    for (size_t first = 0; first < pools; first += STRETCH) {
        const size_t end = first + STRETCH < pools ? first + STRETCH : pools;
        memset(bias, 0, channels * sizeof *bias);
        memset(weight, 0, channels * sizeof *weight);
        for (size_t number = first; number < end; number++) {
            for (size_t c = 0; c < channels; c++) {
                const float gradient = argmax[c] == GENUS_ARGMAX_NONE ? 0.0F : dy[c] * keep;
                bias[c] += gradient;
                weight[c] += gradient * (max_values[c] - norm->mean[c]);
            }
            max_values += channels;
            dy += channels;
            argmax += channels;
        }
        for (size_t c = 0; c < channels; c++) {
            sums[c] += (double)bias[c];
            sums[channels + c] += (double)(weight[c] * norm->inverse_deviation[c]);
        }
    }
}

GENUS_SIMD
void genus_pool_backward(const genus_pool *pool, const genus_norm *norm, const float *dy,
                         const uint8_t *argmax, const double *sums, size_t rows, float *x) {
    // dx = a (dz - mean(dz) - normal(x) mean(dz normal(x))), where dz is dy at the cell of the
    // maximum and a = weight / deviation. All but the first term is a line in x: x * slope + shift.
    const size_t channels = pool->channels;
    float scale[CHANNELS_MAX];
    float slope[CHANNELS_MAX];
    float shift[CHANNELS_MAX];
    for (size_t c = 0; c < channels; c++) {
        const float a = norm->weight[c] * norm->inverse_deviation[c];
        scale[c] = a / (1.0F - pool->dropout);
        const float mean = sums != NULL ? (float)(sums[c] / (double)rows) : 0.0F;
        const float turn = sums != NULL ? (float)(sums[channels + c] / (double)rows) : 0.0F;
        slope[c] = -a * norm->inverse_deviation[c] * turn;
        shift[c] = -a * mean - norm->mean[c] * slope[c];
    }
    const size_t across = pool->rows / pool->pool_frequency;
    for (size_t time = 0; time < pool->times; time++) {
        const size_t pooled_time = time / pool->pool_time;
        for (size_t row = 0; row < pool->rows; row++, x += channels) {
            const size_t pooled_row = row / pool->pool_frequency;
            if (pooled_time >= pool->times / pool->pool_time || pooled_row >= across) {
                for (size_t c = 0; c < channels; c++) {
                    x[c] = x[c] * slope[c] + shift[c];
                }
                continue;
            }
            const size_t at = (pooled_time * across + pooled_row) * channels;
            const uint8_t cell = (uint8_t)(time % pool->pool_time * pool->pool_frequency +
                                           row % pool->pool_frequency);
            const float *gradient = dy + at;
            const uint8_t *from = argmax + at;
            for (size_t c = 0; c < channels; c++) {
                x[c] =
                    x[c] * slope[c] + shift[c] + (from[c] == cell ? gradient[c] * scale[c] : 0.0F);
            }
        }
    }
}

// ---------------------------------------------------------------------------------- convolution

size_t genus_conv_scratch(const genus_convolution *conv, size_t times) {
    const size_t padded = (times + conv->kernel_time - 1) * genus_convolution_step(conv);
    const size_t forward = genus_convolution_forward_scratch(conv, times);
    const size_t back = genus_convolution_backward_scratch(conv, times);
    return padded + (forward > back ? forward : back);
}

/// The input as the convolution reads it: padded in scratch, which then begins behind it, or as it
/// is.
static const float *padded_input(const genus_convolution *conv, const float *x, size_t times,
                                 float **scratch) {
    if (conv->padding == 0) {
        return x;
    }
    const size_t steps = times + conv->kernel_time - 1;
    float *padded = *scratch;
    genus_convolution_pad(conv, x, steps, padded);
    *scratch += steps * genus_convolution_step(conv);
    return padded;
}

void genus_conv_forward(const genus_convolution *conv, const float *x, size_t times,
                        const float *packed, float *y, float *scratch) {
    const float *padded = padded_input(conv, x, times, &scratch);
    genus_convolution_forward(conv, padded, times, packed, scratch, y);
}

void genus_conv_backward(const genus_convolution *conv, const float *x, const float *dy,
                         size_t times, const float *transposed, float *dweights, float *dx,
                         float *scratch) {
    const float *padded = padded_input(conv, x, times, &scratch);
    genus_convolution_backward(conv, padded, dy, times, transposed, scratch, dweights, dx);
}

// ----------------------------------------------------------------------------------------- head

/// Adds a share of each channel's maximum over rows first..end-1.
static void add_maximum(const float *x, size_t first, size_t end, size_t channels, float share,
                        float *features, uint32_t *argmax) {
    for (size_t c = 0; c < channels; c++) {
        argmax[c] = (uint32_t)first;
        for (size_t row = first + 1; row < end; row++) {
            if (x[row * channels + c] > x[argmax[c] * channels + c]) {
                argmax[c] = (uint32_t)row;
            }
        }
        features[c] += share * x[argmax[c] * channels + c];
    }
}

void genus_pooled_statistics_forward(const genus_pooled_statistics *statistics, const float *x,
                                     float *features, uint32_t *argmax) {
    const size_t channels = statistics->channels;
    const genus_spans *spans = &statistics->spans;
    if (statistics->mean) {
        const size_t rows = spans->columns * statistics->rows;
        memset(features, 0, channels * sizeof *features);
        for (size_t row = 0; row < rows; row++) {
            for (size_t c = 0; c < channels; c++) {
                features[c] += x[row * channels + c];
            }
        }
        for (size_t c = 0; c < channels; c++) {
            features[c] /= (float)rows;
        }
        features += channels;
    }
    if (statistics->max) {
        memset(features, 0, channels * sizeof *features);
        for (size_t span = 0; span < spans->count; span++) {
            const size_t first = genus_span_start(spans, span);
            add_maximum(x, first * statistics->rows, (first + spans->length) * statistics->rows,
                        channels, 1.0F / (float)spans->count, features, argmax + span * channels);
        }
    }
}

void genus_pooled_statistics_backward(const genus_pooled_statistics *statistics,
                                      const float *dfeatures, const uint32_t *argmax, float *dx) {
    const size_t channels = statistics->channels;
    const genus_spans *spans = &statistics->spans;
    const size_t rows = spans->columns * statistics->rows;
    memset(dx, 0, rows * channels * sizeof *dx);
    if (statistics->mean) {
        for (size_t row = 0; row < rows; row++) {
            for (size_t c = 0; c < channels; c++) {
                dx[row * channels + c] = dfeatures[c] / (float)rows;
            }
        }
        dfeatures += channels;
    }
    if (statistics->max) {
        for (size_t span = 0; span < spans->count; span++, argmax += channels) {
            for (size_t c = 0; c < channels; c++) {
                dx[argmax[c] * channels + c] += dfeatures[c] / (float)spans->count;
            }
        }
    }
}

void genus_dropout_forward(float rate, genus_random *random, float *values, size_t count,
                           float *mask) {
    const float scale = 1.0F / (1.0F - rate);
    for (size_t i = 0; i < count; i++) {
        mask[i] = rate > 0.0F && genus_random_uniform(random) < rate ? 0.0F : scale;
        values[i] *= mask[i];
    }
}

void genus_dense_forward(const float *weights, const float *bias, const float *features,
                         size_t labels, size_t feature_count, float *logits) {
    for (size_t i = 0; i < labels; i++) {
        float sum = bias[i];
        for (size_t f = 0; f < feature_count; f++) {
            sum += weights[i * feature_count + f] * features[f];
        }
        logits[i] = sum;
    }
}

void genus_dense_backward(const float *weights, const float *features, const float *dlogits,
                          size_t labels, size_t feature_count, float *dweights, float *dbias,
                          float *dfeatures) {
    for (size_t i = 0; i < labels; i++) {
        dbias[i] += dlogits[i];
        for (size_t f = 0; f < feature_count; f++) {
            dweights[i * feature_count + f] += dlogits[i] * features[f];
        }
    }
    if (dfeatures == NULL) {
        return;
    }
    memset(dfeatures, 0, feature_count * sizeof *dfeatures);
    for (size_t i = 0; i < labels; i++) {
        for (size_t f = 0; f < feature_count; f++) {
            dfeatures[f] += weights[i * feature_count + f] * dlogits[i];
        }
    }
}

void genus_smooth_target(uint32_t label, size_t labels, float smoothing, float *target) {
    for (size_t i = 0; i < labels; i++) {
        target[i] = smoothing / (float)labels + (i == label ? 1.0F - smoothing : 0.0F);
    }
}

double genus_cross_entropy(const float *logits, size_t labels, bool has_background,
                           const float *target, float scale, float *dlogits) {
    float highest = has_background ? 0.0F : logits[0];
    for (size_t i = 0; i < labels; i++) {
        highest = logits[i] > highest ? logits[i] : highest;
    }
    double sum = has_background ? exp(-(double)highest) : 0.0;
    double weight = has_background ? (double)target[labels] : 0.0;
    for (size_t i = 0; i < labels; i++) {
        sum += exp((double)(logits[i] - highest));
        weight += (double)target[i];
    }
    const double log_sum = log(sum);
    double loss = has_background ? (double)target[labels] * ((double)highest + log_sum) : 0.0;
    for (size_t i = 0; i < labels; i++) {
        const double log_probability = (double)(logits[i] - highest) - log_sum;
        loss -= (double)target[i] * log_probability;
        dlogits[i] = scale * (float)(weight * exp(log_probability) - (double)target[i]);
    }
    return loss;
}
