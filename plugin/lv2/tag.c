// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The tag of a track with its evidence.

#include "plugin/lv2/tag.h"

#include <math.h>

#define POSTERIOR_FLOOR 1e-30F // Keeps logarithms finite.
#define SUM_TOLERANCE 1e-3F

genus_tag genus_tag_of_verdict(const genus_verdict *verdict) {
    genus_tag tag = {.seconds = 0.0};
    if (verdict->track_top >= 0) {
        tag.seconds = verdict->track_sound_seconds;
        for (uint32_t i = 0; i < GENUS_LABELS_MAX; i++) {
            tag.posterior[i] = verdict->track_posterior[i];
        }
    }
    return tag;
}

genus_tag genus_tag_join(const genus_tag *a, const genus_tag *b, uint32_t label_count) {
    if (!(a->seconds > 0.0)) {
        return *b;
    }
    if (!(b->seconds > 0.0)) {
        return *a;
    }
    genus_tag both = {.seconds = a->seconds + b->seconds};
    const float share = (float)(a->seconds / both.seconds);
    float top = -INFINITY;
    for (uint32_t i = 0; i < label_count; i++) {
        both.posterior[i] = share * logf(fmaxf(a->posterior[i], POSTERIOR_FLOOR)) +
                            (1.0F - share) * logf(fmaxf(b->posterior[i], POSTERIOR_FLOOR));
        top = fmaxf(top, both.posterior[i]);
    }
    float sum = 0.0F;
    for (uint32_t i = 0; i < label_count; i++) {
        both.posterior[i] = expf(both.posterior[i] - top);
        sum += both.posterior[i];
    }
    for (uint32_t i = 0; i < label_count; i++) {
        both.posterior[i] /= sum;
    }
    return both;
}

int32_t genus_tag_top(const genus_tag *tag, uint32_t label_count) {
    int32_t top = tag->seconds > 0.0 ? 0 : -1;
    for (uint32_t i = 1; top >= 0 && i < label_count; i++) {
        top = tag->posterior[i] > tag->posterior[top] ? (int32_t)i : top;
    }
    return top;
}

bool genus_tag_is_sound(const genus_tag *tag, uint32_t label_count) {
    float sum = 0.0F;
    for (uint32_t i = 0; i < label_count; i++) {
        if (!(tag->posterior[i] >= 0.0F && tag->posterior[i] <= 1.0F)) {
            return false;
        }
        sum += tag->posterior[i];
    }
    const bool heard = fabsf(sum - 1.0F) <= SUM_TOLERANCE && tag->seconds > 0.0;
    const bool nothing = sum == 0.0F && tag->seconds == 0.0;
    return isfinite(tag->seconds) && (heard || nothing);
}
