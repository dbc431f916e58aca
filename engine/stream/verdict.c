// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// From logits to a verdict: posterior by temperature, the track's evidence, state.

#include "engine/stream/verdict.h"

#include <float.h>
#include <math.h>

static void spread_evenly(uint32_t count, float *posterior) {
    for (uint32_t i = 0; i < count; i++) {
        posterior[i] = 1.0F / (float)count;
    }
}

// Softmax of finite values: the largest exponent is 0, so that nothing overflows.
static void softmax(const double *values, uint32_t count, float *posterior) {
    double largest = -INFINITY;
    for (uint32_t i = 0; i < count; i++) {
        largest = fmax(largest, values[i]);
    }
    double exponentials[GENUS_LABELS_MAX + 1];
    double sum = 0.0;
    for (uint32_t i = 0; i < count; i++) {
        exponentials[i] = exp(values[i] - largest);
        sum += exponentials[i];
    }
    for (uint32_t i = 0; i < count; i++) {
        posterior[i] = (float)(exponentials[i] / sum);
    }
}

double genus_background_share(const float *logits, uint32_t count, float temperature) {
    double others = 0.0; // By the background's own, whose logit is 0.
    for (uint32_t i = 0; i < count; i++) {
        others += exp((double)logits[i] / (double)temperature);
    }
    return isnan(others) ? 0.0 : 1.0 / (1.0 + others);
}

void genus_posterior(const float *logits, uint32_t count, bool has_background, float temperature,
                     float *posterior) {
    double scaled[GENUS_LABELS_MAX + 1];
    float shares[GENUS_LABELS_MAX + 1];
    for (uint32_t i = 0; i < count; i++) {
        scaled[i] = (double)logits[i] / (double)temperature;
        if (!isfinite(scaled[i])) {
            spread_evenly(count, posterior);
            return;
        }
    }
    scaled[count] = 0.0;
    softmax(scaled, has_background ? count + 1 : count, shares);
    const float none = has_background ? shares[count] / (float)count : 0.0F;
    for (uint32_t i = 0; i < count; i++) {
        posterior[i] = shares[i] + none;
    }
}

uint32_t genus_argmax(const float *values, uint32_t count) {
    uint32_t best = 0;
    for (uint32_t i = 1; i < count; i++) {
        if (values[i] > values[best]) {
            best = i;
        }
    }
    return best;
}

// A posterior that underflowed to 0 must not veto a class for the rest of the track.
static double log_probability(float probability) {
    return log(fmax((double)probability, (double)FLT_MIN));
}

void genus_track_add(genus_track *track, const float *posterior, uint32_t count, double weight) {
    for (uint32_t i = 0; i < count; i++) {
        track->log_posterior[i] += weight * log_probability(posterior[i]);
    }
    track->weight += weight;
}

bool genus_track_posterior(const genus_track *track, const float *last, double last_weight,
                           uint32_t count, float *posterior) {
    genus_track sum = *track;
    if (last != NULL && last_weight > 0.0) {
        genus_track_add(&sum, last, count, last_weight);
    }
    if (!(sum.weight > 0.0)) {
        return false;
    }
    double mean[GENUS_LABELS_MAX];
    for (uint32_t i = 0; i < count; i++) {
        mean[i] = sum.log_posterior[i] / sum.weight;
    }
    softmax(mean, count, posterior);
    return true;
}

bool genus_is_silence(double mean_square) {
    return mean_square < pow(10.0, GENUS_SILENCE_DBFS / 10.0);
}

genus_state genus_decide(const genus_prefix *hearing) {
    if (hearing->seconds_heard < GENUS_SECONDS_NEEDED || !hearing->has_posterior) {
        return GENUS_LISTENING;
    }
    if (genus_is_silence(hearing->quiet_mean_square)) {
        return GENUS_SILENCE;
    }
    return hearing->confidence >= hearing->sure_threshold ? GENUS_SURE : GENUS_UNSURE;
}
