// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Words in large letters, out of block characters: a font of seven rows of dots whose upright
// strokes are two dots wide.

#ifndef GENUS_LIVE_SCREEN_BIG_LETTERS_H
#define GENUS_LIVE_SCREEN_BIG_LETTERS_H

#include "engine/genus.h"
#include "live/screen/cells.h"

/** How large; each is larger than the one before it. */
typedef enum genus_letter_size {
    GENUS_LETTERS_PLAIN,  ///< The word as it is, on one row.
    GENUS_LETTERS_NARROW, ///< 2 x 2 dots a cell; needs the Unicode charset.
    GENUS_LETTERS_WIDE,   ///< 1 x 2 dots a cell; in ASCII 1 x 1.
    GENUS_LETTERS_HUGE,   ///< 2 x 1 cells a dot.
} genus_letter_size;

/** Rows that a size takes. */
int genus_letters_height(genus_letter_size size, genus_charset charset);

/** Columns that a word takes; -1 if it has a character that the font or the charset lacks. Case
 * does not matter. */
int genus_letters_width(genus_letter_size size, genus_charset charset, const char *word)
    GENUS_NONNULL(3);

/** Draws a word with its top left corner at a cell. Words that the font lacks are drawn plain. */
void genus_letters_draw(genus_cells *canvas, int row, int column, genus_letter_size size,
                        genus_ink ink, const char *word) GENUS_NONNULL(1, 6);

#endif
