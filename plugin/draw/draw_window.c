// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The window's picture, from the top down; its controls are in draw_controls.c.

#include "plugin/draw/draw_window.h"

#include "plugin/draw/draw.h"
#include "plugin/draw/lettering.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define LINE_BYTES 192
#define TIME_BYTES 32
#define METER_FLOOR_DB (-60.0)
#define METER_STEP_DB 12.0

/** Minutes and seconds, or hours too. */
static void format_time(char out[TIME_BYTES], uint64_t milliseconds) {
    const unsigned long long seconds = milliseconds / 1000;
    if (seconds < 3600) {
        (void)snprintf(out, TIME_BYTES, "%llu:%02llu", seconds / 60, seconds % 60);
    } else {
        (void)snprintf(out, TIME_BYTES, "%llu:%02llu:%02llu", seconds / 3600, seconds / 60 % 60,
                       seconds % 60);
    }
}

static void format_state(char out[LINE_BYTES], const genus_panel *panel) {
    const genus_view *view = &panel->view;
    const char *held = panel->hold ? "held \xC2\xB7 " : "";
    const double seconds = fmax(0.0, (double)view->seconds_heard);
    if (!panel->enabled) {
        (void)snprintf(out, LINE_BYTES, "bypassed");
    } else if ((view->status & GENUS_STATUS_STOPPED) != 0) {
        (void)snprintf(out, LINE_BYTES, "%sstopped", held);
    } else if (view->genre == GENUS_GENRE_SILENCE) {
        (void)snprintf(out, LINE_BYTES, "%ssilence", held);
    } else if (view->genre == GENUS_GENRE_LISTENING && !(seconds > 0.0)) {
        (void)snprintf(out, LINE_BYTES, "%swaiting for music", held);
    } else if (view->genre == GENUS_GENRE_LISTENING) {
        (void)snprintf(out, LINE_BYTES, "%slistening \xC2\xB7 %.1f of %.0f s", held, seconds,
                       GENUS_SECONDS_NEEDED);
    } else {
        const genus_state state = view->genre == GENUS_GENRE_UNSURE ? GENUS_UNSURE : GENUS_SURE;
        (void)snprintf(out, LINE_BYTES, "%s%s \xC2\xB7 %.0f s heard", held, genus_state_name(state),
                       seconds);
    }
}

static void draw_state(cairo_t *cairo, genus_box box, const genus_panel *panel) {
    const int32_t genre = panel->view.genre;
    const bool is_sure = genre >= GENUS_GENRE_FIRST_LABEL && panel->enabled &&
                         (panel->view.status & GENUS_STATUS_STOPPED) == 0;
    // A full dot: sure. A ring: not.
    const genus_box dot = {box.x + 1.0, box.y + box.height / 2.0 - 4.0, 8.0, 8.0};
    genus_colour_use(cairo, genus_palette_ink(is_sure ? GENUS_INK_TEXT : GENUS_INK_DIM));
    cairo_set_line_width(cairo, 1.5);
    genus_draw_round(cairo, genus_box_inset(dot, 0.75, 0.75), 4.0);
    if (is_sure) {
        cairo_fill_preserve(cairo);
    }
    cairo_stroke(cairo);
    char line[LINE_BYTES];
    format_state(line, panel);
    const genus_type type = {
        .size = 12.0, .smallest = 9.0, .colour = genus_palette_ink(GENUS_INK_DIM)};
    const genus_box text = {box.x + 16.0, box.y, box.width - 16.0, box.height};
    (void)genus_lettering_draw(cairo, text, line, &type);
}

static void draw_level(cairo_t *cairo, genus_box box, float level_dbfs) {
    const double level = (double)level_dbfs;
    char line[LINE_BYTES];
    // A hyphen, and no sign of infinity: not every font has the others.
    if (level > METER_FLOOR_DB) {
        (void)snprintf(line, sizeof line, "%.0f dBFS", round(level) + 0.0); // No -0.
    } else {
        (void)snprintf(line, sizeof line, "-inf dBFS");
    }
    const double text_width = fmin(60.0, box.width / 2.0);
    const genus_type type = {.size = 12.0,
                             .smallest = 9.0,
                             .align = GENUS_ALIGN_RIGHT,
                             .colour = genus_palette_ink(GENUS_INK_DIM)};
    const genus_box text = {box.x + box.width - text_width, box.y, text_width, box.height};
    (void)genus_lettering_draw(cairo, text, line, &type);

    const genus_box meter = {box.x, box.y + box.height / 2.0 - 2.5, box.width - text_width - 4.0,
                             5.0};
    if (!genus_box_has_area(meter)) {
        return;
    }
    genus_colour_use(cairo, genus_palette_ink(GENUS_INK_WELL));
    genus_draw_round(cairo, meter, 2.5);
    cairo_fill(cairo);
    const double share = fmin(1.0, (level - METER_FLOOR_DB) / -METER_FLOOR_DB);
    const genus_box part = {meter.x, meter.y, meter.width * share, meter.height};
    if (genus_box_has_area(part)) {
        genus_colour_use(cairo, genus_palette_ink(GENUS_INK_FAINT));
        genus_draw_round(cairo, part, 2.5);
        cairo_fill(cairo);
    }
    // The scale: a mark every METER_STEP_DB.
    genus_colour_use(cairo, genus_palette_ink(GENUS_INK_RAISED));
    for (int mark = 1; mark * METER_STEP_DB < -METER_FLOOR_DB; mark++) {
        const double place = 1.0 + mark * METER_STEP_DB / METER_FLOOR_DB;
        cairo_rectangle(cairo, meter.x + place * meter.width, meter.y + meter.height + 1.0, 1.0,
                        3.0);
    }
    cairo_fill(cairo);
}

static void draw_genre(cairo_t *cairo, const genus_layout *layout, const genus_panel *panel,
                       const char *const *labels, const genus_headline *headline) {
    const bool is_live = headline->label >= 0 && !headline->from_track && panel->enabled;
    genus_box name = layout->genre;
    if (headline->label >= 0) {
        const genus_box edge = {name.x, name.y + 6.0, 6.0, name.height - 12.0};
        genus_palette_fill(cairo, edge, (uint32_t)headline->label, is_live ? 1.0 : 0.5);
        name.x += 18.0;
        name.width -= 18.0;
        char percent[16];
        (void)snprintf(percent, sizeof percent, "%d %%", genus_draw_percent(headline->confidence));
        const genus_type type = {.size = 30.0,
                                 .smallest = 14.0,
                                 .align = GENUS_ALIGN_RIGHT,
                                 .colour = genus_palette_ink(GENUS_INK_DIM)};
        (void)genus_lettering_draw(cairo, layout->percent, percent, &type);
    } else {
        name.width = layout->whole.width - 2.0 * name.x;
    }
    const genus_type type = {.size = 44.0,
                             .smallest = 18.0,
                             .bold = true,
                             .colour = genus_palette_ink(is_live ? GENUS_INK_TEXT : GENUS_INK_DIM)};
    const char *word = headline->label >= 0 ? labels[headline->label]
                                            : genus_draw_state_word(&panel->view, labels);
    (void)genus_lettering_draw(cairo, name, word, &type);
}

static uint64_t ribbon_milliseconds(const genus_ribbon *ribbon) {
    return ribbon->count == 0 ? 0
                              : (uint64_t)(ribbon->count - 1) * ribbon->cell_milliseconds +
                                    ribbon->fill_milliseconds;
}

/** Marks where the track's posterior stands. */
static void draw_track_mark(cairo_t *cairo, genus_box bar, float share) {
    const double x = bar.x + fmin(1.0, (double)share) * (bar.width - 2.0);
    // Dark edges, so that it stands out of a full bar as well.
    genus_colour_use(cairo, genus_palette_ink(GENUS_INK_BACKGROUND));
    cairo_rectangle(cairo, x - 1.0, bar.y - 2.0, 4.0, bar.height + 4.0);
    cairo_fill(cairo);
    genus_colour_use(cairo, genus_palette_ink(GENUS_INK_DIM));
    cairo_rectangle(cairo, x, bar.y - 2.0, 2.0, bar.height + 4.0);
    cairo_fill(cairo);
}

static bool has_track(const genus_view *view) {
    for (uint32_t i = 0; i < view->label_count; i++) {
        if (view->track_posterior[i] > 0.0F) {
            return true;
        }
    }
    return false;
}

static void draw_track(cairo_t *cairo, genus_box box, const genus_panel *panel,
                       const char *const *labels, const genus_headline *headline) {
    const genus_view *view = &panel->view;
    const bool is_saved = (view->status & GENUS_STATUS_FROM_SESSION) != 0;
    char line[LINE_BYTES];
    if (headline->from_track) {
        (void)snprintf(line, sizeof line, "%s",
                       headline->label < 0 ? "track: no tag yet"
                       : is_saved          ? "tag from the session, until something is heard"
                                           : "tag of this track");
    } else if (view->track_genre >= GENUS_GENRE_FIRST_LABEL) {
        (void)snprintf(line, sizeof line, "track: %.63s, %d %%%s",
                       genus_draw_word(view->track_genre, labels, view->label_count),
                       genus_draw_percent(view->track_confidence),
                       is_saved ? ", from the session" : "");
    } else if (view->track_genre == GENUS_GENRE_UNSURE) {
        (void)snprintf(line, sizeof line, "track: unsure so far");
    } else {
        (void)snprintf(line, sizeof line, "track: no tag yet");
    }
    const genus_type type = {
        .size = 13.0, .smallest = 9.0, .colour = genus_palette_ink(GENUS_INK_DIM)};
    genus_box text = box;
    if (!headline->from_track && has_track(view)) { // What the marks on the bars mean.
        draw_track_mark(cairo, (genus_box){box.x, box.y + 5.0, 2.0, box.height - 10.0}, 0.0F);
        text.x += 8.0;
        text.width -= 8.0;
    }
    (void)genus_lettering_draw(cairo, text, line, &type);
}

/** The width that the longest label needs, in a column that leaves bars their room. */
static double names_width(cairo_t *cairo, const genus_panel *panel, double size, double column) {
    double widest = 0.0;
    for (uint32_t i = 0; i < panel->view.label_count; i++) {
        widest = fmax(widest, genus_lettering_width(cairo, panel->labels[i], size, true));
    }
    return fmin(widest + 1.0, 0.4 * column);
}

static void draw_row(cairo_t *cairo, genus_box row, const genus_panel *panel, uint32_t label,
                     bool leads, double name_width) {
    const double size = fmin(14.0, 0.66 * row.height);
    const double percent_width = 3.0 * size;
    const float share = panel->view.posterior[label];
    const genus_type name_type = {.size = size,
                                  .smallest = 0.85 * size,
                                  .bold = leads,
                                  .colour =
                                      genus_palette_ink(leads ? GENUS_INK_TEXT : GENUS_INK_DIM)};
    const genus_box name = {row.x, row.y, name_width, row.height};
    (void)genus_lettering_draw(cairo, name, panel->labels[label], &name_type);

    const double thickness = fmin(14.0, 0.5 * row.height);
    const genus_box bar = {row.x + name_width + 8.0, row.y + (row.height - thickness) / 2.0,
                           row.width - name_width - 8.0 - percent_width, thickness};
    genus_draw_bar(cairo, bar, label, share, leads);
    if (panel->view.track_posterior[label] > 0.01F && bar.width > 2.0) {
        draw_track_mark(cairo, bar, panel->view.track_posterior[label]);
    }
    const int whole = genus_draw_percent(share);
    if (whole == 0) {
        return; // A column of "0 %" would be all that one sees.
    }
    char percent[16];
    (void)snprintf(percent, sizeof percent, "%d %%", whole);
    const genus_ink ink = leads ? GENUS_INK_TEXT : GENUS_INK_DIM;
    const genus_type percent_type = {.size = 0.9 * size,
                                     .smallest = 0.6 * size,
                                     .align = GENUS_ALIGN_RIGHT,
                                     .colour = genus_palette_ink(ink)};
    const genus_box right = {row.x + row.width - percent_width, row.y, percent_width, row.height};
    (void)genus_lettering_draw(cairo, right, percent, &percent_type);
}

/** All classes in their own order, or those that lead, if only so many have room. */
static void draw_bars(cairo_t *cairo, const genus_layout *layout, const genus_panel *panel) {
    const genus_view *view = &panel->view;
    if (view->label_count == 0 || !genus_box_has_area(layout->bars)) {
        return;
    }
    uint32_t leaders[GENUS_LABELS_MAX];
    const bool all = layout->shown >= view->label_count;
    const uint32_t leading = genus_draw_leaders(view, leaders, view->label_count);
    const uint32_t count = all                       ? view->label_count
                           : leading < layout->shown ? leading
                                                     : layout->shown;
    const genus_box first = genus_layout_bar(layout, 0);
    const double name_width =
        names_width(cairo, panel, fmin(14.0, 0.66 * first.height), first.width);
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t label = all ? i : leaders[i];
        const bool leads = leading > 0 && label == leaders[0];
        draw_row(cairo, genus_layout_bar(layout, i), panel, label, leads, name_width);
    }
}

/** Names a stretch of the ribbon where there is room for the word. */
static void draw_stretch_name(cairo_t *cairo, genus_box box, const genus_panel *panel,
                              int16_t label, double strength) {
    if (label < 0 || (uint32_t)label >= panel->view.label_count) {
        return;
    }
    const char *name = panel->labels[label];
    const genus_box inside = genus_box_inset(box, 5.0, 0.0);
    if (genus_lettering_width(cairo, name, 11.0, true) > inside.width) {
        return;
    }
    const genus_colour fill = genus_colour_mix(genus_palette_ink(GENUS_INK_WELL),
                                               genus_palette_class((uint32_t)label), strength);
    const genus_ink ink =
        genus_colour_luminance(fill) > 0.18 ? GENUS_INK_BACKGROUND : GENUS_INK_TEXT;
    const genus_type type = {
        .size = 11.0, .smallest = 11.0, .bold = true, .colour = genus_palette_ink(ink)};
    if ((uint32_t)label >= GENUS_PALETTE_COLOURS) { // Letters drown in hatching.
        const double width = genus_lettering_width(cairo, name, 11.0, true);
        const genus_box plain = {inside.x - 3.0, box.y, width + 6.0, box.height};
        genus_colour_use(cairo, fill);
        cairo_rectangle(cairo, plain.x, plain.y, plain.width, plain.height);
        cairo_fill(cairo);
    }
    (void)genus_lettering_draw(cairo, inside, name, &type);
}

/** How strong a cell stands out: even a doubtful one can be told from silence. */
static double cell_strength(const genus_ribbon_cell *cell) {
    return 0.45 + 0.55 * fmin(1.0, cell->confidence / 1000.0);
}

static void draw_cells(cairo_t *cairo, genus_box box, const genus_panel *panel) {
    const genus_ribbon *ribbon = &panel->view.ribbon;
    const double total = (double)ribbon_milliseconds(ribbon);
    const double cell_width = box.width * ribbon->cell_milliseconds / total;
    uint32_t start = 0;
    while (start < ribbon->count) {
        const int16_t label = ribbon->cells[start].label;
        uint32_t end = start;
        double strength = 0.0;
        while (end < ribbon->count && ribbon->cells[end].label == label) {
            const double left = box.x + cell_width * end;
            const double right = fmin(left + cell_width, box.x + box.width);
            if (label >= 0) {
                // Whole pixels, so that no seam shows between neighbours.
                const genus_box cell = {floor(left), box.y, ceil(right) - floor(left), box.height};
                const double its = cell_strength(&ribbon->cells[end]);
                genus_palette_fill(cairo, cell, (uint32_t)label, its);
                strength += its;
            }
            end++;
        }
        const double left = box.x + cell_width * start;
        const double right = fmin(box.x + cell_width * end, box.x + box.width);
        const genus_box stretch = {left, box.y, right - left, box.height};
        draw_stretch_name(cairo, stretch, panel, label, strength / (end - start));
        start = end;
    }
}

static void draw_ribbon(cairo_t *cairo, const genus_layout *layout, const genus_panel *panel) {
    const genus_box box = layout->ribbon;
    if (!genus_box_has_area(box)) {
        return;
    }
    cairo_save(cairo);
    genus_draw_round(cairo, box, 3.0);
    cairo_clip(cairo);
    genus_colour_use(cairo, genus_palette_ink(GENUS_INK_WELL));
    cairo_paint(cairo);
    const uint64_t total = ribbon_milliseconds(&panel->view.ribbon);
    if (total > 0) {
        draw_cells(cairo, box, panel);
    }
    cairo_restore(cairo);
    genus_type type = {.size = 10.0,
                       .smallest = 8.0,
                       .align = GENUS_ALIGN_LEFT,
                       .colour = genus_palette_ink(GENUS_INK_DIM)};
    (void)genus_lettering_draw(cairo, layout->times, "0:00", &type);
    if (total > 0) {
        char end[TIME_BYTES];
        format_time(end, total);
        type.align = GENUS_ALIGN_RIGHT;
        (void)genus_lettering_draw(cairo, layout->times, end, &type);
    }
}

void genus_draw_window(cairo_t *cairo, const genus_layout *layout, const genus_panel *panel) {
    const char *labels[GENUS_LABELS_MAX];
    for (uint32_t i = 0; i < panel->view.label_count; i++) {
        labels[i] = panel->labels[i];
    }
    genus_colour_use(cairo, genus_palette_ink(GENUS_INK_BACKGROUND));
    const genus_box whole = layout->whole;
    cairo_rectangle(cairo, whole.x, whole.y, whole.width, whole.height);
    cairo_fill(cairo);
    const genus_headline headline = genus_draw_headline(&panel->view);
    draw_state(cairo, layout->state, panel);
    draw_level(cairo, layout->level, panel->view.level_dbfs);
    draw_genre(cairo, layout, panel, labels, &headline);
    draw_track(cairo, layout->track, panel, labels, &headline);
    draw_bars(cairo, layout, panel);
    draw_ribbon(cairo, layout, panel);
    genus_draw_controls(cairo, layout, panel);
}
