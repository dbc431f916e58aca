// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Training from a data set to a weights file.

#include "fit.h"

#include "calibrate.h"
#include "engine/model.h"
#include "engine/verdict.h"
#include "learner.h"
#include "metrics.h"
#include "optimiser.h"
#include "predict.h"
#include "progress.h"
#include "split.h"

#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/// Verdicts called sure are to be right this often on the validation clips.
#define SURE_PRECISION 0.95

/// Streams of the generator: each use draws from its own.
enum stream { STREAM_START, STREAM_SHUFFLE, STREAM_EXAMPLE };

/// Everything that a training run holds.
struct fit {
    const genus_fit_options *options;
    genus_error *error;
    genus_dataset *dataset;
    genus_split *split;
    size_t *clips[GENUS_PART_COUNT]; ///< Clip indices of each part.
    genus_model_meaning meaning;
    genus_team *team;
    genus_learner *learner;
    genus_optimiser *optimiser;

    size_t steps; ///< Batches an epoch.
    size_t epoch;
    size_t step;      ///< Within the epoch.
    size_t *order;    ///< Training clips in this epoch's order.
    uint32_t *labels; ///< [batch]

    float *best_values;  ///< Parameters of the best epoch so far.
    float *best_running; ///< Its running statistics.
    double best_loss;
    size_t best_epoch; ///< Counted from 1; 0: none yet.
};

genus_fit_options genus_fit_options_default(void) {
    return (genus_fit_options){
        .arch = "genus",
        .epochs = 100,
        .batch = 32,
        .crop = 128,
        .threads = 2,
        .rate = 1e-3F,
        .weight_decay = 1e-3F,
        .warm_up = 0.2F,
        .smoothing = 0.1F,
        .augmentation = genus_augmentation_default(),
    };
}

static genus_status out_of_memory(const struct fit *fit) {
    return genus_fail(fit->error, GENUS_ERROR_MEMORY, "out of memory for the training");
}

static genus_random stream_of(const struct fit *fit, enum stream stream, uint64_t number) {
    return genus_random_seeded(fit->options->seed, ((uint64_t)stream << 48) + number);
}

// ---------------------------------------------------------------------------------- preparation

/// Mean and standard deviation of the training clips' cells, in dB.
static genus_normalisation measure_normalisation(const struct fit *fit) {
    const size_t bands = fit->dataset->settings.mel_bands;
    double sum = 0.0;
    double square = 0.0;
    double cells = 0.0;
    for (size_t i = 0; i < fit->split->sizes[GENUS_PART_TRAIN]; i++) {
        const genus_clip *clip = &fit->dataset->clips[fit->clips[GENUS_PART_TRAIN][i]];
        const double factor = (double)clip->range_db / 255.0;
        const double lowest = (double)(clip->max_db - clip->range_db);
        for (size_t cell = 0; cell < clip->frames * bands; cell++) {
            const double decibels = lowest + factor * clip->mel[cell];
            sum += decibels;
            square += decibels * decibels;
        }
        cells += (double)(clip->frames * bands);
    }
    const double mean = sum / cells;
    const double variance = square / cells - mean * mean;
    return (genus_normalisation){(float)mean, variance > 1e-6 ? (float)sqrt(variance) : 1.0F};
}

static genus_status load_clips(struct fit *fit) {
    genus_status status = genus_dataset_load(fit->options->data, &fit->dataset, fit->error);
    if (status == GENUS_OK) {
        status = genus_split_new(fit->dataset, fit->options->seed, fit->options->clips_csv,
                                 &fit->split, fit->error);
    }
    for (size_t part = 0; status == GENUS_OK && part < GENUS_PART_COUNT; part++) {
        fit->clips[part] = calloc(fit->split->sizes[part] + 1, sizeof **fit->clips);
        if (fit->clips[part] == NULL) {
            return out_of_memory(fit);
        }
        (void)genus_split_clips(fit->split, (genus_part)part, fit->clips[part]);
    }
    return status;
}

/// What the weights file will mean, as far as it is known before training.
static genus_status settle_meaning(struct fit *fit) {
    genus_model_meaning *meaning = &fit->meaning;
    meaning->label_count = fit->dataset->label_count;
    for (uint32_t i = 0; i < meaning->label_count; i++) {
        meaning->labels[i] = fit->dataset->labels[i];
    }
    meaning->frontend = fit->dataset->settings;
    meaning->normalisation = measure_normalisation(fit);
    meaning->temperature = 1.0F;
    meaning->sure_threshold = 0.5F;
    if (!genus_plan_named(fit->options->arch, meaning->frontend.mel_bands, meaning->label_count,
                          &meaning->plan)) {
        return genus_fail(fit->error, GENUS_ERROR_ARGUMENT,
                          "there is no architecture \"%s\": take genus or seed",
                          fit->options->arch);
    }
    return genus_plan_check(&meaning->plan, meaning->frontend.mel_bands, fit->error);
}

static genus_status make_learner(struct fit *fit) {
    const genus_fit_options *options = fit->options;
    genus_status status = genus_team_new(options->threads, &fit->team, fit->error);
    if (status == GENUS_OK) {
        status =
            genus_learner_new(&fit->meaning.plan, fit->meaning.frontend.mel_bands, options->crop,
                              options->batch, fit->team, &fit->learner, fit->error);
    }
    if (status != GENUS_OK) {
        return status;
    }
    const genus_parameter_map *map = genus_learner_map(fit->learner);
    const size_t training = fit->split->sizes[GENUS_PART_TRAIN];
    fit->steps = (training + options->batch - 1) / options->batch;
    fit->optimiser = genus_optimiser_new(map->count, options->weight_decay);
    fit->order = calloc(training, sizeof *fit->order);
    fit->labels = calloc(options->batch, sizeof *fit->labels);
    fit->best_values = calloc(map->count, sizeof *fit->best_values);
    fit->best_running = calloc(map->running, sizeof *fit->best_running);
    if (fit->optimiser == NULL || fit->order == NULL || fit->labels == NULL ||
        fit->best_values == NULL || fit->best_running == NULL) {
        return out_of_memory(fit);
    }
    genus_random random = stream_of(fit, STREAM_START, 0);
    genus_parameters_start(map, &random, genus_learner_values(fit->learner),
                           genus_learner_running(fit->learner));
    return GENUS_OK;
}

static void free_fit(struct fit *fit) {
    genus_learner_free(fit->learner);
    genus_team_free(fit->team);
    genus_optimiser_free(fit->optimiser);
    genus_split_free(fit->split);
    genus_dataset_free(fit->dataset);
    for (size_t part = 0; part < GENUS_PART_COUNT; part++) {
        free(fit->clips[part]);
    }
    free(fit->order);
    free(fit->labels);
    free(fit->best_values);
    free(fit->best_running);
}

// -------------------------------------------------------------------------------------- judging

/// Logits of one part's clips under some parameters.
static genus_status judge(struct fit *fit, const float *values, const float *running,
                          genus_part part, float *logits) {
    genus_tensor_list *list =
        genus_tensor_list_new(genus_learner_map(fit->learner), values, running);
    if (list == NULL) {
        return out_of_memory(fit);
    }
    size_t count = 0;
    const genus_tensor *tensors = genus_tensor_list_tensors(list, &count);
    genus_network *network = NULL;
    genus_status status = genus_network_new(&fit->meaning.plan, fit->meaning.frontend.mel_bands,
                                            &fit->meaning.normalisation, tensors, count,
                                            "the network in training", &network, fit->error);
    if (status == GENUS_OK) {
        status = genus_predict(network, fit->dataset, fit->clips[part], fit->split->sizes[part],
                               (unsigned)fit->options->threads, logits, fit->error);
    }
    genus_network_free(network);
    genus_tensor_list_free(list);
    return status;
}

/// One part's clips with logits and truth; free both arrays.
static genus_status judge_part(struct fit *fit, const float *values, const float *running,
                               genus_part part, genus_judged *judged) {
    const size_t clips = fit->split->sizes[part];
    const uint32_t labels = fit->meaning.label_count;
    float *logits = calloc(clips * labels, sizeof *logits);
    uint32_t *truth = calloc(clips, sizeof *truth);
    *judged = (genus_judged){.clips = clips, .labels = labels, .logits = logits, .truth = truth};
    if (logits == NULL || truth == NULL) {
        return out_of_memory(fit);
    }
    for (size_t i = 0; i < clips; i++) {
        truth[i] = fit->dataset->clips[fit->clips[part][i]].label;
    }
    return judge(fit, values, running, part, logits);
}

static void free_judged(genus_judged *judged) {
    free((void *)judged->logits);
    free((void *)judged->truth);
}

static genus_confusion confusion_of(const genus_judged *judged) {
    genus_confusion confusion = {.label_count = judged->labels};
    for (size_t i = 0; i < judged->clips; i++) {
        genus_confusion_add(&confusion, judged->truth[i],
                            genus_argmax(judged->logits + i * judged->labels, judged->labels));
    }
    return confusion;
}

// -------------------------------------------------------------------------------------- writing

/// Whole numbers and text only, so that the same training gives the same bytes anywhere.
static genus_status write_weights(struct fit *fit, const char *validation, const char *test) {
    const genus_fit_options *options = fit->options;
    char seed[32];
    char best_epoch[32];
    char settings[512];
    char data_digest[GENUS_DIGEST_HEX];
    char split_digest[GENUS_DIGEST_HEX];
    (void)snprintf(seed, sizeof seed, "%llu", (unsigned long long)options->seed);
    (void)snprintf(best_epoch, sizeof best_epoch, "%zu", fit->best_epoch);
    (void)snprintf(settings, sizeof settings,
                   "--arch %s --epochs %zu --batch %zu --crop %zu --rate %g --weight-decay %g "
                   "--warm-up %g --smoothing %g --equaliser %g --gain %g --mask-bands %u "
                   "--mask-time %g --seed %s",
                   options->arch, options->epochs, options->batch, options->crop,
                   (double)options->rate, (double)options->weight_decay, (double)options->warm_up,
                   (double)options->smoothing, (double)options->augmentation.equaliser_db,
                   (double)options->augmentation.gain_db, options->augmentation.mask_bands,
                   (double)options->augmentation.mask_time_share, seed);
    genus_dataset_digest(fit->dataset, data_digest);
    genus_split_digest(fit->split, fit->dataset, split_digest);
    const genus_metadata notes[] = {
        {"tool_version", genus_version()},
        {"seed", seed},
        {"settings", settings},
        {"data_digest", data_digest},
        {"split_digest", split_digest},
        {"best_epoch", best_epoch},
        {"validation_accuracy", validation},
        {"test_accuracy", test},
    };
    // The test score comes last; a file written while training goes on has none.
    const size_t note_count = sizeof notes / sizeof *notes - (test == NULL);
    genus_tensor_list *list =
        genus_tensor_list_new(genus_learner_map(fit->learner), fit->best_values, fit->best_running);
    if (list == NULL) {
        return out_of_memory(fit);
    }
    size_t count = 0;
    const genus_tensor *tensors = genus_tensor_list_tensors(list, &count);
    const genus_status status = genus_model_write(options->out, &fit->meaning, tensors, count,
                                                  notes, note_count, fit->error);
    genus_tensor_list_free(list);
    return status;
}

/// "91/100": exact, and the interval follows from it.
static void print_score(const genus_confusion *confusion, char score[32]) {
    (void)snprintf(score, 32, "%u/%u", genus_confusion_right(confusion),
                   genus_confusion_total(confusion));
}

// ------------------------------------------------------------------------------------- training

/// Makes one example of a batch; on the learner's threads.
static void fill_example(void *context, size_t slot, float *input) {
    const struct fit *fit = context;
    const size_t place = fit->step * fit->options->batch + slot;
    const size_t training = fit->split->sizes[GENUS_PART_TRAIN];
    genus_random random = stream_of(fit, STREAM_EXAMPLE, fit->epoch * training + place);
    genus_augment(&fit->options->augmentation, &fit->dataset->clips[fit->order[place]],
                  fit->meaning.frontend.mel_bands, fit->options->crop, &fit->meaning.normalisation,
                  &random, input);
}

/// One batch: example, gradient, step. Returns the summed loss.
static double train_batch(struct fit *fit) {
    const genus_fit_options *options = fit->options;
    const size_t first = fit->step * options->batch;
    const size_t left = fit->split->sizes[GENUS_PART_TRAIN] - first;
    const size_t clips = left < options->batch ? left : options->batch;
    const size_t number = fit->epoch * fit->steps + fit->step;
    for (size_t i = 0; i < clips; i++) {
        fit->labels[i] = fit->dataset->clips[fit->order[first + i]].label;
    }
    const genus_batch batch = {
        .clips = clips,
        .labels = fit->labels,
        .smoothing = options->smoothing,
        .seed = options->seed + 0x9E3779B97F4A7C15U * (number + 1),
        .fill = fill_example,
        .context = fit,
    };
    const double loss = genus_learner_step(fit->learner, &batch);
    genus_optimiser_step(
        fit->optimiser,
        genus_one_cycle(number, options->epochs * fit->steps, options->rate, options->warm_up),
        genus_learner_gradient(fit->learner), genus_learner_values(fit->learner));
    return loss * (double)clips;
}

/// True once the user asked to stop.
static bool interrupted(void) {
    sigset_t pending;
    return sigpending(&pending) == 0 &&
           (sigismember(&pending, SIGINT) == 1 || sigismember(&pending, SIGTERM) == 1);
}

/// Judges the validation clips; the best parameters so far are kept, in memory and in the file.
static genus_status validate(struct fit *fit, double *accuracy) {
    const float *values = genus_learner_values(fit->learner);
    const float *running = genus_learner_running(fit->learner);
    const genus_parameter_map *map = genus_learner_map(fit->learner);
    genus_judged judged = {0};
    genus_status status = judge_part(fit, values, running, GENUS_PART_VALIDATION, &judged);
    if (status == GENUS_OK) {
        const genus_confusion confusion = confusion_of(&judged);
        const double loss = genus_judged_loss(&judged, 1.0F);
        *accuracy = (double)genus_confusion_right(&confusion) / (double)judged.clips;
        if (fit->best_epoch == 0 || loss < fit->best_loss) {
            char score[32];
            print_score(&confusion, score);
            memcpy(fit->best_values, values, map->count * sizeof *values);
            memcpy(fit->best_running, running, map->running * sizeof *running);
            fit->best_loss = loss;
            fit->best_epoch = fit->epoch + 1;
            status = write_weights(fit, score, NULL);
        }
    }
    free_judged(&judged);
    return status;
}

static genus_status train(struct fit *fit) {
    const size_t training = fit->split->sizes[GENUS_PART_TRAIN];
    genus_progress progress = genus_progress_begin(fit->options->epochs, fit->steps);
    for (fit->epoch = 0; fit->epoch < fit->options->epochs; fit->epoch++) {
        memcpy(fit->order, fit->clips[GENUS_PART_TRAIN], training * sizeof *fit->order);
        genus_random random = stream_of(fit, STREAM_SHUFFLE, fit->epoch);
        genus_random_shuffle(&random, fit->order, training);
        double loss = 0.0;
        for (fit->step = 0; fit->step < fit->steps; fit->step++) {
            if (interrupted()) {
                return GENUS_ERROR_INTERRUPTED;
            }
            loss += train_batch(fit);
            genus_progress_step(&progress, fit->epoch, fit->step,
                                loss / (double)((fit->step + 1) * fit->options->batch));
        }
        double accuracy = 0.0;
        const genus_status status = validate(fit, &accuracy);
        if (status != GENUS_OK) {
            return status;
        }
        genus_progress_epoch(&progress, fit->epoch, training, loss / (double)training, accuracy,
                             fit->best_epoch == fit->epoch + 1);
    }
    return GENUS_OK;
}

/// Calibrates the best epoch on the validation clips, scores it on the test clips, writes it.
static genus_status finish(struct fit *fit) {
    genus_judged validation = {0};
    genus_judged test = {0};
    genus_status status =
        judge_part(fit, fit->best_values, fit->best_running, GENUS_PART_VALIDATION, &validation);
    if (status == GENUS_OK) {
        fit->meaning.temperature = genus_fit_temperature(&validation);
        status = genus_fit_sure_threshold(&validation, fit->meaning.temperature, SURE_PRECISION,
                                          &fit->meaning.sure_threshold, fit->error);
    }
    if (status == GENUS_OK) {
        status = judge_part(fit, fit->best_values, fit->best_running, GENUS_PART_TEST, &test);
    }
    if (status == GENUS_OK) {
        const genus_confusion on_validation = confusion_of(&validation);
        const genus_confusion on_test = confusion_of(&test);
        const uint32_t right = genus_confusion_right(&on_test);
        const uint32_t total = genus_confusion_total(&on_test);
        const genus_interval interval = genus_wilson(right, total);
        char validation_score[32];
        char test_score[32];
        print_score(&on_validation, validation_score);
        print_score(&on_test, test_score);
        status = write_weights(fit, validation_score, test_score);
        (void)printf("best epoch %zu: validation %s, test %s = %.1f %% (95 %% interval %.1f to "
                     "%.1f %%)\n",
                     fit->best_epoch, validation_score, test_score,
                     100.0 * (double)right / (double)total, 100.0 * interval.low,
                     100.0 * interval.high);
    }
    free_judged(&validation);
    free_judged(&test);
    return status;
}

static void announce(const struct fit *fit) {
    char plan[GENUS_PLAN_TEXT_MAX];
    genus_plan_print(&fit->meaning.plan, plan);
    (void)fprintf(stderr, "%s: %zu clips of %u classes: %zu to train, %zu to choose, %zu to test\n",
                  fit->options->data, fit->dataset->clip_count, fit->meaning.label_count,
                  fit->split->sizes[GENUS_PART_TRAIN], fit->split->sizes[GENUS_PART_VALIDATION],
                  fit->split->sizes[GENUS_PART_TEST]);
    if (fit->dataset->skipped > 0) {
        (void)fprintf(stderr, "%zu files were skipped\n", fit->dataset->skipped);
    }
    if (fit->options->clips_csv == NULL) {
        (void)fprintf(stderr, "without --clips, duplicates may stand in two parts\n");
    }
    (void)fprintf(stderr, "%s, %zu parameters, %zu threads\n", fit->options->arch,
                  genus_learner_map(fit->learner)->count, fit->options->threads);
}

genus_status genus_fit(const genus_fit_options *options, genus_error *error) {
    struct fit fit = {.options = options, .error = error};
    genus_status status = load_clips(&fit);
    if (status == GENUS_OK) {
        status = settle_meaning(&fit);
    }
    if (status == GENUS_OK) {
        status = make_learner(&fit);
    }
    if (status == GENUS_OK) {
        announce(&fit);
        status = train(&fit);
    }
    const bool stopped = status == GENUS_ERROR_INTERRUPTED;
    if (stopped && fit.best_epoch == 0) {
        genus_fail(error, status, "stopped before the first epoch was done: nothing was written");
    } else if (status == GENUS_OK || stopped) {
        status = finish(&fit);
        if (status == GENUS_OK && stopped) {
            status = genus_fail(error, GENUS_ERROR_INTERRUPTED,
                                "stopped: %s holds the weights of epoch %zu", options->out,
                                fit.best_epoch);
        }
    }
    free_fit(&fit);
    return status;
}
