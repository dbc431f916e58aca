// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Audio from one process to another. Positions count frames and never wrap; each is written by one
// side only. Marks have a ring of their own: where it is full, blocks are dropped until it is not,
// so that no gap is ever forgotten.

#include "live/source/shared_ring.h"

#include <fcntl.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <unistd.h>

#define CAPACITY ((size_t)1 << 18) // Frames: 5 s at 48 kHz.
#define MARKS ((size_t)64)

struct genus_shared_ring {
    uint32_t channels;
    bool gap_pending; // The writer's: the next block follows a gap.
    atomic_uint_least64_t written;
    atomic_uint_least64_t read;
    atomic_uint_least64_t marks_written;
    atomic_uint_least64_t marks_read;
    atomic_uint_least64_t overflows;
    atomic_uint_least64_t dropped;
    uint64_t marks[MARKS]; // Positions before which audio is missing.
    float samples[CAPACITY * GENUS_SHARED_CHANNELS_MAX];
};

genus_shared_ring *genus_shared_ring_new(void) {
    const int zeros = open("/dev/zero", O_RDWR | O_CLOEXEC);
    if (zeros < 0) {
        return NULL;
    }
    void *memory =
        mmap(NULL, sizeof(genus_shared_ring), PROT_READ | PROT_WRITE, MAP_SHARED, zeros, 0);
    (void)close(zeros);
    return memory != MAP_FAILED ? memory : NULL;
}

void genus_shared_ring_free(genus_shared_ring *ring) {
    if (ring != NULL) {
        (void)munmap(ring, sizeof *ring);
    }
}

void genus_shared_ring_set_channels(genus_shared_ring *ring, uint32_t channels) {
    ring->channels = channels;
}

// Leaves the mark of a pending gap at `position`. Returns false if there is no room for it.
static bool put_mark(genus_shared_ring *ring, uint64_t position) {
    const uint64_t written = atomic_load_explicit(&ring->marks_written, memory_order_relaxed);
    if (written - atomic_load_explicit(&ring->marks_read, memory_order_acquire) == MARKS) {
        return false;
    }
    ring->marks[written % MARKS] = position;
    atomic_store_explicit(&ring->marks_written, written + 1, memory_order_release);
    ring->gap_pending = false;
    return true;
}

void genus_shared_ring_write(genus_shared_ring *ring, const float *samples, size_t frames) {
    const uint64_t written = atomic_load_explicit(&ring->written, memory_order_relaxed);
    const uint64_t read = atomic_load_explicit(&ring->read, memory_order_acquire);
    if (frames > CAPACITY - (size_t)(written - read) ||
        (ring->gap_pending && !put_mark(ring, written))) {
        ring->gap_pending = true;
        atomic_fetch_add_explicit(&ring->dropped, frames, memory_order_relaxed);
        return;
    }
    const size_t channels = ring->channels;
    for (size_t i = 0; i < frames; i++) {
        float *frame = ring->samples + (size_t)((written + i) % CAPACITY) * channels;
        for (size_t c = 0; c < channels; c++) {
            frame[c] = samples[i * channels + c];
        }
    }
    atomic_store_explicit(&ring->written, written + frames, memory_order_release);
}

void genus_shared_ring_overflow(genus_shared_ring *ring) {
    ring->gap_pending = true;
    atomic_fetch_add_explicit(&ring->overflows, 1, memory_order_relaxed);
}

// How far a read from `position` may go; takes the marks that stand right there.
static size_t receptive_field(genus_shared_ring *ring, uint64_t position, size_t available,
                              bool *gap) {
    uint64_t mark = atomic_load_explicit(&ring->marks_read, memory_order_relaxed);
    const uint64_t marks = atomic_load_explicit(&ring->marks_written, memory_order_acquire);
    while (mark < marks && ring->marks[mark % MARKS] == position) {
        *gap = true;
        mark++;
        atomic_store_explicit(&ring->marks_read, mark, memory_order_release);
    }
    if (mark < marks) {
        const uint64_t until_mark = ring->marks[mark % MARKS] - position;
        return until_mark < available ? (size_t)until_mark : available;
    }
    return available;
}

size_t genus_shared_ring_read(genus_shared_ring *ring, float *samples, size_t frames, bool *gap) {
    *gap = false;
    const uint64_t read = atomic_load_explicit(&ring->read, memory_order_relaxed);
    const uint64_t written = atomic_load_explicit(&ring->written, memory_order_acquire);
    const size_t available = (size_t)(written - read) < frames ? (size_t)(written - read) : frames;
    if (available == 0) {
        return 0;
    }
    // A block's mark is there before the block is.
    const size_t count = receptive_field(ring, read, available, gap);
    const size_t channels = ring->channels;
    for (size_t i = 0; i < count; i++) {
        const float *frame = ring->samples + (size_t)((read + i) % CAPACITY) * channels;
        for (size_t c = 0; c < channels; c++) {
            samples[i * channels + c] = frame[c];
        }
    }
    atomic_store_explicit(&ring->read, read + count, memory_order_release);
    return count;
}

uint64_t genus_shared_ring_overflows(const genus_shared_ring *ring) {
    return atomic_load_explicit(&ring->overflows, memory_order_relaxed);
}

uint64_t genus_shared_ring_dropped(const genus_shared_ring *ring) {
    return atomic_load_explicit(&ring->dropped, memory_order_relaxed);
}
