// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Babble: a glottal source and noise through formants that wander from syllable to syllable.

#include "train/audio/nonmusic_speech.h"

#include <math.h>
#include <stdbool.h>

#define FORMANTS 4
#define CONTROL 64 ///< Samples between two movements of the formants.

/// Who speaks.
struct voice {
    double rate;
    genus_random *random;
    double pitch;      ///< Hz, in the middle of a phrase.
    double liveliness; ///< How far pitch strays, as a share.
    double size;       ///< Factor on all formants: short vocal tracts have high ones.
    double pace;       ///< Syllables a second.
    double breath;     ///< Noise in the vowels.
    double open;       ///< Share of a glottal period in which the glottis is open.
    double pause;      ///< Seconds between phrases, about.

    genus_resonator formants[FORMANTS];
    genus_resonator hiss;
    double targets[FORMANTS];
    double places[FORMANTS];
    double hertz; ///< Pitch now.
    double wanted_hertz;
    double phase;   ///< Of the glottis, 0..1.
    double voicing; ///< Loudness of the vowel now.
    double hissing; ///< Loudness of the consonant now.
    float *samples;
    size_t count;
    size_t at;
};

static double between(struct voice *voice, double least, double most) {
    return least + (double)genus_random_uniform(voice->random) * (most - least);
}

static bool happens(struct voice *voice, double share) {
    return between(voice, 0.0, 1.0) < share;
}

/// The flow's slope through the glottis (Klatt and Klatt 1990): a parabola, then shut.
static double glottis(const struct voice *voice) {
    const double at = voice->phase / voice->open;
    return at < 1.0 ? at * (2.0 - 3.0 * at) : 0.0;
}

/// Moves formants and pitch a little way to where they are wanted.
static void steer(struct voice *voice) {
    static const double widths[FORMANTS] = {70.0, 100.0, 150.0, 250.0};
    const double share = 1.0 - exp(-(double)CONTROL / (0.03 * voice->rate));
    for (int i = 0; i < FORMANTS; i++) {
        voice->places[i] += share * (voice->targets[i] - voice->places[i]);
        const double highest = 0.48 * voice->rate;
        genus_resonator_tune(&voice->formants[i], voice->rate, fmin(voice->places[i], highest),
                             widths[i]);
    }
    voice->hertz += 0.5 * share * (voice->wanted_hertz - voice->hertz);
    voice->hertz *= 1.0 + 0.01 * (double)genus_random_normal(voice->random);
}

/// Goes on for some seconds towards these loudnesses.
static void sound(struct voice *voice, double seconds, double voicing, double hissing) {
    const size_t length = (size_t)(seconds * voice->rate);
    const double share = 1.0 - exp(-1.0 / (0.008 * voice->rate));
    for (size_t i = 0; i < length && voice->at < voice->count; i++, voice->at++) {
        if (voice->at % CONTROL == 0) {
            steer(voice);
        }
        voice->voicing += share * (voicing - voice->voicing);
        voice->hissing += share * (hissing - voice->hissing);
        voice->phase += voice->hertz / voice->rate;
        voice->phase -= floor(voice->phase);
        const double noise = (double)genus_random_uniform(voice->random) - 0.5;
        double flow = voice->voicing * (glottis(voice) + voice->breath * noise);
        for (int k = 0; k < FORMANTS; k++) {
            flow = genus_resonator_step(&voice->formants[k], flow);
        }
        const double hiss = genus_resonator_step(&voice->hiss, voice->hissing * noise);
        voice->samples[voice->at] += (float)(flow + hiss);
    }
}

/// A consonant: nothing, a hiss, a burst after a stop, or a hum through the nose.
static void consonant(struct voice *voice) {
    const double highest = 0.45 * voice->rate;
    const double centre = fmin(between(voice, 1200.0, 8500.0), highest);
    genus_resonator_tune(&voice->hiss, voice->rate, centre, between(voice, 300.0, 2500.0));
    // The gain of a resonator at its top falls with the square of its frequency.
    const double level = between(voice, 0.02, 0.25) * fmin(1.0, 4e6 / (centre * centre));
    switch (genus_random_below(voice->random, 5)) {
    case 0:
        break;
    case 1:
        sound(voice, between(voice, 0.05, 0.16), 0.0, level);
        break;
    case 2: // Voiced and hissed.
        sound(voice, between(voice, 0.04, 0.1), 0.3, 0.5 * level);
        break;
    case 3:
        sound(voice, between(voice, 0.03, 0.1), 0.0, 0.0);
        sound(voice, between(voice, 0.005, 0.03), 0.0, 2.0 * level);
        break;
    default:
        voice->targets[0] = 270.0 * voice->size;
        sound(voice, between(voice, 0.04, 0.1), 0.3, 0.0);
        break;
    }
}

static void vowel(struct voice *voice, double loudness) {
    const double openness = between(voice, 0.0, 1.0);
    const double front = between(voice, 0.0, 1.0);
    voice->targets[0] = voice->size * (260.0 + 560.0 * openness);
    // Wide open vowels differ less.
    voice->targets[1] =
        voice->size * (700.0 + 500.0 * openness + front * (1650.0 - 900.0 * openness));
    voice->targets[2] = voice->size * (2250.0 + 650.0 * front);
    voice->targets[3] = voice->size * between(voice, 3300.0, 3800.0);
    const double length = between(voice, 0.5, 1.3) / voice->pace;
    sound(voice, 0.8 * length, loudness, 0.0);
    sound(voice, 0.2 * length, 0.5 * loudness, 0.0);
}

/// Syllables with falling pitch, then a breath.
static void phrase(struct voice *voice) {
    const uint32_t syllables = 3 + genus_random_below(voice->random, 14);
    const double lift = between(voice, 0.0, voice->liveliness);
    const bool question = happens(voice, 0.2);
    for (uint32_t i = 0; i < syllables && voice->at < voice->count; i++) {
        const double done = (double)i / syllables;
        const bool accent = happens(voice, 0.3);
        const double bow = question ? lift * done : lift * (0.5 - done);
        voice->wanted_hertz = voice->pitch * (1.0 + bow + (accent ? 0.8 * voice->liveliness : 0.0) +
                                              between(voice, -0.05, 0.05));
        consonant(voice);
        vowel(voice, between(voice, 0.4, 0.8) + (accent ? 0.3 : 0.0));
        if (happens(voice, 0.25)) {
            consonant(voice);
        }
    }
    sound(voice, voice->pause * between(voice, 0.3, 2.0), 0.0, 0.0);
}

// NOLINTNEXTLINE(readability-non-const-parameter): they are written to through `voice`.
void genus_nonmusic_speak(double rate, genus_random *random, float *samples, size_t count) {
    struct voice voice = {.rate = rate, .random = random, .samples = samples, .count = count};
    voice.pitch = 75.0 * pow(4.0, between(&voice, 0.0, 1.0));
    voice.liveliness = between(&voice, 0.05, 0.5);
    // High voices come from short vocal tracts, mostly.
    voice.size = between(&voice, 0.85, 1.05) + 0.15 * log2(voice.pitch / 75.0) / 2.0;
    voice.pace = between(&voice, 3.0, 9.0);
    voice.breath = between(&voice, 0.0, 0.4);
    voice.open = between(&voice, 0.4, 0.8);
    voice.pause = between(&voice, 0.1, 1.0);
    voice.hertz = voice.pitch;
    for (int i = 0; i < FORMANTS; i++) {
        voice.places[i] = voice.targets[i] = voice.size * (500.0 + 1000.0 * i);
    }
    while (voice.at < count) {
        phrase(&voice);
    }
}
