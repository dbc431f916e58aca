// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The binary interface of SONAME libgenus.so.0: what programs that were built against it hold in
// their own memory. A number here changes only together with SOVERSION in CMakeLists.txt.

#include "engine/genus.h"

// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
// clang-format on

#include <string.h>

static void structs_keep_their_size_and_fields_their_place(void **state) {
    (void)state;
    assert_string_equal(GENUS_SONAME, "0");
    assert_int_equal(sizeof(genus_error), 516);
    assert_int_equal(sizeof(genus_listener_options), 32);
    assert_int_equal(offsetof(genus_listener_options, channels), 8);
    assert_int_equal(offsetof(genus_listener_options, songs), 12);
    assert_int_equal(offsetof(genus_listener_options, window_seconds), 16);
    assert_int_equal(offsetof(genus_listener_options, interval_seconds), 24);
    assert_int_equal(sizeof(genus_verdict), 624);
    assert_int_equal(offsetof(genus_verdict, state), 8);
    assert_int_equal(offsetof(genus_verdict, top), 12);
    assert_int_equal(offsetof(genus_verdict, posterior), 28);
    assert_int_equal(offsetof(genus_verdict, track_posterior), 284);
    assert_int_equal(offsetof(genus_verdict, level_dbfs), 540);
    assert_int_equal(offsetof(genus_verdict, seconds_heard), 544);
    assert_int_equal(offsetof(genus_verdict, song), 584);
    assert_int_equal(offsetof(genus_verdict, song_plays), 616);
}

static void values_of_enumerations_stay(void **state) {
    (void)state;
    assert_int_equal(GENUS_LABELS_MAX, 64);
    assert_int_equal(GENUS_CHANNELS_MAX, 8);
    assert_int_equal(GENUS_OK, 0);
    assert_int_equal(GENUS_ERROR_MEMORY, 1);
    assert_int_equal(GENUS_ERROR_INTERRUPTED, 23);
    assert_int_equal(GENUS_LISTENING, 0);
    assert_int_equal(GENUS_SILENCE, 1);
    assert_int_equal(GENUS_UNSURE, 2);
    assert_int_equal(GENUS_SURE, 3);
    assert_int_equal(GENUS_NO_MUSIC, 4);
    assert_int_equal(GENUS_RESTART_WINDOW, 0);
    assert_int_equal(GENUS_RESTART_TRACK, 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(structs_keep_their_size_and_fields_their_place),
        cmocka_unit_test(values_of_enumerations_stay),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
