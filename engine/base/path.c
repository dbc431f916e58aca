// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Paths put together and taken apart.

#include "engine/base/path.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *genus_path_join(const char *folder, const char *name) {
    const size_t length = strlen(folder);
    const char *between = length > 0 && folder[length - 1] == '/' ? "" : "/";
    const size_t size = length + strlen(name) + 2;
    char *path = malloc(size);
    if (path != NULL) {
        (void)snprintf(path, size, "%s%s%s", folder, between, name);
    }
    return path;
}

char *genus_path_folder(const char *path) {
    const char *slash = strrchr(path, '/');
    if (slash == NULL) {
        return strdup(".");
    }
    return strndup(path, slash == path ? 1 : (size_t)(slash - path));
}

const char *genus_path_extension(const char *path) {
    const char *slash = strrchr(path, '/');
    const char *name = slash != NULL ? slash + 1 : path;
    const char *point = strrchr(name, '.');
    return point != NULL && point != name ? point + 1 : "";
}
