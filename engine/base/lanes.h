// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Loops over channels in steps that the compiler knows, so that it makes vectors of them: sixteen
// floats are one register of AVX-512, two of AVX2, four of SSE. Values that stay between such loops
// wait in arrays: gcc sends C's own vectors through memory, word by word, where they are wider than
// the registers of the function around (simd.h).

#ifndef GENUS_ENGINE_BASE_LANES_H
#define GENUS_ENGINE_BASE_LANES_H

#include <stddef.h>

#define GENUS_LANES ((size_t)16)

/** For what must become part of its caller, to be made for the caller's registers. */
#define GENUS_INLINE static inline __attribute__((always_inline))

/** Before a loop that writes nothing that it reads. clang finds out for itself. */
#if defined(__clang__)
#define GENUS_INDEPENDENT
#else
#define GENUS_INDEPENDENT _Pragma("GCC ivdep")
#endif

#endif
