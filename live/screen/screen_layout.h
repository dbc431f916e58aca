// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Where things stand on a screen of a given size: a plain function, without a terminal. What
// matters most gets its rows first; what finds no room has no height.

#ifndef GENUS_LIVE_SCREEN_SCREEN_LAYOUT_H
#define GENUS_LIVE_SCREEN_SCREEN_LAYOUT_H

#include "engine/genus.h"
#include "live/screen/big_letters.h"
#include "live/screen/cells.h"

#include <stdint.h>

/** What a layout depends on. */
typedef struct genus_screen_needs {
    int rows;
    int columns;
    genus_charset charset;
    const char *const *labels; ///< [label_count], UTF-8.
    uint32_t label_count;
} genus_screen_needs;

/** The parts of the screen; none overlaps another. */
typedef struct genus_screen_layout {
    genus_rect letters;     ///< The genre, and where there is room, the confidence.
    genus_rect headline;    ///< State and confidence in words.
    genus_rect bars;        ///< A bar a class.
    genus_rect songs;       ///< The songs so far.
    genus_rect window;      ///< How much of the window has been heard.
    genus_rect level;       ///< The input level.
    genus_rect ribbon;      ///< The past, one cell a second; the latest in the last line.
    genus_rect status;      ///< Device, rate, overflows, load.
    genus_rect keys;        ///< What can be pressed.
    genus_letter_size size; ///< Of the genre: the same for every label, so that nothing jumps.
    genus_letter_size percent_size; ///< Of the confidence beside it; plain: not beside it.
    int percent_width;              ///< Columns that it takes at the right of the letters.
    int bar_columns;                ///< The bars stand in so many columns.
    int bar_pitch;                  ///< From one bar to the next, in rows.
    int bar_count;                  ///< How many bars fit.
    int label_width;                ///< Columns for a label.
    int ribbon_lines;               ///< Lines of the ribbon, each followed by
    int ribbon_pitch;               ///< this many rows less one for names.
} genus_screen_layout;

/** Lays a screen out. */
genus_screen_layout genus_screen_lay_out(const genus_screen_needs *needs) GENUS_NONNULL(1);

#endif
