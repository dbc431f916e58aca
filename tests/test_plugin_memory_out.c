// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The plugin's life with each of its allocations failing in turn: it says so in the host's log and
// lives on with what it has, or is not made at all. The address sanitizer sees what is leaked.

#include "support/failing_allocator.h"
#include "support/plugin_alone.h"
#include "tiny_weights.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum {
    path_size = 128,
};

/** A bundle with tiny weights, and the same weights once more for a change. */
typedef struct fixture {
    char bundle[path_size];
    char weights[path_size];
    char other[path_size];
    char contents[path_size];
} fixture;

static int set_up(void **state) {
    static fixture made;
    *state = &made;
    (void)snprintf(made.bundle, sizeof made.bundle, "/tmp/genus-plugin-XXXXXX");
    assert_non_null(mkdtemp(made.bundle));
    (void)snprintf(made.weights, path_size, "%.100s/weights.safetensors", made.bundle);
    (void)snprintf(made.other, path_size, "%.100s/other.safetensors", made.bundle);
    (void)snprintf(made.contents, path_size, "%.100s/contents.txt", made.bundle);
    const genus_model_config config = tiny_config();
    const char *const paths[] = {made.weights, made.other};
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(
            genus_model_write(paths[i], &config, tiny_tensors, TINY_TENSORS, NULL, 0, NULL),
            GENUS_OK);
    }
    FILE *contents = fopen(made.contents, "w");
    assert_non_null(contents);
    assert_true(
        fprintf(contents, "tiny.safetensors\n%s\n%s\n", config.labels[0], config.labels[1]) > 0);
    assert_int_equal(fclose(contents), 0);
    return 0;
}

static int tear_down(void **state) {
    const fixture *made = *state;
    return unlink(made->contents) | unlink(made->weights) | unlink(made->other) |
           rmdir(made->bundle);
}

/// Made, run, given other weights, saved, restored, ended.
/// @param restored Whether the plugin says that restoring went well.
/// @return false: it was not made.
static bool live(const fixture *fixture, bool *restored) {
    static alone_state saved;
    alone *plugin = alone_new(fixture->bundle);
    if (plugin == NULL) {
        return false;
    }
    alone_run(plugin, NULL);
    alone_run(plugin, fixture->other);
    for (int i = 0; i < 4; i++) {
        alone_run(plugin, NULL);
    }
    assert_true(alone_save(plugin, &saved));
    *restored = alone_restore(plugin, &saved);
    for (int i = 0; i < 4; i++) {
        alone_run(plugin, NULL);
    }
    alone_free(plugin);
    return true;
}

static void a_plugin_outlives_every_failed_allocation(void **state) {
    for (uint64_t number = 1;; number++) {
        genus_test_fail_allocation(number, GENUS_TEST_FAILS_ONCE);
        bool restored = true;
        const bool lived = live(*state, &restored);
        if (!genus_test_stop_failing()) {
            assert_true(lived && restored);
            assert_string_equal(alone_log(), "");
            print_message("%llu allocations\n", (unsigned long long)number - 1);
            return;
        }
        if (restored && strstr(alone_log(), "emory") == NULL) {
            fail_msg("allocation %llu failed: the log says \"%s\"", (unsigned long long)number,
                     alone_log());
        }
    }
}

static void without_any_memory_none_is_made(void **state) {
    bool restored = true;
    genus_test_fail_allocation(1, GENUS_TEST_FAILS_ON);
    assert_false(live(*state, &restored));
    assert_true(genus_test_stop_failing());
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plugin_outlives_every_failed_allocation),
        cmocka_unit_test(without_any_memory_none_is_made),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
