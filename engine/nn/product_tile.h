// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The product for one kind of arithmetic: product.c includes these lines once for each, since a
// vector wider than the registers of its function goes through memory. They read
//
//     TILE(name)    the name of this kind's function
//     TILE_TARGET   the attribute of functions that may use its registers
//     TILE_LANES    floats a register
//     TILE_ROWS     rows of the largest tile of the output
//     TILE_VECTORS  registers along its columns
//
// and forget them again.

typedef float TILE(vector) __attribute__((vector_size(4 * TILE_LANES), aligned(4), may_alias));

/// One tile of the output, kept in registers while the sum runs. `rows` and `vectors` are constants
/// to the compiler, so that it unrolls everything but the sum.
TILE_TARGET GENUS_INLINE void TILE(tile)(const genus_product *product, size_t row, size_t column,
                                         size_t rows, size_t vectors) {
    TILE(vector) sums[TILE_ROWS][TILE_VECTORS];
#pragma GCC unroll 8
    for (size_t i = 0; i < rows; i++) {
#pragma GCC unroll 4
        for (size_t v = 0; v < vectors; v++) {
            sums[i][v] = (TILE(vector)){0};
        }
    }
    for (size_t slice = 0; slice < product->slices; slice++) {
        const float *a = product->a + row * product->a_row + slice * product->a_slice;
        const float *b = product->b + slice * product->b_slice + column;
        for (size_t step = 0; step < product->steps; step++) {
            TILE(vector) right[TILE_VECTORS];
#pragma GCC unroll 4
            for (size_t v = 0; v < vectors; v++) {
                right[v] = *(const TILE(vector) *)(b + v * TILE_LANES);
            }
#pragma GCC unroll 8
            for (size_t i = 0; i < rows; i++) {
                const float left = a[i * product->a_row];
#pragma GCC unroll 4
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
#pragma GCC unroll 4
        for (size_t v = 0; v < vectors; v++) {
            TILE(vector) *to = (TILE(vector) *)(out + v * TILE_LANES);
            if (product->add) {
                sums[i][v] += *to;
            }
            *to = sums[i][v];
        }
    }
}

/// All rows of one strip of columns; what does not fill a tile goes through smaller ones.
TILE_TARGET GENUS_INLINE void TILE(strip)(const genus_product *product, size_t column,
                                          size_t vectors) {
    size_t row = 0;
    for (; row + TILE_ROWS <= product->rows; row += TILE_ROWS) {
        TILE(tile)(product, row, column, TILE_ROWS, vectors);
    }
#if TILE_ROWS > 4
    if (row + 4 <= product->rows) {
        TILE(tile)(product, row, column, 4, vectors);
        row += 4;
    }
#endif
#if TILE_ROWS > 2
    if (row + 3 == product->rows) {
        TILE(tile)(product, row, column, 3, vectors);
        row += 3;
    }
    if (row + 2 <= product->rows) {
        TILE(tile)(product, row, column, 2, vectors);
        row += 2;
    }
#endif
    for (; row < product->rows; row++) {
        TILE(tile)(product, row, column, 1, vectors);
    }
}

/// Some columns by plain loops.
TILE_TARGET GENUS_INLINE void TILE(rest)(const genus_product *product, size_t column) {
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

TILE_TARGET static void TILE(multiply)(const genus_product *product) {
    const size_t strip = (size_t)TILE_VECTORS * TILE_LANES;
    size_t column = 0;
    for (; column + strip <= product->columns; column += strip) {
        TILE(strip)(product, column, TILE_VECTORS);
    }
    for (; column + TILE_LANES <= product->columns; column += TILE_LANES) {
        TILE(strip)(product, column, 1);
    }
    if (column < product->columns) {
        TILE(rest)(product, column);
    }
}

#undef TILE
#undef TILE_TARGET
#undef TILE_LANES
#undef TILE_ROWS
#undef TILE_VECTORS
