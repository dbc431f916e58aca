// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A colour map for pictures of levels: magma (Smith and van der Walt 2015), perceptually uniform,
// of steadily rising lightness, so that it survives grey printing and colour-blind eyes.

#ifndef GENUS_TRAIN_REPORT_COLOUR_MAP_H
#define GENUS_TRAIN_REPORT_COLOUR_MAP_H

#include <stdint.h>

/** The colour of a level as 0xRRGGBB. @param level 0 (black) to 1 (pale yellow); clamped. Thread:
 *  any.
 */
uint32_t genus_colour_map(double level);

#endif
