// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What the pictures share: words for what there is to see, its leaders, bars and percentages.

#ifndef GENUS_PLUGIN_DRAW_DRAW_H
#define GENUS_PLUGIN_DRAW_DRAW_H

#include "engine/genus.h"
#include "plugin/draw/box.h"
#include "plugin/draw/palette.h"
#include "plugin/draw/view.h"

#include <cairo.h>

/**
 * The word for what is heard now: bypassed and stopped before a genus_genre.
 * @param labels [view->label_count]
 */
const char *genus_draw_state_word(const genus_view *view, const char *const *labels)
    GENUS_NONNULL(1, 2);

/** What is written largest, and how firm it is. */
typedef struct genus_headline {
    int32_t label;    ///< Index of the label, -1 for a state.
    bool from_track;  ///< Nothing is heard now: it is the track's tag, or would be.
    float confidence; ///< Of the label, 0..1; 0 for a state.
} genus_headline;

/** The word for a genus_genre. @param labels [label_count] */
const char *genus_draw_word(int32_t genre, const char *const *labels, uint32_t label_count)
    GENUS_NONNULL(2);

/** The label of the track's tag, -1 for none. */
int32_t genus_draw_tag(const genus_view *view) GENUS_NONNULL(1);

/** What to write largest. Thread: any; bounded. */
genus_headline genus_draw_headline(const genus_view *view) GENUS_NONNULL(1);

/**
 * The labels with the largest posteriors, largest first, without those that are 0.
 * @return How many: at most `count`. Thread: any; bounded.
 */
uint32_t genus_draw_leaders(const genus_view *view, uint32_t *leaders, uint32_t count)
    GENUS_NONNULL(1);

/** A share as whole percent, 0 to 100; what is not a number is 0. */
int genus_draw_percent(float share);

/** A bar of class `label` in its well, filled by `share`. */
void genus_draw_bar(cairo_t *cairo, genus_box box, uint32_t label, float share, bool is_strong)
    GENUS_NONNULL(1);

/** A rectangle with round corners as cairo's path. */
void genus_draw_round(cairo_t *cairo, genus_box box, double radius) GENUS_NONNULL(1);

#endif
