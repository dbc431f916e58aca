// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Features of single frames (librosa 0.7, feature/spectral.py).

#include "train/classical/stages.h"

#include <math.h>
#include <stdbool.h>

enum {
    frame_length = GENUS_CLASSICAL_FRAME,
    hop = GENUS_CLASSICAL_HOP,
    bins = GENUS_CLASSICAL_BINS,
};

static const double rolloff_share = 0.85;

/** Samples up to here count as zero (librosa.zero_crossings). */
static const float zero_threshold = 1e-10F;

genus_mean_variance genus_mean_variance_of(const float *values, size_t count) {
    double sum = 0.0;
    double squares = 0.0;
    for (size_t i = 0; i < count; i++) {
        sum += (double)values[i];
    }
    const double mean = sum / (double)count;
    for (size_t i = 0; i < count; i++) {
        const double distance = (double)values[i] - mean;
        squares += distance * distance;
    }
    return (genus_mean_variance){mean, squares / (double)count};
}

void genus_frames_rms(const float *samples, size_t count, float *rms) {
    for (size_t t = 0; t < 1 + count / hop; t++) {
        const ptrdiff_t begin = (ptrdiff_t)(t * hop) - frame_length / 2;
        double sum = 0.0;
        for (ptrdiff_t i = begin; i < begin + frame_length; i++) {
            const double sample = (double)samples[genus_stft_reflect(i, count)];
            sum += sample * sample;
        }
        rms[t] = (float)sqrt(sum / frame_length);
    }
}

/** The sign of sample `index`; what lies outside is like the nearest end. */
static bool is_negative(const float *samples, size_t count, ptrdiff_t index) {
    const ptrdiff_t last = (ptrdiff_t)count - 1;
    return samples[index < 0 ? 0 : index > last ? last : index] < -zero_threshold;
}

void genus_frames_zero_crossings(const float *samples, size_t count, float *rate) {
    for (size_t t = 0; t < 1 + count / hop; t++) {
        const ptrdiff_t begin = (ptrdiff_t)(t * hop) - frame_length / 2;
        bool before = is_negative(samples, count, begin);
        int crossings = 0;
        for (ptrdiff_t i = begin + 1; i < begin + frame_length; i++) {
            const bool negative = is_negative(samples, count, i);
            crossings += negative != before;
            before = negative;
        }
        rate[t] = (float)crossings / frame_length;
    }
}

genus_spectral_shape genus_frames_shape(const float *magnitude) {
    const double bin_hz = (double)GENUS_CLASSICAL_RATE / frame_length;
    double sum = 0.0;
    double weighted = 0.0;
    for (size_t bin = 0; bin < bins; bin++) {
        sum += (double)magnitude[bin];
        weighted += (double)magnitude[bin] * bin_hz * (double)bin;
    }
    if (sum <= 0.0) {
        return (genus_spectral_shape){0};
    }
    const double centroid = weighted / sum;
    double spread = 0.0;
    double below = 0.0;
    size_t rolloff = 0;
    for (size_t bin = 0; bin < bins; bin++) {
        const double distance = bin_hz * (double)bin - centroid;
        spread += (double)magnitude[bin] * distance * distance;
        below += (double)magnitude[bin];
        rolloff += below < rolloff_share * sum;
    }
    return (genus_spectral_shape){
        .centroid = (float)centroid,
        .bandwidth = (float)sqrt(spread / sum),
        .rolloff = (float)(bin_hz * (double)rolloff),
    };
}
