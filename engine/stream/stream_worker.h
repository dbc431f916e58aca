// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The worker's side of a listener: ring -> frontend -> columns -> verdict -> snapshot.
//
// Every decision (a verdict is due, a window of evidence is complete) falls on a frame or column
// count, so that the result does not depend on how the samples were cut into blocks.

#ifndef GENUS_ENGINE_STREAM_STREAM_WORKER_H
#define GENUS_ENGINE_STREAM_STREAM_WORKER_H

#include "engine/genus.h"
#include "engine/stream/ring.h"
#include "engine/stream/snapshot.h"

typedef struct genus_stream_worker genus_stream_worker;

/**
 * Makes a stream worker that hears `ring` and publishes to `snapshot`. Model, ring and snapshot
 * must outlive it. @param options Checked.
 * @return GENUS_OK, GENUS_ERROR_ARGUMENT or GENUS_ERROR_MEMORY. Thread: any but the audio thread.
 */
genus_status genus_stream_worker_new(const genus_model *model,
                                     const genus_listener_options *options, genus_ring *ring,
                                     genus_snapshot *snapshot, genus_stream_worker **worker,
                                     genus_error *error) GENUS_CHECKED GENUS_NONNULL(1, 2, 3, 4, 5);

/** Frees it. NULL is fine. */
void genus_stream_worker_free(genus_stream_worker *worker);

/** What verdicts look back on from now on, GENUS_WINDOW_MIN to _MAX in milliseconds. Thread:
 * worker.
 */
void genus_stream_worker_set_window(genus_stream_worker *worker, uint32_t milliseconds)
    GENUS_NONNULL(1);

/** Whether a new song begins a new track, from now on. Thread: worker. */
void genus_stream_worker_set_songs(genus_stream_worker *worker, bool tell) GENUS_NONNULL(1);

/** How long a pause must be to end a song, from now on, in milliseconds. Thread: worker. */
void genus_stream_worker_set_pause(genus_stream_worker *worker, uint32_t milliseconds)
    GENUS_NONNULL(1);

/** Hears all that the ring holds; returns how many verdicts were published. Thread: worker. */
size_t genus_stream_worker_process(genus_stream_worker *worker) GENUS_NONNULL(1);

/** The stream has ended: hears the tail, publishes a last verdict, forgets window and track.
 * Thread: worker.
 */
void genus_stream_worker_finish(genus_stream_worker *worker) GENUS_NONNULL(1);

#endif
