// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Numbers in the text of files: read and written alike whatever the locale of the host is, which
// may be one that writes a comma where files have a point.

#ifndef GENUS_ENGINE_BASE_NUMBER_H
#define GENUS_ENGINE_BASE_NUMBER_H

#include "engine/genus.h"

#include <stdbool.h>
#include <stdint.h>

/** Room for any number that genus_number_print() writes. */
#define GENUS_NUMBER_TEXT 24

/**
 * Reads a decimal number that fills the whole text: sign, digits, point, exponent; no white space,
 * no hexadecimal, no "inf" or "nan".
 * @return false if the text is anything else or the number is not finite as a float.
 */
bool genus_number_parse(const char *text, float *number) GENUS_NONNULL(1);

/** Reads a whole number in 0..UINT32_MAX that fills the whole text: digits only. */
bool genus_number_parse_whole(const char *text, uint32_t *number) GENUS_NONNULL(1);

/** The same in 0..most. */
bool genus_number_parse_u64(const char *text, uint64_t most, uint64_t *number) GENUS_NONNULL(1);

/** Writes a finite number so that genus_number_parse() gives the same bits. */
void genus_number_print(float number, char text[GENUS_NUMBER_TEXT]) GENUS_NONNULL(2);

#endif
