// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A text that grows as it is written.

#include "engine/base/text.h"
#include "engine/base/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/** Makes room for `more` bytes and a NUL. */
static bool reserve(genus_text *text, size_t more) {
    const size_t needed = text->length + more + 1;
    if (text->failed || needed <= text->room) {
        return !text->failed;
    }
    const size_t room = needed > 2 * text->room ? needed + 1024 : 2 * text->room;
    char *bytes = realloc(text->bytes, room);
    if (bytes == NULL) {
        text->failed = true;
        return false;
    }
    text->bytes = bytes;
    text->room = room;
    return true;
}

void genus_text_put_bytes(genus_text *text, const void *bytes, size_t length) {
    if (reserve(text, length)) {
        memcpy(text->bytes + text->length, bytes, length);
        text->length += length;
        text->bytes[text->length] = '\0';
    }
}

void genus_text_print(genus_text *text, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length < 0 || !reserve(text, (size_t)length)) {
        text->failed = true;
        return;
    }
    va_start(arguments, format);
    (void)vsnprintf(text->bytes + text->length, (size_t)length + 1, format, arguments);
    va_end(arguments);
    text->length += (size_t)length;
}

void genus_text_put(genus_text *text, const char *string) {
    genus_text_put_bytes(text, string, strlen(string));
}

/** What stands for a character in XML; NULL: it does so itself. */
static const char *escape(char c) {
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

static void put_characters(genus_text *text, const char *string, bool escaped) {
    uint32_t point;
    for (size_t length; (length = genus_utf8_next(string, &point)) > 0; string += length) {
        const char *instead = escaped && length == 1 ? escape(*string) : NULL;
        // Neither XML 1.0 nor HTML takes the last two.
        if (genus_utf8_is_unsafe(point) || (point >= 0xFFFD && point <= 0xFFFF)) {
            genus_text_put(text, GENUS_UTF8_REPLACEMENT);
        } else if (instead != NULL) {
            genus_text_put(text, instead);
        } else {
            genus_text_put_bytes(text, string, length);
        }
    }
}

void genus_text_put_clean(genus_text *text, const char *string) {
    put_characters(text, string, false);
}

void genus_text_put_escaped(genus_text *text, const char *string) {
    put_characters(text, string, true);
}

char *genus_text_take(genus_text *text) {
    char *bytes = reserve(text, 0) ? text->bytes : NULL;
    if (bytes == NULL) {
        free(text->bytes);
    } else {
        bytes[text->length] = '\0';
    }
    *text = (genus_text){0};
    return bytes;
}

void genus_text_clear(genus_text *text) {
    free(text->bytes);
    *text = (genus_text){0};
}

const char *genus_plural(size_t count) {
    return count == 1 ? "" : "s";
}
