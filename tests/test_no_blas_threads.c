// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// BLAS starts no threads in Genus: they do not belong in somebody's audio host, and the trainer's
// own threads would fight with them.

#include <cblas.h>
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

/** Big enough that every threaded flavour of OpenBLAS would share the work. */
#define SIZE 1024

static size_t tasks_of_this_process(void) {
    DIR *folder = opendir("/proc/self/task");
    size_t count = 0;
    if (folder != NULL) {
        for (const struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
            count += entry->d_name[0] != '.' ? 1 : 0;
        }
        (void)closedir(folder);
    }
    return count;
}

static void openblas_is_the_sequential_flavour(void **state) {
    (void)state;
    assert_int_equal(openblas_get_parallel(), OPENBLAS_SEQUENTIAL);
}

static void a_large_product_starts_no_thread(void **state) {
    (void)state;
    const size_t before = tasks_of_this_process();
    if (before == 0) {
        print_message("skipped: no /proc/self/task here to count threads in\n");
        skip();
    }
    float *a = calloc((size_t)3 * SIZE * SIZE, sizeof *a);
    assert_non_null(a);
    float *b = a + (size_t)SIZE * SIZE;
    float *c = b + (size_t)SIZE * SIZE;
    for (size_t i = 0; i < SIZE; i++) {
        a[i * SIZE + i] = 2.0F;
        b[i] = 1.0F;
    }
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, SIZE, SIZE, SIZE, 1.0F, a, SIZE, b, SIZE,
                0.0F, c, SIZE);
    assert_float_equal(c[SIZE - 1], 2.0F, 0.0F);
    free(a);
    assert_int_equal(tasks_of_this_process(), 1);
    assert_int_equal(before, 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(openblas_is_the_sequential_flavour),
        cmocka_unit_test(a_large_product_starts_no_thread),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
