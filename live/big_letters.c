// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Words in large letters, out of block characters.

#include "big_letters.h"

#include <stddef.h>
#include <string.h>

#define LETTER_ROWS 7
#define LETTER_GAP 2  ///< Dots between letters: even, so that strokes keep to cells.
#define DOTS_MAX 1024 ///< The widest word, in dots.

// A strip of letters side by side, spaces between them.
typedef struct strip {
    const char *letters;
    const char *rows[LETTER_ROWS];
} strip;

static const strip font[] = {
    {"ABCDEFGHIJKL",
     {".####. #####. .####. #####. ###### ###### .####. ##..## ## ....## ##..## ##....",
      "##..## ##..## ##..## ##..## ##.... ##.... ##..## ##..## ## ....## ##..## ##....",
      "##..## ##..## ##.... ##..## ##.... ##.... ##.... ##..## ## ....## ##.##. ##....",
      "###### #####. ##.... ##..## #####. #####. ##.### ###### ## ....## ####.. ##....",
      "##..## ##..## ##.... ##..## ##.... ##.... ##..## ##..## ## ....## ##.##. ##....",
      "##..## ##..## ##..## ##..## ##.... ##.... ##..## ##..## ## ##..## ##..## ##....",
      "##..## #####. .####. #####. ###### ##.... .####. ##..## ## .####. ##..## ######"}},
    {"MNOPQRSTUV",
     {"##....## ##...## .####. #####. .####. #####. .##### ###### ##..## ##..##",
      "###..### ###..## ##..## ##..## ##..## ##..## ##.... ..##.. ##..## ##..##",
      "######## ####.## ##..## ##..## ##..## ##..## ##.... ..##.. ##..## ##..##",
      "##.##.## ##.#### ##..## #####. ##..## #####. .####. ..##.. ##..## ##..##",
      "##....## ##..### ##..## ##.... ##..## ##.##. ....## ..##.. ##..## ##..##",
      "##....## ##...## ##..## ##.... ##.##. ##..## ....## ..##.. ##..## .####.",
      "##....## ##...## .####. ##.... .##.## ##..## #####. ..##.. .####. ..##.."}},
    {"WXYZ0123456",
     {"##....## ##..## ##..## ###### .####. ..##.. .####. .####. ##..## ###### .####.",
      "##....## ##..## ##..## ....## ##..## ####.. ##..## ##..## ##..## ##.... ##....",
      "##....## .####. ##..## ...##. ##..## ..##.. ....## ....## ##..## ##.... ##....",
      "##.##.## ..##.. .####. ..##.. ##..## ..##.. ..###. ..###. ###### #####. #####.",
      "######## .####. ..##.. .##... ##..## ..##.. .##... ....## ....## ....## ##..##",
      "###..### ##..## ..##.. ##.... ##..## ..##.. ##.... ##..## ....## ##..## ##..##",
      "##....## ##..## ..##.. ###### .####. ###### ###### .####. ....## .####. .####."}},
    {"789%&/-+.!?'",
     {"###### .####. .####. ##..## .##... ....## .... ...... .. ## .####. ##",
      "....## ##..## ##..## ##.##. ##.#.. ...##. .... ..##.. .. ## ##..## ##",
      "...##. ##..## ##..## ...##. ##.#.. ...##. .... ..##.. .. ## ....## ..",
      "..##.. .####. .##### ..##.. .##... ..##.. #### ###### .. ## ..###. ..",
      "..##.. ##..## ....## .##... ##.#.# .##... .... ..##.. .. ## ..##.. ..",
      "..##.. ##..## ....## .##.## ##..#. .##... .... ..##.. ## .. ...... ..",
      "..##.. .####. .####. ##..## .##.#. ##.... .... ...... ## ## ..##.. .."}},
};

// The dots of a word.
typedef struct dots {
    int width;                              ///< -1: the font lacks a letter.
    bool on[LETTER_ROWS + 1][DOTS_MAX + 1]; ///< The last row and column stay off.
} dots;

// The dots of letter number `index` in a row of a strip; they end at a space or at the end.
static const char *letter_row(const char *row, size_t index) {
    for (; index > 0; index--) {
        row = strchr(row, ' ') + 1;
    }
    return row;
}

static bool add_letter(dots *word, char letter) {
    for (size_t i = 0; i < sizeof font / sizeof *font; i++) {
        const char *found = strchr(font[i].letters, letter);
        if (found == NULL) {
            continue;
        }
        const size_t index = (size_t)(found - font[i].letters);
        const int width = (int)strcspn(letter_row(font[i].rows[0], index), " ");
        const int start = word->width + (word->width > 0 ? LETTER_GAP : 0);
        if (start + width > DOTS_MAX) {
            return false;
        }
        for (int row = 0; row < LETTER_ROWS; row++) {
            const char *line = letter_row(font[i].rows[row], index);
            for (int column = 0; column < width; column++) {
                word->on[row][start + column] = line[column] == '#';
            }
        }
        // Letters of an odd width would tear the strokes of those after them between two cells.
        word->width = start + width + width % 2;
        return true;
    }
    return false;
}

static void set_word(dots *word, const char *text) {
    memset(word, 0, sizeof *word);
    for (; *text != '\0'; text++) {
        const bool is_lower = *text >= 'a' && *text <= 'z';
        const char letter = is_lower ? (char)(*text - 'a' + 'A') : *text;
        if ((letter == ' ' || letter == '_') && word->width + 4 <= DOTS_MAX) {
            word->width += 4;
        } else if (!add_letter(word, letter)) {
            word->width = -1;
            return;
        }
    }
}

int genus_letters_height(genus_letter_size size, genus_charset charset) {
    switch (size) {
    case GENUS_LETTERS_PLAIN:
        return 1;
    case GENUS_LETTERS_NARROW:
        return (LETTER_ROWS + 1) / 2;
    case GENUS_LETTERS_WIDE:
        return charset == GENUS_CHARSET_ASCII ? LETTER_ROWS : (LETTER_ROWS + 1) / 2;
    case GENUS_LETTERS_HUGE:
        break;
    }
    return LETTER_ROWS;
}

int genus_letters_width(genus_letter_size size, genus_charset charset, const char *word) {
    if (size == GENUS_LETTERS_PLAIN) {
        return genus_canvas_text_width(word);
    }
    if (size == GENUS_LETTERS_NARROW && charset != GENUS_CHARSET_UNICODE) {
        return -1;
    }
    dots shape;
    set_word(&shape, word);
    if (shape.width < 0) {
        return -1;
    }
    return size == GENUS_LETTERS_NARROW ? (shape.width + 1) / 2
           : size == GENUS_LETTERS_WIDE ? shape.width
                                        : 2 * shape.width;
}

// Four dots as one character: bit 0 top left, 1 top right, 2 bottom left, 3 bottom right.
static uint32_t quadrants(unsigned dots_on) {
    static const uint32_t glyphs[16] = {
        ' ',    0x2598, 0x259D, 0x2580, 0x2596, 0x258C, 0x259E, 0x259B,
        0x2597, 0x259A, 0x2590, 0x259C, 0x2584, 0x2599, 0x259F, 0x2588,
    };
    return glyphs[dots_on];
}

static uint32_t glyph_of(const dots *word, genus_letter_size size, genus_charset charset, int row,
                         int column) {
    if (size == GENUS_LETTERS_NARROW) {
        return quadrants((word->on[2 * row][2 * column] ? 1U : 0U) |
                         (word->on[2 * row][2 * column + 1] ? 2U : 0U) |
                         (word->on[2 * row + 1][2 * column] ? 4U : 0U) |
                         (word->on[2 * row + 1][2 * column + 1] ? 8U : 0U));
    }
    if (size == GENUS_LETTERS_HUGE) {
        return word->on[row][column / 2] ? 0x2588 : ' ';
    }
    if (charset == GENUS_CHARSET_ASCII) {
        return word->on[row][column] ? 0x2588 : ' ';
    }
    return quadrants((word->on[2 * row][column] ? 3U : 0U) |
                     (word->on[2 * row + 1][column] ? 12U : 0U));
}

void genus_letters_draw(genus_canvas *canvas, int row, int column, genus_letter_size size,
                        genus_ink ink, const char *word) {
    const int width = genus_letters_width(size, canvas->charset, word);
    if (size == GENUS_LETTERS_PLAIN || width < 0) {
        (void)genus_canvas_text(canvas, row, column, canvas->columns - column, ink, word);
        return;
    }
    dots shape;
    set_word(&shape, word);
    const int height = genus_letters_height(size, canvas->charset);
    for (int i = 0; i < height; i++) {
        for (int j = 0; j < width; j++) {
            const uint32_t glyph = glyph_of(&shape, size, canvas->charset, i, j);
            if (glyph != ' ') {
                genus_canvas_put(canvas, row + i, column + j, glyph, ink);
            }
        }
    }
}
