// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Texts that grow, and the fields of CSV and the times that are put into them.

#include "engine/base/clock.h"
#include "engine/base/csv.h"
#include "engine/base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void a_text_grows_as_it_is_written(void **state) {
    (void)state;
    genus_text text = {0};
    for (unsigned i = 0; i < 1000; i++) {
        genus_text_print(&text, "%03u", i);
        genus_text_put_bytes(&text, "\0;", 2);
    }
    assert_int_equal(text.length, 5000);
    char *bytes = genus_text_take(&text);
    assert_non_null(bytes);
    assert_memory_equal(bytes + 4995, "999\0;", 6);
    free(bytes);
    bytes = genus_text_take(&text);
    assert_string_equal(bytes, "");
    free(bytes);
}

static void what_markup_does_not_take_is_replaced(void **state) {
    (void)state;
    genus_text text = {0};
    genus_text_put_escaped(&text, "<a href=\"'&\x01\xE9\xEF\xBF\xBF\xC3\xA9>");
    assert_string_equal(text.bytes, "&lt;a href=&quot;&#39;&amp;\xEF\xBF\xBD\xEF\xBF\xBD"
                                    "\xEF\xBF\xBD\xC3\xA9&gt;");
    genus_text_clear(&text);
    genus_text_put_clean(&text, "a<\nb");
    assert_string_equal(text.bytes, "a<\xEF\xBF\xBD"
                                    "b");
    genus_text_clear(&text);
}

static void fields_of_csv_are_quoted_where_they_must_be(void **state) {
    (void)state;
    static const char *const pairs[][2] = {
        {"plain", "plain"},
        {"", ""},
        {"a,b", "\"a,b\""},
        {"say \"so\"", "\"say \"\"so\"\"\""},
        {"two\nlines", "\"two\nlines\""},
        {"\"", "\"\"\"\""},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        genus_text text = {0};
        genus_csv_put(&text, pairs[i][0]);
        char *bytes = genus_text_take(&text);
        assert_string_equal(bytes, pairs[i][1]);
        free(bytes);
        size_t size = 0;
        FILE *out = open_memstream(&bytes, &size);
        assert_non_null(out);
        genus_csv_write(out, pairs[i][0]);
        assert_int_equal(fclose(out), 0);
        assert_string_equal(bytes, pairs[i][1]);
        free(bytes);
    }
}

static void times_are_rounded_and_clocks_go_on(void **state) {
    (void)state;
    char time[32];
    genus_iso_time(1763885413.9996, time, sizeof time);
    assert_string_equal(time, "2025-11-23T08:10:14.000Z");
    genus_iso_time(0.123, time, sizeof time);
    assert_string_equal(time, "1970-01-01T00:00:00.123Z");
    const double begun = genus_monotonic_seconds();
    genus_sleep(0.002);
    assert_true(genus_monotonic_seconds() > begun);
    assert_true(genus_wall_seconds() > 1.7e9);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_grows_as_it_is_written),
        cmocka_unit_test(what_markup_does_not_take_is_replaced),
        cmocka_unit_test(fields_of_csv_are_quoted_where_they_must_be),
        cmocka_unit_test(times_are_rounded_and_clocks_go_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
