// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The failing allocator: what the linker puts before the real one.

#include "failing_allocator.h"

#include <errno.h>
#include <kiss_fft.h>
#include <kiss_fftr.h>
#include <sndfile.h>
#include <soxr.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>

static atomic_uint_least64_t count; // Allocations since a failure was ordered.
static atomic_uint_least64_t fatal; // The one to fail; 0: none.
static atomic_bool fails_on;
static atomic_bool failed;

void genus_test_fail_allocation(uint64_t first, genus_test_failing how) {
    atomic_store(&fails_on, how == GENUS_TEST_FAILS_ON);
    atomic_store(&failed, false);
    atomic_store(&count, 0);
    atomic_store(&fatal, first);
}

bool genus_test_stop_failing(void) {
    atomic_store(&fatal, 0);
    return atomic_load(&failed);
}

/// True if the allocation that asks is to fail.
static bool fails(void) {
    const uint64_t wanted = atomic_load(&fatal);
    if (wanted == 0) {
        return false;
    }
    const uint64_t number = atomic_fetch_add(&count, 1) + 1;
    if (number == wanted || (number > wanted && atomic_load(&fails_on))) {
        atomic_store(&failed, true);
        errno = ENOMEM;
        return true;
    }
    return false;
}

// The linker's names.
// NOLINTBEGIN(bugprone-reserved-identifier)

#define WRAP(result, name, parameters, arguments)                                                  \
    result __real_##name parameters;                                                               \
    result __wrap_##name parameters;                                                               \
    result __wrap_##name parameters {                                                              \
        return fails() ? NULL : __real_##name arguments;                                           \
    }

WRAP(void *, malloc, (size_t size), (size))
WRAP(void *, calloc, (size_t number, size_t size), (number, size))
WRAP(void *, realloc, (void *memory, size_t size), (memory, size))
WRAP(void *, aligned_alloc, (size_t alignment, size_t size), (alignment, size))
WRAP(char *, strdup, (const char *text), (text))
WRAP(char *, strndup, (const char *text, size_t size), (text, size))
WRAP(char *, realpath, (const char *path, char *resolved), (path, resolved))
WRAP(FILE *, fopen, (const char *path, const char *mode), (path, mode))
WRAP(FILE *, fdopen, (int descriptor, const char *mode), (descriptor, mode))
WRAP(FILE *, open_memstream, (char **text, size_t *size), (text, size))
WRAP(void *, opendir, (const char *path), (path))
WRAP(void *, fts_open, (char *const *paths, int options, void *compare), (paths, options, compare))
WRAP(kiss_fft_cfg, kiss_fft_alloc, (int length, int inverse, void *memory, size_t *size),
     (length, inverse, memory, size))
WRAP(kiss_fftr_cfg, kiss_fftr_alloc, (int length, int inverse, void *memory, size_t *size),
     (length, inverse, memory, size))

soxr_t __real_soxr_create(double input_rate, double output_rate, unsigned channels,
                          soxr_error_t *error, const soxr_io_spec_t *io,
                          const soxr_quality_spec_t *quality, const soxr_runtime_spec_t *runtime);
soxr_t __wrap_soxr_create(double input_rate, double output_rate, unsigned channels,
                          soxr_error_t *error, const soxr_io_spec_t *io,
                          const soxr_quality_spec_t *quality, const soxr_runtime_spec_t *runtime);
soxr_t __wrap_soxr_create(double input_rate, double output_rate, unsigned channels,
                          soxr_error_t *error, const soxr_io_spec_t *io,
                          const soxr_quality_spec_t *quality, const soxr_runtime_spec_t *runtime) {
    if (fails()) {
        *error = "out of memory";
        return NULL;
    }
    return __real_soxr_create(input_rate, output_rate, channels, error, io, quality, runtime);
}

void *genus_test_failing_malloc(size_t size) {
    return __wrap_malloc(size);
}

// NOLINTEND(bugprone-reserved-identifier)
