// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Fields of CSV (RFC 4180).

#ifndef GENUS_LIVE_UTIL_CSV_H
#define GENUS_LIVE_UTIL_CSV_H

#include <stdio.h>

/** Writes a text, quoted if it holds a comma, a quote or a line break. */
void genus_csv_write(FILE *out, const char *text);

#endif
