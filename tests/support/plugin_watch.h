// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Stands before the functions that have no place in an audio thread, and counts the calls that a
// thread makes while it is watched, from wherever in the process: plugins opened by dlopen() find
// the program's functions before those of libraries. Link plugin_watch.c into a program with
// exported symbols (ENABLE_EXPORTS).

#ifndef GENUS_TESTS_PLUGIN_WATCH_H
#define GENUS_TESTS_PLUGIN_WATCH_H

#include <stdbool.h>
#include <stdint.h>

/** What is counted: memory, locks, files, the FFT and the resampler. */
#define WATCHED(X)                                                                                 \
    X(malloc)                                                                                      \
    X(calloc)                                                                                      \
    X(realloc)                                                                                     \
    X(aligned_alloc)                                                                               \
    X(posix_memalign)                                                                              \
    X(free)                                                                                        \
    X(pthread_mutex_lock)                                                                          \
    X(pthread_mutex_trylock)                                                                       \
    X(pthread_cond_signal)                                                                         \
    X(open)                                                                                        \
    X(close)                                                                                       \
    X(read)                                                                                        \
    X(pread)                                                                                       \
    X(write)                                                                                       \
    X(fopen)                                                                                       \
    X(fread)                                                                                       \
    X(nanosleep)                                                                                   \
    X(sched_yield)                                                                                 \
    X(kiss_fft_alloc)                                                                              \
    X(kiss_fft)                                                                                    \
    X(soxr_create)                                                                                 \
    X(soxr_process)                                                                                \
    X(soxr_clear)                                                                                  \
    X(soxr_delete)

#define WATCHED_ENUMERATOR(name) WATCH_##name,
typedef enum watched { WATCHED(WATCHED_ENUMERATOR) WATCHED_COUNT } watched;
#undef WATCHED_ENUMERATOR

/** Watches the calling thread from now on, or no longer. Fits host_set_watch(). */
void watch_thread(bool on);

/**
 * Calls of one function by watched threads so far. Under sanitizers, whose allocator it is, every
 * allocation counts as malloc.
 */
uint64_t watch_count(watched function);

/** A function's name. */
const char *watch_name(watched function);

#endif
