// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// JSON Lines: what the writers of objects share.

#ifndef GENUS_LIVE_UTIL_JSON_LINE_H
#define GENUS_LIVE_UTIL_JSON_LINE_H

#include "engine/genus.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdio.h>

/** Adds a number with six decimals, which are more than ours mean, and print short. */
bool genus_json_add_rounded(cJSON *object, const char *name, double value) GENUS_NONNULL(1, 2);

/** Adds a text; bytes that are not UTF-8 are replaced. NULL becomes null. */
bool genus_json_add_text(cJSON *object, const char *name, const char *text);

/**
 * Prints an object in one line, flushes and frees it.
 * @param object NULL where memory ran out for it. @param complete False if memory
 * ran out while it was made: then nothing is printed.
 * @return false if it could not be written: see errno.
 */
bool genus_json_print_line(FILE *out, cJSON *object, bool complete) GENUS_NONNULL(1);

/** Writes out what is buffered. @return false if any write failed: see errno. */
bool genus_flush(FILE *out);

#endif
