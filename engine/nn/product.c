// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The one multiplication behind all convolutions: register tiles over strided activations.

#include "engine/nn/product.h"

#include "engine/base/lanes.h"

// Each kind of arithmetic compiles the same lines for its own registers; tiles are as large as
// these allow. Beside the sums a tile needs a register for each vector of the right side and one
// for the left.

#define TILE(name) name##_plain
#define TILE_TARGET
#define TILE_LANES 4
#define TILE_ROWS 2
#define TILE_VECTORS 4
#include "engine/nn/product_tile.h"

#if defined(__x86_64__)

// clang splits 64-byte vectors unless it is told that they may be used.
#if defined(__clang__)
#define AVX512 __attribute__((target("arch=x86-64-v4"), min_vector_width(512)))
#else
#define AVX512 __attribute__((target("arch=x86-64-v4")))
#endif
#define AVX2 __attribute__((target("arch=x86-64-v3")))

#define TILE(name) name##_avx2
#define TILE_TARGET AVX2
#define TILE_LANES 8
#define TILE_ROWS 6
#define TILE_VECTORS 2
#include "engine/nn/product_tile.h"

#define TILE(name) name##_avx512
#define TILE_TARGET AVX512
#define TILE_LANES 16
#define TILE_ROWS 8
#define TILE_VECTORS 2
#include "engine/nn/product_tile.h"

static bool has_avx512(void) {
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
           __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512cd");
}

static bool has_avx2(void) {
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
           __builtin_cpu_supports("bmi2");
}

bool genus_multiply_with(genus_unit unit, const genus_product *product) {
    if (unit == GENUS_UNIT_AVX512 && has_avx512()) {
        multiply_avx512(product);
    } else if (unit == GENUS_UNIT_AVX2 && has_avx2()) {
        multiply_avx2(product);
    } else if (unit == GENUS_UNIT_PLAIN) {
        multiply_plain(product);
    } else {
        return false;
    }
    return true;
}

#else

bool genus_multiply_with(genus_unit unit, const genus_product *product) {
    if (unit != GENUS_UNIT_PLAIN) {
        return false;
    }
    multiply_plain(product);
    return true;
}

#endif

void genus_multiply(const genus_product *product) {
    if (!genus_multiply_with(GENUS_UNIT_AVX512, product) &&
        !genus_multiply_with(GENUS_UNIT_AVX2, product)) {
        (void)genus_multiply_with(GENUS_UNIT_PLAIN, product);
    }
}
