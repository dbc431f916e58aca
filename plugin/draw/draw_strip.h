// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The picture for a mixer strip, and all that it shows as a small value: equal values draw the same
// picture, so nothing is drawn again before the value changes.

#ifndef GENUS_PLUGIN_DRAW_DRAW_STRIP_H
#define GENUS_PLUGIN_DRAW_DRAW_STRIP_H

#include "engine/genus.h"
#include "plugin/draw/view.h"

#include <cairo.h>

#define GENUS_STRIP_LEADERS 3

/** What the picture shows, rounded to what can be seen. */
typedef struct genus_strip {
    int16_t genre;                               ///< genus_genre over the window.
    int16_t label;                               ///< Whose name is the headline; -1: a state's.
    int16_t from_track;                          ///< 1: the headline is the track's tag.
    int16_t tag;                                 ///< The tag's label where it is another; or -1.
    int16_t status;                              ///< genus_status_bits.
    int16_t percent;                             ///< Beside the headline.
    int16_t heard_tenths;                        ///< Seconds heard x 10, only while listening.
    int16_t leader_count;                        ///< Bars.
    int16_t leader[GENUS_STRIP_LEADERS];         ///< Their labels, 0 beyond leader_count.
    int16_t leader_percent[GENUS_STRIP_LEADERS]; ///< Their length, 0 beyond leader_count.
} genus_strip;

/** What the picture of a view shows. Thread: any; bounded. */
genus_strip genus_strip_of(const genus_view *view) GENUS_NONNULL(1);

/** Whether two pictures are the same. Thread: any; bounded. */
bool genus_strip_equal(const genus_strip *a, const genus_strip *b) GENUS_NONNULL(1, 2);

/**
 * Draws genre, confidence and three rows, made for 80 x 48 pixels and enlarged with them; where
 * that has no room, the genre and one bar. Fills width x height.
 * @param labels [label_count]
 */
void genus_draw_strip(cairo_t *cairo, double width, double height, const genus_strip *strip,
                      const char *const *labels, uint32_t label_count) GENUS_NONNULL(1, 4, 5);

#endif
