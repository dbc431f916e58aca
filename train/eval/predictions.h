// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What a network says of clips whose class is known: logits after several prefix lengths and of
// whole clips, beside the truth, with the calibration that makes posteriors of them. All that any
// score, table or figure is made from.

#ifndef GENUS_TRAIN_EVAL_PREDICTIONS_H
#define GENUS_TRAIN_EVAL_PREDICTIONS_H

#include "engine/genus.h"
#include "engine/model/model.h"
#include "engine/nn/network.h"
#include "train/data/dataset.h"

/** So many prefix lengths of a clip are predicted from; the last is the whole clip. */
#define GENUS_PREFIXES 7
#define GENUS_WHOLE_CLIP (GENUS_PREFIXES - 1)

/** The prefix lengths in seconds; a clip is never longer than the last. */
extern const double genus_prefix_seconds[GENUS_PREFIXES];

/** A plain struct that owns what it points to. */
typedef struct genus_predictions {
    size_t clips;
    uint32_t labels;
    size_t *rows;                   ///< [clips] indices into the data set.
    uint32_t *truth;                ///< [clips]
    float *logits;                  ///< [GENUS_PREFIXES][clips][labels]
    bool predicted[GENUS_PREFIXES]; ///< False: not asked for, or too short for the network.
    bool has_background;            ///< See genus_posterior(); false until it is set.
    float temperature;              ///< To be divided by; 1 until it is set.
    float sure_threshold;           ///< Confidence of sure verdicts; 0.5 until it is set.
} genus_predictions;

/**
 * Room for predictions, which are all 0.
 * @param rows [count] clips, copied. @param predictions To be cleared, whatever this returns.
 * @return GENUS_OK, GENUS_ERROR_MEMORY. Thread class of all: any.
 */
genus_status genus_predictions_make(const genus_dataset *dataset, const size_t *rows, size_t count,
                                    genus_predictions *predictions,
                                    genus_error *error) GENUS_CHECKED GENUS_NONNULL(1, 4);

/**
 * Runs the network over the clips, from prefix length `first` on: GENUS_WHOLE_CLIP for whole clips
 * alone, 0 for all.
 * @param network Built for the data set's bands and labels.
 * @param threads 1 to 256; the result does not depend on it.
 * @return GENUS_OK; GENUS_ERROR_DATA naming the first clip that is too short for the network;
 *         GENUS_ERROR_ARGUMENT, GENUS_ERROR_MEMORY.
 */
genus_status genus_predictions_run(const genus_network *network, const genus_dataset *dataset,
                                   size_t first, unsigned threads, genus_predictions *predictions,
                                   genus_error *error) GENUS_CHECKED GENUS_NONNULL(1, 2, 5);

/** Takes calibration and background class from the network's config. */
void genus_predictions_calibrate(genus_predictions *predictions, const genus_model_config *config)
    GENUS_NONNULL(1, 2);

/**
 * Sets the most probable temperature in 0.1..10 (Guo et al. 2017, who take the one with the lowest
 * loss), by golden-section search. Before any clip is seen it is probably near 1, which is what
 * training was for: a hundred clips move it only if they say clearly that the network is too sure,
 * some thousands go where their loss is lowest.
 */
void genus_predictions_fit_temperature(genus_predictions *predictions) GENUS_NONNULL(1);

/**
 * Sets the lowest confidence from which at least `wanted` of the verdicts are right by what their
 * confidences say, which is less a matter of chance than counting: of a hundred clips hardly ten
 * are sure and wrong. Kept within 0.35..0.95.
 * @return GENUS_OK, or GENUS_ERROR_MEMORY.
 */
genus_status genus_predictions_fit_threshold(genus_predictions *predictions, double wanted,
                                             genus_error *error) GENUS_CHECKED GENUS_NONNULL(1);

/** Posterior of a clip, at the predictions' temperature, [labels]. */
void genus_predictions_posterior(const genus_predictions *predictions, size_t prefix, size_t clip,
                                 float *posterior) GENUS_NONNULL(1);

/** Mean negative log-likelihood of the truth of whole clips, at the predictions' temperature. */
double genus_predictions_loss(const genus_predictions *predictions) GENUS_NONNULL(1);

/** Frees what they point to. */
void genus_predictions_clear(genus_predictions *predictions) GENUS_NONNULL(1);

#endif
