// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A strict reader of JSON for the headers of safetensors files.

#include "engine/safetensors/json.h"
#include "engine/base/utf8.h"

#include <stdint.h>
#include <string.h>

/** A fault is kept with its place: what follows must not overwrite it. */
static bool fault(genus_json *json, const char *what) {
    if (json->fault == NULL) {
        json->fault = what;
    }
    return false;
}

static void skip_white_space(genus_json *json) {
    while (json->next < json->end && (*json->next == ' ' || *json->next == '\t' ||
                                      *json->next == '\n' || *json->next == '\r')) {
        json->next++;
    }
}

static bool take(genus_json *json, char character) {
    skip_white_space(json);
    if (json->fault != NULL || json->next == json->end || *json->next != character) {
        return false;
    }
    json->next++;
    return true;
}

genus_json genus_json_over(const char *text, size_t length) {
    return (genus_json){.begin = text, .next = text, .end = text + length, .fault = NULL};
}

size_t genus_json_position(const genus_json *json) {
    return (size_t)(json->next - json->begin);
}

bool genus_json_expect(genus_json *json, char character) {
    if (take(json, character)) {
        return true;
    }
    switch (character) {
    case '{':
        return fault(json, "expected '{'");
    case '[':
        return fault(json, "expected '['");
    case ']':
        return fault(json, "expected ']'");
    case ':':
        return fault(json, "expected ':'");
    case ',':
        return fault(json, "expected ',' or the closing bracket");
    default:
        return fault(json, "unexpected character");
    }
}

bool genus_json_next(genus_json *json, char close, size_t index) {
    if (json->fault != NULL || take(json, close)) {
        return false;
    }
    return index == 0 || genus_json_expect(json, ',');
}

/** Four hexadecimal digits after \u. */
static bool take_code_unit(genus_json *json, uint32_t *unit) {
    if (json->end - json->next < 4) {
        return fault(json, "\\u needs four hexadecimal digits");
    }
    uint32_t value = 0;
    for (int i = 0; i < 4; i++) {
        char c = json->next[i];
        uint32_t digit = 0;
        if (c >= '0' && c <= '9') {
            digit = (uint32_t)(c - '0');
        } else if (c >= 'a' && c <= 'f') {
            digit = (uint32_t)(c - 'a') + 10;
        } else if (c >= 'A' && c <= 'F') {
            digit = (uint32_t)(c - 'A') + 10;
        } else {
            return fault(json, "\\u needs four hexadecimal digits");
        }
        value = value * 16 + digit;
    }
    json->next += 4;
    *unit = value;
    return true;
}

/** One code point after \u, from a surrogate pair if it takes one. */
static bool take_code_point(genus_json *json, uint32_t *point) {
    if (!take_code_unit(json, point)) {
        return false;
    }
    if (*point == 0) {
        return fault(json, "a string holds a NUL character");
    }
    if (*point < 0xD800 || *point > 0xDFFF) {
        return true;
    }
    if (*point > 0xDBFF || json->end - json->next < 2 || json->next[0] != '\\' ||
        json->next[1] != 'u') {
        return fault(json, "half of a surrogate pair");
    }
    json->next += 2;
    uint32_t low = 0;
    if (!take_code_unit(json, &low)) {
        return false;
    }
    if (low < 0xDC00 || low > 0xDFFF) {
        return fault(json, "half of a surrogate pair");
    }
    *point = 0x10000 + ((*point - 0xD800) << 10) + (low - 0xDC00);
    return true;
}

/** What stands behind a backslash. */
static bool take_escape(genus_json *json, char **out) {
    static const char names[] = "\"\\/bfnrt";
    static const char configs[] = "\"\\/\b\f\n\r\t";
    if (json->next == json->end) {
        return fault(json, "a string does not end");
    }
    if (*json->next == 'u') {
        json->next++;
        uint32_t point = 0;
        if (!take_code_point(json, &point)) {
            return false;
        }
        *out += genus_utf8_encode(point, *out);
        return true;
    }
    const char *name = memchr(names, *json->next, sizeof names - 1);
    if (name == NULL) {
        return fault(json, "unknown escape");
    }
    json->next++;
    *(*out)++ = configs[name - names];
    return true;
}

bool genus_json_string(genus_json *json, char **room, const char **string) {
    if (!take(json, '"')) {
        return fault(json, "expected a string");
    }
    char *out = *room;
    for (;;) {
        if (json->next == json->end) {
            return fault(json, "a string does not end");
        }
        unsigned char c = (unsigned char)*json->next;
        if (c == '"') {
            json->next++;
            break;
        }
        if (c < 0x20) {
            return fault(json, "a control character stands bare in a string");
        }
        if (c == '\\') {
            json->next++;
            if (!take_escape(json, &out)) {
                return false;
            }
            continue;
        }
        const size_t length = genus_utf8_decode(json->next, (size_t)(json->end - json->next), NULL);
        if (length == 0) {
            return fault(json, "a string is not valid UTF-8");
        }
        memcpy(out, json->next, length);
        out += length;
        json->next += length;
    }
    *out++ = '\0';
    *string = *room;
    *room = out;
    return true;
}

bool genus_json_size(genus_json *json, size_t *value) {
    skip_white_space(json);
    const char *digits = json->next;
    size_t result = 0;
    while (json->fault == NULL && json->next < json->end && *json->next >= '0' &&
           *json->next <= '9') {
        size_t digit = (size_t)(*json->next - '0');
        if (result > (SIZE_MAX - digit) / 10) {
            return fault(json, "a number is too large");
        }
        result = result * 10 + digit;
        json->next++;
    }
    if (json->next == digits) {
        return fault(json, "expected a whole number");
    }
    if (*digits == '0' && json->next - digits > 1) {
        return fault(json, "a number begins with 0");
    }
    *value = result;
    return true;
}

bool genus_json_finish(genus_json *json) {
    skip_white_space(json);
    if (json->next < json->end) {
        return fault(json, "something follows the header's object");
    }
    return json->fault == NULL;
}
