// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The two clocks.

#include "engine/base/clock.h"

#include <math.h>
#include <stdio.h>
#include <time.h>

static double read_clock(clockid_t clock) {
    struct timespec now = {0};
    (void)clock_gettime(clock, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

double genus_monotonic_seconds(void) {
    return read_clock(CLOCK_MONOTONIC);
}

double genus_wall_seconds(void) {
    return read_clock(CLOCK_REALTIME);
}

void genus_sleep(double seconds) {
    if (seconds > 0.0) {
        const double whole = floor(seconds);
        const struct timespec pause = {.tv_sec = (time_t)whole,
                                       .tv_nsec = (long)((seconds - whole) * 1e9)};
        (void)nanosleep(&pause, NULL);
    }
}

void genus_iso_time(double wall_seconds, char *text, size_t size) {
    // Rounded first, so that 59.9999 s does not print as 60.000.
    const double milliseconds = round(wall_seconds * 1000.0);
    const time_t seconds = (time_t)floor(milliseconds / 1000.0);
    struct tm date = {0};
    (void)gmtime_r(&seconds, &date);
    char whole[24];
    (void)strftime(whole, sizeof whole, "%Y-%m-%dT%H:%M:%S", &date);
    (void)snprintf(text, size, "%s.%03dZ", whole, (int)(milliseconds - 1000.0 * (double)seconds));
}
