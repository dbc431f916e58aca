// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Filling a genus_error outside of the engine.

#include "live/util/fail.h"

#include <stdarg.h>
#include <stdio.h>

genus_status genus_live_fail(genus_error *error, genus_status status, const char *format, ...) {
    error->status = status;
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(error->message, sizeof error->message, format, arguments);
    va_end(arguments);
    return status;
}
