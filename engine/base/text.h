// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A text that grows as it is written: notes, pictures, pages. Memory that runs out is remembered,
// not reported by each call: who takes the text learns of it.

#ifndef GENUS_ENGINE_BASE_TEXT_H
#define GENUS_ENGINE_BASE_TEXT_H

#include "engine/genus.h"

#include <stdbool.h>
#include <stddef.h>

/** A plain value; all zeros is an empty text. */
typedef struct genus_text {
    char *bytes; ///< NUL-terminated; NULL while empty.
    size_t length;
    size_t room;
    bool failed; ///< Memory ran out; what was written since is lost.
} genus_text;

/** Appends as printf() does. Thread class of all: any, one thread at a time a text. */
void genus_text_print(genus_text *text, const char *format, ...) GENUS_NONNULL(1, 2)
    __attribute__((format(printf, 2, 3)));

/** Appends bytes of whatever kind. */
void genus_text_put_bytes(genus_text *text, const void *bytes, size_t length) GENUS_NONNULL(1);

/** Appends a string as it is. */
void genus_text_put(genus_text *text, const char *string) GENUS_NONNULL(1, 2);

/** Appends a string; unsafe characters (utf8.h; line ends too) and bytes that are not UTF-8 become
 *  the replacement character U+FFFD.
 */
void genus_text_put_clean(genus_text *text, const char *string) GENUS_NONNULL(1, 2);

/** The same so that it stands for itself in XML and HTML, between tags and in attributes: the five
 *  special characters are escaped.
 */
void genus_text_put_escaped(genus_text *text, const char *string) GENUS_NONNULL(1, 2);

/** Hands the text over, for free(); the value is empty then. NULL: memory ran out. */
char *genus_text_take(genus_text *text);

/** Frees what was written. */
void genus_text_clear(genus_text *text) GENUS_NONNULL(1);

/** What a noun has behind it that counts so many: "" or "s". */
const char *genus_plural(size_t count);

#endif
