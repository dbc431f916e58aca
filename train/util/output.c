// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Files that commands write.

#include "train/util/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    suffix_size = 32,
};

static genus_status out_of_memory(const char *path, genus_error *error) {
    return genus_fail(error, GENUS_ERROR_MEMORY, "%s: out of memory", path);
}

genus_status genus_output_check(const char *path, genus_error *error) {
    struct stat properties;
    if (stat(path, &properties) == 0 && !S_ISREG(properties.st_mode)) {
        return genus_fail(error, GENUS_ERROR_OPEN, "%s: cannot be written: not a regular file",
                          path);
    }
    char *folder = strdup(path);
    if (folder == NULL) {
        return out_of_memory(path, error);
    }
    char *slash = strrchr(folder, '/');
    if (slash != NULL) {
        slash[slash == folder ? 1 : 0] = '\0';
    }
    const bool writable = access(slash != NULL ? folder : ".", W_OK | X_OK) == 0;
    const int reason = errno;
    free(folder);
    return writable ? GENUS_OK
                    : genus_fail(error, GENUS_ERROR_OPEN, "%s: cannot be written: %s", path,
                                 strerror(reason));
}

/** Writes to an open descriptor, which is closed. @return 0 or the reason. */
static int write_bytes(int descriptor, const char *bytes, size_t left, bool regular) {
    int reason = 0;
    while (reason == 0 && left > 0) {
        const ssize_t written = write(descriptor, bytes, left);
        if (written >= 0) {
            bytes += written;
            left -= (size_t)written;
        } else if (errno != EINTR) {
            reason = errno;
        }
    }
    if (reason == 0 && regular && fsync(descriptor) != 0) {
        reason = errno;
    }
    if (close(descriptor) != 0 && reason == 0) {
        reason = errno;
    }
    return reason;
}

genus_status genus_output_write_bytes(const char *path, const void *bytes, size_t size,
                                      genus_error *error) {
    struct stat properties;
    const bool regular = stat(path, &properties) != 0 || S_ISREG(properties.st_mode);
    const size_t name_size = strlen(path) + suffix_size;
    char *name = malloc(name_size);
    if (name == NULL) {
        return out_of_memory(path, error);
    }
    genus_status status = GENUS_OK;
    if (regular) {
        (void)snprintf(name, name_size, "%s.%ld.tmp", path, (long)getpid());
    } else {
        (void)snprintf(name, name_size, "%s", path);
    }
    const int create = regular ? O_CREAT | O_EXCL : 0;
    const int descriptor = open(name, O_WRONLY | O_CLOEXEC | create, 0666);
    if (descriptor < 0) {
        status =
            genus_fail(error, GENUS_ERROR_OPEN, "%s: cannot be written: %s", path, strerror(errno));
        goto done;
    }
    int reason = write_bytes(descriptor, bytes, size, regular);
    if (regular && reason == 0 && rename(name, path) != 0) {
        reason = errno;
    }
    if (reason != 0) {
        status = genus_fail(error, GENUS_ERROR_WRITE, "%s: cannot be written: %s", path,
                            strerror(reason));
        if (regular) {
            (void)unlink(name);
        }
    }
done:
    free(name);
    return status;
}

genus_status genus_output_write(const char *path, const char *text, genus_error *error) {
    return genus_output_write_bytes(path, text, strlen(text), error);
}
