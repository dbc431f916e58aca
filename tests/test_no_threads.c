// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The engine starts no thread: they do not belong in somebody's audio host.

#include "support/random_model.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

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

static void classifying_starts_no_thread(void **state) {
    (void)state;
    const size_t before = tasks_of_this_process();
    if (before == 0) {
        print_message("skipped: no /proc/self/task here to count threads in\n");
        skip();
    }
    enum { FRAMES = 48000 * 5 };
    float *samples = calloc(FRAMES, sizeof *samples);
    assert_non_null(samples);
    for (size_t i = 0; i < FRAMES; i++) {
        samples[i] = (float)(i * 7919 % 2001) / 1000.0F - 1.0F;
    }
    genus_model *model = NULL;
    assert_int_equal(genus_test_random_model("genus", 10, 0.5F, 1, &model, NULL), GENUS_OK);
    genus_listener_options options = genus_listener_options_default();
    options.channels = 1;
    genus_verdict verdict;
    assert_int_equal(genus_classify(model, &options, samples, FRAMES, &verdict, NULL), GENUS_OK);
    assert_true(verdict.top >= 0);
    free(samples);
    genus_model_free(model);
    assert_int_equal(tasks_of_this_process(), 1);
    assert_int_equal(before, 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(classifying_starts_no_thread),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
