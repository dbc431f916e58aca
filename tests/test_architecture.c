// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Plans: the named architectures, the text form, shapes, and what is refused.

#include "engine/nn/architecture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void genus_has_the_published_number_of_parameters(void **state) {
    (void)state;
    genus_architecture arch;
    assert_true(genus_architecture_named("genus", 128, 10, &arch));
    assert_int_equal(genus_architecture_check(&arch, 128, NULL), GENUS_OK);
    // Convolutions and norms 355808, the dense layer 5130; 723 of spectral statistics into 128,
    // into 10.
    assert_int_equal(genus_architecture_parameters(&arch, 128),
                     355808 + 5130 + 724 * 128 + 129 * 10);
    const genus_architecture_shape shape = genus_architecture_shape_after(&arch, 128, 4);
    assert_int_equal(shape.rows, 1);
    assert_int_equal(shape.channels, 256);
    assert_int_equal(shape.stride, 8);
    assert_int_equal(shape.receptive_field, 22);
    assert_int_equal(genus_architecture_features(&arch, 128), 512);
}

static void seed_is_the_classic_three_blocks(void **state) {
    (void)state;
    genus_architecture arch;
    assert_true(genus_architecture_named("seed", 128, 10, &arch));
    assert_int_equal(genus_architecture_check(&arch, 128, NULL), GENUS_OK);
    // Three convolutions with their norms, and a dense layer on 128 means.
    assert_int_equal(genus_architecture_parameters(&arch, 128),
                     288 + 64 + 18432 + 128 + 73728 + 256 + 1290);
    assert_false(genus_architecture_named("resnet", 128, 10, &arch));
}

static void columns_count_as_layer_by_layer(void **state) {
    (void)state;
    genus_architecture arch;
    assert_true(genus_architecture_named("genus", 128, 10, &arch));
    for (size_t frames = 0; frames < 400; frames++) {
        size_t times = frames;
        for (uint32_t i = 0; i < arch.block_count; i++) {
            const size_t lost = arch.blocks[i].kernel_time - 1;
            times = times > lost ? (times - lost) / arch.blocks[i].pool_time : 0;
        }
        assert_int_equal(genus_architecture_columns(&arch, 128, frames), times);
    }
}

static void the_text_form_survives_a_round_trip(void **state) {
    (void)state;
    static const char *const texts[] = {
        "hear 60\nlevel 128\nnorm bands\nconv 32 3x3 pool 2x2\nconv 256 8x1 valid dropout "
        "0.125\npool mean "
        "max 14\n"
        "dropout 0.3\ntexture 20 hidden 128 dropout 0.25\ndense 10\n",
        "conv 1 1x2\npool max\ntexture 1 hidden 1\ndense 2 or none\n",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        genus_architecture arch;
        char text[GENUS_ARCHITECTURE_TEXT_MAX];
        assert_int_equal(genus_architecture_parse(texts[i], 64, &arch, NULL), GENUS_OK);
        genus_architecture_print(&arch, text);
        assert_string_equal(text, texts[i]);
    }
}

static void the_longest_plan_fits_its_text(void **state) {
    (void)state;
    genus_architecture arch = {
        .band_norm = true, .pool_mean = true, .pool_max = true, .labels = 64};
    arch.dropout = 0.123456789F;
    arch.spectral = 32;
    arch.spectral_hidden = 1024;
    arch.spectral_dropout = 0.123456789F;
    arch.block_count = GENUS_ARCHITECTURE_BLOCKS_MAX;
    for (size_t i = 0; i < GENUS_ARCHITECTURE_BLOCKS_MAX; i++) {
        arch.blocks[i] = (genus_architecture_block){1024, 127, 128, false, 8, 8, 0.123456789F};
    }
    char text[GENUS_ARCHITECTURE_TEXT_MAX];
    genus_architecture_print(&arch, text);
    assert_non_null(strstr(text, "dense 64\n"));
}

static void what_cannot_be_built_is_refused_with_its_line(void **state) {
    (void)state;
    static const struct {
        const char *text;
        const char *word;
    } cases[] = {
        {"", "dense"},
        {"dense 10\n", "line 1"},
        {"hear 0\nconv 8 3x3\npool mean\ndense 2\n", "line 1"},
        {"hear 17\nconv 8 3x3\npool mean\ndense 2\n", "17 of 16"},
        {"level 0\nconv 8 3x3\npool mean\ndense 2\n", "line 1"},
        {"level 5\nhear 8\nconv 8 3x3\npool mean\ndense 2\n", "line 2"},
        {"norm bands\nlevel 5\nconv 8 3x3\npool mean\ndense 2\n", "line 2"},
        {"norm bands\nhear 8\nconv 8 3x3\npool mean\ndense 2\n", "line 2"},
        {"conv 8 3x3\npool mean\n", "dense"},
        {"conv 8 3x3\nconv 8 3\npool mean\ndense 2\n", "line 2"},
        {"conv 8 3x3 pool 2x2 stride 2\npool mean\ndense 2\n", "line 1"},
        {"conv 8 3x3\npool median\ndense 2\n", "line 2"},
        {"conv 8 3x3\npool\ndense 2\n", "line 2"},
        {"conv 8 3x3\npool mean 3\ndense 2\n", "line 2"},
        {"conv 8 3x3\npool max 0\ndense 2\n", "line 2"},
        {"conv 8 3x3\npool max 3 4\ndense 2\n", "line 2"},
        {"conv 8 3x3\npool mean\ndense 2\ndense 2\n", "line 4"},
        {"conv 8 3x3\npool mean\ndense 2 or\n", "line 3"},
        {"conv 8 3x3\npool mean\ndense 2 or all\n", "line 3"},
        {"conv 8 3x3\npool mean\ndense 2 or none at all\n", "line 3"},
        {"conv 8 3x3\nnorm bands\npool mean\ndense 2\n", "line 2"},
        {"conv 0 3x3\npool mean\ndense 2\n", "channels"},
        {"conv 8 4x3\npool mean\ndense 2\n", "odd"},
        {"conv 8 3x3 pool 9x1\npool mean\ndense 2\n", "1 to 8"},
        {"conv 8 17x3 valid\npool mean\ndense 2\n", "row"},
        {"conv 8 3x3 dropout 1\npool mean\ndense 2\n", "dropout"},
        {"conv 8 3x3 dropout -1\npool mean\ndense 2\n", "dropout"},
        {"conv 8 3x3\npool mean\ndense 1\n", "dense"},
        {"conv 8 3x3\npool mean\ndense 65\n", "dense"},
        {"conv 8 3x3\npool mean\ntexture 0 hidden 4\ndense 2\n", "line 3"},
        {"conv 8 3x3\npool mean\ntexture 4\ndense 2\n", "line 3"},
        {"conv 8 3x3\npool mean\ntexture 4 hidden 4 dropout\ndense 2\n", "line 3"},
        {"conv 8 3x3\npool mean\ntexture 4 hidden 4\ndropout 0.1\ndense 2\n", "line 4"},
        {"conv 8 3x3\ntexture 4 hidden 4\npool mean\ndense 2\n", "line 2"},
        {"conv 8 3x3\npool mean\ntexture 17 hidden 4\ndense 2\n", "cepstra"},
        {"hear 1\nconv 8 3x3\npool mean\ntexture 1 hidden 4\ndense 2\n", "bands"},
        {"conv 8 3x3\npool mean\ntexture 4 hidden 1025\ndense 2\n", "1024"},
        {"conv 8 3x3\npool mean\ntexture 4 hidden 4 dropout 1\ndense 2\n", "dropout"},
        {"conv 8 3x1 pool 1x2\npool mean\ntexture 4 hidden 4\ndense 2\n", "before"},
        {"conv 99999999999999999999 3x3\npool mean\ndense 2\n", "line 1"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        genus_architecture arch;
        genus_error error = {0};
        assert_int_equal(genus_architecture_parse(cases[i].text, 16, &arch, &error),
                         GENUS_ERROR_NETWORK);
        if (strstr(error.message, cases[i].word) == NULL) {
            fail_msg("\"%s\" does not name %s", error.message, cases[i].word);
        }
    }
}

static void a_receptive_field_without_end_is_refused(void **state) {
    (void)state;
    genus_architecture arch = {
        .pool_mean = true, .labels = 2, .block_count = GENUS_ARCHITECTURE_BLOCKS_MAX};
    for (size_t i = 0; i < GENUS_ARCHITECTURE_BLOCKS_MAX; i++) {
        arch.blocks[i] = (genus_architecture_block){1, 1, 128, true, 1, 8, 0.0F};
    }
    assert_int_equal(genus_architecture_check(&arch, 16, NULL), GENUS_ERROR_NETWORK);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(genus_has_the_published_number_of_parameters),
        cmocka_unit_test(seed_is_the_classic_three_blocks),
        cmocka_unit_test(columns_count_as_layer_by_layer),
        cmocka_unit_test(the_text_form_survives_a_round_trip),
        cmocka_unit_test(the_longest_plan_fits_its_text),
        cmocka_unit_test(what_cannot_be_built_is_refused_with_its_line),
        cmocka_unit_test(a_receptive_field_without_end_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
