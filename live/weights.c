// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Where the weights are.

#include "weights.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FROM_PROGRAM "../share/genus/gtzan.safetensors"

static bool fits(int length) {
    return length >= 0 && length < PATH_MAX;
}

static bool is_readable(const char *path) {
    return access(path, R_OK) == 0;
}

static bool beside_program(char path[PATH_MAX]) {
    char program[PATH_MAX];
    const ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
    if (length <= 0) {
        return false;
    }
    program[length] = '\0';
    const char *slash = strrchr(program, '/');
    return slash != NULL &&
           fits(snprintf(path, PATH_MAX, "%.*s/%s", (int)(slash - program), program, FROM_PROGRAM));
}

genus_status genus_live_find_weights(const char *named, char path[PATH_MAX], genus_error *error) {
    if (named == NULL) {
        const char *environment = getenv("GENUS_WEIGHTS");
        named = environment != NULL && environment[0] != '\0' ? environment : NULL;
    }
    if (named != NULL) {
        if (fits(snprintf(path, PATH_MAX, "%s", named))) {
            return GENUS_OK;
        }
        error->status = GENUS_ERROR_OPEN;
        (void)snprintf(error->message, sizeof error->message,
                       "the path of the weights is too long");
        return error->status;
    }
    if (beside_program(path) && is_readable(path)) {
        return GENUS_OK;
    }
    const char *const places[2] = {GENUS_BUILD_WEIGHTS, GENUS_INSTALL_WEIGHTS};
    for (size_t i = 0; i < 2; i++) {
        if (is_readable(places[i]) && fits(snprintf(path, PATH_MAX, "%s", places[i]))) {
            return GENUS_OK;
        }
    }
    error->status = GENUS_ERROR_OPEN;
    (void)snprintf(error->message, sizeof error->message,
                   "no weights in %s or %s; name a file with --weights or GENUS_WEIGHTS", places[0],
                   places[1]);
    return error->status;
}
