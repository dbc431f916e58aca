// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The figures of shares by name: precision, recall and F1 of each class; what becomes of verdicts
// on robustness input.

#include "train/report/axes.h"
#include "train/report/figures.h"

#include <math.h>
#include <stdio.h>

enum {
    measures = 3,
    names_in_tips = 200,
};

/** A line of a figure. */
typedef struct row {
    const char *name;
    double shares[measures];
    size_t clips;
} row;

static const double row_height = 25.0;
static const double head_height = 34.0;

static genus_point size_of(size_t rows) {
    return (genus_point){GENUS_FIGURE_WIDTH, head_height + row_height * (double)rows + 6.0};
}

/** A bar in its well, with its number behind. */
static void draw_measure(genus_canvas *canvas, genus_point left, double width, double share,
                         const char *tip) {
    const genus_type type = {GENUS_TONE_TEXT, GENUS_TYPE_NORMAL, GENUS_ALIGN_RIGHT, false, 0.0};
    const double bar = width - 48.0;
    char text[32];
    (void)snprintf(text, sizeof text, "%.2f", share);
    genus_canvas_fill(canvas, (genus_area){left.x, left.y - 5.0, bar, 10.0}, GENUS_TONE_FAINT, 0.7,
                      NULL);
    genus_canvas_fill(canvas, (genus_area){left.x, left.y - 5.0, bar * share, 10.0},
                      GENUS_TONE_ACCENT, 1.0, tip);
    genus_canvas_text(canvas, (genus_point){left.x + bar + 38.0, left.y + 4.5}, text, type);
}

static void draw_row(genus_canvas *canvas, const row *row, const char *const heads[measures],
                     genus_point left, double width) {
    const genus_type name = {GENUS_TONE_TEXT, GENUS_TYPE_NORMAL, GENUS_ALIGN_RIGHT, false, 0.0};
    const genus_type clips = {GENUS_TONE_MUTED, GENUS_TYPE_NORMAL, GENUS_ALIGN_RIGHT, false, 0.0};
    char text[2 * names_in_tips];
    genus_axes_name(canvas, row->name, (genus_point){left.x - 10.0, left.y + 4.5}, name);
    for (size_t i = 0; i < measures; i++) {
        (void)snprintf(text, sizeof text, "%.*s, %s: %.3f", names_in_tips, row->name, heads[i],
                       row->shares[i]);
        draw_measure(canvas, (genus_point){left.x + (double)i * width, left.y}, width,
                     row->shares[i], text);
    }
    (void)snprintf(text, sizeof text, "%zu", row->clips);
    genus_canvas_text(canvas, (genus_point){GENUS_FIGURE_WIDTH - 8.0, left.y + 4.5}, text, clips);
}

static void draw_rows(genus_canvas *canvas, const row *rows, size_t count,
                      const char *const heads[measures]) {
    const genus_type head = {GENUS_TONE_MUTED, GENUS_TYPE_SMALL, GENUS_ALIGN_LEFT, false, 0.0};
    const genus_type last = {GENUS_TONE_MUTED, GENUS_TYPE_SMALL, GENUS_ALIGN_RIGHT, false, 0.0};
    double names = 0.0;
    for (size_t i = 0; i < count; i++) {
        names = fmax(names, genus_axes_name_width(rows[i].name, GENUS_TYPE_NORMAL));
    }
    const double left = names + 18.0;
    const double width = (GENUS_FIGURE_WIDTH - left - 50.0) / measures;
    for (size_t i = 0; i < measures; i++) {
        genus_canvas_text(canvas, (genus_point){left + (double)i * width, 16.0}, heads[i], head);
    }
    genus_canvas_text(canvas, (genus_point){GENUS_FIGURE_WIDTH - 8.0, 16.0}, "clips", last);
    for (size_t i = 0; i < count; i++) {
        const double y = head_height + ((double)i + 0.5) * row_height - 4.0;
        draw_row(canvas, &rows[i], heads, (genus_point){left, y}, width);
    }
}

// -------------------------------------------------------------------------------------- classes

static genus_point classes_size(const genus_results *results) {
    return size_of(results->label_count);
}

static void draw_classes(const genus_results *results, genus_canvas *canvas) {
    static const char *const heads[measures] = {"precision", "recall", "F1"};
    const genus_confusion confusion = genus_results_scores(results).confusion;
    row rows[GENUS_LABELS_MAX];
    for (uint32_t label = 0; label < results->label_count; label++) {
        const genus_class_score score = genus_confusion_class(&confusion, label);
        rows[label] =
            (row){results->labels[label], {score.precision, score.recall, score.f1}, score.support};
    }
    draw_rows(canvas, rows, results->label_count, heads);
}

const genus_figure genus_figure_classes = {
    .name = "classes",
    .title = "Every class",
    .description = "Precision: of the clips named so, the share that is. Recall: of the clips that "
                   "are, the share named so. F1: their harmonic mean.",
    .has = genus_figure_has_clips,
    .size = classes_size,
    .draw = draw_classes,
};

// -------------------------------------------------------------------------------- robustness input

static bool has_robustness(const genus_results *results) {
    return results->robustness.pieces > 0;
}

/** The clean input, then what was done to it. @return How many. */
static size_t list_robustness(const genus_robustness *robustness,
                              row rows[GENUS_DEGRADATION_COUNT + 1]) {
    size_t count = 0;
    for (int i = -1; i < GENUS_DEGRADATION_COUNT; i++) {
        if (i < 0 || robustness->wanted[i]) {
            const genus_robustness_row *found =
                i < 0 ? &robustness->clean : &robustness->degraded[i];
            const double pieces = (double)robustness->pieces;
            rows[count++] = (row){i < 0 ? "clean" : genus_degradation_name((genus_degradation)i),
                                  {(double)found->correct / pieces, (double)found->same / pieces,
                                   (double)found->sure / pieces},
                                  robustness->pieces};
        }
    }
    return count;
}

static genus_point robustness_size(const genus_results *results) {
    row rows[GENUS_DEGRADATION_COUNT + 1];
    return size_of(list_robustness(&results->robustness, rows));
}

static void draw_robustness(const genus_results *results, genus_canvas *canvas) {
    static const char *const heads[measures] = {"named right", "named as when clean",
                                                "called sure"};
    row rows[GENUS_DEGRADATION_COUNT + 1];
    draw_rows(canvas, rows, list_robustness(&results->robustness, rows), heads);
}

const genus_figure genus_figure_robustness = {
    .name = "robustness",
    .title = "Rough input",
    .description = "What becomes of the verdicts on a folder of music when it is played with white "
                   "or pink noise (at a signal-to-noise ratio in dB), over a telephone, through "
                   "codecs (in kbit/s), quieter or clipped (by dB), in a room, or when only what "
                   "sounds on or what "
                   "strikes is left of it.",
    .has = has_robustness,
    .size = robustness_size,
    .draw = draw_robustness,
};
