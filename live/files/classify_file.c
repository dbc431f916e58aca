// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A whole file through a listener.

#include "live/files/classify_file.h"
#include "engine/file/audio_file.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#define BLOCK_FRAMES 4096

static genus_status pump(genus_audio_file *source, genus_listener *listener, float *block,
                         genus_error *error) {
    for (;;) {
        size_t count = 0;
        const genus_status status =
            genus_audio_file_read(source, block, BLOCK_FRAMES, &count, error);
        if (count == 0) {
            return status;
        }
        (void)genus_listener_write_interleaved(listener, block, count);
        (void)genus_listener_work(listener);
    }
}

static genus_status check_samples(const genus_verdict *verdict, genus_error *error) {
    if (verdict->invalid_samples == 0) {
        return GENUS_OK;
    }
    error->status = GENUS_ERROR_DATA;
    (void)snprintf(error->message, sizeof error->message,
                   "%" PRIu64 " samples are not numbers or absurdly loud; they were heard as "
                   "silence",
                   verdict->invalid_samples);
    return error->status;
}

genus_status genus_classify_file(genus_model *model, const char *path, genus_verdict *verdict,
                                 genus_error *error) {
    *verdict = (genus_verdict){.top = -1, .track_top = -1};
    genus_audio_file *source = NULL;
    genus_listener *listener = NULL;
    float *block = NULL;
    genus_status status = genus_audio_file_open(path, &source, error);
    if (status != GENUS_OK) {
        goto done;
    }
    genus_listener_options options = genus_listener_options_default();
    options.sample_rate = genus_audio_file_rate(source);
    options.channels = genus_audio_file_channels(source);
    options.interval_seconds = 0.0;
    status = genus_listener_new(model, &options, &listener, error);
    if (status != GENUS_OK) {
        goto done;
    }
    block = calloc(BLOCK_FRAMES, options.channels * sizeof *block);
    if (block == NULL) {
        error->status = GENUS_ERROR_MEMORY;
        (void)snprintf(error->message, sizeof error->message, "out of memory");
        status = error->status;
        goto done;
    }
    status = pump(source, listener, block, error);
    genus_listener_finish(listener);
    genus_listener_read(listener, verdict);
    if (status == GENUS_OK) {
        status = check_samples(verdict, error);
    }
done:
    free(block);
    genus_listener_free(listener);
    genus_audio_file_free(source);
    return status;
}
