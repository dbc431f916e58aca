// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Keeps the chatter of audio libraries away from the user's terminal.

#ifndef GENUS_LIVE_SOURCE_QUIET_H
#define GENUS_LIVE_SOURCE_QUIET_H

#include <stdbool.h>

/** What was redirected; a plain value. */
typedef struct genus_quiet {
    int saved_out;
    int saved_err;
} genus_quiet;

/**
 * Sends what is written to the descriptors of standard output and standard error to nowhere, until
 * genus_quiet_end(): libraries print there from C code that nobody can ask to stop. What the
 * program itself has buffered is written out before. One thread at a time.
 */
genus_quiet genus_quiet_begin(bool verbose);
void genus_quiet_end(genus_quiet quiet);

#endif
