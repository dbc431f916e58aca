// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Ctrl-C and a polite kill during long work: held back, so that no handler and no global flag is
// needed, and looked for where it can stop cleanly.

#ifndef GENUS_TRAIN_UTIL_INTERRUPT_H
#define GENUS_TRAIN_UTIL_INTERRUPT_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

/** Holds SIGINT and SIGTERM back in this thread and those that it starts from now on. */
static inline void genus_interrupt_hold(void) {
    sigset_t held;
    sigemptyset(&held);
    sigaddset(&held, SIGINT);
    sigaddset(&held, SIGTERM);
    (void)pthread_sigmask(SIG_BLOCK, &held, NULL);
}

/** True once a signal that is held back has come. */
static inline bool genus_interrupted(void) {
    sigset_t pending;
    return sigpending(&pending) == 0 &&
           (sigismember(&pending, SIGINT) == 1 || sigismember(&pending, SIGTERM) == 1);
}

#endif
