// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What a network says of clips whose class is known: logits beside the truth.

#ifndef GENUS_TRAIN_EVAL_JUDGED_H
#define GENUS_TRAIN_EVAL_JUDGED_H

#include "engine/nn/network.h"
#include "train/data/dataset.h"
#include "train/eval/metrics.h"

/** Logits of clips whose class is known. */
typedef struct genus_judged {
    size_t clips;
    uint32_t labels;
    float *logits;       ///< [clips][labels]
    uint32_t *truth;     ///< [clips]
    bool has_background; ///< Whether it may be none of the labels; see genus_posterior().
} genus_judged;

/**
 * Asks the network.
 * @param or_none  Of its plan.
 * @param clips    [count] indices into the data set.
 * @param threads  1 to 256; the result does not depend on it.
 * @param judged   To be cleared, whatever this returns.
 * @return As genus_predict(). Thread: any; starts threads.
 */
genus_status genus_judge(const genus_network *network, bool has_background,
                         const genus_dataset *dataset, const size_t *clips, size_t count,
                         unsigned threads, genus_judged *judged, genus_error *error);

/** Frees what genus_judge() made. */
void genus_judged_clear(genus_judged *judged);

/** Posterior of one clip, [labels]. Thread: any. */
void genus_judged_posterior(const genus_judged *judged, size_t clip, float temperature,
                            float *posterior);

/** Mean negative log-likelihood of the truth under genus_posterior(). Thread: any. */
double genus_judged_loss(const genus_judged *judged, float temperature);

/** How often each class was called each. Thread: any. */
genus_confusion genus_judged_confusion(const genus_judged *judged);

#endif
