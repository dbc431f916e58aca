// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The training examples of an epoch.

#include "train/nn/examples.h"

#include "train/nn/layers.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/// Streams of the generator; the network's first values are drawn from stream 0.
enum stream { STREAM_SHUFFLE = 1, STREAM_EXAMPLE };

struct genus_examples {
    const genus_recipe *recipe;
    const genus_dataset *dataset;
    const size_t *clips;
    size_t count;
    const genus_nonmusic *nonmusic; ///< NULL: all examples are music.
    genus_intake intake;
    float weights[GENUS_LABELS_MAX]; ///< In the loss, by class.
    size_t epoch;
    size_t *order;        ///< [count]: clips in this epoch's order.
    size_t size;          ///< Floats of an example's input.
    size_t spectral_size; ///< Of its spectral statistics.
    float *others;        ///< [batch][size + spectral_size]: the second clips of blends.
};

bool genus_class_weights(const size_t *counts, uint32_t labels, float *weights) {
    size_t fewest = SIZE_MAX;
    size_t most = 0;
    size_t all = 0;
    for (uint32_t label = 0; label < labels; label++) {
        fewest = counts[label] < fewest ? counts[label] : fewest;
        most = counts[label] > most ? counts[label] : most;
        all += counts[label];
    }
    const bool uneven = 2 * most >= 3 * fewest;
    const float mean = (float)all / (float)labels;
    for (uint32_t label = 0; label < labels; label++) {
        const float own = counts[label] > 0 ? mean / (float)counts[label] : 1.0F;
        weights[label] = uneven ? fminf(fmaxf(own, 0.1F), 10.0F) : 1.0F;
    }
    return uneven;
}

/// Weights from the training clips.
static void weigh_classes(genus_examples *examples) {
    size_t counts[GENUS_LABELS_MAX] = {0};
    for (size_t i = 0; i < examples->count; i++) {
        counts[examples->dataset->clips[examples->clips[i]].label]++;
    }
    (void)genus_class_weights(counts, examples->dataset->label_count, examples->weights);
}

genus_examples *genus_examples_new(const genus_recipe *recipe, const genus_dataset *dataset,
                                   const size_t *clips, size_t count, const genus_intake *intake) {
    genus_examples *examples = calloc(1, sizeof *examples);
    if (examples == NULL) {
        return NULL;
    }
    *examples = (genus_examples){
        .recipe = recipe,
        .dataset = dataset,
        .clips = clips,
        .count = count,
        .intake = *intake,
        .size = recipe->crop * dataset->settings.mel_bands,
        .spectral_size = GENUS_LEARNER_STRETCHES * intake->spectral_features,
    };
    weigh_classes(examples);
    examples->order = calloc(count, sizeof *examples->order);
    examples->others = calloc(recipe->batch, (examples->size + examples->spectral_size) *
                                                 sizeof *examples->others);
    if (examples->order == NULL || examples->others == NULL) {
        genus_examples_free(examples);
        return NULL;
    }
    genus_examples_shuffle(examples, 0);
    return examples;
}

void genus_examples_set_nonmusic(genus_examples *examples, const genus_nonmusic *bank) {
    examples->nonmusic = bank;
}

void genus_examples_free(genus_examples *examples) {
    if (examples != NULL) {
        free(examples->order);
        free(examples->others);
        free(examples);
    }
}

static genus_random stream_of(const genus_examples *examples, enum stream stream, uint64_t number) {
    return genus_random_seeded(examples->recipe->seed, ((uint64_t)stream << 48) + number);
}

void genus_examples_shuffle(genus_examples *examples, size_t epoch) {
    examples->epoch = epoch;
    memcpy(examples->order, examples->clips, examples->count * sizeof *examples->order);
    genus_random random = stream_of(examples, STREAM_SHUFFLE, epoch);
    genus_random_shuffle(&random, examples->order, examples->count);
}

/// One clip as an example.
static void fill_from(const genus_examples *examples, size_t place, genus_random *random,
                      float *input, float *spectral, float *target) {
    const genus_dataset *dataset = examples->dataset;
    const genus_clip *clip = &dataset->clips[examples->order[place]];
    const bool recast = examples->recipe->augmentation.timbre_share > 0.0F;
    const genus_clip *other =
        recast
            ? &dataset
                   ->clips[examples->clips[genus_random_below(random, (uint32_t)examples->count)]]
            : NULL;
    genus_augment(&examples->recipe->augmentation, clip, examples->recipe->crop, &examples->intake,
                  other, random, input, spectral);
    genus_smooth_target(clip->label, dataset->label_count, examples->recipe->smoothing, target);
    for (uint32_t label = 0; label < dataset->label_count; label++) {
        target[label] *= examples->weights[clip->label];
    }
    target[dataset->label_count] = 0.0F;
}

/// A clip that is no music: none of the labels.
static void fill_with_nonmusic(const genus_examples *examples, genus_random *random, float *input,
                               float *spectral, float *target) {
    const genus_nonmusic *bank = examples->nonmusic;
    const uint32_t labels = examples->dataset->label_count;
    genus_augment(&examples->recipe->augmentation,
                  &bank->clips[genus_random_below(random, (uint32_t)bank->count)],
                  examples->recipe->crop, &examples->intake, NULL, random, input, spectral);
    memset(target, 0, labels * sizeof *target);
    target[labels] = 1.0F;
}

static void blend(float *values, const float *others, size_t count, float share) {
    for (size_t i = 0; i < count; i++) {
        values[i] += share * (others[i] - values[i]);
    }
}

void genus_examples_fill(genus_examples *examples, size_t place, float *input, float *spectral,
                         float *target) {
    genus_random random =
        stream_of(examples, STREAM_EXAMPLE, examples->epoch * examples->count + place);
    if (examples->nonmusic != NULL && genus_random_uniform(&random) < examples->recipe->nonmusic) {
        fill_with_nonmusic(examples, &random, input, spectral, target);
        return;
    }
    fill_from(examples, place, &random, input, spectral, target);
    if (genus_random_uniform(&random) < examples->recipe->mixup) {
        const size_t slot = place % examples->recipe->batch;
        float *other = examples->others + slot * (examples->size + examples->spectral_size);
        float *other_spectral = other + examples->size;
        float other_target[GENUS_LABELS_MAX + 1];
        fill_from(examples, genus_random_below(&random, (uint32_t)examples->count), &random, other,
                  other_spectral, other_target);
        // Never over a half: the clip whose place it is leads.
        const float share = 0.5F * genus_random_uniform(&random);
        blend(input, other, examples->size, share);
        blend(spectral, other_spectral, examples->spectral_size, share);
        blend(target, other_target, examples->dataset->label_count, share);
    }
}
