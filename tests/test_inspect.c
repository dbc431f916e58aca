// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// genus-train inspect, as a user runs it.

#include "engine/model/model.h"
#include "support/checks.h"
#include "support/command.h"
#include "tiny_weights.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const char path[] = "inspect-test.safetensors";

static void prints_meaning_settings_and_scores(void **state) {
    static genus_test_command said;
    (void)state;
    const genus_model_config config = tiny_config();
    const genus_metadata notes[] = {
        {"settings", "--rate 0.001 --seed 7"}, {"data_digest", "abcdef"},
        {"validation_accuracy", "many/100"},   {"test_accuracy", "91/100"},
        {"remark", "one\x1B[2Jtwo"},           {"history", "2 2 1\n1 1 2\n"},
    };
    genus_error error = {0};
    assert_int_equal(genus_model_write(path, &config, tiny_tensors, TINY_TENSORS, notes,
                                       sizeof notes / sizeof *notes, &error),
                     GENUS_OK);
    assert_int_equal(genus_test_call(&said, GENUS_TRAIN, "inspect", path, NULL), 0);
    assert_int_equal(unlink(path), 0);
    assert_string_equal(said.err, "");
    assert_says(said.out, "weights             inspect-test.safetensors\n");
    assert_says(said.out, "tensors             7 of 32 numbers in all");
    assert_says(said.out, "labels              r\xC3\xA9ggae, rock\n");
    assert_says(said.out, "sample_rate         8000\n");
    assert_says(said.out, "settings            --rate 0.001\n                    --seed 7\n");
    assert_says(said.out, "data_digest         abcdef\n");
    assert_says(said.out, "validation_accuracy many/100\n");
    assert_says(said.out, "test_accuracy       91/100 = 91.0 %, 95 % interval 83.8 to 95.2 %\n");
    assert_says(said.out, "history             2 lines, shown by genus-train report\n");
    assert_says(said.out, "remark              one?[2Jtwo\n");
}

static void refuses_what_is_no_weights_file(void **state) {
    static genus_test_command said;
    (void)state;
    assert_int_equal(genus_test_call(&said, GENUS_TRAIN, "inspect", "/nowhere/weights", NULL), 1);
    assert_string_equal(said.out, "");
    assert_says(said.err, "genus-train inspect: /nowhere/weights");
    assert_int_equal(genus_test_call(&said, GENUS_TRAIN, "inspect", NULL), 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prints_meaning_settings_and_scores),
        cmocka_unit_test(refuses_what_is_no_weights_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
