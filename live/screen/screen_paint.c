// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Paints a scene: the genre at the top, what is known about it, the last lines, the help.

#include "live/screen/screen_paint.h"
#include "live/screen/screen_layout.h"
#include "live/screen/screen_panels.h"

#include <stdio.h>
#include <string.h>

static bool is_named(const genus_view_state *scene) {
    const genus_verdict *verdict = &scene->verdict;
    return !scene->is_waiting && verdict->sequence > 0 && verdict->top >= 0 &&
           (uint32_t)verdict->top < scene->label_count &&
           (verdict->state == GENUS_SURE || verdict->state == GENUS_UNSURE);
}

// ------------------------------------------------------------------------------------- the genre

// What stands where there is no genre.
static const char *word_for(const genus_view_state *scene) {
    const genus_verdict *verdict = &scene->verdict;
    if (scene->is_waiting) {
        return "waiting";
    }
    if (verdict->sequence == 0) {
        return "listening";
    }
    return verdict->state == GENUS_SILENCE    ? "silence"
           : verdict->state == GENUS_NO_MUSIC ? "no music"
                                              : "listening";
}

static void paint_letters(genus_cells *canvas, const genus_screen_layout *layout,
                          const genus_view_state *scene) {
    const genus_rect at = layout->letters;
    const genus_verdict *verdict = &scene->verdict;
    if (at.height == 0) {
        return;
    }
    if (!is_named(scene)) {
        const char *word = word_for(scene);
        genus_letters_draw(canvas, at.row, at.column, layout->size, GENUS_INK_FAINT, word);
        return;
    }
    const genus_ink shade = verdict->state == GENUS_SURE ? GENUS_INK_CLASS : GENUS_INK_CLASS_FAINT;
    const genus_ink ink = (genus_ink)((int)shade + verdict->top);
    genus_letters_draw(canvas, at.row, at.column, layout->size, ink, scene->labels[verdict->top]);
    if (layout->percent_size > GENUS_LETTERS_PLAIN) {
        char percent[8];
        (void)snprintf(percent, sizeof percent, "%.0f%%", 100.0 * (double)verdict->confidence);
        const int width = genus_letters_width(layout->percent_size, canvas->charset, percent);
        const int height = genus_letters_height(layout->percent_size, canvas->charset);
        genus_letters_draw(canvas, at.row + at.height - height, at.column + at.width - width,
                           layout->percent_size, ink, percent);
    }
}

// The class that comes after the leading one.
static uint32_t runner_up(const genus_view_state *scene) {
    const uint32_t top = (uint32_t)scene->verdict.top;
    uint32_t second = top == 0 ? 1 : 0;
    for (uint32_t i = 0; i < scene->label_count; i++) {
        if (i != top && scene->verdict.posterior[i] > scene->verdict.posterior[second]) {
            second = i;
        }
    }
    return second;
}

static void describe_state(const genus_view_state *scene, char *text, size_t size) {
    const genus_verdict *verdict = &scene->verdict;
    if (scene->is_waiting) {
        (void)snprintf(text, size, "no input");
    } else if (verdict->sequence == 0 || verdict->state == GENUS_LISTENING) {
        (void)snprintf(text, size, "%.0f of %.0f seconds heard", verdict->seconds_heard,
                       GENUS_SECONDS_NEEDED);
    } else if (verdict->state == GENUS_SILENCE) {
        (void)snprintf(text, size, "nothing over %.0f dBFS", GENUS_SILENCE_DBFS);
    } else if (verdict->state == GENUS_NO_MUSIC) {
        (void)snprintf(text, size, "noise, hum or speech");
    } else if (verdict->state == GENUS_UNSURE && verdict->confidence >= 0.5F && is_named(scene)) {
        (void)snprintf(text, size, "unsure: probably %s", scene->labels[verdict->top]);
    } else if (verdict->state == GENUS_UNSURE && is_named(scene)) {
        (void)snprintf(text, size, "unsure: %s or %s?", scene->labels[verdict->top],
                       scene->labels[runner_up(scene)]);
    } else {
        (void)snprintf(text, size, "%s", genus_state_name(verdict->state));
    }
}

static void paint_headline(genus_cells *canvas, const genus_screen_layout *layout,
                           const genus_view_state *scene) {
    const genus_rect at = layout->headline;
    if (at.height == 0) {
        return;
    }
    char percent[16] = "";
    char said[256];
    char seconds[64];
    if (is_named(scene) && layout->percent_size == GENUS_LETTERS_PLAIN) {
        (void)snprintf(percent, sizeof percent, "%.0f %%  ",
                       100.0 * (double)scene->verdict.confidence);
    }
    describe_state(scene, said, sizeof said);
    (void)snprintf(seconds, sizeof seconds, "%.0f of %.0f s", scene->verdict.seconds_heard,
                   scene->window_seconds);
    const int used = genus_cells_text_width(percent);
    int right = at.width;
    if (scene->held) {
        const char *held = at.width >= 60 ? "held, space goes on" : "held";
        genus_cells_text_right(canvas, at.row, at.column, at.width, GENUS_INK_WARNING, held);
        right -= genus_cells_text_width(held) + 2;
    } else if (layout->window.height == 0 &&
               used + genus_cells_text_width(said) + 2 + genus_cells_text_width(seconds) <= right) {
        // The state is worth more than the seconds.
        genus_cells_text_right(canvas, at.row, at.column, at.width, GENUS_INK_FAINT, seconds);
        right -= genus_cells_text_width(seconds) + 2;
    }
    (void)genus_cells_text(canvas, at.row, at.column, right, GENUS_INK_STRONG, percent);
    (void)genus_cells_text(canvas, at.row, at.column + used, right - used, GENUS_INK_TEXT, said);
}

// --------------------------------------------------------------------------------- the last lines

// Appends a part if it still fits in `room` columns. @return false: it does not.
static bool append(char *text, size_t size, int room, const char *part) {
    const size_t length = strlen(text);
    if (genus_cells_text_width(text) + genus_cells_text_width(part) > room ||
        length + strlen(part) >= size) {
        return false;
    }
    memcpy(text + length, part, strlen(part) + 1);
    return true;
}

// What there is to say of the input beside its name, as much of it as fits in `room` columns.
static void describe_input(const genus_view_state *scene, int room, char *text, size_t size) {
    char part[64];
    text[0] = '\0';
    if (scene->sample_rate <= 0.0) {
        return;
    }
    (void)snprintf(part, sizeof part, " · %llu overflow%s", (unsigned long long)scene->overflows,
                   scene->overflows == 1 ? "" : "s");
    bool fits = append(text, size, room, part);
    if (scene->dropped > 0) {
        (void)snprintf(part, sizeof part, " · %llu lost", (unsigned long long)scene->dropped);
        fits = fits && append(text, size, room, part);
    }
    const char *const channels[] = {"", " mono", " stereo"};
    (void)snprintf(part, sizeof part, " · %g kHz%s", scene->sample_rate / 1000.0,
                   channels[scene->channels < 3 ? scene->channels : 0]);
    fits = fits && append(text, size, room, part);
    (void)snprintf(part, sizeof part, " · %.1f %% CPU", 100.0 * (double)scene->cpu_load);
    if (fits) {
        (void)append(text, size, room, part);
    }
}

// Bytes of the text that stand in its first line of `room` columns; what cannot be broken is one
// line.
static size_t first_line(const char *text, int room) {
    if (genus_cells_text_width(text) <= room) {
        return strlen(text);
    }
    size_t fitting = (size_t)room; // Bytes are columns at least, so this breaks early at worst.
    while (fitting > 0 && text[fitting] != ' ') {
        fitting--;
    }
    return fitting > 0 ? fitting : strlen(text);
}

static const char *after_line(const char *text, int room) {
    text += first_line(text, room);
    return *text == ' ' ? text + 1 : text;
}

// A message names the cure too, and cures are long: it may take the line of the keys as well, and
// on a small screen what stands above.
static void paint_message(genus_cells *canvas, const genus_screen_layout *layout,
                          const char *message) {
    const genus_rect at = layout->status;
    const int below = at.height + layout->keys.height;
    const int most = below > canvas->rows / 3 ? below : canvas->rows / 3;
    int lines = 1;
    for (const char *rest = after_line(message, at.width); *rest != '\0' && lines < most;
         rest = after_line(rest, at.width)) {
        lines++;
    }
    int row = lines > below ? at.row + below - lines : at.row;
    for (; lines > 0; lines--, row++) {
        char line[1024];
        const size_t fitting = lines > 1 ? first_line(message, at.width) : strlen(message);
        (void)snprintf(line, sizeof line, "%.*s", (int)fitting, message);
        genus_cells_blank(canvas, (genus_rect){row, at.column, 1, at.width});
        (void)genus_cells_text(canvas, row, at.column, at.width, GENUS_INK_WARNING, line);
        message = after_line(message, at.width);
    }
}

static void paint_status(genus_cells *canvas, const genus_screen_layout *layout,
                         const genus_view_state *scene) {
    enum { NAME_MIN = 16 };
    const genus_rect at = layout->status;
    if (at.height == 0) {
        return;
    }
    int room = at.width;
    if (scene->message != NULL) {
        paint_message(canvas, layout, scene->message);
        return;
    }
    if (layout->keys.height == 0 && room >= 30) {
        genus_cells_text_right(canvas, at.row, at.column, room, GENUS_INK_FAINT, "? help");
        room -= 8;
    }
    const char *name = scene->source != NULL ? scene->source : "no input";
    const int name_width = genus_cells_text_width(name);
    char input[192];
    describe_input(scene, room - (name_width < NAME_MIN ? name_width : NAME_MIN), input,
                   sizeof input);
    const int used = genus_cells_text(canvas, at.row, at.column,
                                      room - genus_cells_text_width(input), GENUS_INK_TEXT, name);
    (void)genus_cells_text(canvas, at.row, at.column + used, room - used, GENUS_INK_FAINT, input);
}

typedef struct key_hint {
    const char *key;
    const char *does;
    const char *explained; ///< For the help.
} key_hint;

// Those that matter most come first: what finds no room on the line is in the help.
static const key_hint keys[] = {
    {"q", "quit", "quit"},
    {"?", "help", "show this, or hide it"},
    {"space", "hold", "hold the verdict, or let go"},
    {"r", "restart", "forget what was heard"},
    {"o", "order", "sorted bars, or fixed order"},
    {"w W", "window", "shorter or longer window"},
};

static void paint_keys(genus_cells *canvas, const genus_screen_layout *layout,
                       const genus_view_state *scene) {
    const genus_rect at = layout->keys;
    if (at.height == 0) {
        return;
    }
    char time[32];
    genus_describe_time(scene->seconds, time, sizeof time);
    genus_cells_text_right(canvas, at.row, at.column, at.width, GENUS_INK_FAINT, time);
    const int room = at.width - genus_cells_text_width(time) - 2;
    int column = 0;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const int width = (int)(strlen(keys[i].key) + 1 + strlen(keys[i].does));
        if (column + width > room) {
            break;
        }
        const int used = genus_cells_text(canvas, at.row, at.column + column, width, GENUS_INK_TEXT,
                                          keys[i].key);
        (void)genus_cells_text(canvas, at.row, at.column + column + used + 1, width,
                               GENUS_INK_FAINT, keys[i].does);
        column += width + 3;
    }
}

// ------------------------------------------------------------------------------------------- help

static void paint_box(genus_cells *canvas, genus_rect box) {
    genus_cells_blank(canvas, box);
    const int right = box.column + box.width - 1;
    const int bottom = box.row + box.height - 1;
    for (int column = box.column; column <= right; column++) {
        genus_cells_put(canvas, box.row, column, 0x2500, GENUS_INK_FAINT);
        genus_cells_put(canvas, bottom, column, 0x2500, GENUS_INK_FAINT);
    }
    for (int row = box.row; row <= bottom; row++) {
        genus_cells_put(canvas, row, box.column, 0x2502, GENUS_INK_FAINT);
        genus_cells_put(canvas, row, right, 0x2502, GENUS_INK_FAINT);
    }
    genus_cells_put(canvas, box.row, box.column, 0x256D, GENUS_INK_FAINT);
    genus_cells_put(canvas, box.row, right, 0x256E, GENUS_INK_FAINT);
    genus_cells_put(canvas, bottom, box.column, 0x2570, GENUS_INK_FAINT);
    genus_cells_put(canvas, bottom, right, 0x256F, GENUS_INK_FAINT);
}

static void paint_help(genus_cells *canvas) {
    static const char *const legend[] = {
        "",
        "The ribbon is the past, a cell a",
        "second: full where sure, half where",
        "unsure, a dot without music.",
    };
    enum { KEY_COUNT = sizeof keys / sizeof *keys, LEGEND_COUNT = sizeof legend / sizeof *legend };
    const int lines = KEY_COUNT + (canvas->rows >= KEY_COUNT + LEGEND_COUNT + 2 ? LEGEND_COUNT : 0);
    const int height = lines + 2;
    const int width = 40;
    genus_rect box = {.height = height < canvas->rows ? height : canvas->rows,
                      .width = width < canvas->columns ? width : canvas->columns};
    box.row = (canvas->rows - box.height) / 2;
    box.column = (canvas->columns - box.width) / 2;
    paint_box(canvas, box);
    const int room = box.width - 4;
    for (int i = 0; i < lines && i < box.height - 2; i++) {
        const int row = box.row + 1 + i;
        if (i < KEY_COUNT) {
            (void)genus_cells_text(canvas, row, box.column + 2, room, GENUS_INK_STRONG,
                                   keys[i].key);
            (void)genus_cells_text(canvas, row, box.column + 9, room - 7, GENUS_INK_TEXT,
                                   keys[i].explained);
        } else {
            (void)genus_cells_text(canvas, row, box.column + 2, room, GENUS_INK_FAINT,
                                   legend[i - KEY_COUNT]);
        }
    }
}

void genus_screen_paint(genus_cells *canvas, const genus_view_state *scene) {
    const genus_screen_needs needs = {
        .rows = canvas->rows,
        .columns = canvas->columns,
        .charset = canvas->charset,
        .labels = scene->labels,
        .label_count = scene->label_count,
    };
    const genus_screen_layout layout = genus_screen_lay_out(&needs);
    genus_cells_blank(canvas, (genus_rect){0, 0, canvas->rows, canvas->columns});
    paint_letters(canvas, &layout, scene);
    paint_headline(canvas, &layout, scene);
    genus_paint_bars(canvas, &layout, scene);
    genus_paint_songs(canvas, &layout, scene);
    genus_paint_meters(canvas, &layout, scene);
    genus_paint_ribbon(canvas, &layout, scene);
    paint_keys(canvas, &layout, scene);
    paint_status(canvas, &layout, scene); // After the keys, which a long message covers.
    if (scene->has_help) {
        paint_help(canvas);
    }
}
