// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The tag of a track with the evidence behind it: what is saved with the session, and what later
// audio adds to.

#ifndef GENUS_PLUGIN_LV2_TAG_H
#define GENUS_PLUGIN_LV2_TAG_H

#include "engine/genus.h"

/** A plain value; all zero is no evidence. */
typedef struct genus_tag {
    double seconds;                    ///< Of sound that the posterior rests on, no silence.
    float posterior[GENUS_LABELS_MAX]; ///< Sums to 1, or all 0.
} genus_tag;

/** The tag of what a listener heard since its track began. Thread: any; bounded. */
genus_tag genus_tag_of_verdict(const genus_verdict *verdict) GENUS_NONNULL(1);

/**
 * The evidence of both: the geometric mean of the posteriors weighted by seconds, which is how the
 * engine adds up a track, so that a track heard in two sessions is as good as one heard at once.
 * Thread: any; bounded.
 */
genus_tag genus_tag_join(const genus_tag *a, const genus_tag *b, uint32_t label_count)
    GENUS_NONNULL(1);

/** The leading label, or -1 without evidence. Thread: any; bounded. */
int32_t genus_tag_top(const genus_tag *tag, uint32_t label_count);

/** Whether numbers from a file can be a tag. Thread: any; bounded. */
bool genus_tag_is_sound(const genus_tag *tag, uint32_t label_count);

#endif
