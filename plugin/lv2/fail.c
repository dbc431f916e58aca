// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Filling a genus_error.

#include "plugin/lv2/fail.h"

#include <stdarg.h>
#include <stdio.h>

genus_status genus_plugin_fail(genus_error *error, genus_status status, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    error->status = status;
    (void)vsnprintf(error->message, sizeof error->message, format, arguments);
    va_end(arguments);
    return status;
}
