// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The colours, and filling with them.

#include "plugin/draw/palette.h"

#include <math.h>

static genus_colour colour_of(uint32_t rgb) {
    return (genus_colour){(double)(rgb >> 16 & 0xFF) / 255.0, (double)(rgb >> 8 & 0xFF) / 255.0,
                          (double)(rgb & 0xFF) / 255.0};
}

genus_colour genus_palette_ink(genus_ink ink) {
    static const uint32_t greys[] = {0x1A1C1F, 0x282B30, 0x34383E, 0x474C54,
                                     0x6E757F, 0xA6ADB6, 0xF0F2F4};
    return colour_of(greys[ink]);
}

genus_colour genus_palette_class(uint32_t index) {
    static const uint32_t colours[GENUS_PALETTE_COLOURS] = {
        0x5478E4, 0xFFE142, 0xC49A05, 0xFC748B, 0xAB90FF, 0xFCAD7B,
        0xD05330, 0x07F8FF, 0xA0FFAB, 0xAA61A5, 0x86C5FB, 0x03B6B8,
    };
    return colour_of(colours[index % GENUS_PALETTE_COLOURS]);
}

genus_colour genus_colour_mix(genus_colour under, genus_colour over, double share) {
    return (genus_colour){under.red + share * (over.red - under.red),
                          under.green + share * (over.green - under.green),
                          under.blue + share * (over.blue - under.blue)};
}

static double linear(double encoded) {
    return encoded <= 0.04045 ? encoded / 12.92 : pow((encoded + 0.055) / 1.055, 2.4);
}

double genus_colour_luminance(genus_colour colour) {
    return 0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) +
           0.0722 * linear(colour.blue);
}

void genus_colour_use(cairo_t *cairo, genus_colour colour) {
    cairo_set_source_rgb(cairo, colour.red, colour.green, colour.blue);
}

/**
 * Lines `step` apart through the whole box, leaning by `lean` of its height; boxes side by side
 * continue each other's lines.
 */
static void hatch(cairo_t *cairo, genus_box box, double lean, double step) {
    const double shift = lean * box.height;
    const long first = lround(floor((box.x - fabs(shift)) / step));
    const long last = lround(ceil((box.x + box.width + fabs(shift)) / step));
    for (long i = first; i <= last; i++) {
        const double x = (double)i * step;
        cairo_move_to(cairo, x, box.y + box.height);
        cairo_line_to(cairo, x + shift, box.y);
    }
}

void genus_palette_fill(cairo_t *cairo, genus_box box, uint32_t index, double strength) {
    if (!genus_box_has_area(box)) {
        return;
    }
    const genus_colour well = genus_palette_ink(GENUS_INK_WELL);
    const genus_colour colour = genus_colour_mix(well, genus_palette_class(index), strength);
    genus_colour_use(cairo, colour);
    cairo_rectangle(cairo, box.x, box.y, box.width, box.height);
    cairo_fill(cairo);
    const uint32_t round = index / GENUS_PALETTE_COLOURS;
    if (round == 0) {
        return;
    }
    static const double leans[] = {1.0, -1.0, 0.0};
    cairo_save(cairo);
    cairo_rectangle(cairo, box.x, box.y, box.width, box.height);
    cairo_clip(cairo);
    cairo_set_line_width(cairo, 1.5);
    genus_colour_use(cairo, genus_colour_mix(well, colour, 0.25));
    // Three directions, close and then wide: six times twelve classes.
    hatch(cairo, box, leans[(round - 1) % 3], round <= 3 ? 4.0 : 8.0);
    cairo_stroke(cairo);
    cairo_restore(cairo);
}
