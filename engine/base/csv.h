// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Fields of CSV (RFC 4180): quoted if they hold a comma, a quote or a line break.

#ifndef GENUS_ENGINE_BASE_CSV_H
#define GENUS_ENGINE_BASE_CSV_H

#include "engine/base/text.h"
#include "engine/genus.h"

#include <stdio.h>

/** Writes a field to a stream. */
void genus_csv_write(FILE *out, const char *field) GENUS_NONNULL(2);

/** Appends a field to a text. */
void genus_csv_put(genus_text *text, const char *field) GENUS_NONNULL(1, 2);

#endif
