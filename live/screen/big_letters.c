// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Words in large letters, out of block characters.

#include "live/screen/big_letters.h"

#include <stddef.h>
#include <string.h>

#define LETTER_ROWS 7
#define LETTER_GAP 2 ///< Dots between letters: even, so that strokes keep to cells.
#define DOTS_MAX 512 ///< Wider words are not drawn large.

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

// The dots of letter number `index` in a row of a strip; they end at a space or at the end.
static const char *letter_row(const char *row, size_t index) {
    for (; index > 0; index--) {
        row = strchr(row, ' ') + 1;
    }
    return row;
}

// A letter of the font.
typedef struct letter {
    const strip *strip; ///< NULL: a space, or a letter that the font lacks.
    size_t index;
    int width; ///< In dots, made even: odd ones would tear the strokes of those after them between
               ///< two cells. 0: the font lacks it.
} letter;

static letter find_letter(char character) {
    if (character == ' ' || character == '_') {
        return (letter){NULL, 0, LETTER_GAP};
    }
    const bool is_lower = character >= 'a' && character <= 'z';
    const char upper = is_lower ? (char)(character - 'a' + 'A') : character;
    for (size_t i = 0; i < sizeof font / sizeof *font; i++) {
        const char *found = strchr(font[i].letters, upper);
        if (found != NULL) {
            const size_t index = (size_t)(found - font[i].letters);
            const int width = (int)strcspn(letter_row(font[i].rows[0], index), " ");
            return (letter){&font[i], index, width + width % 2};
        }
    }
    return (letter){NULL, 0, 0};
}

// Dots from the first to the last of a word; -1: the font lacks a letter, or the word is too long.
static int width_in_dots(const char *word) {
    int width = 0;
    for (const char *at = word; *at != '\0'; at++) {
        const letter next = find_letter(*at);
        width += next.width + (at > word ? LETTER_GAP : 0);
        if (next.width == 0 || width > DOTS_MAX) {
            return -1;
        }
    }
    return width;
}

// The dots of a word, up to DOTS_MAX; the last row and column stay off.
typedef struct dots {
    bool on[LETTER_ROWS + 1][DOTS_MAX + 16];
} dots;

static void set_word(dots *word, const char *text) {
    memset(word, 0, sizeof *word);
    for (int start = 0; *text != '\0' && start < DOTS_MAX; text++) {
        const letter next = find_letter(*text);
        for (int row = 0; next.strip != NULL && row < LETTER_ROWS; row++) {
            const char *line = letter_row(next.strip->rows[row], next.index);
            for (int i = 0; line[i] == '#' || line[i] == '.'; i++) {
                word->on[row][start + i] = line[i] == '#';
            }
        }
        start += next.width + LETTER_GAP;
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
        return genus_cells_text_width(word);
    }
    if (size == GENUS_LETTERS_NARROW && charset != GENUS_CHARSET_UNICODE) {
        return -1;
    }
    const int width = width_in_dots(word);
    if (width < 0) {
        return -1;
    }
    return size == GENUS_LETTERS_NARROW ? width / 2
           : size == GENUS_LETTERS_WIDE ? width
                                        : 2 * width;
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

void genus_letters_draw(genus_cells *canvas, int row, int column, genus_letter_size size,
                        genus_ink ink, const char *word) {
    const int width = genus_letters_width(size, canvas->charset, word);
    if (size == GENUS_LETTERS_PLAIN || width < 0) {
        (void)genus_cells_text(canvas, row, column, canvas->columns - column, ink, word);
        return;
    }
    dots shape;
    set_word(&shape, word);
    const int height = genus_letters_height(size, canvas->charset);
    for (int i = 0; i < height; i++) {
        for (int j = 0; j < width; j++) {
            const uint32_t glyph = glyph_of(&shape, size, canvas->charset, i, j);
            if (glyph != ' ') {
                genus_cells_put(canvas, row + i, column + j, glyph, ink);
            }
        }
    }
}
