// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Whether confidence is deserved.

#include "reliability.h"

#include <math.h>

genus_reliability genus_reliability_of(const genus_results *results) {
    genus_reliability reliability = {0};
    for (size_t i = 0; i < results->clip_count; i++) {
        const genus_clip_result *clip = &results->clips[i];
        const double confidence = genus_clip_confidence(clip);
        const double place = ceil(confidence * GENUS_RELIABILITY_BINS) - 1.0;
        const size_t bin = place > 0.0 ? (size_t)place : 0;
        const bool right = clip->leaders[0] == clip->truth;
        reliability.bins[bin].clips++;
        reliability.bins[bin].right += right;
        reliability.bins[bin].confidence += confidence;
        if (clip->sure) {
            reliability.sure++;
            reliability.sure_right += right;
        }
    }
    for (size_t bin = 0; bin < GENUS_RELIABILITY_BINS; bin++) {
        genus_reliability_bin *each = &reliability.bins[bin];
        reliability.error += fabs(each->right - each->confidence);
        each->confidence /= each->clips > 0 ? each->clips : 1;
    }
    reliability.error /= results->clip_count > 0 ? (double)results->clip_count : 1.0;
    return reliability;
}
