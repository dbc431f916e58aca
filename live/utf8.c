// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// UTF-8 as RFC 3629 defines it: shortest forms only, no surrogates, nothing over U+10FFFF.

#include "utf8.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static const char replacement[] = "\xEF\xBF\xBD"; // U+FFFD

// Bytes of the character that begins at `text`; 0 if none does.
static size_t character_length(const unsigned char *text) {
    if (text[0] < 0x80) {
        return 1;
    }
    const size_t length = text[0] >= 0xF0 ? 4 : text[0] >= 0xE0 ? 3 : 2;
    if (text[0] < 0xC2 || text[0] > 0xF4) {
        return 0;
    }
    uint32_t point = text[0] & (0x7FU >> length);
    for (size_t i = 1; i < length; i++) {
        if ((text[i] & 0xC0) != 0x80) { // The terminating NUL ends it too.
            return 0;
        }
        point = point << 6 | (text[i] & 0x3FU);
    }
    const uint32_t smallest = length == 4 ? 0x10000 : length == 3 ? 0x800 : 0x80;
    const int is_surrogate = point >= 0xD800 && point <= 0xDFFF;
    return point >= smallest && point <= 0x10FFFF && !is_surrogate ? length : 0;
}

int genus_utf8_width(const char *text) {
    int width = 0;
    while (*text != '\0') {
        const size_t length = character_length((const unsigned char *)text);
        text += length > 0 ? length : 1;
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
    while (*text != '\0') {
        const size_t length = character_length((const unsigned char *)text);
        if (length > 0) {
            memcpy(out, text, length);
            out += length;
            text += length;
        } else {
            memcpy(out, replacement, replacement_length);
            out += replacement_length;
            text++;
        }
    }
    *out = '\0';
    return repaired;
}
