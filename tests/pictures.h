// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Something to draw, and looking at what was drawn.

#ifndef GENUS_TESTS_PICTURES_H
#define GENUS_TESTS_PICTURES_H

#include "plugin/draw/panel.h"

#include <cairo.h>

/** Fills a panel as if music of class `label` had played for some minutes. */
void genus_test_panel(genus_panel *panel, uint32_t label_count, uint32_t label);

/** A transparent surface. */
cairo_surface_t *genus_test_surface(int width, int height);

/** Draws a panel into a surface of its own, `scale` pixels a logical pixel. */
cairo_surface_t *genus_test_draw_panel(const genus_panel *panel, double width, double height,
                                       double scale);

/** Whether two surfaces of one size show the same. */
bool genus_test_same(cairo_surface_t *a, cairo_surface_t *b);

/** A pixel as 0xAARRGGBB. */
uint32_t genus_test_pixel(cairo_surface_t *surface, int x, int y);

/** Writes NAME.png into the folder that GENUS_PICTURES names, if it does, to be looked at. */
void genus_test_keep(cairo_surface_t *surface, const char *name);

#endif
