// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// UTF-8 as RFC 3629 defines it: shortest forms only, no surrogates, nothing over U+10FFFF.

#include "live/util/utf8.h"

#include <stdlib.h>
#include <string.h>

static const char replacement[] = "\xEF\xBF\xBD"; // U+FFFD

size_t genus_utf8_next(const char *text, uint32_t *point) {
    const unsigned char *bytes = (const unsigned char *)text;
    *point = bytes[0];
    if (bytes[0] < 0x80) {
        return bytes[0] != '\0';
    }
    *point = 0xFFFD;
    const size_t length = bytes[0] >= 0xF0 ? 4 : bytes[0] >= 0xE0 ? 3 : 2;
    if (bytes[0] < 0xC2 || bytes[0] > 0xF4) {
        return 1;
    }
    uint32_t value = bytes[0] & (0x7FU >> length);
    for (size_t i = 1; i < length; i++) {
        if ((bytes[i] & 0xC0) != 0x80) { // The terminating NUL ends it too.
            return 1;
        }
        value = value << 6 | (bytes[i] & 0x3FU);
    }
    const uint32_t smallest = length == 4 ? 0x10000 : length == 3 ? 0x800 : 0x80;
    if (value < smallest || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) {
        return 1;
    }
    *point = value;
    return length;
}

int genus_utf8_width(const char *text) {
    uint32_t point;
    int width = 0;
    for (size_t length = 0; (length = genus_utf8_next(text, &point)) > 0; text += length) {
        width++;
    }
    return width;
}

char *genus_utf8_repair(const char *text) {
    const size_t replacement_length = sizeof replacement - 1;
    char *repaired = malloc(strlen(text) * replacement_length + 1);
    if (repaired == NULL) {
        return NULL;
    }
    char *out = repaired;
    uint32_t point;
    for (size_t length = 0; (length = genus_utf8_next(text, &point)) > 0; text += length) {
        const int is_broken = point == 0xFFFD && length == 1;
        const size_t copied = is_broken ? replacement_length : length;
        memcpy(out, is_broken ? replacement : text, copied);
        out += copied;
    }
    *out = '\0';
    return repaired;
}
