// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What a finished network says about clips: whole clips in one pass, on several threads.

#ifndef GENUS_TRAIN_EVAL_PREDICT_H
#define GENUS_TRAIN_EVAL_PREDICT_H

#include "engine/nn/network.h"
#include "train/data/dataset.h"

/**
 * Logits of clips.
 * @param network Built for the data set's bands and labels. @param clips [count] indices.
 * @param threads 1 to 256; the result does not depend on it.
 * @param logits  [count][label_count].
 * @return GENUS_OK; GENUS_ERROR_DATA naming the first clip that is too short for the network;
 *         GENUS_ERROR_ARGUMENT, GENUS_ERROR_MEMORY.
 * Thread: any; starts threads.
 */
genus_status genus_predict(const genus_network *network, const genus_dataset *dataset,
                           const size_t *clips, size_t count, unsigned threads, float *logits,
                           genus_error *error);

#endif
