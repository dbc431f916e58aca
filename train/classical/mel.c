// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Log-mel spectrogram and cepstra (librosa 0.7, feature/spectral.py: melspectrogram, mfcc;
// core/spectrum.py: power_to_db).

#include "train/classical/stages.h"

#include "engine/audio/mel_filters.h"

#include <math.h>

enum {
    bands = GENUS_CLASSICAL_BANDS,
    cepstra_count = GENUS_CLASSICAL_CEPSTRA,
};

static const double pi = 3.14159265358979323846;

static const float power_floor = 1e-10F;
static const float range_db = 80.0F;

genus_status genus_mel_decibels(const genus_stft *stft, float *decibels, genus_error *error) {
    const genus_frontend_settings settings = {
        .sample_rate = GENUS_CLASSICAL_RATE,
        .frame_length = GENUS_CLASSICAL_FRAME,
        .hop = GENUS_CLASSICAL_HOP,
        .mel_bands = bands,
        .f_min = 0.0F,
        .f_max = GENUS_CLASSICAL_RATE / 2.0F,
        .power_floor = power_floor,
    };
    genus_mel_filters *filters = genus_mel_filters_new(&settings);
    if (filters == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for a mel filter bank");
    }
    float loudest = -INFINITY;
    for (size_t t = 0; t < stft->frames; t++) {
        float power[GENUS_CLASSICAL_BINS + GENUS_MEL_BEYOND] = {0};
        float *frame = decibels + t * bands;
        for (size_t bin = 0; bin < GENUS_CLASSICAL_BINS; bin++) {
            const float magnitude = stft->magnitude[t * GENUS_CLASSICAL_BINS + bin];
            power[bin] = magnitude * magnitude;
        }
        genus_mel_filters_apply(filters, power, frame);
        for (size_t band = 0; band < bands; band++) {
            frame[band] = 10.0F * log10f(fmaxf(frame[band], power_floor));
            loudest = fmaxf(loudest, frame[band]);
        }
    }
    for (size_t i = 0; i < stft->frames * bands; i++) {
        decibels[i] = fmaxf(decibels[i], loudest - range_db);
    }
    genus_mel_filters_free(filters);
    return GENUS_OK;
}

void genus_mel_cepstra(const float *decibels, size_t frames, float *cepstra) {
    for (size_t k = 0; k < cepstra_count; k++) {
        double wave[GENUS_CLASSICAL_BANDS];
        const double scale = sqrt((k == 0 ? 1.0 : 2.0) / bands);
        for (size_t band = 0; band < bands; band++) {
            wave[band] = scale * cos(pi * (double)k * ((double)band + 0.5) / bands);
        }
        for (size_t t = 0; t < frames; t++) {
            double sum = 0.0;
            for (size_t band = 0; band < bands; band++) {
                sum += wave[band] * (double)decibels[t * bands + band];
            }
            cepstra[k * frames + t] = (float)sum;
        }
    }
}
