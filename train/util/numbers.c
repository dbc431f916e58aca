// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Strict parsing of whole numbers.

#include "train/util/numbers.h"

bool genus_parse_u64(const char *text, uint64_t max, uint64_t *value) {
    uint64_t number = 0;
    if (*text == '\0') {
        return false;
    }
    for (; *text != '\0'; text++) {
        if (*text < '0' || *text > '9') {
            return false;
        }
        const uint64_t digit = (uint64_t)(*text - '0');
        if (digit > max || number > (max - digit) / 10) {
            return false;
        }
        number = number * 10 + digit;
    }
    *value = number;
    return true;
}

bool genus_parse_count(const char *text, uint64_t least, uint64_t most, size_t *count) {
    uint64_t value = 0;
    if (!genus_parse_u64(text, most, &value) || value < least) {
        return false;
    }
    *count = (size_t)value;
    return true;
}
