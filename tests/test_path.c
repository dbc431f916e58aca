// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Paths put together and taken apart.

#include "engine/base/path.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void assert_folder(const char *path, const char *wanted) {
    char *folder = genus_path_folder(path);
    assert_string_equal(folder, wanted);
    free(folder);
}

static void parts_are_joined_by_one_slash(void **state) {
    (void)state;
    static const char *const cases[][3] = {
        {"a", "b", "a/b"}, {"/", "b", "/b"}, {"a/", "b/c", "a/b/c"}, {"", "b", "/b"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *path = genus_path_join(cases[i][0], cases[i][1]);
        assert_string_equal(path, cases[i][2]);
        free(path);
    }
}

static void folder_and_extension_are_found(void **state) {
    (void)state;
    assert_folder("song.mp3", ".");
    assert_folder("/song.mp3", "/");
    assert_folder("a/b/song.mp3", "a/b");
    assert_string_equal(genus_path_extension("a.b/song"), "");
    assert_string_equal(genus_path_extension("a/.hidden"), "");
    assert_string_equal(genus_path_extension("a/song.tar.M3U"), "M3U");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_are_joined_by_one_slash),
        cmocka_unit_test(folder_and_extension_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
