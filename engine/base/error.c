// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Filling a genus_error.

#include "engine/base/error.h"

#include <stdarg.h>
#include <stdio.h>

void genus_error_record(genus_error *error, genus_status status, const char *format, ...) {
    if (error == NULL) {
        return;
    }
    error->status = status;
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(error->message, sizeof error->message, format, arguments);
    va_end(arguments);
    for (char *c = error->message; *c != '\0'; c++) {
        if ((unsigned char)*c < 0x20 || *c == 0x7F) {
            *c = '?';
        }
    }
}
