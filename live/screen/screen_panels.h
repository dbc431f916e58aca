// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The panels of the screen: bars, songs, meters and the ribbon of the past. Each is painted in its
// part of the layout; a part without height stays empty.

#ifndef GENUS_LIVE_SCREEN_SCREEN_PANELS_H
#define GENUS_LIVE_SCREEN_SCREEN_PANELS_H

#include "engine/genus.h"
#include "live/screen/cells.h"
#include "live/screen/screen_layout.h"
#include "live/view/view.h"

/** A bar a class; where not all fit, those that are most likely. */
void genus_paint_bars(genus_cells *canvas, const genus_screen_layout *layout,
                      const genus_view_state *scene) GENUS_NONNULL(1, 2, 3);

/** The songs so far, the latest first. */
void genus_paint_songs(genus_cells *canvas, const genus_screen_layout *layout,
                       const genus_view_state *scene) GENUS_NONNULL(1, 2, 3);

/** How much of the window was heard, and the level with its held peak. */
void genus_paint_meters(genus_cells *canvas, const genus_screen_layout *layout,
                        const genus_view_state *scene) GENUS_NONNULL(1, 2, 3);

/** The past, a cell a second: a colour a class, or a letter where there is no colour. */
void genus_paint_ribbon(genus_cells *canvas, const genus_screen_layout *layout,
                        const genus_view_state *scene) GENUS_NONNULL(1, 2, 3);

/** A time as m:ss, from an hour on as h:mm:ss. */
void genus_describe_time(double seconds, char *text, size_t size);

#endif
