// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A canvas that paints pixels with cairo.

#include "train/report/png.h"

#ifdef GENUS_HAS_CAIRO

#include "engine/base/atomic_file.h"
#include "engine/base/text.h"

#include <cairo.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double pi = 3.14159265358979323846;

struct genus_png {
    genus_canvas canvas;
    cairo_surface_t *surface;
    cairo_t *cairo;
};

/** The light colours of the page (page.css). */
static const uint32_t colours[GENUS_TONE_COUNT] = {
    [GENUS_TONE_TEXT] = 0x22262B,  [GENUS_TONE_MUTED] = 0x5F6770,  [GENUS_TONE_FAINT] = 0xE4E2DD,
    [GENUS_TONE_LINE] = 0xA3A8AE,  [GENUS_TONE_ACCENT] = 0x17508A, [GENUS_TONE_SECOND] = 0xB3560F,
    [GENUS_TONE_PAPER] = 0xFDFCFA,
};

static cairo_t *use(genus_canvas *canvas, genus_tone tone, double strength) {
    cairo_t *cairo = ((genus_png *)canvas)->cairo;
    const uint32_t colour = colours[tone];
    cairo_set_source_rgba(cairo, (colour >> 16) / 255.0, (colour >> 8 & 0xFF) / 255.0,
                          (colour & 0xFF) / 255.0, strength);
    return cairo;
}

static void fill(genus_canvas *canvas, genus_area area, genus_tone tone, double strength,
                 const char *tip) {
    (void)tip;
    cairo_t *cairo = use(canvas, tone, strength);
    cairo_rectangle(cairo, area.x, area.y, area.width, area.height);
    cairo_fill(cairo);
}

static void line(genus_canvas *canvas, const genus_point *points, size_t count,
                 genus_stroke stroke) {
    static const double dashes[] = {4.0, 3.0};
    cairo_t *cairo = use(canvas, stroke.tone, 1.0);
    cairo_set_line_width(cairo, stroke.width);
    cairo_set_dash(cairo, dashes, stroke.dashed ? 2 : 0, 0.0);
    cairo_new_path(cairo); // A text leaves its end as a beginning.
    for (size_t i = 0; i < count; i++) {
        cairo_line_to(cairo, points[i].x, points[i].y);
    }
    cairo_stroke(cairo);
}

static void dot(genus_canvas *canvas, genus_point centre, double radius, genus_tone tone,
                const char *tip) {
    (void)tip;
    cairo_t *cairo = use(canvas, tone, 1.0);
    cairo_new_path(cairo);
    cairo_arc(cairo, centre.x, centre.y, radius, 0.0, 2.0 * pi);
    cairo_fill_preserve(cairo);
    (void)use(canvas, GENUS_TONE_PAPER, 1.0);
    cairo_set_dash(cairo, NULL, 0, 0.0);
    cairo_set_line_width(cairo, 1.5);
    cairo_stroke(cairo);
}

static void text(genus_canvas *canvas, genus_point point, const char *string, genus_type type) {
    static const double shares[] = {0.0, 0.5, 1.0};
    cairo_t *cairo = use(canvas, type.tone, 1.0);
    cairo_text_extents_t extents;
    cairo_select_font_face(cairo, "sans-serif", CAIRO_FONT_SLANT_NORMAL,
                           type.bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
    cairo_set_font_size(cairo, type.size);
    cairo_text_extents(cairo, string, &extents);
    cairo_save(cairo);
    cairo_translate(cairo, point.x, point.y);
    cairo_rotate(cairo, type.turn * pi / 180.0);
    cairo_move_to(cairo, -shares[type.align] * extents.x_advance, 0.0);
    cairo_show_text(cairo, string);
    cairo_restore(cairo);
}

genus_status genus_png_new(double width, double height, genus_png **png, genus_error *error) {
    static const genus_canvas_functions functions = {fill, line, dot, text};
    genus_png *made = calloc(1, sizeof *made);
    *png = made;
    if (made == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for a picture");
    }
    made->canvas.functions = &functions;
    made->surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)ceil(width * GENUS_PNG_SCALE),
                                   (int)ceil(height * GENUS_PNG_SCALE));
    made->cairo = cairo_create(made->surface);
    if (cairo_status(made->cairo) != CAIRO_STATUS_SUCCESS) {
        *png = NULL;
        genus_png_free(made);
        return genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for a picture");
    }
    cairo_scale(made->cairo, GENUS_PNG_SCALE, GENUS_PNG_SCALE);
    (void)use(&made->canvas, GENUS_TONE_PAPER, 1.0);
    cairo_paint(made->cairo);
    return GENUS_OK;
}

void genus_png_free(genus_png *png) {
    if (png != NULL) {
        cairo_destroy(png->cairo);
        cairo_surface_destroy(png->surface);
        free(png);
    }
}

genus_canvas *genus_png_canvas(genus_png *png) {
    return &png->canvas;
}

void genus_png_shift(genus_png *png, double x, double y) {
    cairo_translate(png->cairo, x, y);
}

void genus_png_pixels(genus_png *png, genus_area area, const uint32_t *pixels, size_t width,
                      size_t height) {
    cairo_surface_t *picture =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)width, (int)height);
    if (cairo_surface_status(picture) == CAIRO_STATUS_SUCCESS) {
        unsigned char *rows = cairo_image_surface_get_data(picture);
        const size_t stride = (size_t)cairo_image_surface_get_stride(picture);
        for (size_t y = 0; y < height; y++) {
            memcpy(rows + y * stride, pixels + y * width, width * sizeof *pixels);
        }
        cairo_surface_mark_dirty(picture);
    }
    // A picture that could not be made puts the canvas into an error, which writing reports.
    cairo_save(png->cairo);
    cairo_translate(png->cairo, area.x, area.y);
    cairo_scale(png->cairo, area.width / (double)width, area.height / (double)height);
    cairo_set_source_surface(png->cairo, picture, 0.0, 0.0);
    cairo_pattern_set_filter(cairo_get_source(png->cairo), CAIRO_FILTER_NEAREST);
    cairo_rectangle(png->cairo, 0.0, 0.0, (double)width, (double)height);
    cairo_fill(png->cairo);
    cairo_restore(png->cairo);
    cairo_surface_destroy(picture);
}

static cairo_status_t take_bytes(void *closure, const unsigned char *data, unsigned length) {
    genus_text *bytes = closure;
    genus_text_put_bytes(bytes, data, length);
    return bytes->failed ? CAIRO_STATUS_NO_MEMORY : CAIRO_STATUS_SUCCESS;
}

genus_status genus_png_write(genus_png *png, const char *path, genus_error *error) {
    genus_text bytes = {0};
    cairo_surface_flush(png->surface);
    cairo_status_t fault = cairo_status(png->cairo);
    if (fault == CAIRO_STATUS_SUCCESS) {
        fault = cairo_surface_write_to_png_stream(png->surface, take_bytes, &bytes);
    }
    const genus_status status =
        fault == CAIRO_STATUS_SUCCESS
            ? genus_atomic_file_write(path, bytes.bytes, bytes.length, error)
            : genus_fail(error, GENUS_ERROR_WRITE, "%s: cannot be drawn: %s", path,
                         cairo_status_to_string(fault));
    genus_text_clear(&bytes);
    return status;
}

#else

genus_status genus_png_new(double width, double height, genus_png **png, genus_error *error) {
    (void)width;
    (void)height;
    *png = NULL;
    return genus_fail(error, GENUS_ERROR_ARGUMENT,
                      "PNG pictures need cairo, without which this genus-train was built: install "
                      "libcairo2-dev and build it again");
}

void genus_png_free(genus_png *png) {
    (void)png;
}

genus_canvas *genus_png_canvas(genus_png *png) {
    (void)png;
    return NULL;
}

void genus_png_shift(genus_png *png, double x, double y) {
    (void)png;
    (void)x;
    (void)y;
}

void genus_png_pixels(genus_png *png, genus_area area, const uint32_t *pixels, size_t width,
                      size_t height) {
    (void)png;
    (void)area;
    (void)pixels;
    (void)width;
    (void)height;
}

genus_status genus_png_write(genus_png *png, const char *path, genus_error *error) {
    (void)png;
    return genus_fail(error, GENUS_ERROR_ARGUMENT, "%s: PNG pictures need cairo", path);
}

#endif
