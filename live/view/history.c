// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What was heard so far. A song is a track of the listener's, and its genre is the track's.

#include "live/view/history.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct genus_history {
    genus_song songs[GENUS_SONGS_MAX];
    size_t song_count;
    uint64_t number;   // Of the newest song.
    bool is_playing;   // The newest song goes on.
    uint64_t heard_as; // The listener's number of the newest song.
    genus_moment moments[GENUS_HISTORY_MAX];
    size_t moment_count;
    double moments_end; // Whole seconds of program time.
};

genus_history *genus_history_new(void) {
    return calloc(1, sizeof(genus_history));
}

void genus_history_free(genus_history *history) {
    free(history);
}

// ------------------------------------------------------------------------------------------ songs

// The song `back` before the newest one.
static genus_song *recent(genus_history *history, size_t back) {
    return &history->songs[history->song_count - 1 - back];
}

static void begin_song(genus_history *history, double start_seconds, double start_time) {
    if (history->song_count == GENUS_SONGS_MAX) {
        history->song_count--;
        memmove(history->songs, history->songs + 1, history->song_count * sizeof history->songs[0]);
    }
    history->songs[history->song_count++] = (genus_song){
        .number = ++history->number,
        .start_seconds = start_seconds,
        .start_time = start_time,
        .top = -1,
    };
    history->is_playing = true;
}

static void update_song(genus_history *history, const genus_verdict *verdict, double seconds) {
    genus_song *song = recent(history, 0);
    song->seconds = fmax(0.0, seconds - song->start_seconds);
    song->top = verdict->track_top;
    song->confidence = verdict->track_confidence;
}

// Returns the song that ended, or NULL.
static const genus_song *turn_song(genus_history *history, const genus_verdict *verdict,
                                   double seconds, double wall_time) {
    if (history->is_playing && verdict->song == history->heard_as) {
        return NULL;
    }
    const bool ends_another = history->is_playing;
    const double start = fmax(seconds - verdict->track_seconds, 0.0);
    history->heard_as = verdict->song;
    begin_song(history, start, wall_time - (seconds - start));
    if (!ends_another) {
        return NULL;
    }
    genus_song *ended = recent(history, 1);
    ended->seconds = fmax(0.0, start - ended->start_seconds); // It was noticed some seconds later.
    return ended;
}

// ---------------------------------------------------------------------------------------- moments

static void add_moment(genus_history *history, genus_moment moment) {
    if (history->moment_count == GENUS_HISTORY_MAX) {
        history->moment_count--;
        memmove(history->moments, history->moments + 1,
                history->moment_count * sizeof history->moments[0]);
    }
    history->moments[history->moment_count++] = moment;
    history->moments_end += 1.0;
}

static void add_moments(genus_history *history, genus_moment moment, double seconds) {
    // What nobody will see any more is not drawn.
    history->moments_end = fmax(history->moments_end, floor(seconds) - (double)GENUS_HISTORY_MAX);
    while (history->moments_end + 1.0 <= seconds) {
        add_moment(history, moment);
    }
}

// Marks the second in which the newest song began.
static void mark_beginning(genus_history *history) {
    const double ago = history->moments_end - floor(recent(history, 0)->start_seconds);
    if (ago >= 1.0 && ago <= (double)history->moment_count) {
        history->moments[history->moment_count - (size_t)ago].first = true;
    }
}

// ------------------------------------------------------------------------------------------- door

const genus_song *genus_history_hear(genus_history *history, const genus_verdict *verdict,
                                     double seconds, double wall_time) {
    const genus_song *ended = turn_song(history, verdict, seconds, wall_time);
    update_song(history, verdict, seconds);
    const genus_moment moment = {
        .top = (int8_t)verdict->top,
        .state = (uint8_t)verdict->state,
        .confidence = verdict->confidence,
    };
    add_moments(history, moment, seconds);
    mark_beginning(history);
    return ended;
}

void genus_history_pause(genus_history *history, double seconds) {
    add_moments(history, (genus_moment){.top = -1, .state = GENUS_SILENCE}, seconds);
}

const genus_song *genus_history_end_song(genus_history *history) {
    if (!history->is_playing) {
        return NULL;
    }
    history->is_playing = false;
    return recent(history, 0);
}

const genus_song *genus_history_songs(const genus_history *history, size_t *count) {
    *count = history->song_count;
    return history->songs;
}

uint64_t genus_history_song_number(const genus_history *history) {
    return history->number;
}

const genus_moment *genus_history_moments(const genus_history *history, size_t *count) {
    *count = history->moment_count;
    return history->moments;
}
