// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What a person sees while training runs.

#include "train/util/progress.h"
#include "engine/base/clock.h"

#include <math.h>
#include <stdio.h>
#include <unistd.h>

#define BAR_CELLS 24

genus_progress genus_progress_begin(size_t done, size_t epochs) {
    const double begun = genus_monotonic_seconds();
    return (genus_progress){
        .terminal = isatty(STDERR_FILENO) == 1,
        .done = done,
        .epochs = epochs,
        .begun = begun,
        .epoch_begun = begun,
    };
}

/// Seconds that are left if the rest goes as fast as what was done.
static unsigned left(const genus_progress *progress, double done) {
    return (unsigned)((genus_monotonic_seconds() - progress->begun) *
                          ((double)progress->epochs - done) / (done - (double)progress->done) +
                      0.5);
}

void genus_progress_step(genus_progress *progress, size_t epoch, size_t step, size_t steps,
                         double loss) {
    if (!progress->terminal || genus_monotonic_seconds() - progress->drawn < 0.1) {
        return;
    }
    progress->drawn = genus_monotonic_seconds();
    const double share = (double)(step + 1) / (double)steps;
    char bar[BAR_CELLS + 1] = {0};
    for (size_t i = 0; i < BAR_CELLS; i++) {
        bar[i] = (double)i < share * BAR_CELLS ? '#' : '.';
    }
    const unsigned seconds = left(progress, (double)epoch + share);
    (void)fprintf(stderr, "\repoch %3zu/%zu [%s] loss %.3f  left %u:%02u \033[K", epoch + 1,
                  progress->epochs, bar, loss, seconds / 60, seconds % 60);
    (void)fflush(stderr);
}

void genus_progress_epoch(genus_progress *progress, size_t epoch, size_t clips, double loss,
                          double validation_accuracy) {
    const double time = genus_monotonic_seconds();
    const unsigned seconds = left(progress, (double)epoch + 1.0);
    char validation[32] = "validation learnt ";
    if (!isnan(validation_accuracy)) {
        (void)snprintf(validation, sizeof validation, "validation %5.1f %%",
                       100.0 * validation_accuracy);
    }
    (void)fprintf(stderr, "%sepoch %3zu/%zu  loss %.4f  %s  %.0f clips/s  left %u:%02u\n",
                  progress->terminal ? "\r\033[K" : "", epoch + 1, progress->epochs, loss,
                  validation, (double)clips / (time - progress->epoch_begun), seconds / 60,
                  seconds % 60);
    progress->epoch_begun = time;
}
