// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The lock-free ring: two queues of one producer and one consumer each (Lamport 1983), one of
// samples and a short one of marks. Positions count samples since the ring was made: 64 bits, which
// no stream wraps, so that a capacity need not be a power of two.

#include "engine/stream/ring.h"

#include <stdalign.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define CAPACITY_MAX ((size_t)1 << 30)
#define MARKS_MAX ((size_t)64) // A power of two.
#define CACHE_LINE 64

/** A mark and the position of the sample that follows it. */
typedef struct placed_mark {
    uint64_t position;
    genus_ring_mark mark;
} placed_mark;

// Each side writes to its own cache line, or the two would fight for one.
struct genus_ring {
    // Written by the producer.
    alignas(CACHE_LINE) _Atomic uint64_t written;
    atomic_size_t marks_written;
    _Atomic uint64_t dropped;
    placed_mark newest;      // The newest mark in the queue.
    genus_ring_mark waiting; // A mark for the present end that found the queue full.

    // Written by the consumer, next to what never changes.
    alignas(CACHE_LINE) _Atomic uint64_t read;
    atomic_size_t marks_read;
    size_t capacity;
    float *samples;

    placed_mark marks[MARKS_MAX];
};

genus_ring *genus_ring_new(size_t capacity) {
    if (capacity == 0 || capacity > CAPACITY_MAX) {
        return NULL;
    }
    genus_ring *ring = aligned_alloc(CACHE_LINE, sizeof *ring);
    if (ring == NULL) {
        return NULL;
    }
    memset(ring, 0, sizeof *ring);
    ring->capacity = capacity;
    // Touching every page now spares the audio thread the page faults.
    ring->samples = malloc(capacity * sizeof *ring->samples);
    if (ring->samples == NULL) {
        free(ring);
        return NULL;
    }
    memset(ring->samples, 0, capacity * sizeof *ring->samples);
    atomic_init(&ring->written, 0);
    atomic_init(&ring->marks_written, 0);
    atomic_init(&ring->dropped, 0);
    atomic_init(&ring->read, 0);
    atomic_init(&ring->marks_read, 0);
    return ring;
}

void genus_ring_free(genus_ring *ring) {
    if (ring != NULL) {
        free(ring->samples);
        free(ring);
    }
}

static genus_ring_mark higher(genus_ring_mark a, genus_ring_mark b) {
    return a > b ? a : b;
}

/**
 * Puts the waiting mark into the queue if there is room. One that does not outrank the newest mark
 * at the same position says nothing new: that one was or will be returned right there.
 */
static void flush_waiting(genus_ring *ring) {
    if (ring->waiting == GENUS_RING_MARK_NONE) {
        return;
    }
    uint64_t end = atomic_load_explicit(&ring->written, memory_order_relaxed);
    bool known = ring->newest.position == end && ring->newest.mark >= ring->waiting;
    if (!known) {
        size_t index = atomic_load_explicit(&ring->marks_written, memory_order_relaxed);
        size_t oldest = atomic_load_explicit(&ring->marks_read, memory_order_acquire);
        if (index - oldest == MARKS_MAX) {
            return;
        }
        ring->newest = (placed_mark){.position = end, .mark = ring->waiting};
        ring->marks[index & (MARKS_MAX - 1)] = ring->newest;
        atomic_store_explicit(&ring->marks_written, index + 1, memory_order_release);
    }
    ring->waiting = GENUS_RING_MARK_NONE;
}

static bool drop(genus_ring *ring, size_t count) {
    uint64_t dropped = atomic_load_explicit(&ring->dropped, memory_order_relaxed);
    atomic_store_explicit(&ring->dropped, dropped + count, memory_order_relaxed);
    genus_ring_put_mark(ring, GENUS_RING_MARK_GAP);
    return false;
}

bool genus_ring_reserve(genus_ring *ring, size_t count, genus_ring_span *span) {
    *span = (genus_ring_span){0};
    if (count == 0) {
        return true;
    }
    flush_waiting(ring);
    uint64_t written = atomic_load_explicit(&ring->written, memory_order_relaxed);
    uint64_t read = atomic_load_explicit(&ring->read, memory_order_acquire);
    size_t room = ring->capacity - (size_t)(written - read);
    // Without room for the mark, samples that must stand behind it cannot be taken either.
    if (count > room || ring->waiting != GENUS_RING_MARK_NONE) {
        return drop(ring, count);
    }
    size_t start = (size_t)(written % ring->capacity);
    size_t before_wrap = ring->capacity - start;
    span->first = ring->samples + start;
    span->first_count = count < before_wrap ? count : before_wrap;
    if (span->first_count < count) {
        span->second = ring->samples;
        span->second_count = count - span->first_count;
    }
    return true;
}

void genus_ring_commit(genus_ring *ring, size_t count) {
    uint64_t written = atomic_load_explicit(&ring->written, memory_order_relaxed);
    atomic_store_explicit(&ring->written, written + count, memory_order_release);
}

void genus_ring_put_mark(genus_ring *ring, genus_ring_mark mark) {
    ring->waiting = higher(ring->waiting, mark);
    flush_waiting(ring);
}

/**
 * Takes all marks that stand at `position` and returns the highest.
 * @param next Receives the position of the first mark beyond, or `end` if there is none before it.
 */
static genus_ring_mark take_marks(genus_ring *ring, uint64_t position, uint64_t end,
                                  uint64_t *next) {
    genus_ring_mark mark = GENUS_RING_MARK_NONE;
    size_t index = atomic_load_explicit(&ring->marks_read, memory_order_relaxed);
    size_t newest = atomic_load_explicit(&ring->marks_written, memory_order_acquire);
    *next = end;
    for (; index != newest; index++) {
        const placed_mark *placed = &ring->marks[index & (MARKS_MAX - 1)];
        if (placed->position != position) {
            if (placed->position < end) {
                *next = placed->position;
            }
            break;
        }
        mark = higher(mark, placed->mark);
    }
    atomic_store_explicit(&ring->marks_read, index, memory_order_release);
    return mark;
}

size_t genus_ring_read(genus_ring *ring, float *samples, size_t count, genus_ring_mark *mark) {
    uint64_t read = atomic_load_explicit(&ring->read, memory_order_relaxed);
    // Samples before marks: whoever sees a sample also sees the mark before it.
    uint64_t end = atomic_load_explicit(&ring->written, memory_order_acquire);
    uint64_t next = end;
    *mark = take_marks(ring, read, end, &next);
    size_t available = (size_t)(next - read);
    size_t taken = count < available ? count : available;
    if (taken == 0) {
        return 0;
    }
    size_t start = (size_t)(read % ring->capacity);
    size_t before_wrap = ring->capacity - start;
    size_t first = taken < before_wrap ? taken : before_wrap;
    memcpy(samples, ring->samples + start, first * sizeof *samples);
    memcpy(samples + first, ring->samples, (taken - first) * sizeof *samples);
    atomic_store_explicit(&ring->read, read + taken, memory_order_release);
    return taken;
}

uint64_t genus_ring_dropped(const genus_ring *ring) {
    return atomic_load_explicit(&ring->dropped, memory_order_relaxed);
}
