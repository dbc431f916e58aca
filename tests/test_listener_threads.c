// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Audio thread, worker and readers at once on one listener; worth most under tsan.

#include "support/random_model.h"

#include <math.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#define BLOCKS 3000
#define BLOCK 256
#define READERS 2

typedef struct presenter {
    genus_listener *listener;
    atomic_bool written; // The audio thread is done.
    atomic_bool worked;  // The worker is done.
    atomic_uint_least64_t accepted;
    atomic_uint_least64_t refused;
    atomic_uint_least64_t faults;
} presenter;

static void rest(long nanoseconds) {
    const struct timespec pause = {.tv_nsec = nanoseconds};
    (void)nanosleep(&pause, NULL);
}

static void *play(void *context) {
    presenter *self = context;
    float left[BLOCK];
    float right[BLOCK];
    for (uint32_t b = 0; b < BLOCKS; b++) {
        for (uint32_t i = 0; i < BLOCK; i++) {
            left[i] = 0.5F * sinf(0.05F * (float)(b * BLOCK + i));
            right[i] = 0.5F * sinf(0.07F * (float)(b * BLOCK + i));
        }
        const float *channels[2] = {left, right};
        const size_t taken = genus_listener_write(self->listener, channels, BLOCK);
        atomic_fetch_add(taken == BLOCK ? &self->accepted : &self->refused, BLOCK);
        if (b % 1000 == 999) {
            genus_listener_restart(self->listener, GENUS_RESTART_WINDOW);
        }
        if (b % 100 == 99) {
            rest(1000000);
        }
    }
    atomic_store(&self->written, true);
    return NULL;
}

static void *work(void *context) {
    presenter *self = context;
    while (!atomic_load(&self->written)) {
        if (genus_listener_work(self->listener) == 0) {
            rest(100000);
        }
    }
    genus_listener_finish(self->listener);
    atomic_store(&self->worked, true);
    return NULL;
}

static void *watch(void *context) {
    presenter *self = context;
    uint64_t last = 0;
    double window = GENUS_WINDOW_MIN;
    while (!atomic_load(&self->worked)) {
        genus_verdict verdict;
        genus_listener_read(self->listener, &verdict);
        float sum = 0.0F;
        for (size_t i = 0; i < GENUS_LABELS_MAX; i++) {
            sum += verdict.posterior[i];
        }
        const bool whole = verdict.top < 0 ? sum == 0.0F : fabsf(sum - 1.0F) < 1e-3F;
        atomic_fetch_add(&self->faults, whole && verdict.sequence >= last ? 0 : 1);
        last = verdict.sequence;
        window = window < GENUS_WINDOW_MAX ? window + 0.1 : GENUS_WINDOW_MIN;
        genus_listener_set_window(self->listener, window);
        rest(50000);
    }
    return NULL;
}

static void threads_share_a_listener_without_a_lock(void **state) {
    (void)state;
    genus_model *model = NULL;
    assert_int_equal(genus_test_random_model("seed", 4, 0.5F, 1, &model, NULL), GENUS_OK);
    presenter self = {.listener = NULL};
    const genus_listener_options options = {
        .sample_rate = 22050.0, .channels = 2, .window_seconds = 10.0, .interval_seconds = 0.5};
    assert_int_equal(genus_listener_new(model, &options, &self.listener, NULL), GENUS_OK);
    genus_model_free(model); // The listener keeps its own reference.

    pthread_t threads[2 + READERS];
    assert_int_equal(pthread_create(&threads[0], NULL, play, &self), 0);
    assert_int_equal(pthread_create(&threads[1], NULL, work, &self), 0);
    for (size_t i = 0; i < READERS; i++) {
        assert_int_equal(pthread_create(&threads[2 + i], NULL, watch, &self), 0);
    }
    for (size_t i = 0; i < 2 + READERS; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    }
    genus_verdict verdict;
    genus_listener_read(self.listener, &verdict);
    assert_int_equal(atomic_load(&self.faults), 0);
    assert_int_equal(verdict.dropped_samples, atomic_load(&self.refused));
    assert_true(fabs(verdict.stream_seconds * 22050.0 - (double)atomic_load(&self.accepted)) < 0.5);
    assert_true(verdict.sequence > 0);
    genus_listener_free(self.listener);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_share_a_listener_without_a_lock),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
