// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The songs of a long recording: a listener hears it, the history keeps its songs.

#include "live/songs/find_songs.h"
#include "engine/base/error.h"
#include "engine/file/audio_file.h"
#include "live/view/history.h"

#include <math.h>
#include <stdlib.h>

#define BLOCK_FRAMES 4096   // A verdict at most: it is shorter than what lies between two.
#define VERDICT_SECONDS 1.0 // Shorter than any song, and any pause between two.

typedef struct search {
    genus_audio_file *source;
    genus_listener *listener;
    genus_history *history;
    float *block;
    uint64_t sequence; // Of the last verdict that was taken.
    genus_take_song *take;
    void *context;
} search;

static bool hand_over(const search *self, const genus_song *song) {
    return song == NULL || song->top < 0 || self->take(self->context, song);
}

static bool take_verdict(search *self) {
    genus_verdict verdict;
    genus_listener_read(self->listener, &verdict);
    if (verdict.sequence == self->sequence) {
        return true;
    }
    self->sequence = verdict.sequence;
    return hand_over(
        self, genus_history_hear(self->history, &verdict, verdict.stream_seconds, (double)NAN));
}

static genus_status pump(search *self, genus_error *error) {
    genus_status status = GENUS_OK;
    bool goes_on = true;
    while (goes_on) {
        size_t count = 0;
        status = genus_audio_file_read(self->source, self->block, BLOCK_FRAMES, &count, error);
        if (count == 0) {
            break;
        }
        (void)genus_listener_write_interleaved(self->listener, self->block, count);
        (void)genus_listener_work(self->listener);
        goes_on = take_verdict(self);
    }
    if (goes_on) {
        genus_listener_finish(self->listener);
        (void)(take_verdict(self) && hand_over(self, genus_history_end_song(self->history)));
    }
    return status;
}

genus_status genus_find_songs(genus_model *model, const char *path, double pause,
                              genus_take_song *take, void *context, genus_error *error) {
    search self = {.take = take, .context = context};
    genus_status status = genus_audio_file_open(path, &self.source, error);
    if (status != GENUS_OK) {
        goto done;
    }
    genus_listener_options options = genus_listener_options_default();
    options.sample_rate = genus_audio_file_rate(self.source);
    options.channels = genus_audio_file_channels(self.source);
    options.songs = true;
    options.interval_seconds = VERDICT_SECONDS;
    status = genus_listener_new(model, &options, &self.listener, error);
    if (status != GENUS_OK) {
        goto done;
    }
    genus_listener_set_pause(self.listener, pause);
    self.history = genus_history_new(genus_model_sure_threshold(model));
    self.block = calloc(BLOCK_FRAMES, options.channels * sizeof *self.block);
    status = self.history != NULL && self.block != NULL
                 ? pump(&self, error)
                 : genus_fail(error, GENUS_ERROR_MEMORY, "out of memory");
done:
    free(self.block);
    genus_history_free(self.history);
    genus_listener_free(self.listener);
    genus_audio_file_free(self.source);
    return status;
}
