// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The newest verdict, published by the worker and copied out by any thread, wait-free on both
// sides. Verdicts lie in slots; readers count themselves into the newest slot and out of it again,
// and the worker writes only where nobody reads (anonymous readers counting, Ianni, Pellegrini and
// Quaglia 2017). Nothing is ever copied while it changes, so nobody has to try again.

#ifndef GENUS_ENGINE_STREAM_SNAPSHOT_H
#define GENUS_ENGINE_STREAM_SNAPSHOT_H

#include "engine/genus.h"

/** How many threads may be inside of genus_snapshot_read() at the same moment. */
#define GENUS_SNAPSHOT_READERS_MAX 30

typedef struct genus_snapshot genus_snapshot;

/** Makes one that holds an all-zero verdict (top and track_top -1). NULL: memory is out. */
genus_snapshot *genus_snapshot_new(void);

/** Frees it. NULL is fine. */
void genus_snapshot_free(genus_snapshot *snapshot);

/**
 * Publishes a verdict.
 * @return false if more than GENUS_SNAPSHOT_READERS_MAX threads are copying verdicts right now: the
 *         one before then stays the newest. Thread: worker; wait-free.
 */
bool genus_snapshot_publish(genus_snapshot *snapshot, const genus_verdict *verdict)
    GENUS_NONNULL(1, 2);

/** Copies the newest verdict, whole. Thread: any; wait-free. */
void genus_snapshot_read(genus_snapshot *snapshot, genus_verdict *verdict) GENUS_NONNULL(1, 2);

#endif
