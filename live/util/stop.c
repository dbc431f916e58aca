// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Asking the program to end.

#include "live/util/stop.h"

#include <signal.h>
#include <stddef.h>

// A signal handler can reach nothing but static memory.
static volatile sig_atomic_t requested;

static void request_stop(int signal_number) {
    (void)signal_number;
    requested = 1;
}

void genus_stop_catch(void) {
    // No SA_RESTART: a write to a pipe that nobody reads must not outlast the signal.
    struct sigaction action = {.sa_handler = request_stop};
    (void)sigemptyset(&action.sa_mask);
    (void)sigaction(SIGINT, &action, NULL);
    (void)sigaction(SIGTERM, &action, NULL);
    struct sigaction hangup;
    if (sigaction(SIGHUP, NULL, &hangup) == 0 && hangup.sa_handler != SIG_IGN) { // Not under nohup.
        (void)sigaction(SIGHUP, &action, NULL);
    }
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    (void)sigemptyset(&ignore.sa_mask);
    (void)sigaction(SIGPIPE, &ignore, NULL);
}

bool genus_stop_requested(void) {
    return requested != 0;
}
