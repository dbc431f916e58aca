// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// One temporary file without a name, written anew for every input.

#include "fuzz_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int descriptor = -1;
static char path[64];

static void append(const void *bytes, size_t size) {
    if (size > 0 && write(descriptor, bytes, size) != (ssize_t)size) {
        abort();
    }
}

static void begin(void) {
    if (descriptor < 0) {
        char name[] = "/tmp/genus-fuzz-XXXXXX";
        descriptor = mkstemp(name);
        if (descriptor < 0 || unlink(name) != 0) {
            abort();
        }
        (void)snprintf(path, sizeof path, "/proc/self/fd/%d", descriptor);
    }
    if (lseek(descriptor, 0, SEEK_SET) != 0 || ftruncate(descriptor, 0) != 0) {
        abort();
    }
}

int fuzz_file(const uint8_t *bytes, size_t size) {
    begin();
    append(bytes, size);
    (void)lseek(descriptor, 0, SEEK_SET);
    return descriptor;
}

const char *fuzz_file_path(void) {
    return path;
}

void fuzz_container(const uint8_t *input, size_t size) {
    if (size == 0 || input[0] == 'f') {
        (void)fuzz_file(input + (size > 0), size - (size > 0));
        return;
    }
    const uint8_t *header = input + 1;
    const uint8_t *end = size > 1 ? memchr(header, '\0', size - 1) : NULL;
    const uint64_t length = end != NULL ? (size_t)(end - header) : size - 1;
    begin();
    append(&length, sizeof length); // The format is little-endian, and so are we.
    append(header, length);
    if (end != NULL) {
        append(end + 1, size - 2 - length);
    }
}
