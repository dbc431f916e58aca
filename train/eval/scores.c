// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// All scores of a classifier.

#include "train/eval/scores.h"

#include "engine/stream/verdict.h"

#include <math.h>

/** Quantile of the normal distribution for a two-sided interval of 95 %. */
static const double normal_quantile = 1.959963984540054;

static double ratio(double part, double whole) {
    return whole > 0 ? part / whole : 0;
}

// ------------------------------------------------------------------------------------ confusion

uint32_t genus_confusion_total(const genus_confusion *confusion) {
    uint32_t total = 0;
    for (uint32_t truth = 0; truth < confusion->label_count; truth++) {
        for (uint32_t predicted = 0; predicted < confusion->label_count; predicted++) {
            total += confusion->counts[truth][predicted];
        }
    }
    return total;
}

uint32_t genus_confusion_correct(const genus_confusion *confusion) {
    uint32_t correct = 0;
    for (uint32_t label = 0; label < confusion->label_count; label++) {
        correct += confusion->counts[label][label];
    }
    return correct;
}

genus_class_score genus_confusion_class(const genus_confusion *confusion, uint32_t label) {
    uint32_t support = 0;
    uint32_t predicted = 0;
    for (uint32_t other = 0; other < confusion->label_count; other++) {
        support += confusion->counts[label][other];
        predicted += confusion->counts[other][label];
    }
    const double correct = confusion->counts[label][label];
    return (genus_class_score){
        .precision = ratio(correct, predicted),
        .recall = ratio(correct, support),
        .f1 = ratio(2 * correct, (double)support + (double)predicted),
        .support = support,
    };
}

static genus_class_score average(const genus_confusion *confusion, bool by_support) {
    genus_class_score mean = {.support = genus_confusion_total(confusion)};
    uint32_t present = 0;
    for (uint32_t label = 0; label < confusion->label_count; label++) {
        present += genus_confusion_class(confusion, label).support > 0;
    }
    for (uint32_t label = 0; label < confusion->label_count; label++) {
        const genus_class_score score = genus_confusion_class(confusion, label);
        const double weight =
            by_support ? ratio(score.support, mean.support) : ratio(score.support > 0, present);
        mean.precision += weight * score.precision;
        mean.recall += weight * score.recall;
        mean.f1 += weight * score.f1;
    }
    return mean;
}

genus_class_score genus_confusion_macro(const genus_confusion *confusion) {
    return average(confusion, false);
}

genus_class_score genus_confusion_weighted(const genus_confusion *confusion) {
    return average(confusion, true);
}

genus_interval genus_wilson(uint32_t correct, uint32_t total) {
    if (total == 0) {
        return (genus_interval){0, 1};
    }
    const double n = total;
    const double p = correct / n;
    const double z2 = normal_quantile * normal_quantile;
    const double centre = (p + z2 / (2 * n)) / (1 + z2 / n);
    const double half = normal_quantile / (1 + z2 / n) * sqrt(p * (1 - p) / n + z2 / (4 * n * n));
    return (genus_interval){fmax(centre - half, 0), fmin(centre + half, 1)};
}

// --------------------------------------------------------------------------------- predictions

void genus_scores_count(genus_scores *scores, genus_prediction prediction) {
    const bool correct = prediction.predicted == prediction.truth;
    const size_t bin = (size_t)(prediction.confidence * GENUS_CALIBRATION_BINS);
    genus_calibration_bin *into =
        &scores->bins[bin < GENUS_CALIBRATION_BINS ? bin : GENUS_CALIBRATION_BINS - 1];
    into->clips++;
    into->correct += correct;
    into->confidence += prediction.confidence;
    scores->sure += prediction.sure;
    scores->sure_correct += prediction.sure && correct;
    scores->confusion.counts[prediction.truth][prediction.predicted]++;
}

void genus_scores_add(genus_scores *scores, const genus_predictions *predictions) {
    float posterior[GENUS_LABELS_MAX];
    bool present[GENUS_LABELS_MAX] = {false};
    scores->confusion.label_count = predictions->labels;
    for (size_t clip = 0; clip < predictions->clips; clip++) {
        present[predictions->truth[clip]] = true;
    }
    for (size_t prefix = 0; prefix < GENUS_PREFIXES; prefix++) {
        for (size_t clip = 0; predictions->predicted[prefix] && clip < predictions->clips; clip++) {
            genus_predictions_posterior(predictions, prefix, clip, posterior);
            const uint32_t predicted = genus_argmax(posterior, predictions->labels);
            scores->prefix_clips[prefix]++;
            scores->prefix_correct[prefix] += predicted == predictions->truth[clip];
            if (prefix == GENUS_WHOLE_CLIP) {
                genus_scores_count(scores, (genus_prediction){predictions->truth[clip], predicted,
                                                              (double)posterior[predicted],
                                                              posterior[predicted] >=
                                                                  predictions->sure_threshold});
                for (uint32_t label = 0; label < predictions->labels; label++) {
                    posterior[label] = present[label] ? posterior[label] : -1.0F;
                }
                scores->among_present +=
                    genus_argmax(posterior, predictions->labels) == predictions->truth[clip];
            }
        }
    }
}

double genus_scores_calibration_error(const genus_scores *scores) {
    double distance = 0.0;
    uint32_t clips = 0;
    for (size_t bin = 0; bin < GENUS_CALIBRATION_BINS; bin++) {
        distance += fabs(scores->bins[bin].confidence - (double)scores->bins[bin].correct);
        clips += scores->bins[bin].clips;
    }
    return clips > 0 ? distance / (double)clips : 0.0;
}
