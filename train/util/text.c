// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A text that grows as it is written.

#include "train/util/text.h"

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

/** Bytes of the UTF-8 character that begins here, as RFC 3629 allows them; 0 if none does. */
static size_t character_length(const unsigned char *c) {
    static const struct {
        unsigned char first_low;
        unsigned char first_high;
        unsigned char second_low;
        unsigned char second_high;
        size_t length;
    } forms[] = {
        {0xC2, 0xDF, 0x80, 0xBF, 2}, {0xE0, 0xE0, 0xA0, 0xBF, 3}, {0xE1, 0xEC, 0x80, 0xBF, 3},
        {0xED, 0xED, 0x80, 0x9F, 3}, {0xEE, 0xEF, 0x80, 0xBF, 3}, {0xF0, 0xF0, 0x90, 0xBF, 4},
        {0xF1, 0xF3, 0x80, 0xBF, 4}, {0xF4, 0xF4, 0x80, 0x8F, 4},
    };
    if (*c < 0x80) {
        return 1;
    }
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (*c >= forms[i].first_low && *c <= forms[i].first_high && c[1] >= forms[i].second_low &&
            c[1] <= forms[i].second_high) {
            for (size_t k = 2; k < forms[i].length; k++) {
                if ((c[k] & 0xC0) != 0x80) {
                    return 0;
                }
            }
            return forms[i].length;
        }
    }
    return 0;
}

/** True for what neither XML 1.0 nor HTML takes: C0, DEL, C1, U+FFFE and U+FFFF. */
static bool is_forbidden(const unsigned char *c, size_t length) {
    return (length == 1 && (*c < 0x20 || *c == 0x7F)) || (c[0] == 0xC2 && c[1] < 0xA0) ||
           (c[0] == 0xEF && c[1] == 0xBF && c[2] >= 0xBE);
}

/** What stands for a character in XML; NULL: it does so itself. */
static const char *escape(unsigned char c) {
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
    for (const unsigned char *c = (const unsigned char *)string; *c != '\0';) {
        const size_t length = character_length(c);
        const char *instead = escaped ? escape(*c) : NULL;
        if (length == 0 || is_forbidden(c, length)) {
            genus_text_put(text, "\xEF\xBF\xBD");
        } else if (instead != NULL) {
            genus_text_put(text, instead);
        } else {
            genus_text_put_bytes(text, c, length);
        }
        c += length > 0 ? length : 1;
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
