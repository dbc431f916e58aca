// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The figure of mistakes: the confusion matrix.

#include "train/report/axes.h"
#include "train/report/figures.h"

#include <math.h>
#include <stdio.h>

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
        names = 0.0;
        for (uint32_t label = 0; label < results->label_count; label++) {
            names = fmax(names, genus_axes_name_width(results->labels[label], matrix.size));
        }
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
    const genus_confusion confusion = genus_results_scores(results).confusion;
    const matrix matrix = matrix_of(results);
    const genus_type muted = {GENUS_TONE_MUTED, GENUS_TYPE_SMALL, GENUS_ALIGN_LEFT, false, 0.0};
    const genus_type row = {GENUS_TONE_TEXT, matrix.size, GENUS_ALIGN_RIGHT, false, 0.0};
    const genus_type column = {GENUS_TONE_TEXT, matrix.size, GENUS_ALIGN_LEFT, false, -45.0};
    const genus_type sum = {GENUS_TONE_MUTED, fmin(matrix.size, GENUS_TYPE_SMALL),
                            GENUS_ALIGN_RIGHT, false, 0.0};
    const double end = matrix.left + matrix.cell * results->label_count;
    const double middle = matrix.top + matrix.cell * results->label_count / 2.0;
    genus_type transposed = muted;
    transposed.align = GENUS_ALIGN_CENTRE;
    transposed.turn = -90.0;
    genus_canvas_text(canvas, (genus_point){matrix.left, 16.0}, "named", muted);
    genus_canvas_text(canvas, (genus_point){16.0, middle}, "true class", transposed);
    genus_canvas_text(canvas, (genus_point){end + 46.0, matrix.top - 8.0}, "clips", sum);
    for (uint32_t truth = 0; truth < results->label_count; truth++) {
        const double y = matrix.top + (truth + 0.5) * matrix.cell + 0.36 * matrix.size;
        char text[32];
        genus_axes_name(canvas, results->labels[truth], (genus_point){matrix.left - 8.0, y}, row);
        genus_axes_name(canvas, results->labels[truth],
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
