// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Ctrl-C, a polite kill and a terminal that closes during long work: held back, so that no handler
// and no global flag is needed, and looked for where it can stop cleanly.

#ifndef GENUS_TRAIN_UTIL_INTERRUPT_H
#define GENUS_TRAIN_UTIL_INTERRUPT_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

/**
 * Holds SIGINT, SIGTERM and SIGHUP back in this thread and those that it starts from now on; SIGHUP
 * not under nohup.
 */
static inline void genus_interrupt_hold(void) {
    sigset_t held;
    sigemptyset(&held);
    sigaddset(&held, SIGINT);
    sigaddset(&held, SIGTERM);
    struct sigaction hangup;
    if (sigaction(SIGHUP, NULL, &hangup) == 0 && hangup.sa_handler != SIG_IGN) {
        sigaddset(&held, SIGHUP); // What is ignored would still be kept as pending.
    }
    (void)pthread_sigmask(SIG_BLOCK, &held, NULL);
}

/** True once a signal that is held back has come. */
static inline bool genus_interrupted(void) {
    sigset_t pending;
    return sigpending(&pending) == 0 &&
           (sigismember(&pending, SIGINT) == 1 || sigismember(&pending, SIGTERM) == 1 ||
            sigismember(&pending, SIGHUP) == 1);
}

#endif
