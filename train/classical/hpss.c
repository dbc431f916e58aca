// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Harmonic-percussive separation (librosa 0.7, decompose.py: hpss; util/utils.py: softmask).

#include "train/classical/stages.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

enum {
    width = 31, ///< Of the median filters, in frames and in bins.
    half = width / 2,
    bins = GENUS_CLASSICAL_BINS,
};

/** A line of values with a step in memory between neighbours. */
typedef struct line {
    size_t count;
    size_t stride;
} line;

/** Where an index lies in a line that is continued by its mirror image, the end value repeated
 *  (scipy.ndimage's mode "reflect").
 */
static size_t mirror(ptrdiff_t index, size_t count) {
    const ptrdiff_t period = 2 * (ptrdiff_t)count;
    const ptrdiff_t folded = (index % period + period) % period;
    return (size_t)(folded < (ptrdiff_t)count ? folded : period - 1 - folded);
}

/** In a sorted window, puts `in` in the place of `out`, which is there. */
static void replace(float *sorted, float out, float in) {
    size_t place = 0;
    while (sorted[place] < out) {
        place++;
    }
    for (; place + 1 < width && sorted[place + 1] < in; place++) {
        sorted[place] = sorted[place + 1];
    }
    for (; place > 0 && sorted[place - 1] > in; place--) {
        sorted[place] = sorted[place - 1];
    }
    sorted[place] = in;
}

/** Median filter along a line. @param padded [count + 2 half], scratch. */
static void filter(const float *values, line line, float *padded, float *medians) {
    // A window of lowest values, from which the first window arises by replacing.
    float sorted[width];
    for (size_t i = 0; i < line.count + 2 * half; i++) {
        padded[i] = values[mirror((ptrdiff_t)i - half, line.count) * line.stride];
    }
    for (size_t i = 0; i < width; i++) {
        sorted[i] = -1.0F;
    }
    for (size_t i = 0; i < width; i++) {
        replace(sorted, -1.0F, padded[i]);
    }
    for (size_t i = 0; i < line.count; i++) {
        medians[i * line.stride] = sorted[half];
        if (i + 1 < line.count) {
            replace(sorted, padded[i], padded[i + width]);
        }
    }
}

/** From the two medians, in place, to the two masks. */
static void make_masks(float *harmonic, float *percussive, size_t cells) {
    for (size_t i = 0; i < cells; i++) {
        const float larger = fmaxf(harmonic[i], percussive[i]);
        if (larger < FLT_MIN) {
            harmonic[i] = 0.5F;
            percussive[i] = 0.5F;
        } else {
            const float h = harmonic[i] / larger;
            const float p = percussive[i] / larger;
            harmonic[i] = h * h / (h * h + p * p);
            percussive[i] = p * p / (h * h + p * p);
        }
    }
}

genus_status genus_hpss_separate(const genus_stft *stft, size_t count, float *harmonic,
                                 float *percussive, genus_error *error) {
    const size_t cells = stft->frames * bins;
    const size_t longest = stft->frames > bins ? stft->frames : bins;
    float *sounding = malloc(cells * sizeof *sounding);
    float *striking = malloc(cells * sizeof *striking);
    float *padded = malloc((longest + 2 * half) * sizeof *padded);
    genus_status status = GENUS_OK;
    if (sounding == NULL || striking == NULL || padded == NULL) {
        status = genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for the separation");
        goto done;
    }
    for (size_t bin = 0; bin < bins; bin++) {
        filter(stft->magnitude + bin, (line){stft->frames, bins}, padded, sounding + bin);
    }
    for (size_t t = 0; t < stft->frames; t++) {
        filter(stft->magnitude + t * bins, (line){bins, 1}, padded, striking + t * bins);
    }
    make_masks(sounding, striking, cells);
    status = genus_stft_invert(stft, sounding, harmonic, count, error);
    if (status == GENUS_OK) {
        status = genus_stft_invert(stft, striking, percussive, count, error);
    }
done:
    free(sounding);
    free(striking);
    free(padded);
    return status;
}
