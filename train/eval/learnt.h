// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Which clips of a data set weights have learnt, as far as the weights tell. They name the test
// clips of their training; what else belonged to it shows in names that are made alike.

#ifndef GENUS_TRAIN_EVAL_LEARNT_H
#define GENUS_TRAIN_EVAL_LEARNT_H

#include "engine/genus.h"
#include "engine/model/model.h"
#include "train/data/dataset.h"

/** What is known of a clip. */
typedef enum genus_learnt {
    GENUS_LEARNT_UNKNOWN,
    GENUS_LEARNT_NO,  ///< A test clip of the training.
    GENUS_LEARNT_YES, ///< Another clip of it.
} genus_learnt;

/**
 * Finds out what is known of each clip. If the data are those of the training, all is. Otherwise a
 * test clip is found by its name, and a clip whose name is its class and a number, as "rock.00012",
 * is taken for another clip of the training if test clips are named so.
 * @param data_digest Of the data set. @param learnt [clip_count]. @return GENUS_OK,
 * GENUS_ERROR_MEMORY.
 */
genus_status genus_learnt_find(const genus_model *model, const genus_dataset *dataset,
                               const char *data_digest, genus_learnt *learnt,
                               genus_error *error) GENUS_CHECKED GENUS_NONNULL(1, 2, 3, 4);

#endif
