// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Keeps the chatter of audio libraries away from the user's terminal.

#include "live/source/quiet.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

// Returns a copy of what the descriptor was, -1 if it could not be redirected.
static int silence(int descriptor) {
    const int saved = fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
    if (saved < 0) {
        return -1;
    }
    const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (nowhere < 0 || dup2(nowhere, descriptor) < 0) {
        (void)close(saved);
        if (nowhere >= 0) {
            (void)close(nowhere);
        }
        return -1;
    }
    (void)close(nowhere);
    return saved;
}

static void restore(int saved, int descriptor) {
    if (saved >= 0) {
        (void)dup2(saved, descriptor);
        (void)close(saved);
    }
}

genus_quiet genus_quiet_begin(bool verbose) {
    if (verbose) {
        return (genus_quiet){.saved_out = -1, .saved_err = -1};
    }
    (void)fflush(stdout);
    (void)fflush(stderr);
    return (genus_quiet){.saved_out = silence(STDOUT_FILENO), .saved_err = silence(STDERR_FILENO)};
}

void genus_quiet_end(genus_quiet quiet) {
    (void)fflush(stdout);
    (void)fflush(stderr);
    restore(quiet.saved_out, STDOUT_FILENO);
    restore(quiet.saved_err, STDERR_FILENO);
}
