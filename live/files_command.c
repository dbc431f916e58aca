// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Names the genre of audio files, a line each.

#include "live/files_command.h"
#include "engine/base/utf8.h"
#include "live/files/classify_files.h"
#include "live/util/message.h"
#include "live/view/view_lines.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define PATH_WIDTH_MAX 60

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
    bool all_good; // So far every file was whole and has a genre.
} session;

// Prints the line of one file. Returns false if nobody takes it.
static bool print_file(void *context, const char *path, const genus_classified_file *heard) {
    session *self = context;
    const genus_verdict *verdict = &heard->verdict;
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
    return true;
}

static int column_width(const genus_live_options *options) {
    int width = 1;
    for (size_t i = 0; i < options->path_count; i++) {
        const int path_width = genus_utf8_width(options->paths[i]);
        width = path_width > width ? path_width : width;
    }
    return width < PATH_WIDTH_MAX ? width : PATH_WIDTH_MAX;
}

bool genus_files_command(const genus_live_options *options, genus_model *model) {
    session self = {
        .options = options,
        .model = model,
        .style = {.top = options->top,
                  .path_width = isatty(STDOUT_FILENO) == 1 ? column_width(options) : 0},
        .all_good = true,
    };
    genus_error error;
    if (options->csv && !genus_view_csv_header(stdout)) {
        return false;
    }
    if (genus_classify_files(model, options->paths, options->path_count, options->jobs, print_file,
                             &self, &error) != GENUS_OK) {
        genus_complain(NULL, error.message);
        return false;
    }
    return self.all_good;
}
