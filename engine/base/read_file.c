// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Small files read whole.

#include "engine/base/read_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/** Reads on to the end, into memory that grows. */
static genus_status read_stream(FILE *stream, const char *path, size_t most, char **bytes,
                                size_t *size, genus_error *error) {
    size_t room = 4096;
    for (;;) {
        char *more = realloc(*bytes, room);
        if (more == NULL) {
            return genus_fail(error, GENUS_ERROR_MEMORY, "%s: out of memory", path);
        }
        *bytes = more;
        *size += fread(*bytes + *size, 1, room - 1 - *size, stream);
        if (ferror(stream)) {
            return genus_fail(error, GENUS_ERROR_READ, "%s: cannot be read: %s", path,
                              strerror(errno));
        }
        if (*size > most) {
            return genus_fail(error, GENUS_ERROR_DATA, "%s: is larger than %zu bytes", path, most);
        }
        if (*size < room - 1) {
            (*bytes)[*size] = '\0';
            return GENUS_OK;
        }
        room *= 2;
    }
}

genus_status genus_read_file(const char *path, size_t most, char **bytes, size_t *size,
                             genus_error *error) {
    *bytes = NULL;
    *size = 0;
    FILE *stream = fopen(path, "rbe");
    if (stream == NULL) {
        return genus_fail(error, GENUS_ERROR_OPEN, "%s: cannot be opened: %s", path,
                          strerror(errno));
    }
    const genus_status status = read_stream(stream, path, most, bytes, size, error);
    (void)fclose(stream);
    if (status != GENUS_OK) {
        free(*bytes);
        *bytes = NULL;
    }
    return status;
}
