// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// One training example out of a clip.

#include "train/nn/augment.h"

#include "engine/audio/decibels.h"

#include <math.h>
#include <string.h>

#define EQUALISER_POINTS 6
#define BANDS_MAX 512

/// 10 log10 of the front end's floor under power.
#define NO_SOUND_DB (-100.0F)

/// A noise floor lies so far under the crop's loudest band, in dB.
#define NOISE_NEAREST_DB 15.0F
#define NOISE_FARTHEST_DB 65.0F

/// Sound in a room dies away by so much from frame to frame, in dB: at a hop of 77.5 ms 60 dB take
/// 0.2 to 1.2 s.
#define DECAY_LEAST_DB 4.0F
#define DECAY_MOST_DB 23.0F

genus_augmentation genus_augmentation_default(void) {
    return (genus_augmentation){
        .equaliser_db = 3.0F,
        .gain_db = 6.0F,
        .noise_share = 0.0F,
        .room_share = 0.0F,
        .mask_bands = 16,
        .lost_bands = 12,
        .mask_time_share = 1.0F / 6.0F,
    };
}

/// Crops that lose their highest bands. They are few: where a recording ends tells much about it.
#define LOST_TOP_SHARE 0.125F

/// True in `share` of all cases.
static bool happens(float share, genus_random *random) {
    return genus_random_uniform(random) < share;
}

static float draw_between(float least, float most, genus_random *random) {
    return least + genus_random_uniform(random) * (most - least);
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

/// Each frame's power lingers: what came before is heard again, ever weaker.
static void reverberate(size_t bands, size_t frames, genus_random *random, float *power) {
    const float decay =
        genus_decibels_to_power(-draw_between(DECAY_LEAST_DB, DECAY_MOST_DB, random));
    const float share = genus_decibels_to_power(draw_between(-6.0F, 3.0F, random));
    float lingering[BANDS_MAX] = {0.0F};
    for (size_t frame = 0; frame < frames; frame++) {
        for (size_t band = 0; band < bands; band++, power++) {
            const float direct = *power;
            *power += share * lingering[band];
            lingering[band] = decay * (lingering[band] + direct);
        }
    }
}

/// The mean power of the loudest band.
static float loudest_band(size_t bands, size_t frames, const float *power) {
    float sums[BANDS_MAX] = {0.0F};
    float loudest = 0.0F;
    for (size_t frame = 0; frame < frames; frame++) {
        for (size_t band = 0; band < bands; band++) {
            sums[band] += power[frame * bands + band];
        }
    }
    for (size_t band = 0; band < bands; band++) {
        loudest = sums[band] > loudest ? sums[band] : loudest;
    }
    return loudest / (float)frames;
}

/// Adds noise between white and brown. Mel filters of equal area give white noise the same level in
/// every band; low bands are few bins wide, so there it fluctuates most.
static void add_noise(size_t bands, size_t frames, genus_random *random, float *power) {
    const float level = genus_power_to_decibels(loudest_band(bands, frames, power) + 1e-10F) -
                        draw_between(NOISE_NEAREST_DB, NOISE_FARTHEST_DB, random);
    const float tilt = happens(0.5F, random) ? draw_between(-30.0F, 0.0F, random) : 0.0F;
    float floors[BANDS_MAX];
    float spread[BANDS_MAX];
    for (size_t band = 0; band < bands; band++) {
        const float height = (float)band / (float)bands;
        floors[band] = level + tilt * height;
        spread[band] = 12.0F - 9.0F * height;
    }
    for (size_t frame = 0; frame < frames; frame++) {
        for (size_t band = 0; band < bands; band++, power++) {
            // Two halves of one draw make a triangle from -1 to 1.
            const uint32_t bits = genus_random_bits(random);
            const float deviation =
                (float)(bits >> 16) * 0x1p-16F + (float)(bits & 0xFFFF) * 0x1p-16F - 1.0F;
            *power += genus_decibels_to_power(floors[band] + spread[band] * deviation);
        }
    }
}

/// What rooms and recorders add to a sound happens to powers.
static void roughen(const genus_augmentation *augmentation, size_t bands, size_t frames,
                    genus_random *random, float *decibels) {
    const bool noise = happens(augmentation->noise_share, random);
    const bool room = happens(augmentation->room_share, random);
    if (!noise && !room) {
        return;
    }
    const size_t cells = frames * bands;
    for (size_t i = 0; i < cells; i++) {
        decibels[i] = genus_decibels_to_power(decibels[i]);
    }
    if (room) {
        reverberate(bands, frames, random, decibels);
    }
    if (noise) {
        add_noise(bands, frames, random, decibels);
    }
    for (size_t i = 0; i < cells; i++) {
        decibels[i] = genus_power_to_decibels(decibels[i]);
    }
}

/// A curve through random points spread evenly over the bands.
static void equalise(const genus_augmentation *augmentation, size_t bands, size_t frames,
                     genus_random *random, float *decibels) {
    float points[EQUALISER_POINTS];
    float curve[BANDS_MAX];
    for (size_t i = 0; i < EQUALISER_POINTS; i++) {
        points[i] = augmentation->equaliser_db * genus_random_normal(random);
    }
    for (size_t band = 0; band < bands; band++) {
        const float at = (float)band * (EQUALISER_POINTS - 1) / (float)(bands > 1 ? bands - 1 : 1);
        const size_t left = (size_t)at < EQUALISER_POINTS - 1 ? (size_t)at : EQUALISER_POINTS - 2;
        const float share = at - (float)left;
        curve[band] = points[left] + share * (points[left + 1] - points[left]);
    }
    for (size_t frame = 0; frame < frames; frame++) {
        for (size_t band = 0; band < bands; band++) {
            float *cell = &decibels[frame * bands + band];
            const float value = *cell + curve[band];
            *cell = value > NO_SOUND_DB ? value : NO_SOUND_DB;
        }
    }
}

/// Each band's mean over the frames.
static void measure_means(size_t bands, size_t frames, const float *decibels, float *means) {
    memset(means, 0, bands * sizeof *means);
    for (size_t frame = 0; frame < frames; frame++) {
        for (size_t band = 0; band < bands; band++) {
            means[band] += decibels[frame * bands + band];
        }
    }
    for (size_t band = 0; band < bands; band++) {
        means[band] /= (float)frames;
    }
}

/// A share of the crops moves towards the mean spectrum of another clip, as if that one's players,
/// room and studio had recorded it; and what each band does about its mean becomes more or less.
static void recast(const genus_augmentation *augmentation, const genus_clip *other, size_t bands,
                   size_t frames, genus_random *random, float *decibels) {
    const bool moved = other != NULL && happens(augmentation->timbre_share, random);
    if (!moved && augmentation->dynamics <= 0.0F) {
        return;
    }
    float means[BANDS_MAX];
    float shift[BANDS_MAX] = {0.0F};
    measure_means(bands, frames, decibels, means);
    if (moved) {
        const float share = genus_random_uniform(random);
        genus_clip_means(other, bands, shift);
        for (size_t band = 0; band < bands; band++) {
            shift[band] = share * (shift[band] - means[band]);
        }
    }
    const float factor = augmentation->dynamics > 0.0F
                             ? expf(augmentation->dynamics * genus_random_normal(random))
                             : 1.0F;
    for (size_t frame = 0; frame < frames; frame++) {
        for (size_t band = 0; band < bands; band++) {
            float *cell = &decibels[frame * bands + band];
            const float value = means[band] + shift[band] + factor * (*cell - means[band]);
            *cell = value > NO_SOUND_DB ? value : NO_SOUND_DB;
        }
    }
}

/// A share of the crops loses up to `lost_bands` of its highest bands, to a level between the
/// clip's quietest cell and what the front end gives for no sound at all.
static void lose_top(const genus_augmentation *augmentation, const genus_clip *clip, size_t bands,
                     size_t frames, genus_random *random, float *decibels) {
    const size_t most = augmentation->lost_bands < bands ? augmentation->lost_bands : bands;
    const size_t drawn = genus_random_below(random, (uint32_t)most + 1);
    const size_t lost = happens(LOST_TOP_SHARE, random) ? drawn : 0;
    const float level = draw_between(clip->max_db - clip->range_db, NO_SOUND_DB, random);
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

genus_intake genus_intake_of(const genus_architecture *arch, uint32_t bands,
                             const genus_normalisation *normalisation,
                             const genus_spectral_statistics *spectral) {
    const genus_architecture_shape column =
        genus_architecture_shape_after(arch, bands, arch->block_count);
    return (genus_intake){
        .bands = bands,
        .level_normalisation = genus_architecture_level_normalisation(arch, bands),
        .normalisation = *normalisation,
        .spectral = spectral,
        .receptive_field = column.receptive_field,
        .stride = column.stride,
        .spectral_features = genus_architecture_spectral_features(arch, bands),
    };
}

/// A gain, what is masked, and the network's normalisation.
static void finish(const genus_augmentation *augmentation, size_t frames,
                   const genus_intake *intake, genus_random *random, float *input) {
    const float gain = draw_between(-augmentation->gain_db, augmentation->gain_db, random);
    const struct stretch masked = draw_stretch(augmentation->mask_bands, intake->bands, random);
    const struct stretch lost =
        draw_stretch((size_t)(augmentation->mask_time_share * (float)frames), frames, random);
    const float factor = 1.0F / intake->normalisation.scale;
    for (size_t frame = 0; frame < frames; frame++) {
        const bool silent = frame >= lost.first && frame < lost.end;
        for (size_t band = 0; band < intake->bands; band++, input++) {
            // 0 is the mean of the training set, so a mask says nothing.
            const bool hidden = silent || (band >= masked.first && band < masked.end);
            *input = hidden ? 0.0F : (*input + gain - intake->normalisation.offset) * factor;
        }
    }
}

void genus_intake_spectral_statistics(const genus_intake *intake, const float *decibels,
                                      size_t frames, float *features) {
    const size_t first = intake->receptive_field - intake->stride;
    const size_t columns = (frames - first) / intake->stride;
    genus_spectral_statistics_of(intake->spectral, decibels + (first - 1) * intake->bands,
                                 columns * intake->stride, features);
}

/// A crop as others might have recorded it, level-normalised.
static void hear(const genus_augmentation *augmentation, const genus_clip *clip, size_t frames,
                 const genus_intake *intake, const genus_clip *other, genus_random *random,
                 float *decibels) {
    crop(clip, intake->bands, frames, random, decibels);
    recast(augmentation, other, intake->bands, frames, random, decibels);
    roughen(augmentation, intake->bands, frames, random, decibels);
    equalise(augmentation, intake->bands, frames, random, decibels);
    lose_top(augmentation, clip, intake->bands, frames, random, decibels);
    genus_level_meter_frames(&intake->level_normalisation, intake->bands, frames, decibels);
}

void genus_augment(const genus_augmentation *augmentation, const genus_clip *clip, size_t frames,
                   const genus_intake *intake, const genus_clip *other, genus_random *random,
                   float *input, float *spectral) {
    for (size_t i = 0; intake->spectral != NULL && i < GENUS_LEARNER_STRETCHES; i++) {
        const uint32_t longer =
            genus_random_below(random, (uint32_t)(frames - intake->receptive_field + 1));
        const size_t length = intake->receptive_field + longer;
        hear(augmentation, clip, length, intake, other, random, input);
        genus_intake_spectral_statistics(intake, input, length,
                                         spectral + i * intake->spectral_features);
    }
    hear(augmentation, clip, frames, intake, other, random, input);
    finish(augmentation, frames, intake, random, input);
}
