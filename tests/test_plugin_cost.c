// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What the plugin costs: memory of a further instance, which has a bound; time of many instances
// with their workers, which is printed, since only a quiet machine can tell. That run() computes
// nothing, however large the network, is in test_plugin_realtime.c.

#include "support/plugin_scene.h"

#include <malloc.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#define INSTANCES 50
#define HOST_RATE 48000.0
#define BLOCK 256
#define BYTES_MAX 3e6 // Of one more instance.

static double seconds_of(clockid_t clock) {
    struct timespec now;
    assert_int_equal(clock_gettime(clock, &now), 0);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/** The bytes that the program has allocated; 0 under sanitizers, whose allocator does not say. */
static double allocated_bytes(void) {
    const struct mallinfo2 info = mallinfo2();
    return (double)(info.uordblks + info.hblkhd);
}

static void play_block(host *host, const float *music) {
    const float *const audio[] = {music, music};
    host_run(host, audio, BLOCK);
}

static void many_instances_share_one_model(void **state) {
    const scene *scene = *state;
    host *hosts[INSTANCES];
    float *music = plugin_music((uint64_t)HOST_RATE, 1);
    const uint32_t blocks = (uint32_t)HOST_RATE / BLOCK;
    double before = 0.0;
    for (size_t i = 0; i < INSTANCES; i++) {
        if (i == 1) {
            before = allocated_bytes();
        }
        hosts[i] = host_new(scene->world, GENUS_URI_STEREO, HOST_RATE, HOST_WORKER_SYNCHRONOUS);
        assert_non_null(hosts[i]);
    }
    const double begin = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
    const double seconds = 10.0;
    for (uint32_t second = 0; second < (uint32_t)seconds; second++) {
        for (size_t i = 0; i < INSTANCES; i++) {
            for (uint32_t block = 0; block < blocks; block++) {
                play_block(hosts[i], music + (size_t)block * BLOCK);
            }
        }
    }
    const double busy = seconds_of(CLOCK_PROCESS_CPUTIME_ID) - begin;
    const double host_bytes = (double)host_size();
    const double bytes = (allocated_bytes() - before) / (INSTANCES - 1) - host_bytes;
    if (before > 0.0) {
        print_message("a further instance: %.2f MB\n", bytes / 1e6);
        assert_true(bytes < BYTES_MAX);
    }
    print_message("%d instances at 48 kHz, workers and this host included: %.1f %% of a core\n",
                  INSTANCES, 100.0 * busy / seconds);
    for (size_t i = 0; i < INSTANCES; i++) {
        host_free(hosts[i]);
    }
    free(music);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(many_instances_share_one_model),
    };
    return cmocka_run_group_tests_name("plugin_cost", tests, scene_set_up, scene_tear_down);
}
