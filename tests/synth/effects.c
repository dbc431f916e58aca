// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Echo, reverb and the final level of a mix.

#include "effects.h"

#include <math.h>
#include <stdlib.h>

#define COMBS 4
#define ALLPASSES 2

void genus_mix_echo(genus_mix *mix, double seconds, double feedback) {
    size_t delay = (size_t)(seconds * mix->rate);
    for (size_t i = delay; i < mix->frames; i++) {
        mix->stereo[2 * i] += (float)feedback * mix->stereo[2 * (i - delay) + 1];
        mix->stereo[2 * i + 1] += (float)feedback * mix->stereo[2 * (i - delay)];
    }
}

/** A delay line with its place. */
typedef struct line {
    float *samples;
    size_t length;
    size_t at;
} line;

static bool line_new(line *delay, double seconds, double rate) {
    delay->length = (size_t)(seconds * rate) + 1;
    delay->at = 0;
    delay->samples = calloc(delay->length, sizeof *delay->samples);
    return delay->samples != NULL;
}

static float line_exchange(line *delay, float in) {
    float out = delay->samples[delay->at];
    delay->samples[delay->at] = in;
    delay->at = delay->at + 1 == delay->length ? 0 : delay->at + 1;
    return out;
}

static float comb(line *delay, float in, float feedback) {
    float out = delay->samples[delay->at];
    return line_exchange(delay, in + feedback * out);
}

static float allpass(line *delay, float in) {
    const float gain = 0.6F;
    float delayed = delay->samples[delay->at];
    float into = in - gain * delayed;
    (void)line_exchange(delay, into);
    return delayed + gain * into;
}

/** Reverberates one side. The spread makes the two sides differ. */
static bool reverb_side(genus_mix *mix, size_t side, float wet, double seconds) {
    static const double comb_seconds[COMBS] = {0.0297, 0.0371, 0.0411, 0.0437};
    static const double allpass_seconds[ALLPASSES] = {0.0050, 0.0017};
    const double spread = side == 0 ? 1.0 : 1.027;

    line combs[COMBS] = {0};
    line allpasses[ALLPASSES] = {0};
    float feedback[COMBS];
    bool made = true;
    for (size_t c = 0; c < COMBS; c++) {
        double delay = comb_seconds[c] * spread;
        feedback[c] = (float)pow(10.0, -3.0 * delay / seconds);
        made = line_new(&combs[c], delay, mix->rate) && made;
    }
    for (size_t a = 0; a < ALLPASSES; a++) {
        made = line_new(&allpasses[a], allpass_seconds[a] * spread, mix->rate) && made;
    }

    float damped = 0.0F;
    for (size_t i = 0; made && i < mix->frames; i++) {
        float *sample = &mix->stereo[2 * i + side];
        // Rooms swallow treble first.
        damped += 0.5F * (*sample - damped);
        float reverberant = 0.0F;
        for (size_t c = 0; c < COMBS; c++) {
            reverberant += comb(&combs[c], damped, feedback[c]) / COMBS;
        }
        for (size_t a = 0; a < ALLPASSES; a++) {
            reverberant = allpass(&allpasses[a], reverberant);
        }
        *sample += wet * reverberant;
    }

    for (size_t c = 0; c < COMBS; c++) {
        free(combs[c].samples);
    }
    for (size_t a = 0; a < ALLPASSES; a++) {
        free(allpasses[a].samples);
    }
    return made;
}

bool genus_mix_reverb(genus_mix *mix, double wet, double seconds) {
    return reverb_side(mix, 0, (float)wet, seconds) && reverb_side(mix, 1, (float)wet, seconds);
}

void genus_mix_master(genus_mix *mix) {
    float peak = 1e-9F;
    for (size_t i = 0; i < 2 * mix->frames; i++) {
        mix->stereo[i] = tanhf(mix->stereo[i]);
        peak = fmaxf(peak, fabsf(mix->stereo[i]));
    }
    float gain = powf(10.0F, -1.0F / 20.0F) / peak;
    for (size_t i = 0; i < 2 * mix->frames; i++) {
        mix->stereo[i] *= gain;
    }
}
