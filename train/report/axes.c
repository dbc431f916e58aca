// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What figures share.

#include "train/report/axes.h"

#include <math.h>
#include <stdio.h>

static const genus_stroke grid = {GENUS_TONE_FAINT, 1.0, false};
static const genus_stroke base = {GENUS_TONE_LINE, 1.0, false};

genus_point genus_axes_at(const genus_axes *axes, double x, double y) {
    double across = (x - axes->x_low) / (axes->x_high - axes->x_low);
    if (axes->x_logarithmic) {
        across = log(x / axes->x_low) / log(axes->x_high / axes->x_low);
    }
    const double up = (y - axes->y_low) / (axes->y_high - axes->y_low);
    return (genus_point){axes->plot.x + across * axes->plot.width,
                         axes->plot.y + (1.0 - up) * axes->plot.height};
}

static void print_tick(double number, genus_tick_format format, char text[32]) {
    if (format == GENUS_TICK_PERCENT) {
        (void)snprintf(text, 32, "%.0f\xC2\xA0%%", 100.0 * number);
    } else if (format == GENUS_TICK_SHARE) {
        (void)snprintf(text, 32, "%.1f", number);
    } else {
        (void)snprintf(text, 32, "%g", fabs(number) < 1e-9 ? 0.0 : number);
    }
}

void genus_axes_rows(const genus_axes *axes, genus_canvas *canvas, double low, double high,
                     double step, genus_tick_format format) {
    const genus_type type = {GENUS_TONE_MUTED, GENUS_TYPE_SMALL, GENUS_ALIGN_RIGHT, false, 0.0};
    const int count = (int)((high - low) / step + 1e-6);
    for (int i = 0; i <= count; i++) {
        const double number = low + i * step;
        const double y = genus_axes_at(axes, axes->x_high, number).y;
        char text[32];
        print_tick(number, format, text);
        genus_canvas_segment(canvas, (genus_point){axes->plot.x, y},
                             (genus_point){axes->plot.x + axes->plot.width, y}, grid);
        genus_canvas_text(canvas, (genus_point){axes->plot.x - 8.0, y + 4.0}, text, type);
    }
}

void genus_axes_columns(const genus_axes *axes, genus_canvas *canvas, const double *ticks,
                        size_t count, genus_tick_format format) {
    const genus_type type = {GENUS_TONE_MUTED, GENUS_TYPE_SMALL, GENUS_ALIGN_CENTRE, false, 0.0};
    const double bottom = axes->plot.y + axes->plot.height;
    genus_canvas_segment(canvas, (genus_point){axes->plot.x, bottom},
                         (genus_point){axes->plot.x + axes->plot.width, bottom}, base);
    for (size_t i = 0; i < count; i++) {
        const double x = genus_axes_at(axes, ticks[i], axes->y_low).x;
        char text[32];
        print_tick(ticks[i], format, text);
        genus_canvas_segment(canvas, (genus_point){x, bottom}, (genus_point){x, bottom + 4.0},
                             base);
        genus_canvas_text(canvas, (genus_point){x, bottom + 18.0}, text, type);
    }
}

void genus_axes_titles(const genus_axes *axes, genus_canvas *canvas, const char *above,
                       const char *below) {
    const genus_type head = {GENUS_TONE_TEXT, GENUS_TYPE_NORMAL, GENUS_ALIGN_LEFT, true, 0.0};
    const genus_type foot = {GENUS_TONE_MUTED, GENUS_TYPE_SMALL, GENUS_ALIGN_RIGHT, false, 0.0};
    const double right = axes->plot.x + axes->plot.width;
    genus_canvas_text(canvas, (genus_point){axes->plot.x, axes->plot.y - 14.0}, above, head);
    genus_canvas_text(canvas, (genus_point){right, axes->plot.y + axes->plot.height + 35.0}, below,
                      foot);
}

double genus_axes_step(double range, double most) {
    const double rough = range / most;
    const double power = pow(10.0, floor(log10(rough)));
    const double factors[] = {1.0, 2.0, 5.0};
    for (size_t i = 0; i < sizeof factors / sizeof *factors; i++) {
        if (factors[i] * power >= rough * (1.0 - 1e-9)) {
            return factors[i] * power;
        }
    }
    return 10.0 * power;
}

/** The longest names take this much room; longer ones are cut. */
static const double name_width_max = 150.0;

double genus_axes_name_width(const char *name, double size) {
    return fmin(genus_canvas_text_width(name, size), name_width_max);
}

void genus_axes_name(genus_canvas *canvas, const char *name, genus_point point, genus_type type) {
    char text[GENUS_SHORT_TEXT];
    genus_canvas_shorten(name, type.size, name_width_max, text);
    genus_canvas_text(canvas, point, text, type);
}

void genus_axes_whisker(const genus_axes *axes, genus_canvas *canvas, double x,
                        genus_interval interval, genus_tone tone) {
    const genus_stroke stroke = {tone, 1.5, false};
    const genus_point low = genus_axes_at(axes, x, interval.low);
    const genus_point high = genus_axes_at(axes, x, interval.high);
    genus_canvas_segment(canvas, low, high, stroke);
    for (int end = 0; end < 2; end++) {
        const double y = end == 0 ? low.y : high.y;
        genus_canvas_segment(canvas, (genus_point){low.x - 4.0, y}, (genus_point){low.x + 4.0, y},
                             stroke);
    }
}
