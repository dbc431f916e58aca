// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Two figures of something over time: the learning curves over epochs, accuracy over seconds heard.

#include "train/report/axes.h"
#include "train/report/figures.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

// -------------------------------------------------------------------------------------- curves

static bool has_curves(const genus_results *results) {
    return results->epoch_count > 0;
}

static genus_point curves_size(const genus_results *results) {
    (void)results;
    return (genus_point){GENUS_FIGURE_WIDTH, 290.0};
}

/** What a curve shows of an epoch. */
typedef double quantity(const genus_results *results, const genus_epoch_result *epoch);

static double training_loss(const genus_results *results, const genus_epoch_result *epoch) {
    (void)results;
    return (double)epoch->loss;
}

static double validation_loss(const genus_results *results, const genus_epoch_result *epoch) {
    (void)results;
    return (double)epoch->validation_loss;
}

static double validation_accuracy(const genus_results *results, const genus_epoch_result *epoch) {
    return genus_score_share((genus_score){epoch->validation_correct, results->validation_clips});
}

/** A curve, with a point for each epoch; memory that is out costs the curve, not the report. */
static void draw_curve(const genus_results *results, const genus_axes *axes, genus_canvas *canvas,
                       quantity *of, genus_stroke stroke) {
    genus_point *points = calloc(results->epoch_count + 1, sizeof *points);
    for (size_t i = 0; points != NULL && i < results->epoch_count; i++) {
        points[i] = genus_axes_at(axes, (double)(i + 1), of(results, &results->epochs[i]));
    }
    if (points != NULL && results->epoch_count == 1) {
        genus_canvas_dot(canvas, points[0], 4.0, stroke.tone, NULL);
    } else if (points != NULL) {
        genus_canvas_line(canvas, points, results->epoch_count, stroke);
    }
    free(points);
}

/** Ticks of epochs: round ones, and the first. */
static void draw_epochs(const genus_results *results, const genus_axes *axes,
                        genus_canvas *canvas) {
    enum {
        ticks_max = 16,
    };
    const double last = (double)results->epoch_count;
    const double step = fmax(genus_axes_step(last, 6.0), 1.0);
    double ticks[ticks_max];
    size_t count = 0;
    if (step > 1.0) {
        ticks[count++] = 1.0;
    }
    for (double tick = step; tick <= last && count < ticks_max; tick += step) {
        ticks[count++] = tick;
    }
    genus_axes_columns(axes, canvas, ticks, count, GENUS_TICK_NUMBER);
}

/** A sample of a line and its name, right above the plot. @return Where the next ends. */
static double draw_key(const genus_axes *axes, genus_canvas *canvas, double right, const char *name,
                       genus_stroke stroke) {
    const genus_type type = {GENUS_TONE_MUTED, GENUS_TYPE_SMALL, GENUS_ALIGN_RIGHT, false, 0.0};
    const double y = axes->plot.y - 14.0;
    const double left = right - genus_canvas_text_width(name, type.size) - 6.0;
    genus_canvas_text(canvas, (genus_point){right, y}, name, type);
    genus_canvas_segment(canvas, (genus_point){left - 18.0, y - 4.0}, (genus_point){left, y - 4.0},
                         stroke);
    return left - 32.0;
}

static double highest_loss(const genus_results *results) {
    double highest = 0.0;
    for (size_t i = 0; i < results->epoch_count; i++) {
        const genus_epoch_result *epoch = &results->epochs[i];
        // One fmax() in another: gcc 12 for ARM dies of it when it makes a vector of the loop.
        const double loss = (double)epoch->loss;
        const double validation = (double)epoch->validation_loss;
        const double higher = loss > validation ? loss : validation;
        highest = higher > highest ? higher : highest;
    }
    return highest;
}

static void draw_curves(const genus_results *results, genus_canvas *canvas) {
    const genus_stroke training = {GENUS_TONE_ACCENT, 1.75, false};
    const genus_stroke validation = {GENUS_TONE_SECOND, 1.75, true};
    const double last = fmax((double)results->epoch_count, 2.0);
    const double highest = highest_loss(results);
    const double step = genus_axes_step(fmax(highest, 0.01), 5.0);
    const genus_axes loss = {{40.0, 40.0, 300.0, 200.0},  1.0,  last, 0.0,
                             step * ceil(highest / step), false};
    const genus_axes accuracy = {{412.0, 40.0, 300.0, 200.0}, 1.0, last, 0.0, 1.0, false};
    genus_axes_titles(&loss, canvas, "Loss", "epoch");
    const double right =
        draw_key(&loss, canvas, loss.plot.x + loss.plot.width, "validation", validation);
    (void)draw_key(&loss, canvas, right, "training", training);
    genus_axes_rows(&loss, canvas, 0.0, loss.y_high, step, GENUS_TICK_NUMBER);
    draw_epochs(results, &loss, canvas);
    draw_curve(results, &loss, canvas, training_loss, training);
    draw_curve(results, &loss, canvas, validation_loss, validation);
    genus_axes_titles(&accuracy, canvas, "Validation accuracy", "epoch");
    genus_axes_rows(&accuracy, canvas, 0.0, 1.0, 0.2, GENUS_TICK_PERCENT);
    draw_epochs(results, &accuracy, canvas);
    draw_curve(results, &accuracy, canvas, validation_accuracy, validation);
}

const genus_figure genus_figure_curves = {
    .name = "curves",
    .title = "Learning curves",
    .description = "Without the epochs of the refit, which learns the validation clips, too. The "
                   "training loss is that of distorted excerpts, so it may "
                   "lie above that of the validation clips, which are whole and clean.",
    .has = has_curves,
    .size = curves_size,
    .draw = draw_curves,
};

// -------------------------------------------------------------------------------------- seconds

static bool has_seconds(const genus_results *results) {
    for (size_t i = 0; i < GENUS_PREFIXES; i++) {
        if (results->prefixes[i].total > 0) {
            return true;
        }
    }
    return false;
}

static genus_point seconds_size(const genus_results *results) {
    (void)results;
    return (genus_point){GENUS_FIGURE_WIDTH, 290.0};
}

static void draw_seconds(const genus_results *results, genus_canvas *canvas) {
    const genus_axes axes = {
        {52.0, 40.0, GENUS_FIGURE_WIDTH - 76.0, 200.0}, 0.9, 33.0, 0.0, 1.0, true};
    const genus_type type = {GENUS_TONE_TEXT, GENUS_TYPE_NORMAL, GENUS_ALIGN_LEFT, true, 0.0};
    const genus_type none = {GENUS_TONE_MUTED, GENUS_TYPE_SMALL, GENUS_ALIGN_CENTRE, false, 0.0};
    genus_point points[GENUS_PREFIXES];
    size_t count = 0;
    genus_axes_titles(&axes, canvas, "Accuracy", "seconds heard");
    genus_axes_rows(&axes, canvas, 0.0, 1.0, 0.2, GENUS_TICK_PERCENT);
    genus_axes_columns(&axes, canvas, genus_prefix_seconds, GENUS_PREFIXES, GENUS_TICK_NUMBER);
    for (size_t i = 0; i < GENUS_PREFIXES; i++) {
        if (results->prefixes[i].total > 0) {
            points[count++] = genus_axes_at(&axes, genus_prefix_seconds[i],
                                            genus_score_share(results->prefixes[i]));
        }
    }
    genus_canvas_line(canvas, points, count, (genus_stroke){GENUS_TONE_ACCENT, 2.0, false});
    for (size_t i = 0; i < GENUS_PREFIXES; i++) {
        const genus_score span = results->prefixes[i];
        const double share = genus_score_share(span);
        const genus_point point = genus_axes_at(&axes, genus_prefix_seconds[i], share);
        char text[64];
        if (span.total == 0) {
            genus_canvas_text(canvas, (genus_point){point.x, axes.plot.y + axes.plot.height - 8.0},
                              "no verdict", none);
            continue;
        }
        (void)snprintf(text, sizeof text, "after %g s: %u of %u", genus_prefix_seconds[i],
                       span.correct, span.total);
        genus_axes_whisker(&axes, canvas, genus_prefix_seconds[i],
                           genus_wilson(span.correct, span.total), GENUS_TONE_ACCENT);
        genus_canvas_dot(canvas, point, 5.0, GENUS_TONE_ACCENT, text);
        (void)snprintf(text, sizeof text, "%.0f", 100.0 * share);
        genus_canvas_text(canvas, (genus_point){point.x + 9.0, point.y + 16.0}, text, type);
    }
}

const genus_figure genus_figure_seconds = {
    .name = "seconds",
    .title = "Accuracy against seconds heard",
    .description = "How many percent of the clips are named right after their first seconds, with "
                   "95 % intervals. Under the length that one column of the network sees there is "
                   "no verdict.",
    .has = has_seconds,
    .size = seconds_size,
    .draw = draw_seconds,
};
