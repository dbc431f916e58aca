// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The snapshot with one writer and several readers at full speed; worth most under tsan.

#include "engine/stream/snapshot.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define READERS 4
#define PUBLISHED 100000

static void a_new_snapshot_holds_no_verdict(void **state) {
    (void)state;
    genus_snapshot *snapshot = genus_snapshot_new();
    assert_non_null(snapshot);
    genus_verdict verdict = {.sequence = 7};
    genus_snapshot_read(snapshot, &verdict);
    assert_int_equal(verdict.sequence, 0);
    assert_int_equal(verdict.state, GENUS_LISTENING);
    assert_int_equal(verdict.top, -1);
    assert_int_equal(verdict.track_top, -1);
    genus_snapshot_free(snapshot);
    genus_snapshot_free(NULL);
}

static void the_newest_verdict_is_read_any_number_of_times(void **state) {
    (void)state;
    genus_snapshot *snapshot = genus_snapshot_new();
    assert_non_null(snapshot);
    for (uint64_t n = 1; n <= 1000; n++) {
        const genus_verdict verdict = {.sequence = n, .top = (int32_t)n};
        assert_true(genus_snapshot_publish(snapshot, &verdict));
        for (uint64_t k = 0; k < n % 5; k++) {
            genus_verdict copy;
            genus_snapshot_read(snapshot, &copy);
            assert_int_equal(copy.sequence, n);
            assert_int_equal(copy.top, n);
        }
    }
    genus_snapshot_free(snapshot);
}

// A verdict whose every field follows from its sequence number.
static genus_verdict numbered(uint64_t sequence) {
    genus_verdict verdict = {.sequence = sequence,
                             .top = (int32_t)sequence,
                             .stream_seconds = (double)sequence,
                             .dropped_samples = sequence,
                             .invalid_samples = sequence};
    for (size_t i = 0; i < GENUS_LABELS_MAX; i++) {
        verdict.posterior[i] = (float)sequence;
        verdict.track_posterior[i] = (float)sequence;
    }
    return verdict;
}

static bool is_whole(const genus_verdict *verdict) {
    const uint64_t n = verdict->sequence;
    bool whole = verdict->top == (int32_t)n && verdict->stream_seconds == (double)n &&
                 verdict->dropped_samples == n && verdict->invalid_samples == n;
    for (size_t i = 0; i < GENUS_LABELS_MAX; i++) {
        whole =
            whole && verdict->posterior[i] == (float)n && verdict->track_posterior[i] == (float)n;
    }
    return whole;
}

typedef struct reader {
    genus_snapshot *snapshot;
    atomic_bool *over;
    uint64_t torn;
    uint64_t backwards;
    uint64_t last;
} reader;

static void *read_until_over(void *context) {
    reader *self = context;
    bool over = false;
    while (!over) {
        over = atomic_load(self->over);
        genus_verdict verdict;
        genus_snapshot_read(self->snapshot, &verdict);
        self->torn += is_whole(&verdict) ? 0 : 1;
        self->backwards += verdict.sequence < self->last ? 1 : 0;
        self->last = verdict.sequence;
    }
    return NULL;
}

static void readers_get_whole_verdicts_in_order_while_one_is_published(void **state) {
    (void)state;
    genus_snapshot *snapshot = genus_snapshot_new();
    assert_non_null(snapshot);
    genus_verdict verdict = numbered(0);
    assert_true(genus_snapshot_publish(snapshot, &verdict));

    atomic_bool over;
    atomic_init(&over, false);
    reader readers[READERS];
    pthread_t threads[READERS];
    for (size_t i = 0; i < READERS; i++) {
        readers[i] = (reader){.snapshot = snapshot, .over = &over};
        assert_int_equal(pthread_create(&threads[i], NULL, read_until_over, &readers[i]), 0);
    }
    uint64_t refused = 0;
    for (uint64_t n = 1; n <= PUBLISHED; n++) {
        verdict = numbered(n);
        refused += genus_snapshot_publish(snapshot, &verdict) ? 0 : 1;
    }
    atomic_store(&over, true);
    for (size_t i = 0; i < READERS; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    }
    assert_int_equal(refused, 0);
    for (size_t i = 0; i < READERS; i++) {
        assert_int_equal(readers[i].torn, 0);
        assert_int_equal(readers[i].backwards, 0);
        assert_int_equal(readers[i].last, PUBLISHED);
    }
    genus_snapshot_free(snapshot);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_snapshot_holds_no_verdict),
        cmocka_unit_test(the_newest_verdict_is_read_any_number_of_times),
        cmocka_unit_test(readers_get_whole_verdicts_in_order_while_one_is_published),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
