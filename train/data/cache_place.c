// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Where the user's caches are. realpath() is why this file is compiled with _XOPEN_SOURCE.

#include "train/data/cache_place.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

bool genus_cache_root_digest(const char *root, char hex[GENUS_DIGEST_HEX]) {
    char *path = realpath(root, NULL);
    if (path == NULL) {
        return false;
    }
    genus_digest digest;
    genus_digest_begin(&digest);
    genus_digest_string(&digest, path);
    genus_digest_end(&digest, hex);
    free(path);
    return true;
}

/** Makes the folders on the way to a file; who opens it finds out if that was not possible. */
static void make_folders(char *path) {
    for (char *slash = strchr(path + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        (void)mkdir(path, 0700);
        *slash = '/';
    }
}

char *genus_cache_place(const char *name) {
    const char *below = "genus";
    const char *base = getenv("XDG_CACHE_HOME"); // NOLINT(concurrency-mt-unsafe)
    if (base == NULL || *base != '/') {
        below = ".cache/genus";
        base = getenv("HOME"); // NOLINT(concurrency-mt-unsafe)
    }
    if (base == NULL || *base != '/') {
        return NULL;
    }
    const size_t size = strlen(base) + strlen(below) + strlen(name) + 3;
    char *path = malloc(size);
    if (path != NULL) {
        (void)snprintf(path, size, "%s/%s/%s", base, below, name);
        make_folders(path);
    }
    return path;
}
