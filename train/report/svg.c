// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A canvas that writes SVG.

#include "train/report/svg.h"

static genus_text *text_of(genus_canvas *canvas) {
    return ((genus_svg *)canvas)->text;
}

/** Hundredths of a pixel without trailing zeros. Only for numbers that lie on a drawing. */
static void put_number(genus_text *text, const char *before, double number) {
    const long hundredths = (long)(number * 100.0 + (number < 0.0 ? -0.5 : 0.5));
    const long whole = hundredths < 0 ? -hundredths : hundredths;
    genus_text_print(text, "%s%s%ld", before, hundredths < 0 ? "-" : "", whole / 100);
    if (whole % 100 != 0) {
        genus_text_print(text, whole % 10 == 0 ? ".%ld" : ".%02ld",
                         whole % 10 == 0 ? whole % 100 / 10 : whole % 100);
    }
}

/** Ends an element that may hold a tip. */
static void put_end(genus_text *text, const char *name, const char *tip) {
    if (tip == NULL) {
        genus_text_put(text, "/>\n");
        return;
    }
    genus_text_put(text, "><title>");
    genus_text_put_escaped(text, tip);
    genus_text_print(text, "</title></%s>\n", name);
}

static void fill(genus_canvas *canvas, genus_area area, genus_tone tone, double strength,
                 const char *tip) {
    genus_text *text = text_of(canvas);
    genus_text_print(text, "<rect class=\"t%d\"", (int)tone);
    put_number(text, " x=\"", area.x);
    put_number(text, "\" y=\"", area.y);
    put_number(text, "\" width=\"", area.width);
    put_number(text, "\" height=\"", area.height);
    if (strength < 1.0) {
        put_number(text, "\" fill-opacity=\"", strength);
    }
    genus_text_put(text, "\"");
    put_end(text, "rect", tip);
}

static void line(genus_canvas *canvas, const genus_point *points, size_t count,
                 genus_stroke stroke) {
    genus_text *text = text_of(canvas);
    genus_text_print(text, "<polyline class=\"t%d\" points=\"", (int)stroke.tone);
    for (size_t i = 0; i < count; i++) {
        put_number(text, i == 0 ? "" : " ", points[i].x);
        put_number(text, ",", points[i].y);
    }
    put_number(text, "\" stroke-width=\"", stroke.width);
    genus_text_put(text, stroke.dashed ? "\" stroke-dasharray=\"4 3\"/>\n" : "\"/>\n");
}

static void dot(genus_canvas *canvas, genus_point centre, double radius, genus_tone tone,
                const char *tip) {
    genus_text *text = text_of(canvas);
    genus_text_print(text, "<circle class=\"t%d\"", (int)tone);
    put_number(text, " cx=\"", centre.x);
    put_number(text, "\" cy=\"", centre.y);
    put_number(text, "\" r=\"", radius);
    genus_text_put(text, "\"");
    put_end(text, "circle", tip);
}

static void put_text(genus_canvas *canvas, genus_point point, const char *string, genus_type type) {
    static const char *const anchors[] = {"start", "middle", "end"};
    genus_text *text = text_of(canvas);
    genus_text_print(text, "<text class=\"t%d\"", (int)type.tone);
    put_number(text, " x=\"", point.x);
    put_number(text, "\" y=\"", point.y);
    put_number(text, "\" font-size=\"", type.size);
    genus_text_put(text, "\"");
    if (type.align != GENUS_ALIGN_LEFT) {
        genus_text_print(text, " text-anchor=\"%s\"", anchors[type.align]);
    }
    if (type.bold) {
        genus_text_put(text, " font-weight=\"600\"");
    }
    if (type.turn != 0.0) {
        put_number(text, " transform=\"rotate(", type.turn);
        put_number(text, " ", point.x);
        put_number(text, " ", point.y);
        genus_text_put(text, ")\"");
    }
    genus_text_put(text, ">");
    genus_text_put_escaped(text, string);
    genus_text_put(text, "</text>\n");
}

void genus_svg_begin(genus_svg *svg, genus_text *text, double width, double height,
                     const char *title, const char *description) {
    static const genus_canvas_functions functions = {fill, line, dot, put_text};
    svg->canvas.functions = &functions;
    svg->text = text;
    put_number(text, "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 ",
               width);
    put_number(text, " ", height);
    put_number(text, "\" width=\"", width);
    put_number(text, "\" height=\"", height);
    genus_text_put(text, "\">\n<title>");
    genus_text_put_escaped(text, title);
    genus_text_put(text, "</title>\n<desc>");
    genus_text_put_escaped(text, description);
    genus_text_put(text, "</desc>\n");
}

void genus_svg_end(genus_svg *svg) {
    genus_text_put(svg->text, "</svg>\n");
}
