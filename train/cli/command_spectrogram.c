// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// genus-train spectrogram: from an audio file to a picture of what the front end hears.

#include "train/cli/command.h"

#include "engine/base/text.h"
#include "train/data/audio_clips.h"
#include "train/report/spectrogram.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

enum {
    fine_hop = 512, ///< Samples between the frames of a picture: librosa's default.
};

/** What the command line asks for. */
typedef struct request {
    const char *file;
    const char *out;
    size_t clip; ///< From 1.
} request;

static void begin(void *asked) {
    ((request *)asked)->clip = 1;
}

static const genus_option options[] = {
    {"out", "PICTURE", "where the picture goes", GENUS_OPTION_FIELD(request, out), .writes = true},
    {"clip", "N", "of a file longer than 30 s, the Nth clip that it is cut into",
     GENUS_OPTION_FIELD(request, clip), .least = 1},
    {.name = NULL},
};

static genus_status draw_clip(const request *request, const genus_audio_clips *clips,
                              const genus_frontend_settings *settings, genus_error *error) {
    const char *slash = strrchr(request->file, '/');
    char title[GENUS_SHORT_TEXT];
    genus_png *png = NULL;
    if (request->clip > clips->count) {
        return genus_fail(error, GENUS_ERROR_ARGUMENT,
                          "%s: has %zu clip%s, so there is no --clip %zu", request->file,
                          clips->count, genus_plural(clips->count), request->clip);
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

static genus_status make_picture(const void *asked, genus_error *error) {
    const request *request = asked;
    genus_frontend_settings settings = genus_frontend_settings_default();
    genus_audio_clips clips = {0};
    settings.hop = fine_hop;
    genus_status status = genus_audio_clips_read(request->file, &settings, &clips, error);
    if (status == GENUS_OK) {
        status = draw_clip(request, &clips, &settings, error);
    }
    genus_audio_clips_clear(&clips);
    return status;
}

const genus_command genus_command_spectrogram = {
    .name = "spectrogram",
    .summary = "draws what the front end hears of an audio file",
    .synopsis = "FILE --out PICTURE [OPTION...]",
    .about = "Draws the log-mel spectrogram of an audio file as PNG: seconds across, Hz on the "
             "mel scale upwards, levels in dB as colours.",
    .groups = (const genus_option_group[]){{options, 0, NULL}, {NULL, 0, NULL}},
    .operands = {offsetof(request, file)},
    .request_size = sizeof(request),
    .begin = begin,
    .run = make_picture,
};
