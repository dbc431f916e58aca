// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// From the top down: state, genre, tag, bars, ribbon, controls, weights. The bars take what the
// others leave; when that becomes too little, weights, ribbon and controls give up their place.

#include "plugin/draw/layout.h"

#include <math.h>
#include <string.h>

#define MARGIN 18.0
#define GAP 8.0
#define STATE_HEIGHT 16.0
#define GENRE_HEIGHT 58.0
#define TRACK_HEIGHT 18.0
#define RIBBON_HEIGHT 30.0
#define TIMES_HEIGHT 14.0
#define CONTROL_HEIGHT 26.0
#define ABOUT_HEIGHT 16.0
#define BUTTON_WIDTH 66.0
#define BUTTON_WIDTH_MIN 44.0
#define SLIDER_WIDTH_MIN 150.0
#define SLIDER_LABEL_WIDTH 52.0
#define SLIDER_VALUE_WIDTH 36.0
#define ROW_HEIGHT 21.0     // Comfortable.
#define ROW_HEIGHT_MIN 11.0 // Readable.
#define ROWS_MAX 22         // In a window of its preferred height.
#define COLUMN_WIDTH_MIN 120.0
#define COLUMN_GAP 16.0
#define BARS_HEIGHT_MIN 60.0

#define HEAD_HEIGHT (MARGIN + STATE_HEIGHT + GENRE_HEIGHT + TRACK_HEIGHT + 1.5 * GAP)
#define RIBBON_SECTION (GAP + RIBBON_HEIGHT + TIMES_HEIGHT)
#define CONTROL_SECTION (1.5 * GAP + CONTROL_HEIGHT)
#define WEIGHTS_SECTION (1.5 * GAP + ABOUT_HEIGHT + 4.0 + CONTROL_HEIGHT)

double genus_layout_width(uint32_t label_count) {
    return label_count > ROWS_MAX ? 700.0 : 460.0;
}

double genus_layout_height(uint32_t label_count) {
    const double rows = label_count > ROWS_MAX ? ROWS_MAX : label_count < 4 ? 4 : label_count;
    return HEAD_HEIGHT + rows * ROW_HEIGHT + RIBBON_SECTION + CONTROL_SECTION + WEIGHTS_SECTION +
           MARGIN;
}

double genus_layout_zoom(double width, double height, uint32_t label_count) {
    const double wide = width / genus_layout_width(label_count);
    const double high = height / genus_layout_height(label_count);
    return fmin(GENUS_LAYOUT_ZOOM_MAX, fmax(1.0, fmin(wide, high)));
}

/** As few columns as give rows a comfortable height, or else as many as the width allows. */
static void lay_out_bars(genus_layout *layout, uint32_t label_count) {
    const genus_box bars = layout->bars;
    uint32_t columns = 1;
    uint32_t rows = label_count;
    while (columns < label_count &&
           bars.height < 0.75 * ROW_HEIGHT * rows && // Tight rows are better than short bars.
           (bars.width + COLUMN_GAP) / (columns + 1) >= COLUMN_WIDTH_MIN + COLUMN_GAP) {
        columns++;
        rows = (label_count + columns - 1) / columns;
    }
    layout->columns = columns;
    layout->rows = rows > 0 ? rows : 1;
    layout->shown = label_count;
    const double most = fmax(1.0, floor(bars.height / ROW_HEIGHT_MIN));
    if (layout->rows > most) {
        layout->rows = (uint32_t)most;
        layout->shown = layout->rows * columns;
    }
}

static void lay_out_head(genus_layout *layout, double content) {
    double y = MARGIN - 4.0;
    const double level_width = fmin(150.0, 0.36 * content);
    layout->state = (genus_box){MARGIN, y, content - level_width - GAP, STATE_HEIGHT};
    layout->level = (genus_box){MARGIN + content - level_width, y, level_width, STATE_HEIGHT};
    y += STATE_HEIGHT + GAP;
    const double percent_width = fmin(110.0, 0.3 * content);
    layout->genre = (genus_box){MARGIN, y, content - percent_width - GAP, GENRE_HEIGHT};
    layout->percent = (genus_box){MARGIN + content - percent_width, y, percent_width, GENRE_HEIGHT};
    y += GENRE_HEIGHT;
    layout->track = (genus_box){MARGIN, y, content, TRACK_HEIGHT};
}

static void lay_out_controls(genus_layout *layout, double content, double y) {
    genus_box *control = layout->control;
    const double fair = (content - 3.0 * GAP - SLIDER_WIDTH_MIN) / 3.0;
    const double button = fmin(BUTTON_WIDTH, fmax(BUTTON_WIDTH_MIN, fair));
    const double buttons = 3.0 * (button + GAP);
    const double slider = fmax(0.0, content - buttons);
    control[GENUS_CONTROL_WINDOW] = (genus_box){MARGIN, y, slider, CONTROL_HEIGHT};
    double x = MARGIN + content - buttons + GAP;
    const genus_control row[] = {GENUS_CONTROL_HOLD, GENUS_CONTROL_SONGS, GENUS_CONTROL_RESET};
    for (int i = 0; i < 3; i++) {
        control[row[i]] = (genus_box){x, y, button, CONTROL_HEIGHT};
        x += button + GAP;
    }
}

static void lay_out_weights(genus_layout *layout, double content, double y, bool can_browse) {
    genus_box *control = layout->control;
    layout->about = (genus_box){MARGIN, y, content, ABOUT_HEIGHT};
    y += ABOUT_HEIGHT + 4.0;
    double right = MARGIN + content;
    if (can_browse) {
        right -= BUTTON_WIDTH;
        control[GENUS_CONTROL_BROWSE] = (genus_box){right, y, BUTTON_WIDTH, CONTROL_HEIGHT};
        right -= GAP;
    }
    right -= BUTTON_WIDTH;
    control[GENUS_CONTROL_LOAD] = (genus_box){right, y, BUTTON_WIDTH, CONTROL_HEIGHT};
    right -= GAP;
    control[GENUS_CONTROL_PATH] = (genus_box){MARGIN, y, fmax(0.0, right - MARGIN), CONTROL_HEIGHT};
}

genus_layout genus_layout_make(double width, double height, uint32_t label_count, bool can_browse) {
    genus_layout layout;
    memset(&layout, 0, sizeof layout);
    layout.whole = (genus_box){0.0, 0.0, width, height};
    const double content = fmax(0.0, width - 2.0 * MARGIN);
    lay_out_head(&layout, content);
    const double needed = fmax(BARS_HEIGHT_MIN, ROW_HEIGHT_MIN * fmin(label_count, 10.0));
    double spare = height - HEAD_HEIGHT - MARGIN - needed;
    double bottom = height - MARGIN + 4.0;
    const bool has_controls = spare >= CONTROL_SECTION && width >= GENUS_LAYOUT_WIDTH_MIN;
    spare -= has_controls ? CONTROL_SECTION : 0.0;
    const bool has_ribbon = spare >= RIBBON_SECTION;
    spare -= has_ribbon ? RIBBON_SECTION : 0.0;
    if (has_controls && spare >= WEIGHTS_SECTION) {
        bottom -= WEIGHTS_SECTION;
        lay_out_weights(&layout, content, bottom + 1.5 * GAP, can_browse);
    }
    if (has_controls) {
        bottom -= CONTROL_SECTION;
        lay_out_controls(&layout, content, bottom + 1.5 * GAP);
    }
    if (has_ribbon) {
        bottom -= RIBBON_SECTION;
        layout.ribbon = (genus_box){MARGIN, bottom + GAP, content, RIBBON_HEIGHT};
        layout.times = (genus_box){MARGIN, bottom + GAP + RIBBON_HEIGHT, content, TIMES_HEIGHT};
    }
    layout.bars = (genus_box){MARGIN, HEAD_HEIGHT, content, fmax(0.0, bottom - HEAD_HEIGHT)};
    lay_out_bars(&layout, label_count);
    return layout;
}

genus_box genus_layout_bar(const genus_layout *layout, uint32_t index) {
    const genus_box bars = layout->bars;
    const double width = (bars.width + COLUMN_GAP) / layout->columns;
    const double height = bars.height / layout->rows;
    const uint32_t column = index / layout->rows;
    const uint32_t row = index % layout->rows;
    return (genus_box){bars.x + column * width, bars.y + row * height, width - COLUMN_GAP, height};
}

genus_control genus_layout_hit(const genus_layout *layout, double x, double y) {
    for (int i = GENUS_CONTROL_NONE + 1; i < GENUS_CONTROLS; i++) {
        if (genus_box_contains(layout->control[i], x, y)) {
            return (genus_control)i;
        }
    }
    return GENUS_CONTROL_NONE;
}

genus_box genus_layout_slider(const genus_layout *layout) {
    const genus_box box = layout->control[GENUS_CONTROL_WINDOW];
    const double width = box.width - SLIDER_LABEL_WIDTH - SLIDER_VALUE_WIDTH;
    return (genus_box){box.x + SLIDER_LABEL_WIDTH, box.y, fmax(0.0, width), box.height};
}
