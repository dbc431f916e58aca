// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The songs that ended, appended to a CSV file.

#include "live/view/song_log.h"
#include "engine/base/clock.h"
#include "engine/base/csv.h"
#include "engine/base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LINE_SIZE 1024

struct genus_song_log {
    int descriptor;
    char path[PATH_MAX];
};

static genus_status append(genus_song_log *log, const char *line, genus_error *error) {
    const size_t length = strlen(line);
    ssize_t written = 0;
    do {
        written = write(log->descriptor, line, length);
    } while (written < 0 && errno == EINTR);
    if (written < 0 || (size_t)written != length) {
        return genus_fail(error, GENUS_ERROR_WRITE, "%.240s: cannot be written: %s", log->path,
                          written < 0 ? strerror(errno) : "no room");
    }
    return GENUS_OK;
}

genus_status genus_song_log_open(const char *path, genus_song_log **log, genus_error *error) {
    *log = NULL;
    genus_song_log *made = calloc(1, sizeof *made);
    if (made == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for the log");
    }
    (void)snprintf(made->path, sizeof made->path, "%s", path);
    made->descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
    struct stat status;
    if (made->descriptor < 0 || fstat(made->descriptor, &status) != 0) {
        const genus_status failure = genus_fail(
            error, GENUS_ERROR_OPEN, "%.240s: cannot be opened: %s", path, strerror(errno));
        genus_song_log_close(made);
        return failure;
    }
    if (S_ISREG(status.st_mode) && status.st_size == 0 &&
        append(made, "start,seconds,genre,confidence\n", error) != GENUS_OK) {
        genus_song_log_close(made);
        return error->status;
    }
    *log = made;
    return GENUS_OK;
}

void genus_song_log_close(genus_song_log *log) {
    if (log == NULL) {
        return;
    }
    if (log->descriptor >= 0) {
        (void)close(log->descriptor);
    }
    free(log);
}

genus_status genus_song_log_add(genus_song_log *log, const genus_song *song, const char *genre,
                                genus_error *error) {
    if (genre == NULL) {
        return GENUS_OK;
    }
    char start[32];
    char line[LINE_SIZE] = "";
    genus_iso_time(song->start_time, start, sizeof start);
    FILE *text = fmemopen(line, sizeof line, "w");
    if (text == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for the log");
    }
    (void)fprintf(text, "%s,%.1f,", start, song->seconds);
    genus_csv_write(text, genre);
    (void)fprintf(text, ",%.4f\n", (double)song->confidence);
    (void)fclose(text);
    return append(log, line, error);
}
