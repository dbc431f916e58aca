// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The watch: each function counts, then calls the one that it stands before.

#include "plugin_watch.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <kiss_fft.h>
#include <pthread.h>
#include <sched.h>
#include <soxr.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

static _Thread_local bool watching;
static atomic_uint_least64_t counts[WATCHED_COUNT];

void watch_thread(bool on) {
    watching = on;
}

uint64_t watch_count(watched function) {
    return atomic_load(&counts[function]);
}

const char *watch_name(watched function) {
#define NAME(name) #name,
    static const char *const names[] = {WATCHED(NAME)};
#undef NAME
    return names[function];
}

static void count(watched function) {
    if (watching) {
        atomic_fetch_add(&counts[function], 1);
    }
}

/**
 * The next function of this name, which the caller keeps. It is looked up with the watch off, since
 * the dynamic linker may allocate.
 */
static void *find_next(const char *name) {
    const bool was_watching = watching;
    watching = false;
    void *next = dlsym(RTLD_NEXT, name);
    watching = was_watching;
    if (next == NULL) {
        abort();
    }
    return next;
}

// The C library's own names, and parameters named as here, not as in its headers.
// NOLINTBEGIN(bugprone-reserved-identifier,readability-inconsistent-declaration-parameter-name)
// NOLINTBEGIN(bugprone-macro-parentheses): a declaration is built from parts.

// STAND_BEFORE(result, name, parameters, arguments): a function that counts and goes on. ISO C has
// no conversion from void * to a function's pointer; POSIX promises that the bits are the same.
#define STAND_BEFORE(result, name, parameters, arguments)                                          \
    result name parameters {                                                                       \
        static _Atomic(void *) next;                                                               \
        count(WATCH_##name);                                                                       \
        void *found = atomic_load_explicit(&next, memory_order_relaxed);                           \
        if (found == NULL) {                                                                       \
            found = find_next(#name);                                                              \
            atomic_store_explicit(&next, found, memory_order_relaxed);                             \
        }                                                                                          \
        result(*function) parameters;                                                              \
        memcpy(&function, &found, sizeof function);                                                \
        return function arguments;                                                                 \
    }

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)

int __sanitizer_install_malloc_and_free_hooks(void (*on_malloc)(const volatile void *, size_t),
                                              void (*on_free)(const volatile void *));

static void on_malloc(const volatile void *memory, size_t size) {
    (void)memory;
    (void)size;
    count(WATCH_malloc);
}

static void on_free(const volatile void *memory) {
    (void)memory;
    count(WATCH_free);
}

__attribute__((constructor)) static void install_hooks(void) {
    if (__sanitizer_install_malloc_and_free_hooks(on_malloc, on_free) == 0) {
        abort();
    }
}

#else

// glibc's own names, since dlsym() itself may allocate.
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *memory, size_t size);
void *__libc_memalign(size_t alignment, size_t size);
void __libc_free(void *memory);

void *malloc(size_t size) {
    count(WATCH_malloc);
    return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
    count(WATCH_calloc);
    return __libc_calloc(number, size);
}

void *realloc(void *memory, size_t size) {
    count(WATCH_realloc);
    return __libc_realloc(memory, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
    count(WATCH_aligned_alloc);
    return __libc_memalign(alignment, size);
}

int posix_memalign(void **memory, size_t alignment, size_t size) {
    count(WATCH_posix_memalign);
    *memory = __libc_memalign(alignment, size);
    return *memory == NULL;
}

void free(void *memory) {
    count(WATCH_free);
    __libc_free(memory);
}

#endif

STAND_BEFORE(int, pthread_mutex_lock, (pthread_mutex_t * mutex), (mutex))
STAND_BEFORE(int, pthread_mutex_trylock, (pthread_mutex_t * mutex), (mutex))
STAND_BEFORE(int, pthread_cond_signal, (pthread_cond_t * news), (news))
STAND_BEFORE(int, close, (int file), (file))
STAND_BEFORE(ssize_t, read, (int file, void *bytes, size_t size), (file, bytes, size))
STAND_BEFORE(ssize_t, pread, (int file, void *bytes, size_t size, off_t at),
             (file, bytes, size, at))
STAND_BEFORE(ssize_t, write, (int file, const void *bytes, size_t size), (file, bytes, size))
STAND_BEFORE(FILE *, fopen, (const char *path, const char *mode), (path, mode))
STAND_BEFORE(size_t, fread, (void *bytes, size_t size, size_t number, FILE *file),
             (bytes, size, number, file))
STAND_BEFORE(int, nanosleep, (const struct timespec *wanted, struct timespec *left), (wanted, left))
STAND_BEFORE(int, sched_yield, (void), ())
STAND_BEFORE(kiss_fft_cfg, kiss_fft_alloc, (int size, int inverse, void *memory, size_t *length),
             (size, inverse, memory, length))
STAND_BEFORE(soxr_t, soxr_create,
             (double from, double to, unsigned channels, soxr_error_t *error,
              soxr_io_spec_t const *io, soxr_quality_spec_t const *quality,
              soxr_runtime_spec_t const *runtime),
             (from, to, channels, error, io, quality, runtime))
STAND_BEFORE(soxr_error_t, soxr_process,
             (soxr_t resampler, soxr_in_t in, size_t in_size, size_t *in_done, soxr_out_t out,
              size_t out_size, size_t *out_done),
             (resampler, in, in_size, in_done, out, out_size, out_done))
STAND_BEFORE(soxr_error_t, soxr_clear, (soxr_t resampler), (resampler))

// Those that return nothing, and the one whose last argument may be absent.

void kiss_fft(kiss_fft_cfg arch, const kiss_fft_cpx *time, kiss_fft_cpx *frequencies) {
    count(WATCH_kiss_fft);
    void (*function)(kiss_fft_cfg, const kiss_fft_cpx *, kiss_fft_cpx *);
    void *found = find_next("kiss_fft");
    memcpy(&function, &found, sizeof function);
    function(arch, time, frequencies);
}

void soxr_delete(soxr_t resampler) {
    count(WATCH_soxr_delete);
    void (*function)(soxr_t);
    void *found = find_next("soxr_delete");
    memcpy(&function, &found, sizeof function);
    function(resampler);
}

int open(const char *path, int flags, ...) {
    count(WATCH_open);
    va_list rest;
    va_start(rest, flags);
    const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    int (*function)(const char *, int, ...);
    void *found = find_next("open");
    memcpy(&function, &found, sizeof function);
    return function(path, flags, mode);
}

// NOLINTEND(bugprone-macro-parentheses)
// NOLINTEND(bugprone-reserved-identifier,readability-inconsistent-declaration-parameter-name)
