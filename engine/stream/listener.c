// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The listener behind the public header: what the audio thread and readers touch, and the memory.
// The worker's side is the stream worker (stream_worker.h).

#include "engine/audio/downmix.h"
#include "engine/base/error.h"
#include "engine/model/model.h"
#include "engine/stream/ring.h"
#include "engine/stream/snapshot.h"
#include "engine/stream/stream_worker.h"

#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>

// A worker may be this late before anything is lost. At 48 kHz that is 1.9 MB.
#define RING_SECONDS 10.0
#define INTERVAL_MAX 3600.0

struct genus_listener {
    genus_model *model;
    genus_downmix downmix; // Of the audio thread.
    genus_ring *ring;
    genus_stream_worker *worker;
    genus_snapshot *snapshot;
    atomic_uint_least32_t window_milliseconds; // Written by any thread, read by the worker.
    atomic_bool tells_songs;                   // The same.
    atomic_uint_least32_t pause_milliseconds;  // The same.
    atomic_int_least32_t channel;              // Written by the audio thread, read by any.
};

genus_listener_options genus_listener_options_default(void) {
    return (genus_listener_options){.sample_rate = 48000.0,
                                    .channels = 2,
                                    .window_seconds = GENUS_WINDOW_MAX,
                                    .interval_seconds = 0.5};
}

// ----------------------------------------------------------------------------------- new and free

static bool is_within(double value, double low, double high) {
    return value >= low && value <= high; // False for NaN.
}

static genus_status check_options(const genus_listener_options *options, genus_error *error) {
    if (!is_within(options->sample_rate, GENUS_RATE_MIN, GENUS_RATE_MAX)) {
        return genus_fail(error, GENUS_ERROR_ARGUMENT,
                          "listener: sample_rate is %g Hz, but must be %g to %g",
                          options->sample_rate, GENUS_RATE_MIN, GENUS_RATE_MAX);
    }
    if (options->channels < 1 || options->channels > GENUS_CHANNELS_MAX) {
        return genus_fail(error, GENUS_ERROR_ARGUMENT,
                          "listener: channels is %u, but must be 1 to %d", options->channels,
                          GENUS_CHANNELS_MAX);
    }
    if (!is_within(options->window_seconds, GENUS_WINDOW_MIN, GENUS_WINDOW_MAX)) {
        return genus_fail(error, GENUS_ERROR_ARGUMENT,
                          "listener: window_seconds is %g, but must be %g to %g",
                          options->window_seconds, GENUS_WINDOW_MIN, GENUS_WINDOW_MAX);
    }
    if (!is_within(options->interval_seconds, 0.0, INTERVAL_MAX)) {
        return genus_fail(error, GENUS_ERROR_ARGUMENT,
                          "listener: interval_seconds is %g, but must be 0 to %g",
                          options->interval_seconds, INTERVAL_MAX);
    }
    return GENUS_OK;
}

static uint32_t to_milliseconds(double seconds) {
    return (uint32_t)lround(seconds * 1000.0);
}

genus_status genus_listener_new(genus_model *model, const genus_listener_options *options,
                                genus_listener **listener, genus_error *error) {
    *listener = NULL;
    genus_status status = check_options(options, error);
    if (status != GENUS_OK) {
        return status;
    }
    genus_listener *made = calloc(1, sizeof *made);
    if (made == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "listener: out of memory");
    }
    made->model = genus_model_share(model);
    genus_downmix_start(&made->downmix, options->channels, options->sample_rate);
    made->ring = genus_ring_new((size_t)ceil(RING_SECONDS * options->sample_rate));
    made->snapshot = genus_snapshot_new();
    atomic_init(&made->window_milliseconds, to_milliseconds(options->window_seconds));
    atomic_init(&made->tells_songs, options->songs);
    atomic_init(&made->pause_milliseconds, to_milliseconds(GENUS_PAUSE_DEFAULT));
    atomic_init(&made->channel, -1);
    if (made->ring == NULL || made->snapshot == NULL) {
        status = genus_fail(error, GENUS_ERROR_MEMORY, "listener: out of memory for the ring");
    } else {
        status = genus_stream_worker_new(model, options, made->ring, made->snapshot, &made->worker,
                                         error);
    }
    if (status != GENUS_OK) {
        genus_listener_free(made);
        return status;
    }
    *listener = made;
    return GENUS_OK;
}

void genus_listener_free(genus_listener *listener) {
    if (listener == NULL) {
        return;
    }
    genus_stream_worker_free(listener->worker);
    genus_snapshot_free(listener->snapshot);
    genus_ring_free(listener->ring);
    genus_model_free(listener->model);
    free(listener);
}

// ----------------------------------------------------------------------------------- audio thread

static void commit(genus_listener *listener, size_t frames) {
    genus_ring_commit(listener->ring, frames);
    atomic_store_explicit(&listener->channel, listener->downmix.chosen, memory_order_relaxed);
}

size_t genus_listener_write(genus_listener *listener, const float *const *channels, size_t frames) {
    genus_ring_span span;
    if (frames == 0 || !genus_ring_reserve(listener->ring, frames, &span)) {
        return 0;
    }
    genus_downmix *downmix = &listener->downmix;
    genus_downmix_planar(downmix, span.first, channels, 0, span.first_count);
    genus_downmix_planar(downmix, span.second, channels, span.first_count, span.second_count);
    commit(listener, frames);
    return frames;
}

size_t genus_listener_write_interleaved(genus_listener *listener, const float *samples,
                                        size_t frames) {
    genus_ring_span span;
    if (frames == 0 || !genus_ring_reserve(listener->ring, frames, &span)) {
        return 0;
    }
    genus_downmix *downmix = &listener->downmix;
    genus_downmix_interleaved(downmix, span.first, samples, span.first_count);
    genus_downmix_interleaved(downmix, span.second, samples + span.first_count * downmix->channels,
                              span.second_count);
    commit(listener, frames);
    return frames;
}

void genus_listener_gap(genus_listener *listener) {
    genus_ring_put_mark(listener->ring, GENUS_RING_MARK_GAP);
}

void genus_listener_jump(genus_listener *listener) {
    genus_ring_put_mark(listener->ring, GENUS_RING_MARK_JUMP);
}

void genus_listener_restart(genus_listener *listener, genus_restart what) {
    genus_ring_put_mark(listener->ring, what == GENUS_RESTART_TRACK
                                            ? GENUS_RING_MARK_RESTART_TRACK
                                            : GENUS_RING_MARK_RESTART_WINDOW);
}

// ------------------------------------------------------------------------------------- any thread

void genus_listener_set_window(genus_listener *listener, double seconds) {
    const double clamped = fmin(fmax(seconds, GENUS_WINDOW_MIN), GENUS_WINDOW_MAX);
    atomic_store_explicit(&listener->window_milliseconds, to_milliseconds(clamped),
                          memory_order_relaxed);
}

void genus_listener_set_songs(genus_listener *listener, bool songs) {
    atomic_store_explicit(&listener->tells_songs, songs, memory_order_relaxed);
}

void genus_listener_set_pause(genus_listener *listener, double seconds) {
    const double clamped = fmin(fmax(seconds, GENUS_PAUSE_MIN), GENUS_PAUSE_MAX);
    atomic_store_explicit(&listener->pause_milliseconds, to_milliseconds(clamped),
                          memory_order_relaxed);
}

int32_t genus_listener_channel(const genus_listener *listener) {
    return atomic_load_explicit(&listener->channel, memory_order_relaxed);
}

void genus_listener_read(const genus_listener *listener, genus_verdict *verdict) {
    genus_snapshot_read(listener->snapshot, verdict);
}

// ----------------------------------------------------------------------------------------- worker

static void adopt_settings(genus_listener *listener) {
    genus_stream_worker_set_window(
        listener->worker,
        atomic_load_explicit(&listener->window_milliseconds, memory_order_relaxed));
    genus_stream_worker_set_songs(
        listener->worker, atomic_load_explicit(&listener->tells_songs, memory_order_relaxed));
    genus_stream_worker_set_pause(
        listener->worker,
        atomic_load_explicit(&listener->pause_milliseconds, memory_order_relaxed));
}

size_t genus_listener_work(genus_listener *listener) {
    adopt_settings(listener);
    return genus_stream_worker_process(listener->worker);
}

void genus_listener_finish(genus_listener *listener) {
    adopt_settings(listener);
    (void)genus_stream_worker_process(listener->worker);
    genus_stream_worker_finish(listener->worker);
}
