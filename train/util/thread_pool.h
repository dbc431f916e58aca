// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A team of threads that does numbered tasks. What a task computes must not depend on who does it,
// so that any number of threads gives the same result.

#ifndef GENUS_TRAIN_UTIL_THREAD_POOL_H
#define GENUS_TRAIN_UTIL_THREAD_POOL_H

#include "engine/base/error.h"

#include <stddef.h>

typedef struct genus_thread_pool genus_thread_pool;

/** One task. @param task 0..tasks-1. @param member Who does it, 0..size-1: picks scratch memory. */
typedef void genus_task(void *context, size_t task, size_t member);

/** Makes a thread pool of `size` threads, the caller of run() included; 1 to 256. */
genus_status genus_thread_pool_new(size_t size, genus_thread_pool **team,
                                   genus_error *error) GENUS_CHECKED GENUS_NONNULL(2);

/** Ends the threads. NULL is fine. */
void genus_thread_pool_free(genus_thread_pool *team);

size_t genus_thread_pool_size(const genus_thread_pool *team);

/** Does all tasks and returns when the last is done. One caller at a time. */
void genus_thread_pool_run(genus_thread_pool *team, size_t tasks, genus_task *task, void *context)
    GENUS_NONNULL(3);

#endif
