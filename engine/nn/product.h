// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The one multiplication behind all convolutions, forward and backward: a matrix product whose left
// side is read straight out of activations, through strides, so that nothing is ever copied into
// patches. Register-tiled for AVX-512, AVX2 and plain C, chosen when it runs.

#ifndef GENUS_ENGINE_NN_PRODUCT_H
#define GENUS_ENGINE_NN_PRODUCT_H

#include "engine/genus.h"

#include <stdbool.h>
#include <stddef.h>

/**
 * out[i][j] (+)= sum over slice, step of
 *     a[i * a_row + slice * a_slice + step * a_step] * b[slice * b_slice + step * b_step + j]
 *
 * All strides are in floats. Rows of `b` and `out` are runs of `columns` floats.
 */
typedef struct genus_product {
    const float *a;
    size_t a_row;
    size_t a_slice;
    size_t a_step;
    const float *b;
    size_t b_slice;
    size_t b_step;
    float *out;
    size_t out_row;
    size_t rows;
    size_t columns;
    size_t slices;
    size_t steps;
    bool add; ///< Add to `out` rather than overwrite it.
} genus_product;

/**
 * Multiplies. The sum runs in the order written above whatever the processor; results differ
 * between processors by the rounding of fused multiplications alone. `out` overlaps nothing.
 * Thread: any; allocates nothing.
 */
void genus_multiply(const genus_product *product) GENUS_NONNULL(1);

/** The kinds of arithmetic that there are. */
typedef enum genus_unit {
    GENUS_UNIT_PLAIN,  ///< What every processor of the target has.
    GENUS_UNIT_AVX2,   ///< x86-64-v3.
    GENUS_UNIT_AVX512, ///< x86-64-v4.
} genus_unit;

/** Multiplies with one kind; false, and nothing done, if this processor lacks it. */
bool genus_multiply_with(genus_unit unit, const genus_product *product) GENUS_NONNULL(2);

#endif
