// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The window's controls: slider, toggles, buttons, and the path of the weights.

#include "engine/base/utf8.h"
#include "plugin/draw/draw_window.h"

#include "plugin/draw/draw.h"
#include "plugin/draw/lettering.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define PATH_SIZE 12.0
#define PATH_PADDING 8.0
static bool is_hot(const genus_panel *panel, genus_control control) {
    return panel->hovered == control || panel->pressed == control;
}

static void draw_button(cairo_t *cairo, const genus_layout *layout, const genus_panel *panel,
                        genus_control control, const char *text, bool is_on) {
    const genus_box box = layout->control[control];
    if (!genus_box_has_area(box)) {
        return;
    }
    const bool is_lit = is_on || panel->pressed == control;
    const genus_ink ink = is_lit                   ? GENUS_INK_DIM
                          : is_hot(panel, control) ? GENUS_INK_RAISED
                                                   : GENUS_INK_CONTROL;
    genus_colour_use(cairo, genus_palette_ink(ink));
    genus_draw_round(cairo, box, 4.0);
    cairo_fill(cairo);
    const genus_type type = {.size = 12.0,
                             .smallest = 8.0,
                             .bold = is_on,
                             .align = GENUS_ALIGN_CENTRE,
                             .colour =
                                 genus_palette_ink(is_lit ? GENUS_INK_BACKGROUND : GENUS_INK_TEXT)};
    (void)genus_lettering_draw(cairo, genus_box_inset(box, 5.0, 0.0), text, &type);
}

static void draw_slider(cairo_t *cairo, const genus_layout *layout, const genus_panel *panel) {
    const genus_box box = layout->control[GENUS_CONTROL_WINDOW];
    const genus_box track = genus_layout_slider(layout);
    if (!genus_box_has_area(box)) {
        return;
    }
    genus_type type = {.size = 12.0, .smallest = 8.0, .colour = genus_palette_ink(GENUS_INK_DIM)};
    const genus_box left = {box.x, box.y, track.x - box.x, box.height};
    (void)genus_lettering_draw(cairo, left, "window", &type);
    char value[16];
    (void)snprintf(value, sizeof value, "%.0f s", (double)panel->window_seconds);
    const double end = track.x + track.width;
    const genus_box right = {end, box.y, box.x + box.width - end, box.height};
    type.align = GENUS_ALIGN_RIGHT;
    type.colour = genus_palette_ink(GENUS_INK_TEXT);
    (void)genus_lettering_draw(cairo, right, value, &type);
    if (track.width <= 2.0 * GENUS_LAYOUT_KNOB) {
        return;
    }
    const double middle = track.y + track.height / 2.0;
    const genus_box groove = {track.x, middle - 2.0, track.width, 4.0};
    genus_colour_use(cairo, genus_palette_ink(GENUS_INK_WELL));
    genus_draw_round(cairo, groove, 2.0);
    cairo_fill(cairo);
    const double share = fmin(1.0, fmax(0.0, ((double)panel->window_seconds - GENUS_WINDOW_MIN) /
                                                 (GENUS_WINDOW_MAX - GENUS_WINDOW_MIN)));
    const double knob =
        track.x + GENUS_LAYOUT_KNOB + share * (track.width - 2.0 * GENUS_LAYOUT_KNOB);
    const genus_box part = {track.x, groove.y, knob - track.x, groove.height};
    genus_colour_use(cairo, genus_palette_ink(GENUS_INK_FAINT));
    genus_draw_round(cairo, part, 2.0);
    cairo_fill(cairo);
    const genus_ink ink = is_hot(panel, GENUS_CONTROL_WINDOW) ? GENUS_INK_TEXT : GENUS_INK_DIM;
    genus_colour_use(cairo, genus_palette_ink(ink));
    const genus_box round = {knob - GENUS_LAYOUT_KNOB, middle - GENUS_LAYOUT_KNOB,
                             2.0 * GENUS_LAYOUT_KNOB, 2.0 * GENUS_LAYOUT_KNOB};
    genus_draw_round(cairo, round, GENUS_LAYOUT_KNOB);
    cairo_fill(cairo);
}

/** Width of the path's first `bytes` bytes. */
static double path_width(cairo_t *cairo, const genus_panel *panel, size_t bytes) {
    char prefix[GENUS_TEXT_FIELD_BYTES];
    memcpy(prefix, panel->path.text, bytes);
    prefix[bytes] = '\0';
    return genus_lettering_width(cairo, prefix, PATH_SIZE, false);
}

/** The byte from which on the path is shown: the last ones matter most, and the caret. */
static size_t path_start(cairo_t *cairo, double room, const genus_panel *panel) {
    const char *text = panel->path.text;
    const size_t length = strlen(text);
    const size_t end = panel->editing ? panel->path.caret : length;
    const double end_width = path_width(cairo, panel, end);
    size_t start = 0;
    while (start < end && end_width - path_width(cairo, panel, start) > room) {
        uint32_t point;
        start += genus_utf8_next(text + start, &point);
    }
    return start;
}

static void draw_path(cairo_t *cairo, const genus_layout *layout, const genus_panel *panel) {
    const genus_box box = layout->control[GENUS_CONTROL_PATH];
    if (!genus_box_has_area(box)) {
        return;
    }
    genus_colour_use(cairo, genus_palette_ink(GENUS_INK_WELL));
    genus_draw_round(cairo, box, 4.0);
    cairo_fill(cairo);
    if (panel->editing || is_hot(panel, GENUS_CONTROL_PATH)) {
        genus_colour_use(cairo,
                         genus_palette_ink(panel->editing ? GENUS_INK_DIM : GENUS_INK_RAISED));
        cairo_set_line_width(cairo, 1.0);
        genus_draw_round(cairo, genus_box_inset(box, 0.5, 0.5), 4.0);
        cairo_stroke(cairo);
    }
    const genus_box inside = genus_box_inset(box, PATH_PADDING, 3.0);
    const genus_text_field *path = &panel->path;
    const bool is_empty = path->text[0] == '\0' && !panel->editing;
    const size_t start = path_start(cairo, inside.width - 2.0, panel);
    const double hidden = path_width(cairo, panel, start);
    cairo_save(cairo);
    cairo_rectangle(cairo, inside.x, box.y, inside.width, box.height);
    cairo_clip(cairo);
    if (panel->editing && path->caret != path->anchor) {
        const double caret = path_width(cairo, panel, path->caret) - hidden;
        const double anchor = path_width(cairo, panel, path->anchor) - hidden;
        genus_colour_use(cairo, genus_palette_ink(GENUS_INK_RAISED));
        cairo_rectangle(cairo, inside.x + fmin(caret, anchor), inside.y, fabs(caret - anchor),
                        inside.height);
        cairo_fill(cairo);
    }
    // A box as wide as the text: it must not be set narrower, the caret would miss its letters.
    const double width = path_width(cairo, panel, strlen(path->text)) - hidden + 2.0;
    const genus_type type = {
        .size = PATH_SIZE,
        .smallest = PATH_SIZE,
        .colour = genus_palette_ink(panel->editing ? GENUS_INK_TEXT : GENUS_INK_DIM)};
    const genus_box line = {inside.x, box.y, is_empty ? inside.width : 1.01 * width + 2.0,
                            box.height};
    (void)genus_lettering_draw(cairo, line,
                               is_empty ? "path of a weights file" : path->text + start, &type);
    if (panel->editing) {
        const double caret = path_width(cairo, panel, path->caret) - hidden;
        genus_colour_use(cairo, genus_palette_ink(GENUS_INK_TEXT));
        cairo_rectangle(cairo, inside.x + caret, inside.y + 1.0, 1.0, inside.height - 2.0);
        cairo_fill(cairo);
    }
    cairo_restore(cairo);
}

size_t genus_draw_path_position(cairo_t *cairo, const genus_layout *layout,
                                const genus_panel *panel, double x) {
    const genus_box inside =
        genus_box_inset(layout->control[GENUS_CONTROL_PATH], PATH_PADDING, 3.0);
    const char *text = panel->path.text;
    const size_t start = path_start(cairo, inside.width - 2.0, panel);
    const double target = x - inside.x + path_width(cairo, panel, start);
    size_t position = start;
    while (text[position] != '\0') {
        uint32_t point;
        const size_t next = position + genus_utf8_next(text + position, &point);
        const double middle =
            (path_width(cairo, panel, position) + path_width(cairo, panel, next)) / 2.0;
        if (target < middle) {
            break;
        }
        position = next;
    }
    return position;
}

static void draw_about(cairo_t *cairo, genus_box box, const genus_panel *panel) {
    const bool is_trouble = panel->trouble[0] != '\0';
    const genus_type type = {.size = 12.0,
                             .smallest = 9.0,
                             .bold = is_trouble,
                             .colour =
                                 genus_palette_ink(is_trouble ? GENUS_INK_TEXT : GENUS_INK_DIM)};
    (void)genus_lettering_draw(cairo, box, is_trouble ? panel->trouble : panel->about, &type);
}

void genus_draw_controls(cairo_t *cairo, const genus_layout *layout, const genus_panel *panel) {
    draw_slider(cairo, layout, panel);
    draw_button(cairo, layout, panel, GENUS_CONTROL_HOLD, "hold", panel->hold);
    draw_button(cairo, layout, panel, GENUS_CONTROL_SONGS, "per song", panel->songs);
    draw_button(cairo, layout, panel, GENUS_CONTROL_RESET, "reset", false);
    draw_about(cairo, layout->about, panel);
    draw_path(cairo, layout, panel);
    draw_button(cairo, layout, panel, GENUS_CONTROL_LOAD, "load", false);
    draw_button(cairo, layout, panel, GENUS_CONTROL_BROWSE, "browse", false);
}
