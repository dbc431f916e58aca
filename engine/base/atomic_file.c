// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Files that are never left half written.

#include "engine/base/atomic_file.h"
#include "engine/base/path.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    name_tries = 1000, // A process of the same number may have died and left its file behind.
    name_size = 64,
    link_depth = 40, // As many as Linux follows.
};

struct genus_atomic_file {
    char *path;      ///< As the caller named it, for messages.
    char *target;    ///< What is replaced: `path` with its links followed.
    char *folder;    ///< Where the temporary file lies; so that the end needs no memory.
    char *temporary; ///< NULL: the target is no regular file and is written to as it is.
    FILE *stream;
    int reason; ///< Why writing failed first; 0 while it has not.
};

static void free_names(genus_atomic_file *file) {
    free(file->folder);
    free(file->temporary);
    free(file->target);
    free(file->path);
    free(file);
}

/** Where a symbolic link leads, from the folder it lies in. NULL: errno says why. Free it. */
static char *read_link(const char *path) {
    char to[PATH_MAX];
    const ssize_t length = readlink(path, to, sizeof to - 1);
    if (length < 0) {
        return NULL;
    }
    to[length] = '\0';
    if (to[0] == '/') {
        return strdup(to);
    }
    char *folder = genus_path_folder(path);
    char *joined = folder != NULL ? genus_path_join(folder, to) : NULL;
    free(folder);
    return joined;
}

/** Follows links by hand, since what the last one names need not exist yet. NULL: see errno. */
static char *follow_links(const char *path) {
    char *target = strdup(path);
    struct stat about;
    for (int i = 0; target != NULL && lstat(target, &about) == 0 && S_ISLNK(about.st_mode); i++) {
        char *next = NULL;
        if (i == link_depth) {
            errno = ELOOP;
        } else {
            next = read_link(target);
        }
        free(target);
        target = next;
    }
    return target;
}

genus_status genus_atomic_file_check(const char *path, genus_error *error) {
    char *target = follow_links(path);
    char *folder = target != NULL ? genus_path_folder(target) : NULL;
    genus_status status = GENUS_OK;
    struct stat about;
    if (folder == NULL) {
        status = genus_fail(error, errno == ENOMEM ? GENUS_ERROR_MEMORY : GENUS_ERROR_OPEN,
                            "%s: cannot be written: %s", path, strerror(errno));
    } else if (stat(target, &about) == 0 && !S_ISREG(about.st_mode)) {
        status =
            genus_fail(error, GENUS_ERROR_OPEN, "%s: cannot be written: not a regular file", path);
    } else if (access(folder, W_OK | X_OK) != 0) {
        status =
            genus_fail(error, GENUS_ERROR_OPEN, "%s: cannot be written: %s", path, strerror(errno));
    }
    free(folder);
    free(target);
    return status;
}

/** Makes a file of a new name in the target's folder. @return Its descriptor or -1: see errno. */
static int create_temporary(genus_atomic_file *file) {
    file->folder = genus_path_folder(file->target);
    int descriptor = -1;
    for (int i = 0; file->folder != NULL && i < name_tries; i++) {
        // Short, or a target whose name is as long as names may be could not be written.
        char name[name_size];
        (void)snprintf(name, sizeof name, ".genus-%ld-%d.tmp", (long)getpid(), i);
        file->temporary = genus_path_join(file->folder, name);
        if (file->temporary == NULL) {
            break;
        }
        descriptor = open(file->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (descriptor >= 0) {
            break;
        }
        const int reason = errno;
        free(file->temporary);
        file->temporary = NULL;
        errno = reason;
        if (reason != EEXIST) {
            break;
        }
    }
    return descriptor;
}

static int open_target(genus_atomic_file *file) {
    struct stat about;
    const bool is_there = stat(file->target, &about) == 0;
    if (is_there && S_ISDIR(about.st_mode)) {
        errno = EISDIR;
        return -1;
    }
    if (is_there && !S_ISREG(about.st_mode)) {
        return open(file->target, O_WRONLY | O_CLOEXEC);
    }
    const int descriptor = create_temporary(file);
    if (descriptor >= 0 && is_there) {
        // Somebody else's file may refuse; the file that is written is then of the usual mode.
        (void)fchmod(descriptor, about.st_mode & 07777);
    }
    return descriptor;
}

genus_status genus_atomic_file_open(const char *path, genus_atomic_file **file,
                                    genus_error *error) {
    genus_atomic_file *self = calloc(1, sizeof *self);
    if (self == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "%s: out of memory", path);
    }
    self->path = strdup(path);
    self->target = follow_links(path);
    const int descriptor = self->path != NULL && self->target != NULL ? open_target(self) : -1;
    if (descriptor >= 0) {
        self->stream = fdopen(descriptor, "wb");
    }
    if (self->stream == NULL) {
        const int reason = errno;
        if (descriptor >= 0) {
            (void)close(descriptor);
        }
        if (self->temporary != NULL) {
            (void)unlink(self->temporary);
        }
        free_names(self);
        return genus_fail(error, reason == ENOMEM ? GENUS_ERROR_MEMORY : GENUS_ERROR_OPEN,
                          "%s: cannot be written: %s", path, strerror(reason));
    }
    *file = self;
    return GENUS_OK;
}

void genus_atomic_file_put(genus_atomic_file *file, const void *bytes, size_t size) {
    if (file->reason == 0 && fwrite(bytes, 1, size, file->stream) != size) {
        file->reason = errno;
    }
}

/** Makes the rename itself last. File systems that cannot do it for folders are left alone. */
static void flush_folder(const char *folder) {
    const int descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor >= 0) {
        (void)fsync(descriptor);
        (void)close(descriptor);
    }
}

/** @return 0 or the reason why the file is not whole. The stream is closed. */
static int finish_stream(genus_atomic_file *file) {
    int reason = file->reason;
    if (reason == 0 && (fflush(file->stream) != 0 ||
                        (file->temporary != NULL && fsync(fileno(file->stream)) != 0))) {
        reason = errno;
    }
    if (fclose(file->stream) != 0 && reason == 0) {
        reason = errno;
    }
    return reason;
}

genus_status genus_atomic_file_commit(genus_atomic_file *file, genus_error *error) {
    genus_status status = GENUS_OK;
    int reason = finish_stream(file);
    if (reason == 0 && file->temporary != NULL && rename(file->temporary, file->target) != 0) {
        reason = errno;
    }
    if (reason != 0) {
        status = genus_fail(error, GENUS_ERROR_WRITE, "%s: cannot be written: %s", file->path,
                            strerror(reason));
    }
    if (file->temporary != NULL) {
        if (reason != 0) {
            (void)unlink(file->temporary);
        } else {
            flush_folder(file->folder);
        }
    }
    free_names(file);
    return status;
}

void genus_atomic_file_discard(genus_atomic_file *file) {
    if (file == NULL) {
        return;
    }
    (void)fclose(file->stream);
    if (file->temporary != NULL) {
        (void)unlink(file->temporary);
    }
    free_names(file);
}

genus_status genus_atomic_file_write(const char *path, const void *bytes, size_t size,
                                     genus_error *error) {
    genus_atomic_file *file;
    const genus_status status = genus_atomic_file_open(path, &file, error);
    if (status != GENUS_OK) {
        return status;
    }
    genus_atomic_file_put(file, bytes, size);
    return genus_atomic_file_commit(file, error);
}
