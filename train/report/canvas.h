// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What figures are drawn on: one small set of strokes, so that a figure is written once and comes
// out as SVG (svg.h) or as PNG (png.h). Colours are named by their role: a page may then be light,
// dark, or printed. Units are CSS pixels, y points down.

#ifndef GENUS_TRAIN_REPORT_CANVAS_H
#define GENUS_TRAIN_REPORT_CANVAS_H

#include "engine/genus.h"

#include <stdbool.h>
#include <stddef.h>

/** What a colour is for. */
typedef enum genus_tone {
    GENUS_TONE_TEXT,
    GENUS_TONE_MUTED,  ///< Text of second rank.
    GENUS_TONE_FAINT,  ///< Grids, empty bars.
    GENUS_TONE_LINE,   ///< Axes.
    GENUS_TONE_ACCENT, ///< The data.
    GENUS_TONE_SECOND, ///< Other data beside it.
    GENUS_TONE_PAPER,  ///< The ground, and text on strong colour.
} genus_tone;

#define GENUS_TONE_COUNT 7

typedef struct genus_point {
    double x;
    double y;
} genus_point;

typedef struct genus_area {
    double x;
    double y;
    double width;
    double height;
} genus_area;

/** How a line is drawn. */
typedef struct genus_stroke {
    genus_tone tone;
    double width;
    bool dashed;
} genus_stroke;

typedef enum genus_align {
    GENUS_ALIGN_LEFT,
    GENUS_ALIGN_CENTRE,
    GENUS_ALIGN_RIGHT,
} genus_align;

/** How a text is set; the point given with it lies on its base line. */
typedef struct genus_type {
    genus_tone tone;
    double size;
    genus_align align;
    bool bold;
    double turn; ///< Degrees around the point, clockwise.
} genus_type;

typedef struct genus_canvas genus_canvas;

/** What a canvas can do. */
typedef struct genus_canvas_functions {
    void (*fill)(genus_canvas *canvas, genus_area area, genus_tone tone, double strength,
                 const char *tip);
    void (*line)(genus_canvas *canvas, const genus_point *points, size_t count,
                 genus_stroke stroke);
    void (*dot)(genus_canvas *canvas, genus_point centre, double radius, genus_tone tone,
                const char *tip);
    void (*text)(genus_canvas *canvas, genus_point point, const char *text, genus_type type);
} genus_canvas_functions;

/** The first member of every canvas. */
struct genus_canvas {
    const genus_canvas_functions *functions;
};

/**
 * Fills an area. @param strength 0..1: of the colour over what lies under it.
 * @param tip What a pointer over it shows, where there are pointers; NULL: nothing.
 */
void genus_canvas_fill(genus_canvas *canvas, genus_area area, genus_tone tone, double strength,
                       const char *tip);

/** A line through points. */
void genus_canvas_line(genus_canvas *canvas, const genus_point *points, size_t count,
                       genus_stroke stroke) GENUS_NONNULL(1);

/** A line between two points. */
void genus_canvas_segment(genus_canvas *canvas, genus_point from, genus_point to,
                          genus_stroke stroke) GENUS_NONNULL(1);

/** A disc with a rim of paper, so that it stands out of lines. @param tip As above. */
void genus_canvas_dot(genus_canvas *canvas, genus_point centre, double radius, genus_tone tone,
                      const char *tip) GENUS_NONNULL(1);

/** A text in UTF-8. */
void genus_canvas_text(genus_canvas *canvas, genus_point point, const char *text, genus_type type)
    GENUS_NONNULL(1, 3);

/** About how wide a text is at a size: nobody measures fonts here, so leave some air. */
double genus_canvas_text_width(const char *text, double size) GENUS_NONNULL(1);

/** Room for any text that genus_canvas_shorten() gives. */
#define GENUS_SHORT_TEXT 256

/** Cuts a text at a character so that it is at most about `width` wide, with an ellipsis. */
void genus_canvas_shorten(const char *text, double size, double width,
                          char shortened[GENUS_SHORT_TEXT]) GENUS_NONNULL(1, 4);

#endif
