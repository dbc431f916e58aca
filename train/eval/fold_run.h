// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Weights before the clips that they are scored on: the data as their front end hears them, and the
// part of the split that training left for this.

#ifndef GENUS_TRAIN_EVAL_FOLD_RUN_H
#define GENUS_TRAIN_EVAL_FOLD_RUN_H

#include "engine/model/model.h"
#include "train/data/split.h"

/** What is to be scored on what. */
typedef struct genus_fold_run_request {
    const char *weights;
    const char *data;
    genus_part part; ///< GENUS_PART_EXCLUDED stands for all.
    const char *clips_csv;
    genus_cache_choice cache; ///< If the data is a folder.
    unsigned threads;
} genus_fold_run_request;

/** All that is needed for it; owns what it points to. */
typedef struct genus_fold_run {
    genus_model *model;
    genus_dataset *dataset; ///< With the model's labels.
    genus_split *split;     ///< NULL if all clips are scored.
    size_t *clips;          ///< [count] indices of the clips to be scored.
    size_t count;
    bool learnt; ///< Validation clips that a refit has shown to the network.
    char data_digest[GENUS_DIGEST_HEX];
} genus_fold_run;

/** Reads "test", "validation" or "all". @return false if it is none of them. Thread: any. */
bool genus_fold_run_read_part(const char *name, genus_part *part);

/** The name of such a part. Thread: any. */
const char *genus_fold_run_part_name(genus_part part);

/**
 * Loads weights and data, repeats the split of the training and checks that it is the same. If
 * validation clips are asked for, and the training went on to learn them, says so on stderr.
 * @param run Must be closed, whatever this returns.
 * @return GENUS_OK; what genus_model_load(), genus_dataset_load_folder(),
 *         genus_features_read(), genus_split_new() and genus_dataset_relabel() return;
 *         GENUS_ERROR_FRONTEND if the features are of another front end; _METADATA and _DATA if the
 *         split cannot be repeated.
 * Thread: any; starts threads.
 */
genus_status genus_fold_run_open(const genus_fold_run_request *request, genus_fold_run *run,
                                 genus_error *error);

/** Frees what it points to. */
void genus_fold_run_close(genus_fold_run *run);

#endif
