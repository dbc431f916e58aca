// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The one multiplication behind all convolutions: register tiles over strided activations.

#include "product.h"

#include "lanes.h"

/// The largest tile: 8 rows by 2 vectors, half of AVX-512's registers.
#define ROWS_MAX 8
#define VECTORS_MAX 2

/// One tile of the output, kept in registers while the sum runs. `rows` and `vectors` are constants
/// to the compiler, so that it unrolls everything but the sum.
GENUS_INLINE void multiply_tile(const genus_product *product, size_t row, size_t column,
                                size_t rows, size_t vectors) {
    genus_lanes sums[ROWS_MAX][VECTORS_MAX];
#pragma GCC unroll 8
    for (size_t i = 0; i < rows; i++) {
#pragma GCC unroll 2
        for (size_t v = 0; v < vectors; v++) {
            sums[i][v] = (genus_lanes){0};
        }
    }
    for (size_t slice = 0; slice < product->slices; slice++) {
        const float *a = product->a + row * product->a_row + slice * product->a_slice;
        const float *b = product->b + slice * product->b_slice + column;
        for (size_t step = 0; step < product->steps; step++) {
            genus_lanes right[VECTORS_MAX];
#pragma GCC unroll 2
            for (size_t v = 0; v < vectors; v++) {
                right[v] = *(const genus_lanes *)(b + v * GENUS_LANES);
            }
#pragma GCC unroll 8
            for (size_t i = 0; i < rows; i++) {
                const float left = a[i * product->a_row];
#pragma GCC unroll 2
                for (size_t v = 0; v < vectors; v++) {
                    sums[i][v] += right[v] * left;
                }
            }
            a += product->a_step;
            b += product->b_step;
        }
    }
    float *out = product->out + row * product->out_row + column;
#pragma GCC unroll 8
    for (size_t i = 0; i < rows; i++, out += product->out_row) {
#pragma GCC unroll 2
        for (size_t v = 0; v < vectors; v++) {
            genus_lanes *to = (genus_lanes *)(out + v * GENUS_LANES);
            if (product->add) {
                sums[i][v] += *to;
            }
            *to = sums[i][v];
        }
    }
}

/// All rows of one strip of columns; what does not fill a tile goes through smaller ones.
GENUS_INLINE void multiply_strip(const genus_product *product, size_t column, size_t rows,
                                 size_t vectors) {
    size_t row = 0;
    for (; row + rows <= product->rows; row += rows) {
        multiply_tile(product, row, column, rows, vectors);
    }
    if (rows > 4 && row + 4 <= product->rows) {
        multiply_tile(product, row, column, 4, vectors);
        row += 4;
    }
    if (rows > 2 && row + 2 <= product->rows) {
        multiply_tile(product, row, column, 2, vectors);
        row += 2;
    }
    for (; row < product->rows; row++) {
        multiply_tile(product, row, column, 1, vectors);
    }
}

/// Some columns by plain loops.
GENUS_INLINE void multiply_rest(const genus_product *product, size_t column) {
    for (size_t row = 0; row < product->rows; row++) {
        for (size_t j = column; j < product->columns; j++) {
            float sum = 0.0F;
            for (size_t slice = 0; slice < product->slices; slice++) {
                const float *a = product->a + row * product->a_row + slice * product->a_slice;
                const float *b = product->b + slice * product->b_slice + j;
                for (size_t step = 0; step < product->steps; step++) {
                    sum += a[step * product->a_step] * b[step * product->b_step];
                }
            }
            float *to = &product->out[row * product->out_row + j];
            *to = product->add ? *to + sum : sum;
        }
    }
}

GENUS_INLINE void multiply_all(const genus_product *product, size_t rows, size_t vectors) {
    size_t column = 0;
    for (; column + vectors * GENUS_LANES <= product->columns; column += vectors * GENUS_LANES) {
        multiply_strip(product, column, rows, vectors);
    }
    if (vectors > 1 && column + GENUS_LANES <= product->columns) {
        multiply_strip(product, column, rows, 1);
        column += GENUS_LANES;
    }
    if (column < product->columns) {
        multiply_rest(product, column);
    }
}

// Each kind of arithmetic compiles the same lines for its own registers.

static void multiply_plain(const genus_product *product) {
    multiply_all(product, 2, 1);
}

#if defined(__x86_64__)

// clang splits 64-byte vectors unless it is told that they may be used.
#if defined(__clang__)
#define AVX512 __attribute__((target("arch=x86-64-v4"), min_vector_width(512)))
#else
#define AVX512 __attribute__((target("arch=x86-64-v4")))
#endif
#define AVX2 __attribute__((target("arch=x86-64-v3")))

AVX512 static void multiply_avx512(const genus_product *product) {
    multiply_all(product, 8, 2);
}

AVX2 static void multiply_avx2(const genus_product *product) {
    multiply_all(product, 4, 1);
}

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
