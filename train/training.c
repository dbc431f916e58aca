// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// One training, epoch by epoch.

#include "training.h"

#include "engine/verdict.h"
#include "examples.h"
#include "interrupt.h"
#include "learner.h"
#include "meaning.h"
#include "predict.h"
#include "texture_scale.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/// Verdicts called sure are to be right this often on the validation clips.
#define SURE_PRECISION 0.95

/// Clips of what is not music: at least two of every kind.
#define NONMUSIC_LEAST ((size_t)14)
#define NONMUSIC_MOST ((size_t)800)

struct genus_training {
    genus_recipe recipe;
    const genus_dataset *dataset;
    const genus_split *split;
    size_t *clips[GENUS_PART_COUNT]; ///< Clip indices of each part.
    genus_model_meaning meaning;
    genus_texture *texture; ///< NULL if the plan has none.
    genus_team *team;
    genus_learner *learner;
    genus_optimiser *optimiser;
    genus_training_state state;

    size_t steps; ///< Batches an epoch.
    size_t step;  ///< Within the epoch.
    genus_examples *examples;
    genus_nonmusic nonmusic; ///< The part of the bank that is shown; the bank owns it.
};

static genus_status out_of_memory(genus_error *error) {
    return genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for the training");
}

static size_t training_clips(const genus_training *training) {
    return training->split->sizes[GENUS_PART_TRAIN];
}

// --------------------------------------------------------------------------------------- making

static bool list_clips(genus_training *training) {
    for (size_t part = 0; part < GENUS_PART_COUNT; part++) {
        training->clips[part] =
            calloc(training->split->sizes[part] + 1, sizeof *training->clips[part]);
        if (training->clips[part] == NULL) {
            return false;
        }
        (void)genus_split_clips(training->split, (genus_part)part, training->clips[part]);
    }
    return true;
}

static genus_status make_texture(genus_training *training, genus_error *error) {
    const genus_model_meaning *meaning = &training->meaning;
    const uint32_t bands = meaning->frontend.mel_bands;
    if (meaning->plan.texture == 0) {
        return GENUS_OK;
    }
    const genus_texture_shape shape = genus_plan_texture(&meaning->plan, bands);
    training->texture = genus_texture_new(&shape, bands, meaning->normalisation.offset);
    return training->texture != NULL ? GENUS_OK : out_of_memory(error);
}

static genus_status make_learner(genus_training *training, size_t threads, genus_error *error) {
    const genus_recipe *recipe = &training->recipe;
    genus_status status = genus_team_new(threads, &training->team, error);
    if (status == GENUS_OK) {
        status = genus_learner_new(&training->meaning.plan, training->meaning.frontend.mel_bands,
                                   recipe->crop, recipe->batch, training->team, &training->learner,
                                   error);
    }
    if (status != GENUS_OK) {
        return status;
    }
    const genus_parameter_map *map = genus_learner_map(training->learner);
    genus_training_state *state = &training->state;
    training->steps = (training_clips(training) + recipe->batch - 1) / recipe->batch;
    training->optimiser = genus_optimiser_new(map->count, recipe->weight_decay);
    const genus_model_meaning *meaning = &training->meaning;
    const genus_intake intake = genus_intake_of(&meaning->plan, meaning->frontend.mel_bands,
                                                &meaning->normalisation, training->texture);
    training->examples =
        genus_examples_new(&training->recipe, training->dataset, training->clips[GENUS_PART_TRAIN],
                           training_clips(training), &intake);
    state->average_values = calloc(map->count, sizeof *state->average_values);
    state->average_running = calloc(map->running, sizeof *state->average_running);
    state->epochs = recipe->epochs;
    state->history = calloc(recipe->epochs * GENUS_HISTORY, sizeof *state->history);
    if (training->optimiser == NULL || training->examples == NULL ||
        state->average_values == NULL || state->average_running == NULL || state->history == NULL) {
        return out_of_memory(error);
    }
    state->values = genus_learner_values(training->learner);
    state->running = genus_learner_running(training->learner);
    state->moments = genus_optimiser_moments(training->optimiser);
    genus_random random = genus_random_seeded(recipe->seed, 0);
    genus_parameters_start(map, &random, state->values, state->running);
    return training->texture == NULL
               ? GENUS_OK
               : genus_texture_measure(&intake, training->dataset,
                                       training->clips[GENUS_PART_TRAIN], training_clips(training),
                                       recipe->crop, state->running + map->texture_mean,
                                       state->running + map->texture_scale, error);
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
        status = genus_meaning_settle(recipe, dataset, made->clips[GENUS_PART_TRAIN],
                                      training_clips(made), &made->meaning, error);
    }
    if (status == GENUS_OK) {
        status = make_texture(made, error);
    }
    if (status == GENUS_OK) {
        status = make_learner(made, threads, error);
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
    genus_texture_free(training->texture);
    genus_team_free(training->team);
    genus_optimiser_free(training->optimiser);
    for (size_t part = 0; part < GENUS_PART_COUNT; part++) {
        free(training->clips[part]);
    }
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

const genus_model_meaning *genus_training_meaning(const genus_training *training) {
    return &training->meaning;
}

size_t genus_training_steps(const genus_training *training) {
    return training->steps;
}

// -------------------------------------------------------------------------------------- judging

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
    const genus_status status =
        genus_network_new(&training->meaning.plan, training->meaning.frontend.mel_bands,
                          &training->meaning.normalisation, tensors, count,
                          "the network in training", network, error);
    genus_tensor_list_free(list);
    return status;
}

/// Logits of one part's clips.
static genus_status predict(const genus_training *training, genus_part part, float *logits,
                            genus_error *error) {
    genus_network *network = NULL;
    genus_status status = genus_training_network(training, &network, error);
    if (status == GENUS_OK) {
        status = genus_predict(network, training->dataset, training->clips[part],
                               training->split->sizes[part],
                               (unsigned)genus_team_size(training->team), logits, error);
    }
    genus_network_free(network);
    return status;
}

/// One part's clips with logits and truth; free_judged() them, whatever this returns.
static genus_status judge(const genus_training *training, genus_part part, genus_judged *judged,
                          genus_error *error) {
    const size_t clips = training->split->sizes[part];
    const uint32_t labels = training->meaning.label_count;
    float *logits = calloc(clips * labels + 1, sizeof *logits);
    uint32_t *truth = calloc(clips + 1, sizeof *truth);
    *judged = (genus_judged){.clips = clips,
                             .labels = labels,
                             .logits = logits,
                             .truth = truth,
                             .or_none = training->meaning.plan.or_none};
    if (logits == NULL || truth == NULL) {
        return out_of_memory(error);
    }
    for (size_t i = 0; i < clips; i++) {
        truth[i] = training->dataset->clips[training->clips[part][i]].label;
    }
    return predict(training, part, logits, error);
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

genus_status genus_training_score(const genus_training *training, genus_part part,
                                  genus_confusion *confusion, genus_error *error) {
    genus_judged judged = {0};
    const genus_status status = judge(training, part, &judged, error);
    if (status == GENUS_OK) {
        *confusion = confusion_of(&judged);
    }
    free_judged(&judged);
    return status;
}

genus_status genus_training_calibrate(genus_training *training, genus_error *error) {
    genus_judged judged = {0};
    genus_status status = judge(training, GENUS_PART_VALIDATION, &judged, error);
    if (status == GENUS_OK) {
        training->meaning.temperature = genus_fit_temperature(&judged);
        status = genus_fit_sure_threshold(&judged, training->meaning.temperature, SURE_PRECISION,
                                          &training->meaning.sure_threshold, error);
    }
    free_judged(&judged);
    return status;
}

/// Judges the validation clips, and notes what the epoch gave.
static genus_status validate(genus_training *training, genus_epoch *epoch, genus_error *error) {
    genus_training_state *state = &training->state;
    genus_judged judged = {0};
    const genus_status status = judge(training, GENUS_PART_VALIDATION, &judged, error);
    if (status == GENUS_OK) {
        epoch->validation = confusion_of(&judged);
        float *history = state->history + state->epochs_done * GENUS_HISTORY;
        history[0] = (float)epoch->loss;
        history[1] = (float)genus_judged_loss(&judged, 1.0F);
        history[2] = (float)genus_confusion_right(&epoch->validation);
        state->epochs_done++;
    }
    free_judged(&judged);
    return status;
}

// ------------------------------------------------------------------------------------- training

/// Makes one example of a batch; on the learner's threads.
static void fill_example(void *context, size_t slot, float *input, float *texture, float *target) {
    const genus_training *training = context;
    genus_examples_fill(training->examples, training->step * training->recipe.batch + slot, input,
                        texture, target);
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
    const size_t first = training->step * recipe->batch;
    const size_t left = training_clips(training) - first;
    const size_t clips = left < recipe->batch ? left : recipe->batch;
    const size_t number = training->state.epochs_done * training->steps + training->step;
    const genus_batch batch = {
        .clips = clips,
        .seed = recipe->seed + 0x9E3779B97F4A7C15U * (number + 1),
        .fill = fill_example,
        .context = training,
    };
    const double loss = genus_learner_step(training->learner, &batch);
    genus_optimiser_step(
        training->optimiser,
        genus_one_cycle(number, recipe->epochs * training->steps, recipe->rate, recipe->warm_up),
        genus_learner_gradient(training->learner), training->state.values);
    average_step(training, number);
    return loss * (double)clips;
}

genus_status genus_training_epoch(genus_training *training, genus_progress *progress,
                                  genus_epoch *epoch, genus_error *error) {
    const size_t clips = training_clips(training);
    genus_examples_shuffle(training->examples, training->state.epochs_done);
    double loss = 0.0;
    for (training->step = 0; training->step < training->steps; training->step++) {
        if (genus_interrupted()) {
            return genus_fail(error, GENUS_ERROR_INTERRUPTED, "stopped in epoch %zu",
                              training->state.epochs_done + 1);
        }
        loss += train_batch(training);
        if (progress != NULL) {
            genus_progress_step(progress, training->state.epochs_done, training->step,
                                loss / (double)((training->step + 1) * training->recipe.batch));
        }
    }
    epoch->loss = loss / (double)clips;
    return validate(training, epoch, error);
}
