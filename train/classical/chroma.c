// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Chroma (librosa 0.7, feature/spectral.py: chroma_stft; core/pitch.py: estimate_tuning, piptrack,
// pitch_tuning; filters.py: chroma). The filters are those of Ellis, "Chroma feature analysis and
// synthesis", 2007.

#include "train/classical/stages.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

enum {
    bins = GENUS_CLASSICAL_BINS,
    classes = GENUS_PITCH_CLASSES,
    tuning_steps = 100, ///< Of a semitone.
    a_above_c = 9,
};

static const double bin_hz = (double)GENUS_CLASSICAL_RATE / GENUS_CLASSICAL_FRAME;

/** Where peaks are looked for, and how strong they must be beside their frame's strongest bin. */
static const double peak_low = 150.0;
static const double peak_high = 4000.0;
static const float peak_share = 0.1F;

/** Centre and deviation, in octaves above A0, of the weight of all bins. */
static const double centre_octave = 5.0;
static const double octave_width = 2.0;

/** A spectral peak. */
typedef struct peak {
    float pitch; ///< Hz.
    float power;
} peak;

/** The peaks of a recording. */
typedef struct peaks {
    size_t count;
    size_t room;
    peak *peaks;
} peaks;

/** Octaves above A0, whose frequency follows from the tuning in semitones. */
static double octaves(double hz, double tuning) {
    return log2(hz / (440.0 * exp2(tuning / classes) / 16.0));
}

static bool keep_peak(peaks *peaks, peak peak) {
    if (peaks->count == peaks->room) {
        const size_t room = 2 * peaks->room + 4096;
        struct peak *more = realloc(peaks->peaks, room * sizeof *more);
        if (more == NULL) {
            return false;
        }
        peaks->peaks = more;
        peaks->room = room;
    }
    peaks->peaks[peaks->count++] = peak;
    return true;
}

/** Power as the peaks are found in: that of a bin, or 0 if it is too faint beside its frame. */
static float audible(float power, float threshold) {
    return power > threshold ? power : 0.0F;
}

/** Finds the peaks of a frame; a parabola through each and its neighbours places it. */
static bool find_peaks(const float *magnitude, peaks *peaks) {
    float power[GENUS_CLASSICAL_BINS];
    float loudest = 0.0F;
    for (size_t bin = 0; bin < bins; bin++) {
        power[bin] = magnitude[bin] * magnitude[bin];
        loudest = fmaxf(loudest, power[bin]);
    }
    const float threshold = peak_share * loudest;
    for (size_t bin = 1; bin + 1 < bins; bin++) {
        const double hz = bin_hz * (double)bin;
        const float here = audible(power[bin], threshold);
        if (hz < peak_low || hz >= peak_high || here <= audible(power[bin - 1], threshold) ||
            here < audible(power[bin + 1], threshold)) {
            continue;
        }
        const float slope = 0.5F * (power[bin + 1] - power[bin - 1]);
        const float bend = 2.0F * power[bin] - power[bin + 1] - power[bin - 1];
        const float shift = slope / (bend + (fabsf(bend) < FLT_MIN ? 1.0F : 0.0F));
        const peak found = {
            .pitch = (float)(((double)bin + (double)shift) * bin_hz),
            .power = power[bin] + 0.5F * slope * shift,
        };
        if (!keep_peak(peaks, found)) {
            return false;
        }
    }
    return true;
}

static int compare_power(const void *a, const void *b) {
    const float left = ((const peak *)a)->power;
    const float right = ((const peak *)b)->power;
    return (left > right) - (left < right);
}

/** The commonest deviation of the peaks from their median power up. They are sorted. */
static double commonest_deviation(peaks *peaks) {
    size_t counts[tuning_steps] = {0};
    size_t best = 0;
    if (peaks->count == 0) {
        return 0.0;
    }
    qsort(peaks->peaks, peaks->count, sizeof *peaks->peaks, compare_power);
    const float upper = peaks->peaks[peaks->count / 2].power;
    const float lower = peaks->peaks[(peaks->count - 1) / 2].power;
    const float median = 0.5F * (upper + lower);
    for (size_t i = 0; i < peaks->count; i++) {
        if (peaks->peaks[i].power >= median) {
            const double semitones = classes * octaves((double)peaks->peaks[i].pitch, 0.0);
            const double residual = semitones - floor(semitones + 0.5); // -0.5 up to 0.5.
            const size_t step = (size_t)((residual + 0.5) * tuning_steps);
            counts[step < tuning_steps ? step : tuning_steps - 1]++;
        }
    }
    for (size_t step = 1; step < tuning_steps; step++) {
        best = counts[step] > counts[best] ? step : best;
    }
    return (double)best / tuning_steps - 0.5;
}

genus_status genus_chroma_tuning(const genus_stft *stft, double *tuning, genus_error *error) {
    peaks peaks = {0};
    bool enough = true;
    for (size_t t = 0; enough && t < stft->frames; t++) {
        enough = find_peaks(stft->magnitude + t * bins, &peaks);
    }
    *tuning = commonest_deviation(&peaks);
    free(peaks.peaks);
    return enough ? GENUS_OK
                  : genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for spectral peaks");
}

/** One bin's weights in all pitch classes: a Gaussian bump about the bin's pitch.
 *  @param pitch Semitones above A0. @param width Semitones from this bin to the next, at least 1.
 */
static void weigh_bin(double pitch, double width, float *weights) {
    double bumps[GENUS_PITCH_CLASSES];
    double squares = 0.0;
    for (size_t c = 0; c < classes; c++) {
        const double apart = pitch - (double)c;
        const double distance = apart - classes * floor(apart / classes + 0.5); // -6 up to 6.
        bumps[c] = exp(-0.5 * (2.0 * distance / width) * (2.0 * distance / width));
        squares += bumps[c] * bumps[c];
    }
    const double off_centre = (pitch / classes - centre_octave) / octave_width;
    const double weight = exp(-0.5 * off_centre * off_centre) / sqrt(squares);
    for (size_t c = 0; c < classes; c++) {
        weights[(c + a_above_c) % classes] = (float)(bumps[c] * weight);
    }
}

/** @param filters [GENUS_CLASSICAL_BINS][GENUS_PITCH_CLASSES] */
static void make_filters(double tuning, float *filters) {
    for (size_t bin = 0; bin < bins; bin++) {
        // The bin of 0 Hz is made to lie an octave and a half below the next.
        const double below = 1.5 * classes;
        const double next = classes * octaves(bin_hz * (double)(bin + 1), tuning);
        const double pitch =
            bin == 0 ? next - below : classes * octaves(bin_hz * (double)bin, tuning);
        weigh_bin(pitch, fmax(next - pitch, 1.0), filters + bin * classes);
    }
}

genus_status genus_chroma_compute(const genus_stft *stft, float *chroma, genus_error *error) {
    double tuning = 0.0;
    float *filters = malloc((size_t)bins * classes * sizeof *filters);
    genus_status status = genus_chroma_tuning(stft, &tuning, error);
    if (status == GENUS_OK && filters == NULL) {
        status = genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for chroma filters");
    }
    if (status != GENUS_OK) {
        free(filters);
        return status;
    }
    make_filters(tuning, filters);
    for (size_t t = 0; t < stft->frames; t++) {
        double sums[GENUS_PITCH_CLASSES] = {0.0};
        double largest = 0.0;
        for (size_t bin = 0; bin < bins; bin++) {
            const double magnitude = (double)stft->magnitude[t * bins + bin];
            for (size_t c = 0; c < classes; c++) {
                sums[c] += (double)filters[bin * classes + c] * magnitude * magnitude;
            }
        }
        for (size_t c = 0; c < classes; c++) {
            largest = fmax(largest, sums[c]);
        }
        for (size_t c = 0; c < classes; c++) {
            chroma[t * classes + c] =
                (float)(largest < (double)FLT_MIN ? sums[c] : sums[c] / largest);
        }
    }
    free(filters);
    return GENUS_OK;
}
