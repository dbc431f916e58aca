// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The panels of the screen: bars, songs, meters and the ribbon of the past.

#include "live/screen/screen_panels.h"

#include <stdio.h>
#include <string.h>

#define METER_FLOOR_DBFS (-60.0)
#define RANKED_FROM 0.01F

static bool is_class(const genus_view_state *scene, int32_t top) {
    return top >= 0 && (uint32_t)top < scene->label_count;
}

void genus_describe_time(double seconds, char *text, size_t size) {
    const long whole = seconds > 0.0 ? (long)seconds : 0;
    if (whole >= 3600) {
        (void)snprintf(text, size, "%ld:%02ld:%02ld", whole / 3600, whole / 60 % 60, whole % 60);
    } else {
        (void)snprintf(text, size, "%ld:%02ld", whole / 60, whole % 60);
    }
}

// ------------------------------------------------------------------------------------------- bars

// What classes are ranked by. Shares that are shown as nothing would change places all the time.
static float rank_of(const genus_view_state *scene, uint32_t class) {
    const float share = scene->verdict.posterior[class];
    return share < RANKED_FROM ? 0.0F : share;
}

// Chooses `count` classes: the most likely ones, in the order in which they are to stand.
static void choose_bars(const genus_view_state *scene, uint32_t count, uint32_t *order) {
    uint32_t ranked[GENUS_LABELS_MAX] = {0};
    for (uint32_t i = 0; i < scene->label_count; i++) {
        uint32_t place = i;
        while (place > 0 && rank_of(scene, ranked[place - 1]) < rank_of(scene, i)) {
            ranked[place] = ranked[place - 1];
            place--;
        }
        ranked[place] = i;
    }
    for (uint32_t i = 0; i < count; i++) {
        uint32_t place = i;
        while (!scene->is_sorted && place > 0 && order[place - 1] > ranked[i]) {
            order[place] = order[place - 1];
            place--;
        }
        order[place] = ranked[i];
    }
}

static void paint_bar(genus_cells *canvas, genus_rect at, int label_width,
                      const genus_view_state *scene, uint32_t class) {
    enum { PERCENT_WIDTH = 5 };
    const genus_verdict *verdict = &scene->verdict;
    const bool speaks = is_class(scene, verdict->top) && !scene->is_waiting;
    const bool leads = verdict->top == (int32_t) class;
    const double share = (double)verdict->posterior[class];
    const genus_ink ink = !speaks ? GENUS_INK_FAINT : leads ? GENUS_INK_STRONG : GENUS_INK_TEXT;
    (void)genus_cells_text(canvas, at.row, at.column, label_width, ink, scene->labels[class]);
    if (!speaks) {
        return;
    }
    const int shade = leads ? GENUS_INK_CLASS : GENUS_INK_CLASS_FAINT;
    const int bar_width = at.width - label_width - 2 - PERCENT_WIDTH - 1;
    genus_cells_bar(canvas, at.row, at.column + label_width + 2, bar_width, share,
                    (genus_ink)(shade + (int)class));
    char percent[16];
    (void)snprintf(percent, sizeof percent, "%.0f %%", 100.0 * share);
    genus_cells_text_right(canvas, at.row, at.column + at.width - PERCENT_WIDTH, PERCENT_WIDTH,
                           share < 0.005 ? GENUS_INK_FAINT : ink, percent);
}

void genus_paint_bars(genus_cells *canvas, const genus_screen_layout *layout,
                      const genus_view_state *scene) {
    enum { GAP = 3 };
    const genus_rect at = layout->bars;
    if (at.height == 0) {
        return;
    }
    uint32_t order[GENUS_LABELS_MAX] = {0};
    choose_bars(scene, (uint32_t)layout->bar_count, order);
    const int rows = (at.height + layout->bar_pitch - 1) / layout->bar_pitch;
    const int pitch = (at.width + GAP) / layout->bar_columns;
    for (int i = 0; i < layout->bar_count; i++) {
        const genus_rect bar = {at.row + i % rows * layout->bar_pitch, at.column + i / rows * pitch,
                                1, pitch - GAP};
        paint_bar(canvas, bar, layout->label_width, scene, order[i]);
    }
}

// ------------------------------------------------------------------------------------------ songs

static void paint_song(genus_cells *canvas, genus_rect at, const genus_view_state *scene,
                       const genus_song *song, bool plays) {
    const genus_ink ink = plays ? GENUS_INK_TEXT : GENUS_INK_FAINT;
    char text[32];
    if (plays) {
        genus_cells_put(canvas, at.row, at.column, 0x25B8, GENUS_INK_TEXT);
    }
    genus_describe_time(song->start_seconds, text, sizeof text);
    genus_cells_text_right(canvas, at.row, at.column + 1, 7, ink, text);
    genus_describe_time(song->seconds, text, sizeof text);
    genus_cells_text_right(canvas, at.row, at.column + 9, 7, ink, text);
    if (!is_class(scene, song->top)) {
        (void)genus_cells_text(canvas, at.row, at.column + 18, at.width - 18, GENUS_INK_FAINT,
                               "...");
        return;
    }
    const int shade = plays ? GENUS_INK_CLASS : GENUS_INK_CLASS_FAINT;
    const bool is_unsure = song->state == GENUS_UNSURE;
    (void)genus_cells_text(canvas, at.row, at.column + 18, at.width - 18 - (is_unsure ? 8 : 6),
                           (genus_ink)(shade + song->top), scene->labels[song->top]);
    if (is_unsure) {
        genus_cells_put(canvas, at.row, at.column + at.width - 7, '?', ink);
    }
    (void)snprintf(text, sizeof text, "%.0f %%", 100.0 * (double)song->confidence);
    genus_cells_text_right(canvas, at.row, at.column + at.width - 5, 5, ink, text);
}

void genus_paint_songs(genus_cells *canvas, const genus_screen_layout *layout,
                       const genus_view_state *scene) {
    const genus_rect at = layout->songs;
    if (at.height == 0) {
        return;
    }
    genus_cells_text_right(canvas, at.row, at.column + 1, 7, GENUS_INK_FAINT, "start");
    genus_cells_text_right(canvas, at.row, at.column + 9, 7, GENUS_INK_FAINT, "length");
    (void)genus_cells_text(canvas, at.row, at.column + 18, at.width - 18, GENUS_INK_FAINT, "genre");
    for (int i = 0; i < at.height - 1 && (size_t)i < scene->song_count; i++) {
        const genus_rect row = {at.row + 1 + i, at.column, 1, at.width};
        const size_t index = scene->song_count - 1 - (size_t)i;
        paint_song(canvas, row, scene, &scene->songs[index], scene->song_plays && i == 0);
    }
}

// ----------------------------------------------------------------------------------------- meters

static double meter_share(float dbfs) {
    return ((double)dbfs - METER_FLOOR_DBFS) / -METER_FLOOR_DBFS;
}

// The level in at most `room` columns.
static void describe_level(const genus_view_state *scene, int room, char *text, size_t size) {
    const genus_meter_reading *meter = &scene->meter;
    const double level = (double)meter->level_dbfs;
    if (scene->sample_rate <= 0.0) {
        (void)snprintf(text, size, "no input");
    } else if (meter->clipped) {
        (void)snprintf(text, size, room < 20 ? "CLIPPED" : "%.0f dBFS, CLIPPED", level);
    } else {
        (void)snprintf(text, size, room < 20 ? "%.0f dBFS" : "%.0f dBFS, peak %.0f", level,
                       (double)meter->held_dbfs);
    }
}

static void paint_level_gauge(genus_cells *canvas, int row, int column, int width,
                              const genus_meter_reading *meter) {
    const genus_ink ink = meter->clipped             ? GENUS_INK_ALARM
                          : meter->held_dbfs > -3.0F ? GENUS_INK_WARNING
                                                     : GENUS_INK_GOOD;
    genus_cells_gauge(canvas, row, column, width, meter_share(meter->level_dbfs), ink);
    const double held = meter_share(meter->held_dbfs);
    if (held > 0.0) {
        const int last = width - 1;
        const int place = (int)(held * width);
        genus_cells_put(canvas, row, column + (place < last ? place : last), 0x2503, ink);
    }
}

void genus_paint_meters(genus_cells *canvas, const genus_screen_layout *layout,
                        const genus_view_state *scene) {
    const genus_rect window = layout->window;
    const genus_rect level = layout->level;
    const int column = level.column + layout->label_width + 2;
    const int text_width = level.width >= 60 ? 20 : 10;
    const int gauge_width = level.width - layout->label_width - 2 - text_width - 1;
    const int text_column = column + gauge_width + 1;
    char text[64];
    if (window.height > 0) {
        const double heard = scene->verdict.seconds_heard;
        (void)genus_cells_text(canvas, window.row, window.column, layout->label_width,
                               GENUS_INK_FAINT, "window");
        genus_cells_gauge(canvas, window.row, column, gauge_width, heard / scene->window_seconds,
                          GENUS_INK_TEXT);
        (void)snprintf(text, sizeof text, "%.0f of %.0f s", heard, scene->window_seconds);
        genus_cells_text_right(canvas, window.row, text_column, text_width, GENUS_INK_FAINT, text);
    }
    if (level.height > 0) {
        (void)genus_cells_text(canvas, level.row, level.column, layout->label_width,
                               GENUS_INK_FAINT, "level");
        if (scene->sample_rate > 0.0) {
            paint_level_gauge(canvas, level.row, column, gauge_width, &scene->meter);
        }
        describe_level(scene, text_width, text, sizeof text);
        genus_cells_text_right(canvas, level.row, text_column, text_width,
                               scene->meter.clipped ? GENUS_INK_ALARM : GENUS_INK_FAINT, text);
    }
}

// ----------------------------------------------------------------------------------------- ribbon

// A letter for each class, unlike all others: the first of its label that is still free.
static void choose_letters(const genus_view_state *scene, char *letters) {
    static const char spare[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    bool taken[128] = {false};
    for (uint32_t i = 0; i < scene->label_count; i++) {
        letters[i] = '*';
        for (int pass = 0; pass < 2 && letters[i] == '*'; pass++) {
            for (const char *at = pass == 0 ? scene->labels[i] : spare; *at != '\0'; at++) {
                const bool is_lower = *at >= 'a' && *at <= 'z';
                const char letter = is_lower ? (char)(*at - 'a' + 'A') : *at;
                if (letter >= '0' && letter <= 'Z' && strchr(spare, letter) != NULL &&
                    !taken[(unsigned char)letter]) {
                    taken[(unsigned char)letter] = true;
                    letters[i] = letter;
                    break;
                }
            }
        }
    }
}

static bool has_genre(const genus_view_state *scene, const genus_moment *moment) {
    return is_class(scene, moment->top) &&
           (moment->state == GENUS_SURE || moment->state == GENUS_UNSURE);
}

static void paint_moment(genus_cells *canvas, int row, int column, const genus_view_state *scene,
                         const genus_moment *moment, const char *letters) {
    if (!has_genre(scene, moment)) {
        genus_cells_put(canvas, row, column, 0x00B7, GENUS_INK_FAINT);
        return;
    }
    const bool is_sure = moment->state == GENUS_SURE;
    const int shade = is_sure ? GENUS_INK_CLASS : GENUS_INK_CLASS_FAINT;
    uint32_t glyph = is_sure ? 0x2588 : 0x2584;
    if (!canvas->has_colour) {
        const char letter = letters[moment->top];
        const bool is_upper = letter >= 'A' && letter <= 'Z';
        glyph = (uint32_t)(is_upper && !is_sure ? letter - 'A' + 'a' : letter);
    }
    genus_cells_put(canvas, row, column, glyph, (genus_ink)(shade + moment->top));
}

// Names the runs of one genre on a line of the ribbon, where a run is long enough for its name; a
// stroke stands where a song begins.
static void name_runs(genus_cells *canvas, genus_rect line, const genus_view_state *scene,
                      const genus_moment *moments) {
    for (int start = 0, end = 0; start < line.width; start = end) {
        const genus_moment *moment = &moments[start];
        end = start + 1;
        while (end < line.width && moments[end].top == moment->top && !moments[end].first &&
               has_genre(scene, &moments[end]) == has_genre(scene, moment)) {
            end++;
        }
        const int stroke = moment->first && start > 0 ? 1 : 0;
        if (stroke > 0) {
            genus_cells_put(canvas, line.row, line.column + start, 0x2502, GENUS_INK_FAINT);
        }
        const int room = end - start - stroke;
        if (has_genre(scene, moment) && genus_cells_text_width(scene->labels[moment->top]) < room) {
            (void)genus_cells_text(canvas, line.row, line.column + start + stroke, room,
                                   (genus_ink)(GENUS_INK_CLASS + moment->top),
                                   scene->labels[moment->top]);
        }
    }
}

void genus_paint_ribbon(genus_cells *canvas, const genus_screen_layout *layout,
                        const genus_view_state *scene) {
    const genus_rect at = layout->ribbon;
    if (at.height == 0) {
        return;
    }
    char letters[GENUS_LABELS_MAX];
    choose_letters(scene, letters);
    // From the top on, so that lines that are still empty stand at the bottom.
    const size_t lines_heard = (scene->history_count + (size_t)at.width - 1) / (size_t)at.width;
    const int lines =
        lines_heard < (size_t)layout->ribbon_lines ? (int)lines_heard : layout->ribbon_lines;
    size_t left = scene->history_count;
    for (int i = lines - 1; i >= 0; i--) {
        const int count = left < (size_t)at.width ? (int)left : at.width;
        const genus_moment *moments = scene->history + left - (size_t)count;
        const genus_rect line = {at.row + i * layout->ribbon_pitch + 1,
                                 at.column + at.width - count, 1, count};
        for (int k = 0; k < count; k++) {
            paint_moment(canvas, line.row - 1, line.column + k, scene, &moments[k], letters);
        }
        if (layout->ribbon_pitch > 1) {
            name_runs(canvas, line, scene, moments);
        }
        left -= (size_t)count;
    }
}
