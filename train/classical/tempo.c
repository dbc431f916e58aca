// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Tempo from the autocorrelation of the onset strength (librosa 0.7, onset.py: onset_strength;
// feature/rhythm.py: tempogram; beat.py: beat_track, tempo). Autocorrelation tempograms are those
// of Grosche, Müller and Kurth, "Cyclic tempogram", 2010.

#include "train/classical/stages.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

enum {
    bands = GENUS_CLASSICAL_BANDS,
    window_length = 344, ///< Frames of an autocorrelation: 8 s, as of beat.tempo's ac_size.
    half = window_length / 2,
    // One frame for the difference, and half a frame's length: a centred frame hears ahead.
    onset_delay = 1 + GENUS_CLASSICAL_FRAME / (2 * GENUS_CLASSICAL_HOP),
};

static const double pi = 3.14159265358979323846;

static const double likely_bpm = 120.0;
static const double fastest_bpm = 320.0;

static int compare(const void *a, const void *b) {
    const float left = *(const float *)a;
    const float right = *(const float *)b;
    return (left > right) - (left < right);
}

/** Median over the bands of the rise in dB from one frame to the next. */
static double find_rise(const float *before, const float *after) {
    float rises[GENUS_CLASSICAL_BANDS];
    for (size_t band = 0; band < bands; band++) {
        rises[band] = fmaxf(0.0F, after[band] - before[band]);
    }
    qsort(rises, bands, sizeof *rises, compare);
    return 0.5 * ((double)rises[bands / 2 - 1] + (double)rises[bands / 2]);
}

/** Onset strength, with `half` frames before and behind that fall off to 0 along a line.
 *  @param strength [frames + 2 half], zeros.
 */
static void find_onsets(const float *decibels, size_t frames, double *strength) {
    double *onset = strength + half;
    for (size_t t = onset_delay; t < frames; t++) {
        const float *before = decibels + (t - onset_delay) * bands;
        onset[t] = find_rise(before, before + bands);
    }
    for (size_t i = 0; i < half; i++) {
        strength[i] = onset[0] * (double)i / half;
        strength[2 * half + frames - 1 - i] = onset[frames - 1] * (double)i / half;
    }
}

/** Adds the autocorrelation of a window, so scaled that its largest value is 1. */
static void add_correlation(const double *strength, const double *window, double *sum) {
    double weighted[window_length];
    double correlation[window_length];
    double largest = 0.0;
    for (size_t i = 0; i < window_length; i++) {
        weighted[i] = strength[i] * window[i];
    }
    for (size_t lag = 0; lag < window_length; lag++) {
        correlation[lag] = 0.0;
        for (size_t i = lag; i < window_length; i++) {
            correlation[lag] += weighted[i] * weighted[i - lag];
        }
        largest = fmax(largest, correlation[lag]);
    }
    for (size_t lag = 0; lag < window_length; lag++) {
        sum[lag] += largest < DBL_MIN ? correlation[lag] : correlation[lag] / largest;
    }
}

/** The tempo whose lag is most probable. @param tempogram [window_length], 0..1 */
static double choose_tempo(const double *tempogram) {
    const double frame_rate = (double)GENUS_CLASSICAL_RATE / GENUS_CLASSICAL_HOP;
    double best = -INFINITY;
    double chosen = likely_bpm;
    for (size_t lag = 1; lag < window_length; lag++) {
        const double bpm = 60.0 * frame_rate / (double)lag;
        const double octaves = log2(bpm / likely_bpm);
        const double score = log1p(1e6 * tempogram[lag]) - 0.5 * octaves * octaves;
        if (bpm < fastest_bpm && score > best) {
            best = score;
            chosen = bpm;
        }
    }
    return chosen;
}

genus_status genus_mel_tempo(const float *decibels, size_t frames, double *bpm,
                             genus_error *error) {
    double window[window_length];
    double tempogram[window_length] = {0.0};
    double *strength = calloc(frames + 2 * half, sizeof *strength);
    if (strength == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for a tempo");
    }
    for (size_t i = 0; i < window_length; i++) {
        window[i] = 0.5 - 0.5 * cos(2.0 * pi * (double)i / window_length);
    }
    find_onsets(decibels, frames, strength);
    for (size_t t = 0; t < frames; t++) {
        add_correlation(strength + t, window, tempogram);
    }
    for (size_t lag = 0; lag < window_length; lag++) {
        tempogram[lag] /= (double)frames;
    }
    *bpm = choose_tempo(tempogram);
    free(strength);
    return GENUS_OK;
}
