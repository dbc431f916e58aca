// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Weights before the clips that they are scored on: the data as their front end hears them; the
// part of the split that training left for this, or music of another catalogue, some classes of
// which may be none of the weights' labels.

#ifndef GENUS_TRAIN_EVAL_FOLD_RUN_H
#define GENUS_TRAIN_EVAL_FOLD_RUN_H

#include "engine/genus.h"
#include "engine/model/model.h"
#include "train/data/split.h"
#include "train/eval/results.h"

/** Which clips are scored. */
typedef enum genus_clip_choice {
    GENUS_CLIPS_DEFAULT, ///< Those of the test part; all, if some class is none of the labels.
    GENUS_CLIPS_TEST,
    GENUS_CLIPS_VALIDATION,
    GENUS_CLIPS_ALL,
    GENUS_CLIPS_NEW, ///< All but those of which it is known that the weights have learnt them.
} genus_clip_choice;

/** What is to be scored on what. */
typedef struct genus_fold_run_request {
    const char *weights;
    const char *data;
    genus_clip_choice part;
    const char *clips_csv;
    genus_cache_choice cache; ///< If the data is a folder.
    unsigned threads;
} genus_fold_run_request;

/** All that is needed for it; owns what it points to. */
typedef struct genus_fold_run {
    genus_model *model;
    genus_dataset *dataset; ///< With the model's labels; those of foreign clips lie above.
    genus_split *split;     ///< NULL if all clips are scored.
    genus_clip_choice part; ///< Never GENUS_CLIPS_DEFAULT.
    size_t *clips;          ///< [count] indices of the clips to be scored,
    size_t count;           ///< and behind them [foreign_count] of those of foreign classes.
    size_t foreign_count;
    uint32_t foreign_label_count;
    char *foreign_labels[GENUS_LABELS_MAX]; ///< That of clip label model labels + i is [i].
    size_t learnt;  ///< Clips of the data, foreign ones left out, that the weights have learnt;
    size_t unknown; ///< those of which it is not known;
    size_t shared;  ///< all of them.
    bool refitted;  ///< Validation clips that a refit has shown to the network.
    char data_digest[GENUS_DIGEST_HEX];
} genus_fold_run;

/** Reads "test", "validation", "all" or "new". @return false if it is none. */
bool genus_fold_run_read_part(const char *name, genus_clip_choice *part) GENUS_NONNULL(1, 2);

/** The name of such a part. */
const char *genus_fold_run_part_name(genus_clip_choice part);

/**
 * Loads weights and data, repeats the split of the training and checks that it is the same. If
 * validation clips are asked for, and the training went on to learn them, says so on stderr.
 * @param run Must be closed, whatever this returns.
 * @return GENUS_OK; what genus_model_load(), genus_dataset_load_folder(),
 *         genus_features_read() and genus_split_new() return; GENUS_ERROR_LABELS if the data have
 *         no class that the weights know; GENUS_ERROR_FRONTEND if the features are of another front
 * end; _METADATA and _DATA if the split cannot be repeated. Thread: any; starts threads.
 */
genus_status genus_fold_run_open(const genus_fold_run_request *request, genus_fold_run *run,
                                 genus_error *error) GENUS_CHECKED GENUS_NONNULL(1, 2);

/**
 * Predicts the clips, from prefix length `first` on, and adds what comes out to results of the
 * model's labels: those of its classes as clips, those of foreign classes as counts.
 * @return As genus_predictions_run(). Thread: any; starts threads.
 */
genus_status genus_fold_run_predict(const genus_fold_run *run, size_t first, unsigned threads,
                                    genus_results *results, genus_error *error) GENUS_CHECKED
    GENUS_NONNULL(1, 4);

/** Frees what it points to. */
void genus_fold_run_close(genus_fold_run *run) GENUS_NONNULL(1);

#endif
