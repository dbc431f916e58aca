// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What run() never does: allocate, lock, touch a file, compute a spectrum. Every such function of
// the process is watched (support/plugin_watch.h) while run() is on its way.

#include "support/plugin_planted.h"
#include "support/plugin_scene.h"

#include <dlfcn.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define FRAMES 16384

static const uint32_t sizes[] = {0, 1, 7, 64, 1023, 8192, 3, 4096, 2500};

static uint64_t calls(void) {
    uint64_t sum = 0;
    for (int i = 0; i < WATCHED_COUNT; i++) {
        sum += watch_count((watched)i);
    }
    return sum;
}

/** Fails, and says which, if run() called anything since the last look. */
static void assert_nothing_was_called(void) {
    static uint64_t before[WATCHED_COUNT];
    bool clean = true;
    for (int i = 0; i < WATCHED_COUNT; i++) {
        const uint64_t now = watch_count((watched)i);
        if (now != before[i]) {
            print_message("run() called %s %llu times\n", watch_name((watched)i),
                          (unsigned long long)(now - before[i]));
            before[i] = now;
            clean = false;
        }
    }
    assert_true(clean);
}

static int set_up(void **state) {
    host_set_watch(watch_thread);
    return scene_set_up(state);
}

static int tear_down(void **state) {
    host_set_watch(NULL);
    return scene_tear_down(state);
}

// ----------------------------------------------------------------------------------------- audio

/** Music with everything in it that music should not have. */
static float *hostile_music(void) {
    float *music = plugin_music(FRAMES, 5);
    for (uint64_t i = 0; i < FRAMES; i += 97) {
        const float bad[] = {NAN, INFINITY, -INFINITY, 1e-40F, -1e-45F, 3e38F, -0.0F};
        music[i] = bad[i / 97 % 7];
    }
    return music;
}

static void play_sizes(host *host, float *const *music) {
    uint32_t at = 0;
    for (size_t i = 0; at + sizes[i % 9] <= FRAMES; i++) {
        const float *const places[] = {music[0] + at, music[1] + at};
        host_run(host, places, sizes[i % 9]);
        at += sizes[i % 9];
    }
}

static void no_block_size_rate_or_worker_makes_run_call_anything(void **state) {
    const scene *scene = *state;
    static const char *const uris[] = {GENUS_URI_MONO, GENUS_URI_STEREO};
    static const double rates[] = {22050.0, 44100.0, 48000.0, 96000.0, 192000.0};
    static const host_worker workers[] = {HOST_WORKER_SYNCHRONOUS, HOST_WORKER_THREAD,
                                          HOST_WORKER_LATE, HOST_WORKER_REFUSES};
    float *const music[] = {hostile_music(), plugin_music(FRAMES, 6)};
    for (size_t i = 0; i < 40; i++) {
        host *host = host_new(scene->world, uris[i % 2], rates[i / 8], workers[i / 2 % 4]);
        for (uint32_t way = 0; way < 8; way++) {
            host_set_in_place(host, way % 4 >= 1, way % 4 == 2);
            host_set_port(host, GENUS_PORT_ENABLED, way < 4 ? 1.0F : 0.0F);
            play_sizes(host, music);
        }
        host_free(host);
        assert_nothing_was_called();
    }
    free(music[0]);
    free(music[1]);
}

static void no_control_message_or_change_makes_run_call_anything(void **state) {
    const scene *scene = *state;
    static const host_worker workers[] = {HOST_WORKER_SYNCHRONOUS, HOST_WORKER_THREAD,
                                          HOST_WORKER_LATE};
    for (size_t i = 0; i < 3; i++) {
        host *host = host_new(scene->world, GENUS_URI_STEREO, RATE, workers[i]);
        const char *const weights[] = {scene->bundle.others, "/nowhere", scene->bundle.fewer, ""};
        for (uint32_t round = 0; round < 8; round++) {
            host_set_port(host, GENUS_PORT_WINDOW, 5.0F + (float)round * 4.0F);
            host_set_port(host, GENUS_PORT_HOLD, (float)(round % 2));
            host_set_port(host, GENUS_PORT_SONGS, round % 4 < 2 ? 0.0F : 1.0F);
            host_set_port(host, GENUS_PORT_RESET, round < 4 ? 0.0F : 1.0F);
            host_send_get(host);
            host_send_window(host, round % 4 == 0);
            host_send_position(host, 17, (int64_t)round * 1000003, round % 3 == 2 ? 0.0F : 1.0F);
            host_send_weights(host, weights[round % 4]);
            play_music(host, 1.0, round);
            host_work(host);
            play_silence(host, 0.5);
            host_work(host);
        }
        assert_true(host_heard_count(host, GENUS_URI_WEIGHTS) > 1);
        host_free(host);
        assert_nothing_was_called();
    }
}

// ----------------------------------------------------------------------------------- the check

/** Otherwise the tests above would prove nothing. */
static void the_check_catches_every_call_that_is_planted(void **state) {
    (void)state;
    void *module = dlopen(GENUS_PLANTED, RTLD_NOW | RTLD_LOCAL);
    assert_non_null(module);
    void *found = dlsym(module, "plant");
    assert_non_null(found);
    planted *plant = NULL;
    memcpy(&plant, &found, sizeof plant); // ISO C has no conversion for it.
    for (int i = 0; i < WATCHED_COUNT; i++) {
        const watched function = (watched)i;
        const uint64_t named = watch_count(function);
        const uint64_t all = calls();
        watch_thread(true);
        plant(function);
        watch_thread(false);
        if (calls() == all || (watch_count(function) == named && function > WATCH_free)) {
            fail_msg("a call of %s went unseen", watch_name(function));
        }
        // What is not watched is not counted.
        const uint64_t seen = calls();
        plant(WATCH_write);
        assert_true(calls() == seen);
    }
    (void)dlclose(module);
}

/** The engine brings its own kernels: there is no BLAS to call, nor to start threads. */
static void no_blas_is_in_the_process(void **state) {
    (void)state;
    static const char *const names[] = {"cblas_sgemm", "sgemm_", "openblas_set_num_threads"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        assert_null(dlsym(RTLD_DEFAULT, names[i]));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_block_size_rate_or_worker_makes_run_call_anything),
        cmocka_unit_test(no_control_message_or_change_makes_run_call_anything),
        cmocka_unit_test(no_blas_is_in_the_process),
        cmocka_unit_test(the_check_catches_every_call_that_is_planted),
    };
    return cmocka_run_group_tests_name("plugin_realtime", tests, set_up, tear_down);
}
