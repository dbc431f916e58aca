// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Weights files are no dialect: PyTorch, with a reader of our own out of Python's standard library,
// loads the same file and says the same. Skipped where PyTorch is not.

#include "engine/network.h"

#include "engine/model.h"
#include "support/command.h"
#include "support/random_model.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#define PYTHON "/usr/bin/python3" // Debian's, which has Debian's packages.
#define FRAMES ((size_t)387)
#define LABELS 10
#define TOLERANCE 1e-3F
#define SKIPPED 77

static bool torch_is_there(void) {
    static const char *const arguments[] = {PYTHON, "-c", "import torch", NULL};
    genus_test_command command;
    return genus_test_run(&command, arguments, NULL, NULL) == 0 && command.exit_code == 0;
}

static float *random_decibels(size_t count) {
    float *decibels = malloc(count * sizeof *decibels);
    assert_non_null(decibels);
    uint32_t random = 1;
    for (size_t i = 0; i < count; i++) {
        random = random * 1664525U + 1013904223U;
        decibels[i] = -70.0F + 80.0F * (float)(random >> 8) / 16777216.0F;
    }
    return decibels;
}

static void agree_about(const char *arch, uint32_t seed) {
    char folder[] = "/tmp/genus-torch-XXXXXX";
    assert_non_null(mkdtemp(folder));
    char weights[64];
    char input[64];
    (void)snprintf(weights, sizeof weights, "%s/weights.safetensors", folder);
    (void)snprintf(input, sizeof input, "%s/frames.safetensors", folder);

    genus_error error;
    genus_model *model = NULL;
    if (genus_test_write_random_model(weights, arch, LABELS, 0.5F, seed, &error) != GENUS_OK ||
        genus_model_load(weights, &model, &error) != GENUS_OK) {
        fail_msg("%s", error.message);
    }
    const size_t bands = genus_network_bands(genus_model_network(model));
    float *decibels = random_decibels(FRAMES * bands);
    const genus_tensor frames = {.name = "frames",
                                 .dtype = GENUS_DTYPE_F32,
                                 .rank = 2,
                                 .shape = {FRAMES, bands},
                                 .data = decibels};
    assert_int_equal(genus_safetensors_write(input, &frames, 1, NULL, 0, NULL), GENUS_OK);
    float ours[GENUS_LABELS_MAX];
    assert_int_equal(
        genus_network_forward(genus_model_network(model), decibels, FRAMES, ours, NULL), GENUS_OK);

    const char *const arguments[] = {PYTHON, "-B", GENUS_PEERS "/agree.py", weights, input, NULL};
    genus_test_command command;
    assert_int_equal(genus_test_run(&command, arguments, NULL, NULL), 0);
    if (command.exit_code != 0) {
        fail_msg("%s", command.err);
    }
    char *at = command.out;
    for (size_t i = 0; i < LABELS; i++) {
        char *end = NULL;
        const float theirs = strtof(at, &end);
        assert_true(end > at);
        assert_float_equal(ours[i], theirs, TOLERANCE);
        at = end;
    }
    free(decibels);
    genus_model_free(model);
    (void)unlink(weights);
    (void)unlink(input);
    (void)rmdir(folder);
}

static void pytorch_reads_our_weights_and_gets_our_logits(void **state) {
    (void)state;
    agree_about("genus", 1);
    agree_about("seed", 2);
}

int main(void) {
    if (!torch_is_there()) {
        (void)puts("SKIPPED: it needs PyTorch (python3-torch), which is not there");
        return SKIPPED;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pytorch_reads_our_weights_and_gets_our_logits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
