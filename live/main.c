// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// genus-live: names the genre of audio files.

#include "engine/genus.h"
#include "hear_file.h"
#include "options.h"
#include "utf8.h"
#include "view_lines.h"
#include "weights.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { EXIT_GOOD = 0, EXIT_FAILED = 1, EXIT_USAGE = 2 };

#define PATH_WIDTH_MAX 60

// One line on stderr: what is wrong, and with which file.
static void complain(const char *path, const char *message) {
    (void)fputs("genus-live: ", stderr);
    if (path != NULL) {
        genus_view_plain(stderr, path);
        (void)fputs(": ", stderr);
    }
    genus_view_plain(stderr, message);
    (void)fputc('\n', stderr);
}

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
    complain(path, message);
}

typedef struct session {
    const genus_live_options *options;
    genus_model *model;
    genus_line_style style;
    bool output_lost;
} session;

// Hears one file and prints its line. Returns whether the file is whole and has a genre.
static bool name_file(session *self, const char *path) {
    genus_verdict verdict;
    genus_error error;
    const genus_status status = genus_hear_file(self->model, path, &verdict, &error);
    const genus_finding finding = {
        .path = path,
        .verdict = &verdict,
        .state = genus_track_state(self->model, &verdict),
    };
    if (verdict.sequence > 0) {
        const bool written = self->options->json
                                 ? genus_view_json(stdout, self->model, &finding, &self->style)
                                 : genus_view_columns(stdout, self->model, &finding, &self->style);
        if (!written) {
            // A reader that has seen enough, such as head, is no fault.
            if (errno != EPIPE) {
                complain("standard output", strerror(errno));
            }
            self->output_lost = true;
            return false;
        }
    }
    if (status != GENUS_OK) {
        complain(path, error.message);
    } else if (verdict.track_top < 0) {
        explain_missing_genre(path, &finding);
    }
    return status == GENUS_OK && verdict.track_top >= 0;
}

static int column_width(const genus_live_options *options) {
    int width = 1;
    for (size_t i = 0; i < options->path_count; i++) {
        const int path_width = genus_utf8_width(options->paths[i]);
        width = path_width > width ? path_width : width;
    }
    return width < PATH_WIDTH_MAX ? width : PATH_WIDTH_MAX;
}

static int name_files(const genus_live_options *options) {
    genus_error error;
    char weights[PATH_MAX];
    session self = {
        .options = options,
        .style = {.top = options->top,
                  .path_width = isatty(STDOUT_FILENO) == 1 ? column_width(options) : 0},
    };
    if (genus_live_find_weights(options->weights, weights, &error) != GENUS_OK ||
        genus_model_load(weights, &self.model, &error) != GENUS_OK) {
        complain(NULL, error.message);
        return EXIT_FAILED;
    }
    bool all_good = true;
    for (size_t i = 0; i < options->path_count && !self.output_lost; i++) {
        all_good = name_file(&self, options->paths[i]) && all_good;
    }
    genus_model_free(self.model);
    return all_good ? EXIT_GOOD : EXIT_FAILED;
}

static int print(const char *text) {
    if (fputs(text, stdout) == EOF || fflush(stdout) != 0) {
        if (errno != EPIPE) {
            complain("standard output", strerror(errno));
        }
        return EXIT_FAILED;
    }
    return EXIT_GOOD;
}

int main(int argc, char **argv) {
    genus_live_options options;
    char version[64];
    switch (genus_live_options_read(argc, argv, &options)) {
    case GENUS_LIVE_RUN:
        return name_files(&options);
    case GENUS_LIVE_HELP:
        return print(genus_live_help);
    case GENUS_LIVE_VERSION:
        (void)snprintf(version, sizeof version, "genus-live %s\n", genus_version());
        return print(version);
    case GENUS_LIVE_USAGE:
        break;
    }
    return EXIT_USAGE;
}
