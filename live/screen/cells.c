// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Drawing on a grid of character cells.

#include "live/screen/cells.h"
#include "engine/base/utf8.h"

#include <math.h>
#include <stdlib.h>
#include <wchar.h>

bool genus_cells_resize(genus_cells *canvas, int rows, int columns) {
    genus_cells_free(canvas);
    if (rows < 1 || columns < 1) {
        return true;
    }
    canvas->cells = calloc((size_t)rows * (size_t)columns, sizeof *canvas->cells);
    if (canvas->cells == NULL) {
        return false;
    }
    canvas->rows = rows;
    canvas->columns = columns;
    genus_cells_blank(canvas, (genus_rect){0, 0, rows, columns});
    return true;
}

void genus_cells_free(genus_cells *canvas) {
    free(canvas->cells);
    canvas->cells = NULL;
    canvas->rows = 0;
    canvas->columns = 0;
}

static genus_cell *cell_at(const genus_cells *canvas, int row, int column) {
    if (row < 0 || row >= canvas->rows || column < 0 || column >= canvas->columns) {
        return NULL;
    }
    return &canvas->cells[(size_t)row * (size_t)canvas->columns + (size_t)column];
}

// A wide character that loses one of its halves goes as a whole.
static void set_cell(genus_cells *canvas, int row, int column, genus_cell value) {
    genus_cell *cell = cell_at(canvas, row, column);
    if (cell == NULL) {
        return;
    }
    genus_cell *left = cell_at(canvas, row, column - 1);
    genus_cell *right = cell_at(canvas, row, column + 1);
    if (cell->glyph == 0 && value.glyph != 0 && left != NULL) {
        left->glyph = ' ';
    }
    if (right != NULL && right->glyph == 0 && cell->glyph != 0) {
        right->glyph = ' ';
    }
    *cell = value;
}

void genus_cells_blank(genus_cells *canvas, genus_rect rect) {
    for (int row = rect.row; row < rect.row + rect.height; row++) {
        for (int column = rect.column; column < rect.column + rect.width; column++) {
            set_cell(canvas, row, column, (genus_cell){' ', GENUS_INK_TEXT});
        }
    }
}

// ----------------------------------------------------------------------------------------- charset

typedef struct stand_in {
    uint32_t glyph;
    uint32_t console;
    uint32_t ascii;
} stand_in;

static const stand_in stand_ins[] = {
    {0x2588, 0x2588, '#'}, // full block
    {0x258C, 0x258C, '#'}, // left half block
    {0x2580, 0x2580, '"'}, // upper half block
    {0x2584, 0x2584, '_'}, // lower half block
    {0x2592, 0x2592, '+'}, // medium shade
    {0x00B7, 0x00B7, '.'}, // middle dot
    {0x2026, '~', '~'},    // ellipsis
    {0x2501, 0x2588, '='}, // heavy line
    {0x2578, 0x258C, '-'}, // heavy line on the left half
    {0x2500, 0x2500, '-'}, // line
    {0x2502, 0x2502, '|'}, // upright line
    {0x2503, 0x2502, '|'}, // heavy upright line
    {0x25B8, '>', '>'},    // small triangle to the right
    {0x256D, 0x250C, '+'}, // corners
    {0x256E, 0x2510, '+'}, //
    {0x2570, 0x2514, '+'}, //
    {0x256F, 0x2518, '+'}, //
};

static uint32_t shown_as(genus_charset charset, uint32_t glyph) {
    if (genus_utf8_is_unsafe(glyph)) {
        return '?';
    }
    if (glyph < 0x7F || charset == GENUS_CHARSET_UNICODE) {
        return glyph;
    }
    for (size_t i = 0; i < sizeof stand_ins / sizeof *stand_ins; i++) {
        if (stand_ins[i].glyph == glyph) {
            return charset == GENUS_CHARSET_ASCII ? stand_ins[i].ascii : stand_ins[i].console;
        }
    }
    return charset == GENUS_CHARSET_ASCII ? '?' : glyph;
}

void genus_cells_put(genus_cells *canvas, int row, int column, uint32_t glyph, genus_ink ink) {
    set_cell(canvas, row, column, (genus_cell){shown_as(canvas->charset, glyph), (uint8_t)ink});
}

// -------------------------------------------------------------------------------------------- text

// Columns of one character: 0 for combining ones, which are left out.
static int glyph_width(uint32_t glyph) {
    const int width = glyph < 0x7F ? 1 : wcwidth((wchar_t)glyph);
    return width < 0 ? 1 : width;
}

int genus_cells_text_width(const char *text) {
    int width = 0;
    uint32_t glyph;
    for (size_t length = 0; (length = genus_utf8_next(text, &glyph)) > 0; text += length) {
        width += glyph_width(glyph);
    }
    return width;
}

int genus_cells_text(genus_cells *canvas, int row, int column, int width, genus_ink ink,
                     const char *text) {
    const bool is_cut = genus_cells_text_width(text) > width;
    const int room = is_cut ? width - 1 : width;
    int used = 0;
    uint32_t glyph;
    for (size_t length = 0; (length = genus_utf8_next(text, &glyph)) > 0; text += length) {
        const int columns = glyph_width(glyph);
        if (used + columns > room) {
            break;
        }
        if (columns > 0) {
            // What the locale cannot show has no known width: a question mark has.
            const bool is_known = glyph < 0x7F || wcwidth((wchar_t)glyph) > 0;
            genus_cells_put(canvas, row, column + used, is_known ? glyph : '?', ink);
        }
        if (columns == 2 && canvas->charset != GENUS_CHARSET_ASCII) {
            set_cell(canvas, row, column + used + 1, (genus_cell){0, (uint8_t)ink});
        }
        used += columns;
    }
    if (is_cut && width > 0) {
        genus_cells_put(canvas, row, column + used, 0x2026, ink);
        used++;
    }
    return used;
}

void genus_cells_text_right(genus_cells *canvas, int row, int column, int width, genus_ink ink,
                            const char *text) {
    const int text_width = genus_cells_text_width(text);
    const int indent = text_width < width ? width - text_width : 0;
    (void)genus_cells_text(canvas, row, column + indent, width - indent, ink, text);
}

// -------------------------------------------------------------------------------------------- bars

static double clamped(double share) {
    return share > 0.0 ? fmin(share, 1.0) : 0.0; // NaN shows nothing.
}

void genus_cells_bar(genus_cells *canvas, int row, int column, int width, double share,
                     genus_ink ink) {
    const int steps = canvas->charset == GENUS_CHARSET_UNICODE   ? 8
                      : canvas->charset == GENUS_CHARSET_CONSOLE ? 2
                                                                 : 1;
    const int length = (int)lround(clamped(share) * width * steps);
    for (int i = 0; i < length / steps; i++) {
        genus_cells_put(canvas, row, column + i, 0x2588, ink);
    }
    const int rest = length % steps * (8 / steps);
    if (rest > 0) { // U+2589 is seven eighths, U+258F one.
        genus_cells_put(canvas, row, column + length / steps, 0x2590U - (uint32_t)rest, ink);
    }
}

void genus_cells_gauge(genus_cells *canvas, int row, int column, int width, double share,
                       genus_ink ink) {
    const int steps = canvas->charset == GENUS_CHARSET_ASCII ? 1 : 2;
    const int length = (int)lround(clamped(share) * width * steps);
    for (int i = 0; i < width; i++) {
        const int filled = length - i * steps;
        const uint32_t glyph = filled >= steps ? 0x2501 : filled > 0 ? 0x2578 : 0x2500;
        genus_cells_put(canvas, row, column + i, glyph, filled > 0 ? ink : GENUS_INK_FAINT);
    }
}
