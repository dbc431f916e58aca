// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Sixteen numbers at once: one register of AVX-512, two of AVX2, four of SSE. The compiler makes of
// them what the function around may use (simd.h). They are passed by address, since how they are
// passed by value depends on the processor.

#ifndef GENUS_ENGINE_LANES_H
#define GENUS_ENGINE_LANES_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define GENUS_LANES ((size_t)16)

/** Floats that may lie anywhere. */
typedef float genus_lanes __attribute__((vector_size(64), aligned(4), may_alias));

/** What comparisons of them give: all bits or none. */
typedef int32_t genus_lane_bits __attribute__((vector_size(64), aligned(4), may_alias));

/** For what must become part of its caller, to be made for the caller's registers. */
#define GENUS_INLINE static inline __attribute__((always_inline))

/** Reads `count` floats, at most sixteen; the other lanes are 0. */
GENUS_INLINE void genus_lanes_read(genus_lanes *to, const float *from, size_t count) {
    if (count >= GENUS_LANES) {
        *to = *(const genus_lanes *)from;
    } else {
        *to = (genus_lanes){0};
        memcpy(to, from, count * sizeof *from);
    }
}

/** Writes the first `count` lanes, at most sixteen. */
GENUS_INLINE void genus_lanes_write(float *to, const genus_lanes *from, size_t count) {
    if (count >= GENUS_LANES) {
        *(genus_lanes *)to = *from;
    } else {
        memcpy(to, from, count * sizeof *to);
    }
}

/** to = mask ? from : to, lane by lane. */
GENUS_INLINE void genus_lanes_take(genus_lanes *to, const genus_lanes *from,
                                   const genus_lane_bits *mask) {
    *to = (genus_lanes)(((genus_lane_bits)*from & *mask) | ((genus_lane_bits)*to & ~*mask));
}

#endif
