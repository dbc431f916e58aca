// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The figure of confidence: accuracy against confidence, and how often each confidence comes.

#include "engine/base/text.h"
#include "train/report/axes.h"
#include "train/report/figures.h"

#include <math.h>
#include <stdio.h>

static genus_point reliability_size(const genus_results *results) {
    (void)results;
    return (genus_point){GENUS_FIGURE_WIDTH, 356.0};
}

static const double ticks[] = {0.0, 0.2, 0.4, 0.6, 0.8, 1.0};

/** The two ends of a bin along x. */
static void bin_ends(const genus_axes *axes, size_t bin, double *left, double *right) {
    *left = genus_axes_at(axes, (double)bin / GENUS_CALIBRATION_BINS, 0.0).x;
    *right = genus_axes_at(axes, (double)(bin + 1) / GENUS_CALIBRATION_BINS, 0.0).x;
}

static void draw_diagram(const genus_scores *scores, genus_canvas *canvas) {
    const genus_axes axes = {{52.0, 40.0, 270.0, 270.0}, 0.0, 1.0, 0.0, 1.0, false};
    const genus_type type = {GENUS_TONE_MUTED, GENUS_TYPE_SMALL, GENUS_ALIGN_RIGHT, false, -45.0};
    genus_axes_titles(&axes, canvas, "Accuracy", "confidence");
    genus_axes_rows(&axes, canvas, 0.0, 1.0, 0.2, GENUS_TICK_PERCENT);
    genus_axes_columns(&axes, canvas, ticks, sizeof ticks / sizeof *ticks, GENUS_TICK_PERCENT);
    for (size_t i = 0; i < GENUS_CALIBRATION_BINS; i++) {
        const genus_calibration_bin *bin = &scores->bins[i];
        double left = 0.0;
        double right = 0.0;
        char tip[96];
        if (bin->clips == 0) {
            continue;
        }
        bin_ends(&axes, i, &left, &right);
        const double accuracy = (double)bin->correct / bin->clips;
        const double top = genus_axes_at(&axes, 0.0, accuracy).y;
        (void)snprintf(tip, sizeof tip, "confidence %.2f on average: %u of %u right",
                       bin->confidence / bin->clips, bin->correct, bin->clips);
        genus_canvas_fill(
            canvas,
            (genus_area){left + 1.0, top, right - left - 2.0, axes.plot.y + axes.plot.height - top},
            GENUS_TONE_ACCENT, 0.35, tip);
        genus_canvas_segment(canvas, (genus_point){left + 1.0, top},
                             (genus_point){right - 1.0, top},
                             (genus_stroke){GENUS_TONE_ACCENT, 3.0, false});
    }
    genus_canvas_segment(canvas, genus_axes_at(&axes, 0.0, 0.0), genus_axes_at(&axes, 1.0, 1.0),
                         (genus_stroke){GENUS_TONE_SECOND, 1.5, true});
    const genus_point at = genus_axes_at(&axes, 0.27, 0.27);
    genus_canvas_text(canvas, (genus_point){at.x - 5.0, at.y - 5.0}, "deserved", type);
}

static void draw_histogram(const genus_results *results, const genus_scores *scores,
                           genus_canvas *canvas) {
    uint32_t most = 1;
    for (size_t i = 0; i < GENUS_CALIBRATION_BINS; i++) {
        most = scores->bins[i].clips > most ? scores->bins[i].clips : most;
    }
    const double step = fmax(genus_axes_step(most, 5.0), 1.0);
    const genus_axes axes = {{404.0, 40.0, 296.0, 270.0}, 0.0,  1.0, 0.0,
                             step * ceil(most / step),    false};
    genus_axes_titles(&axes, canvas, "Clips", "confidence");
    genus_axes_rows(&axes, canvas, 0.0, axes.y_high, step, GENUS_TICK_NUMBER);
    genus_axes_columns(&axes, canvas, ticks, sizeof ticks / sizeof *ticks, GENUS_TICK_PERCENT);
    for (size_t i = 0; i < GENUS_CALIBRATION_BINS; i++) {
        const genus_calibration_bin *bin = &scores->bins[i];
        double left = 0.0;
        double right = 0.0;
        char tip[64];
        bin_ends(&axes, i, &left, &right);
        const double top = genus_axes_at(&axes, 0.0, bin->clips).y;
        (void)snprintf(tip, sizeof tip, "%u clip%s", bin->clips, genus_plural(bin->clips));
        if (bin->clips > 0) {
            genus_canvas_fill(canvas,
                              (genus_area){left + 1.0, top, right - left - 2.0,
                                           axes.plot.y + axes.plot.height - top},
                              GENUS_TONE_ACCENT, 0.8, tip);
        }
    }
    if (results->sure_threshold > 0.0F) {
        const genus_type type = {GENUS_TONE_MUTED, GENUS_TYPE_SMALL, GENUS_ALIGN_RIGHT, false, 0.0};
        const double sure = (double)results->sure_threshold;
        const genus_point top = genus_axes_at(&axes, sure, axes.y_high);
        char text[32];
        (void)snprintf(text, sizeof text, "sure from %.0f\xC2\xA0%%", 100.0 * sure);
        genus_canvas_segment(canvas, top, genus_axes_at(&axes, sure, 0.0),
                             (genus_stroke){GENUS_TONE_SECOND, 1.5, true});
        genus_canvas_text(canvas, (genus_point){top.x - 6.0, top.y + 12.0}, text, type);
    }
}

static void draw_reliability(const genus_results *results, genus_canvas *canvas) {
    const genus_scores scores = genus_results_scores(results);
    draw_diagram(&scores, canvas);
    draw_histogram(results, &scores, canvas);
}

const genus_figure genus_figure_reliability = {
    .name = "reliability",
    .title = "Confidence",
    .description = "On the left, how many of the verdicts of a confidence are right: on the dashed "
                   "line, confidence is deserved; below it, it is too high. On the right, how many "
                   "verdicts have that confidence.",
    .has = genus_figure_has_clips,
    .size = reliability_size,
    .draw = draw_reliability,
};
