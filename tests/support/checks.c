// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What many tests check, put together or clear away alike.

#include "checks.h"

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

void assert_says(const char *text, const char *wanted) {
    if (strstr(text, wanted) == NULL) {
        fail_msg("'%s' does not say '%s'", text, wanted);
    }
}

void genus_test_append(const char **arguments, size_t count, size_t room, va_list more) {
    for (const char *next; (next = va_arg(more, const char *)) != NULL;) {
        assert_true(count + 1 < room);
        arguments[count++] = next;
    }
    arguments[count] = NULL;
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *place) {
    (void)status;
    (void)type;
    (void)place;
    return remove(path);
}

int genus_test_remove_folder(const char *path) {
    return nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}
