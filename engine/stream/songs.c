// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Where songs begin and end.

#include "engine/stream/songs.h"
#include "engine/audio/level_meter.h"
#include "engine/stream/song_change.h"
#include "engine/stream/verdict.h"

#include <math.h>
#include <stdlib.h>

// Frames whose level is remembered: the longest pause, and as much before it to look for its edge.
#define REMEMBERED_SECONDS (2.0 * GENUS_PAUSE_MAX)

// Levels in dB. Over 3 s, no music of GTZAN or FMA is as even as noise and hum are; music may well
// be as even as a room's noise, but not while it is far softer than the rest of its song.
#define EVEN_NOISE 0.4    // Standard deviation under which a level is noise or hum.
#define EVEN_ROOM 2.0     // The same, where it also is
#define UNDER_SONG 25.0   // so far under the song that it may have ended.
#define EDGE_OF_NOISE 2.0 // Over the mean of a pause is no longer the pause.
#define EDGE_OF_ROOM 6.0
#define ONSET 10.0     // Over what sounds between songs is a beginning.
#define QUIETEST 1e-12 // Mean square: -120 dBFS.
#define QUIET (-42.0)  // A stretch under this is a pause, over it noise in which no onset shows.

// How likely it is, by the network, that what sounds is none of the labels. Of music of GTZAN and
// FMA a hundredth lies over 0.4 for some seconds; of noise, hum, applause and speech most.
#define NONE_ENDS_SONG 0.6
#define NONE_IS_CHANGE 0.45
#define NONE_KEEPS_OUT 0.35
#define NONE_OUT_OF_NOISE 0.25
#define FIRST_SECONDS GENUS_SECONDS_NEEDED // Until a candidate may be told for music.
#define PATIENCE_SECONDS 8.0               // Until it is told for none.
#define SURE_SECONDS 5.0                   // Of which both are judged; and of none that end a song.
#define OUT_OF_NOISE_SECONDS 3.6           // Of music that begin one.

typedef enum phase {
    PHASE_BETWEEN,   // No song.
    PHASE_CANDIDATE, // Sound since an onset.
    PHASE_SONG,
} phase;

typedef struct remembered {
    float level;
    double end; // Of the frame.
} remembered;

struct genus_songs {
    const genus_model *model;
    const genus_model_config *config;
    genus_song_change *change;
    double hop;         // Of a frame, in seconds.
    double column;      // What one column covers, in seconds, and
    double column_step; // how far the next is from it.
    size_t pause;       // In frames.
    remembered *frames; // [capacity], a ring.
    size_t capacity;
    size_t next;
    size_t count;

    phase phase;
    bool is_noise; // Between: what sounds is as loud as music.
    float floor;   // Between: its level.
    bool is_even;  // Between: so even that it is no music, whatever the network says.
    size_t columns_of_noise;
    double onset;  // Candidate: where it begins.
    bool is_first; // No song was counted yet.
    double power;  // Of the song's frames, summed,
    double frames_of_song;
    genus_song_place place;
};

// ----------------------------------------------------------------------------------- new and free

static size_t frames_in(const genus_songs *songs, double seconds) {
    return (size_t)fmax(1.0, round(seconds / songs->hop));
}

genus_songs *genus_songs_new(const genus_model *model) {
    genus_songs *made = calloc(1, sizeof *made);
    if (made == NULL) {
        return NULL;
    }
    const genus_frontend_settings *settings = &genus_model_get_config(model)->frontend;
    const genus_network *network = genus_model_network(model);
    made->model = model;
    made->config = genus_model_get_config(model);
    made->hop = (double)settings->hop / settings->sample_rate;
    made->column = (double)genus_network_receptive_field(network) * made->hop;
    made->column_step = (double)genus_network_stride(network) * made->hop;
    made->capacity = frames_in(made, REMEMBERED_SECONDS);
    made->frames = calloc(made->capacity, sizeof *made->frames);
    made->change = genus_song_change_new(model);
    if (made->frames == NULL || made->change == NULL) {
        genus_songs_free(made);
        return NULL;
    }
    genus_songs_set_pause(made, GENUS_PAUSE_DEFAULT);
    genus_songs_begin_stream(made);
    return made;
}

void genus_songs_free(genus_songs *songs) {
    if (songs != NULL) {
        genus_song_change_free(songs->change);
        free(songs->frames);
        free(songs);
    }
}

void genus_songs_set_pause(genus_songs *songs, double seconds) {
    // A frame may lie half in the sound on either side.
    songs->pause = frames_in(songs, seconds - songs->hop);
}

void genus_songs_begin_stream(genus_songs *songs) {
    songs->place = (genus_song_place){.number = 1};
    genus_songs_restart(songs, false, 0.0);
}

void genus_songs_restart(genus_songs *songs, bool is_playing, double start) {
    songs->count = 0;
    songs->next = 0;
    songs->phase = is_playing ? PHASE_SONG : PHASE_BETWEEN;
    songs->is_noise = false;
    songs->floor = genus_level_meter_decibels(0.0);
    songs->is_first = !is_playing;
    songs->power = 0.0;
    songs->frames_of_song = 0.0;
    songs->place.start = start;
    songs->place.end = start;
}

// ----------------------------------------------------------------------------------------- levels

static const remembered *frame_ago(const genus_songs *songs, size_t ago) {
    return &songs->frames[(songs->next + songs->capacity - 1 - ago) % songs->capacity];
}

static void remember(genus_songs *songs, float level, double now) {
    songs->frames[songs->next] = (remembered){.level = level, .end = now};
    songs->next = (songs->next + 1) % songs->capacity;
    songs->count += songs->count < songs->capacity ? 1 : 0;
}

// What the newest frames, as many as a pause needs, sound like.
typedef struct evenness {
    double highest;
    double mean;
    double deviation;
} evenness;

static evenness measure(const genus_songs *songs) {
    double sum = 0.0;
    double squares = 0.0;
    double highest = -INFINITY;
    for (size_t i = 0; i < songs->pause; i++) {
        const double level = (double)frame_ago(songs, i)->level;
        highest = fmax(highest, level);
        sum += level;
        squares += level * level;
    }
    const double mean = sum / (double)songs->pause;
    const double variance = fmax(0.0, squares / (double)songs->pause - mean * mean);
    return (evenness){.highest = highest, .mean = mean, .deviation = sqrt(variance)};
}

// Levels of a pause: frames outside are no part of it.
typedef struct range {
    double lowest;
    double highest;
} range;

static double song_level(const genus_songs *songs) {
    return 10.0 * log10(fmax(songs->power / fmax(songs->frames_of_song, 1.0), QUIETEST));
}

// Whether the newest frames are a pause, and which levels are.
static bool is_pause(const genus_songs *songs, const evenness *newest, range *levels) {
    if (newest->highest < GENUS_SILENCE_DBFS) {
        *levels = (range){-INFINITY, GENUS_SILENCE_DBFS};
        return true;
    }
    const bool is_noise = newest->deviation < EVEN_NOISE;
    const double edge = is_noise ? EDGE_OF_NOISE : EDGE_OF_ROOM;
    *levels = (range){newest->mean - edge, newest->mean + edge};
    return is_noise || (songs->phase == PHASE_SONG && newest->deviation < EVEN_ROOM &&
                        newest->mean < song_level(songs) - UNDER_SONG);
}

// Where the last frame before the pause ends that the newest frames are.
static double start_of_pause(const genus_songs *songs, const range *levels) {
    size_t ago = songs->pause;
    while (ago < songs->count && (double)frame_ago(songs, ago)->level >= levels->lowest &&
           (double)frame_ago(songs, ago)->level < levels->highest) {
        ago++;
    }
    return frame_ago(songs, ago < songs->count ? ago : songs->count - 1)->end;
}

// ------------------------------------------------------------------------------------------ turns

static void begin_song(genus_songs *songs, double start, double now) {
    songs->place.number += songs->is_first ? 0 : 1;
    songs->is_first = false;
    songs->phase = PHASE_SONG;
    songs->place.start = fmax(start, songs->place.end);
    songs->place.end = now;
    songs->power = 0.0;
    songs->frames_of_song = 0.0;
}

static void end_song(genus_songs *songs, double end, double level) {
    songs->place.end = fmin(fmax(end, songs->place.start), songs->place.end);
    songs->floor = (float)level;
    songs->is_noise = level > QUIET;
    songs->columns_of_noise = songs->phase == PHASE_BETWEEN ? songs->columns_of_noise : 0;
    songs->phase = PHASE_BETWEEN;
}

static genus_song_turn hear_between(genus_songs *songs, float level, double now) {
    const double onset = fmax((double)songs->floor + ONSET, GENUS_SILENCE_DBFS);
    if (songs->is_noise || (double)level < onset) {
        return GENUS_SONG_GOES_ON;
    }
    songs->phase = PHASE_CANDIDATE;
    songs->onset = now - songs->hop;
    return GENUS_SONG_ONSET;
}

genus_song_turn genus_songs_hear_frame(genus_songs *songs, double mean_square, double now) {
    const float level = genus_level_meter_decibels(mean_square);
    remember(songs, level, now);
    if (songs->phase == PHASE_SONG) {
        songs->power += mean_square;
        songs->frames_of_song += 1.0;
        songs->place.end = (double)level < GENUS_SILENCE_DBFS ? songs->place.end : now;
    }
    if (songs->phase == PHASE_BETWEEN && !songs->is_noise) {
        return hear_between(songs, level, now);
    }
    if (songs->count < songs->pause) {
        return GENUS_SONG_GOES_ON;
    }
    const evenness newest = measure(songs);
    range levels;
    songs->is_even = is_pause(songs, &newest, &levels);
    if (!songs->is_even) {
        return GENUS_SONG_GOES_ON;
    }
    const bool was_song = songs->phase == PHASE_SONG;
    end_song(songs, was_song ? start_of_pause(songs, &levels) : songs->place.end, newest.mean);
    return was_song ? GENUS_SONG_ENDS : GENUS_SONG_GOES_ON;
}

// How likely it is that the newest columns are none of the labels.
static double none_over(const genus_songs *songs, genus_columns *columns, size_t count) {
    if (!songs->config->arch.has_background) {
        return 0.0;
    }
    float logits[GENUS_LABELS_MAX];
    genus_columns_past_logits(columns, 0, count, logits);
    return genus_background_share(logits, songs->config->label_count, GENUS_UNCALIBRATED);
}

// Where the sound changed that the newest columns hear: about so many of them. A column that hears
// some of both is counted where most of it lies.
static double find_edge(const genus_songs *songs, genus_columns *columns, double now, size_t about,
                        size_t *after) {
    *after = genus_song_change_split(songs->change, columns, about);
    return now - 0.5 * (songs->column + songs->column_step) -
           (double)(*after - 1) * songs->column_step;
}

static genus_song_turn judge_candidate(genus_songs *songs, genus_columns *columns, double now) {
    const size_t kept = genus_columns_kept(columns);
    const size_t enough = genus_model_columns(songs->model, SURE_SECONDS);
    if (kept < genus_model_columns(songs->model, FIRST_SECONDS)) {
        return GENUS_SONG_GOES_ON;
    }
    if (none_over(songs, columns, kept < enough ? kept : enough) < NONE_KEEPS_OUT) {
        begin_song(songs, songs->onset, now);
        return GENUS_SONG_BEGINS;
    }
    if (kept >= genus_model_columns(songs->model, PATIENCE_SECONDS)) {
        songs->phase = PHASE_BETWEEN;
        songs->is_noise = true;
    }
    return GENUS_SONG_GOES_ON;
}

static genus_song_turn judge_noise(genus_songs *songs, genus_columns *columns, double now,
                                   size_t *newest) {
    const size_t span = genus_model_columns(songs->model, OUT_OF_NOISE_SECONDS);
    songs->columns_of_noise++;
    if (songs->is_even || songs->columns_of_noise < span || genus_columns_kept(columns) < span ||
        none_over(songs, columns, span) >= NONE_OUT_OF_NOISE) {
        return GENUS_SONG_GOES_ON;
    }
    begin_song(songs, find_edge(songs, columns, now, span, newest), now);
    return GENUS_SONG_BEGINS;
}

// Whether the newest frames are so soft that they may become a pause, which tells better where the
// song ended than its columns do. Soft music soon lasts longer.
static bool may_be_pause(const genus_songs *songs) {
    const double soft = fmax(song_level(songs) - UNDER_SONG, GENUS_SILENCE_DBFS);
    size_t frames = 0;
    while (frames < songs->count && (double)frame_ago(songs, frames)->level < soft) {
        frames++;
    }
    return frames > 1 && frames <= songs->pause + frames_in(songs, 1.0);
}

static genus_song_turn judge_song(genus_songs *songs, genus_columns *columns, double now,
                                  size_t *newest) {
    if (may_be_pause(songs)) {
        return GENUS_SONG_GOES_ON;
    }
    const size_t other = genus_song_change_find(songs->change, columns);
    const size_t enough = genus_model_columns(songs->model, SURE_SECONDS);
    if (other > 0 && none_over(songs, columns, other) < NONE_IS_CHANGE) {
        songs->place.end = find_edge(songs, columns, now, other, newest);
        begin_song(songs, songs->place.end, now);
        return GENUS_SONG_BEGINS;
    }
    const bool is_none = other > 0 || (genus_columns_kept(columns) >= enough &&
                                       none_over(songs, columns, enough) > NONE_ENDS_SONG);
    if (!is_none) {
        return GENUS_SONG_GOES_ON;
    }
    end_song(songs, find_edge(songs, columns, now, other > 0 ? other : enough, newest), 0.0);
    return GENUS_SONG_ENDS;
}

genus_song_turn genus_songs_hear_column(genus_songs *songs, genus_columns *columns, double now,
                                        size_t *newest) {
    *newest = 0;
    if (songs->phase == PHASE_CANDIDATE) {
        return judge_candidate(songs, columns, now);
    }
    if (songs->phase == PHASE_SONG) {
        return judge_song(songs, columns, now, newest);
    }
    return songs->is_noise ? judge_noise(songs, columns, now, newest) : GENUS_SONG_GOES_ON;
}

genus_song_place genus_songs_place(const genus_songs *songs) {
    genus_song_place place = songs->place;
    place.is_playing = songs->phase == PHASE_SONG;
    place.is_candidate = songs->phase == PHASE_CANDIDATE;
    return place;
}
