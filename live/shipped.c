// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Where the files are that come with the program.

#include "live/shipped.h"
#include "engine/base/error.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool fits(int length) {
    return length >= 0 && length < PATH_MAX;
}

static bool is_readable(const char *path) {
    return access(path, R_OK) == 0;
}

static bool beside_program(const char *name, char path[PATH_MAX]) {
    char program[PATH_MAX];
    const ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
    if (length <= 0) {
        return false;
    }
    program[length] = '\0';
    const char *slash = strrchr(program, '/');
    return slash != NULL && fits(snprintf(path, PATH_MAX, "%.*s/../share/genus/%s",
                                          (int)(slash - program), program, name));
}

static genus_status find(const char *name, const char *cure, char path[PATH_MAX],
                         genus_error *error) {
    if (beside_program(name, path) && is_readable(path)) {
        return GENUS_OK;
    }
    static const char *const folders[2] = {GENUS_BUILD_PRESETS, GENUS_INSTALL_PRESETS};
    for (size_t i = 0; i < 2; i++) {
        if (fits(snprintf(path, PATH_MAX, "%s/%s", folders[i], name)) && is_readable(path)) {
            return GENUS_OK;
        }
    }
    return genus_fail(error, GENUS_ERROR_OPEN, "no %s in %s or %s; %s", name, folders[0],
                      folders[1], cure);
}

genus_status genus_live_find_weights(const char *named, char path[PATH_MAX], genus_error *error) {
    if (named == NULL) {
        const char *environment = getenv("GENUS_WEIGHTS");
        named = environment != NULL && environment[0] != '\0' ? environment : NULL;
    }
    if (named == NULL) {
        return find("gtzan.safetensors", "name a file with --weights or GENUS_WEIGHTS", path,
                    error);
    }
    return fits(snprintf(path, PATH_MAX, "%s", named))
               ? GENUS_OK
               : genus_fail(error, GENUS_ERROR_OPEN, "the path of the weights is too long");
}

genus_status genus_live_find_demo(char path[PATH_MAX], genus_error *error) {
    return find("demo.flac", "play a file of yours with --realtime", path, error);
}
