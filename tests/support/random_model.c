// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Random weights in the shapes that a plan asks for.

#include "random_model.h"
#include "engine/error.h"
#include "engine/model.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define LABELS_MAX 10
#define TENSORS_MAX (4 + GENUS_PLAN_BLOCKS_MAX * 5 + 2)
#define NAME_MAX_LENGTH 32

typedef struct weights {
    genus_tensor tensors[TENSORS_MAX];
    char names[TENSORS_MAX][NAME_MAX_LENGTH];
    size_t count;
    uint32_t random;
    bool out_of_memory;
} weights;

// Xorshift32 (Marsaglia 2003), uniform in -1..1.
static float next_random(uint32_t *state) {
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return (float)*state / 2147483648.0F - 1.0F;
}

// A tensor of `centre` plus or minus `spread`; trailing shape entries of 0 are not used.
static void add(weights *all, const size_t shape[4], float centre, float spread) {
    genus_tensor *tensor = &all->tensors[all->count];
    tensor->name = all->names[all->count];
    tensor->dtype = GENUS_DTYPE_F32;
    size_t elements = 1;
    for (tensor->rank = 0; tensor->rank < 4 && shape[tensor->rank] > 0; tensor->rank++) {
        tensor->shape[tensor->rank] = shape[tensor->rank];
        elements *= shape[tensor->rank];
    }
    float *values = calloc(elements, sizeof *values);
    all->out_of_memory = all->out_of_memory || values == NULL;
    for (size_t i = 0; values != NULL && i < elements; i++) {
        values[i] = centre + spread * next_random(&all->random);
    }
    tensor->data = values;
    all->count++;
}

static void add_norm(weights *all, uint32_t block, size_t size, float mean) {
    static const char *const parts[4] = {"weight", "bias", "running_mean", "running_var"};
    const float centres[4] = {1.0F, 0.0F, mean, 1.0F};
    const float spreads[4] = {0.3F, 0.3F, 0.1F, 0.3F};
    for (size_t i = 0; i < 4; i++) {
        (void)snprintf(all->names[all->count], NAME_MAX_LENGTH, "norm%u.%s", block, parts[i]);
        add(all, (const size_t[4]){size}, centres[i], spreads[i]);
    }
}

static void add_all(weights *all, const genus_plan *plan, uint32_t bands) {
    if (plan->band_norm) {
        add_norm(all, 0, bands, 0.0F);
    }
    for (uint32_t i = 0; i < plan->block_count; i++) {
        const genus_plan_block *block = &plan->blocks[i];
        const size_t inputs = genus_plan_shape_after(plan, bands, i).channels;
        const size_t shape[4] = {block->channels, inputs, block->kernel_frequency,
                                 block->kernel_time};
        const float fan_in = (float)(inputs * block->kernel_frequency * block->kernel_time);
        (void)snprintf(all->names[all->count], NAME_MAX_LENGTH, "conv%u.weight", i + 1);
        add(all, shape, 0.0F, sqrtf(6.0F / fan_in)); // He et al. 2015
        add_norm(all, i + 1, block->channels, 0.0F);
    }
    const size_t features = genus_plan_features(plan, bands);
    (void)snprintf(all->names[all->count], NAME_MAX_LENGTH, "dense.weight");
    add(all, (const size_t[4]){plan->labels, features}, 0.0F, 2.0F / sqrtf((float)features));
    (void)snprintf(all->names[all->count], NAME_MAX_LENGTH, "dense.bias");
    add(all, (const size_t[4]){plan->labels}, 0.0F, 0.1F);
}

genus_status genus_test_write_random_model(const char *path, const char *arch, uint32_t label_count,
                                           float sure_threshold, uint32_t seed,
                                           genus_error *error) {
    static const char *const labels[LABELS_MAX] = {"blues",  "classical", "country", "disco",
                                                   "hiphop", "jazz",      "metal",   "pop",
                                                   "reggae", "rock"};
    genus_model_meaning meaning = {
        .label_count = label_count,
        .frontend = genus_frontend_settings_default(),
        .normalisation = {.offset = -30.0F, .scale = 20.0F},
        .temperature = 1.0F,
        .sure_threshold = sure_threshold,
    };
    if (label_count > LABELS_MAX ||
        !genus_plan_named(arch, meaning.frontend.mel_bands, label_count, &meaning.plan)) {
        return genus_fail(error, GENUS_ERROR_ARGUMENT, "no such random model: %s, %u labels", arch,
                          label_count);
    }
    for (uint32_t i = 0; i < label_count; i++) {
        meaning.labels[i] = labels[i];
    }
    weights *all = calloc(1, sizeof *all);
    if (all == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "out of memory");
    }
    all->random = seed + 1;
    add_all(all, &meaning.plan, meaning.frontend.mel_bands);
    const genus_status status =
        all->out_of_memory
            ? genus_fail(error, GENUS_ERROR_MEMORY, "out of memory")
            : genus_model_write(path, &meaning, all->tensors, all->count, NULL, 0, error);
    for (size_t i = 0; i < all->count; i++) {
        free((void *)all->tensors[i].data);
    }
    free(all);
    return status;
}

genus_status genus_test_random_model(const char *arch, uint32_t label_count, float sure_threshold,
                                     uint32_t seed, genus_model **model, genus_error *error) {
    char path[] = "/tmp/genus-random-model-XXXXXX";
    const int descriptor = mkstemp(path);
    if (descriptor < 0) {
        return genus_fail(error, GENUS_ERROR_OPEN, "%s: cannot be made", path);
    }
    (void)close(descriptor);
    genus_status status =
        genus_test_write_random_model(path, arch, label_count, sure_threshold, seed, error);
    if (status == GENUS_OK) {
        status = genus_model_load(path, model, error);
    }
    (void)unlink(path);
    return status;
}
