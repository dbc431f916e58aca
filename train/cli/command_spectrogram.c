// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// genus-train spectrogram: from an audio file to a picture of what the front end hears.

#include "train/cli/commands.h"

#include "engine/base/atomic_file.h"
#include "train/cli/arguments.h"
#include "train/data/audio_clips.h"
#include "train/report/spectrogram.h"
#include "train/util/numbers.h"

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

static const struct option options[] = {
    {"out", required_argument, NULL, option_out},
    {"clip", required_argument, NULL, option_clip},
    GENUS_HELP_OPTION,
};

static bool take_option(int option, const char *value, void *context) {
    request *request = context;
    if (option == option_clip) {
        return genus_parse_count(value, 1, UINT32_MAX, &request->clip);
    }
    request->out = value;
    return true;
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
    genus_status status = genus_atomic_file_check(request->out, error);
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
    int code = GENUS_EXIT_GOOD;
    const genus_syntax syntax = {usage, options, take_option};
    if (!genus_arguments_read(argc, argv, &syntax, &request, &code)) {
        return code;
    }
    if (argc - optind != 1 || request.out == NULL) {
        return genus_arguments_refuse(argv[0], "needs FILE and --out PICTURE");
    }
    request.file = argv[optind];
    genus_error error = {0};
    return genus_command_end(argv[0], make_picture(&request, &error), &error);
}
