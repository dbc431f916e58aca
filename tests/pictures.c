// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Something to draw, and looking at what was drawn.

#include "pictures.h"

#include "plugin/draw/draw_window.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char *const genres[] = {"blues", "classical", "country", "disco",  "hiphop",
                                     "jazz",  "metal",     "pop",     "reggae", "rock"};
#define GENRES (sizeof genres / sizeof *genres)

static void fill_ribbon(genus_ribbon *ribbon, uint32_t label_count, uint32_t label) {
    ribbon->cell_milliseconds = 1000;
    ribbon->fill_milliseconds = 400;
    ribbon->count = 193;
    for (uint32_t i = 0; i < ribbon->count; i++) {
        const uint32_t other = label > 0 ? label - 1 : label_count - 1;
        const bool is_intro = i < 6 || (i > 70 && i < 75);
        ribbon->cells[i].label = (int16_t)(is_intro ? -1 : (int)(i < 70 ? other : label));
        ribbon->cells[i].confidence = (uint16_t)(700.0 + 250.0 * sin(0.1 * i));
    }
}

void genus_test_panel(genus_panel *panel, uint32_t label_count, uint32_t label) {
    genus_panel_clear(panel);
    assert_true(label_count > 1 && label < label_count);
    genus_view *view = &panel->view;
    view->label_count = label_count;
    for (uint32_t i = 0; i < label_count; i++) {
        const char *name = i < GENRES ? genres[i] : i % 7 == 3 ? "experimental music" : "genre";
        (void)snprintf(panel->labels[i], sizeof panel->labels[i], i < GENRES ? "%s" : "%s %u", name,
                       i);
        view->posterior[i] = 0.06F / (float)label_count;
        view->track_posterior[i] = 0.04F / (float)label_count;
    }
    view->posterior[label + 1 < label_count ? label + 1 : 0] = 0.07F;
    view->posterior[label] = 0.87F;
    view->track_posterior[label] = 0.92F;
    view->genre = GENUS_GENRE_FIRST_LABEL + (int32_t)label;
    view->track_genre = view->genre;
    view->confidence = 0.87F;
    view->track_confidence = 0.92F;
    view->seconds_heard = 28.0F;
    view->level_dbfs = -16.4F;
    fill_ribbon(&view->ribbon, label_count, label);
    genus_panel_set_about(panel, "gtzan.safetensors, accuracy 0.86");
    genus_panel_set_weights(panel, "/usr/lib/lv2/genus.lv2/gtzan.safetensors");
}

cairo_surface_t *genus_test_surface(int width, int height) {
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height);
    assert_int_equal(cairo_surface_status(surface), CAIRO_STATUS_SUCCESS);
    return surface;
}

cairo_surface_t *genus_test_draw_panel(const genus_panel *panel, double width, double height,
                                       double scale) {
    cairo_surface_t *surface =
        genus_test_surface((int)lround(width * scale), (int)lround(height * scale));
    cairo_t *cairo = cairo_create(surface);
    cairo_scale(cairo, scale, scale);
    const genus_layout layout =
        genus_layout_make(width, height, panel->view.label_count, panel->can_browse);
    genus_draw_window(cairo, &layout, panel);
    assert_int_equal(cairo_status(cairo), CAIRO_STATUS_SUCCESS);
    cairo_destroy(cairo);
    cairo_surface_flush(surface);
    return surface;
}

bool genus_test_same(cairo_surface_t *a, cairo_surface_t *b) {
    const int height = cairo_image_surface_get_height(a);
    const int stride = cairo_image_surface_get_stride(a);
    assert_int_equal(height, cairo_image_surface_get_height(b));
    assert_int_equal(stride, cairo_image_surface_get_stride(b));
    return memcmp(cairo_image_surface_get_data(a), cairo_image_surface_get_data(b),
                  (size_t)height * (size_t)stride) == 0;
}

uint32_t genus_test_pixel(cairo_surface_t *surface, int x, int y) {
    const size_t stride = (size_t)cairo_image_surface_get_stride(surface);
    uint32_t pixel = 0;
    memcpy(&pixel,
           cairo_image_surface_get_data(surface) + (size_t)y * stride + (size_t)x * sizeof pixel,
           sizeof pixel);
    return pixel;
}

void genus_test_keep(cairo_surface_t *surface, const char *name) {
    const char *folder = getenv("GENUS_PICTURES");
    if (folder == NULL) {
        return;
    }
    char path[1024];
    (void)snprintf(path, sizeof path, "%s/%s.png", folder, name);
    assert_int_equal(cairo_surface_write_to_png(surface, path), CAIRO_STATUS_SUCCESS);
}
