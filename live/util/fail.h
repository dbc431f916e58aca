// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Filling a genus_error outside of the engine: one call that formats and hands the status back.

#ifndef GENUS_LIVE_UTIL_FAIL_H
#define GENUS_LIVE_UTIL_FAIL_H

#include "engine/genus.h"

/** Records a failure in `error`, which must not be NULL, and returns the status. */
genus_status genus_live_fail(genus_error *error, genus_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
