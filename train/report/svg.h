// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A canvas that writes SVG into a text, to stand in an HTML page. Colours are classes (t0, t1, ...
// for the tones, by color; everything is drawn in currentColor) that the page's style sheet gives a
// meaning to, so that one drawing is right in light, dark and print; texts stay texts.

#ifndef GENUS_TRAIN_REPORT_SVG_H
#define GENUS_TRAIN_REPORT_SVG_H

#include "engine/base/text.h"
#include "engine/genus.h"
#include "train/report/canvas.h"

/** A drawing in the making; a plain value. */
typedef struct genus_svg {
    genus_canvas canvas;
    genus_text *text;
} genus_svg;

/**
 * Opens a drawing. @param text Receives it; what stands there already stays.
 * @param title, description What those hear who cannot see it. Thread class of all: any.
 */
void genus_svg_begin(genus_svg *svg, genus_text *text, double width, double height,
                     const char *title, const char *description) GENUS_NONNULL(1, 2, 5, 6);

/** Closes it. */
void genus_svg_end(genus_svg *svg) GENUS_NONNULL(1);

#endif
