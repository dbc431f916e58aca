// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A canvas that paints pixels with cairo, always on light paper, and writes them as PNG. Where
// Genus was built without cairo, making one fails and says so.

#ifndef GENUS_TRAIN_REPORT_PNG_H
#define GENUS_TRAIN_REPORT_PNG_H

#include "engine/base/error.h"
#include "train/report/canvas.h"

#include <stdint.h>

/** Pixels a unit of the canvas. */
#define GENUS_PNG_SCALE 2

typedef struct genus_png genus_png;

/**
 * An empty sheet of paper.
 * @return GENUS_OK; GENUS_ERROR_ARGUMENT if there is no cairo; GENUS_ERROR_MEMORY.
 * Thread class of all: any, one thread at a time.
 */
genus_status genus_png_new(double width, double height, genus_png **png,
                           genus_error *error) GENUS_CHECKED GENUS_NONNULL(3);

/** Frees it. NULL is fine. */
void genus_png_free(genus_png *png);

/** To draw on. */
genus_canvas *genus_png_canvas(genus_png *png) GENUS_NONNULL(1);

/** Moves the origin: what is drawn from now on lies further right and down. */
void genus_png_shift(genus_png *png, double x, double y) GENUS_NONNULL(1);

/**
 * Puts a picture of pixels into an area, without smoothing.
 * @param pixels [height][width] as 0xRRGGBB, top row first.
 */
void genus_png_pixels(genus_png *png, genus_area area, const uint32_t *pixels, size_t width,
                      size_t height) GENUS_NONNULL(1);

/** Writes the file: to a temporary name, then renamed. @return What genus_atomic_file_write()
 * returns. */
genus_status genus_png_write(genus_png *png, const char *path, genus_error *error) GENUS_CHECKED
    GENUS_NONNULL(1, 2);

#endif
