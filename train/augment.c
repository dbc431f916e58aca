// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// One training example out of a clip.

#include "augment.h"

#define EQUALISER_POINTS 6
#define BANDS_MAX 512

/// 10 log10 of the front end's floor under power.
#define NO_SOUND_DB (-100.0F)

genus_augmentation genus_augmentation_default(void) {
    return (genus_augmentation){
        .equaliser_db = 3.0F,
        .gain_db = 6.0F,
        .mask_bands = 16,
        .lost_bands = 12,
        .mask_time_share = 1.0F / 6.0F,
    };
}

/// Decodes a random crop; a clip that is shorter starts over at its end.
static void crop(const genus_clip *clip, size_t bands, size_t frames, genus_random *random,
                 float *decibels) {
    if (clip->frames >= frames) {
        const size_t first = genus_random_below(random, (uint32_t)(clip->frames - frames + 1));
        genus_clip_decode(clip, bands, first, frames, decibels);
        return;
    }
    for (size_t done = 0; done < frames;) {
        const size_t left = frames - done;
        const size_t count = clip->frames < left ? clip->frames : left;
        genus_clip_decode(clip, bands, 0, count, decibels + done * bands);
        done += count;
    }
}

/// A gain, and a curve through random points spread evenly over the bands.
static void equalise(const genus_augmentation *augmentation, size_t bands, size_t frames,
                     genus_random *random, float *decibels) {
    float points[EQUALISER_POINTS];
    float curve[BANDS_MAX];
    const float gain = augmentation->gain_db * (2.0F * genus_random_uniform(random) - 1.0F);
    for (size_t i = 0; i < EQUALISER_POINTS; i++) {
        points[i] = gain + augmentation->equaliser_db * genus_random_normal(random);
    }
    for (size_t band = 0; band < bands; band++) {
        const float at = (float)band * (EQUALISER_POINTS - 1) / (float)(bands > 1 ? bands - 1 : 1);
        const size_t left = (size_t)at < EQUALISER_POINTS - 1 ? (size_t)at : EQUALISER_POINTS - 2;
        const float share = at - (float)left;
        curve[band] = points[left] + share * (points[left + 1] - points[left]);
    }
    for (size_t frame = 0; frame < frames; frame++) {
        for (size_t band = 0; band < bands; band++) {
            decibels[frame * bands + band] += curve[band];
        }
    }
}

/// Every other crop loses up to `lost_bands` of its highest bands, to a level between the clip's
/// quietest cell and what the front end gives for no sound at all.
static void lose_top(const genus_augmentation *augmentation, const genus_clip *clip, size_t bands,
                     size_t frames, genus_random *random, float *decibels) {
    const size_t most = augmentation->lost_bands < bands ? augmentation->lost_bands : bands;
    const size_t drawn = genus_random_below(random, (uint32_t)most + 1);
    const size_t lost = genus_random_uniform(random) < 0.5F ? drawn : 0;
    const float quietest = clip->max_db - clip->range_db;
    const float level = quietest + genus_random_uniform(random) * (NO_SOUND_DB - quietest);
    for (size_t frame = 0; frame < frames; frame++) {
        for (size_t band = bands - lost; band < bands; band++) {
            float *cell = &decibels[frame * bands + band];
            *cell = *cell < level ? *cell : level;
        }
    }
}

/// A stretch of 0 to `longest` out of `length`, anywhere.
struct stretch {
    size_t first;
    size_t end;
};

static struct stretch draw_stretch(size_t longest, size_t length, genus_random *random) {
    longest = longest < length ? longest : length;
    const size_t width = genus_random_below(random, (uint32_t)longest + 1);
    const size_t first = genus_random_below(random, (uint32_t)(length - width + 1));
    return (struct stretch){first, first + width};
}

void genus_augment(const genus_augmentation *augmentation, const genus_clip *clip, size_t bands,
                   size_t frames, const genus_normalisation *normalisation, genus_random *random,
                   float *input) {
    crop(clip, bands, frames, random, input);
    equalise(augmentation, bands, frames, random, input);
    lose_top(augmentation, clip, bands, frames, random, input);
    const struct stretch masked = draw_stretch(augmentation->mask_bands, bands, random);
    const struct stretch lost =
        draw_stretch((size_t)(augmentation->mask_time_share * (float)frames), frames, random);
    const float factor = 1.0F / normalisation->scale;
    for (size_t frame = 0; frame < frames; frame++) {
        const bool silent = frame >= lost.first && frame < lost.end;
        for (size_t band = 0; band < bands; band++, input++) {
            // 0 is the mean of the training set, so a mask says nothing.
            const bool hidden = silent || (band >= masked.first && band < masked.end);
            *input = hidden ? 0.0F : (*input - normalisation->offset) * factor;
        }
    }
}
