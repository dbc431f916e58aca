// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Two figures of classes: the confusion matrix, and precision, recall and F1.

#include "axes.h"
#include "figures.h"

#include <math.h>
#include <stdio.h>

/** The longest names take this much room beside a figure; longer ones are cut. */
static const double name_width_max = 150.0;

static double names_width(const genus_results *results, double size) {
    double widest = 0.0;
    for (uint32_t label = 0; label < results->label_count; label++) {
        widest = fmax(widest, genus_canvas_text_width(results->labels[label], size));
    }
    return fmin(widest, name_width_max);
}

static void draw_name(genus_canvas *canvas, const char *name, genus_point point, genus_type type) {
    char text[GENUS_SHORT_TEXT];
    genus_canvas_shorten(name, type.size, name_width_max, text);
    genus_canvas_text(canvas, point, text, type);
}

// ------------------------------------------------------------------------------------ confusion

/** Where the cells lie. */
typedef struct matrix {
    double left;
    double top;
    double cell;
    double size; ///< Of the type.
} matrix;

/** Small cells make small names, which leave more room for cells. */
static matrix matrix_of(const genus_results *results) {
    matrix matrix = {.size = GENUS_TYPE_NORMAL};
    double names = 0.0;
    for (int round = 0; round < 3; round++) {
        names = names_width(results, matrix.size);
        matrix.cell = fmin((GENUS_FIGURE_WIDTH - names - 110.0) / results->label_count, 54.0);
        matrix.size = fmin(GENUS_TYPE_NORMAL, 0.8 * matrix.cell);
    }
    matrix.left = names + 44.0;
    matrix.top = 0.74 * names + 46.0;
    return matrix;
}

static genus_point confusion_size(const genus_results *results) {
    const matrix matrix = matrix_of(results);
    return (genus_point){GENUS_FIGURE_WIDTH, matrix.top + matrix.cell * results->label_count + 8.0};
}

static void draw_cell(const genus_results *results, const genus_confusion *confusion,
                      const matrix *matrix, uint32_t truth, uint32_t named, genus_canvas *canvas) {
    const uint32_t count = confusion->counts[truth][named];
    const uint32_t clips = genus_confusion_class(confusion, truth).support;
    const double share = clips > 0 ? (double)count / clips : 0.0;
    const genus_area area = {matrix->left + named * matrix->cell + 0.5,
                             matrix->top + truth * matrix->cell + 0.5, matrix->cell - 1.0,
                             matrix->cell - 1.0};
    char text[GENUS_SHORT_TEXT];
    char tip[2 * GENUS_SHORT_TEXT];
    if (count == 0) {
        genus_canvas_fill(canvas, area, GENUS_TONE_FAINT, 0.35, NULL);
        return;
    }
    (void)snprintf(tip, sizeof tip, "%.200s named %.200s: %u of %u", results->labels[truth],
                   results->labels[named], count, clips);
    genus_canvas_fill(canvas, area, GENUS_TONE_ACCENT, 0.12 + 0.88 * share, tip);
    (void)snprintf(text, sizeof text, "%u", count);
    const genus_type type = {share > 0.6 ? GENUS_TONE_PAPER : GENUS_TONE_TEXT, matrix->size,
                             GENUS_ALIGN_CENTRE, truth == named, 0.0};
    genus_canvas_text(
        canvas,
        (genus_point){area.x + area.width / 2.0, area.y + area.height / 2.0 + 0.36 * matrix->size},
        text, type);
}

static void draw_confusion(const genus_results *results, genus_canvas *canvas) {
    const genus_confusion confusion = genus_results_tally(results).confusion;
    const matrix matrix = matrix_of(results);
    const genus_type muted = {GENUS_TONE_MUTED, GENUS_TYPE_SMALL, GENUS_ALIGN_LEFT, false, 0.0};
    const genus_type row = {GENUS_TONE_TEXT, matrix.size, GENUS_ALIGN_RIGHT, false, 0.0};
    const genus_type column = {GENUS_TONE_TEXT, matrix.size, GENUS_ALIGN_LEFT, false, -45.0};
    const genus_type sum = {GENUS_TONE_MUTED, fmin(matrix.size, GENUS_TYPE_SMALL),
                            GENUS_ALIGN_RIGHT, false, 0.0};
    const double end = matrix.left + matrix.cell * results->label_count;
    const double middle = matrix.top + matrix.cell * results->label_count / 2.0;
    genus_type turned = muted;
    turned.align = GENUS_ALIGN_CENTRE;
    turned.turn = -90.0;
    genus_canvas_text(canvas, (genus_point){matrix.left, 16.0}, "named", muted);
    genus_canvas_text(canvas, (genus_point){16.0, middle}, "true class", turned);
    genus_canvas_text(canvas, (genus_point){end + 46.0, matrix.top - 8.0}, "clips", sum);
    for (uint32_t truth = 0; truth < results->label_count; truth++) {
        const double y = matrix.top + (truth + 0.5) * matrix.cell + 0.36 * matrix.size;
        char text[32];
        draw_name(canvas, results->labels[truth], (genus_point){matrix.left - 8.0, y}, row);
        draw_name(canvas, results->labels[truth],
                  (genus_point){matrix.left + (truth + 0.5) * matrix.cell + 0.3 * matrix.size,
                                matrix.top - 7.0},
                  column);
        for (uint32_t named = 0; named < results->label_count; named++) {
            draw_cell(results, &confusion, &matrix, truth, named, canvas);
        }
        (void)snprintf(text, sizeof text, "%u", genus_confusion_class(&confusion, truth).support);
        genus_canvas_text(canvas, (genus_point){end + 46.0, y}, text, sum);
    }
}

const genus_figure genus_figure_confusion = {
    .name = "confusion",
    .title = "Confusion matrix",
    .description = "A row is a true class, a column what its clips were named; the diagonal is "
                   "right. Numbers are clips; a cell is the fuller the larger its share of the "
                   "row.",
    .has = genus_figure_has_clips,
    .size = confusion_size,
    .draw = draw_confusion,
};

// -------------------------------------------------------------------------------------- classes

enum {
    measures = 3,
};

static const double row_height = 25.0;
static const double head_height = 34.0;

static genus_point classes_size(const genus_results *results) {
    return (genus_point){GENUS_FIGURE_WIDTH, head_height + row_height * results->label_count + 6.0};
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

static void draw_classes(const genus_results *results, genus_canvas *canvas) {
    static const char *const heads[measures] = {"precision", "recall", "F1"};
    const genus_confusion confusion = genus_results_tally(results).confusion;
    const double names = names_width(results, GENUS_TYPE_NORMAL);
    const double left = names + 18.0;
    const double width = (GENUS_FIGURE_WIDTH - left - 50.0) / measures;
    const genus_type head = {GENUS_TONE_MUTED, GENUS_TYPE_SMALL, GENUS_ALIGN_LEFT, false, 0.0};
    const genus_type row = {GENUS_TONE_TEXT, GENUS_TYPE_NORMAL, GENUS_ALIGN_RIGHT, false, 0.0};
    const genus_type sum = {GENUS_TONE_MUTED, GENUS_TYPE_NORMAL, GENUS_ALIGN_RIGHT, false, 0.0};
    genus_type sum_head = head;
    sum_head.align = GENUS_ALIGN_RIGHT;
    for (size_t i = 0; i < measures; i++) {
        genus_canvas_text(canvas, (genus_point){left + (double)i * width, 16.0}, heads[i], head);
    }
    genus_canvas_text(canvas, (genus_point){GENUS_FIGURE_WIDTH - 8.0, 16.0}, "clips", sum_head);
    for (uint32_t label = 0; label < results->label_count; label++) {
        const genus_class_score score = genus_confusion_class(&confusion, label);
        const double shares[measures] = {score.precision, score.recall, score.f1};
        const double y = head_height + (label + 0.5) * row_height - 4.0;
        char text[2 * GENUS_SHORT_TEXT];
        draw_name(canvas, results->labels[label], (genus_point){left - 10.0, y + 4.5}, row);
        for (size_t i = 0; i < measures; i++) {
            (void)snprintf(text, sizeof text, "%s of %.200s: %.3f", heads[i],
                           results->labels[label], shares[i]);
            draw_measure(canvas, (genus_point){left + (double)i * width, y}, width, shares[i],
                         text);
        }
        (void)snprintf(text, sizeof text, "%u", score.support);
        genus_canvas_text(canvas, (genus_point){GENUS_FIGURE_WIDTH - 8.0, y + 4.5}, text, sum);
    }
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
