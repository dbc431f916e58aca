// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What the program costs.

#include "live/util/usage.h"
#include "engine/base/clock.h"

#include <sys/resource.h>

#define LOAD_SECONDS 2.0
#define SETTLED_SECONDS 60.0

static double seconds_of(struct timeval time) {
    return (double)time.tv_sec + 1e-6 * (double)time.tv_usec;
}

static double read_usage(int whose, long *resident_kib) {
    struct rusage usage = {0};
    (void)getrusage(whose, &usage);
    *resident_kib = usage.ru_maxrss;
    return seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
}

genus_usage genus_usage_begin(void) {
    long resident_kib = 0;
    const double now = genus_monotonic_seconds();
    const double cpu = read_usage(RUSAGE_SELF, &resident_kib);
    return (genus_usage){.begun = now, .cpu_begun = cpu, .looked = now, .cpu_looked = cpu};
}

void genus_usage_update(genus_usage *usage) {
    const double now = genus_monotonic_seconds();
    if (now - usage->looked < LOAD_SECONDS) {
        return;
    }
    long resident_kib = 0;
    const double cpu = read_usage(RUSAGE_SELF, &resident_kib);
    usage->load = (float)((cpu - usage->cpu_looked) / (now - usage->looked));
    usage->looked = now;
    usage->cpu_looked = cpu;
    if (usage->settled_kib == 0 && now - usage->begun >= SETTLED_SECONDS) {
        usage->settled_kib = resident_kib;
    }
}

void genus_usage_print(FILE *out, const genus_usage *usage) {
    long resident_kib = 0;
    long device_kib = 0;
    const double own = read_usage(RUSAGE_SELF, &resident_kib) - usage->cpu_begun;
    const double cpu = own + read_usage(RUSAGE_CHILDREN, &device_kib);
    const double elapsed = genus_monotonic_seconds() - usage->begun;
    (void)fprintf(out,
                  "genus-live: %.2f s of processor time in %.1f s, %.2f %% of a core; resident at "
                  "most %ld KiB",
                  cpu, elapsed, elapsed > 0.0 ? 100.0 * cpu / elapsed : 0.0, resident_kib);
    if (usage->settled_kib > 0) {
        (void)fprintf(out, ", %ld KiB of it since the first minute",
                      resident_kib - usage->settled_kib);
    }
    (void)fprintf(out, ", and %ld KiB for the device\n", device_kib);
}
