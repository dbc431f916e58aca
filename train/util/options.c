// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Options as rows of a table: values to fields and back.

#include "train/util/options.h"

#include "engine/base/number.h"

#include <limits.h>
#include <stdint.h>
#include <stdio.h>

/// A whole number in the option's range, and in that of its field.
static bool read_whole(const genus_option *option, const char *value, uint64_t limit,
                       uint64_t *number) {
    const uint64_t most =
        option->most > 0.0 && option->most < (double)limit ? (uint64_t)option->most : limit;
    return genus_number_parse_u64(value, most, number) && *number >= (uint64_t)option->least;
}

static bool read_number(const genus_option *option, const char *value, float *number) {
    float read = 0.0F;
    if (!genus_number_parse(value, &read) || read < (float)option->least ||
        read > (float)option->most) {
        return false;
    }
    *number = read;
    return true;
}

bool genus_option_take(const genus_option *option, const char *value, void *fields) {
    void *field = (char *)fields + option->offset;
    uint64_t number = 0;
    if (option->take != NULL) {
        return option->take(value, fields);
    }
    switch (option->kind) {
    case GENUS_OPTION_FLAG:
        *(bool *)field = true;
        return true;
    case GENUS_OPTION_TEXT:
        *(const char **)field = value;
        return true;
    case GENUS_OPTION_UNSIGNED:
        if (!read_whole(option, value, UINT_MAX, &number)) {
            return false;
        }
        *(unsigned *)field = (unsigned)number;
        return true;
    case GENUS_OPTION_LONG:
        if (!read_whole(option, value, ULONG_MAX, &number)) {
            return false;
        }
        *(unsigned long *)field = (unsigned long)number;
        return true;
    case GENUS_OPTION_LONG_LONG:
        if (!read_whole(option, value, ULLONG_MAX, &number)) {
            return false;
        }
        *(unsigned long long *)field = number;
        return true;
    case GENUS_OPTION_NUMBER:
        return read_number(option, value, field);
    }
    return false;
}

void genus_option_print(const genus_option *option, const void *fields, char *text, size_t size) {
    const void *field = (const char *)fields + option->offset;
    text[0] = '\0';
    if (option->take != NULL) {
        return;
    }
    switch (option->kind) {
    case GENUS_OPTION_FLAG:
        break;
    case GENUS_OPTION_TEXT:
        (void)snprintf(text, size, "%s",
                       *(const char *const *)field != NULL ? *(const char *const *)field : "");
        break;
    case GENUS_OPTION_UNSIGNED:
        (void)snprintf(text, size, "%u", *(const unsigned *)field);
        break;
    case GENUS_OPTION_LONG:
        (void)snprintf(text, size, "%lu", *(const unsigned long *)field);
        break;
    case GENUS_OPTION_LONG_LONG:
        (void)snprintf(text, size, "%llu", *(const unsigned long long *)field);
        break;
    case GENUS_OPTION_NUMBER:
        (void)snprintf(text, size, "%g", (double)*(const float *)field);
        break;
    }
}

void genus_option_otherwise(const genus_option *option, const void *fields, char *text,
                            size_t size) {
    if (option->otherwise != NULL) {
        (void)snprintf(text, size, "%s", option->otherwise);
    } else {
        genus_option_print(option, fields, text, size);
    }
}
