// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The network as a slow plain program in double precision. Activations: [clip][channel][row][time].

#include "plain_network.h"

#include "plain_spectral_statistics.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/// Activations of a batch.
struct maps {
    size_t clips;
    size_t channels;
    size_t rows;
    size_t times;
    double *values;
};

static struct maps new_maps(size_t clips, size_t channels, size_t rows, size_t times) {
    struct maps maps = {clips, channels, rows, times, NULL};
    maps.values = calloc(clips * channels * rows * times, sizeof *maps.values);
    if (maps.values == NULL) {
        abort();
    }
    return maps;
}

static double *cell(const struct maps *maps, size_t clip, size_t channel, size_t row, size_t time) {
    return &maps->values[((clip * maps->channels + channel) * maps->rows + row) * maps->times +
                         time];
}

float *plain_find(const genus_tensor *tensors, size_t tensor_count, const char *name) {
    for (size_t i = 0; i < tensor_count; i++) {
        if (strcmp(tensors[i].name, name) == 0) {
            return (float *)tensors[i].data;
        }
    }
    (void)fprintf(stderr, "no tensor %s\n", name);
    abort();
}

/// Tensors of one layer.
struct source {
    const genus_tensor *tensors;
    size_t count;
    const char *layer;
    unsigned number;
};

static const float *part(const struct source *source, const char *name) {
    char full[64];
    (void)snprintf(full, sizeof full, "%s%u.%s", source->layer, source->number, name);
    return plain_find(source->tensors, source->count, full);
}

/// Batch norm over channels, in place.
static void normalise(struct maps *maps, const struct source *source, size_t measured) {
    const double cells = (double)(measured * maps->rows * maps->times);
    for (size_t channel = 0; channel < maps->channels; channel++) {
        double mean = (double)part(source, "running_mean")[channel];
        double variance = (double)part(source, "running_var")[channel];
        for (int pass = 0; measured > 0 && pass < 2; pass++) {
            double sum = 0.0;
            for (size_t clip = 0; clip < measured; clip++) {
                for (size_t i = 0; i < maps->rows * maps->times; i++) {
                    const double value = *(cell(maps, clip, channel, 0, 0) + i);
                    sum += pass == 0 ? value : (value - mean) * (value - mean);
                }
            }
            *(pass == 0 ? &mean : &variance) = sum / cells;
        }
        for (size_t clip = 0; clip < maps->clips; clip++) {
            for (size_t i = 0; i < maps->rows * maps->times; i++) {
                double *value = cell(maps, clip, channel, 0, 0) + i;
                *value = (*value - mean) / sqrt(variance + 1e-5) *
                             (double)part(source, "weight")[channel] +
                         (double)part(source, "bias")[channel];
            }
        }
    }
}

/// One output cell of a convolution that pads rows with zeros.
static double convolve(const struct maps *in, const genus_architecture_block *block,
                       const float *weights, size_t clip, size_t row, size_t time) {
    const size_t padding = block->pad_frequency ? block->kernel_frequency / 2 : 0;
    double sum = 0.0;
    for (size_t channel = 0; channel < in->channels; channel++) {
        for (size_t f = 0; f < block->kernel_frequency; f++) {
            for (size_t t = 0; t < block->kernel_time; t++, weights++) {
                if (row + f >= padding && row + f - padding < in->rows) {
                    sum += (double)*weights * *cell(in, clip, channel, row + f - padding, time + t);
                }
            }
        }
    }
    return sum;
}

static struct maps run_convolution(const struct maps *in, const genus_architecture_block *block,
                                   const float *weights) {
    const size_t rows = block->pad_frequency ? in->rows : in->rows - block->kernel_frequency + 1;
    struct maps out =
        new_maps(in->clips, block->channels, rows, in->times - block->kernel_time + 1);
    const size_t kernel = in->channels * block->kernel_frequency * block->kernel_time;
    for (size_t clip = 0; clip < out.clips; clip++) {
        for (size_t channel = 0; channel < out.channels; channel++) {
            for (size_t row = 0; row < out.rows; row++) {
                for (size_t time = 0; time < out.times; time++) {
                    *cell(&out, clip, channel, row, time) =
                        convolve(in, block, weights + channel * kernel, clip, row, time);
                }
            }
        }
    }
    return out;
}

/// ReLU and max pooling; what does not fill a pool is left out.
static struct maps run_pooling(const struct maps *in, const genus_architecture_block *block) {
    struct maps out = new_maps(in->clips, in->channels, in->rows / block->pool_frequency,
                               in->times / block->pool_time);
    for (size_t clip = 0; clip < out.clips; clip++) {
        for (size_t channel = 0; channel < out.channels; channel++) {
            for (size_t row = 0; row < out.rows * block->pool_frequency; row++) {
                for (size_t time = 0; time < out.times * block->pool_time; time++) {
                    double *to = cell(&out, clip, channel, row / block->pool_frequency,
                                      time / block->pool_time);
                    *to = fmax(*to, *cell(in, clip, channel, row, time));
                }
            }
        }
    }
    return out;
}

/// The mean over spans of time of the maximum over a span and all rows.
static double mean_of_maxima(const struct maps *maps, size_t clip, size_t channel, size_t span) {
    if (span == 0 || span > maps->times) {
        span = maps->times;
    }
    const size_t spans = (maps->times + span - 1) / span;
    double sum = 0.0;
    for (size_t s = 0; s < spans; s++) {
        const size_t start = spans > 1 ? s * (maps->times - span) / (spans - 1) : 0;
        double max = -INFINITY;
        for (size_t row = 0; row < maps->rows; row++) {
            for (size_t time = start; time < start + span; time++) {
                max = fmax(max, *cell(maps, clip, channel, row, time));
            }
        }
        sum += max / (double)spans;
    }
    return sum;
}

/// One clip's dense layer.
static void run_dense(const float *weights, const float *bias, const double *inputs, size_t count,
                      size_t outputs, double *to) {
    for (size_t output = 0; output < outputs; output++) {
        to[output] = (double)bias[output];
        for (size_t i = 0; i < count; i++) {
            to[output] += (double)weights[output * count + i] * inputs[i];
        }
    }
}

/// Mean and maxima over rows and time, then the dense layer.
static void run_head(const struct maps *maps, const genus_architecture *arch, const float *weights,
                     const float *bias, double *logits) {
    const size_t features = maps->channels * ((size_t)arch->pool_mean + (size_t)arch->pool_max);
    double *pooled = calloc(features, sizeof *pooled);
    if (pooled == NULL) {
        abort();
    }
    for (size_t clip = 0; clip < maps->clips; clip++) {
        for (size_t channel = 0; channel < maps->channels; channel++) {
            double sum = 0.0;
            for (size_t i = 0; i < maps->rows * maps->times; i++) {
                sum += *(cell(maps, clip, channel, 0, 0) + i);
            }
            if (arch->pool_mean) {
                pooled[channel] = sum / (double)(maps->rows * maps->times);
            }
            if (arch->pool_max) {
                pooled[channel + (arch->pool_mean ? maps->channels : 0)] =
                    mean_of_maxima(maps, clip, channel, arch->max_span);
            }
        }
        run_dense(weights, bias, pooled, features, arch->labels, logits + clip * arch->labels);
    }
    free(pooled);
}

/// The spectral statistics of the frames that no column but the one behind them ends with, and its
/// layers.
static void run_spectral(const genus_architecture *arch, const genus_tensor *tensors,
                         size_t tensor_count, const plain_batch *batch, double *logits) {
    const uint32_t bands = (uint32_t)batch->bands;
    const genus_architecture_shape column =
        genus_architecture_shape_after(arch, bands, arch->block_count);
    const genus_spectral_statistics_shape shape = genus_architecture_spectral(arch, bands);
    const size_t count = genus_architecture_spectral_features(arch, bands);
    const size_t first = column.receptive_field - column.stride - 1;
    const size_t frames = genus_architecture_columns(arch, bands, batch->frames) * column.stride;
    const float *mean = plain_find(tensors, tensor_count, "texture.mean");
    const float *scale = plain_find(tensors, tensor_count, "texture.scale");
    double *decibels = calloc((frames + 1) * bands, sizeof *decibels);
    double *features = calloc(count, sizeof *features);
    double *hidden = calloc(arch->spectral_hidden, sizeof *hidden);
    if (decibels == NULL || features == NULL || hidden == NULL) {
        abort();
    }
    const double offset = (double)batch->normalisation.offset;
    for (size_t clip = 0; clip < batch->clips; clip++) {
        const float *from = batch->input + (clip * batch->frames + first) * bands;
        for (size_t i = 0; i < (frames + 1) * bands; i++) {
            decibels[i] = (double)from[i] * (double)batch->normalisation.scale + offset;
        }
        plain_spectral_statistics(&shape, bands, offset, decibels, frames, features);
        for (size_t i = 0; i < count; i++) {
            features[i] = fmax(-4.0, fmin(4.0, (features[i] - (double)mean[i]) * (double)scale[i]));
        }
        run_dense(plain_find(tensors, tensor_count, "texture1.weight"),
                  plain_find(tensors, tensor_count, "texture1.bias"), features, count,
                  arch->spectral_hidden, hidden);
        for (size_t i = 0; i < arch->spectral_hidden; i++) {
            hidden[i] = fmax(0.0, hidden[i]);
        }
        run_dense(plain_find(tensors, tensor_count, "texture2.weight"),
                  plain_find(tensors, tensor_count, "texture2.bias"), hidden, arch->spectral_hidden,
                  arch->labels, logits + clip * arch->labels);
    }
    free(decibels);
    free(features);
    free(hidden);
}

/// The input as one row a band, or for the band norm as one channel a band; unheard bands as 0.
static struct maps take_input(const genus_architecture *arch, const plain_batch *batch) {
    const bool as_channels = arch->band_norm;
    const size_t heard = arch->heard_bands > 0 ? arch->heard_bands : batch->bands;
    struct maps maps = as_channels ? new_maps(batch->clips, batch->bands, 1, batch->frames)
                                   : new_maps(batch->clips, 1, batch->bands, batch->frames);
    const float *from = batch->input;
    for (size_t clip = 0; clip < batch->clips; clip++) {
        for (size_t frame = 0; frame < batch->frames; frame++) {
            for (size_t band = 0; band < batch->bands; band++, from++) {
                *cell(&maps, clip, as_channels ? band : 0, as_channels ? 0 : band, frame) =
                    band < heard ? (double)*from : 0.0;
            }
        }
    }
    return maps;
}

/// The network without its spectral statistics.
static void run_trunk(const genus_architecture *arch, const genus_tensor *tensors,
                      size_t tensor_count, const plain_batch *batch, double *logits) {
    struct source source = {.tensors = tensors, .count = tensor_count};
    struct maps maps = take_input(arch, batch);
    if (arch->band_norm) {
        source.layer = "norm";
        normalise(&maps, &source, batch->measured);
        maps.channels = 1;
        maps.rows = batch->bands;
    }
    for (uint32_t i = 0; i < arch->block_count; i++) {
        source.number = i + 1;
        source.layer = "conv";
        struct maps convolved = run_convolution(&maps, &arch->blocks[i], part(&source, "weight"));
        source.layer = "norm";
        normalise(&convolved, &source, batch->measured);
        free(maps.values);
        maps = run_pooling(&convolved, &arch->blocks[i]);
        free(convolved.values);
    }
    run_head(&maps, arch, plain_find(tensors, tensor_count, "dense.weight"),
             plain_find(tensors, tensor_count, "dense.bias"), logits);
    free(maps.values);
}

/// Logits [clips][labels] of both, the dense layer's first.
struct logits {
    double *dense;
    double *spectral; ///< Zeros without one.
};

static struct logits run_both(const genus_architecture *arch, const genus_tensor *tensors,
                              size_t tensor_count, const plain_batch *batch) {
    const size_t count = batch->clips * arch->labels;
    struct logits both = {calloc(count, sizeof(double)), calloc(count, sizeof(double))};
    if (both.dense == NULL || both.spectral == NULL) {
        abort();
    }
    run_trunk(arch, tensors, tensor_count, batch, both.dense);
    if (arch->spectral > 0) {
        run_spectral(arch, tensors, tensor_count, batch, both.spectral);
    }
    return both;
}

static void free_logits(struct logits *both) {
    free(both->dense);
    free(both->spectral);
}

static double sum_of_exponentials(const double *logits, size_t labels) {
    double sum = 0.0;
    for (size_t i = 0; i < labels; i++) {
        sum += exp(logits[i]);
    }
    return sum;
}

void plain_logits(const genus_architecture *arch, const genus_tensor *tensors, size_t tensor_count,
                  const plain_batch *batch, double *logits) {
    struct logits both = run_both(arch, tensors, tensor_count, batch);
    for (size_t clip = 0; clip < batch->clips; clip++, logits += arch->labels) {
        const double *dense = both.dense + clip * arch->labels;
        for (size_t i = 0; i < arch->labels; i++) {
            logits[i] = dense[i] + both.spectral[clip * arch->labels + i];
        }
        const double ratio =
            sum_of_exponentials(dense, arch->labels) / sum_of_exponentials(logits, arch->labels);
        for (size_t i = 0; i < arch->labels; i++) {
            logits[i] += log(ratio);
        }
    }
    free_logits(&both);
}

/// Cross entropy of one clip.
static double clip_loss(const double *logits, const genus_architecture *arch, bool has_background,
                        uint32_t label, double smoothing) {
    // The logit of none is 0.
    const double sum = sum_of_exponentials(logits, arch->labels) + (has_background ? 1.0 : 0.0);
    if (label == PLAIN_NONE) {
        return log(sum);
    }
    double loss = 0.0;
    for (size_t i = 0; i < arch->labels; i++) {
        const double target = smoothing / arch->labels + (i == label) * (1 - smoothing);
        loss -= target * (logits[i] - log(sum));
    }
    return loss;
}

double plain_loss(const genus_architecture *arch, const genus_tensor *tensors, size_t tensor_count,
                  const plain_batch *batch, const uint32_t *labels, double smoothing,
                  double none_share) {
    struct logits both = run_both(arch, tensors, tensor_count, batch);
    double loss = 0.0;
    for (size_t clip = 0; clip < batch->clips; clip++) {
        const size_t at = clip * arch->labels;
        const double share = labels[clip] == PLAIN_NONE ? none_share : 1.0;
        loss +=
            share * clip_loss(both.dense + at, arch, arch->has_background, labels[clip], smoothing);
        if (arch->spectral > 0 && labels[clip] != PLAIN_NONE) {
            loss += clip_loss(both.spectral + at, arch, false, labels[clip], smoothing);
        }
    }
    free_logits(&both);
    return loss / (double)batch->clips;
}
