// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The two clocks.

#ifndef GENUS_ENGINE_BASE_CLOCK_H
#define GENUS_ENGINE_BASE_CLOCK_H

#include <stddef.h>

/** Seconds that nobody can set, from any start. */
double genus_monotonic_seconds(void);

/** Seconds since 1970, UTC. */
double genus_wall_seconds(void);

/** Sleeps; a signal wakes it. Nothing under 0. */
void genus_sleep(double seconds);

/** "2026-11-23T08:10:13.123Z" for seconds since 1970; needs 32 bytes. */
void genus_iso_time(double wall_seconds, char *text, size_t size);

#endif
