// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What the world does to music before Genus hears it: a function a degradation.

#include "train/audio/degrade.h"

#include "train/audio/codec.h"
#include "train/audio/spectrum.h"
#include "train/classical/stages.h"
#include "train/util/random.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ROOM_SECONDS 0.6      ///< In which the reverberation falls by 60 dB.
#define ROOM_GAP_SECONDS 0.01 ///< Between the direct sound and the first reflections.
#define CODEC_KILOBITS 64.0

/// A recording and what degrades it.
struct sound {
    float *samples;
    size_t count;
    double rate;
    genus_random random;
    genus_error *error;
};

static double energy(const float *samples, size_t count) {
    double sum = 0.0;
    for (size_t i = 0; i < count; i++) {
        sum += (double)samples[i] * (double)samples[i];
    }
    return sum;
}

static void scale(float *samples, size_t count, double factor) {
    for (size_t i = 0; i < count; i++) {
        samples[i] *= (float)factor;
    }
}

// ---------------------------------------------------------------------------------------- noise

/// Amplitude of pink noise; what lies under 20 Hz would take the power and is not heard.
static double pink(const void *context, double frequency) {
    (void)context;
    return frequency < 20.0 ? 0.0 : 1.0 / sqrt(frequency);
}

/// @param colour NULL: white.
static genus_status add_noise(struct sound *sound, double ratio_db, genus_gain *colour) {
    float *noise = calloc(sound->count + 1, sizeof *noise);
    if (noise == NULL) {
        return genus_fail(sound->error, GENUS_ERROR_MEMORY, "out of memory for noise");
    }
    for (size_t i = 0; i < sound->count; i++) {
        noise[i] = genus_random_normal(&sound->random);
    }
    genus_status status = GENUS_OK;
    if (colour != NULL) {
        status = genus_spectrum_shape(noise, sound->count, sound->rate, colour, NULL, sound->error);
    }
    const double power = energy(noise, sound->count);
    if (status == GENUS_OK && power > 0.0) {
        const double wanted = energy(sound->samples, sound->count) * pow(10.0, -ratio_db / 10.0);
        scale(noise, sound->count, sqrt(wanted / power));
        for (size_t i = 0; i < sound->count; i++) {
            sound->samples[i] += noise[i];
        }
    }
    free(noise);
    return status;
}

static genus_status noise_20(struct sound *sound) {
    return add_noise(sound, 20.0, NULL);
}

static genus_status noise_10(struct sound *sound) {
    return add_noise(sound, 10.0, NULL);
}

static genus_status pink_10(struct sound *sound) {
    return add_noise(sound, 10.0, pink);
}

// ------------------------------------------------------------------------------ lines and codecs

/// Butterworth's magnitudes of order 8 on both sides.
static double telephone_gain(const void *context, double frequency) {
    (void)context;
    return 1.0 / sqrt((1.0 + pow(300.0 / fmax(frequency, 1e-3), 16.0)) *
                      (1.0 + pow(frequency / 3400.0, 16.0)));
}

static genus_status telephone(struct sound *sound) {
    return genus_spectrum_shape(sound->samples, sound->count, sound->rate, telephone_gain, NULL,
                                sound->error);
}

static genus_status vorbis_64(struct sound *sound) {
    return genus_codec_pass(GENUS_CODEC_VORBIS, sound->samples, sound->count, sound->rate,
                            CODEC_KILOBITS, NULL, sound->error);
}

static genus_status mp3_64(struct sound *sound) {
    return genus_codec_pass(GENUS_CODEC_MP3, sound->samples, sound->count, sound->rate,
                            CODEC_KILOBITS, NULL, sound->error);
}

// ---------------------------------------------------------------------------------------- levels

static genus_status quiet_40(struct sound *sound) {
    scale(sound->samples, sound->count, 0.01);
    return GENUS_OK;
}

static genus_status clip_12(struct sound *sound) {
    float peak = 0.0F;
    for (size_t i = 0; i < sound->count; i++) {
        peak = fmaxf(peak, fabsf(sound->samples[i]));
    }
    const float gain = powf(10.0F, 12.0F / 20.0F);
    for (size_t i = 0; i < sound->count; i++) {
        sound->samples[i] = fmaxf(-peak, fminf(peak, gain * sound->samples[i]));
    }
    return GENUS_OK;
}

// ------------------------------------------------------------------------------------------ room

/// Direct sound, then noise that dies away: Moorer's model of a diffuse room (1979).
static genus_status room(struct sound *sound) {
    const size_t length = (size_t)(1.5 * ROOM_SECONDS * sound->rate);
    const size_t gap = (size_t)(ROOM_GAP_SECONDS * sound->rate);
    float *response = calloc(length, sizeof *response);
    if (response == NULL) {
        return genus_fail(sound->error, GENUS_ERROR_MEMORY, "out of memory for a room");
    }
    for (size_t i = gap; i < length; i++) {
        const double seconds = (double)i / sound->rate;
        response[i] =
            genus_random_normal(&sound->random) * (float)pow(10.0, -3.0 * seconds / ROOM_SECONDS);
    }
    scale(response, length, 1.0 / sqrt(energy(response, length)));
    response[0] = 1.0F;
    const double before = energy(sound->samples, sound->count);
    const genus_status status =
        genus_spectrum_convolve(sound->samples, sound->count, response, length, sound->error);
    const double after = energy(sound->samples, sound->count);
    if (status == GENUS_OK && after > 0.0) {
        scale(sound->samples, sound->count, sqrt(before / after));
    }
    free(response);
    return status;
}

// ----------------------------------------------------------------------------------------- parts

/// What median filters take for harmonic or percussive, as a stand-in for single tracks of a mix.
static genus_status separate(struct sound *sound, bool percussive) {
    if (sound->count < GENUS_CLASSICAL_SHORTEST) {
        return genus_fail(sound->error, GENUS_ERROR_DATA, "too short to be separated");
    }
    genus_stft stft = {0};
    float *parts = malloc(2 * sound->count * sizeof *parts);
    genus_status status =
        parts != NULL ? genus_stft_make(sound->samples, sound->count, &stft, sound->error)
                      : genus_fail(sound->error, GENUS_ERROR_MEMORY, "out of memory for parts");
    if (status == GENUS_OK) {
        status =
            genus_hpss_separate(&stft, sound->count, parts, parts + sound->count, sound->error);
    }
    if (status == GENUS_OK) {
        memcpy(sound->samples, parts + (percussive ? sound->count : 0),
               sound->count * sizeof *parts);
    }
    genus_stft_clear(&stft);
    free(parts);
    return status;
}

static genus_status harmonic(struct sound *sound) {
    return separate(sound, false);
}

static genus_status percussive(struct sound *sound) {
    return separate(sound, true);
}

// ------------------------------------------------------------------------------------- all of them

static const struct {
    const char *name;
    genus_status (*apply)(struct sound *sound);
} degradations[GENUS_DEGRADATION_COUNT] = {
    [GENUS_NOISE_20] = {"noise20", noise_20},
    [GENUS_NOISE_10] = {"noise10", noise_10},
    [GENUS_PINK_10] = {"pink10", pink_10},
    [GENUS_TELEPHONE] = {"telephone", telephone},
    [GENUS_VORBIS_64] = {"vorbis64", vorbis_64},
    [GENUS_MP3_64] = {"mp3-64", mp3_64},
    [GENUS_QUIET_40] = {"quiet40", quiet_40},
    [GENUS_CLIP_12] = {"clip12", clip_12},
    [GENUS_ROOM] = {"room", room},
    [GENUS_HARMONIC] = {"harmonic", harmonic},
    [GENUS_PERCUSSIVE] = {"percussive", percussive},
};

const char *genus_degradation_name(genus_degradation degradation) {
    return degradations[degradation].name;
}

bool genus_degradation_named(const char *name, genus_degradation *degradation) {
    for (size_t i = 0; i < GENUS_DEGRADATION_COUNT; i++) {
        if (strcmp(name, degradations[i].name) == 0) {
            *degradation = (genus_degradation)i;
            return true;
        }
    }
    return false;
}

bool genus_degradation_available(genus_degradation degradation) {
    return (degradation != GENUS_VORBIS_64 || genus_codec_available(GENUS_CODEC_VORBIS)) &&
           (degradation != GENUS_MP3_64 || genus_codec_available(GENUS_CODEC_MP3));
}

// NOLINTNEXTLINE(readability-non-const-parameter): they are written to through `sound`.
genus_status genus_degrade(genus_degradation degradation, float *samples, size_t count, double rate,
                           uint64_t seed, genus_error *error) {
    struct sound sound = {
        .samples = samples,
        .count = count,
        .rate = rate,
        .random = genus_random_seeded(seed, (uint64_t)degradation),
        .error = error,
    };
    return degradations[degradation].apply(&sound);
}
