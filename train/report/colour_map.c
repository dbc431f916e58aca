// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A colour map for pictures of levels.

#include "train/report/colour_map.h"

#include <math.h>
#include <stddef.h>

/** Every 16th of magma's colours; straight lines between them are at most 2 of 255 off. */
static const uint32_t stops[] = {
    0x000004, 0x0A0822, 0x1D1147, 0x36106B, 0x51127C, 0x6A1C81, 0x832681, 0x9C2E7F, 0xB73779,
    0xCF4070, 0xE55064, 0xF4695C, 0xFB8761, 0xFEA571, 0xFEC287, 0xFDE0A1, 0xFCFDBF,
};

uint32_t genus_colour_map(double level) {
    const size_t last = sizeof stops / sizeof *stops - 1;
    const double place = fmin(fmax(level, 0.0), 1.0) * (double)last;
    const size_t below = place < (double)last ? (size_t)place : last - 1;
    const double share = place - (double)below;
    uint32_t colour = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
        const double low = stops[below] >> shift & 0xFF;
        const double high = stops[below + 1] >> shift & 0xFF;
        colour |= (uint32_t)(low + share * (high - low) + 0.5) << shift;
    }
    return colour;
}
