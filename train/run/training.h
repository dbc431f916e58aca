// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// One training: a network that learns one split of a data set, epoch by epoch. fit runs one of
// them, crossval many. What is judged and kept is the moving average of the parameters after the
// last epoch: the schedule has brought it to rest by then, so no epoch has to be chosen, and the
// validation clips are free to calibrate it. Once they have, they are clips like others: in a
// second, shorter run of the schedule (the refit) the network learns them, too. The test clips are
// never learnt.

#ifndef GENUS_TRAIN_RUN_TRAINING_H
#define GENUS_TRAIN_RUN_TRAINING_H

#include "engine/genus.h"
#include "engine/model/model.h"
#include "train/data/split.h"
#include "train/eval/predictions.h"
#include "train/eval/scores.h"
#include "train/nn/nonmusic.h"
#include "train/nn/optimiser.h"
#include "train/nn/parameters.h"
#include "train/nn/recipe.h"
#include "train/util/progress.h"

typedef struct genus_training genus_training;

/** All that changes from one epoch to the next; the arrays are the training's own. */
typedef struct genus_training_state {
    size_t epochs_done;
    float *values;          ///< [map->count]
    float *running;         ///< [map->running]
    float *average_values;  ///< [map->count], moving average of values: what is judged and kept.
    float *average_running; ///< [map->running]
    genus_moments *moments;
    float *history;           ///< [epochs][GENUS_HISTORY]: what each gave; 0 for those to come.
    size_t epochs;            ///< Of the recipe, before the refit.
    size_t refit_epochs;      ///< Those that follow.
    float validation_correct; ///< Clips, when they were last judged.
    float *temperature;       ///< Of the network's config,
    float *sure_threshold;    ///< and from which confidence it is sure: the refit leaves all three.
} genus_training_state;

/** Numbers of an epoch in the history: training loss, validation loss, validation clips correct. */
#define GENUS_HISTORY 3

/** What an epoch gave. */
typedef struct genus_epoch {
    double loss;                ///< Mean over the clips that it learnt, as augmented.
    size_t clips;               ///< So many.
    genus_confusion validation; ///< Of the validation clips, after the epoch; empty in the refit.
} genus_epoch;

/**
 * Prepares a training: normalisation from the training clips, network, first parameters. What it
 * computes depends on recipe, data and split alone.
 * @param dataset, split Must outlive it. @param threads 1 to 256.
 * @return GENUS_OK, GENUS_ERROR_ARGUMENT (no such architecture), _NETWORK, _MEMORY.
 * Thread: any; starts threads.
 */
genus_status genus_training_new(const genus_recipe *recipe, const genus_dataset *dataset,
                                const genus_split *split, size_t threads, genus_training **training,
                                genus_error *error) GENUS_CHECKED GENUS_NONNULL(1, 2, 3, 5);

/** Frees it. NULL is fine. */
void genus_training_free(genus_training *training);

/**
 * Makes the clips of what is no music for a training by this recipe; none if the recipe wants none.
 * Trainings of one seed may share them: take the one with the most clips.
 * @param clips Training clips. @param bank As of genus_nonmusic_bank().
 * @return As genus_nonmusic_bank(). Thread: any; starts threads.
 */
genus_status genus_training_make_bank(const genus_recipe *recipe,
                                      const genus_frontend_settings *settings, size_t clips,
                                      size_t threads, genus_nonmusic *bank,
                                      genus_error *error) GENUS_CHECKED GENUS_NONNULL(1, 5);

/**
 * Lets the training show what is no music, as its recipe wants: to be done before the first epoch.
 * @param bank Made for this recipe and at least so many clips; must outlive the training.
 */
void genus_training_set_bank(genus_training *training, const genus_nonmusic *bank)
    GENUS_NONNULL(1, 2);

/**
 * Trains one epoch and judges the validation clips. The first one of the refit calibrates before,
 * learns the validation clips like others from then on, and does not judge them.
 * @param progress Shows the steps; NULL: nothing does.
 * @return GENUS_OK; GENUS_ERROR_INTERRUPTED if genus_interrupted() became true: the parameters are
 *         then in the middle of an epoch; _DATA, _MEMORY.
 */
genus_status genus_training_epoch(genus_training *training, genus_progress *progress,
                                  genus_epoch *epoch, genus_error *error) GENUS_CHECKED;

/**
 * Fits temperature and threshold of the config to the network's verdicts on the validation clips.
 * Once the refit has begun these are no longer unseen: what was fitted before it stays.
 * @return GENUS_OK, GENUS_ERROR_DATA, _MEMORY.
 */
genus_status genus_training_calibrate(genus_training *training, genus_error *error) GENUS_CHECKED
    GENUS_NONNULL(1);

/** Builds the network as it is now; genus_network_free() it.
 * @return As genus_network_new(). */
genus_status genus_training_network(const genus_training *training, genus_network **network,
                                    genus_error *error) GENUS_CHECKED GENUS_NONNULL(1, 2);

/** Epochs of the refit that were begun; 0: the validation clips were not learnt. */
size_t genus_training_refitted(const genus_training *training) GENUS_NONNULL(1);

/** To be saved, or to be set before the first epoch. */
genus_training_state *genus_training_get_state(genus_training *training) GENUS_NONNULL(1);

/** Where things lie in the state's arrays. */
const genus_parameter_map *genus_training_map(const genus_training *training) GENUS_NONNULL(1);

/** What the weights mean; calibrated or not. */
const genus_model_config *genus_training_model_config(const genus_training *training)
    GENUS_NONNULL(1);

#endif
