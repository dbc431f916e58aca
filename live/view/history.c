// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What was heard so far. A song is a track of the listener's, and its genre is the track's.

#include "live/view/history.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct genus_history {
    float sure_threshold;
    genus_song songs[GENUS_SONGS_MAX];
    size_t song_count;
    uint64_t number;   // Of the newest song.
    bool is_playing;   // The newest song goes on.
    uint64_t heard_as; // The listener's number of the newest song.
    genus_moment moments[GENUS_HISTORY_MAX];
    size_t moment_count;
    double moments_end; // Whole seconds of program time.
};

genus_history *genus_history_new(float sure_threshold) {
    genus_history *made = calloc(1, sizeof *made);
    if (made != NULL) {
        made->sure_threshold = sure_threshold;
    }
    return made;
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
        .state = GENUS_LISTENING,
        .top = -1,
        .second = -1,
    };
    history->is_playing = true;
}

static int32_t second_of(const genus_verdict *verdict) {
    int32_t second = -1;
    for (int32_t i = 0; i < GENUS_LABELS_MAX; i++) {
        const float share = verdict->track_posterior[i];
        if (i != verdict->track_top && share > 0.0F &&
            (second < 0 || share > verdict->track_posterior[second])) {
            second = i;
        }
    }
    return second;
}

// The newest song is what the verdict says of it.
static void update_song(genus_history *history, const genus_verdict *verdict) {
    genus_song *song = recent(history, 0);
    song->seconds = fmax(0.0, verdict->song_end - verdict->song_start);
    song->top = verdict->track_top;
    song->confidence = verdict->track_confidence;
    song->second = verdict->track_top >= 0 ? second_of(verdict) : -1;
    song->state = verdict->track_top < 0                                 ? GENUS_LISTENING
                  : verdict->track_confidence >= history->sure_threshold ? GENUS_SURE
                                                                         : GENUS_UNSURE;
}

// Takes over which song plays. Returns the one that ended, or NULL.
static const genus_song *turn_song(genus_history *history, const genus_verdict *verdict,
                                   double seconds, double wall_time) {
    const bool is_same = verdict->song == history->heard_as;
    if (history->is_playing && is_same) {
        update_song(history, verdict);
        history->is_playing = verdict->song_plays;
        return verdict->song_plays ? NULL : recent(history, 0);
    }
    const bool ends_another = history->is_playing;
    if (!verdict->song_plays) { // That one has come and gone between two verdicts.
        history->is_playing = false;
        return ends_another ? recent(history, 0) : NULL;
    }
    const double ago = verdict->stream_seconds - verdict->song_start;
    const double start = fmax(seconds - ago, 0.0);
    history->heard_as = verdict->song;
    begin_song(history, start, wall_time - ago);
    update_song(history, verdict);
    if (!ends_another) {
        return NULL;
    }
    genus_song *ended = recent(history, 1);
    ended->seconds = fmin(ended->seconds, fmax(0.0, start - ended->start_seconds));
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

// What was learnt late is painted where it belongs: from a second of program time on, all or only
// what has no genre yet.
static void repaint(genus_history *history, genus_moment moment, double from, bool all) {
    const double ago = history->moments_end - floor(from);
    const size_t count = ago > 0.0 ? (size_t)ago : 0;
    const size_t known = count < history->moment_count ? count : history->moment_count;
    for (size_t i = history->moment_count - known; i < history->moment_count; i++) {
        const bool first = history->moments[i].first;
        if (all || history->moments[i].top < 0) {
            history->moments[i] = moment;
            history->moments[i].first = first;
        }
    }
}

// Marks the second in which the newest song began, the first of those painted since.
static void mark_beginning(genus_history *history) {
    const double ago = history->moments_end - floor(recent(history, 0)->start_seconds);
    if (ago >= 1.0 && ago <= (double)history->moment_count) {
        history->moments[history->moment_count - (size_t)ago].first = true;
    }
}

// ------------------------------------------------------------------------------------------- door

const genus_song *genus_history_hear(genus_history *history, const genus_verdict *verdict,
                                     double seconds, double wall_time) {
    const uint64_t number = history->number;
    const genus_song *ended = turn_song(history, verdict, seconds, wall_time);
    const genus_moment moment = {
        .top = (int8_t)verdict->top,
        .state = (uint8_t)verdict->state,
        .confidence = verdict->confidence,
    };
    add_moments(history, moment, seconds);
    if (history->is_playing) {
        const bool is_new = history->number != number;
        if (is_new || verdict->top >= 0) {
            repaint(history, moment, recent(history, 0)->start_seconds, is_new);
        }
        mark_beginning(history);
    } else if (ended != NULL) {
        // The second in which it ended is still its own.
        repaint(history, moment, ceil(ended->start_seconds + ended->seconds), true);
    }
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

bool genus_history_is_playing(const genus_history *history) {
    return history->is_playing;
}

uint64_t genus_history_song_number(const genus_history *history) {
    return history->number;
}

const genus_moment *genus_history_moments(const genus_history *history, size_t *count) {
    *count = history->moment_count;
    return history->moments;
}
