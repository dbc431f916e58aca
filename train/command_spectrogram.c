// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// genus-train spectrogram: from an audio file to a picture of what the front end hears.

#include "commands.h"

#include "audio_clips.h"
#include "numbers.h"
#include "output.h"
#include "spectrogram.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

static const char usage[] =
    "Usage: genus-train spectrogram FILE --out PICTURE [OPTION...]\n"
    "Draws the log-mel spectrogram of an audio file as PNG: seconds across, Hz on the mel scale\n"
    "upwards, levels in dB as colours.\n"
    "\n"
    "      --out PICTURE   where the picture goes\n"
    "      --clip N        of a file longer than 30 s, the Nth clip that it is cut into [1]\n"
    "  -h, --help          this text\n";

enum {
    option_out = 256,
    option_clip,
    fine_hop = 512, ///< Samples between the frames of a picture: librosa's default.
};

/** What the command line asks for. */
typedef struct request {
    const char *file;
    const char *out;
    size_t clip; ///< From 1.
} request;

/** @return GENUS_EXIT_GOOD with a file, or without if only the help was wanted. */
static int read_arguments(int argc, char **argv, request *request) {
    static const struct option options[] = {
        {"out", required_argument, NULL, option_out},
        {"clip", required_argument, NULL, option_clip},
        {"help", no_argument, NULL, 'h'},
        {NULL, 0, NULL, 0},
    };
    for (int option = 0; (option = getopt_long(argc, argv, "h", options, NULL)) != -1;) {
        switch (option) {
        case option_out:
            request->out = optarg;
            break;
        case option_clip:
            if (!genus_parse_count(optarg, 1, UINT32_MAX, &request->clip)) {
                (void)fprintf(stderr, "%s: --clip %s: must be 1 or more\n", argv[0], optarg);
                return GENUS_EXIT_USAGE;
            }
            break;
        case 'h':
            (void)fputs(usage, stdout);
            return GENUS_EXIT_GOOD;
        default: // getopt_long has said what is wrong.
            return GENUS_EXIT_USAGE;
        }
    }
    if (argc - optind != 1 || request->out == NULL) {
        (void)fprintf(stderr, "%s: needs one FILE and --out PICTURE (see --help)\n", argv[0]);
        return GENUS_EXIT_USAGE;
    }
    request->file = argv[optind];
    return GENUS_EXIT_GOOD;
}

static genus_status draw_clip(const request *request, const genus_audio_clips *clips,
                              const genus_frontend_settings *settings, genus_error *error) {
    const char *slash = strrchr(request->file, '/');
    char title[GENUS_SHORT_TEXT];
    genus_png *png = NULL;
    if (request->clip > clips->count) {
        return genus_fail(error, GENUS_ERROR_ARGUMENT,
                          "%s: has %zu clips, so there is no --clip %zu", request->file,
                          clips->count, request->clip);
    }
    const genus_audio_clip *audio = &clips->clips[request->clip - 1];
    const genus_clip clip = {
        .mel = audio->mel,
        .frames = audio->frames,
        .max_db = audio->max_db,
        .range_db = audio->range_db,
    };
    const char *name = slash != NULL ? slash + 1 : request->file;
    if (clips->count > 1) {
        (void)snprintf(title, sizeof title, "%.200s, clip %zu", name, request->clip);
    } else {
        (void)snprintf(title, sizeof title, "%.200s", name);
    }
    genus_status status = genus_spectrogram_draw(title, &clip, settings, &png, error);
    if (status == GENUS_OK) {
        status = genus_png_write(png, request->out, error);
    }
    genus_png_free(png);
    return status;
}

static genus_status make_picture(const request *request, genus_error *error) {
    genus_frontend_settings settings = genus_frontend_settings_default();
    genus_audio_clips clips = {0};
    pthread_mutex_t opening = PTHREAD_MUTEX_INITIALIZER;
    settings.hop = fine_hop;
    genus_status status = genus_output_check(request->out, error);
    if (status == GENUS_OK) {
        status = genus_audio_clips_read(request->file, &settings, &opening, &clips, error);
    }
    if (status == GENUS_OK) {
        status = draw_clip(request, &clips, &settings, error);
    }
    genus_audio_clips_clear(&clips);
    return status;
}

int genus_command_spectrogram(int argc, char **argv) {
    request request = {.clip = 1};
    const int misuse = read_arguments(argc, argv, &request);
    if (misuse != GENUS_EXIT_GOOD || request.file == NULL) {
        return misuse;
    }
    genus_error error;
    if (make_picture(&request, &error) != GENUS_OK) {
        (void)fprintf(stderr, "%s: %s\n", argv[0], error.message);
        return GENUS_EXIT_FAILED;
    }
    return GENUS_EXIT_GOOD;
}
