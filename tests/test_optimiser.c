// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Optimiser and schedule against their definitions in double precision; calibration against search.

#include "train/nn/optimiser.h"

#include "engine/stream/verdict.h"
#include "train/eval/scores.h"
#include "train/util/random.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void steps_are_those_of_adamw(void **state) {
    (void)state;
    enum { COUNT = 5, STEPS = 30 };
    float values[COUNT] = {1.0F, -2.0F, 0.5F, 0.0F, 3.0F};
    double expected[COUNT] = {1.0, -2.0, 0.5, 0.0, 3.0};
    double mean[COUNT] = {0};
    double square[COUNT] = {0};
    genus_optimiser *optimiser = genus_optimiser_new(COUNT, 0.01F);
    genus_random random = genus_random_seeded(1, 0);
    const genus_cycle cycle = {.rate = 0.01F, .beta1 = 0.9F};
    for (int step = 1; step <= STEPS; step++) {
        float gradient[COUNT];
        for (size_t i = 0; i < COUNT; i++) {
            gradient[i] = genus_random_normal(&random);
            const double g = (double)gradient[i];
            mean[i] = 0.9 * mean[i] + 0.1 * g;
            square[i] = 0.999 * square[i] + 0.001 * g * g;
            expected[i] -= 0.01 * 0.01 * expected[i];
            expected[i] -= 0.01 * (mean[i] / (1.0 - pow(0.9, step))) /
                           (sqrt(square[i] / (1.0 - pow(0.999, step))) + 1e-8);
        }
        genus_optimiser_step(optimiser, cycle, gradient, values);
    }
    for (size_t i = 0; i < COUNT; i++) {
        assert_float_equal(values[i], expected[i], 1e-5);
    }
    genus_optimiser_free(optimiser);
}

static void the_rate_climbs_to_its_peak_and_falls_to_nothing(void **state) {
    (void)state;
    enum { STEPS = 100 };
    // PyTorch's OneCycleLR: start peak / 25, top at 0.2 * 100 - 1, end peak / 250,000.
    assert_float_equal(genus_one_cycle(0, STEPS, 1e-3F, 0.2F).rate, 4e-5, 1e-9);
    assert_float_equal(genus_one_cycle(0, STEPS, 1e-3F, 0.2F).beta1, 0.95, 1e-6);
    assert_float_equal(genus_one_cycle(19, STEPS, 1e-3F, 0.2F).rate, 1e-3, 1e-9);
    assert_float_equal(genus_one_cycle(19, STEPS, 1e-3F, 0.2F).beta1, 0.85, 1e-6);
    assert_float_equal(genus_one_cycle(99, STEPS, 1e-3F, 0.2F).rate, 4e-9, 1e-12);
    for (size_t step = 1; step < STEPS; step++) {
        const float before = genus_one_cycle(step - 1, STEPS, 1e-3F, 0.2F).rate;
        const float after = genus_one_cycle(step, STEPS, 1e-3F, 0.2F).rate;
        assert_true(step <= 19 ? after > before : after < before);
    }
    assert_true(isfinite(genus_one_cycle(0, 1, 1e-3F, 0.2F).rate));
    assert_true(isfinite(genus_one_cycle(0, 2, 1e-3F, 1.0F).rate));
}

enum { LABELS = 4 };

/// Clips whose truth is drawn from the softmax of honest logits; what is predicted are those, times
/// `overconfidence`.
static genus_predictions draw_clips(size_t count, float spread, float overconfidence,
                                    uint64_t seed) {
    genus_predictions clips = {
        .clips = count,
        .labels = LABELS,
        .truth = calloc(count, sizeof(uint32_t)),
        .logits = calloc(GENUS_PREFIXES * count * LABELS, sizeof(float)),
        .temperature = 1.0F,
    };
    assert_non_null(clips.logits);
    assert_non_null(clips.truth);
    float *logits = clips.logits + GENUS_WHOLE_CLIP * count * LABELS;
    genus_random random = genus_random_seeded(seed, 0);
    for (size_t i = 0; i < count; i++) {
        double weights[LABELS];
        double sum = 0.0;
        for (size_t c = 0; c < LABELS; c++) {
            const float honest = spread * genus_random_normal(&random);
            logits[i * LABELS + c] = overconfidence * honest;
            weights[c] = exp((double)honest);
            sum += weights[c];
        }
        double draw = sum * (double)genus_random_uniform(&random);
        while (clips.truth[i] + 1 < LABELS && draw >= weights[clips.truth[i]]) {
            draw -= weights[clips.truth[i]++];
        }
    }
    return clips;
}

static void the_temperature_of_many_clips_undoes_a_known_overconfidence(void **state) {
    (void)state;
    genus_predictions clips = draw_clips(40000, 1.0F, 3.0F, 2);
    genus_predictions_fit_temperature(&clips);
    assert_float_equal(clips.temperature, 3.0, 0.3);
    genus_predictions_clear(&clips);
}

static double loss_at(genus_predictions *clips, float temperature) {
    clips->temperature = temperature;
    return genus_predictions_loss(clips);
}

/// Of these temperatures the one with the lowest loss, as a logarithm.
static float lowest_loss(genus_predictions *clips) {
    float best = 0.0F;
    for (int i = -30; i <= 30; i++) {
        const float log_temperature = 0.02F * (float)i;
        if (loss_at(clips, expf(log_temperature)) < loss_at(clips, expf(best))) {
            best = log_temperature;
        }
    }
    return best;
}

/// Honest logits need none: the lowest loss of a hundred clips is now and then a third away from 1,
/// the temperature hardly ever more than a tenth, and mostly it is 1.
static void the_temperature_of_a_few_clips_is_not_left_to_chance(void **state) {
    (void)state;
    size_t far = 0;
    size_t one = 0;
    float farthest = 0.0F;
    for (uint64_t seed = 0; seed < 100; seed++) {
        genus_predictions clips = draw_clips(100, 4.0F, 1.0F, seed);
        genus_predictions_fit_temperature(&clips);
        const float away = fabsf(logf(clips.temperature));
        far += away > 0.1F;
        one += away < 0.01F;
        farthest = fmaxf(farthest, fabsf(lowest_loss(&clips)));
        genus_predictions_clear(&clips);
    }
    assert_true(farthest > 0.3F);
    assert_in_range(far, 0, 10);
    assert_in_range(one, 50, 100);
}

/// Where they say clearly that the network is too sure, few clips are believed.
static void a_few_clips_undo_most_of_a_great_overconfidence(void **state) {
    (void)state;
    double mean = 0.0;
    for (uint64_t seed = 0; seed < 100; seed++) {
        genus_predictions clips = draw_clips(100, 2.0F, 2.0F, seed);
        genus_predictions_fit_temperature(&clips);
        mean += (double)logf(clips.temperature) / 100.0;
        genus_predictions_clear(&clips);
    }
    assert_in_range((int)(100.0 * mean), 45, 69); // log 2 is 0.69.
}

/// Thresholds from a hundred clips each, on ten times as many that had no part in them.
static void verdicts_over_the_threshold_are_right_often_enough(void **state) {
    (void)state;
    size_t sure = 0;
    size_t correct = 0;
    for (uint64_t seed = 0; seed < 100; seed++) {
        genus_predictions known = draw_clips(100, 4.0F, 1.0F, 2 * seed);
        genus_predictions others = draw_clips(1000, 4.0F, 1.0F, 2 * seed + 1);
        genus_predictions_fit_temperature(&known);
        assert_int_equal(genus_predictions_fit_threshold(&known, 0.95, NULL), GENUS_OK);
        others.temperature = known.temperature;
        others.sure_threshold = known.sure_threshold;
        others.predicted[GENUS_WHOLE_CLIP] = true;
        genus_scores scores = {0};
        genus_scores_add(&scores, &others);
        sure += scores.sure;
        correct += scores.sure_correct;
        genus_predictions_clear(&known);
        genus_predictions_clear(&others);
    }
    assert_true((double)correct >= 0.95 * (double)sure);
    // Nor is it on the safe side by much: one or two in a hundred, at the cost of who is sure.
    assert_true((double)correct <= 0.97 * (double)sure);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(steps_are_those_of_adamw),
        cmocka_unit_test(the_rate_climbs_to_its_peak_and_falls_to_nothing),
        cmocka_unit_test(the_temperature_of_many_clips_undoes_a_known_overconfidence),
        cmocka_unit_test(the_temperature_of_a_few_clips_is_not_left_to_chance),
        cmocka_unit_test(a_few_clips_undo_most_of_a_great_overconfidence),
        cmocka_unit_test(verdicts_over_the_threshold_are_right_often_enough),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
