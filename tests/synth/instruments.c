// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The instruments, each one loop over the samples of its note.

#include "instruments.h"

#include <math.h>

#define TAU 6.283185307179586

/** The longest period of a plucked string, in samples: 32 Hz at 192 kHz. */
#define PERIOD_MAX 6144

/** Where a note lies in its mix, and how loud it is on each side. */
typedef struct span {
    size_t first;
    size_t count;
    float left;
    float right;
} span;

static span note_span(const genus_mix *mix, const genus_note *note, double seconds) {
    span place = {.first = (size_t)lround(fmax(0.0, note->start) * mix->rate)};
    if (place.first >= mix->frames) {
        return place;
    }
    place.count = (size_t)lround(seconds * mix->rate);
    if (place.count > mix->frames - place.first) {
        place.count = mix->frames - place.first;
    }
    double angle = (note->pan + 1.0) * TAU / 8.0;
    place.left = (float)(note->gain * cos(angle) * sqrt(2.0));
    place.right = (float)(note->gain * sin(angle) * sqrt(2.0));
    return place;
}

static void add(genus_mix *mix, const span *place, size_t i, double sample) {
    mix->stereo[2 * (place->first + i)] += place->left * (float)sample;
    mix->stereo[2 * (place->first + i) + 1] += place->right * (float)sample;
}

static double frequency(double pitch) {
    return 440.0 * exp2((pitch - 69.0) / 12.0);
}

static double white(genus_random *noise) {
    return 2.0 * (double)genus_random_uniform(noise) - 1.0;
}

/** A state-variable filter (Zavalishin's topology-preserving form). */
typedef struct filter {
    double state1;
    double state2;
    double low;
    double band;
    double high;
} filter;

static void filter_step(filter *filter, double in, double cutoff, double resonance, double rate) {
    double g = tan(TAU / 2.0 * fmin(cutoff, 0.45 * rate) / rate);
    double k = 1.0 / resonance;
    double v1 = (filter->state1 + g * (in - filter->state2)) / (1.0 + g * (g + k));
    double v2 = filter->state2 + g * v1;
    filter->state1 = 2.0 * v1 - filter->state1;
    filter->state2 = 2.0 * v2 - filter->state2;
    filter->low = v2;
    filter->band = v1;
    filter->high = in - k * v1 - v2;
}

/** One sample of a saw without audible aliases (a polynomial smooths the step); moves the phase. */
static double saw(double *phase, double step) {
    double value = 2.0 * *phase - 1.0;
    if (*phase < step) {
        double t = *phase / step;
        value -= t + t - t * t - 1.0;
    } else if (*phase > 1.0 - step) {
        double t = (*phase - 1.0) / step;
        value -= t * t + t + t + 1.0;
    }
    *phase += step;
    *phase -= floor(*phase);
    return value;
}

/** A gate with straight flanks, so that no note clicks. */
static double gate(double t, double duration, double attack, double release) {
    if (t < attack) {
        return t / attack;
    }
    if (t > duration) {
        return fmax(0.0, 1.0 - (t - duration) / release);
    }
    return 1.0;
}

void genus_play_kick(genus_mix *mix, const genus_note *note) {
    span place = note_span(mix, note, 0.4);
    double phase = 0.0;
    for (size_t i = 0; i < place.count; i++) {
        double t = (double)i / mix->rate;
        phase += (46.0 + 130.0 * exp(-t / 0.028)) / mix->rate;
        double click = exp(-t / 0.002) * 0.4;
        add(mix, &place, i, sin(TAU * phase) * exp(-t / 0.11) + click * sin(TAU * 1800.0 * t));
    }
}

void genus_play_snare(genus_mix *mix, const genus_note *note, genus_random *noise) {
    span place = note_span(mix, note, 0.35);
    filter rattle = {0};
    for (size_t i = 0; i < place.count; i++) {
        double t = (double)i / mix->rate;
        filter_step(&rattle, white(noise), 2800.0, 0.7, mix->rate);
        double tone = sin(TAU * 186.0 * t) * exp(-t / 0.05);
        add(mix, &place, i, 0.5 * tone + 0.9 * (rattle.band + 0.5 * rattle.high) * exp(-t / 0.075));
    }
}

void genus_play_hat(genus_mix *mix, const genus_note *note, genus_random *noise) {
    span place = note_span(mix, note, 4.0 * note->duration);
    filter bright = {0};
    for (size_t i = 0; i < place.count; i++) {
        double t = (double)i / mix->rate;
        filter_step(&bright, white(noise), 7000.0, 0.9, mix->rate);
        add(mix, &place, i, bright.high * exp(-t / (0.6 * note->duration)));
    }
}

void genus_play_clap(genus_mix *mix, const genus_note *note, genus_random *noise) {
    span place = note_span(mix, note, 0.3);
    filter hands = {0};
    for (size_t i = 0; i < place.count; i++) {
        double t = (double)i / mix->rate;
        // Three hands, 11 ms apart, then the room.
        double since = t < 0.033 ? fmod(t, 0.011) : t - 0.022;
        filter_step(&hands, white(noise), 1300.0, 1.6, mix->rate);
        add(mix, &place, i, hands.band * exp(-since / (t < 0.033 ? 0.006 : 0.06)));
    }
}

void genus_play_bass(genus_mix *mix, const genus_note *note, double cutoff) {
    const double release = 0.02;
    span place = note_span(mix, note, note->duration + release);
    double step = frequency(note->pitch) / mix->rate;
    double phase = 0.0;
    filter body = {0};
    for (size_t i = 0; i < place.count; i++) {
        double t = (double)i / mix->rate;
        double sweep = 120.0 + cutoff * exp(-t / 0.12);
        filter_step(&body, saw(&phase, step), sweep, 3.0, mix->rate);
        add(mix, &place, i, body.low * gate(t, note->duration, 0.003, release));
    }
}

void genus_play_reese(genus_mix *mix, const genus_note *note, double cutoff) {
    const double release = 0.05;
    span place = note_span(mix, note, note->duration + release);
    double step = frequency(note->pitch) / mix->rate;
    double phases[2] = {0.0, 0.31};
    filter body = {0};
    for (size_t i = 0; i < place.count; i++) {
        double t = (double)i / mix->rate;
        double in = 0.5 * saw(&phases[0], step * 0.994) + 0.5 * saw(&phases[1], step * 1.006);
        filter_step(&body, in, cutoff, 1.2, mix->rate);
        double sub = 0.6 * sin(TAU * frequency(note->pitch) * t);
        add(mix, &place, i, (body.low + sub) * gate(t, note->duration, 0.01, release));
    }
}

void genus_play_strings(genus_mix *mix, const genus_note *note, genus_random *noise) {
    enum { desks = 3 };
    const double attack = fmin(0.35, 0.4 * note->duration);
    const double release = 0.7;
    span place = note_span(mix, note, note->duration + release);
    double phases[desks];
    double vibrato_phases[desks];
    double vibrato_rates[desks];
    double detunes[desks];
    for (size_t d = 0; d < desks; d++) {
        phases[d] = (double)genus_random_uniform(noise);
        vibrato_phases[d] = (double)genus_random_uniform(noise);
        vibrato_rates[d] = 4.8 + 0.9 * (double)genus_random_uniform(noise);
        detunes[d] = 0.05 * ((double)d - 1.0);
    }
    filter body = {0};
    for (size_t i = 0; i < place.count; i++) {
        double t = (double)i / mix->rate;
        // Vibrato sets in when the note stands.
        double depth = 0.22 * fmin(1.0, t / 0.6);
        double sum = 0.0;
        for (size_t d = 0; d < desks; d++) {
            double vibrato = sin(TAU * (vibrato_rates[d] * t + vibrato_phases[d]));
            double bend = detunes[d] + depth * vibrato;
            sum += saw(&phases[d], frequency(note->pitch + bend) / mix->rate) / desks;
        }
        filter_step(&body, sum, 900.0 + 3.0 * frequency(note->pitch), 0.7, mix->rate);
        add(mix, &place, i, body.low * gate(t, note->duration, attack, release));
    }
}

void genus_play_pluck(genus_mix *mix, const genus_note *note, double brightness,
                      genus_random *noise) {
    const double release = 0.15;
    span place = note_span(mix, note, note->duration + release);
    // The averaging below delays by half a sample; the all-pass makes up the fraction that a
    // whole number of samples misses.
    double period = mix->rate / frequency(note->pitch) - 0.5;
    size_t length = (size_t)floor(period - 0.3);
    if (length < 2 || length > PERIOD_MAX) {
        return;
    }
    double fraction = period - (double)length;
    double coefficient = (1.0 - fraction) / (1.0 + fraction);

    double string[PERIOD_MAX];
    double soft = 0.0;
    for (size_t i = 0; i < length; i++) {
        soft += (0.15 + 0.8 * brightness) * (white(noise) - soft);
        string[i] = soft;
    }

    double loss = pow(10.0, -3.0 / (frequency(note->pitch) * 3.5));
    double last_in = 0.0;
    double last_out = 0.0;
    double last_read = 0.0;
    size_t at = 0;
    for (size_t i = 0; i < place.count; i++) {
        double read = string[at];
        double average = loss * 0.5 * (read + last_read);
        double tuned = coefficient * (average - last_out) + last_in;
        last_read = read;
        last_in = average;
        last_out = tuned;
        string[at] = tuned;
        at = at + 1 == length ? 0 : at + 1;
        double t = (double)i / mix->rate;
        add(mix, &place, i, read * gate(t, note->duration, 0.0005, release));
    }
}
