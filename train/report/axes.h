// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What figures share: a plot area with two axes, where numbers lie in it, ticks and their texts.

#ifndef GENUS_TRAIN_REPORT_AXES_H
#define GENUS_TRAIN_REPORT_AXES_H

#include "engine/genus.h"
#include "train/eval/scores.h"
#include "train/report/canvas.h"

/** Sizes of type in all figures. */
#define GENUS_TYPE_SMALL 11.5
#define GENUS_TYPE_NORMAL 13.0

/** How wide a figure is; the page's column is as wide. */
#define GENUS_FIGURE_WIDTH 720.0

/** A plot and its ranges. */
typedef struct genus_axes {
    genus_area plot;
    double x_low;
    double x_high;
    double y_low;
    double y_high;
    bool x_logarithmic;
} genus_axes;

/** How a tick's number is written. */
typedef enum genus_tick_format {
    GENUS_TICK_PERCENT, ///< 0.4 as "40 %".
    GENUS_TICK_SHARE,   ///< 0.4 as "0.4".
    GENUS_TICK_NUMBER,  ///< 40 as "40", 0.4 as "0.4".
} genus_tick_format;

/** Where a pair of numbers lies. Thread class of all: any. */
genus_point genus_axes_at(const genus_axes *axes, double x, double y) GENUS_NONNULL(1);

/** Ticks from `low` to `high`, `step` apart: lines across the plot and numbers to its left. */
void genus_axes_rows(const genus_axes *axes, genus_canvas *canvas, double low, double high,
                     double step, genus_tick_format format) GENUS_NONNULL(1, 2);

/** The base line, ticks on it and numbers under it. */
void genus_axes_columns(const genus_axes *axes, genus_canvas *canvas, const double *ticks,
                        size_t count, genus_tick_format format) GENUS_NONNULL(1, 2);

/** What the plot shows, above it, flush left; and what runs along the base, below it. */
void genus_axes_titles(const genus_axes *axes, genus_canvas *canvas, const char *above,
                       const char *below) GENUS_NONNULL(1, 2, 3, 4);

/** A step of 1, 2 or 5 times a power of ten that divides a range in at most `most` parts. */
double genus_axes_step(double range, double most);

/** A name beside a plot, cut if it is longer than such names may be; and how wide it is then. */
void genus_axes_name(genus_canvas *canvas, const char *name, genus_point point, genus_type type)
    GENUS_NONNULL(1, 2);
double genus_axes_name_width(const char *name, double size) GENUS_NONNULL(1);

/** The interval of a share as a whisker at x. */
void genus_axes_whisker(const genus_axes *axes, genus_canvas *canvas, double x,
                        genus_interval interval, genus_tone tone) GENUS_NONNULL(1, 2);

#endif
