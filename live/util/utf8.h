// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// File names are bytes; JSON and terminals want UTF-8.

#ifndef GENUS_LIVE_UTIL_UTF8_H
#define GENUS_LIVE_UTIL_UTF8_H

#include <stddef.h>
#include <stdint.h>

/**
 * Decodes the character that begins at `text`; a byte that is no UTF-8 counts as U+FFFD.
 * @return How many bytes it takes; 0 at the end of the text.
 */
size_t genus_utf8_next(const char *text, uint32_t *point);

/** Characters (code points) in a text, for padding; a byte that is no UTF-8 counts as one. */
int genus_utf8_width(const char *text);

/** A copy with every byte that is no UTF-8 replaced by U+FFFD. NULL: memory is out. Free it. */
char *genus_utf8_repair(const char *text);

#endif
