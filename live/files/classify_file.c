// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A whole file through a listener.

#include "live/files/classify_file.h"
#include "engine/base/error.h"
#include "engine/file/audio_file.h"
#include "live/util/stop.h"

#include <inttypes.h>
#include <stdlib.h>

#define BLOCK_FRAMES 4096

static genus_status pump(genus_audio_file *file, genus_listener *listener, float *block,
                         genus_classified_file *heard) {
    for (;;) {
        size_t count = 0;
        const genus_status status =
            genus_audio_file_read(file, block, BLOCK_FRAMES, &count, &heard->error);
        if (count == 0) {
            return status;
        }
        if (genus_stop_requested()) {
            return genus_fail(&heard->error, GENUS_ERROR_INTERRUPTED, "was stopped");
        }
        (void)genus_listener_write_interleaved(listener, block, count);
        (void)genus_listener_work(listener);
        const int32_t channel = genus_listener_channel(listener);
        heard->channel = channel >= 0 ? channel : heard->channel;
    }
}

static genus_status check_samples(genus_classified_file *heard) {
    const uint64_t invalid = heard->verdict.invalid_samples;
    return invalid == 0 ? GENUS_OK
                        : genus_fail(&heard->error, GENUS_ERROR_DATA,
                                     "%" PRIu64 " samples are not numbers or absurdly loud; they "
                                     "were heard as silence",
                                     invalid);
}

/** Hears what is open. */
static genus_status hear(genus_model *model, genus_audio_file *file, genus_classified_file *heard) {
    genus_listener *listener = NULL;
    genus_listener_options options = genus_listener_options_default();
    options.sample_rate = genus_audio_file_rate(file);
    options.channels = genus_audio_file_channels(file);
    options.interval_seconds = 0.0;
    genus_status status = genus_listener_new(model, &options, &listener, &heard->error);
    if (status != GENUS_OK) {
        return status;
    }
    float *block = calloc(BLOCK_FRAMES, options.channels * sizeof *block);
    if (block == NULL) {
        genus_listener_free(listener);
        return genus_fail(&heard->error, GENUS_ERROR_MEMORY, "out of memory");
    }
    status = pump(file, listener, block, heard);
    genus_listener_finish(listener);
    genus_listener_read(listener, &heard->verdict);
    free(block);
    genus_listener_free(listener);
    return status == GENUS_OK ? check_samples(heard) : status;
}

void genus_classify_file(genus_model *model, const char *path, genus_classified_file *heard) {
    genus_audio_file *file = NULL;
    *heard = (genus_classified_file){.verdict = {.top = -1, .track_top = -1}, .channel = -1};
    heard->status = genus_audio_file_open(path, &file, &heard->error);
    if (heard->status == GENUS_OK) {
        heard->status = hear(model, file, heard);
        heard->unreadable_seconds = genus_audio_file_unreadable(file);
    }
    genus_audio_file_free(file);
}
