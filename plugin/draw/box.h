// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A rectangle to draw in, in logical pixels, y downwards; nothing is drawn in one without area.

#ifndef GENUS_PLUGIN_DRAW_BOX_H
#define GENUS_PLUGIN_DRAW_BOX_H

#include <stdbool.h>

typedef struct genus_box {
    double x;
    double y;
    double width;
    double height;
} genus_box;

/** Whether there is anything to draw in. */
static inline bool genus_box_has_area(genus_box box) {
    return box.width > 0.0 && box.height > 0.0;
}

/** Whether a point lies inside. */
static inline bool genus_box_contains(genus_box box, double x, double y) {
    return x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height;
}

/** What is left of a box after taking so much from its four sides. */
static inline genus_box genus_box_inset(genus_box box, double horizontal, double vertical) {
    return (genus_box){box.x + horizontal, box.y + vertical, box.width - 2.0 * horizontal,
                       box.height - 2.0 * vertical};
}

#endif
