// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Strict parsing of whole numbers such as seeds, for which engine/number.h is too narrow.

#ifndef GENUS_TRAIN_UTIL_NUMBERS_H
#define GENUS_TRAIN_UTIL_NUMBERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Reads decimal digits that fill the whole text, at most `max`.
 * @return false, value untouched, if the text is anything else. Thread: any.
 */
bool genus_parse_u64(const char *text, uint64_t max, uint64_t *value);

/** The same as a size in `least`..`most`. Thread: any. */
bool genus_parse_count(const char *text, uint64_t least, uint64_t most, size_t *count);

#endif
