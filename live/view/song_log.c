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
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LINE_SIZE 1024

static const char header[] = "offset,start,seconds,state,genre,confidence,second_genre\n";

struct genus_song_log {
    int descriptor;
    bool is_torn; // The last line that is there has no end.
    char path[PATH_MAX];
};

static genus_status append(genus_song_log *log, const char *line, genus_error *error) {
    char whole[LINE_SIZE + 1];
    (void)snprintf(whole, sizeof whole, "%s%s", log->is_torn ? "\n" : "", line);
    const size_t length = strlen(whole);
    ssize_t written = 0;
    do {
        written = write(log->descriptor, whole, length);
    } while (written < 0 && errno == EINTR);
    if (written < 0 || (size_t)written != length) {
        log->is_torn = log->is_torn || written > 0;
        return genus_fail(error, GENUS_ERROR_WRITE, "%.240s: cannot be written: %s", log->path,
                          written < 0 ? strerror(errno) : "no room");
    }
    log->is_torn = false;
    return GENUS_OK;
}

// Looks at what is there already: it must be a log of this kind.
static genus_status check_lines(genus_song_log *log, genus_error *error) {
    char first[sizeof header] = "";
    char last = '\n';
    FILE *lines = fopen(log->path, "re");
    const bool is_read = lines != NULL && fgets(first, (int)sizeof first, lines) != NULL &&
                         fseek(lines, -1, SEEK_END) == 0 && fread(&last, 1, 1, lines) == 1;
    if (lines != NULL) {
        (void)fclose(lines);
    }
    log->is_torn = is_read && last != '\n';
    return !is_read || strcmp(first, header) == 0
               ? GENUS_OK
               : genus_fail(error, GENUS_ERROR_OPEN,
                            "%.240s: has other columns than a log of this version: move it away "
                            "or choose another file",
                            log->path);
}

// Whoever finds the file empty writes the header; nobody else looks meanwhile.
static genus_status begin_lines(genus_song_log *log, genus_error *error) {
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    struct stat status;
    (void)fcntl(log->descriptor, F_SETLKW, &lock);
    genus_status result = GENUS_OK;
    if (fstat(log->descriptor, &status) == 0 && S_ISREG(status.st_mode)) {
        result = status.st_size == 0 ? append(log, header, error) : check_lines(log, error);
    }
    lock.l_type = F_UNLCK;
    (void)fcntl(log->descriptor, F_SETLK, &lock);
    return result;
}

genus_status genus_song_log_open(const char *path, genus_song_log **log, genus_error *error) {
    *log = NULL;
    genus_song_log *made = calloc(1, sizeof *made);
    if (made == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for the log");
    }
    (void)snprintf(made->path, sizeof made->path, "%s", path);
    made->descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
    const genus_status result =
        made->descriptor < 0 ? genus_fail(error, GENUS_ERROR_OPEN, "%.240s: cannot be opened: %s",
                                          path, strerror(errno))
                             : begin_lines(made, error);
    if (result != GENUS_OK) {
        genus_song_log_close(made);
        return result;
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

genus_status genus_song_log_add(genus_song_log *log, const genus_song *song,
                                const char *const *labels, genus_error *error) {
    if (song->top < 0) {
        return GENUS_OK;
    }
    char start[32] = "";
    char line[LINE_SIZE] = "";
    if (!isnan(song->start_time)) {
        genus_iso_time(song->start_time, start, sizeof start);
    }
    FILE *text = fmemopen(line, sizeof line, "w");
    if (text == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for the log");
    }
    (void)fprintf(text, "%.1f,%s,%.1f,%s,", song->start_seconds, start, song->seconds,
                  genus_state_name(song->state));
    genus_csv_write(text, labels[song->top]);
    (void)fprintf(text, ",%.4f,", (double)song->confidence);
    genus_csv_write(text, song->second >= 0 ? labels[song->second] : "");
    (void)fputc('\n', text);
    (void)fclose(text);
    return append(log, line, error);
}
