// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The strided product, by every kind of arithmetic that this processor has, against plain loops in
// double precision.

#include "engine/nn/product.h"

#include "train/util/random.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { CELLS = 6000 };

static float a[CELLS];
static float b[CELLS];
static float before[CELLS];

static double expected(const genus_product *product, size_t row, size_t column) {
    double sum = product->add ? (double)before[row * product->out_row + column] : 0.0;
    for (size_t slice = 0; slice < product->slices; slice++) {
        for (size_t step = 0; step < product->steps; step++) {
            sum +=
                (double)product
                    ->a[row * product->a_row + slice * product->a_slice + step * product->a_step] *
                (double)product->b[slice * product->b_slice + step * product->b_step + column];
        }
    }
    return sum;
}

/// Every cell of the product is right, and no other cell was touched.
static void check(genus_unit unit, genus_product product) {
    static float out[CELLS];
    memcpy(out, before, sizeof out);
    product.out = out;
    if (!genus_multiply_with(unit, &product)) {
        return;
    }
    for (size_t i = 0; i < CELLS; i++) {
        const size_t row = i / product.out_row;
        const size_t column = i % product.out_row;
        if (row < product.rows && column < product.columns) {
            assert_float_equal(out[i], expected(&product, row, column), 1e-4);
        } else {
            assert_true(out[i] == before[i]);
        }
    }
}

static int fill(void **state) {
    (void)state;
    genus_random random = genus_random_seeded(4, 0);
    for (size_t i = 0; i < CELLS; i++) {
        a[i] = genus_random_normal(&random);
        b[i] = genus_random_normal(&random);
        before[i] = genus_random_normal(&random);
    }
    return 0;
}

static void every_size_of_tile_and_rest_is_right(void **state) {
    (void)state;
    for (genus_unit unit = GENUS_UNIT_PLAIN; unit <= GENUS_UNIT_AVX512; unit++) {
        for (size_t rows = 1; rows <= 19; rows++) {
            for (size_t columns = 1; columns <= 70; columns += columns < 20 ? 1 : 7) {
                check(unit, (genus_product){.a = a,
                                            .a_row = 3,
                                            .a_slice = 40,
                                            .a_step = 2,
                                            .b = b,
                                            .b_slice = 1000,
                                            .b_step = 75,
                                            .out_row = 72,
                                            .rows = rows,
                                            .columns = columns,
                                            .slices = 3,
                                            .steps = 9,
                                            .add = rows % 2 == 0});
            }
        }
    }
}

static void the_chosen_kind_is_one_of_them(void **state) {
    (void)state;
    genus_product product = {.a = a,
                             .a_row = 8,
                             .a_step = 1,
                             .b = b,
                             .b_step = 33,
                             .out_row = 33,
                             .rows = 10,
                             .columns = 33,
                             .slices = 1,
                             .steps = 50};
    static float out[CELLS];
    product.out = out;
    genus_multiply(&product);
    for (size_t i = 0; i < product.rows * product.columns; i++) {
        assert_float_equal(out[i], expected(&product, i / 33, i % 33), 1e-4);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_size_of_tile_and_rest_is_right),
        cmocka_unit_test(the_chosen_kind_is_one_of_them),
    };
    return cmocka_run_group_tests(tests, fill, NULL);
}
