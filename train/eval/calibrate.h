// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// From right and wrong on validation clips to honest confidence: the temperature of the softmax and
// the threshold from which a verdict is called sure.

#ifndef GENUS_TRAIN_EVAL_CALIBRATE_H
#define GENUS_TRAIN_EVAL_CALIBRATE_H

#include "train/eval/judged.h"

/**
 * The most probable temperature in 0.1..10 (Guo et al. 2017, who take the one with the lowest
 * loss), by golden-section search. Before any clip is seen it is probably near 1, which is what
 * training was for: a hundred clips move it only if they say clearly that the network is too sure,
 * some thousands go where their loss is lowest.
 * Thread: any.
 */
float genus_fit_temperature(const genus_judged *judged);

/**
 * The lowest confidence from which at least `wanted` of the verdicts are right by what their
 * confidences say, which is less a matter of chance than counting: of a hundred clips hardly ten
 * are sure and wrong. Kept within 0.35..0.95.
 * @return GENUS_OK, or GENUS_ERROR_MEMORY. Thread: any.
 */
genus_status genus_fit_sure_threshold(const genus_judged *judged, float temperature, double wanted,
                                      float *threshold, genus_error *error);

#endif
