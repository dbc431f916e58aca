// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// UTF-8: decoding by the rules, and text that cannot command a terminal.

#include "engine/base/error.h"
#include "engine/base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void it_is_decoded_by_the_rules(void **state) {
    (void)state;
    uint32_t point;
    assert_int_equal(genus_utf8_next("", &point), 0);
    assert_int_equal(genus_utf8_next("\xE2\x82\xAC", &point), 3);
    assert_int_equal(point, 0x20AC);
    assert_int_equal(genus_utf8_next("\xF0\x9F\x8E\xB5", &point), 4);
    assert_int_equal(point, 0x1F3B5);
    const char *const broken[] = {"\x80",         "\xC0\x80", "\xE2\x82",         "\xED\xA0\x80",
                                  "\xE0\x9F\xBF", "\xF5\x80", "\xF4\x90\x80\x80", "\xFF"};
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        assert_int_equal(genus_utf8_decode(broken[i], SIZE_MAX, NULL), 0);
        assert_int_equal(genus_utf8_next(broken[i], &point), 1);
        assert_int_equal(point, 0xFFFD);
    }
    assert_int_equal(genus_utf8_decode("\xE2\x82\xAC", 2, NULL), 0);
    assert_int_equal(genus_utf8_decode("", 0, NULL), 0);
}

static void every_code_point_comes_back(void **state) {
    (void)state;
    for (uint32_t point = 0; point <= 0x10FFFF; point++) {
        char bytes[4];
        const size_t length = genus_utf8_encode(point, bytes);
        uint32_t back = 0;
        const bool is_surrogate = point >= 0xD800 && point <= 0xDFFF;
        const size_t taken = genus_utf8_decode(bytes, length, &back);
        if (taken != (is_surrogate ? 0 : length) || (!is_surrogate && back != point)) {
            fail_msg("U+%04X came back as U+%04X", point, back);
        }
    }
}

static void positions_are_between_characters(void **state) {
    (void)state;
    const char *text = "a\xE2\x82\xAC"
                       "b";
    assert_int_equal(genus_utf8_floor(text, 3), 1);
    assert_int_equal(genus_utf8_floor(text, 4), 4);
    assert_int_equal(genus_utf8_floor(text, 0), 0);
    assert_int_equal(genus_utf8_width(text), 3);
    assert_int_equal(genus_utf8_width("\xFF\xFF"), 2);
}

static void what_could_command_a_terminal_is_taken_out(void **state) {
    (void)state;
    // An escape sequence, its form in one byte of Latin-1 and in UTF-8, a turn of direction, a line
    // separator; letters of all kinds stay.
    char text[] = "\x1B[2J \x9B"
                  "2J \xC2\x9B"
                  "2J \xE2\x80\x20 \xE2\x80\xA8 \xC3\xA9 \xE3\x83\xAD";
    *strchr(strchr(text, '\xE2'), ' ') = '\xAE'; // Compilers warn of it in a literal.
    genus_utf8_make_plain(text);
    assert_string_equal(text, "?[2J ?2J ?2J ? ? \xC3\xA9 \xE3\x83\xAD");
    assert_true(genus_utf8_is_plain("\xC3\xA9 \xE2\x80\x8F"));
    assert_true(genus_utf8_is_plain(""));
    assert_false(genus_utf8_is_plain("a\nb"));
    assert_false(genus_utf8_is_plain("b\xC2\x85"));
    assert_false(genus_utf8_is_plain("\xE9"));
}

static void a_written_text_has_the_same_question_marks(void **state) {
    (void)state;
    char *written = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&written, &size);
    assert_non_null(out);
    genus_utf8_write_plain(out, "a\tb\xE2\x82\xAC and more", 6);
    assert_int_equal(fclose(out), 0);
    assert_string_equal(written, "a?b\xE2\x82\xAC");
    free(written);
}

static void broken_bytes_are_repaired(void **state) {
    (void)state;
    char *repaired = genus_utf8_repair("Caf\xE9 \xC3\xA9");
    assert_non_null(repaired);
    assert_string_equal(repaired, "Caf\xEF\xBF\xBD \xC3\xA9");
    free(repaired);
}

static void an_error_is_one_plain_line(void **state) {
    (void)state;
    genus_error error;
    assert_int_equal(genus_fail(&error, GENUS_ERROR_OPEN, "%s: no", "a\nb\x1B[31m\xE9"),
                     GENUS_ERROR_OPEN);
    assert_string_equal(error.message, "a?b?[31m?: no");
    // One that is too long ends between characters.
    char euros[3 * 300 + 1] = "";
    for (size_t i = 0; i < 300; i++) {
        memcpy(euros + 3 * i, "\xE2\x82\xAC", 4);
    }
    for (int shift = 0; shift < 3; shift++) {
        genus_error_record(&error, GENUS_ERROR_OPEN, "%.*s%s", shift, "abc", euros);
        assert_null(strchr(error.message, '?'));
        assert_true(strlen(error.message) > sizeof error.message - 4);
    }
    genus_error_record(NULL, GENUS_ERROR_OPEN, "nobody asks");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_decoded_by_the_rules),
        cmocka_unit_test(every_code_point_comes_back),
        cmocka_unit_test(positions_are_between_characters),
        cmocka_unit_test(what_could_command_a_terminal_is_taken_out),
        cmocka_unit_test(a_written_text_has_the_same_question_marks),
        cmocka_unit_test(broken_bytes_are_repaired),
        cmocka_unit_test(an_error_is_one_plain_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
