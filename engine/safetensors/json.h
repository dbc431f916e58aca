// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A strict reader of JSON (RFC 8259) for the headers of safetensors files, which hold objects,
// arrays, strings and whole numbers only. It walks a text that it does not own, allocates nothing,
// and stops for good at the first fault.

#ifndef GENUS_ENGINE_SAFETENSORS_JSON_H
#define GENUS_ENGINE_SAFETENSORS_JSON_H

#include "engine/genus.h"

#include <stdbool.h>
#include <stddef.h>

/** A place in a text. A plain value. */
typedef struct genus_json {
    const char *begin;
    const char *next;
    const char *end;
    const char *fault; ///< What is wrong at `next`; NULL while nothing is.
} genus_json;

/** A reader at the beginning of `length` bytes. */
genus_json genus_json_over(const char *text, size_t length) GENUS_NONNULL(1);

/** Bytes before the place that was reached, for messages. */
size_t genus_json_position(const genus_json *json) GENUS_NONNULL(1);

/** Skips white space and takes `character`, or faults. */
bool genus_json_expect(genus_json *json, char character) GENUS_NONNULL(1);

/**
 * Steps to item `index` (counted from 0 by the caller) of the array or object that was opened,
 * taking the comma before it.
 * @param close ']' or '}'. @return false after the last item, where `close` is taken, or on a
 * fault.
 */
bool genus_json_next(genus_json *json, char close, size_t index) GENUS_NONNULL(1);

/**
 * Takes a string and decodes it: escapes, surrogate pairs, valid UTF-8 only, no NUL inside.
 * @param room   Receives the string and its NUL, and moves behind them. It takes no more bytes than
 *               the encoded string with its quotes, so that room for the text is room for all.
 * @param string Receives where the string begins.
 */
bool genus_json_string(genus_json *json, char **room, const char **string) GENUS_NONNULL(1, 2, 3);

/** Takes a whole number from 0 to SIZE_MAX: digits only, no leading zero. */
bool genus_json_size(genus_json *json, size_t *value) GENUS_NONNULL(1);

/** True if nothing but white space is left; faults if not. */
bool genus_json_finish(genus_json *json) GENUS_NONNULL(1);

#endif
