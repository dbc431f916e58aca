// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Counts allocations of the whole process, libraries included, by standing before the C library's
// allocator. Compile allocations.c into the test itself, so that no other test is slowed down.

#ifndef GENUS_TESTS_SUPPORT_ALLOCATIONS_H
#define GENUS_TESTS_SUPPORT_ALLOCATIONS_H

#include <stdbool.h>
#include <stdint.h>

/** False under sanitizers, which have an allocator of their own, and off glibc. */
bool genus_test_allocations_counted(void);

/** Calls of malloc, calloc, realloc, aligned_alloc and posix_memalign so far. */
uint64_t genus_test_allocations(void);

#endif
