// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The trainer's options as a table: values to fields and back, ranges, and command lines that are
// read by it.

#include "engine/model/model.h"
#include "support/command.h"
#include "train/cli/command.h"
#include "train/nn/recipe.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/** A field of every kind. */
typedef struct fields {
    const char *text;
    bool flag;
    unsigned few;
    size_t many;
    uint64_t seed;
    float share;
} fields;

static const genus_option options[] = {
    {"text", "TEXT", "a text", GENUS_OPTION_FIELD(fields, text)},
    {"flag", NULL, "a flag", GENUS_OPTION_FIELD(fields, flag)},
    {"few", "N", "a number", GENUS_OPTION_FIELD(fields, few), .least = 1, .most = 256},
    {"many", "N", "a size", GENUS_OPTION_FIELD(fields, many), .least = 2},
    {"seed", "N", "a seed", GENUS_OPTION_FIELD(fields, seed)},
    {"share", "X", "a share", GENUS_OPTION_FIELD(fields, share), .most = 0.99999},
    {.name = NULL},
};

static bool take(const char *name, const char *value, fields *fields) {
    const genus_option *option = options;
    while (strcmp(option->name, name) != 0) {
        option++;
    }
    return genus_option_take(option, value, fields);
}

static void takes_what_is_in_range(void **state) {
    (void)state;
    fields f = {0};
    assert_true(take("text", "--odd", &f));
    assert_string_equal(f.text, "--odd");
    assert_true(take("flag", NULL, &f) && f.flag);
    assert_true(take("few", "1", &f) && f.few == 1);
    assert_true(take("few", "256", &f) && f.few == 256);
    assert_true(take("many", "123456", &f) && f.many == 123456);
    assert_true(take("seed", "18446744073709551615", &f) && f.seed == UINT64_MAX);
    assert_true(take("share", "0.99999", &f) && f.share == 0.99999F);
    assert_true(take("share", "1e-3", &f) && f.share == 1e-3F);
}

static void refuses_everything_else_and_leaves_the_field(void **state) {
    (void)state;
    fields f = {.few = 7, .many = 7, .seed = 7, .share = 0.5F};
    const char *const wrong[][2] = {
        {"few", "0"},    {"few", "257"},   {"few", ""},       {"few", "1x"},
        {"few", "-1"},   {"few", "+1"},    {"few", "1.0"},    {"few", "4294967297"},
        {"many", "1"},   {"many", " 2"},   {"seed", "-1"},    {"seed", "18446744073709551616"},
        {"share", "1"},  {"share", "nan"}, {"share", "-0.1"}, {"share", "0,5"},
        {"share", "inf"}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_false(take(wrong[i][0], wrong[i][1], &f));
    }
    assert_true(f.few == 7 && f.many == 7 && f.seed == 7 && f.share == 0.5F);
}

/** What is recorded by a recipe, read back option by option, is that recipe. */
static void a_recipe_survives_its_settings(void **state) {
    (void)state;
    char text[GENUS_RECIPE_TEXT];
    char again[GENUS_RECIPE_TEXT];
    genus_recipe recipe = genus_recipe_default();
    recipe.arch = "seed";
    recipe.seed = UINT64_MAX;
    recipe.averaging = 0.25F;
    recipe.augmentation.lost_bands = 3;
    genus_recipe_print(&recipe, text);
    genus_recipe read = {.arch = NULL};
    char *words = strdup(text);
    char *rest = NULL;
    const genus_option *option = genus_recipe_options;
    for (char *name = strtok_r(words, " ", &rest); name != NULL;
         name = strtok_r(NULL, " ", &rest)) {
        assert_string_equal(name + 2, option->name);
        assert_true(genus_option_take(option++, strtok_r(NULL, " ", &rest), &read));
    }
    assert_null(option->name);
    genus_recipe_print(&read, again);
    assert_string_equal(again, text);
    free(words);
}

/** Weights of today are what a fit records tomorrow: names, order and numbers; what is new comes
 *  behind them. */
static void settings_begin_as_those_of_the_shipped_weights(void **state) {
    (void)state;
    genus_model *model = NULL;
    genus_error error = {0};
    char text[GENUS_RECIPE_TEXT];
    assert_int_equal(genus_model_load(GENUS_BUILD_WEIGHTS, &model, &error), GENUS_OK);
    const genus_recipe recipe = genus_recipe_default();
    genus_recipe_print(&recipe, text);
    const char *shipped = genus_model_metadata(model, "settings");
    assert_memory_equal(text, shipped, strlen(shipped));
    genus_model_free(model);
}

static genus_test_command said;

#define COMPLAINT(name, wanted, ...)                                                               \
    (genus_test_call_here(&said, genus_command_named(name), __VA_ARGS__, NULL) == (wanted)         \
         ? said.err                                                                                \
         : "another exit code")

static void says_what_a_command_line_lacks(void **state) {
    (void)state;
    assert_string_equal(COMPLAINT("fit", GENUS_EXIT_USAGE, "data"),
                        "genus-train: needs DATA and --out WEIGHTS (see --help)\n");
    assert_string_equal(COMPLAINT("evaluate", GENUS_EXIT_USAGE, "w"),
                        "genus-train: needs WEIGHTS and DATA (see --help)\n");
    assert_string_equal(COMPLAINT("report", GENUS_EXIT_USAGE, "--out", "f"),
                        "genus-train: needs WEIGHTS and --out FILE (see --help)\n");
    assert_string_equal(COMPLAINT("inspect", GENUS_EXIT_USAGE, "w", "more"),
                        "genus-train: needs WEIGHTS (see --help)\n");
    assert_string_equal(COMPLAINT("fit", GENUS_EXIT_USAGE, "--epochs", "0"),
                        "genus-train: --epochs cannot be 0 (see --help)\n");
    assert_string_equal(
        COMPLAINT("report", GENUS_EXIT_USAGE, "w", "--out", "f", "--degrade", "all"),
        "genus-train: --part, --clips, --degrade and --cache need DATA (see --help)\n");
}

/** Work that cannot be written down does not begin: not even its data are looked for. */
static void a_file_that_cannot_be_written_ends_it_at_once(void **state) {
    (void)state;
    const char *complaint =
        COMPLAINT("check", GENUS_EXIT_FAILED, "/nowhere/data", "--json", "/nowhere/report");
    assert_non_null(strstr(complaint, "/nowhere/report: cannot be written"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_what_is_in_range),
        cmocka_unit_test(refuses_everything_else_and_leaves_the_field),
        cmocka_unit_test(a_recipe_survives_its_settings),
        cmocka_unit_test(settings_begin_as_those_of_the_shipped_weights),
        cmocka_unit_test(says_what_a_command_line_lacks),
        cmocka_unit_test(a_file_that_cannot_be_written_ends_it_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
