// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Paints a scene: the whole screen as a plain function of what there is to show.

#ifndef GENUS_LIVE_SCREEN_SCREEN_PAINT_H
#define GENUS_LIVE_SCREEN_SCREEN_PAINT_H

#include "engine/genus.h"
#include "live/screen/cells.h"
#include "live/view/view.h"

/** Paints a scene over the whole canvas, whatever its size. */
void genus_screen_paint(genus_cells *canvas, const genus_view_state *scene) GENUS_NONNULL(1, 2);

#endif
