// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Lines for people, written on the audio thread: no stdio, which may lock, allocate and read the
// locale.

#ifndef GENUS_PLUGIN_LV2_LINE_H
#define GENUS_PLUGIN_LV2_LINE_H

#include "engine/genus.h"

#include <stddef.h>
#include <stdint.h>

#define GENUS_LINE_MAX 512

/** A line that grows; what does not fit is cut off, never in the midst of a UTF-8 character. */
typedef struct genus_line {
    size_t length;
    char text[GENUS_LINE_MAX]; ///< Always ended by a NUL.
} genus_line;

/** Appends a string. Thread: any; bounded. */
void genus_line_add(genus_line *line, const char *string) GENUS_NONNULL(1, 2);

/** Appends a whole number. Thread: any; bounded. */
void genus_line_add_number(genus_line *line, uint32_t number) GENUS_NONNULL(1);

/** Appends a value in 0..1 as whole percent: "93 %". Thread: any; bounded. */
void genus_line_add_share(genus_line *line, float share) GENUS_NONNULL(1);

#endif
