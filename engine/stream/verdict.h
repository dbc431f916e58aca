// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// From logits to a verdict: posterior by temperature, the track's evidence, state.

#ifndef GENUS_ENGINE_STREAM_VERDICT_H
#define GENUS_ENGINE_STREAM_VERDICT_H

#include "engine/genus.h"

#include <stddef.h>

/// The temperature at which logits are as the network was trained to give them. What calibrates the
/// confidence says how far a name may be believed; it is no measure of how far two sounds are from
/// each other, or of whether one is music.
#define GENUS_UNCALIBRATED 1.0F

/**
 * Softmax of logits / temperature, computed stably. Logits that are not finite say nothing: the
 * posterior is then even.
 * @param logits [count]
 * @param has_background There is one more outcome, none of the labels, with a logit of 0. What it
 * gets says nothing for any label, so it is spread evenly over all: the more likely it is that this
 * is no music, the less confident is the posterior.
 * @param posterior [count]; sums to 1.
 */
void genus_posterior(const float *logits, uint32_t count, bool has_background, float temperature,
                     float *posterior);

/**
 * How likely it is that what was heard is none of the labels, for weights that have this outcome:
 * what genus_posterior() spreads over all. Logits that are not finite give 0.
 */
double genus_background_share(const float *logits, uint32_t count, float temperature);

/** Index of the largest of `count` values; the first of equals. */
uint32_t genus_argmax(const float *values, uint32_t count);

/**
 * The evidence on a track: log-posteriors of windows that do not overlap, weighted by what they
 * cover. Their weighted mean is a geometric mean of posteriors: summed log-probability, which is
 * what aggregates best over segments. A plain value.
 */
typedef struct genus_track {
    double log_posterior[GENUS_LABELS_MAX]; ///< Sum over windows of weight x log posterior.
    double weight;                          ///< Sum of weights.
} genus_track;

/** Adds one window's posterior with a weight (its columns). Thread: worker. */
void genus_track_add(genus_track *track, const float *posterior, uint32_t count, double weight)
    GENUS_NONNULL(1);

/**
 * The track's posterior if a last window were added. @param last May be NULL for none.
 * @return false if there is no evidence at all. Thread: worker.
 */
bool genus_track_posterior(const genus_track *track, const float *last, double last_weight,
                           uint32_t count, float *posterior);

/** Whether a mean square lies under GENUS_SILENCE_DBFS. */
bool genus_is_silence(double mean_square);

/** What the state depends on. */
typedef struct genus_prefix {
    double seconds_heard;     ///< In the window.
    double quiet_mean_square; ///< Mean square of the last GENUS_SECONDS_NEEDED.
    bool has_posterior;       ///< Whether the window made a column at all.
    float confidence;         ///< Of the leading class.
    float sure_threshold;     ///< Of the model.
} genus_prefix;

/** The state for what was heard. */
genus_state genus_decide(const genus_prefix *hearing) GENUS_NONNULL(1);

#endif
