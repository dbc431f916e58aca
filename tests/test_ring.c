// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The ring against a plain model, and between two real threads.

#include "engine/stream/ring.h"

#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/** Xorshift (Marsaglia 2003): each thread has its own. */
static uint32_t random_below(uint32_t *state, uint32_t bound) {
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state % bound;
}

/** Sample values count up modulo 2^24, which a float holds exactly. */
static float value_of(uint64_t sequence) {
    return (float)(sequence & 0xFFFFFF);
}

/** Writes `count` samples that count up from `sequence`; false if they were dropped. */
static bool write_block(genus_ring *ring, size_t count, uint64_t sequence) {
    genus_ring_span span;
    if (!genus_ring_reserve(ring, count, &span)) {
        return false;
    }
    for (size_t i = 0; i < span.first_count; i++) {
        span.first[i] = value_of(sequence + i);
    }
    for (size_t i = 0; i < span.second_count; i++) {
        span.second[i] = value_of(sequence + span.first_count + i);
    }
    genus_ring_commit(ring, count);
    return true;
}

static void impossible_capacities_are_refused(void **state) {
    (void)state;
    assert_null(genus_ring_new(0));
    assert_null(genus_ring_new(((size_t)1 << 30) + 1));
    genus_ring_free(NULL);
}

static void a_ring_holds_its_capacity_wherever_it_wraps(void **state) {
    (void)state;
    enum { CAPACITY = 100 };
    genus_ring *ring = genus_ring_new(CAPACITY);
    assert_non_null(ring);
    float samples[CAPACITY];
    genus_ring_mark mark = GENUS_RING_MARK_NONE;
    uint64_t sequence = 0;
    for (size_t taken = 1; taken <= CAPACITY; taken++) {
        assert_true(write_block(ring, CAPACITY, sequence));
        assert_false(write_block(ring, 1, sequence + CAPACITY));
        for (size_t done = 0; done < CAPACITY;) {
            const size_t got = genus_ring_read(ring, samples, taken, &mark);
            for (size_t i = 0; i < got; i++) {
                assert_true(samples[i] == value_of(sequence + done + i));
            }
            done += got;
        }
        sequence += CAPACITY;
        // The next round begins one sample further on.
        assert_true(write_block(ring, 1, sequence));
        assert_int_equal(genus_ring_read(ring, samples, 1, &mark), 1);
        sequence++;
    }
    assert_int_equal(genus_ring_dropped(ring), CAPACITY);
    genus_ring_free(ring);
}

static void a_block_that_does_not_fit_is_dropped_whole_and_leaves_a_gap(void **state) {
    (void)state;
    genus_ring *ring = genus_ring_new(8);
    float samples[16];
    genus_ring_mark mark = GENUS_RING_MARK_NONE;
    assert_true(write_block(ring, 5, 0));
    assert_false(write_block(ring, 4, 5));
    assert_true(write_block(ring, 3, 9));
    assert_int_equal(genus_ring_dropped(ring), 4);

    assert_int_equal(genus_ring_read(ring, samples, 16, &mark), 5);
    assert_int_equal(mark, GENUS_RING_MARK_NONE);
    assert_int_equal(genus_ring_read(ring, samples, 16, &mark), 3);
    assert_int_equal(mark, GENUS_RING_MARK_GAP);
    assert_float_equal(samples[0], 9.0F, 0.0F);
    assert_int_equal(genus_ring_read(ring, samples, 16, &mark), 0);
    assert_int_equal(mark, GENUS_RING_MARK_NONE);
    genus_ring_free(ring);
}

static void a_block_longer_than_the_ring_is_dropped(void **state) {
    (void)state;
    genus_ring *ring = genus_ring_new(8);
    assert_false(write_block(ring, 9, 0));
    assert_true(write_block(ring, 8, 9));
    assert_int_equal(genus_ring_dropped(ring), 9);
    genus_ring_free(ring);
}

static void the_higher_of_two_marks_at_one_place_wins(void **state) {
    (void)state;
    genus_ring *ring = genus_ring_new(8);
    float samples[8];
    genus_ring_mark mark = GENUS_RING_MARK_NONE;
    genus_ring_put_mark(ring, GENUS_RING_MARK_RESTART_WINDOW);
    genus_ring_put_mark(ring, GENUS_RING_MARK_RESTART_TRACK);
    genus_ring_put_mark(ring, GENUS_RING_MARK_GAP);
    genus_ring_put_mark(ring, GENUS_RING_MARK_NONE);
    assert_true(write_block(ring, 2, 0));
    assert_int_equal(genus_ring_read(ring, samples, 8, &mark), 2);
    assert_int_equal(mark, GENUS_RING_MARK_RESTART_TRACK);
    assert_int_equal(genus_ring_read(ring, samples, 8, &mark), 0);
    assert_int_equal(mark, GENUS_RING_MARK_NONE);
    genus_ring_free(ring);
}

static void a_mark_at_the_end_is_read_before_samples_follow(void **state) {
    (void)state;
    genus_ring *ring = genus_ring_new(8);
    float samples[8];
    genus_ring_mark mark = GENUS_RING_MARK_NONE;
    assert_true(write_block(ring, 2, 0));
    genus_ring_put_mark(ring, GENUS_RING_MARK_RESTART_TRACK);
    assert_int_equal(genus_ring_read(ring, samples, 8, &mark), 2);
    assert_int_equal(mark, GENUS_RING_MARK_NONE);
    assert_int_equal(genus_ring_read(ring, samples, 8, &mark), 0);
    assert_int_equal(mark, GENUS_RING_MARK_RESTART_TRACK);
    assert_true(write_block(ring, 2, 2));
    assert_int_equal(genus_ring_read(ring, samples, 8, &mark), 2);
    assert_int_equal(mark, GENUS_RING_MARK_NONE);
    genus_ring_free(ring);
}

static void no_mark_is_lost_when_their_queue_is_full(void **state) {
    (void)state;
    genus_ring *ring = genus_ring_new(1024);
    float samples[8];
    genus_ring_mark mark = GENUS_RING_MARK_NONE;
    uint64_t sequence = 0;
    size_t marks = 0;
    // Mark every sample until the queue is full and a block has to pay for it.
    do {
        genus_ring_put_mark(ring, GENUS_RING_MARK_RESTART_WINDOW);
        marks++;
    } while (write_block(ring, 1, sequence++));
    assert_int_equal(genus_ring_dropped(ring), 1);
    assert_false(write_block(ring, 3, sequence));
    assert_int_equal(genus_ring_dropped(ring), 4);
    sequence += 3;

    assert_int_equal(genus_ring_read(ring, samples, 8, &mark), 1);
    assert_int_equal(mark, GENUS_RING_MARK_RESTART_WINDOW);
    assert_true(write_block(ring, 2, sequence));
    for (size_t i = 1; i + 1 < marks; i++) {
        assert_int_equal(genus_ring_read(ring, samples, 8, &mark), 1);
        assert_int_equal(mark, GENUS_RING_MARK_RESTART_WINDOW);
        assert_float_equal(samples[0], value_of(i), 0.0F);
    }
    assert_int_equal(genus_ring_read(ring, samples, 8, &mark), 2);
    assert_int_equal(mark, GENUS_RING_MARK_RESTART_WINDOW);
    assert_float_equal(samples[0], value_of(sequence), 0.0F);
    genus_ring_free(ring);
}

#define MODEL_STEPS 200000
#define MODEL_CAPACITY 64

static void random_steps_agree_with_a_plain_model(void **state) {
    (void)state;
    const size_t samples_max = (size_t)MODEL_STEPS * MODEL_CAPACITY;
    // The model: every accepted sample, and the highest mark ever put at each position.
    uint64_t *sequences = calloc(samples_max, sizeof *sequences);
    uint8_t *put = calloc(samples_max + 1, sizeof *put);
    uint8_t *returned = calloc(samples_max + 1, sizeof *returned);
    genus_ring *ring = genus_ring_new(MODEL_CAPACITY);
    assert_non_null(sequences);
    assert_non_null(put);
    assert_non_null(returned);
    assert_non_null(ring);
    uint32_t dice = 1;
    uint64_t sequence = 0;
    uint64_t dropped = 0;
    size_t written = 0;
    size_t read = 0;
    for (size_t step = 0; step < MODEL_STEPS; step++) {
        const uint32_t what = random_below(&dice, 10);
        const size_t count = random_below(&dice, MODEL_CAPACITY + 8);
        if (what < 4) {
            const bool fits = count <= MODEL_CAPACITY - (written - read);
            assert_int_equal(write_block(ring, count, sequence), fits);
            for (size_t i = 0; fits && i < count; i++) {
                sequences[written++] = sequence + i;
            }
            if (!fits) {
                dropped += count;
                put[written] =
                    put[written] < GENUS_RING_MARK_GAP ? GENUS_RING_MARK_GAP : put[written];
            }
            sequence += count;
        } else if (what == 4) {
            const uint8_t mark = (uint8_t)random_below(&dice, GENUS_RING_MARK_RESTART_TRACK + 1);
            genus_ring_put_mark(ring, (genus_ring_mark)mark);
            put[written] = put[written] > mark ? put[written] : mark;
        } else {
            float samples[MODEL_CAPACITY + 8];
            genus_ring_mark mark = GENUS_RING_MARK_NONE;
            const uint8_t expected = put[read] > returned[read] ? put[read] : 0;
            returned[read] = put[read];
            size_t run = 0;
            while (run < count && read + run < written && (run == 0 || put[read + run] == 0)) {
                run++;
            }
            assert_int_equal(genus_ring_read(ring, samples, count, &mark), run);
            assert_int_equal(mark, expected);
            for (size_t i = 0; i < run; i++) {
                assert_float_equal(samples[i], value_of(sequences[read + i]), 0.0F);
            }
            read += run;
        }
        assert_int_equal(genus_ring_dropped(ring), dropped);
    }
    assert_true(dropped > 0);
    genus_ring_free(ring);
    free(sequences);
    free(put);
    free(returned);
}

#define THREAD_SAMPLES ((uint64_t)6000000)
#define THREAD_CAPACITY 4096
#define THREAD_BLOCK_MAX 1500
#define LOG_MAX 1000000

/** A mark as one side saw it: where it stood and what came after it. */
typedef struct seen_mark {
    uint64_t position;
    genus_ring_mark mark;
    float next;
} seen_mark;

typedef struct side {
    genus_ring *ring;
    atomic_bool *finished;
    uint64_t samples;        // Accepted, or read.
    uint64_t dropped;        // Refused to the producer.
    uint64_t faults;         // Samples that did not follow the one before and had no mark.
    genus_ring_mark pending; // Marks since the last sample.
    size_t log_count;
    seen_mark *log; // [LOG_MAX]
} side;

static void note_mark(side *self, genus_ring_mark mark) {
    self->pending = mark > self->pending ? mark : self->pending;
}

static void note_samples(side *self, size_t count, float first) {
    if (self->pending != GENUS_RING_MARK_NONE && self->log_count < LOG_MAX) {
        self->log[self->log_count++] =
            (seen_mark){.position = self->samples, .mark = self->pending, .next = first};
    }
    self->pending = GENUS_RING_MARK_NONE;
    self->samples += count;
}

static void *produce(void *argument) {
    side *self = argument;
    uint32_t dice = 7;
    uint64_t sequence = 0;
    while (self->samples < THREAD_SAMPLES) {
        if (random_below(&dice, 100) == 0) {
            const genus_ring_mark mark =
                (genus_ring_mark)(1 + random_below(&dice, GENUS_RING_MARK_RESTART_TRACK));
            genus_ring_put_mark(self->ring, mark);
            note_mark(self, mark);
        }
        const size_t count = 1 + random_below(&dice, THREAD_BLOCK_MAX);
        if (write_block(self->ring, count, sequence)) {
            note_samples(self, count, value_of(sequence));
        } else {
            self->dropped += count;
            note_mark(self, GENUS_RING_MARK_GAP);
            (void)sched_yield();
        }
        sequence += count;
    }
    atomic_store(self->finished, true);
    return NULL;
}

static void *consume(void *argument) {
    side *self = argument;
    uint32_t dice = 11;
    float samples[2 * THREAD_BLOCK_MAX];
    float expected = 0.0F;
    for (;;) {
        const bool finished = atomic_load(self->finished);
        genus_ring_mark mark = GENUS_RING_MARK_NONE;
        const size_t wanted = 1 + random_below(&dice, 2 * THREAD_BLOCK_MAX);
        const size_t count = genus_ring_read(self->ring, samples, wanted, &mark);
        note_mark(self, mark);
        if (count == 0) {
            if (finished && mark == GENUS_RING_MARK_NONE) {
                return NULL;
            }
            (void)sched_yield();
            continue;
        }
        if (self->pending != GENUS_RING_MARK_NONE) {
            expected = samples[0];
        }
        note_samples(self, count, samples[0]);
        for (size_t i = 0; i < count; i++) {
            self->faults += samples[i] != expected;
            expected = value_of((uint64_t)samples[i] + 1);
        }
        if (random_below(&dice, 50) == 0) {
            (void)sched_yield();
        }
    }
}

static void two_threads_lose_nothing_but_what_is_marked_and_counted(void **state) {
    (void)state;
    atomic_bool finished;
    atomic_init(&finished, false);
    genus_ring *ring = genus_ring_new(THREAD_CAPACITY);
    side producer = {.ring = ring, .finished = &finished};
    side consumer = {.ring = ring, .finished = &finished};
    producer.log = calloc(LOG_MAX, sizeof *producer.log);
    consumer.log = calloc(LOG_MAX, sizeof *consumer.log);
    assert_true(ring != NULL && producer.log != NULL && consumer.log != NULL);

    pthread_t threads[2];
    assert_int_equal(pthread_create(&threads[0], NULL, consume, &consumer), 0);
    assert_int_equal(pthread_create(&threads[1], NULL, produce, &producer), 0);
    assert_int_equal(pthread_join(threads[1], NULL), 0);
    assert_int_equal(pthread_join(threads[0], NULL), 0);

    assert_int_equal(consumer.faults, 0);
    assert_int_equal(consumer.samples, producer.samples);
    assert_int_equal(genus_ring_dropped(ring), producer.dropped);
    assert_true(producer.log_count < LOG_MAX);
    assert_int_equal(consumer.log_count, producer.log_count);
    for (size_t i = 0; i < producer.log_count; i++) {
        assert_int_equal(consumer.log[i].position, producer.log[i].position);
        assert_int_equal(consumer.log[i].mark, producer.log[i].mark);
        assert_float_equal(consumer.log[i].next, producer.log[i].next, 0.0F);
    }
    print_message("%zu marks, %llu samples read, %llu dropped\n", consumer.log_count,
                  (unsigned long long)consumer.samples, (unsigned long long)producer.dropped);
    genus_ring_free(ring);
    free(producer.log);
    free(consumer.log);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(impossible_capacities_are_refused),
        cmocka_unit_test(a_ring_holds_its_capacity_wherever_it_wraps),
        cmocka_unit_test(a_block_that_does_not_fit_is_dropped_whole_and_leaves_a_gap),
        cmocka_unit_test(a_block_longer_than_the_ring_is_dropped),
        cmocka_unit_test(the_higher_of_two_marks_at_one_place_wins),
        cmocka_unit_test(a_mark_at_the_end_is_read_before_samples_follow),
        cmocka_unit_test(no_mark_is_lost_when_their_queue_is_full),
        cmocka_unit_test(random_steps_agree_with_a_plain_model),
        cmocka_unit_test(two_threads_lose_nothing_but_what_is_marked_and_counted),
    };
    return cmocka_run_group_tests_name("ring", tests, NULL, NULL);
}
