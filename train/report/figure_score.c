// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The figures of single scores: accuracy with its interval beside chance; the folds of a
// cross-validation.

#include "train/report/axes.h"
#include "train/report/figures.h"

#include <stdio.h>

bool genus_figure_has_clips(const genus_results *results) {
    return results->clip_count > 0;
}

/** What naming every clip after the most frequent class would score. */
static double chance(const genus_confusion *confusion) {
    uint32_t most = 0;
    for (uint32_t label = 0; label < confusion->label_count; label++) {
        const uint32_t clips = genus_confusion_class(confusion, label).support;
        most = clips > most ? clips : most;
    }
    return (double)most / (double)genus_confusion_total(confusion);
}

static genus_point score_size(const genus_results *results) {
    (void)results;
    return (genus_point){GENUS_FIGURE_WIDTH, 62.0};
}

static void draw_score(const genus_results *results, genus_canvas *canvas) {
    static const double ticks[] = {0.0, 0.2, 0.4, 0.6, 0.8, 1.0};
    const genus_axes axes = {
        {16.0, 6.0, GENUS_FIGURE_WIDTH - 32.0, 28.0}, 0.0, 1.0, 0.0, 1.0, false};
    const genus_confusion confusion = genus_results_scores(results).confusion;
    const uint32_t right = genus_confusion_correct(&confusion);
    const uint32_t total = genus_confusion_total(&confusion);
    const genus_interval interval = genus_results_interval(results);
    const double middle = axes.plot.y + axes.plot.height / 2.0;
    const double luck = genus_axes_at(&axes, chance(&confusion), 0.0).x;
    const double low = genus_axes_at(&axes, interval.low, 0.0).x;
    const double high = genus_axes_at(&axes, interval.high, 0.0).x;
    const double score = genus_axes_at(&axes, (double)right / (double)total, 0.0).x;
    const genus_type type = {GENUS_TONE_MUTED, GENUS_TYPE_SMALL, GENUS_ALIGN_LEFT, false, 0.0};
    genus_axes_columns(&axes, canvas, ticks, sizeof ticks / sizeof *ticks, GENUS_TICK_PERCENT);
    genus_canvas_segment(canvas, (genus_point){luck, axes.plot.y},
                         (genus_point){luck, axes.plot.y + axes.plot.height},
                         (genus_stroke){GENUS_TONE_SECOND, 1.5, true});
    genus_canvas_text(canvas, (genus_point){luck + 6.0, axes.plot.y + 11.0}, "largest class", type);
    genus_canvas_fill(canvas, (genus_area){low, middle - 4.0, high - low, 8.0}, GENUS_TONE_ACCENT,
                      0.3, "95 % interval");
    genus_canvas_dot(canvas, (genus_point){score, middle}, 6.5, GENUS_TONE_ACCENT, "accuracy");
}

const genus_figure genus_figure_score = {
    .name = "score",
    .title = "Accuracy and its interval",
    .description = "The dot is the accuracy, the bar its 95 % interval; the dashed line is what "
                   "naming every clip after the largest class would score.",
    .has = genus_figure_has_clips,
    .size = score_size,
    .draw = draw_score,
};

// ---------------------------------------------------------------------------------------- folds

static bool has_folds(const genus_results *results) {
    return results->fold_count > 0;
}

static genus_point folds_size(const genus_results *results) {
    (void)results;
    return (genus_point){GENUS_FIGURE_WIDTH, 270.0};
}

static void draw_folds(const genus_results *results, genus_canvas *canvas) {
    const size_t count = results->fold_count;
    const genus_axes axes = {
        {52.0, 30.0, GENUS_FIGURE_WIDTH - 72.0, 192.0}, 0.5, (double)count + 0.5, 0.0, 1.0, false};
    const double step = count <= 20 ? 1.0 : genus_axes_step((double)count, 20.0);
    const genus_type type = {GENUS_TONE_TEXT, GENUS_TYPE_SMALL, GENUS_ALIGN_CENTRE, false, 0.0};
    double mean = 0.0;
    genus_axes_titles(&axes, canvas, "Accuracy of each exam", "exam");
    genus_axes_rows(&axes, canvas, 0.0, 1.0, 0.2, GENUS_TICK_PERCENT);
    genus_axes_columns(&axes, canvas, NULL, 0, GENUS_TICK_NUMBER);
    for (size_t i = 0; i < count; i++) {
        mean += genus_score_share(results->folds[i]) / (double)count;
    }
    genus_canvas_segment(canvas, genus_axes_at(&axes, axes.x_low, mean),
                         genus_axes_at(&axes, axes.x_high, mean),
                         (genus_stroke){GENUS_TONE_SECOND, 1.5, true});
    for (size_t i = 0; i < count; i++) {
        const genus_score fold = results->folds[i];
        const double x = (double)(i + 1);
        const genus_point point = genus_axes_at(&axes, x, genus_score_share(fold));
        char tip[64];
        (void)snprintf(tip, sizeof tip, "exam %zu: %u of %u", i + 1, fold.correct, fold.total);
        genus_axes_whisker(&axes, canvas, x, genus_wilson(fold.correct, fold.total),
                           GENUS_TONE_ACCENT);
        genus_canvas_dot(canvas, point, 4.5, GENUS_TONE_ACCENT, tip);
        if (i % (size_t)step == 0) {
            (void)snprintf(tip, sizeof tip, "%zu", i + 1);
            genus_canvas_text(canvas, (genus_point){point.x, axes.plot.y + axes.plot.height + 18.0},
                              tip, type);
        }
    }
}

const genus_figure genus_figure_folds = {
    .name = "folds",
    .title = "The exams of the cross-validation",
    .description = "Accuracy of each exam (a fold, or a seed) with its 95 % interval; the dashed "
                   "line is their mean.",
    .has = has_folds,
    .size = folds_size,
    .draw = draw_folds,
};
