// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// An allocator that fails when it is told to. It stands before the calls of our own code only, by
// the linker's --wrap (genus_fails_allocations() in CMakeLists.txt): soxr and libsndfile crash when
// malloc() fails inside of them, so of other libraries only what makes their objects fails, at its
// door. Works under sanitizers.

#ifndef GENUS_TESTS_SUPPORT_FAILING_ALLOCATOR_H
#define GENUS_TESTS_SUPPORT_FAILING_ALLOCATOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Which allocations fail. */
typedef enum genus_test_failing {
    GENUS_TEST_FAILS_ONCE, ///< The one of that number.
    GENUS_TEST_FAILS_ON,   ///< That one and all that follow.
} genus_test_failing;

/** From now on allocations are counted from 1, and number `first` fails as told. */
void genus_test_fail_allocation(uint64_t first, genus_test_failing how);

/** No allocation fails any more. @return Whether one has. */
bool genus_test_stop_failing(void);

/** malloc() that fails as told, for libraries that let one choose. */
void *genus_test_failing_malloc(size_t size);

#endif
