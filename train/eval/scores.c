// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// All scores of a classifier, added up.

#include "train/eval/scores.h"

#include "engine/stream/verdict.h"

#include <math.h>

/// A verdict on a whole clip.
static void add_verdict(genus_scores *tally, const genus_outcome *outcome, size_t clip) {
    float posterior[GENUS_LABELS_MAX];
    genus_outcome_posterior(outcome, GENUS_PREFIXES - 1, clip, posterior);
    const uint32_t named = genus_argmax(posterior, outcome->labels);
    const bool right = named == outcome->truth[clip];
    const size_t bin = (size_t)((double)posterior[named] * GENUS_CALIBRATION_BINS);
    genus_calibration_bin *into =
        &tally->bins[bin < GENUS_CALIBRATION_BINS ? bin : GENUS_CALIBRATION_BINS - 1];
    into->clips++;
    into->right += right;
    into->confidence += (double)posterior[named];
    if (posterior[named] >= outcome->sure_threshold) {
        tally->sure++;
        tally->sure_right += right;
    }
    genus_confusion_add(&tally->confusion, outcome->truth[clip], named);
}

void genus_scores_add(genus_scores *tally, const genus_outcome *outcome) {
    tally->confusion.label_count = outcome->labels;
    for (size_t clip = 0; clip < outcome->clips; clip++) {
        add_verdict(tally, outcome, clip);
    }
    for (size_t hearing = 0; hearing < GENUS_PREFIXES; hearing++) {
        const genus_judged judged = genus_outcome_judged(outcome, hearing);
        for (size_t clip = 0; outcome->heard[hearing] && clip < judged.clips; clip++) {
            tally->prefixes[hearing]++;
            tally->heard_right[hearing] += genus_argmax(judged.logits + clip * judged.labels,
                                                        judged.labels) == judged.truth[clip];
        }
    }
}

double genus_scores_calibration_error(const genus_scores *tally) {
    double distance = 0.0;
    uint32_t clips = 0;
    for (size_t bin = 0; bin < GENUS_CALIBRATION_BINS; bin++) {
        distance += fabs(tally->bins[bin].confidence - (double)tally->bins[bin].right);
        clips += tally->bins[bin].clips;
    }
    return clips > 0 ? distance / (double)clips : 0.0;
}
