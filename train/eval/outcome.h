// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What a network says of clips whose class is known, after some seconds and after all of them: all
// that any score, table or picture is made from.

#ifndef GENUS_TRAIN_EVAL_OUTCOME_H
#define GENUS_TRAIN_EVAL_OUTCOME_H

#include "engine/model/model.h"
#include "engine/nn/network.h"
#include "train/data/dataset.h"
#include "train/eval/calibrate.h"

/** After so many prefix lengths of a clip a network is asked: of its first seconds, last of all of
 * it. */
#define GENUS_PREFIXES 7

/** The seconds of each hearing; a clip is never longer than the last. */
extern const double genus_prefix_seconds[GENUS_PREFIXES];

/** Verdicts on clips, not yet calibrated. */
typedef struct genus_outcome {
    size_t clips;
    uint32_t labels;
    size_t *rows;               ///< [clips] indices into the data set.
    uint32_t *truth;            ///< [clips]
    float *logits;              ///< [GENUS_PREFIXES][clips][labels]
    bool has_background;        ///< See genus_posterior(); false until it is set.
    bool heard[GENUS_PREFIXES]; ///< False where the seconds are too few for the network.
    float temperature;          ///< To be divided by; 1 until it is set.
    float sure_threshold;       ///< Confidence from which a verdict is sure; 0.5 until it is set.
} genus_outcome;

/** Room for verdicts on clips, which are all 0. @param rows [count], copied.
 * @param outcome Must be cleared, whatever this returns. @return false: memory is out. */
bool genus_outcome_make(const genus_dataset *dataset, const size_t *rows, size_t count,
                        genus_outcome *outcome);

/** Asks the network. @param threads 1 to 256; the result does not depend on it.
 * @return As genus_predict(). Thread: any; starts threads. */
genus_status genus_outcome_ask(const genus_network *network, const genus_dataset *dataset,
                               unsigned threads, genus_outcome *outcome, genus_error *error);

/** Lets the outcome mean what the network's weights mean: temperature, threshold, or none. */
void genus_outcome_calibrate(genus_outcome *outcome, const genus_model_config *config);

/** A view of one hearing. Thread: any. */
genus_judged genus_outcome_judged(const genus_outcome *outcome, size_t hearing);

/** Posterior of one clip, at the outcome's temperature, [labels]. Thread: any. */
void genus_outcome_posterior(const genus_outcome *outcome, size_t hearing, size_t clip,
                             float *posterior);

/** Frees what an outcome points to. */
void genus_outcome_clear(genus_outcome *outcome);

#endif
