// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What the program costs, by getrusage.

#ifndef GENUS_LIVE_UTIL_USAGE_H
#define GENUS_LIVE_UTIL_USAGE_H

#include "engine/genus.h"

#include <stdio.h>

/** Begun by genus_usage_begin(); a plain value. */
typedef struct genus_usage {
    double begun;     ///< Monotonic seconds,
    double cpu_begun; ///< and processor seconds then.
    double looked;    ///< The same when the load was last worked out.
    double cpu_looked;
    float load;       ///< Share of one core over the last seconds.
    long settled_kib; ///< Largest resident memory of the first minute; 0: still within.
} genus_usage;

genus_usage genus_usage_begin(void);

/** Call it often: keeps `load` and `settled_kib`. */
void genus_usage_update(genus_usage *usage) GENUS_NONNULL(1);

/**
 * Prints a line with processor time, mean load and resident memory since it began, those of the
 * processes included that held devices and have ended.
 */
void genus_usage_print(FILE *out, const genus_usage *usage) GENUS_NONNULL(2);

#endif
