// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Names the genre of audio files, a line each.

#include "live/files_command.h"
#include "engine/base/clock.h"
#include "engine/base/error.h"
#include "engine/base/utf8.h"
#include "live/files/classify_files.h"
#include "live/files/gather.h"
#include "live/util/message.h"
#include "live/util/stop.h"
#include "live/view/view_lines.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define PATH_WIDTH_MAX 60
#define PROGRESS_AFTER 2.0   // Seconds; what is done by then needs none.
#define PROGRESS_SECONDS 0.2 // Between two of its lines.

static void explain_missing_genre(const char *path, const genus_finding *finding) {
    char message[128];
    if (finding->state == GENUS_LISTENING) {
        (void)snprintf(message, sizeof message,
                       "is too short: %.1f seconds heard, %.0f are needed for a genre",
                       finding->verdict->track_seconds, GENUS_SECONDS_NEEDED);
    } else {
        (void)snprintf(message, sizeof message, "is silent: nothing over %.0f dBFS to name",
                       GENUS_SILENCE_DBFS);
    }
    genus_complain(path, message);
}

// What is to be said of a file that was heard all the same.
static void explain_doubts(const char *path, const genus_classified_file *heard) {
    char message[160];
    if (heard->status == GENUS_OK && heard->unreadable_seconds > 0.0) {
        (void)snprintf(message, sizeof message,
                       "%.1f seconds could not be read and were passed over",
                       heard->unreadable_seconds);
        genus_complain(path, message);
    }
    if (heard->channel >= 0) {
        (void)snprintf(message, sizeof message,
                       "its channels cancel each other: channel %d alone is listened to",
                       (int)heard->channel + 1);
        genus_complain(path, message);
    }
}

typedef struct session {
    const genus_live_options *options;
    genus_model *model;
    genus_line_style style;
    size_t count; // Files in all,
    size_t done;  // and those that were reported.
    bool has_progress;
    double begun;  // Monotonic seconds,
    double shown;  // and when progress was shown last; 0: it is not.
    bool all_good; // So far every file was whole and has a genre.
} session;

static void clear_progress(session *self) {
    if (self->shown > 0.0) {
        (void)fputs("\r\033[K", stderr);
        self->shown = 0.0;
    }
}

// Where it is seen and the work is long: how far it is, and how long it takes.
static void show_progress(session *self) {
    const double now = genus_monotonic_seconds();
    const double elapsed = now - self->begun;
    if (!self->has_progress || elapsed < PROGRESS_AFTER || now - self->shown < PROGRESS_SECONDS) {
        return;
    }
    const double pace = (double)self->done / elapsed;
    const unsigned left = (unsigned)((double)(self->count - self->done) / pace + 0.5);
    (void)fprintf(stderr, "\r%zu of %zu files, %.1f a second, %u:%02u left\033[K", self->done,
                  self->count, pace, left / 60, left % 60);
    (void)fflush(stderr);
    self->shown = now;
}

// Says how far it came when it was asked to stop.
static bool was_stopped(session *self) {
    if (!genus_stop_requested()) {
        return false;
    }
    char message[96];
    clear_progress(self);
    (void)snprintf(message, sizeof message, "stopped after %zu of %zu files", self->done,
                   self->count);
    genus_complain(NULL, message);
    self->all_good = false;
    return true;
}

// Prints the line of one file. Returns false if nobody takes it.
static bool print_file(void *context, const char *path, const genus_classified_file *heard) {
    session *self = context;
    const genus_verdict *verdict = &heard->verdict;
    if (was_stopped(self)) {
        return false;
    }
    self->done++;
    if (self->shown > 0.0 && (heard->status != GENUS_OK || verdict->track_top < 0)) {
        clear_progress(self); // A message comes, on a line of its own.
    }
    const genus_finding finding = {
        .path = path,
        .verdict = verdict,
        .state = genus_track_state(self->model, verdict),
        .unreadable_seconds = heard->unreadable_seconds,
    };
    if (verdict->sequence > 0) {
        const bool written =
            self->options->json  ? genus_view_json(stdout, self->model, &finding, &self->style)
            : self->options->csv ? genus_view_csv(stdout, self->model, &finding, &self->style)
                                 : genus_view_columns(stdout, self->model, &finding, &self->style);
        if (!written) {
            // A reader that has seen enough, such as head, is no fault.
            if (errno != EPIPE) {
                genus_complain("standard output", strerror(errno));
            }
            self->all_good = false;
            return false;
        }
    }
    explain_doubts(path, heard);
    if (heard->status != GENUS_OK) {
        genus_complain(path, heard->error.message);
    } else if (verdict->track_top < 0) {
        explain_missing_genre(path, &finding);
    }
    self->all_good = self->all_good && heard->status == GENUS_OK && verdict->track_top >= 0;
    show_progress(self);
    return true;
}

static int column_width(const genus_gathered *files) {
    int width = 1;
    for (size_t i = 0; i < files->count; i++) {
        const int path_width = genus_utf8_width(files->paths[i]);
        width = path_width > width ? path_width : width;
    }
    return width < PATH_WIDTH_MAX ? width : PATH_WIDTH_MAX;
}

static genus_status gather(const genus_live_options *options, genus_gathered *files,
                           genus_error *error) {
    genus_status status = GENUS_OK;
    for (size_t i = 0; status == GENUS_OK && i < options->path_count; i++) {
        status = genus_gather(files, options->paths[i], error);
    }
    if (status == GENUS_OK && options->files_from != NULL) {
        status = genus_gather_listed(files, options->files_from, options->null_ends ? '\0' : '\n',
                                     error);
    }
    if (status == GENUS_OK && files->passed_over > 0) {
        char message[96];
        (void)snprintf(message, sizeof message,
                       "passed over %zu pictures, texts, lists and the like", files->passed_over);
        genus_complain(NULL, message);
    }
    if (status == GENUS_OK && files->count == 0 && !files->failed) {
        const char *place = options->path_count > 0 ? options->paths[0] : options->files_from;
        return genus_fail(error, GENUS_ERROR_OPEN, "%s: there are no audio files in it%s", place,
                          options->path_count > 1 ? ", nor in the others" : "");
    }
    return status;
}

bool genus_files_command(const genus_live_options *options, genus_model *model) {
    genus_gathered files = {0};
    genus_error error;
    genus_stop_catch();
    genus_status status = gather(options, &files, &error);
    session self = {
        .options = options,
        .model = model,
        .style = {.top = options->top,
                  .path_width = isatty(STDOUT_FILENO) == 1 ? column_width(&files) : 0},
        .count = files.count,
        .has_progress = isatty(STDERR_FILENO) == 1 && isatty(STDOUT_FILENO) != 1,
        .begun = genus_monotonic_seconds(),
        .all_good = !files.failed,
    };
    if (status == GENUS_OK && options->csv && !genus_view_csv_header(stdout)) {
        self.all_good = false;
    } else if (status == GENUS_OK) {
        status = genus_classify_files(model, files.paths, files.count, options->jobs, print_file,
                                      &self, &error);
    }
    clear_progress(&self);
    if (status != GENUS_OK) {
        genus_complain(NULL, error.message);
    }
    genus_gathered_clear(&files);
    return status == GENUS_OK && self.all_good;
}
