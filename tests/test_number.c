// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Numbers in the text of files: strict, exact, and the same in every locale.

#include "engine/base/number.h"

#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void parsing_is_strict(void **state) {
    (void)state;
    static const char *const bad[] = {"",     " 1",    "1 ", "+1",   "1.",  ".5",      "0x10",
                                      "inf",  "nan",   "1e", "1e+",  "1,5", "-",       "--1",
                                      "1e99", "-1e99", "1f", "1.5.", "1 2", "Infinity"};
    float number = 0.0F;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        if (genus_number_parse(bad[i], &number)) {
            fail_msg("\"%s\" was taken for %g", bad[i], (double)number);
        }
    }
    assert_true(genus_number_parse("-12.5e-1", &number));
    assert_true(number == -1.25F);
    uint32_t whole = 0;
    assert_true(genus_number_parse_whole("4294967295", &whole));
    assert_int_equal(whole, UINT32_MAX);
    assert_false(genus_number_parse_whole("4294967296", &whole));
    assert_false(genus_number_parse_whole("99999999999999999999999", &whole));
    assert_false(genus_number_parse_whole("-1", &whole));
    assert_false(genus_number_parse_whole("", &whole));
    assert_false(genus_number_parse_whole("1.0", &whole));
}

static void printing_keeps_every_bit(void **state) {
    (void)state;
    for (uint32_t i = 0; i < 200000; i++) {
        uint32_t bits = i * 2654435761U;
        float number = 0.0F;
        memcpy(&number, &bits, sizeof number);
        if (!isfinite(number)) {
            continue;
        }
        char text[GENUS_NUMBER_TEXT];
        genus_number_print(number, text);
        float back = 0.0F;
        assert_true(genus_number_parse(text, &back));
        assert_memory_equal(&back, &number, sizeof number);
    }
    char text[GENUS_NUMBER_TEXT];
    genus_number_print(0.6F, text);
    assert_string_equal(text, "0.6");
    genus_number_print(1e-10F, text);
    assert_string_equal(text, "1e-10");
}

static void the_locale_has_no_say(void **state) {
    (void)state;
    static const char *const with_comma[] = {"de_DE.UTF-8", "de_DE", "fr_FR.UTF-8", "fr_FR"};
    const char *locale = NULL;
    for (size_t i = 0; i < sizeof with_comma / sizeof with_comma[0] && locale == NULL; i++) {
        locale = setlocale(LC_NUMERIC, with_comma[i]);
    }
    if (locale == NULL) {
        print_message("skipped: no locale with a decimal comma is installed\n");
        skip();
    }
    char text[GENUS_NUMBER_TEXT];
    float number = 0.0F;
    genus_number_print(1.5F, text);
    bool good = genus_number_parse("2.25", &number);
    (void)snprintf(text + 8, sizeof text - 8, "%.1f", 0.5);
    (void)setlocale(LC_NUMERIC, "C");
    assert_string_equal(text, "1.5");
    assert_string_equal(text + 8, "0,5");
    assert_true(good);
    assert_true(number == 2.25F);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parsing_is_strict),
        cmocka_unit_test(printing_keeps_every_bit),
        cmocka_unit_test(the_locale_has_no_say),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
