// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Weights files are no dialect: PyTorch, with a reader of our own out of Python's standard library,
// loads the same file and says the same. Skipped where PyTorch is not.

#include "engine/model/model.h"
#include "support/command.h"
#include "support/random_network.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#define PYTHON "/usr/bin/python3" // Debian's, which has Debian's packages.
#define FRAMES ((size_t)387)
#define BANDS 128
#define TOLERANCE 1e-3F
#define SKIPPED 77
#define PATH_SIZE 64

static bool torch_is_there(void) {
    static const char *const arguments[] = {PYTHON, "-c", "import torch", NULL};
    genus_test_command command;
    return genus_test_run(&command, arguments, NULL, NULL) == 0 && command.exit_code == 0;
}

// Frames [FRAMES][bands], also as a file.
static float *make_frames(size_t bands, const char *path) {
    float *decibels = calloc(FRAMES * bands, sizeof *decibels);
    assert_non_null(decibels);
    uint32_t random = 1;
    for (size_t i = 0; i < FRAMES * bands; i++) {
        random = random * 1664525U + 1013904223U; // Numerical Recipes' generator.
        decibels[i] = -70.0F + 80.0F * (float)(random >> 8) / 16777216.0F;
    }
    const genus_tensor frames = {.name = "frames",
                                 .dtype = GENUS_DTYPE_F32,
                                 .rank = 2,
                                 .shape = {FRAMES, bands},
                                 .data = decibels};
    assert_int_equal(genus_safetensors_write(path, &frames, 1, NULL, 0, NULL), GENUS_OK);
    return decibels;
}

// Logits as PyTorch prints them.
static void ask_torch(const char *weights, const char *frames, size_t labels, float *logits) {
    static const char script[] = GENUS_PEERS "/agree.py";
    const char *const arguments[] = {PYTHON, "-B", script, weights, frames, NULL};
    genus_test_command command;
    assert_int_equal(genus_test_run(&command, arguments, NULL, NULL), 0);
    if (command.exit_code != 0) {
        fail_msg("%s", command.err);
    }
    char *at = command.out;
    for (size_t i = 0; i < labels; i++) {
        char *end = NULL;
        logits[i] = strtof(at, &end);
        assert_true(end > at);
        at = end;
    }
}

static void agree_about(const char *weights, const char *frames_path) {
    genus_error error;
    genus_model *model = NULL;
    if (genus_model_load(weights, &model, &error) != GENUS_OK) {
        fail_msg("%s", error.message);
    }
    const genus_network *network = genus_model_network(model);
    float *frames = make_frames(genus_network_bands(network), frames_path);
    float ours[GENUS_LABELS_MAX] = {0.0F};
    float theirs[GENUS_LABELS_MAX] = {0.0F};
    assert_int_equal(genus_network_forward(network, frames, FRAMES, ours, NULL), GENUS_OK);
    ask_torch(weights, frames_path, genus_model_label_count(model), theirs);
    for (size_t i = 0; i < genus_model_label_count(model); i++) {
        assert_float_equal(ours[i], theirs[i], TOLERANCE);
    }
    free(frames);
    genus_model_free(model);
}

// Writes random weights for an architecture in text form.
static void write_weights(const char *arch, const char *path) {
    random_network network = random_network_new(arch, BANDS, 1);
    const genus_model_config config = {
        .labels = {"blues", "jazz", "rock"},
        .label_count = 3,
        .frontend = genus_frontend_settings_default(),
        .arch = network.arch,
        .normalisation = network.normalisation,
        .temperature = 1.0F,
        .sure_threshold = 0.5F,
    };
    assert_int_equal(
        genus_model_write(path, &config, network.tensors, network.tensor_count, NULL, 0, NULL),
        GENUS_OK);
    random_network_free(&network);
}

static const char *const archs[] = {
    "norm bands\nconv 32 3x3 pool 2x2\nconv 64 3x3 pool 2x2\nconv 128 3x3 pool 4x2\n"
    "conv 256 8x1 valid\npool mean max\ndropout 0.3\ndense 3\n",
    "hear 100\nlevel 20\nnorm bands\nconv 8 3x3 pool 2x2 dropout 0.2\nconv 16 5x4 valid pool 3x1\n"
    "pool mean max 14\ntexture 12 hidden 16\ndense 3\n",
    "conv 8 3x3 pool 2x2\npool mean\ntexture 20 hidden 128 dropout 0.3\ndense 3\n",
    "conv 5 5x4 valid pool 3x1\nconv 7 1x1\nconv 3 3x2 pool 1x3\npool max 5\ndense 3\n",
};

static void pytorch_reads_our_weights_and_gets_our_logits(void **state) {
    (void)state;
    char folder[] = "/tmp/genus-torch-XXXXXX";
    char weights[PATH_SIZE];
    char frames[PATH_SIZE];
    assert_non_null(mkdtemp(folder));
    (void)snprintf(weights, sizeof weights, "%s/weights.safetensors", folder);
    (void)snprintf(frames, sizeof frames, "%s/frames.safetensors", folder);
    for (size_t i = 0; i < sizeof archs / sizeof *archs; i++) {
        write_weights(archs[i], weights);
        agree_about(weights, frames);
    }
    if (access(GENUS_BUILD_WEIGHTS, R_OK) == 0) {
        agree_about(GENUS_BUILD_WEIGHTS, frames);
    } else {
        (void)puts("SKIPPED: " GENUS_BUILD_WEIGHTS ", which is not there");
    }
    (void)unlink(weights);
    (void)unlink(frames);
    (void)rmdir(folder);
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
