// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The genre ribbon of a track: what led when, in memory of fixed size. A cell covers
// some seconds; when all cells are full, neighbours join and every cell covers twice as much. So a
// ribbon shows the whole track, be it a jingle or a night's DJ set, in at most GENUS_RIBBON_CELLS.

#ifndef GENUS_PLUGIN_DRAW_RIBBON_H
#define GENUS_PLUGIN_DRAW_RIBBON_H

#include "engine/genus.h"

#include <stdbool.h>
#include <stdint.h>

#define GENUS_RIBBON_CELLS 256        ///< Even.
#define GENUS_RIBBON_MILLISECONDS 500 ///< What a cell covers at first.

/** A stretch of the track. */
typedef struct genus_ribbon_cell {
    int16_t label;       ///< The leading label's index; -1: listening, silence or unsure.
    uint16_t confidence; ///< Of the label, in thousandths.
} genus_ribbon_cell;

/** A plain value; all zero is an empty ribbon. */
typedef struct genus_ribbon {
    uint32_t cell_milliseconds; ///< What a full cell covers; 0 in an empty ribbon.
    uint32_t fill_milliseconds; ///< What the last cell covers so far, 1 to cell_milliseconds.
    uint32_t count;             ///< Cells, the last of which may be filling.
    genus_ribbon_cell cells[GENUS_RIBBON_CELLS];
} genus_ribbon;

/** How many int32 genus_ribbon_pack() writes at most. */
#define GENUS_RIBBON_PACKED_MAX (2 + GENUS_RIBBON_CELLS)

/**
 * Appends some milliseconds (0: nothing happens) in which a label led.
 * @param label -1: none. @param confidence 0..1. Thread: any; bounded.
 */
void genus_ribbon_add(genus_ribbon *ribbon, uint32_t milliseconds, int32_t label, float confidence)
    GENUS_NONNULL(1);

/**
 * As integers for messages and state: cell_milliseconds, fill_milliseconds, then a cell each:
 * (label + 1) * 65536 + confidence. Returns how many. Thread: any; bounded.
 */
uint32_t genus_ribbon_pack(const genus_ribbon *ribbon, int32_t packed[GENUS_RIBBON_PACKED_MAX])
    GENUS_NONNULL(1);

/**
 * The reverse, for integers from anywhere.
 * @param label_count Labels must be below it.
 * @return false, with an empty ribbon, if they are no ribbon. Thread: any; bounded.
 */
bool genus_ribbon_unpack(genus_ribbon *ribbon, const int32_t *packed, uint32_t count,
                         uint32_t label_count) GENUS_NONNULL(1);

#endif
