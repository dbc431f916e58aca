// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Text that stays inside of its box, whatever it says: first it is set narrower, then smaller, then
// it ends in an ellipsis. Bytes that are not UTF-8 show as U+FFFD, control characters as spaces.

#ifndef GENUS_PLUGIN_DRAW_LETTERING_H
#define GENUS_PLUGIN_DRAW_LETTERING_H

#include "engine/genus.h"
#include "plugin/draw/box.h"
#include "plugin/draw/palette.h"

#include <cairo.h>
#include <stddef.h>

typedef enum genus_align { GENUS_ALIGN_LEFT, GENUS_ALIGN_CENTRE, GENUS_ALIGN_RIGHT } genus_align;

/** How to set a line of text. */
typedef struct genus_type {
    double size;     ///< Of the font, in logical pixels, where it fits.
    double smallest; ///< It shrinks no further than this.
    bool bold;
    genus_align align;
    genus_colour colour;
} genus_type;

/** How wide a text would be, unshortened. */
double genus_lettering_width(cairo_t *cairo, const char *text, double size, bool bold)
    GENUS_NONNULL(1, 2);

/**
 * Sets one line of text in a box, centred in its height by the height of capitals.
 * @return The width that it takes: never more than the box has.
 */
double genus_lettering_draw(cairo_t *cairo, genus_box box, const char *text, const genus_type *type)
    GENUS_NONNULL(1, 3, 4);

#endif
