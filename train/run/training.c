// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// One training, epoch by epoch: first on the training clips, then, once the validation clips have
// calibrated the network, a while on both.

#include "train/run/training.h"

#include "train/nn/examples.h"
#include "train/nn/learner.h"
#include "train/nn/model_spec.h"
#include "train/util/interrupt.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/// Verdicts called sure are to be correct this often on the validation clips.
#define SURE_PRECISION 0.95

/// Clips of what is not music: at least two of every kind.
#define NONMUSIC_LEAST ((size_t)14)
#define NONMUSIC_MOST ((size_t)800)

/// The refit's peak rate is the recipe's over this: what was learnt is to be kept.
#define REFIT_CALM 3.0F

/// One run of the schedule.
struct phase {
    const size_t *clips; ///< [clip_count] that are learnt.
    size_t clip_count;
    size_t first_epoch; ///< Of the whole training.
    size_t epochs;
    size_t steps; ///< Batches an epoch.
    float rate;   ///< Peak.
};

struct genus_training {
    genus_recipe recipe;
    const genus_dataset *dataset;
    const genus_split *split;
    size_t *all_clips;               ///< Clip indices, part after part:
    size_t *clips[GENUS_PART_COUNT]; ///< where each part begins.
    genus_model_config config;
    genus_spectral_statistics *spectral; ///< NULL if the architecture has none.
    genus_thread_pool *team;
    genus_learner *learner;
    genus_optimiser *optimiser;
    genus_training_state state;

    struct phase phase;
    size_t step;              ///< Within the epoch; its end if none is under way.
    genus_examples *examples; ///< Of the phase.
    genus_nonmusic nonmusic;  ///< The part of the bank that is shown; the bank owns it.
};

static genus_status out_of_memory(genus_error *error) {
    return genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for the training");
}

static size_t training_clips(const genus_training *training) {
    return training->split->sizes[GENUS_PART_TRAIN];
}

// --------------------------------------------------------------------------------------- making

static bool list_clips(genus_training *training) {
    size_t *next = calloc(training->dataset->clip_count + 1, sizeof *next);
    training->all_clips = next;
    for (size_t part = 0; next != NULL && part < GENUS_PART_COUNT; part++) {
        training->clips[part] = next;
        next += genus_split_clips(training->split, (genus_part)part, next);
    }
    return next != NULL;
}

static genus_status make_spectral(genus_training *training, genus_error *error) {
    const genus_model_config *config = &training->config;
    const uint32_t bands = config->frontend.mel_bands;
    if (config->arch.spectral == 0) {
        return GENUS_OK;
    }
    const genus_spectral_statistics_shape shape = genus_architecture_spectral(&config->arch, bands);
    training->spectral = genus_spectral_statistics_new(&shape, bands, config->normalisation.offset);
    return training->spectral != NULL ? GENUS_OK : out_of_memory(error);
}

/// How the network takes frames in.
static genus_intake intake_of(const genus_training *training) {
    const genus_model_config *config = &training->config;
    return genus_intake_of(&config->arch, config->frontend.mel_bands, &config->normalisation,
                           training->spectral);
}

/// Lets a phase begin: its clips, in batches.
static genus_status begin_phase(genus_training *training, struct phase phase, genus_error *error) {
    const genus_recipe *recipe = &training->recipe;
    const genus_intake intake = intake_of(training);
    phase.steps = (phase.clip_count + recipe->batch - 1) / recipe->batch;
    training->phase = phase;
    training->step = phase.steps;
    genus_examples_free(training->examples);
    training->examples = genus_examples_new(&training->recipe, training->dataset, phase.clips,
                                            phase.clip_count, &intake);
    if (training->examples == NULL) {
        return out_of_memory(error);
    }
    if (training->nonmusic.count > 0) {
        genus_examples_set_nonmusic(training->examples, &training->nonmusic);
    }
    return GENUS_OK;
}

/// The network is what the training clips have made of it: it is calibrated, and from here on
/// learns the validation clips, too, which stand behind them.
static genus_status begin_refit(genus_training *training, genus_error *error) {
    const genus_split *split = training->split;
    const struct phase phase = {
        .clips = training->clips[GENUS_PART_TRAIN],
        .clip_count = split->sizes[GENUS_PART_TRAIN] + split->sizes[GENUS_PART_VALIDATION],
        .first_epoch = training->recipe.epochs,
        .epochs = training->state.refit_epochs,
        .rate = training->recipe.rate / REFIT_CALM,
    };
    const genus_status status = genus_training_calibrate(training, error);
    return status == GENUS_OK ? begin_phase(training, phase, error) : status;
}

static genus_status make_learner(genus_training *training, size_t threads, genus_error *error) {
    const genus_recipe *recipe = &training->recipe;
    genus_status status = genus_thread_pool_new(threads, &training->team, error);
    if (status == GENUS_OK) {
        status = genus_learner_new(&training->config.arch, training->config.frontend.mel_bands,
                                   recipe->crop, recipe->batch, training->team, &training->learner,
                                   error);
    }
    if (status != GENUS_OK) {
        return status;
    }
    const genus_parameter_map *map = genus_learner_map(training->learner);
    genus_training_state *state = &training->state;
    training->optimiser = genus_optimiser_new(map->count, recipe->weight_decay);
    state->average_values = calloc(map->count, sizeof *state->average_values);
    state->average_running = calloc(map->running, sizeof *state->average_running);
    state->epochs = recipe->epochs;
    state->refit_epochs = genus_recipe_refit_epochs(recipe);
    state->temperature = &training->config.temperature;
    state->sure_threshold = &training->config.sure_threshold;
    state->history = calloc(recipe->epochs * GENUS_HISTORY, sizeof *state->history);
    if (training->optimiser == NULL || state->average_values == NULL ||
        state->average_running == NULL || state->history == NULL) {
        return out_of_memory(error);
    }
    state->values = genus_learner_values(training->learner);
    state->running = genus_learner_running(training->learner);
    state->moments = genus_optimiser_moments(training->optimiser);
    genus_random random = genus_random_seeded(recipe->seed, 0);
    genus_parameters_start(map, &random, state->values, state->running);
    const struct phase phase = {.clips = training->clips[GENUS_PART_TRAIN],
                                .clip_count = training_clips(training),
                                .epochs = recipe->epochs,
                                .rate = recipe->rate};
    return begin_phase(training, phase, error);
}

/// Means and scales of the statistics' features, from the training clips.
static genus_status measure_spectral(genus_training *training, genus_error *error) {
    const genus_parameter_map *map = genus_learner_map(training->learner);
    float *running = training->state.running;
    if (training->spectral == NULL) {
        return GENUS_OK;
    }
    const genus_intake intake = intake_of(training);
    return genus_spectral_statistics_measure(
        &intake, training->dataset, training->clips[GENUS_PART_TRAIN], training_clips(training),
        training->recipe.crop, running + map->spectral_mean, running + map->spectral_scale, error);
}

genus_status genus_training_new(const genus_recipe *recipe, const genus_dataset *dataset,
                                const genus_split *split, size_t threads, genus_training **training,
                                genus_error *error) {
    *training = NULL;
    genus_training *made = calloc(1, sizeof *made);
    if (made == NULL) {
        return out_of_memory(error);
    }
    made->recipe = *recipe;
    made->dataset = dataset;
    made->split = split;
    genus_status status = list_clips(made) ? GENUS_OK : out_of_memory(error);
    if (status == GENUS_OK) {
        status = genus_model_config_settle(recipe, dataset, made->clips[GENUS_PART_TRAIN],
                                           training_clips(made), &made->config, error);
    }
    if (status == GENUS_OK) {
        status = make_spectral(made, error);
    }
    if (status == GENUS_OK) {
        status = make_learner(made, threads, error);
    }
    if (status == GENUS_OK) {
        status = measure_spectral(made, error);
    }
    if (status != GENUS_OK) {
        genus_training_free(made);
        return status;
    }
    *training = made;
    return GENUS_OK;
}

void genus_training_free(genus_training *training) {
    if (training == NULL) {
        return;
    }
    genus_learner_free(training->learner);
    genus_spectral_statistics_free(training->spectral);
    genus_thread_pool_free(training->team);
    genus_optimiser_free(training->optimiser);
    free(training->all_clips);
    genus_examples_free(training->examples);
    free(training->state.average_values);
    free(training->state.average_running);
    free(training->state.history);
    free(training);
}

/// As many clips as there are of music, within limits.
static size_t bank_size(size_t clips) {
    return clips < NONMUSIC_LEAST ? NONMUSIC_LEAST : clips > NONMUSIC_MOST ? NONMUSIC_MOST : clips;
}

genus_status genus_training_make_bank(const genus_recipe *recipe,
                                      const genus_frontend_settings *settings, size_t clips,
                                      size_t threads, genus_nonmusic *bank, genus_error *error) {
    *bank = (genus_nonmusic){0};
    return recipe->nonmusic > 0.0F
               ? genus_nonmusic_bank(settings, bank_size(clips), recipe->seed, threads, bank, error)
               : GENUS_OK;
}

void genus_training_set_bank(genus_training *training, const genus_nonmusic *bank) {
    if (training->recipe.nonmusic > 0.0F) {
        training->nonmusic = (genus_nonmusic){bank_size(training_clips(training)), bank->clips};
        genus_examples_set_nonmusic(training->examples, &training->nonmusic);
    }
}

genus_training_state *genus_training_get_state(genus_training *training) {
    return &training->state;
}

const genus_parameter_map *genus_training_map(const genus_training *training) {
    return genus_learner_map(training->learner);
}

const genus_model_config *genus_training_model_config(const genus_training *training) {
    return &training->config;
}

size_t genus_training_refitted(const genus_training *training) {
    const genus_training_state *state = &training->state;
    const size_t done = state->epochs_done > state->epochs ? state->epochs_done - state->epochs : 0;
    const bool under_way =
        training->phase.first_epoch > 0 && training->step < training->phase.steps;
    return done + under_way;
}

// ----------------------------------------------------------------------------------- validation

genus_status genus_training_network(const genus_training *training, genus_network **network,
                                    genus_error *error) {
    const genus_training_state *state = &training->state;
    genus_tensor_list *list = genus_tensor_list_new(genus_learner_map(training->learner),
                                                    state->average_values, state->average_running);
    if (list == NULL) {
        return out_of_memory(error);
    }
    size_t count = 0;
    const genus_tensor *tensors = genus_tensor_list_tensors(list, &count);
    const genus_status status = genus_network_new(
        &training->config.arch, training->config.frontend.mel_bands,
        &training->config.normalisation, tensors, count, "the network in training", network, error);
    genus_tensor_list_free(list);
    return status;
}

/// Predicts the validation clips. @param predictions To be cleared, whatever this returns.
static genus_status predict_validation(const genus_training *training,
                                       genus_predictions *predictions, genus_error *error) {
    genus_network *network = NULL;
    genus_status status =
        genus_predictions_make(training->dataset, training->clips[GENUS_PART_VALIDATION],
                               training->split->sizes[GENUS_PART_VALIDATION], predictions, error);
    predictions->has_background = training->config.arch.has_background;
    if (status == GENUS_OK) {
        status = genus_training_network(training, &network, error);
    }
    if (status == GENUS_OK) {
        status = genus_predictions_run(network, training->dataset, GENUS_WHOLE_CLIP,
                                       (unsigned)genus_thread_pool_size(training->team),
                                       predictions, error);
    }
    genus_network_free(network);
    return status;
}

genus_status genus_training_calibrate(genus_training *training, genus_error *error) {
    genus_predictions predictions;
    genus_scores scores = {0};
    if (genus_training_refitted(training) > 0) {
        return GENUS_OK;
    }
    genus_status status = predict_validation(training, &predictions, error);
    if (status == GENUS_OK) {
        genus_scores_add(&scores, &predictions);
        training->state.validation_correct = (float)genus_confusion_correct(&scores.confusion);
        genus_predictions_fit_temperature(&predictions);
        status = genus_predictions_fit_threshold(&predictions, SURE_PRECISION, error);
    }
    if (status == GENUS_OK) {
        training->config.temperature = predictions.temperature;
        training->config.sure_threshold = predictions.sure_threshold;
    }
    genus_predictions_clear(&predictions);
    return status;
}

/// Predicts the validation clips, and notes what the epoch gave.
static genus_status validate(genus_training *training, genus_epoch *epoch, genus_error *error) {
    genus_training_state *state = &training->state;
    genus_predictions predictions;
    genus_scores scores = {0};
    const genus_status status = predict_validation(training, &predictions, error);
    if (status == GENUS_OK) {
        genus_scores_add(&scores, &predictions);
        epoch->validation = scores.confusion;
        float *history = state->history + state->epochs_done * GENUS_HISTORY;
        history[0] = (float)epoch->loss;
        history[1] = (float)genus_predictions_loss(&predictions);
        history[2] = (float)genus_confusion_correct(&epoch->validation);
        state->validation_correct = history[2];
    }
    genus_predictions_clear(&predictions);
    return status;
}

// ------------------------------------------------------------------------------------- training

/// Makes one example of a batch; on the learner's threads.
static void fill_example(void *context, size_t slot, float *input, float *spectral, float *target) {
    const genus_training *training = context;
    genus_examples_fill(training->examples, training->step * training->recipe.batch + slot, input,
                        spectral, target);
}

/// Moves an average towards what it follows.
static void follow(float *average, const float *values, size_t count, float share) {
    for (size_t i = 0; i < count; i++) {
        average[i] += share * (values[i] - average[i]);
    }
}

/// The moving average of all that was trained: a flatter, calmer place than any one step's (Polyak
/// and Juditsky 1992). Its memory grows with the steps until it is the recipe's, so that the first
/// values are soon forgotten.
static void average_step(genus_training *training, size_t number) {
    genus_training_state *state = &training->state;
    const genus_parameter_map *map = genus_learner_map(training->learner);
    const float young = (float)number / (10.0F + (float)number);
    const float decay = fminf(training->recipe.averaging, young);
    follow(state->average_values, state->values, map->count, 1.0F - decay);
    follow(state->average_running, state->running, map->running, 1.0F - decay);
}

/// One batch: examples, gradient, step. Returns the summed loss.
static double train_batch(genus_training *training) {
    const genus_recipe *recipe = &training->recipe;
    const struct phase *phase = &training->phase;
    const size_t first = training->step * recipe->batch;
    const size_t left = phase->clip_count - first;
    const size_t clips = left < recipe->batch ? left : recipe->batch;
    const size_t epoch = training->state.epochs_done;
    const genus_batch batch = {
        .clips = clips,
        .seed = recipe->seed + 0x9E3779B97F4A7C15U * (epoch * phase->steps + training->step + 1),
        .fill = fill_example,
        .context = training,
    };
    const double loss = genus_learner_step(training->learner, &batch);
    const size_t number = (epoch - phase->first_epoch) * phase->steps + training->step;
    genus_optimiser_step(
        training->optimiser,
        genus_one_cycle(number, phase->epochs * phase->steps, phase->rate, recipe->warm_up),
        genus_learner_gradient(training->learner), training->state.values);
    average_step(training, number);
    return loss * (double)clips;
}

static genus_status train_batches(genus_training *training, genus_progress *progress,
                                  genus_epoch *epoch, genus_error *error) {
    const struct phase *phase = &training->phase;
    const size_t epochs_done = training->state.epochs_done;
    double loss = 0.0;
    genus_examples_shuffle(training->examples, epochs_done);
    for (training->step = 0; training->step < phase->steps; training->step++) {
        if (genus_interrupted()) {
            return genus_fail(error, GENUS_ERROR_INTERRUPTED, "stopped in epoch %zu",
                              epochs_done + 1);
        }
        loss += train_batch(training);
        if (progress != NULL) {
            genus_progress_step(progress, epochs_done, training->step, phase->steps,
                                loss / (double)((training->step + 1) * training->recipe.batch));
        }
    }
    *epoch = (genus_epoch){.loss = loss / (double)phase->clip_count, .clips = phase->clip_count};
    return GENUS_OK;
}

genus_status genus_training_epoch(genus_training *training, genus_progress *progress,
                                  genus_epoch *epoch, genus_error *error) {
    genus_training_state *state = &training->state;
    const bool refit = state->epochs_done >= state->epochs;
    genus_status status = GENUS_OK;
    if (refit && training->phase.first_epoch == 0) {
        status = begin_refit(training, error);
    }
    if (status == GENUS_OK) {
        status = train_batches(training, progress, epoch, error);
    }
    if (status == GENUS_OK && !refit) {
        status = validate(training, epoch, error);
    }
    state->epochs_done += status == GENUS_OK;
    return status;
}
