// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Sounds that are not music: a function a kind.

#include "train/audio/nonmusic_sounds.h"

#include "train/audio/nonmusic_speech.h"
#include "train/audio/spectrum.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#define TWO_PI 6.283185307179586

/// A sound in the making.
struct sound {
    double rate;
    genus_random *random;
    float *samples;
    size_t count;
    genus_error *error;
};

static double between(struct sound *sound, double least, double most) {
    return least + (double)genus_random_uniform(sound->random) * (most - least);
}

/// Evenly over the octaves.
static double hertz_between(struct sound *sound, double least, double most) {
    return least * pow(most / least, between(sound, 0.0, 1.0));
}

static bool happens(struct sound *sound, double share) {
    return between(sound, 0.0, 1.0) < share;
}

static double from_decibels(double decibels) {
    return pow(10.0, decibels / 20.0);
}

// ---------------------------------------------------------------------------------------- noise

#define BUMPS 3

/// A colour of noise: a tilt between two edges, and some bumps.
struct colour {
    double tilt; ///< dB an octave.
    double low;
    double high;
    struct {
        double frequency;
        double octaves; ///< Width.
        double decibels;
    } bumps[BUMPS];
};

static struct colour draw_colour(struct sound *sound) {
    struct colour colour = {.low = 10.0, .high = sound->rate};
    const bool plain = happens(sound, 0.4); // A tilt and nothing else, white and pink among them.
    if (happens(sound, 0.8)) {
        colour.tilt = between(sound, -9.0, 3.0);
    }
    if (!plain && happens(sound, 0.4)) {
        colour.low = hertz_between(sound, 20.0, 2000.0);
    }
    if (!plain && happens(sound, 0.4)) {
        colour.high = hertz_between(sound, fmax(500.0, colour.low), 11000.0);
    }
    for (int i = 0; i < BUMPS; i++) {
        colour.bumps[i].frequency = hertz_between(sound, 50.0, 9000.0);
        colour.bumps[i].octaves = between(sound, 0.2, 2.0);
        colour.bumps[i].decibels =
            !plain && happens(sound, 0.5) ? between(sound, -15.0, 20.0) : 0.0;
    }
    return colour;
}

static double gain_of(const void *context, double frequency) {
    const struct colour *colour = context;
    const double hertz = fmax(frequency, 1.0);
    double decibels = colour->tilt * log2(fmax(hertz, 30.0) / 1000.0);
    for (int i = 0; i < BUMPS; i++) {
        const double off = log2(hertz / colour->bumps[i].frequency) / colour->bumps[i].octaves;
        decibels += colour->bumps[i].decibels * exp(-off * off);
    }
    return from_decibels(decibels) /
           sqrt((1.0 + pow(colour->low / hertz, 8.0)) * (1.0 + pow(hertz / colour->high, 8.0)));
}

/// Multiplies by a level that wanders within some dB, once in some seconds.
static void swell(struct sound *sound, double decibels, double seconds) {
    double from = 0.0;
    double to = between(sound, -decibels, 0.0);
    const size_t stretch = (size_t)(seconds * sound->rate);
    for (size_t i = 0; i < sound->count; i++) {
        const double share = (double)(i % stretch) / (double)stretch;
        sound->samples[i] *= (float)from_decibels(from + share * (to - from));
        if (i % stretch == stretch - 1) {
            from = to;
            to = between(sound, -decibels, 0.0);
        }
    }
}

static genus_status noise(struct sound *sound) {
    const struct colour colour = draw_colour(sound);
    for (size_t i = 0; i < sound->count; i++) {
        sound->samples[i] = genus_random_normal(sound->random);
    }
    const genus_status status = genus_spectrum_shape(sound->samples, sound->count, sound->rate,
                                                     gain_of, &colour, sound->error);
    if (happens(sound, 0.4)) {
        swell(sound, between(sound, 3.0, 30.0), between(sound, 0.1, 6.0));
    }
    return status;
}

// ---------------------------------------------------------------------------------------- tones

/// One period of a wave of some shape.
static double wave(int shape, double phase) {
    switch (shape) {
    case 0:
        return phase < 0.5 ? 0.5 : -0.5;
    case 1:
        return phase - 0.5;
    case 2:
        return fabs(2.0 * phase - 1.0) - 0.5;
    default:
        return sin(TWO_PI * phase);
    }
}

/// A tone that is held, goes on and off, glides up or down again and again, or wails.
static genus_status tone(struct sound *sound) {
    const double frequency = hertz_between(sound, 40.0, 8000.0);
    const int shape = (int)genus_random_below(sound->random, 8); // Mostly a sine.
    const double period = hertz_between(sound, 0.08, 8.0);       // Seconds.
    const double duty = happens(sound, 0.5) ? between(sound, 0.1, 0.8) : 1.0;
    const double glide = happens(sound, 0.3) ? between(sound, -2.0, 2.0) : 0.0; // Octaves.
    const bool wails = happens(sound, 0.5);
    const double second = happens(sound, 0.25) ? between(sound, 1.05, 2.5) : 0.0;
    double phase = 0.0;
    double second_phase = 0.0;
    double loudness = 0.0;
    for (size_t i = 0; i < sound->count; i++) {
        const double turn = fmod((double)i / sound->rate / period, 1.0);
        const double bent = glide * (wails ? 0.5 * sin(TWO_PI * turn) : turn);
        const double hertz = fmin(frequency * exp2(bent), 0.45 * sound->rate);
        phase = fmod(phase + hertz / sound->rate, 1.0);
        second_phase = fmod(second_phase + second * hertz / sound->rate, 1.0);
        loudness += ((turn < duty ? 1.0 : 0.0) - loudness) * 400.0 / sound->rate;
        sound->samples[i] =
            (float)(loudness * (wave(shape, phase) + (second > 0.0 ? wave(7, second_phase) : 0.0)));
    }
    return GENUS_OK;
}

#define HARMONICS 40

static genus_status hum(struct sound *sound) {
    static const double mains[] = {50.0, 60.0, 100.0, 120.0};
    const double frequency = happens(sound, 0.5) ? mains[genus_random_below(sound->random, 4)]
                                                 : hertz_between(sound, 25.0, 400.0);
    const double drift = happens(sound, 0.5) ? between(sound, 0.0, 0.05) : 0.0;
    const double drift_seconds = between(sound, 1.0, 10.0);
    const double tilt = between(sound, -12.0, -1.0);
    double amplitudes[HARMONICS];
    for (int k = 0; k < HARMONICS; k++) {
        const bool there = (k + 1) * frequency < 0.45 * sound->rate && happens(sound, 0.8);
        amplitudes[k] =
            there ? from_decibels(tilt * log2(k + 1.0) + between(sound, -15.0, 5.0)) : 0.0;
    }
    genus_status status = noise(sound);
    double power = 1e-20;
    for (size_t i = 0; i < sound->count; i++) {
        power += (double)sound->samples[i] * (double)sound->samples[i];
    }
    const double floor_level =
        from_decibels(between(sound, -60.0, -5.0)) / sqrt(power / (double)sound->count);
    double phase = 0.0;
    for (size_t i = 0; i < sound->count; i++) {
        const double time = (double)i / sound->rate;
        const double bent = 1.0 + drift * sin(TWO_PI * time / drift_seconds);
        phase = fmod(phase + bent * frequency / sound->rate, 1.0);
        // All harmonics from the first one's sine and cosine (Chebyshev's recurrence).
        const double twice = 2.0 * cos(TWO_PI * phase);
        double last = 0.0;
        double now = sin(TWO_PI * phase);
        double sum = 0.0;
        for (int k = 0; k < HARMONICS; k++) {
            sum += amplitudes[k] * now;
            const double next = twice * now - last;
            last = now;
            now = next;
        }
        sound->samples[i] = (float)(sum + floor_level * (double)sound->samples[i]);
    }
    return status;
}

// ------------------------------------------------------------------------------ ticks and bursts

/// A short sound: a resonance that is struck, or a burst of noise through it.
struct strike {
    double frequency;
    double width;   ///< Of the resonance, Hz.
    double seconds; ///< In which the burst falls to a third.
    bool noisy;
};

static void add_strike(struct sound *sound, size_t at, double level, const struct strike *strike) {
    genus_resonator resonator = {0};
    genus_resonator_tune(&resonator, sound->rate, fmin(strike->frequency, 0.45 * sound->rate),
                         strike->width);
    const double fall = exp(-1.0 / (strike->seconds * sound->rate));
    const double longest = 6.0 * strike->seconds + 3.0 / strike->width;
    const size_t left = sound->count - at;
    const size_t wanted = (size_t)(longest * sound->rate);
    const size_t length = wanted < left ? wanted : left;
    // So that high and low resonances come out about as loud.
    double force = level / fmax(resonator.gain, 1e-6) * 0.05;
    for (size_t i = 0; i < length; i++) {
        const double noise = 2.0 * (double)genus_random_uniform(sound->random) - 1.0;
        const double input = strike->noisy ? force * noise : (i == 0 ? force : 0.0);
        force *= fall;
        sound->samples[at + i] += (float)genus_resonator_step(&resonator, input);
    }
}

static struct strike draw_strike(struct sound *sound) {
    const double frequency = hertz_between(sound, 150.0, 7000.0);
    return (struct strike){
        .frequency = frequency,
        .width = hertz_between(sound, 8.0, 2000.0),
        .seconds = hertz_between(sound, 0.0005, 0.02),
        .noisy = happens(sound, 0.6),
    };
}

/// One strike or two that alternate, in time or nearly so.
static genus_status ticks(struct sound *sound) {
    const struct strike plain = draw_strike(sound);
    struct strike accent = plain;
    accent.frequency *= between(sound, 1.0, 2.0);
    const uint32_t every = 1 + genus_random_below(sound->random, 6);
    const double period = 60.0 / hertz_between(sound, 15.0, 400.0);
    const double unsteady = happens(sound, 0.3) ? between(sound, 0.0, 0.9) : 0.0;
    const double uneven = happens(sound, 0.3) ? between(sound, 0.0, 12.0) : 0.0;
    uint32_t number = 0;
    for (double time = between(sound, 0.0, period); time * sound->rate < (double)sound->count;) {
        const bool first = number++ % every == 0;
        add_strike(sound, (size_t)(time * sound->rate),
                   from_decibels(-between(sound, 0.0, uneven)) * (first ? 1.0 : 0.6),
                   first ? &accent : &plain);
        time += period * (1.0 + unsteady * between(sound, -0.7, 1.0));
    }
    return GENUS_OK;
}

/// Strikes without any order, few or very many a second, that hardly ring.
static genus_status bursts(struct sound *sound) {
    const double rate = hertz_between(sound, 2.0, 400.0);
    const struct strike about = draw_strike(sound);
    const double variety = between(sound, 0.1, 1.0); // Octaves.
    const double uneven = between(sound, 3.0, 25.0);
    for (double time = 0.0;;) {
        time -= log(1.0 - between(sound, 0.0, 0.999999)) / rate;
        if (time * sound->rate >= (double)sound->count) {
            break;
        }
        struct strike strike = about;
        strike.frequency *= exp2(between(sound, -variety, variety));
        strike.width = about.width * 8.0;
        add_strike(sound, (size_t)(time * sound->rate), from_decibels(-between(sound, 0.0, uneven)),
                   &strike);
    }
    if (happens(sound, 0.5)) {
        swell(sound, between(sound, 3.0, 30.0), between(sound, 1.0, 8.0));
    }
    return GENUS_OK;
}

// --------------------------------------------------------------------------------------- speech

static genus_status speech(struct sound *sound) {
    const uint32_t voices = happens(sound, 0.8) ? 1 : 2 + genus_random_below(sound->random, 6);
    for (uint32_t i = 0; i < voices; i++) {
        genus_nonmusic_speak(sound->rate, sound->random, sound->samples, sound->count);
    }
    return GENUS_OK;
}

genus_status genus_nonmusic_sound(genus_nonmusic_kind kind, double rate, genus_random *random,
                                  float *samples, size_t count, genus_error *error) {
    static genus_status (*const makers[GENUS_NONMUSIC_KINDS])(struct sound *) = {
        [GENUS_NONMUSIC_NOISE] = noise,   [GENUS_NONMUSIC_TONE] = tone,
        [GENUS_NONMUSIC_HUM] = hum,       [GENUS_NONMUSIC_TICKS] = ticks,
        [GENUS_NONMUSIC_BURSTS] = bursts, [GENUS_NONMUSIC_SPEECH] = speech,
    };
    struct sound sound = {
        .rate = rate, .random = random, .samples = samples, .count = count, .error = error};
    memset(samples, 0, count * sizeof *samples);
    return makers[kind](&sound);
}
