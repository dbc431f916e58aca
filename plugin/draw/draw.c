// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What the pictures share.

#include "plugin/draw/draw.h"

#include <math.h>

const char *genus_draw_word(int32_t genre, const char *const *labels, uint32_t label_count) {
    switch (genre) {
    case GENUS_GENRE_LISTENING:
        return genus_state_name(GENUS_LISTENING);
    case GENUS_GENRE_SILENCE:
        return genus_state_name(GENUS_SILENCE);
    case GENUS_GENRE_UNSURE:
        return genus_state_name(GENUS_UNSURE);
    default:
        break;
    }
    const int64_t index = (int64_t)genre - GENUS_GENRE_FIRST_LABEL;
    return index >= 0 && index < label_count ? labels[index] : "?";
}

/** The index of the label that a genus_genre stands for, -1 if none. */
static int32_t label_of(int32_t genre, uint32_t label_count) {
    const int64_t index = (int64_t)genre - GENUS_GENRE_FIRST_LABEL;
    return index >= 0 && index < label_count ? (int32_t)index : -1;
}

const char *genus_draw_state_word(const genus_view *view, const char *const *labels) {
    return (view->status & GENUS_STATUS_BYPASSED) != 0 ? "bypassed"
           : (view->status & GENUS_STATUS_STOPPED) != 0
               ? "stopped"
               : genus_draw_word(view->genre, labels, view->label_count);
}

int32_t genus_draw_tag(const genus_view *view) {
    return label_of(view->track_genre, view->label_count);
}

genus_headline genus_draw_headline(const genus_view *view) {
    const bool is_idle = (view->status & (GENUS_STATUS_BYPASSED | GENUS_STATUS_STOPPED)) != 0;
    const bool hears_nothing =
        is_idle || view->genre == GENUS_GENRE_LISTENING || view->genre == GENUS_GENRE_SILENCE;
    const int32_t tag = genus_draw_tag(view);
    if (hears_nothing && (tag >= 0 || is_idle)) {
        return (genus_headline){tag, true, tag >= 0 ? view->track_confidence : 0.0F};
    }
    const int32_t label = label_of(view->genre, view->label_count);
    return (genus_headline){label, false, label >= 0 ? view->confidence : 0.0F};
}

uint32_t genus_draw_leaders(const genus_view *view, uint32_t *leaders, uint32_t count) {
    uint32_t found = 0;
    for (uint32_t i = 0; i < view->label_count; i++) {
        const float share = view->posterior[i];
        if (!(share > 0.0F)) {
            continue;
        }
        uint32_t rank = found;
        while (rank > 0 && share > view->posterior[leaders[rank - 1]]) {
            rank--;
        }
        if (rank >= count) {
            continue;
        }
        found += found < count ? 1 : 0;
        for (uint32_t j = found - 1; j > rank; j--) {
            leaders[j] = leaders[j - 1];
        }
        leaders[rank] = i;
    }
    return found;
}

int genus_draw_percent(float share) {
    return share >= 1.0F ? 100 : share > 0.0F ? (int)lrintf(share * 100.0F) : 0;
}

void genus_draw_round(cairo_t *cairo, genus_box box, double radius) {
    const double quarter = 1.57079632679489662;
    const double r = fmin(radius, fmin(box.width, box.height) / 2.0);
    cairo_new_sub_path(cairo);
    cairo_arc(cairo, box.x + box.width - r, box.y + r, r, -quarter, 0.0);
    cairo_arc(cairo, box.x + box.width - r, box.y + box.height - r, r, 0.0, quarter);
    cairo_arc(cairo, box.x + r, box.y + box.height - r, r, quarter, 2.0 * quarter);
    cairo_arc(cairo, box.x + r, box.y + r, r, 2.0 * quarter, 3.0 * quarter);
    cairo_close_path(cairo);
}

void genus_draw_bar(cairo_t *cairo, genus_box box, uint32_t label, float share, bool is_strong) {
    if (!genus_box_has_area(box)) {
        return;
    }
    cairo_save(cairo);
    genus_draw_round(cairo, box, 2.0);
    cairo_clip(cairo);
    genus_colour_use(cairo, genus_palette_ink(GENUS_INK_WELL));
    cairo_paint(cairo);
    const double filled = share > 0.0F ? fmin(1.0, (double)share) * box.width : 0.0;
    const genus_box part = {box.x, box.y, filled, box.height};
    genus_palette_fill(cairo, part, label, is_strong ? 1.0 : 0.7);
    cairo_restore(cairo);
}
