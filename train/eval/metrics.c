// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Scores from a confusion matrix.

#include "train/eval/metrics.h"

#include <math.h>

/** Quantile of the normal distribution for a two-sided interval of 95 %. */
static const double normal_quantile = 1.959963984540054;

static double ratio(double part, double whole) {
    return whole > 0 ? part / whole : 0;
}

void genus_confusion_add(genus_confusion *confusion, uint32_t truth, uint32_t named) {
    confusion->counts[truth][named]++;
}

uint32_t genus_confusion_total(const genus_confusion *confusion) {
    uint32_t total = 0;
    for (uint32_t truth = 0; truth < confusion->label_count; truth++) {
        for (uint32_t named = 0; named < confusion->label_count; named++) {
            total += confusion->counts[truth][named];
        }
    }
    return total;
}

uint32_t genus_confusion_correct(const genus_confusion *confusion) {
    uint32_t right = 0;
    for (uint32_t label = 0; label < confusion->label_count; label++) {
        right += confusion->counts[label][label];
    }
    return right;
}

genus_class_score genus_confusion_class(const genus_confusion *confusion, uint32_t label) {
    uint32_t support = 0;
    uint32_t named = 0;
    for (uint32_t other = 0; other < confusion->label_count; other++) {
        support += confusion->counts[label][other];
        named += confusion->counts[other][label];
    }
    const double right = confusion->counts[label][label];
    return (genus_class_score){
        .precision = ratio(right, named),
        .recall = ratio(right, support),
        .f1 = ratio(2 * right, (double)support + (double)named),
        .support = support,
    };
}

static genus_class_score average(const genus_confusion *confusion, bool by_support) {
    genus_class_score mean = {.support = genus_confusion_total(confusion)};
    const double whole = by_support ? mean.support : confusion->label_count;
    for (uint32_t label = 0; label < confusion->label_count; label++) {
        const genus_class_score score = genus_confusion_class(confusion, label);
        const double weight = ratio(by_support ? score.support : 1, whole);
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

genus_interval genus_wilson(uint32_t right, uint32_t total) {
    if (total == 0) {
        return (genus_interval){0, 1};
    }
    const double n = total;
    const double p = right / n;
    const double z2 = normal_quantile * normal_quantile;
    const double centre = (p + z2 / (2 * n)) / (1 + z2 / n);
    const double half = normal_quantile / (1 + z2 / n) * sqrt(p * (1 - p) / n + z2 / (4 * n * n));
    return (genus_interval){fmax(centre - half, 0), fmin(centre + half, 1)};
}
