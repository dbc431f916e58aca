// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Colours: quiet greys for everything that stands still, a colour a class for what the music does.
//
// The twelve colours of classes lie as far from each other as they can in Oklab (Ottosson 2020),
// as seen with normal sight, protanopia, deuteranopia and tritanopia (Machado, Oliveira and
// Fernandes 2009), all light enough for a dark background. From the thirteenth class on they come
// again, hatched in another direction each time round. Colour never carries the meaning alone:
// names stand beside it.

#ifndef GENUS_PLUGIN_DRAW_PALETTE_H
#define GENUS_PLUGIN_DRAW_PALETTE_H

#include "engine/genus.h"
#include "plugin/draw/box.h"

#include <cairo.h>
#include <stdint.h>

/** How many classes have a colour of their own, without hatching. */
#define GENUS_PALETTE_COLOURS 12

/** sRGB, 0..1. */
typedef struct genus_colour {
    double red;
    double green;
    double blue;
} genus_colour;

/** The greys, darkest first. */
typedef enum genus_ink {
    GENUS_INK_BACKGROUND, ///< Behind everything.
    GENUS_INK_WELL,       ///< Empty bars, ribbon, text field.
    GENUS_INK_CONTROL,    ///< Buttons at rest.
    GENUS_INK_RAISED,     ///< Buttons under the pointer; outlines.
    GENUS_INK_FAINT,      ///< Marks that may be missed.
    GENUS_INK_DIM,        ///< Text of second rank.
    GENUS_INK_TEXT,       ///< Text.
} genus_ink;

/** A grey. */
genus_colour genus_palette_ink(genus_ink ink);

/** The colour of class `index`, any. */
genus_colour genus_palette_class(uint32_t index);

/** `share` of `over`, the rest of `under`. */
genus_colour genus_colour_mix(genus_colour under, genus_colour over, double share);

/** Relative luminance as WCAG 2 defines it, 0..1. */
double genus_colour_luminance(genus_colour colour);

/** Sets cairo's source. Thread: the caller's context. */
void genus_colour_use(cairo_t *cairo, genus_colour colour) GENUS_NONNULL(1);

/**
 * Fills a box for class `index`, hatched from the thirteenth class on.
 * @param strength 0..1: how strong the colour stands out of an empty bar.
 */
void genus_palette_fill(cairo_t *cairo, genus_box box, uint32_t index, double strength)
    GENUS_NONNULL(1);

#endif
