// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A grid of character cells that is drawn on in memory, so that what a screen shows is a plain
// function of the scene, and can be tested without a terminal. Drawing outside of the grid is cut
// off.

#ifndef GENUS_LIVE_SCREEN_CELLS_H
#define GENUS_LIVE_SCREEN_CELLS_H

#include "engine/genus.h"

#include <stdbool.h>
#include <stdint.h>

/** What characters a terminal can show; each includes those before it. */
typedef enum genus_charset {
    GENUS_CHARSET_ASCII,
    GENUS_CHARSET_CONSOLE, ///< What the fonts of bare consoles hold: whole and half blocks, lines.
    GENUS_CHARSET_UNICODE, ///< All of it: eighths of blocks and quadrants too.
} genus_charset;

/** What a cell means; the terminal chooses the colour. Classes follow after the fixed ones. */
typedef enum genus_ink {
    GENUS_INK_TEXT = 0,
    GENUS_INK_FAINT,  ///< What need not be looked at.
    GENUS_INK_STRONG, ///< What is to be seen first.
    GENUS_INK_GOOD,
    GENUS_INK_WARNING,
    GENUS_INK_ALARM,
    GENUS_INK_CLASS,                                            ///< + class
    GENUS_INK_CLASS_FAINT = GENUS_INK_CLASS + GENUS_LABELS_MAX, ///< + class
    GENUS_INK_COUNT = GENUS_INK_CLASS_FAINT + GENUS_LABELS_MAX,
} genus_ink;

typedef struct genus_cell {
    uint32_t glyph; ///< A code point; 0: covered by the wide character on the left.
    uint8_t ink;    ///< A genus_ink.
} genus_cell;

/** The grid; row 0 and column 0 are at the top left. */
typedef struct genus_cells {
    int rows;
    int columns;
    genus_charset charset;
    bool has_colour;   ///< Else inks differ in weight at most.
    genus_cell *cells; ///< [rows x columns]
} genus_cells;

/** A part of a canvas; one without height or width shows nothing. */
typedef struct genus_rect {
    int row;
    int column;
    int height;
    int width;
} genus_rect;

/** Gives the canvas a size and clears it. @return false: memory is out; the canvas has no cells. */
bool genus_cells_resize(genus_cells *canvas, int rows, int columns);

/** Frees the cells. */
void genus_cells_free(genus_cells *canvas);

/** Makes a part of it blank. */
void genus_cells_blank(genus_cells *canvas, genus_rect rect) GENUS_NONNULL(1);

/** One character; what the charset lacks becomes the nearest that it has. */
void genus_cells_put(genus_cells *canvas, int row, int column, uint32_t glyph, genus_ink ink)
    GENUS_NONNULL(1);

/**
 * UTF-8 text in at most `width` columns; longer text ends in an ellipsis, and control characters
 * become question marks.
 * @return How many columns were filled.
 */
int genus_cells_text(genus_cells *canvas, int row, int column, int width, genus_ink ink,
                     const char *text) GENUS_NONNULL(1, 6);

/** The same, ending at `width`. */
void genus_cells_text_right(genus_cells *canvas, int row, int column, int width, genus_ink ink,
                            const char *text) GENUS_NONNULL(1, 6);

/** Columns that a text takes. */
int genus_cells_text_width(const char *text) GENUS_NONNULL(1);

/** A solid bar over `share` (0 to 1) of `width` columns, as finely as the charset allows. */
void genus_cells_bar(genus_cells *canvas, int row, int column, int width, double share,
                     genus_ink ink) GENUS_NONNULL(1);

/** A line over `width` columns, heavy over `share` of it and thin after that. */
void genus_cells_gauge(genus_cells *canvas, int row, int column, int width, double share,
                       genus_ink ink) GENUS_NONNULL(1);

#endif
