// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A picture of what the front end hears: a clip's log-mel spectrogram with axes in seconds and Hz
// and a bar of colours in dB.

#ifndef GENUS_TRAIN_REPORT_SPECTROGRAM_H
#define GENUS_TRAIN_REPORT_SPECTROGRAM_H

#include "engine/genus.h"
#include "train/data/dataset.h"
#include "train/report/png.h"

/** The whole picture, and where in it the clip lies, in units of the canvas. */
#define GENUS_SPECTROGRAM_WIDTH 960.0
#define GENUS_SPECTROGRAM_HEIGHT 400.0
extern const genus_area genus_spectrogram_plot;

/**
 * The colour of a level as 0xRRGGBB, of a map for pictures of levels: magma (Smith and van der Walt
 * 2015), perceptually uniform, of steadily rising lightness, so that it survives grey printing and
 * colour-blind eyes. @param level 0 (black) to 1 (pale yellow); clamped. Thread: any.
 */
uint32_t genus_colour_map(double level);

/**
 * Draws a clip.
 * @param title Above the picture. @param settings What the clip was made with.
 * @return GENUS_OK, GENUS_ERROR_MEMORY, _ARGUMENT (built without cairo).
 */
genus_status genus_spectrogram_draw(const char *title, const genus_clip *clip,
                                    const genus_frontend_settings *settings, genus_png **png,
                                    genus_error *error) GENUS_CHECKED GENUS_NONNULL(1, 2, 3, 4);

#endif
