// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The settings of the front end: defaults and ranges.

#include "engine/audio/frontend_settings.h"

#include <math.h>

#define DEFAULT_POWER_FLOOR 1e-10F

genus_frontend_settings genus_frontend_settings_default(void) {
    return (genus_frontend_settings){
        .sample_rate = 22050,
        .frame_length = 2048,
        .hop = 1708,
        .mel_bands = 128,
        .f_min = 0.0F,
        .f_max = 11025.0F,
        .power_floor = DEFAULT_POWER_FLOOR,
    };
}

static genus_status check_range(const char *field, uint32_t value, uint32_t low, uint32_t high,
                                genus_error *error) {
    if (value < low || value > high) {
        return genus_fail(error, GENUS_ERROR_FRONTEND,
                          "front end: %s is %u, but must be from %u to %u", field, value, low,
                          high);
    }
    return GENUS_OK;
}

static bool has_small_factors(uint32_t length) {
    static const uint32_t primes[] = {2, 3, 5};
    for (size_t i = 0; i < sizeof primes / sizeof *primes; i++) {
        while (length % primes[i] == 0) {
            length /= primes[i];
        }
    }
    return length == 1;
}

genus_status genus_frontend_settings_check(const genus_frontend_settings *settings,
                                           genus_error *error) {
    const struct {
        const char *field;
        uint32_t value;
        uint32_t low;
        uint32_t high;
    } ranges[] = {
        {"sample_rate", settings->sample_rate, 4000, 96000},
        {"n_fft (the frame length)", settings->frame_length, 64, 16384},
        {"hop", settings->hop, 1, 65536},
        {"mel_bands", settings->mel_bands, 1, 512},
    };
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        genus_status status =
            check_range(ranges[i].field, ranges[i].value, ranges[i].low, ranges[i].high, error);
        if (status != GENUS_OK) {
            return status;
        }
    }
    if (settings->frame_length % 2 != 0 || !has_small_factors(settings->frame_length)) {
        return genus_fail(error, GENUS_ERROR_FRONTEND,
                          "front end: n_fft (the frame length) is %u, but must be even and have "
                          "no prime factor above 5",
                          settings->frame_length);
    }
    // The comparisons are written so that NaN fails them.
    const float nyquist = (float)settings->sample_rate / 2.0F;
    if (!(settings->f_max > 0.0F && settings->f_max <= nyquist)) {
        return genus_fail(error, GENUS_ERROR_FRONTEND,
                          "front end: f_max is %g Hz, but must be above 0 and at most half the "
                          "sample rate, %g Hz",
                          (double)settings->f_max, (double)nyquist);
    }
    if (!(settings->f_min >= 0.0F && settings->f_min < settings->f_max)) {
        return genus_fail(error, GENUS_ERROR_FRONTEND,
                          "front end: f_min is %g Hz, but must be at least 0 and below f_max, "
                          "%g Hz",
                          (double)settings->f_min, (double)settings->f_max);
    }
    if (!(settings->power_floor > 0.0F) || !isfinite(settings->power_floor)) {
        return genus_fail(error, GENUS_ERROR_FRONTEND,
                          "front end: power_floor is %g, but must be a finite number above 0",
                          (double)settings->power_floor);
    }
    return GENUS_OK;
}

bool genus_frontend_settings_equal(const genus_frontend_settings *a,
                                   const genus_frontend_settings *b) {
    return a->sample_rate == b->sample_rate && a->frame_length == b->frame_length &&
           a->hop == b->hop && a->mel_bands == b->mel_bands && a->f_min == b->f_min &&
           a->f_max == b->f_max && a->power_floor == b->power_floor;
}
