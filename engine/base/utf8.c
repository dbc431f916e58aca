// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// UTF-8: decoding, and text that cannot command a terminal.

#include "engine/base/utf8.h"

#include <stdlib.h>
#include <string.h>

static bool is_continuation(char byte) {
    return ((unsigned char)byte & 0xC0U) == 0x80U;
}

size_t genus_utf8_decode(const char *bytes, size_t available, uint32_t *point) {
    if (available == 0) {
        return 0;
    }
    const unsigned char lead = (unsigned char)bytes[0];
    const size_t length = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (length > available || (lead >= 0x80 && lead < 0xC2) || lead > 0xF4) {
        return 0;
    }
    uint32_t value = length == 1 ? lead : lead & (0x7FU >> length);
    for (size_t i = 1; i < length; i++) {
        if (!is_continuation(bytes[i])) { // The terminating NUL ends it too.
            return 0;
        }
        value = value << 6 | ((unsigned char)bytes[i] & 0x3FU);
    }
    const uint32_t smallest = length == 4 ? 0x10000 : length == 3 ? 0x800 : 0;
    if (value < smallest || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) {
        return 0;
    }
    if (point != NULL) {
        *point = value;
    }
    return length;
}

size_t genus_utf8_next(const char *text, uint32_t *point) {
    *point = 0xFFFD;
    if (*text == '\0') {
        return 0;
    }
    const size_t length = genus_utf8_decode(text, SIZE_MAX, point);
    return length > 0 ? length : 1;
}

size_t genus_utf8_encode(uint32_t point, char out[4]) {
    if (point < 0x80) {
        out[0] = (char)point;
        return 1;
    }
    const size_t length = point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    for (size_t i = length - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (point & 0x3F));
        point >>= 6;
    }
    out[0] = (char)((0xF00U >> length & 0xFFU) | point);
    return length;
}

size_t genus_utf8_floor(const char *text, size_t position) {
    while (position > 0 && is_continuation(text[position])) {
        position--;
    }
    return position;
}

int genus_utf8_width(const char *text) {
    uint32_t point;
    int width = 0;
    for (size_t length = 0; (length = genus_utf8_next(text, &point)) > 0; text += length) {
        width++;
    }
    return width;
}

bool genus_utf8_is_control(uint32_t point) {
    return point < 0x20 || (point >= 0x7F && point < 0xA0);
}

bool genus_utf8_is_unsafe(uint32_t point) {
    return genus_utf8_is_control(point) || point == 0x061C || point == 0x200E || point == 0x200F ||
           (point >= 0x2028 && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069) ||
           point == 0xFEFF;
}

/** Bytes of the character at `text`, and whether it may be shown as it is. */
static size_t next_shown(const char *text, size_t available, bool *is_safe) {
    uint32_t point = 0;
    const size_t length = genus_utf8_decode(text, available, &point);
    *is_safe = length > 0 && !genus_utf8_is_unsafe(point);
    return length > 0 ? length : 1;
}

bool genus_utf8_is_plain(const char *text) {
    uint32_t point = ' ';
    size_t length = 1;
    for (; *text != '\0' && length > 0 && !genus_utf8_is_control(point); text += length) {
        length = genus_utf8_decode(text, SIZE_MAX, &point);
    }
    return length > 0 && !genus_utf8_is_control(point);
}

void genus_utf8_make_plain(char *text) {
    char *out = text;
    while (*text != '\0') {
        bool is_safe = true;
        const size_t length = next_shown(text, SIZE_MAX, &is_safe);
        if (is_safe) {
            memmove(out, text, length);
            out += length;
        } else {
            *out++ = '?';
        }
        text += length;
    }
    *out = '\0';
}

void genus_utf8_write_plain(FILE *out, const char *text, size_t length) {
    for (size_t i = 0; i < length && text[i] != '\0';) {
        bool is_safe = true;
        const size_t bytes = next_shown(text + i, length - i, &is_safe);
        (void)fwrite(is_safe ? text + i : "?", 1, is_safe ? bytes : 1, out);
        i += bytes;
    }
}

char *genus_utf8_repair(const char *text) {
    static const char replacement[] = GENUS_UTF8_REPLACEMENT;
    const size_t replacement_length = sizeof replacement - 1;
    char *repaired = malloc(strlen(text) * replacement_length + 1);
    if (repaired == NULL) {
        return NULL;
    }
    char *out = repaired;
    while (*text != '\0') {
        const size_t length = genus_utf8_decode(text, SIZE_MAX, NULL);
        const size_t copied = length > 0 ? length : replacement_length;
        memcpy(out, length > 0 ? text : replacement, copied);
        out += copied;
        text += length > 0 ? length : 1;
    }
    *out = '\0';
    return repaired;
}
