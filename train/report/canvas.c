// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What figures are drawn on: what is the same for every canvas.

#include "train/report/canvas.h"

#include <stdio.h>
#include <string.h>

void genus_canvas_fill(genus_canvas *canvas, genus_area area, genus_tone tone, double strength,
                       const char *tip) {
    canvas->functions->fill(canvas, area, tone, strength, tip);
}

void genus_canvas_line(genus_canvas *canvas, const genus_point *points, size_t count,
                       genus_stroke stroke) {
    canvas->functions->line(canvas, points, count, stroke);
}

void genus_canvas_segment(genus_canvas *canvas, genus_point from, genus_point to,
                          genus_stroke stroke) {
    const genus_point points[] = {from, to};
    genus_canvas_line(canvas, points, 2, stroke);
}

void genus_canvas_dot(genus_canvas *canvas, genus_point centre, double radius, genus_tone tone,
                      const char *tip) {
    canvas->functions->dot(canvas, centre, radius, tone, tip);
}

void genus_canvas_text(genus_canvas *canvas, genus_point point, const char *text, genus_type type) {
    canvas->functions->text(canvas, point, text, type);
}

/** A character's share of the font's size: of a sans-serif for Latin and its neighbours, full width
 *  for what begins with three bytes (CJK among it) or more; 0 inside of a character. */
static double character_width(unsigned char c) {
    if ((c & 0xC0) == 0x80) {
        return 0.0;
    }
    if (c >= 0xE3) {
        return 1.0;
    }
    return c != '\0' && strchr("fijlrt.,:;|'!/ ", c) != NULL ? 0.36 : 0.6;
}

double genus_canvas_text_width(const char *text, double size) {
    double width = 0.0;
    for (; *text != '\0'; text++) {
        width += size * character_width((unsigned char)*text);
    }
    return width;
}

void genus_canvas_shorten(const char *text, double size, double width,
                          char shortened[GENUS_SHORT_TEXT]) {
    static const char ellipsis[] = "\xE2\x80\xA6";
    const size_t room = GENUS_SHORT_TEXT - sizeof ellipsis;
    const size_t whole = strlen(text);
    if (whole <= room && genus_canvas_text_width(text, size) <= width) {
        (void)snprintf(shortened, GENUS_SHORT_TEXT, "%s", text);
        return;
    }
    double left = width - size;
    size_t kept = 0;
    for (size_t i = 0; i < whole && i <= room; i++) {
        if (((unsigned char)text[i] & 0xC0) != 0x80) {
            kept = i;
        }
        left -= size * character_width((unsigned char)text[i]);
        if (left < 0.0) {
            break;
        }
    }
    (void)snprintf(shortened, GENUS_SHORT_TEXT, "%.*s%s", (int)kept, text, ellipsis);
}
