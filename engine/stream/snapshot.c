// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The newest verdict, shared without a lock.

#include "engine/stream/snapshot.h"

#include <stdatomic.h>
#include <stdlib.h>

// One slot is the newest and one is being written: all others may be held by readers.
#define SLOTS (GENUS_SNAPSHOT_READERS_MAX + 2)

// `newest` packs the slot's number over the count of readers that came while it was the newest, so
// that one atomic addition both finds the slot and holds it.
#define SLOT_SHIFT 56
#define COUNT_MASK (((uint64_t)1 << SLOT_SHIFT) - 1)

typedef struct slot {
    genus_verdict verdict;
    uint64_t entered; // Readers that ever came; known when the slot is no longer the newest.
    atomic_uint_least64_t left; // Readers that ever went.
} slot;

struct genus_snapshot {
    atomic_uint_least64_t newest;
    slot slots[SLOTS];
};

genus_snapshot *genus_snapshot_new(void) {
    genus_snapshot *snapshot = calloc(1, sizeof *snapshot);
    if (snapshot == NULL) {
        return NULL;
    }
    atomic_init(&snapshot->newest, 0);
    for (size_t i = 0; i < SLOTS; i++) {
        atomic_init(&snapshot->slots[i].left, 0);
    }
    snapshot->slots[0].verdict.top = -1;
    snapshot->slots[0].verdict.track_top = -1;
    return snapshot;
}

void genus_snapshot_free(genus_snapshot *snapshot) {
    free(snapshot);
}

static slot *find_free(genus_snapshot *snapshot) {
    // Only the worker changes the slot number, so it may be read at leisure.
    const size_t newest =
        (size_t)(atomic_load_explicit(&snapshot->newest, memory_order_relaxed) >> SLOT_SHIFT);
    for (size_t i = 1; i < SLOTS; i++) {
        slot *candidate = &snapshot->slots[(newest + i) % SLOTS];
        // Acquire: the readers' copies are over before we write.
        if (atomic_load_explicit(&candidate->left, memory_order_acquire) == candidate->entered) {
            return candidate;
        }
    }
    return NULL;
}

bool genus_snapshot_publish(genus_snapshot *snapshot, const genus_verdict *verdict) {
    slot *fresh = find_free(snapshot);
    if (fresh == NULL) {
        return false;
    }
    fresh->verdict = *verdict;
    const uint64_t number = (uint64_t)(fresh - snapshot->slots);
    const uint64_t previous =
        atomic_exchange_explicit(&snapshot->newest, number << SLOT_SHIFT, memory_order_acq_rel);
    snapshot->slots[previous >> SLOT_SHIFT].entered += previous & COUNT_MASK;
    return true;
}

void genus_snapshot_read(genus_snapshot *snapshot, genus_verdict *verdict) {
    const uint64_t ticket = atomic_fetch_add_explicit(&snapshot->newest, 1, memory_order_acquire);
    slot *held = &snapshot->slots[ticket >> SLOT_SHIFT];
    *verdict = held->verdict;
    atomic_fetch_add_explicit(&held->left, 1, memory_order_release);
}
