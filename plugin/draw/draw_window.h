// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The picture of the window.

#ifndef GENUS_PLUGIN_DRAW_DRAW_WINDOW_H
#define GENUS_PLUGIN_DRAW_DRAW_WINDOW_H

#include "engine/genus.h"
#include "plugin/draw/panel.h"

#include <cairo.h>

/** Draws the whole window in logical pixels; scale the context before for dense screens. */
void genus_draw_window(cairo_t *cairo, const genus_layout *layout, const genus_panel *panel)
    GENUS_NONNULL(1, 2, 3);

/** Draws the controls; part of genus_draw_window(). */
void genus_draw_controls(cairo_t *cairo, const genus_layout *layout, const genus_panel *panel)
    GENUS_NONNULL(1, 2, 3);

/** The byte of the path that lies at the logical `x`, for placing the caret there. */
size_t genus_draw_path_position(cairo_t *cairo, const genus_layout *layout,
                                const genus_panel *panel, double x) GENUS_NONNULL(1, 2, 3);

#endif
