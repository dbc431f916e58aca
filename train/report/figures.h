// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The figures of a report. Each is drawn on any canvas; nothing in them is told by colour alone.

#ifndef GENUS_TRAIN_REPORT_FIGURES_H
#define GENUS_TRAIN_REPORT_FIGURES_H

#include "engine/genus.h"
#include "train/eval/results.h"
#include "train/report/canvas.h"

/** A figure: a picture of some results. */
typedef struct genus_figure {
    const char *name; ///< Of its file, without ".png".
    const char *title;
    const char *description;                   ///< For those who cannot see it, and its caption.
    bool (*has)(const genus_results *results); ///< Whether the results hold what it shows.
    genus_point (*size)(const genus_results *results);
    void (*draw)(const genus_results *results, genus_canvas *canvas);
} genus_figure;

/** Which figures there are, in the order of the page. */
extern const genus_figure genus_figure_score;
extern const genus_figure genus_figure_confusion;
extern const genus_figure genus_figure_classes;
extern const genus_figure genus_figure_folds;
extern const genus_figure genus_figure_curves;
extern const genus_figure genus_figure_reliability;
extern const genus_figure genus_figure_seconds;
extern const genus_figure genus_figure_robustness;

/** Whether any clip was judged: `has` of most figures. */
bool genus_figure_has_clips(const genus_results *results) GENUS_NONNULL(1);

#endif
