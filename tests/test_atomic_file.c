// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Files that are never left half written.

#include "engine/base/atomic_file.h"
#include "engine/base/path.h"
#include "engine/base/read_file.h"
#include "support/checks.h"
#include "support/command.h"

#include <dirent.h>
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

typedef struct fixture {
    char folder[32];
    char path[64];
    genus_error error;
} fixture;

static int set_up(void **state) {
    fixture *f = calloc(1, sizeof *f);
    (void)strcpy(f->folder, "/tmp/genus-atomic-XXXXXX");
    *state = f;
    if (mkdtemp(f->folder) == NULL) {
        return -1;
    }
    (void)snprintf(f->path, sizeof f->path, "%s/file", f->folder);
    return 0;
}

static int tear_down(void **state) {
    fixture *f = *state;
    const int failure = genus_test_remove_folder(f->folder);
    free(f);
    return failure;
}

static int entries(const char *path) {
    int count = 0;
    DIR *folder = opendir(path);
    assert_non_null(folder);
    while (readdir(folder) != NULL) {
        count++;
    }
    (void)closedir(folder);
    return count - 2;
}

static genus_status write_text(fixture *f, const char *path, const char *text) {
    return genus_atomic_file_write(path, text, strlen(text), &f->error);
}

static void what_was_there_stays_until_the_new_file_is_whole(void **state) {
    fixture *f = *state;
    genus_test_write_file(f->path, "old");
    genus_atomic_file *file;
    assert_int_equal(genus_atomic_file_open(f->path, &file, &f->error), GENUS_OK);
    genus_atomic_file_put(file, "new", 3);
    assert_file_holds(f->path, "old");
    assert_int_equal(genus_atomic_file_commit(file, &f->error), GENUS_OK);
    assert_file_holds(f->path, "new");
    assert_int_equal(genus_atomic_file_open(f->path, &file, &f->error), GENUS_OK);
    genus_atomic_file_put(file, "newest", 6);
    genus_atomic_file_discard(file);
    assert_file_holds(f->path, "new");
    assert_int_equal(entries(f->folder), 1);
}

static void a_name_left_by_a_dead_process_is_no_obstacle(void **state) {
    fixture *f = *state;
    char left[96];
    for (int i = 0; i < 3; i++) {
        (void)snprintf(left, sizeof left, "%s/.genus-%ld-%d.tmp", f->folder, (long)getpid(), i);
        genus_test_write_file(left, "left behind");
    }
    assert_int_equal(write_text(f, f->path, "new"), GENUS_OK);
    assert_file_holds(f->path, "new");
    assert_file_holds(left, "left behind");
}

static void the_mode_is_kept(void **state) {
    fixture *f = *state;
    struct stat about;
    genus_test_write_file(f->path, "old");
    assert_int_equal(chmod(f->path, 0604), 0);
    assert_int_equal(write_text(f, f->path, "new"), GENUS_OK);
    assert_int_equal(stat(f->path, &about), 0);
    assert_int_equal(about.st_mode & 07777, 0604);
    // A new file gets what the mask leaves.
    char other[96];
    (void)snprintf(other, sizeof other, "%s/other", f->folder);
    const mode_t mask = umask(027);
    assert_int_equal(write_text(f, other, "new"), GENUS_OK);
    (void)umask(mask);
    assert_int_equal(stat(other, &about), 0);
    assert_int_equal(about.st_mode & 07777, 0640);
}

static void a_link_is_followed(void **state) {
    fixture *f = *state;
    char inner[96];
    char link[96];
    (void)snprintf(inner, sizeof inner, "%s/inner", f->folder);
    assert_int_equal(mkdir(inner, 0777), 0);
    (void)snprintf(link, sizeof link, "%s/link", f->folder);
    assert_int_equal(symlink("inner/target", link), 0);
    (void)snprintf(inner, sizeof inner, "%s/inner/target", f->folder);
    for (int i = 0; i < 2; i++) { // At first what it names is not there yet.
        struct stat about;
        assert_int_equal(genus_atomic_file_check(link, &f->error), GENUS_OK);
        assert_int_equal(write_text(f, link, i == 0 ? "one" : "two"), GENUS_OK);
        assert_int_equal(lstat(link, &about), 0);
        assert_true(S_ISLNK(about.st_mode));
        assert_file_holds(inner, i == 0 ? "one" : "two");
    }
    assert_int_equal(symlink("loop", f->path), 0);
    (void)snprintf(link, sizeof link, "%s/loop", f->folder);
    assert_int_equal(symlink("file", link), 0);
    assert_int_equal(write_text(f, link, "three"), GENUS_ERROR_OPEN);
    assert_int_equal(genus_atomic_file_check(link, &f->error), GENUS_ERROR_OPEN);
}

static void what_is_no_file_is_written_to_or_refused(void **state) {
    fixture *f = *state;
    assert_int_equal(write_text(f, "/dev/null", "nothing"), GENUS_OK);
    assert_int_equal(write_text(f, "/dev/full", "nothing"), GENUS_ERROR_WRITE);
    assert_says(f->error.message, "/dev/full: cannot be written: No space left");
    assert_int_equal(write_text(f, f->folder, "nothing"), GENUS_ERROR_OPEN);
    assert_int_equal(write_text(f, "/nowhere/file", "nothing"), GENUS_ERROR_OPEN);
    assert_says(f->error.message, "/nowhere/file: cannot be written: No such file");
    assert_int_equal(genus_atomic_file_check("/nowhere/file", &f->error), GENUS_ERROR_OPEN);
    assert_int_equal(genus_atomic_file_check("/dev/null", &f->error), GENUS_ERROR_OPEN);
}

static void the_longest_name_can_be_written(void **state) {
    fixture *f = *state;
    char path[64 + NAME_MAX];
    (void)snprintf(path, sizeof path, "%s/", f->folder);
    const size_t length = strlen(path);
    memset(path + length, 'x', NAME_MAX);
    path[length + NAME_MAX] = '\0';
    assert_int_equal(write_text(f, path, "new"), GENUS_OK);
    assert_file_holds(path, "new");
}

static void a_file_of_any_size_is_read_whole_or_refused(void **state) {
    fixture *f = *state;
    static char bytes[10000];
    memset(bytes, 'x', sizeof bytes);
    bytes[5] = '\0';
    // Around the size of the first piece of memory, and of the limit.
    const size_t sizes[] = {0, 1, 4094, 4095, 4096, 8191, sizeof bytes};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        char *read = NULL;
        size_t size = 1;
        assert_int_equal(genus_atomic_file_write(f->path, bytes, sizes[i], &f->error), GENUS_OK);
        assert_int_equal(genus_read_file(f->path, sizes[i], &read, &size, &f->error), GENUS_OK);
        assert_int_equal(size, sizes[i]);
        assert_memory_equal(read, bytes, size);
        assert_int_equal(read[size], '\0');
        free(read);
        if (sizes[i] > 0) {
            assert_int_equal(genus_read_file(f->path, sizes[i] - 1, &read, &size, &f->error),
                             GENUS_ERROR_DATA);
            assert_null(read);
        }
    }
    char *read = NULL;
    size_t size = 0;
    assert_int_equal(genus_read_file(f->folder, 10, &read, &size, &f->error), GENUS_ERROR_READ);
    assert_non_null(strstr(f->error.message, f->folder));
    assert_int_equal(unlink(f->path), 0);
    assert_int_equal(genus_read_file(f->path, 10, &read, &size, &f->error), GENUS_ERROR_OPEN);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_was_there_stays_until_the_new_file_is_whole, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_name_left_by_a_dead_process_is_no_obstacle, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(the_mode_is_kept, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_link_is_followed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_no_file_is_written_to_or_refused, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(the_longest_name_can_be_written, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_file_of_any_size_is_read_whole_or_refused, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
