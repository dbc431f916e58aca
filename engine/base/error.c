// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Filling a genus_error.

#include "engine/base/error.h"
#include "engine/base/utf8.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

void genus_error_record(genus_error *error, genus_status status, const char *format, ...) {
    if (error == NULL) {
        return;
    }
    error->status = status;
    va_list arguments;
    va_start(arguments, format);
    const int length = vsnprintf(error->message, sizeof error->message, format, arguments);
    va_end(arguments);
    if (length >= (int)sizeof error->message) { // Not cut in the midst of a character.
        const size_t last = genus_utf8_floor(error->message, sizeof error->message - 2);
        if (genus_utf8_decode(error->message + last, SIZE_MAX, NULL) == 0) {
            error->message[last] = '\0';
        }
    }
    genus_utf8_make_plain(error->message);
}
