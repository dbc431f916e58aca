// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The genre ribbon of a track.

#include "plugin/draw/ribbon.h"

#include <math.h>

#define THOUSANDTHS 1000.0F
#define LABEL_SHIFT 16
#define CONFIDENCE_MASK 0xFFFF
#define CELL_MILLISECONDS_MAX (1 << 30)

/** One cell for two stretches: the weightier label, with its confidence spread over both. */
static genus_ribbon_cell join(genus_ribbon_cell a, uint32_t a_milliseconds, genus_ribbon_cell b,
                              uint32_t b_milliseconds) {
    const uint64_t a_weight = (uint64_t)a.confidence * a_milliseconds;
    const uint64_t b_weight = (uint64_t)b.confidence * b_milliseconds;
    const uint64_t both = (uint64_t)a_milliseconds + b_milliseconds;
    if (a.label == b.label) {
        return (genus_ribbon_cell){a.label, (uint16_t)((a_weight + b_weight) / both)};
    }
    // A label always outranks none: a short pause does not hide what was played around it.
    const bool first = b.label < 0 || (a.label >= 0 && a_weight >= b_weight);
    return first ? (genus_ribbon_cell){a.label, (uint16_t)(a_weight / both)}
                 : (genus_ribbon_cell){b.label, (uint16_t)(b_weight / both)};
}

static void halve(genus_ribbon *ribbon) {
    for (uint32_t i = 0; i < ribbon->count / 2; i++) {
        ribbon->cells[i] = join(ribbon->cells[2 * i], ribbon->cell_milliseconds,
                                ribbon->cells[2 * i + 1], ribbon->cell_milliseconds);
    }
    ribbon->count /= 2;
    ribbon->cell_milliseconds *= 2;
    ribbon->fill_milliseconds = ribbon->cell_milliseconds;
}

/** Begins a cell; all of those before it are full. */
static void begin_cell(genus_ribbon *ribbon) {
    if (ribbon->count == GENUS_RIBBON_CELLS) {
        halve(ribbon);
    }
    ribbon->cells[ribbon->count++] = (genus_ribbon_cell){.label = -1};
    ribbon->fill_milliseconds = 0;
}

void genus_ribbon_add(genus_ribbon *ribbon, uint32_t milliseconds, int32_t label,
                      float confidence) {
    const float clamped = fminf(fmaxf(confidence, 0.0F), 1.0F);
    const genus_ribbon_cell heard = {
        .label = (int16_t)(label < 0 ? -1 : label),
        .confidence = (uint16_t)(label < 0 ? 0 : lrintf(clamped * THOUSANDTHS)),
    };
    if (ribbon->cell_milliseconds == 0) {
        ribbon->cell_milliseconds = GENUS_RIBBON_MILLISECONDS;
    }
    while (milliseconds > 0 && ribbon->cell_milliseconds < CELL_MILLISECONDS_MAX) {
        if (ribbon->count == 0 || ribbon->fill_milliseconds == ribbon->cell_milliseconds) {
            begin_cell(ribbon);
        }
        const uint32_t room = ribbon->cell_milliseconds - ribbon->fill_milliseconds;
        const uint32_t part = milliseconds < room ? milliseconds : room;
        genus_ribbon_cell *last = &ribbon->cells[ribbon->count - 1];
        *last = ribbon->fill_milliseconds == 0
                    ? heard
                    : join(*last, ribbon->fill_milliseconds, heard, part);
        ribbon->fill_milliseconds += part;
        milliseconds -= part;
    }
}

uint32_t genus_ribbon_pack(const genus_ribbon *ribbon, int32_t packed[GENUS_RIBBON_PACKED_MAX]) {
    packed[0] = (int32_t)ribbon->cell_milliseconds;
    packed[1] = (int32_t)ribbon->fill_milliseconds;
    for (uint32_t i = 0; i < ribbon->count; i++) {
        const genus_ribbon_cell *cell = &ribbon->cells[i];
        packed[2 + i] = (int32_t)((uint32_t)(cell->label + 1) << LABEL_SHIFT) | cell->confidence;
    }
    return 2 + ribbon->count;
}

static bool unpack_cell(int32_t packed, uint32_t label_count, genus_ribbon_cell *cell) {
    const int32_t label = (packed >> LABEL_SHIFT) - 1;
    const int32_t confidence = packed & CONFIDENCE_MASK;
    if (packed < 0 || label >= (int32_t)label_count || confidence > (int32_t)THOUSANDTHS) {
        return false;
    }
    *cell = (genus_ribbon_cell){(int16_t)label, (uint16_t)confidence};
    return true;
}

bool genus_ribbon_unpack(genus_ribbon *ribbon, const int32_t *packed, uint32_t count,
                         uint32_t label_count) {
    *ribbon = (genus_ribbon){.count = 0};
    if (count < 2 || count > GENUS_RIBBON_PACKED_MAX) {
        return false;
    }
    const bool empty = count == 2 && packed[0] == 0 && packed[1] == 0;
    const bool sound = count > 2 && packed[0] > 0 && packed[0] <= CELL_MILLISECONDS_MAX &&
                       packed[1] > 0 && packed[1] <= packed[0];
    if (!sound) {
        return empty;
    }
    for (uint32_t i = 2; i < count; i++) {
        if (!unpack_cell(packed[i], label_count, &ribbon->cells[i - 2])) {
            *ribbon = (genus_ribbon){.count = 0};
            return false;
        }
    }
    ribbon->cell_milliseconds = (uint32_t)packed[0];
    ribbon->fill_milliseconds = (uint32_t)packed[1];
    ribbon->count = count - 2;
    return true;
}
