// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Inference against the slow plain network, in one pass and in chunks; columns against both.

#include "engine/nn/columns.h"

#include "support/plain_network.h"
#include "support/random_network.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char small_genus[] = "hear 29\n"
                                  "norm bands\n"
                                  "conv 8 3x3 pool 2x2\n"
                                  "conv 16 3x3 pool 2x2\n"
                                  "conv 24 3x3 pool 4x2\n"
                                  "conv 32 2x1 valid\n"
                                  "pool mean max 5\n"
                                  "dropout 0.3\n"
                                  "texture 6 hidden 9 dropout 0.2\n"
                                  "dense 10\n";

static const char *const archs[] = {
    small_genus,
    "conv 8 3x3 pool 2x2 dropout 0.25\nconv 12 3x3 pool 2x2\npool mean\ndense 4\n",
    "norm bands\nconv 5 5x4 valid pool 3x1\nconv 7 1x1\nconv 3 3x2 pool 1x3\npool max\ndense 2\n",
};

#define PLANS (sizeof archs / sizeof *archs)

/// The plain network's logits for frames in dB.
static void oracle(const random_network *network, const float *frames, size_t count,
                   double *logits) {
    const size_t cells = count * network->bands;
    float *input = calloc(cells, sizeof *input);
    assert_non_null(input);
    for (size_t i = 0; i < cells; i++) {
        input[i] = (frames[i] - network->normalisation.offset) / network->normalisation.scale;
    }
    const plain_batch batch = {
        .input = input,
        .normalisation = network->normalisation,
        .clips = 1,
        .frames = count,
        .bands = network->bands,
    };
    plain_logits(&network->arch, network->tensors, network->tensor_count, &batch, logits);
    free(input);
}

static void a_whole_clip_gives_the_plain_networks_logits(void **state) {
    (void)state;
    for (size_t p = 0; p < PLANS; p++) {
        random_network network = random_network_new(archs[p], 32, p);
        // Lengths around the reach and the stride, and one that needs several chunks.
        static const size_t lengths[] = {22, 23, 29, 30, 31, 100, 450};
        for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
            float *frames = random_frames(&network, lengths[i], i);
            float logits[GENUS_LABELS_MAX];
            double expected[GENUS_LABELS_MAX];
            assert_int_equal(
                genus_network_forward(network.network, frames, lengths[i], logits, NULL), GENUS_OK);
            // Frames that fill no column do not count, so the oracle does not get them.
            const size_t columns = genus_network_columns(network.network, lengths[i]);
            const size_t used = genus_network_receptive_field(network.network) +
                                (columns - 1) * genus_network_stride(network.network);
            oracle(&network, frames, used, expected);
            for (size_t label = 0; label < network.arch.labels; label++) {
                assert_float_equal(logits[label], expected[label], 2e-4);
            }
            free(frames);
        }
        random_network_free(&network);
    }
}

static void a_clip_without_a_column_is_refused(void **state) {
    (void)state;
    random_network network = random_network_new(small_genus, 32, 1);
    float *frames = random_frames(&network, 21, 1);
    float logits[GENUS_LABELS_MAX];
    assert_int_equal(genus_network_forward(network.network, frames, 21, logits, NULL),
                     GENUS_ERROR_ARGUMENT);
    free(frames);
    random_network_free(&network);
}

static void the_head_does_not_care_where_a_ring_wraps(void **state) {
    (void)state;
    random_network network = random_network_new(archs[1], 32, 2);
    const size_t size = genus_network_column_size(network.network);
    genus_workspace *workspace = genus_workspace_new(network.network, 1);
    genus_random random = genus_random_seeded(5, 0);
    float *columns = calloc(9 * size, sizeof *columns);
    assert_non_null(columns);
    for (size_t i = 0; i < 9 * size; i++) {
        columns[i] = fabsf(genus_random_normal(&random));
    }
    float whole[GENUS_LABELS_MAX];
    genus_network_head(network.network, workspace, columns, 9, NULL, 0, whole);
    for (size_t split = 1; split < 9; split++) {
        float logits[GENUS_LABELS_MAX];
        genus_network_head(network.network, workspace, columns + split * size, 9 - split, columns,
                           split, logits);
        for (size_t label = 0; label < network.arch.labels; label++) {
            assert_float_equal(logits[label], whole[label], 1e-5);
        }
    }
    free(columns);
    genus_workspace_free(workspace);
    random_network_free(&network);
}

// -------------------------------------------------------------------------------------- columns

/// Logits over the last `window` columns of a stretch, all recomputed.
static void recompute(const random_network *network, const float *frames, size_t count,
                      size_t window, float *logits) {
    const size_t columns = genus_network_columns(network->network, count);
    const size_t skipped =
        columns > window ? (columns - window) * genus_network_stride(network->network) : 0;
    assert_int_equal(genus_network_forward(network->network, frames + skipped * network->bands,
                                           count - skipped, logits, NULL),
                     GENUS_OK);
}

static void streamed_columns_equal_the_recomputed_window(void **state) {
    (void)state;
    enum { FRAMES = 600, CAPACITY = 20 };
    random_network network = random_network_new(small_genus, 32, 3);
    float *frames = random_frames(&network, FRAMES, 3);
    for (size_t chunk = 1; chunk <= 17; chunk += 4) {
        genus_columns *columns = genus_columns_new(network.network, CAPACITY, chunk);
        assert_non_null(columns);
        for (size_t i = 0; i < FRAMES; i++) {
            genus_columns_push(columns, frames + i * network.bands);
            assert_int_equal(genus_columns_made(columns),
                             genus_network_columns(network.network, i + 1));
            float logits[GENUS_LABELS_MAX];
            float expected[GENUS_LABELS_MAX];
            // Odd moments, so that verdicts fall inside of chunks.
            if (i % 37 != 0) {
                continue;
            }
            const size_t window = i % 2 == 0 ? CAPACITY : 7;
            const bool any = genus_columns_logits(columns, window, logits);
            assert_int_equal(any, i + 1 >= genus_network_receptive_field(network.network));
            if (any) {
                recompute(&network, frames, i + 1, window, expected);
                for (size_t label = 0; label < network.arch.labels; label++) {
                    assert_float_equal(logits[label], expected[label], 1e-5);
                }
            }
        }
        genus_columns_free(columns);
    }
    free(frames);
    random_network_free(&network);
}

static void no_column_spans_a_gap(void **state) {
    (void)state;
    random_network network = random_network_new(small_genus, 32, 4);
    const size_t size = genus_network_column_size(network.network);
    float *frames = random_frames(&network, 80, 4);
    genus_columns *columns = genus_columns_new(network.network, 40, 4);
    for (size_t i = 0; i < 45; i++) {
        genus_columns_push(columns, frames + i * network.bands);
    }
    genus_columns_gap(columns);
    for (size_t i = 45; i < 80; i++) {
        genus_columns_push(columns, frames + i * network.bands);
    }
    float logits[GENUS_LABELS_MAX];
    assert_true(genus_columns_logits(columns, 40, logits));

    // The oracle: the trunk on either stretch alone, the head over both.
    const size_t before = genus_network_columns(network.network, 45);
    const size_t after = genus_network_columns(network.network, 35);
    assert_int_equal(genus_columns_made(columns), before + after);
    genus_workspace *workspace = genus_workspace_new(network.network, before);
    float *made = calloc((before + after) * size, sizeof *made);
    assert_non_null(made);
    genus_network_trunk(network.network, workspace, frames, before, made);
    genus_network_trunk(network.network, workspace, frames + 45 * network.bands, after,
                        made + before * size);
    float expected[GENUS_LABELS_MAX];
    genus_network_head(network.network, workspace, made, before + after, NULL, 0, expected);
    for (size_t label = 0; label < network.arch.labels; label++) {
        assert_float_equal(logits[label], expected[label], 1e-5);
    }
    free(made);
    genus_workspace_free(workspace);
    genus_columns_clear(columns);
    assert_int_equal(genus_columns_made(columns), 0);
    assert_false(genus_columns_logits(columns, 40, logits));
    genus_columns_free(columns);
    free(frames);
    random_network_free(&network);
}

/// A network that levels hears what one without hears of level-normalised frames: as a clip, and as
/// a stream, in which a gap begins a new stretch.
static void frames_are_levelled_on_their_way_in(void **state) {
    (void)state;
    enum { FRAMES = 200, GAP = 90, CAPACITY = 40 };
    char text[GENUS_ARCHITECTURE_TEXT_MAX];
    (void)snprintf(text, sizeof text, "hear 29\nlevel 16\n%s", strchr(small_genus, '\n') + 1);
    random_network plain = random_network_new(small_genus, 32, 5);
    random_network levels = random_network_new(text, 32, 5);
    const genus_level_normalisation level_normalisation =
        genus_network_level_normalisation(levels.network);
    assert_int_equal(level_normalisation.memory, 16);
    assert_int_equal(level_normalisation.bands, 29);
    float *frames = random_frames(&plain, FRAMES, 5);
    float *levelled = random_frames(&plain, FRAMES, 5);
    genus_level_meter_frames(&level_normalisation, 32, GAP, levelled);
    float logits[GENUS_LABELS_MAX];
    float expected[GENUS_LABELS_MAX];
    assert_int_equal(genus_network_forward(plain.network, levelled, GAP, expected, NULL), GENUS_OK);
    assert_int_equal(genus_network_forward(levels.network, frames, GAP, logits, NULL), GENUS_OK);
    for (size_t label = 0; label < plain.arch.labels; label++) {
        assert_float_equal(logits[label], expected[label], 1e-5);
    }
    genus_level_meter_frames(&level_normalisation, 32, FRAMES - GAP, levelled + (size_t)GAP * 32);
    genus_columns *stream = genus_columns_new(levels.network, CAPACITY, 3);
    genus_columns *oracle = genus_columns_new(plain.network, CAPACITY, 3);
    for (size_t i = 0; i < FRAMES; i++) {
        if (i == GAP) {
            genus_columns_gap(stream);
            genus_columns_gap(oracle);
        }
        genus_columns_push(stream, frames + i * 32);
        genus_columns_push(oracle, levelled + i * 32);
    }
    assert_true(genus_columns_logits(stream, CAPACITY, logits));
    assert_true(genus_columns_logits(oracle, CAPACITY, expected));
    for (size_t label = 0; label < plain.arch.labels; label++) {
        assert_float_equal(logits[label], expected[label], 1e-5);
    }
    genus_columns_free(stream);
    genus_columns_free(oracle);
    free(frames);
    free(levelled);
    random_network_free(&plain);
    random_network_free(&levels);
}

// ------------------------------------------------------------------------------------ bad tensors

/// Builds from a copy of the tensors with one changed or left out.
static genus_status build(const random_network *network, const genus_tensor *tensors, size_t count,
                          genus_error *error) {
    genus_network *built = NULL;
    const genus_status status =
        genus_network_new(&network->arch, network->bands, &network->normalisation, tensors, count,
                          "w", &built, error);
    assert_true((status == GENUS_OK) == (built != NULL));
    genus_network_free(built);
    return status;
}

static void tensors_that_do_not_fit_are_named(void **state) {
    (void)state;
    random_network network = random_network_new(small_genus, 32, 6);
    const size_t count = network.tensor_count;
    genus_tensor *tensors = calloc(count + 1, sizeof *tensors);
    assert_non_null(tensors);
    for (size_t i = 0; i < count; i++) {
        genus_error error = {0};
        memcpy(tensors, network.tensors, count * sizeof *tensors);
        tensors[i] = tensors[count - 1];
        if (i + 1 < count) {
            assert_int_equal(build(&network, tensors, count - 1, &error),
                             GENUS_ERROR_TENSOR_MISSING);
        }
        memcpy(tensors, network.tensors, count * sizeof *tensors);
        tensors[i].shape[0]++;
        assert_int_equal(build(&network, tensors, count, &error), GENUS_ERROR_TENSOR_SHAPE);
        assert_non_null(strstr(error.message, tensors[i].name));

        tensors[i].shape[0]--;
        tensors[i].dtype = GENUS_DTYPE_I32;
        assert_int_equal(build(&network, tensors, count, &error), GENUS_ERROR_DTYPE);

        tensors[i].dtype = GENUS_DTYPE_F32;
        float *values = plain_find(tensors, count, tensors[i].name);
        const float kept = values[0];
        values[0] = NAN;
        assert_int_equal(build(&network, tensors, count, &error), GENUS_ERROR_NOT_FINITE);
        values[0] = kept;
    }
    tensors[count] = (genus_tensor){.name = "stranger", .dtype = GENUS_DTYPE_F32, .data = ""};
    assert_int_equal(build(&network, tensors, count + 1, NULL), GENUS_ERROR_TENSOR_UNKNOWN);
    plain_find(tensors, count, "norm1.running_var")[0] = -1.0F;
    assert_int_equal(build(&network, tensors, count, NULL), GENUS_ERROR_NETWORK);
    free(tensors);
    random_network_free(&network);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_whole_clip_gives_the_plain_networks_logits),
        cmocka_unit_test(a_clip_without_a_column_is_refused),
        cmocka_unit_test(the_head_does_not_care_where_a_ring_wraps),
        cmocka_unit_test(streamed_columns_equal_the_recomputed_window),
        cmocka_unit_test(no_column_spans_a_gap),
        cmocka_unit_test(frames_are_levelled_on_their_way_in),
        cmocka_unit_test(tensors_that_do_not_fit_are_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
