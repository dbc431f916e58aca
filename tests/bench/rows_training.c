// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Rows about training.

#include "bench.h"
#include "peer.h"
#include "support/command.h"
#include "train/data/features_file.h"
#include "train/nn/augment.h"
#include "train/nn/layers.h"
#include "train/nn/learner.h"
#include "train/nn/optimiser.h"
#include "train/nn/recipe.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BATCH ((size_t)32)
#define CROP ((size_t)128)
#define THREADS 2
#define STEPS 3
#define CLIP_FRAMES ((size_t)387)
#define CLASSES 10

// --------------------------------------------------------------------------------- made-up clips

// Clips of noise: what they cost does not depend on what they hold.
static genus_dataset *make_clips(size_t count) {
    static const char *const labels[CLASSES] = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"};
    genus_dataset *made = calloc(1, sizeof *made);
    const genus_frontend_settings settings = genus_frontend_settings_default();
    const size_t cells = CLIP_FRAMES * settings.mel_bands;
    if (made == NULL) {
        return NULL;
    }
    made->settings = settings;
    made->label_count = CLASSES;
    made->clip_count = count;
    made->labels = calloc(CLASSES, sizeof *made->labels);
    made->clips = calloc(count, sizeof *made->clips);
    made->mel = malloc(count * cells);
    made->names = calloc(count, 8);
    if (made->labels == NULL || made->clips == NULL || made->mel == NULL || made->names == NULL) {
        genus_dataset_free(made);
        return NULL;
    }
    bool named = true;
    for (size_t i = 0; i < CLASSES; i++) {
        made->labels[i] = strdup(labels[i]);
        named = named && made->labels[i] != NULL;
    }
    uint32_t noise = 1;
    for (size_t i = 0; i < count * cells; i++) {
        noise = noise * 1664525U + 1013904223U; // Numerical Recipes' generator.
        made->mel[i] = (uint8_t)(noise >> 24);
    }
    for (size_t i = 0; i < count; i++) {
        (void)snprintf(made->names + 8 * i, 8, "c%06zu", i);
        made->clips[i] = (genus_clip){
            .name = made->names + 8 * i,
            .mel = made->mel + i * cells,
            .frames = CLIP_FRAMES,
            .max_db = 10.0F,
            .range_db = 80.0F,
            .label = (uint32_t)(i % CLASSES),
            .track = (uint32_t)i,
        };
    }
    if (!named) {
        genus_dataset_free(made);
        return NULL;
    }
    return made;
}

// --------------------------------------------------------------------------------- against PyTorch

typedef struct training {
    genus_dataset *dataset;
    genus_spectral_statistics *spectral;
    genus_intake intake;
    genus_augmentation augmentation;
    genus_thread_pool *team;
    genus_learner *learner;
    genus_optimiser *optimiser;
    uint64_t step;
} training;

static void fill(void *context, size_t clip, float *input, float *spectral, float *target) {
    const training *self = context;
    genus_random random = genus_random_seeded(self->step, clip);
    genus_augment(&self->augmentation, &self->dataset->clips[clip], CROP, &self->intake, NULL,
                  &random, input, spectral);
    genus_smooth_target(self->dataset->clips[clip].label, self->dataset->label_count, 0.1F, target);
}

// The whole step, augmentation included, which the peer leaves out.
static double work_steps(void *context) {
    training *self = context;
    const double begin = genus_bench_wall();
    for (size_t i = 0; i < STEPS; i++) {
        const genus_batch batch = {
            .clips = BATCH,
            .seed = ++self->step,
            .fill = fill,
            .context = self,
        };
        (void)genus_learner_step(self->learner, &batch);
        genus_optimiser_step(self->optimiser, (genus_cycle){.rate = 1e-3F, .beta1 = 0.9F},
                             genus_learner_gradient(self->learner),
                             genus_learner_values(self->learner));
    }
    return (genus_bench_wall() - begin) / STEPS;
}

static bool make_training(const genus_bench *bench, training *self) {
    const genus_model_config *config = genus_model_get_config(bench->model);
    const uint32_t bands = config->frontend.mel_bands;
    const genus_spectral_statistics_shape shape = genus_architecture_spectral(&config->arch, bands);
    *self = (training){
        .dataset = make_clips(BATCH),
        .spectral = genus_spectral_statistics_new(&shape, bands, config->normalisation.offset),
        .augmentation = genus_augmentation_default(),
    };
    self->intake = genus_intake_of(&config->arch, bands, &config->normalisation, self->spectral);
    self->intake.level_normalisation.memory = (uint32_t)genus_recipe_default().level;
    if (self->dataset == NULL || self->spectral == NULL ||
        genus_thread_pool_new(THREADS, &self->team, NULL) != GENUS_OK ||
        genus_learner_new(&config->arch, bands, CROP, BATCH, self->team, &self->learner, NULL) !=
            GENUS_OK) {
        return false;
    }
    const genus_parameter_map *map = genus_learner_map(self->learner);
    self->optimiser = genus_optimiser_new(map->count, 1e-3F);
    genus_random random = genus_random_seeded(1, 0);
    genus_parameters_start(map, &random, genus_learner_values(self->learner),
                           genus_learner_running(self->learner));
    return self->optimiser != NULL;
}

static void free_training(training *self) {
    genus_optimiser_free(self->optimiser);
    genus_learner_free(self->learner);
    genus_spectral_statistics_free(self->spectral);
    genus_thread_pool_free(self->team);
    genus_dataset_free(self->dataset);
}

genus_bench_result genus_bench_training(const genus_bench *bench) {
    training training;
    genus_bench_result result = genus_bench_absent("memory is out");
    if (make_training(bench, &training)) {
        genus_peer *peer = genus_peer_start("training.py", bench->weights, THREADS);
        result = peer == NULL ? genus_bench_absent("absent: it needs python3-torch")
                              : genus_bench_alternate((genus_bench_side){work_steps, &training},
                                                      (genus_bench_side){genus_peer_work, peer});
        genus_peer_stop(peer);
    }
    free_training(&training);
    return result;
}

// ----------------------------------------------------------------------------------------- growth

// A data set on disk, and where its weights go.
typedef struct pile {
    size_t clips;
    char features[128];
    char weights[128];
} pile;

static bool make_pile(const genus_bench *bench, size_t clips, pile *self) {
    *self = (pile){.clips = clips};
    (void)snprintf(self->features, sizeof self->features, "%s/%zu.safetensors", bench->folder,
                   clips);
    (void)snprintf(self->weights, sizeof self->weights, "%s/%zu-weights.safetensors", bench->folder,
                   clips);
    genus_dataset *dataset = make_clips(clips);
    const bool written =
        dataset != NULL && genus_features_write(dataset, NULL, self->features, NULL) == GENUS_OK;
    genus_dataset_free(dataset);
    return written;
}

// genus-train from the command line to the weights: CPU time.
static double work_epochs(const pile *self, const char *epochs) {
    // Sounds that are no music are made anew for every fit, whatever the clips.
    const char *const arguments[] = {
        GENUS_BENCH_TRAIN, "fit", self->features, "--out", self->weights, "--epochs", epochs,
        "--threads",       "1",   "--nonmusic",   "0",     (char *)NULL};
    genus_test_command command;
    if (genus_test_run(&command, arguments, NULL, "/dev/null") != 0 || command.exit_code != 0) {
        return -1.0;
    }
    return command.cpu_seconds;
}

// What the second epoch adds, a clip. Before the first, the clips are compared with each other.
static double work_epoch(void *context) {
    const pile *self = context;
    const double one = work_epochs(self, "1");
    const double two = work_epochs(self, "2");
    return one >= 0.0 && two >= 0.0 ? (two - one) / (double)self->clips : -1.0;
}

// Many clips against 250.
static genus_bench_result against_few(const genus_bench *bench, size_t clips) {
    pile small;
    pile large;
    genus_bench_result result = genus_bench_absent("the clips could not be written");
    if (make_pile(bench, 250, &small) && make_pile(bench, clips, &large)) {
        result = genus_bench_alternate((genus_bench_side){work_epoch, &large},
                                       (genus_bench_side){work_epoch, &small});
    }
    (void)unlink(small.features);
    (void)unlink(small.weights);
    (void)unlink(large.features);
    (void)unlink(large.weights);
    return result;
}

genus_bench_result genus_bench_training_500(const genus_bench *bench) {
    return against_few(bench, 500);
}

genus_bench_result genus_bench_training_1000(const genus_bench *bench) {
    return against_few(bench, 1000);
}
