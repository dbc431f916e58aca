// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The learner against the plain network: its loss, its gradients by finite differences, its running
// statistics, and its independence of the number of threads.

#include "train/nn/augment.h"
#include "train/nn/layers.h"
#include "train/nn/learner.h"

#include "support/plain_network.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/// Every kind of layer, small: band norm, padding and none, pools that leave a remainder, a kernel
/// over all rows.
static const char small_arch[] = "hear 12\n"
                                 "norm bands\n"
                                 "conv 4 3x3 pool 2x2\n"
                                 "conv 5 3x2 valid pool 1x2\n"
                                 "conv 6 3x1 pool 2x1\n"
                                 "conv 7 2x1 valid\n"
                                 "pool mean max 2\n"
                                 "texture 3 hidden 5\n"
                                 "dense 3 or none\n";

/// Rows and columns that are left, mean alone, no band norm.
static const char bare_arch[] = "conv 3 3x3 pool 2x2\n"
                                "conv 4 3x3\n"
                                "pool mean\n"
                                "dense 2\n";

enum { BANDS = 13, FRAMES = 19, CLIPS = 6 };

static const genus_normalisation as_it_is = {0.0F, 1.0F};

static const uint32_t labels[CLIPS] = {0, 1, 1, 0, 1, 0};

/// A learner with random numbers everywhere, so that no gradient hides behind a zero.
struct fixture {
    genus_architecture arch;
    genus_thread_pool *team;
    genus_learner *learner;
    genus_spectral_statistics *spectral; ///< NULL if the architecture has none.
    genus_intake intake;
    float input[CLIPS * FRAMES * BANDS];
    size_t music;                          ///< The clips behind these are none of the labels.
    size_t heard[GENUS_LEARNER_STRETCHES]; ///< Frames of a clip that each stretch has.
};

static void fill(void *context, size_t clip, float *input, float *spectral, float *target) {
    const struct fixture *fixture = context;
    const uint32_t count = fixture->arch.labels;
    memset(target, 0, (count + 1) * sizeof *target);
    if (clip < fixture->music) {
        genus_smooth_target(labels[clip], count, 0.1F, target);
    } else {
        target[count] = 1.0F;
    }
    memcpy(input, fixture->input + clip * FRAMES * BANDS, FRAMES * BANDS * sizeof *input);
    for (size_t i = 0; fixture->spectral != NULL && i < GENUS_LEARNER_STRETCHES; i++) {
        genus_intake_spectral_statistics(&fixture->intake, input, fixture->heard[i],
                                         spectral + i * fixture->intake.spectral_features);
    }
}

static struct fixture *new_fixture(const char *text, size_t threads) {
    struct fixture *fixture = calloc(1, sizeof *fixture);
    assert_non_null(fixture);
    genus_error error = {0};
    assert_int_equal(genus_architecture_parse(text, BANDS, &fixture->arch, &error), GENUS_OK);
    assert_int_equal(genus_thread_pool_new(threads, &fixture->team, &error), GENUS_OK);
    assert_int_equal(genus_learner_new(&fixture->arch, BANDS, FRAMES, CLIPS, fixture->team,
                                       &fixture->learner, &error),
                     GENUS_OK);
    if (fixture->arch.spectral > 0) {
        const genus_spectral_statistics_shape shape =
            genus_architecture_spectral(&fixture->arch, BANDS);
        fixture->spectral = genus_spectral_statistics_new(&shape, BANDS, 0.0F);
        assert_non_null(fixture->spectral);
    }
    fixture->intake = genus_intake_of(&fixture->arch, BANDS, &as_it_is, fixture->spectral);
    for (size_t i = 0; i < GENUS_LEARNER_STRETCHES; i++) {
        fixture->heard[i] = FRAMES;
    }
    genus_random random = genus_random_seeded(7, 0);
    const genus_parameter_map *map = genus_learner_map(fixture->learner);
    float *values = genus_learner_values(fixture->learner);
    genus_parameters_start(map, &random, values, genus_learner_running(fixture->learner));
    for (size_t i = 0; i < genus_architecture_spectral_features(&fixture->arch, BANDS); i++) {
        float *running = genus_learner_running(fixture->learner);
        running[map->spectral_mean + i] = genus_random_normal(&random);
        running[map->spectral_scale + i] = 0.5F + genus_random_uniform(&random);
    }
    for (size_t i = 0; i < map->count; i++) {
        values[i] += 0.2F * genus_random_normal(&random);
    }
    for (size_t i = 0; i < CLIPS * FRAMES * BANDS; i++) {
        fixture->input[i] = 0.3F + genus_random_normal(&random);
    }
    return fixture;
}

static void free_fixture(struct fixture *fixture) {
    genus_learner_free(fixture->learner);
    genus_spectral_statistics_free(fixture->spectral);
    genus_thread_pool_free(fixture->team);
    free(fixture);
}

/// A step over `clips` clips, of which `music` are of some label.
static double step_over(struct fixture *fixture, size_t clips, size_t music) {
    fixture->music = music;
    const genus_batch batch = {
        .clips = clips,
        .seed = 3,
        .fill = fill,
        .context = fixture,
    };
    return genus_learner_step(fixture->learner, &batch);
}

static double step(struct fixture *fixture) {
    return step_over(fixture, CLIPS, CLIPS);
}

/// The plain network's loss when parameter `index` has another value.
static double loss_at(struct fixture *fixture, size_t index, float value) {
    const genus_parameter_map *map = genus_learner_map(fixture->learner);
    float *values = genus_learner_values(fixture->learner);
    const float before = values[index];
    values[index] = value;
    genus_tensor_list *list =
        genus_tensor_list_new(map, values, genus_learner_running(fixture->learner));
    values[index] = before;
    assert_non_null(list);
    size_t count = 0;
    const genus_tensor *tensors = genus_tensor_list_tensors(list, &count);
    const plain_batch batch = {.input = fixture->input,
                               .normalisation = as_it_is,
                               .clips = CLIPS,
                               .frames = FRAMES,
                               .bands = BANDS,
                               .measured = fixture->music};
    uint32_t truth[CLIPS];
    for (size_t i = 0; i < CLIPS; i++) {
        truth[i] = i < fixture->music ? labels[i] : PLAIN_NONE;
    }
    const bool trunk = index < map->dense.weight;
    const double loss = plain_loss(&fixture->arch, tensors, count, &batch, truth, 0.1,
                                   trunk ? (double)GENUS_LEARNER_NONE_SHARE : 1.0);
    genus_tensor_list_free(list);
    return loss;
}

/// The first `music` clips are of some label.
static void check_gradients(const char *text, size_t music) {
    struct fixture *fixture = new_fixture(text, 2);
    const double loss = step_over(fixture, CLIPS, music);
    const float *values = genus_learner_values(fixture->learner);
    const size_t count = genus_learner_map(fixture->learner)->count;
    assert_float_equal(loss, loss_at(fixture, count - 1, values[count - 1]), 1e-5);
    const float *gradient = genus_learner_gradient(fixture->learner);
    for (size_t i = 0; i < count; i++) {
        // So small a step that hardly any ReLU or maximum changes sides within it.
        const float up = values[i] + 4e-6F;
        const float down = values[i] - 4e-6F;
        const double slope =
            (loss_at(fixture, i, up) - loss_at(fixture, i, down)) / ((double)up - (double)down);
        if (fabs(slope - (double)gradient[i]) > 1e-4 + 5e-3 * fabs(slope)) {
            fail_msg("parameter %zu of %zu: gradient %g, finite difference %g", i, count,
                     (double)gradient[i], slope);
        }
    }
    free_fixture(fixture);
}

static void gradients_of_every_layer_match_finite_differences(void **state) {
    (void)state;
    check_gradients(small_arch, CLIPS);
}

static void gradients_without_band_norm_match_finite_differences(void **state) {
    (void)state;
    check_gradients(bare_arch, CLIPS);
}

/// The gradient over a short and a long stretch is the mean of that over two short ones and that
/// over two long ones.
static void stretches_of_a_clip_weigh_alike(void **state) {
    (void)state;
    static const size_t heard[3][2] = {
        {FRAMES - 4, FRAMES}, {FRAMES - 4, FRAMES - 4}, {FRAMES, FRAMES}};
    _Static_assert(GENUS_LEARNER_STRETCHES == 2, "a short and a long one");
    struct fixture *fixtures[3];
    double loss[3];
    for (size_t i = 0; i < 3; i++) {
        fixtures[i] = new_fixture(small_arch, 1);
        memcpy(fixtures[i]->heard, heard[i], sizeof heard[i]);
        loss[i] = step(fixtures[i]);
    }
    assert_true(fabs(loss[0] - 0.5 * (loss[1] + loss[2])) < 1e-6);
    assert_true(fabs(loss[1] - loss[2]) > 1e-3);
    for (size_t i = 0; i < genus_learner_map(fixtures[0]->learner)->count; i++) {
        const float mean = 0.5F * (genus_learner_gradient(fixtures[1]->learner)[i] +
                                   genus_learner_gradient(fixtures[2]->learner)[i]);
        assert_float_equal(genus_learner_gradient(fixtures[0]->learner)[i], mean,
                           1e-5F + 1e-5F * fabsf(mean));
    }
    for (size_t i = 0; i < 3; i++) {
        free_fixture(fixtures[i]);
    }
}

static void any_number_of_threads_gives_the_same_bits(void **state) {
    (void)state;
    struct fixture *alone = new_fixture(small_arch, 1);
    const double loss = step(alone);
    const genus_parameter_map *map = genus_learner_map(alone->learner);
    for (size_t threads = 2; threads <= 4; threads++) {
        struct fixture *team = new_fixture(small_arch, threads);
        assert_true(step(team) == loss);
        assert_memory_equal(genus_learner_gradient(team->learner),
                            genus_learner_gradient(alone->learner), map->count * sizeof(float));
        assert_memory_equal(genus_learner_running(team->learner),
                            genus_learner_running(alone->learner), map->running * sizeof(float));
        free_fixture(team);
    }
    free_fixture(alone);
}

static void what_is_none_of_the_labels_reaches_the_trunk_by_its_share(void **state) {
    (void)state;
    check_gradients(small_arch, 4);
}

static void statistics_are_of_music_alone(void **state) {
    (void)state;
    const size_t few = 4;
    struct fixture *music = new_fixture(small_arch, 1);
    struct fixture *mixed = new_fixture(small_arch, 1);
    (void)step_over(music, few, few);
    (void)step_over(mixed, CLIPS, few);
    assert_memory_equal(genus_learner_running(mixed->learner),
                        genus_learner_running(music->learner),
                        genus_learner_map(music->learner)->running * sizeof(float));
    free_fixture(music);
    free_fixture(mixed);
}

static void a_batch_without_music_leaves_the_statistics_alone(void **state) {
    (void)state;
    struct fixture *fixture = new_fixture(small_arch, 1);
    (void)step(fixture);
    const genus_parameter_map *map = genus_learner_map(fixture->learner);
    float *running = calloc(map->running, sizeof *running);
    assert_non_null(running);
    memcpy(running, genus_learner_running(fixture->learner), map->running * sizeof *running);
    assert_true(isfinite(step_over(fixture, CLIPS, 0)));
    assert_memory_equal(genus_learner_running(fixture->learner), running,
                        map->running * sizeof *running);
    const float *gradient = genus_learner_gradient(fixture->learner);
    for (size_t i = 0; i < map->count; i++) {
        assert_true(isfinite(gradient[i]));
    }
    free(running);
    free_fixture(fixture);
}

static void running_statistics_move_a_tenth_towards_the_batch(void **state) {
    (void)state;
    struct fixture *fixture = new_fixture(small_arch, 1);
    (void)step(fixture);
    const genus_norm_place *place = &genus_learner_map(fixture->learner)->band_norm;
    const double cells = CLIPS * FRAMES;
    for (size_t band = 0; band < fixture->arch.heard_bands; band++) {
        double mean = 0.0;
        double variance = 0.0;
        for (size_t i = 0; i < CLIPS * FRAMES; i++) {
            mean += (double)fixture->input[i * BANDS + band] / cells;
        }
        for (size_t i = 0; i < CLIPS * FRAMES; i++) {
            const double from_mean = (double)fixture->input[i * BANDS + band] - mean;
            variance += from_mean * from_mean / (cells - 1.0);
        }
        const float *running = genus_learner_running(fixture->learner);
        assert_float_equal(running[place->mean + band], (float)(0.1 * mean), 1e-5);
        assert_float_equal(running[place->variance + band], (float)(0.9 + 0.1 * variance), 1e-5);
    }
    free_fixture(fixture);
}

static void a_clip_too_short_for_the_network_is_refused(void **state) {
    (void)state;
    struct fixture *fixture = new_fixture(small_arch, 1);
    genus_learner *learner = NULL;
    genus_error error = {0};
    assert_int_equal(
        genus_learner_new(&fixture->arch, BANDS, 3, CLIPS, fixture->team, &learner, &error),
        GENUS_ERROR_ARGUMENT);
    assert_null(learner);
    free_fixture(fixture);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gradients_of_every_layer_match_finite_differences),
        cmocka_unit_test(gradients_without_band_norm_match_finite_differences),
        cmocka_unit_test(stretches_of_a_clip_weigh_alike),
        cmocka_unit_test(any_number_of_threads_gives_the_same_bits),
        cmocka_unit_test(what_is_none_of_the_labels_reaches_the_trunk_by_its_share),
        cmocka_unit_test(statistics_are_of_music_alone),
        cmocka_unit_test(a_batch_without_music_leaves_the_statistics_alone),
        cmocka_unit_test(running_statistics_move_a_tenth_towards_the_batch),
        cmocka_unit_test(a_clip_too_short_for_the_network_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
