// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// GENUS_SIMD before a function: the compiler makes a version for each of today's vector units and
// the loader picks the one that this processor has. The source stays plain C.

#ifndef GENUS_ENGINE_BASE_SIMD_H
#define GENUS_ENGINE_BASE_SIMD_H

// Sanitizers start later than the loader's choice, and clang 14 cannot clone static functions.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) &&                             \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define GENUS_SIMD __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define GENUS_SIMD
#endif

#endif
