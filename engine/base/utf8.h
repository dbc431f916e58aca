// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// UTF-8 as RFC 3629 defines it: shortest forms only, no surrogates, nothing over U+10FFFF. Names of
// files are bytes of any kind; terminals, JSON and pictures want text that cannot command them.

#ifndef GENUS_ENGINE_BASE_UTF8_H
#define GENUS_ENGINE_BASE_UTF8_H

#include "engine/genus.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/** What stands for bytes that are no UTF-8: U+FFFD. */
#define GENUS_UTF8_REPLACEMENT "\xEF\xBF\xBD"

/**
 * Decodes the character that begins at `bytes`.
 * @param available How many bytes there are; reading ends at the first byte that does not fit, so
 *                  that SIZE_MAX will do for text that a NUL ends.
 * @param point     Receives the code point; NULL: not asked for.
 * @return Its length in bytes, 1 to 4; 0 if none begins here that is well formed.
 */
size_t genus_utf8_decode(const char *bytes, size_t available, uint32_t *point);

/**
 * Decodes the next character of a text that a NUL ends; a byte that is no UTF-8 counts as U+FFFD.
 * @return How many bytes it takes; 0 at the end of the text.
 */
size_t genus_utf8_next(const char *text, uint32_t *point) GENUS_NONNULL(1);

/** Writes a code point up to U+10FFFF. @return How many bytes were written. */
size_t genus_utf8_encode(uint32_t point, char out[4]) GENUS_NONNULL(2);

/** The last position up to `position` at which a character begins; bytes alone count as some. */
size_t genus_utf8_floor(const char *text, size_t position) GENUS_NONNULL(1);

/** Characters (code points) in a text, for padding; a byte that is no UTF-8 counts as one. */
int genus_utf8_width(const char *text) GENUS_NONNULL(1);

/** True for C0, DEL and C1: what commands a terminal. */
bool genus_utf8_is_control(uint32_t point);

/** True for control characters and for what turns, hides or breaks the line around it: line and
 *  paragraph separators, marks of direction, the byte order mark. */
bool genus_utf8_is_unsafe(uint32_t point);

/** Whether a text is UTF-8 throughout and has no control character. */
bool genus_utf8_is_plain(const char *text) GENUS_NONNULL(1);

/** Puts a question mark in place of each unsafe character and each byte that is no UTF-8; the text
 *  only ever gets shorter. */
void genus_utf8_make_plain(char *text) GENUS_NONNULL(1);

/** Writes up to `length` bytes of a text with the same question marks. */
void genus_utf8_write_plain(FILE *out, const char *text, size_t length) GENUS_NONNULL(2);

/** A copy with every byte that is no UTF-8 replaced by U+FFFD. NULL: memory is out. Free it. */
char *genus_utf8_repair(const char *text);

#endif
