// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// From several channels to one.
//
// The measure is the energy of the sum of all channels against the sum of their energies: 1 for
// channels that have nothing in common and for one that plays alone, more for what is the same in
// several, towards 0 where they cancel.

#include "engine/audio/downmix.h"

#include <math.h>

#define WINDOW_SECONDS 0.25
#define FADE_SECONDS 0.05
#define CANCEL 0.05F   // Under this the channels cancel: correlated by less than -0.95.
#define NO_CANCEL 0.2F // Over this they do not any more.
#define SILENCE 1e-9F  // Mean square, -90 dBFS: windows without sound do not vote.

enum {
    votes_to_choose = 4,  // A second.
    votes_to_return = 12, // Three seconds.
    measured_step = 4,    // One frame of so many is measured.
};

void genus_downmix_start(genus_downmix *downmix, uint32_t channels, double sample_rate) {
    *downmix = (genus_downmix){
        .channels = channels,
        .chosen = -1,
        .source = -1,
        .share_step = (float)(1.0 / (FADE_SECONDS * sample_rate)),
        // Whole steps, so that it does not matter how the frames come in blocks.
        .window = (uint32_t)lround(WINDOW_SECONDS * sample_rate / measured_step) * measured_step,
    };
    downmix->until_next = downmix->window;
}

static int32_t loudest_channel(const genus_downmix *downmix) {
    int32_t loudest = 0;
    for (uint32_t c = 1; c < downmix->channels; c++) {
        if (downmix->loudness[c] > downmix->loudness[loudest]) {
            loudest = (int32_t)c;
        }
    }
    return loudest;
}

/** At the end of a window: votes, and changes the state when enough have voted for it. */
static void judge(genus_downmix *downmix) {
    float sum = 0.0F;
    for (uint32_t c = 0; c < downmix->channels; c++) {
        sum += downmix->energy[c];
    }
    const float measured = (float)downmix->window / (float)measured_step;
    const float scale = (float)downmix->channels * (float)downmix->channels;
    const float ratio = downmix->mix_energy * scale / sum; // NaN votes for nothing.
    if (sum > SILENCE * measured) {
        const bool for_other = downmix->chosen < 0 ? ratio < CANCEL : ratio > NO_CANCEL;
        downmix->votes = for_other ? downmix->votes + 1 : 0;
        for (uint32_t c = 0; c < downmix->channels; c++) {
            downmix->loudness[c] = for_other ? downmix->loudness[c] + downmix->energy[c] : 0.0F;
        }
    }
    if (downmix->chosen < 0 && downmix->votes == votes_to_choose) {
        downmix->chosen = loudest_channel(downmix);
        downmix->source = downmix->chosen;
        downmix->votes = 0;
    } else if (downmix->chosen >= 0 && downmix->votes == votes_to_return) {
        downmix->chosen = -1;
        downmix->votes = 0;
    }
    downmix->mix_energy = 0.0F;
    for (uint32_t c = 0; c < downmix->channels; c++) {
        downmix->energy[c] = 0.0F;
    }
    downmix->until_next = downmix->window;
}

/** Adds up the energy of every measured_step-th value. */
static float add_energy(float energy, const float *samples, size_t stride, size_t first,
                        size_t frames) {
    for (size_t i = first; i < frames; i += measured_step) {
        const float sample = samples[i * stride];
        energy += sample * sample;
    }
    return energy;
}

/** The first frame that is measured, of those up to the end of the window. */
static size_t first_measured(const genus_downmix *downmix) {
    return downmix->until_next % measured_step;
}

/** Blends from the mean to the chosen channel or back, as far as that has come. */
static void blend(genus_downmix *downmix, float *mono, const float *channel, size_t stride,
                  size_t frames) {
    for (size_t i = 0; i < frames; i++) {
        const float step = downmix->chosen >= 0 ? downmix->share_step : -downmix->share_step;
        downmix->share = fminf(fmaxf(downmix->share + step, 0.0F), 1.0F);
        const float other = channel[i * stride];
        mono[i] = downmix->share == 1.0F ? other : mono[i] + downmix->share * (other - mono[i]);
    }
}

static bool is_blended(const genus_downmix *downmix) {
    return downmix->chosen >= 0 || downmix->share > 0.0F;
}

/** How many of these frames belong to the present window. */
static size_t frames_of_window(const genus_downmix *downmix, size_t frames) {
    return frames < downmix->until_next ? frames : downmix->until_next;
}

/** Goes on by as many frames of the present window. */
static void advance(genus_downmix *downmix, size_t frames) {
    downmix->until_next -= (uint32_t)frames;
    if (downmix->until_next == 0) {
        judge(downmix);
    }
}

// Planar and interleaved input are added up in the same order: the same numbers, bit for bit.

void genus_downmix_planar(genus_downmix *downmix, float *mono, const float *const *channels,
                          size_t offset, size_t frames) {
    const uint32_t count = downmix->channels;
    const float scale = 1.0F / (float)count;
    for (size_t i = 0; i < frames; i++) {
        mono[i] = channels[0][offset + i];
    }
    for (uint32_t c = 1; c < count; c++) {
        for (size_t i = 0; i < frames; i++) {
            mono[i] += channels[c][offset + i];
        }
    }
    for (size_t i = 0; i < frames; i++) {
        mono[i] *= scale;
    }
    for (size_t done = 0; count > 1 && done < frames;) {
        const size_t part = frames_of_window(downmix, frames - done);
        const size_t first = first_measured(downmix);
        downmix->mix_energy = add_energy(downmix->mix_energy, mono + done, 1, first, part);
        for (uint32_t c = 0; c < count; c++) {
            downmix->energy[c] =
                add_energy(downmix->energy[c], channels[c] + offset + done, 1, first, part);
        }
        if (is_blended(downmix)) {
            blend(downmix, mono + done, channels[downmix->source] + offset + done, 1, part);
        }
        advance(downmix, part);
        done += part;
    }
}

void genus_downmix_interleaved(genus_downmix *downmix, float *mono, const float *samples,
                               size_t frames) {
    const uint32_t count = downmix->channels;
    const float scale = 1.0F / (float)count;
    for (size_t i = 0; i < frames; i++) {
        const float *frame = samples + i * count;
        float sum = frame[0];
        for (uint32_t c = 1; c < count; c++) {
            sum += frame[c];
        }
        mono[i] = sum * scale;
    }
    for (size_t done = 0; count > 1 && done < frames;) {
        const size_t part = frames_of_window(downmix, frames - done);
        const size_t first = first_measured(downmix);
        const float *from = samples + done * count;
        downmix->mix_energy = add_energy(downmix->mix_energy, mono + done, 1, first, part);
        for (uint32_t c = 0; c < count; c++) {
            downmix->energy[c] = add_energy(downmix->energy[c], from + c, count, first, part);
        }
        if (is_blended(downmix)) {
            blend(downmix, mono + done, from + downmix->source, count, part);
        }
        advance(downmix, part);
        done += part;
    }
}
