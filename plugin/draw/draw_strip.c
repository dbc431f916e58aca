// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The picture for a mixer strip, about 80 x 48 pixels: one word to be read from afar, its
// confidence, and three bars that say what else it might be.

#include "plugin/draw/draw_strip.h"

#include "plugin/draw/draw.h"
#include "plugin/draw/lettering.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define STRIP_WIDTH 80.0
#define STRIP_HEIGHT 48.0
#define MARGIN 4.0
#define HEADLINE_HEIGHT 18.0
#define ROW_HEIGHT 9.0
#define ROWS_HEIGHT (GENUS_STRIP_LEADERS * ROW_HEIGHT)

genus_strip genus_strip_of(const genus_view *view) {
    genus_strip strip;
    memset(&strip, 0, sizeof strip);
    const genus_headline headline = genus_draw_headline(view);
    strip.genre = (int16_t)view->genre;
    strip.label = (int16_t)headline.label;
    strip.from_track = headline.from_track;
    strip.percent = (int16_t)genus_draw_percent(headline.confidence);
    if (view->genre == GENUS_GENRE_LISTENING) {
        const float tenths = view->seconds_heard * 10.0F;
        strip.heard_tenths = (int16_t)(tenths > 0.0F ? fminf(tenths, 1000.0F) : 0.0F);
    }
    if (view->genre >= GENUS_GENRE_UNSURE) {
        uint32_t leaders[GENUS_STRIP_LEADERS];
        const uint32_t count = genus_draw_leaders(view, leaders, GENUS_STRIP_LEADERS);
        strip.leader_count = (int16_t)count;
        for (uint32_t i = 0; i < count; i++) {
            strip.leader[i] = (int16_t)leaders[i];
            strip.leader_percent[i] = (int16_t)genus_draw_percent(view->posterior[leaders[i]]);
        }
    }
    return strip;
}

bool genus_strip_equal(const genus_strip *a, const genus_strip *b) {
    return memcmp(a, b, sizeof *a) == 0; // Of int16_t only: there is no padding.
}

static void draw_headline(cairo_t *cairo, genus_box box, const genus_strip *strip,
                          const char *word) {
    double name_width = box.width;
    if (strip->label >= 0) {
        char percent[8];
        (void)snprintf(percent, sizeof percent, "%d%%", strip->percent);
        const genus_type type = {.size = 9.0,
                                 .smallest = 6.0,
                                 .align = GENUS_ALIGN_RIGHT,
                                 .colour = genus_palette_ink(GENUS_INK_DIM)};
        const genus_box right = {box.x + 0.66 * box.width, box.y + 1.0, 0.34 * box.width,
                                 box.height};
        name_width -= genus_lettering_draw(cairo, right, percent, &type) + 3.0;
    }
    const bool is_live = strip->label >= 0 && !strip->from_track;
    const genus_type type = {.size = 14.5,
                             .smallest = 8.5,
                             .bold = true,
                             .colour = genus_palette_ink(is_live ? GENUS_INK_TEXT : GENUS_INK_DIM)};
    const genus_box left = {box.x, box.y, name_width, box.height};
    (void)genus_lettering_draw(cairo, left, word, &type);
}

static void draw_leaders(cairo_t *cairo, genus_box box, const genus_strip *strip,
                         const char *const *labels) {
    const double name_width = 0.52 * box.width;
    for (int i = 0; i < strip->leader_count; i++) {
        const genus_box name = {box.x, box.y + ROW_HEIGHT * i, name_width - 3.0, ROW_HEIGHT};
        const genus_type type = {.size = 8.0,
                                 .smallest = 6.5,
                                 .colour =
                                     genus_palette_ink(i == 0 ? GENUS_INK_TEXT : GENUS_INK_DIM)};
        (void)genus_lettering_draw(cairo, name, labels[strip->leader[i]], &type);
        const genus_box bar = {box.x + name_width, name.y + 1.5, box.width - name_width,
                               ROW_HEIGHT - 3.0};
        const float share = (float)strip->leader_percent[i] / 100.0F;
        genus_draw_bar(cairo, bar, (uint32_t)strip->leader[i], share, i == 0);
    }
}

static void draw_progress(cairo_t *cairo, genus_box box, double share) {
    const genus_box well = {box.x, box.y + 0.5 * ROW_HEIGHT, box.width, 3.0};
    genus_colour_use(cairo, genus_palette_ink(GENUS_INK_WELL));
    genus_draw_round(cairo, well, 1.5);
    cairo_fill(cairo);
    const genus_box part = {well.x, well.y, well.width * fmin(1.0, share), well.height};
    if (genus_box_has_area(part)) {
        genus_colour_use(cairo, genus_palette_ink(GENUS_INK_DIM));
        genus_draw_round(cairo, part, 1.5);
        cairo_fill(cairo);
    }
}

void genus_draw_strip(cairo_t *cairo, double width, double height, const genus_strip *strip,
                      const char *const *labels, uint32_t label_count) {
    const double scale = fmin(width / STRIP_WIDTH, height / STRIP_HEIGHT);
    if (!(scale > 0.0)) {
        return;
    }
    cairo_save(cairo);
    cairo_scale(cairo, scale, scale);
    const genus_box whole = {0.0, 0.0, width / scale, height / scale};
    genus_colour_use(cairo, genus_palette_ink(GENUS_INK_BACKGROUND));
    cairo_rectangle(cairo, whole.x, whole.y, whole.width, whole.height);
    cairo_fill(cairo);
    if (strip->label >= 0) {
        const genus_box edge = {0.0, 0.0, 2.5, whole.height};
        genus_palette_fill(cairo, edge, (uint32_t)strip->label, strip->from_track ? 0.6 : 1.0);
    }
    const char *state = genus_draw_word(strip->genre, labels, label_count);
    const genus_box top = {MARGIN + 2.0, (whole.height - HEADLINE_HEIGHT - ROWS_HEIGHT) / 2.0,
                           whole.width - 2.0 * MARGIN - 1.0, HEADLINE_HEIGHT};
    draw_headline(cairo, top, strip, strip->label >= 0 ? labels[strip->label] : state);
    const genus_box below = {top.x, top.y + HEADLINE_HEIGHT, top.width, ROWS_HEIGHT};
    if (strip->from_track) { // Below the tag: why there is no live genre.
        const genus_box line = {below.x, below.y, below.width, ROW_HEIGHT};
        const genus_type type = {
            .size = 8.0, .smallest = 6.5, .colour = genus_palette_ink(GENUS_INK_DIM)};
        (void)genus_lettering_draw(cairo, line, state, &type);
    } else if (strip->genre == GENUS_GENRE_LISTENING) {
        draw_progress(cairo, below, strip->heard_tenths / (10.0 * GENUS_SECONDS_NEEDED));
    } else {
        draw_leaders(cairo, below, strip, labels);
    }
    cairo_restore(cairo);
}
