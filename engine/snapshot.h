// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The newest verdict, published by the worker and copied out by any thread, wait-free on both
// sides: a few slots in turn, each with a version that betrays a copy torn by the writer.

#ifndef GENUS_ENGINE_SNAPSHOT_H
#define GENUS_ENGINE_SNAPSHOT_H

#include "genus.h"

typedef struct genus_snapshot genus_snapshot;

/** Makes one that holds an all-zero verdict (top and track_top -1). NULL: memory is out. */
genus_snapshot *genus_snapshot_new(void);

/** Frees it. NULL is fine. */
void genus_snapshot_free(genus_snapshot *snapshot);

/** Publishes a verdict. Thread: worker; wait-free. */
void genus_snapshot_publish(genus_snapshot *snapshot, const genus_verdict *verdict);

/** Copies the newest verdict, never a torn one. Thread: any; wait-free. */
void genus_snapshot_read(const genus_snapshot *snapshot, genus_verdict *verdict);

#endif
