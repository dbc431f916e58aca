// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What genus-live says to people: one line on stderr.

#ifndef GENUS_LIVE_UTIL_MESSAGE_H
#define GENUS_LIVE_UTIL_MESSAGE_H

#include "engine/genus.h"

#include <stdio.h>

/** Prints "genus-live: subject: message" in one line to stderr. @param subject NULL: none. */
void genus_complain(const char *subject, const char *message);

/** Writes text with control characters as '?', so that a name cannot command a terminal. */
void genus_write_plain(FILE *out, const char *text) GENUS_NONNULL(2);

#endif
