// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Numbers in the text of files, whatever the locale of the host is.

#include "engine/base/number.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/** Puts this thread, and no other, into the C locale; returns what leave_c_locale() needs. */
static locale_t enter_c_locale(locale_t *before) {
    locale_t c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (c_locale != (locale_t)0) {
        *before = uselocale(c_locale);
    }
    return c_locale;
}

static void leave_c_locale(locale_t c_locale, locale_t before) {
    if (c_locale != (locale_t)0) {
        (void)uselocale(before);
        freelocale(c_locale);
    }
}

static const char *skip_digits(const char *text) {
    return text + strspn(text, "0123456789");
}

/** sign? digits (point digits)? (exponent)? and nothing else. */
static bool is_decimal(const char *text) {
    text += *text == '-';
    const char *end = skip_digits(text);
    if (end == text) {
        return false;
    }
    if (*end == '.') {
        text = end + 1;
        end = skip_digits(text);
        if (end == text) {
            return false;
        }
    }
    if (*end == 'e' || *end == 'E') {
        text = end + 1;
        text += *text == '-' || *text == '+';
        end = skip_digits(text);
        if (end == text) {
            return false;
        }
    }
    return *end == '\0';
}

bool genus_number_parse(const char *text, float *number) {
    if (!is_decimal(text)) {
        return false;
    }
    locale_t before = (locale_t)0;
    locale_t c_locale = enter_c_locale(&before);
    char *end = NULL;
    float value = strtof(text, &end);
    leave_c_locale(c_locale, before);
    if (*end != '\0' || !isfinite(value)) {
        return false;
    }
    *number = value;
    return true;
}

bool genus_number_parse_u64(const char *text, uint64_t most, uint64_t *number) {
    uint64_t value = 0;
    if (*text == '\0' || *skip_digits(text) != '\0') {
        return false;
    }
    for (; *text != '\0'; text++) {
        const uint64_t digit = (uint64_t)(*text - '0');
        if (digit > most || value > (most - digit) / 10) {
            return false;
        }
        value = value * 10 + digit;
    }
    *number = value;
    return true;
}

bool genus_number_parse_whole(const char *text, uint32_t *number) {
    uint64_t value = 0;
    if (!genus_number_parse_u64(text, UINT32_MAX, &value)) {
        return false;
    }
    *number = (uint32_t)value;
    return true;
}

void genus_number_print(float number, char text[GENUS_NUMBER_TEXT]) {
    locale_t before = (locale_t)0;
    locale_t c_locale = enter_c_locale(&before);
    // As few digits as tell this float from all others: 9 always do, and 0.6 stays "0.6".
    for (int digits = 6; digits <= 9; digits++) {
        (void)snprintf(text, GENUS_NUMBER_TEXT, "%.*g", digits, (double)number);
        if (strtof(text, NULL) == number) {
            break;
        }
    }
    leave_c_locale(c_locale, before);
}
