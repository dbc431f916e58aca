// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Where everything stands in the window, for drawing it and for what the pointer hits.

#ifndef GENUS_PLUGIN_DRAW_LAYOUT_H
#define GENUS_PLUGIN_DRAW_LAYOUT_H

#include "engine/genus.h"
#include "plugin/draw/box.h"

#include <stdint.h>

/** What a person can touch. */
typedef enum genus_control {
    GENUS_CONTROL_NONE,
    GENUS_CONTROL_WINDOW, ///< Slider: seconds.
    GENUS_CONTROL_HOLD,   ///< Toggle.
    GENUS_CONTROL_SONGS,  ///< Toggle.
    GENUS_CONTROL_RESET,  ///< Button.
    GENUS_CONTROL_PATH,   ///< Text field: a weights file.
    GENUS_CONTROL_LOAD,   ///< Button: loads what the text field names.
    GENUS_CONTROL_BROWSE, ///< Button: the host's file dialog.
    GENUS_CONTROLS,
} genus_control;

/** The window in logical pixels. What a small window has no room for is a box without area. */
typedef struct genus_layout {
    genus_box whole;
    genus_box state;   ///< The state in words, and seconds heard.
    genus_box level;   ///< The level meter.
    genus_box genre;   ///< The genre in large letters.
    genus_box percent; ///< Its confidence.
    genus_box track;   ///< The track's tag in words.
    genus_box bars;    ///< A bar a class, in `columns` columns of `rows` rows.
    uint32_t columns;
    uint32_t rows;
    uint32_t shown; ///< How many bars have room: under label_count, show those that lead.
    genus_box ribbon;
    genus_box times; ///< Below the ribbon.
    genus_box about; ///< The weights in words, or what went wrong.
    genus_box control[GENUS_CONTROLS];
} genus_layout;

/**
 * Lays a window out.
 * @param label_count 0 to GENUS_LABELS_MAX. @param can_browse Whether the host has a file dialog.
 */
genus_layout genus_layout_make(double width, double height, uint32_t label_count, bool can_browse);

/** The width to open with, in logical pixels. */
double genus_layout_width(uint32_t label_count);

/** The height to open with: every label has a comfortable row. */
double genus_layout_height(uint32_t label_count);

/**
 * How much larger than the screen's scale everything is drawn in a window of so many logical
 * pixels, so that type grows with a large window: 1 to GENUS_LAYOUT_ZOOM_MAX.
 */
double genus_layout_zoom(double width, double height, uint32_t label_count);

/** The box of class `index` among the bars. */
genus_box genus_layout_bar(const genus_layout *layout, uint32_t index) GENUS_NONNULL(1);

/** What lies at a point. */
genus_control genus_layout_hit(const genus_layout *layout, double x, double y) GENUS_NONNULL(1);

/** The slider's groove; the knob's centre stays GENUS_LAYOUT_KNOB inside. */
genus_box genus_layout_slider(const genus_layout *layout) GENUS_NONNULL(1);

#define GENUS_LAYOUT_KNOB 7.0 ///< The knob's radius.
#define GENUS_LAYOUT_ZOOM_MAX 2.0

#define GENUS_LAYOUT_WIDTH_MIN 260.0  ///< Narrower than this, controls have no room.
#define GENUS_LAYOUT_HEIGHT_MIN 200.0 ///< Lower than this, bars have no room.

#endif
