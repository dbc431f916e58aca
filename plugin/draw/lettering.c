// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Fitting and setting a line of text with cairo's own font interface.

#include "plugin/draw/lettering.h"
#include "engine/base/utf8.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#define LINE_BYTES 4096    // Longer lines are cut; no box has room for them.
#define NARROWEST 0.82     // Set narrower than this, letters look squeezed.
#define SLACK 0.995        // Ink may stand over the advance by a rounding.
#define CAPITAL_SHARE 0.73 // Height of capitals in the font's size, within 3 % in common fonts.

static const char ellipsis[] = "\xE2\x80\xA6";

/** Copies text as UTF-8 that cairo takes: invalid text would put the whole context in error. */
static void clean(char out[LINE_BYTES], const char *text) {
    size_t used = 0;
    while (*text != '\0') {
        uint32_t point = 0;
        const size_t length = genus_utf8_decode(text, SIZE_MAX, &point);
        const bool is_unsafe = length > 0 && genus_utf8_is_unsafe(point);
        const char *piece = length == 0 ? GENUS_UTF8_REPLACEMENT : is_unsafe ? " " : text;
        const size_t piece_length = length > 0 && !is_unsafe ? length : strlen(piece);
        if (used + piece_length >= LINE_BYTES) {
            break;
        }
        memcpy(out + used, piece, piece_length);
        used += piece_length;
        text += length == 0 ? 1 : length;
    }
    out[used] = '\0';
}

static void use_font(cairo_t *cairo, double size, double narrowing, bool bold) {
    // Metrics without hinting, or widths would jump with the size and the scale of the screen.
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_SLIGHT);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    cairo_set_font_options(cairo, options);
    cairo_font_options_destroy(options);
    cairo_select_font_face(cairo, "sans-serif", CAIRO_FONT_SLANT_NORMAL,
                           bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
    cairo_matrix_t matrix;
    cairo_matrix_init_scale(&matrix, size * narrowing, size);
    cairo_set_font_matrix(cairo, &matrix);
}

/** From the origin to the rightmost ink or advance. */
static double measure(cairo_t *cairo, const char *clean_text) {
    cairo_text_extents_t extents;
    cairo_text_extents(cairo, clean_text, &extents);
    return fmax(extents.x_advance, extents.x_bearing + extents.width);
}

double genus_lettering_width(cairo_t *cairo, const char *text, double size, bool bold) {
    char line[LINE_BYTES];
    clean(line, text);
    use_font(cairo, size, 1.0, bold);
    return measure(cairo, line);
}

/** Cuts the line after `length` bytes or a little before, and ends it in an ellipsis. */
static void cut(char line[LINE_BYTES], const char *whole, size_t length) {
    length = genus_utf8_floor(whole, length);
    while (length > 0 && whole[length - 1] == ' ') {
        length--;
    }
    memcpy(line, whole, length);
    memcpy(line + length, ellipsis, sizeof ellipsis);
}

/** The longest beginning of the line that fits with an ellipsis, found by halving. */
static void shorten(cairo_t *cairo, char line[LINE_BYTES], double width) {
    char whole[LINE_BYTES];
    memcpy(whole, line, LINE_BYTES);
    size_t fits = 0;
    size_t too_long = strlen(whole);
    if (too_long > LINE_BYTES - sizeof ellipsis) {
        too_long = LINE_BYTES - sizeof ellipsis;
    }
    while (too_long - fits > 1) {
        const size_t middle = (fits + too_long) / 2;
        cut(line, whole, middle);
        *(measure(cairo, line) <= width ? &fits : &too_long) = middle;
    }
    cut(line, whole, fits);
    if (measure(cairo, line) > width) {
        line[0] = '\0'; // Not even the ellipsis fits.
    }
}

double genus_lettering_draw(cairo_t *cairo, genus_box box, const char *text,
                            const genus_type *type) {
    if (!genus_box_has_area(box) || *text == '\0') {
        return 0.0;
    }
    char line[LINE_BYTES];
    clean(line, text);
    double size = fmin(type->size, box.height / CAPITAL_SHARE);
    use_font(cairo, size, 1.0, type->bold);
    double width = measure(cairo, line);
    if (width > box.width) {
        const double needed = SLACK * box.width / width;
        const double narrowing = fmax(NARROWEST, needed);
        size = fmin(size, fmax(type->smallest, size * needed / narrowing));
        use_font(cairo, size, narrowing, type->bold);
        width = measure(cairo, line);
    }
    if (width > box.width) {
        shorten(cairo, line, box.width);
        width = measure(cairo, line);
    }
    const double room = box.width - width;
    const double x = box.x + (type->align == GENUS_ALIGN_RIGHT    ? room
                              : type->align == GENUS_ALIGN_CENTRE ? room / 2.0
                                                                  : 0.0);
    genus_colour_use(cairo, type->colour);
    cairo_move_to(cairo, x, box.y + (box.height + CAPITAL_SHARE * size) / 2.0);
    cairo_text_path(cairo, line); // Glyphs would be set on whole pixels: "regga e".
    cairo_fill(cairo);
    return width;
}
