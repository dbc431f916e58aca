// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Signals held back: they stay pending, so that no handler and no global flag is needed.

#include "train/util/interrupt.h"

#include <signal.h>
#include <stddef.h>

void genus_interrupt_hold(void) {
    sigset_t held;
    sigemptyset(&held);
    sigaddset(&held, SIGINT);
    sigaddset(&held, SIGTERM);
    (void)pthread_sigmask(SIG_BLOCK, &held, NULL);
}

bool genus_interrupted(void) {
    sigset_t pending;
    return sigpending(&pending) == 0 &&
           (sigismember(&pending, SIGINT) == 1 || sigismember(&pending, SIGTERM) == 1);
}
