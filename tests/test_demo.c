// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The demo that is shipped is the one that the synthesiser renders, small, and shows song changes.

#include "engine/genus.h"
#include "synth/demo.h"

#include <math.h>
#include <setjmp.h>
#include <sndfile.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <cmocka.h>

#define BYTES_AT_MOST 1500000
#define STEPS_AT_MOST 2 // Of 16 bits: other compilers round otherwise.
#define SONGS 3
#define BLOCK ((size_t)2205)

static float *read_shipped(void) {
    SF_INFO info = {.format = 0};
    SNDFILE *file = sf_open(GENUS_DEMO, SFM_READ, &info);
    assert_non_null(file);
    assert_int_equal(info.samplerate, GENUS_DEMO_RATE);
    assert_int_equal(info.channels, 1);
    assert_int_equal(info.frames, GENUS_DEMO_FRAMES);
    float *samples = malloc(GENUS_DEMO_FRAMES * sizeof *samples);
    assert_non_null(samples);
    assert_int_equal(sf_readf_float(file, samples, info.frames), info.frames);
    (void)sf_close(file);
    return samples;
}

static void the_shipped_demo_is_what_the_synthesiser_renders(void **state) {
    (void)state;
    struct stat status;
    assert_int_equal(stat(GENUS_DEMO, &status), 0);
    assert_true(status.st_size < BYTES_AT_MOST);
    float *shipped = read_shipped();
    float *rendered = malloc(GENUS_DEMO_FRAMES * sizeof *rendered);
    assert_non_null(rendered);
    assert_true(genus_demo_render(rendered));
    float most = 0.0F;
    for (size_t i = 0; i < GENUS_DEMO_FRAMES; i++) {
        most = fmaxf(most, fabsf(shipped[i] - rendered[i]));
    }
    free(rendered);
    free(shipped);
    assert_true(most * 32768.0F <= (float)STEPS_AT_MOST);
}

static void the_demo_is_heard_as_three_songs(void **state) {
    (void)state;
    genus_model *model = NULL;
    assert_int_equal(genus_model_load(GENUS_BUILD_WEIGHTS, &model, NULL), GENUS_OK);
    genus_listener_options options = genus_listener_options_default();
    options.sample_rate = GENUS_DEMO_RATE;
    options.channels = 1;
    options.songs = true;
    genus_listener *listener = NULL;
    assert_int_equal(genus_listener_new(model, &options, &listener, NULL), GENUS_OK);
    float *samples = read_shipped();
    int32_t tops[SONGS] = {-1, -1, -1};
    for (size_t at = 0; at < GENUS_DEMO_FRAMES; at += BLOCK) {
        (void)genus_listener_write_interleaved(listener, samples + at, BLOCK);
        (void)genus_listener_work(listener);
        genus_verdict verdict;
        genus_listener_read(listener, &verdict);
        assert_true(verdict.song <= SONGS);
        if (verdict.song > 0) {
            tops[verdict.song - 1] = verdict.track_top;
        }
    }
    free(samples);
    genus_listener_free(listener);
    genus_model_free(model);
    assert_true(tops[0] >= 0 && tops[1] >= 0 && tops[2] >= 0);
    assert_true(tops[0] != tops[1] && tops[1] != tops[2]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_shipped_demo_is_what_the_synthesiser_renders),
        cmocka_unit_test(the_demo_is_heard_as_three_songs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
