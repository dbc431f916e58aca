// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The picture for a mixer strip, about 80 x 48 pixels: one word to be read from afar, its
// confidence, and rows that say what else it might be. A narrow or low strip has the word and a
// bar.

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
#define HEADLINE_SIZE 14.5
#define ROW_HEIGHT 9.0
#define ROWS_HEIGHT (GENUS_STRIP_LEADERS * ROW_HEIGHT)
#define LOW_WIDTH 70.0 // Pixels: under these, rows cannot be read.
#define LOW_HEIGHT 42.0
#define LOW_PERCENT_WIDTH 76.0

genus_strip genus_strip_of(const genus_view *view) {
    genus_strip strip;
    memset(&strip, 0, sizeof strip);
    const genus_headline headline = genus_draw_headline(view);
    const int32_t tag = genus_draw_tag(view);
    strip.genre = (int16_t)view->genre;
    strip.status = (int16_t)view->status;
    strip.tag = (int16_t)(!headline.from_track && tag != headline.label ? tag : -1);
    strip.label = (int16_t)headline.label;
    strip.from_track = headline.from_track;
    strip.percent = (int16_t)genus_draw_percent(headline.confidence);
    if (headline.from_track) {
        return strip;
    }
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

static void draw_headline(cairo_t *cairo, genus_box box, const genus_strip *strip, const char *word,
                          double size, bool has_percent) {
    double name_width = box.width;
    if (strip->label >= 0 && has_percent) {
        char percent[16];
        (void)snprintf(percent, sizeof percent, "%d %%", strip->percent);
        const genus_type type = {.size = 9.0,
                                 .smallest = 6.0,
                                 .align = GENUS_ALIGN_RIGHT,
                                 .colour = genus_palette_ink(GENUS_INK_DIM)};
        const genus_box right = {box.x + 0.66 * box.width, box.y + 1.0, 0.34 * box.width,
                                 box.height};
        name_width -= genus_lettering_draw(cairo, right, percent, &type) + 3.0;
    }
    const bool is_live = strip->label >= 0 && !strip->from_track;
    const genus_type type = {.size = size,
                             .smallest = 8.5,
                             .bold = true,
                             .colour = genus_palette_ink(is_live ? GENUS_INK_TEXT : GENUS_INK_DIM)};
    const genus_box left = {box.x, box.y, name_width, box.height};
    (void)genus_lettering_draw(cairo, left, word, &type);
}

static void draw_line(cairo_t *cairo, genus_box box, const char *text, genus_ink ink) {
    const genus_type type = {.size = 8.0, .smallest = 6.5, .colour = genus_palette_ink(ink)};
    (void)genus_lettering_draw(cairo, box, text, &type);
}

static void draw_leader(cairo_t *cairo, genus_box bar, const genus_strip *strip, int place) {
    const float share = (float)strip->leader_percent[place] / 100.0F;
    genus_draw_bar(cairo, bar, (uint32_t)strip->leader[place], share, place == 0);
}

/** What is true besides the genre, in words; NULL: nothing. */
static const char *note_of(const genus_strip *strip, const char *const *labels,
                           uint32_t label_count) {
    if ((strip->status & GENUS_STATUS_BYPASSED) != 0) {
        return "bypassed";
    }
    if (strip->from_track) {
        return (strip->status & GENUS_STATUS_FROM_SESSION) != 0 ? "from the session"
               : (strip->status & GENUS_STATUS_STOPPED) != 0
                   ? "stopped"
                   : genus_draw_word(strip->genre, labels, label_count);
    }
    return (strip->status & GENUS_STATUS_HELD) != 0 ? "held" : NULL;
}

/** The leader's bar, then in two rows what else is true or likely. */
static void draw_rows(cairo_t *cairo, genus_box box, const genus_strip *strip,
                      const char *const *labels, uint32_t label_count) {
    genus_box row = {box.x, box.y, box.width, ROW_HEIGHT};
    const double end = box.y + box.height - 0.5 * ROW_HEIGHT;
    const double name_width = 0.52 * box.width;
    const char *note = note_of(strip, labels, label_count);
    const bool is_named = strip->label >= 0 && strip->leader[0] == strip->label;
    for (int i = 0; i < strip->leader_count && row.y < end; i++) {
        const bool has_name = i > 0 || !is_named; // The headline names the leader.
        if (i > 0 && (strip->leader_percent[i] == 0 || (row.y + ROW_HEIGHT > end && note != NULL) ||
                      (row.y + ROW_HEIGHT > end && strip->tag >= 0))) {
            break;
        }
        if (has_name) {
            const genus_box name = {row.x, row.y, name_width - 3.0, ROW_HEIGHT};
            draw_line(cairo, name, labels[strip->leader[i]],
                      i == 0 ? GENUS_INK_TEXT : GENUS_INK_DIM);
        }
        const double left = has_name ? name_width : 0.0;
        const genus_box bar = {row.x + left, row.y + 1.5, row.width - left, ROW_HEIGHT - 3.0};
        draw_leader(cairo, bar, strip, i);
        row.y += ROW_HEIGHT;
    }
    if (note != NULL && row.y < end) {
        draw_line(cairo, row, note, GENUS_INK_DIM);
    } else if (strip->tag >= 0 && row.y < end) {
        char line[128];
        const bool is_saved = (strip->status & GENUS_STATUS_FROM_SESSION) != 0;
        (void)snprintf(line, sizeof line, "%s: %.100s", is_saved ? "session" : "track",
                       labels[strip->tag]);
        draw_line(cairo, row, line, GENUS_INK_DIM);
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

/** The word, with a bar under it if there is one: all that can be read in so little room. */
static void draw_low(cairo_t *cairo, genus_box whole, const genus_strip *strip, const char *word) {
    const double bar_height = fmin(6.0, fmax(2.0, 0.18 * whole.height));
    const genus_box inside = {MARGIN + 1.0, 2.0, whole.width - 2.0 * MARGIN, whole.height - 4.0};
    const bool has_bar = strip->leader_count > 0;
    genus_box name = inside;
    name.height -= has_bar ? bar_height + 1.0 : 0.0;
    const double size = fmin(HEADLINE_SIZE, 1.05 * name.height); // Descenders stay over the bar.
    draw_headline(cairo, name, strip, word, size, whole.width >= LOW_PERCENT_WIDTH);
    if (has_bar) {
        const genus_box bar = {inside.x, inside.y + inside.height - bar_height, inside.width,
                               bar_height};
        draw_leader(cairo, bar, strip, 0);
    }
}

void genus_draw_strip(cairo_t *cairo, double width, double height, const genus_strip *strip,
                      const char *const *labels, uint32_t label_count) {
    const bool is_low = width < LOW_WIDTH || height < LOW_HEIGHT;
    const double scale =
        is_low ? fmin(1.0, width / 40.0) : fmin(width / STRIP_WIDTH, height / STRIP_HEIGHT);
    if (!(scale > 0.0 && height > 0.0)) {
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
    const genus_view now = {
        .status = (uint32_t)strip->status, .genre = strip->genre, .label_count = label_count};
    const char *word =
        strip->label >= 0 ? labels[strip->label] : genus_draw_state_word(&now, labels);
    if (is_low) {
        draw_low(cairo, whole, strip, word);
        cairo_restore(cairo);
        return;
    }
    const genus_box top = {MARGIN + 2.0, (whole.height - HEADLINE_HEIGHT - ROWS_HEIGHT) / 2.0,
                           whole.width - 2.0 * MARGIN - 1.0, HEADLINE_HEIGHT};
    draw_headline(cairo, top, strip, word, HEADLINE_SIZE, true);
    const genus_box below = {top.x, top.y + HEADLINE_HEIGHT, top.width, ROWS_HEIGHT};
    if (strip->genre == GENUS_GENRE_LISTENING && !strip->from_track) {
        draw_progress(cairo, below, strip->heard_tenths / (10.0 * GENUS_SECONDS_NEEDED));
    } else if (strip->label >= 0 || !strip->from_track) {
        draw_rows(cairo, below, strip, labels, label_count);
    }
    cairo_restore(cairo);
}
