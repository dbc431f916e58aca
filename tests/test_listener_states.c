// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What a listener says where there is little to say: of silence, pauses, too little sound, sound
// that is none, and when it is not sure.

#include "support/listening.h"
#include "support/random_model.h"
#include "train/util/random.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define RATE 22050.0
#define PI 3.14159265358979323846

static void under_three_seconds_there_is_no_verdict(void **state) {
    float *music = genus_test_music(RATE, 1, genus_test_frames(3.0, RATE), 5);
    const double seconds[4] = {0.0, 0.01, 1.0, 2.99};
    for (size_t i = 0; i < 4; i++) {
        const genus_verdict verdict =
            genus_test_classify(state, RATE, 1, music, genus_test_frames(seconds[i], RATE));
        assert_int_equal(verdict.state, GENUS_LISTENING);
        assert_int_equal(verdict.top, -1);
        assert_int_equal(verdict.track_top, -1);
        assert_float_equal(verdict.confidence, 0.0F, 0.0F);
        assert_true(fabs(verdict.seconds_heard - seconds[i]) < 1e-4);
    }
    const genus_verdict verdict =
        genus_test_classify(state, RATE, 1, music, genus_test_frames(3.0, RATE));
    assert_true(verdict.top >= 0);
    assert_true(verdict.track_top >= 0);
    free(music);
}

static void silence_has_no_genre(void **state) {
    const size_t frames = genus_test_frames(10.0, 44100.0);
    float *quiet = calloc(frames, sizeof *quiet);
    assert_non_null(quiet);
    genus_verdict verdict = genus_test_classify(state, 44100.0, 1, quiet, frames);
    assert_int_equal(verdict.state, GENUS_SILENCE);
    assert_int_equal(verdict.top, -1);
    assert_int_equal(verdict.track_top, -1);
    assert_float_equal(verdict.level_dbfs, -120.0F, 0.0F);

    // RMS just under and just over the threshold.
    for (int over = 0; over < 2; over++) {
        const double peak = sqrt(2.0) * pow(10.0, GENUS_SILENCE_DBFS / 20.0) * (over ? 1.01 : 0.99);
        for (size_t i = 0; i < frames; i++) {
            quiet[i] = (float)(peak * sin(2.0 * PI * 440.0 * (double)i / 44100.0));
        }
        verdict = genus_test_classify(state, 44100.0, 1, quiet, frames);
        assert_int_equal(verdict.state == GENUS_SILENCE, over == 0);
        assert_float_equal(verdict.level_dbfs, GENUS_SILENCE_DBFS, 0.2F);
    }
    free(quiet);
}

static void silence_after_music_keeps_the_tracks_genre(void **state) {
    const size_t frames = genus_test_frames(8.0, RATE);
    float *music = genus_test_music(RATE, 1, frames, 5);
    float *quiet = calloc(frames, sizeof *quiet);
    assert_non_null(quiet);
    genus_listener *listener = genus_test_listener(state, RATE, 1, 0.5);
    genus_test_stream(listener, music, 1, frames, 512);
    const genus_verdict loud = genus_test_verdict(listener);
    assert_true(loud.top >= 0);
    genus_test_stream(listener, quiet, 1, frames, 512);
    const genus_verdict verdict = genus_test_verdict(listener);
    assert_int_equal(verdict.state, GENUS_SILENCE);
    assert_int_equal(verdict.top, -1);
    assert_true(verdict.track_top >= 0);
    genus_listener_free(listener);
    free(quiet);
    free(music);
}

/** Until silence is long enough to be called that, it says nothing about the music. */
static void a_pause_leaves_the_verdict_as_it_was(void **state) {
    const size_t frames = genus_test_frames(5.0, RATE);
    const size_t block = genus_test_frames(0.1, RATE);
    float *music = genus_test_music(RATE, 1, frames, 5);
    float *quiet = calloc(block, sizeof *quiet);
    assert_non_null(quiet);
    genus_listener *listener = genus_test_listener(state, RATE, 1, 0.1);
    genus_test_stream(listener, music, 1, frames, block);
    assert_true(genus_test_verdict(listener).top >= 0);
    for (int i = 0; i < 5; i++) {
        genus_test_stream(listener, quiet, 1, block, block);
    }
    const genus_verdict held = genus_test_verdict(listener);
    assert_true(held.top >= 0);
    genus_verdict verdict = held;
    size_t verdicts = 0;
    for (; verdict.state != GENUS_SILENCE; verdicts++) {
        assert_memory_equal(verdict.posterior, held.posterior, sizeof held.posterior);
        assert_true(verdict.top == held.top && verdict.state == held.state);
        genus_test_stream(listener, quiet, 1, block, block);
        verdict = genus_test_verdict(listener);
    }
    assert_in_range(verdicts, 20, 40);
    assert_memory_equal(verdict.track_posterior, held.track_posterior, sizeof held.track_posterior);
    // Sound again: the window is judged again.
    genus_test_stream(listener, music, 1, frames, block);
    assert_true(genus_test_verdict(listener).confidence != held.confidence);
    genus_listener_free(listener);
    free(quiet);
    free(music);
}

static void the_level_is_the_rms_of_the_end(void **state) {
    const size_t frames = genus_test_frames(4.0, RATE);
    float *tone = calloc(frames, sizeof *tone);
    assert_non_null(tone);
    for (size_t i = 0; i < frames; i++) {
        const double gain = i < frames / 2 ? 1.0 : 0.1;
        tone[i] = (float)(gain * sin(2.0 * PI * 1000.0 * (double)i / RATE));
    }
    const genus_verdict verdict = genus_test_classify(state, RATE, 1, tone, frames);
    assert_float_equal(verdict.level_dbfs, -23.01F, 0.1F);
    free(tone);
}

static void samples_that_are_no_sound_are_silenced_and_counted(void **state) {
    const size_t frames = genus_test_frames(6.0, 44100.0);
    float *music = genus_test_music(44100.0, 2, frames, 5);
    float *broken = calloc(frames, 2 * sizeof *broken);
    assert_non_null(broken);
    const float faults[4] = {NAN, INFINITY, -INFINITY, 1e9F};
    genus_random random = genus_random_seeded(99, 0);
    uint64_t count = 0;
    memcpy(broken, music, frames * 2 * sizeof *broken);
    for (size_t i = 0; i < frames; i++) {
        if (genus_random_below(&random, 50) == 0) {
            broken[i * 2 + i % 2] = faults[count % 4];
            music[i * 2] = 0.0F;
            music[i * 2 + 1] = 0.0F;
            count++;
        }
    }
    const genus_verdict healed = genus_test_classify(state, 44100.0, 2, music, frames);
    const genus_verdict verdict = genus_test_classify(state, 44100.0, 2, broken, frames);
    assert_int_equal(verdict.invalid_samples, count);
    assert_same_judgement(&verdict, &healed);

    for (size_t i = 0; i < frames * 2; i++) {
        broken[i] = NAN;
    }
    const genus_verdict none = genus_test_classify(state, 44100.0, 2, broken, frames);
    assert_int_equal(none.state, GENUS_SILENCE);
    assert_int_equal(none.invalid_samples, frames);
    free(broken);
    free(music);
}

static void a_finished_listener_hears_the_next_stream_afresh(void **state) {
    const size_t frames = genus_test_frames(7.0, 44100.0);
    float *music = genus_test_music(44100.0, 1, frames, 5);
    float *other = genus_test_music(44100.0, 1, frames, 6);
    genus_listener *listener = genus_test_listener(state, 44100.0, 1, 0.0);
    genus_test_stream(listener, other, 1, frames, 999);
    const genus_verdict first = genus_test_finish(listener);
    genus_test_stream(listener, music, 1, frames, 777);
    const genus_verdict second = genus_test_finish(listener);
    const genus_verdict alone = genus_test_classify(state, 44100.0, 1, music, frames);
    assert_int_equal(first.sequence, 1);
    assert_int_equal(second.sequence, 2);
    assert_same_judgement(&second, &alone);
    assert_true(fabs(second.stream_seconds - 7.0) < 1e-9);
    genus_listener_free(listener);
    free(music);
    free(other);
}

static void sure_and_unsure_are_told_apart_by_the_models_threshold(void **state) {
    (void)state;
    const size_t frames = genus_test_frames(5.0, RATE);
    float *music = genus_test_music(RATE, 1, frames, 5);
    const float thresholds[2] = {0.0F, 1.0F};
    const genus_state expected[2] = {GENUS_SURE, GENUS_UNSURE};
    for (size_t i = 0; i < 2; i++) {
        genus_model *model = NULL;
        assert_int_equal(
            genus_test_random_model("seed", GENUS_TEST_LABELS, thresholds[i], 3, &model, NULL),
            GENUS_OK);
        void *own = model;
        const genus_verdict verdict = genus_test_classify(&own, RATE, 1, music, frames);
        assert_int_equal(verdict.state, expected[i]);
        assert_true(verdict.top >= 0);
        genus_model_free(model);
    }
    free(music);
}

static void impossible_options_are_refused_by_name(void **state) {
    const genus_listener_options good = genus_listener_options_default();
    genus_listener_options bad[10];
    for (size_t i = 0; i < 10; i++) {
        bad[i] = good;
    }
    bad[0].sample_rate = 7999.0;
    bad[1].sample_rate = 192001.0;
    bad[2].sample_rate = (double)NAN;
    bad[3].channels = 0;
    bad[4].channels = 9;
    bad[5].window_seconds = 4.9;
    bad[6].window_seconds = 31.0;
    bad[7].window_seconds = (double)NAN;
    bad[8].interval_seconds = -1.0;
    bad[9].interval_seconds = (double)INFINITY;
    const char *const fields[10] = {"sample_rate",     "sample_rate",    "sample_rate",
                                    "channels",        "channels",       "window_seconds",
                                    "window_seconds",  "window_seconds", "interval_seconds",
                                    "interval_seconds"};
    for (size_t i = 0; i < 10; i++) {
        genus_error error = {.status = GENUS_OK};
        genus_listener *listener = NULL;
        assert_int_equal(genus_listener_new(*state, &bad[i], &listener, &error),
                         GENUS_ERROR_ARGUMENT);
        assert_null(listener);
        assert_int_equal(error.status, GENUS_ERROR_ARGUMENT);
        assert_non_null(strstr(error.message, fields[i]));
    }
    genus_verdict verdict;
    assert_int_equal(genus_classify(*state, &bad[0], NULL, 0, &verdict, NULL),
                     GENUS_ERROR_ARGUMENT);
    genus_listener_free(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(under_three_seconds_there_is_no_verdict),
        cmocka_unit_test(silence_has_no_genre),
        cmocka_unit_test(silence_after_music_keeps_the_tracks_genre),
        cmocka_unit_test(a_pause_leaves_the_verdict_as_it_was),
        cmocka_unit_test(the_level_is_the_rms_of_the_end),
        cmocka_unit_test(samples_that_are_no_sound_are_silenced_and_counted),
        cmocka_unit_test(a_finished_listener_hears_the_next_stream_afresh),
        cmocka_unit_test(sure_and_unsure_are_told_apart_by_the_models_threshold),
        cmocka_unit_test(impossible_options_are_refused_by_name),
    };
    return cmocka_run_group_tests(tests, genus_test_load_model, genus_test_free_model);
}
