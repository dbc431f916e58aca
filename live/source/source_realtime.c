// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A file as a live source: the clock says how much of it should have been heard by now.

#include "live/source/source_realtime.h"
#include "engine/base/clock.h"
#include "engine/base/error.h"
#include "engine/file/audio_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LATE_MAX 1.0 // Seconds; whoever was stopped for longer goes on from there.

typedef struct player {
    char name[GENUS_INPUT_NAME_SIZE];
    genus_audio_file *source;
    double rate;
    size_t block_frames;
    float *samples; // [block_frames * channels]
    genus_feed *feed;
    double begun; // On the monotonic clock.
    uint64_t played;
} player;

static void close_player(void *self) {
    player *from = self;
    genus_audio_file_free(from->source);
    free(from->samples);
    free(from);
}

static genus_status start_player(void *self, genus_feed *feed, genus_error *error) {
    (void)error;
    player *from = self;
    from->feed = feed;
    from->begun = genus_monotonic_seconds();
    return GENUS_OK;
}

// Seconds until the next block is due; at most 0: it is.
static double time_to_next(player *from) {
    const double next = (double)(from->played + from->block_frames) / from->rate;
    const double ahead = from->begun + next - genus_monotonic_seconds();
    if (ahead < -LATE_MAX) {
        from->begun -= ahead;
        return 0.0;
    }
    return ahead;
}

static genus_input_event play(void *self, double seconds, genus_error *error) {
    player *from = self;
    const double ahead = time_to_next(from);
    if (ahead > 0.0) {
        genus_sleep(ahead < seconds ? ahead : seconds);
        return GENUS_INPUT_GOES_ON;
    }
    size_t count = 0;
    genus_error reason;
    const genus_status status =
        genus_audio_file_read(from->source, from->samples, from->block_frames, &count, &reason);
    if (count > 0) {
        genus_feed_write(from->feed, from->samples, count);
        from->played += count;
        return GENUS_INPUT_GOES_ON;
    }
    if (status == GENUS_OK) {
        return GENUS_INPUT_ENDED;
    }
    (void)genus_fail(error, status, "%s: %.240s", from->name, reason.message);
    return GENUS_INPUT_FAILED;
}

genus_status genus_realtime_open(const char *path, genus_input *input, genus_error *error) {
    genus_error reason;
    player *from = calloc(1, sizeof *from);
    if (from == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for the input");
    }
    const char *slash = strrchr(path, '/');
    (void)snprintf(from->name, sizeof from->name, "%s", slash != NULL ? slash + 1 : path);
    const genus_status status = genus_audio_file_open(path, &from->source, &reason);
    if (status != GENUS_OK) {
        free(from);
        return genus_fail(error, status, "%.240s: %.240s", path, reason.message);
    }
    const uint32_t channels = genus_audio_file_channels(from->source);
    from->rate = genus_audio_file_rate(from->source);
    from->block_frames = (size_t)(GENUS_BLOCK_SECONDS * from->rate);
    from->samples = calloc(from->block_frames, channels * sizeof *from->samples);
    if (from->samples == NULL) {
        close_player(from);
        return genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for the input");
    }
    *input = (genus_input){
        .self = from,
        .sample_rate = from->rate,
        .channels = channels,
        .start = start_player,
        .wait = play,
        .close = close_player,
    };
    (void)snprintf(input->name, sizeof input->name, "%s", from->name);
    return GENUS_OK;
}
