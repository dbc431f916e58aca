// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// AdamW (Loshchilov and Hutter 2019) under the one-cycle schedule (Smith and Topin 2019).

#ifndef GENUS_TRAIN_NN_OPTIMISER_H
#define GENUS_TRAIN_NN_OPTIMISER_H

#include "engine/base/error.h"

#include <stddef.h>

/** What the schedule asks for at one step. */
typedef struct genus_cycle {
    float rate;  ///< Learning rate.
    float beta1; ///< Momentum, which falls while the rate rises.
} genus_cycle;

/**
 * The one-cycle schedule with cosine flanks, as PyTorch's OneCycleLR: the rate climbs from rate_max
 * / 25 to rate_max, then falls to rate_max / 250,000; beta1 goes 0.95, 0.85, 0.95.
 * @param step 0 to steps - 1. @param warm_up Share of the steps that the rate climbs.
 */
genus_cycle genus_one_cycle(size_t step, size_t steps, float rate_max, float warm_up);

typedef struct genus_optimiser genus_optimiser;

/** Moments for `count` parameters, all zero; NULL if memory is out. */
genus_optimiser *genus_optimiser_new(size_t count, float weight_decay);

/** Frees it. NULL is fine. */
void genus_optimiser_free(genus_optimiser *optimiser);

/** What the steps so far have left behind: with the parameters, all that the next ones need. */
typedef struct genus_moments {
    double beta1_power; ///< Product of all beta1 so far: bias correction under a moving beta1.
    double beta2_power;
    float *mean;   ///< Of the gradient. [count]
    float *square; ///< Of its square. [count]
} genus_moments;

/** The optimiser's own moments, to be saved or set. Thread: any, between two steps. */
genus_moments *genus_optimiser_moments(genus_optimiser *optimiser) GENUS_NONNULL(1);

/** One step of AdamW with beta2 0.999 and epsilon 1e-8. @param values, gradient [count] */
void genus_optimiser_step(genus_optimiser *optimiser, genus_cycle cycle, const float *gradient,
                          float *values) GENUS_NONNULL(1);

#endif
