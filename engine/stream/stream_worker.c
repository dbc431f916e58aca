// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The worker's side of a listener.

#include "engine/stream/stream_worker.h"
#include "engine/audio/frontend.h"
#include "engine/audio/level_meter.h"
#include "engine/base/error.h"
#include "engine/model/model.h"
#include "engine/nn/columns.h"
#include "engine/stream/song_change.h"
#include "engine/stream/verdict.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SAMPLES_MAX 4096 // Taken from the ring at once.
#define FRAMES_MAX 8     // Taken from the front end at once.
#define CHUNK_MAX 16     // Columns at once while verdicts are made.
#define CHUNK_FILE 64    // Columns at once while none are: large matrices are fast.
#define LEVEL_SECONDS 0.3
#define QUIET 1e-5  // Mean square: -50 dBFS, a quiet room or a line's hum.
#define JUMP 316.0  // In mean square, 25 dB: no music rises so far out of 3 quiet seconds.
#define ABSURD 1e4F // Samples over this (80 dB over full scale) are a fault, not music.

// Audio heard, counted three ways.
typedef struct heard {
    uint64_t window; // Since the last restart.
    uint64_t track;  // Since the track began.
    uint64_t stream; // Since the stream began.
} heard;

struct genus_stream_worker {
    const genus_model *model;
    const genus_model_config *config;
    const genus_network *network;
    genus_ring *ring;
    genus_snapshot *snapshot;
    genus_frontend *frontend;
    genus_columns *columns;
    genus_song_change *boundary;
    genus_level_meter *level;
    float *frames; // [FRAMES_MAX][mel_bands]
    float mean_squares[FRAMES_MAX];
    float samples[SAMPLES_MAX];

    double input_rate;
    uint64_t interval;     // Engine samples between verdicts; 0: none but the last.
    size_t level_frames;   // Frames that the level meter covers.
    size_t silence_frames; // Frames that the silence test covers.

    uint32_t window_milliseconds;
    size_t window_columns;

    heard framed;             // In engine samples, as far as frames cover them.
    heard input;              // In input samples, as far as they were taken from the ring.
    bool stretch_begins;      // The next frame follows nothing.
    uint64_t since_verdict;   // Engine samples.
    size_t since_commit;      // Columns made since evidence was last added to the track.
    size_t loud_since_commit; // Those of them that were not made in silence.
    genus_track track;
    bool is_pausing;              // The newest frames are silent,
    bool has_held;                // and before them there was a posterior:
    float held[GENUS_LABELS_MAX]; // this one, which stands until there is sound again.
    bool tells_songs;             // A new song begins a new track.
    bool is_between;              // Silence since the song's last sound.
    bool was_loud;                // Something over QUIET since the song began.
    uint64_t song;                // Counts from 1.
    uint64_t sequence;
    uint64_t invalid_samples;
};

// ----------------------------------------------------------------------------------- new and free

static size_t frames_in(const genus_frontend_settings *settings, double seconds) {
    const double frames = round(seconds * settings->sample_rate / settings->hop);
    return frames < 1.0 ? 1 : (size_t)frames;
}

static size_t chunk_for(const genus_stream_worker *ear) {
    if (ear->interval == 0) {
        return ear->window_columns < CHUNK_FILE ? ear->window_columns : CHUNK_FILE;
    }
    const genus_frontend_settings *settings = &ear->config->frontend;
    const uint64_t column_samples = (uint64_t)genus_network_stride(ear->network) * settings->hop;
    const uint64_t chunk = ear->interval / column_samples + 2; // Rounded up, and one to spare.
    return chunk < CHUNK_MAX ? (size_t)chunk : CHUNK_MAX;
}

genus_status genus_stream_worker_new(const genus_model *model,
                                     const genus_listener_options *options, genus_ring *ring,
                                     genus_snapshot *snapshot, genus_stream_worker **ear,
                                     genus_error *error) {
    *ear = NULL;
    genus_stream_worker *made = calloc(1, sizeof *made);
    if (made == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "listener: out of memory");
    }
    const genus_frontend_settings *settings = &genus_model_get_config(model)->frontend;
    made->model = model;
    made->config = genus_model_get_config(model);
    made->network = genus_model_network(model);
    made->ring = ring;
    made->snapshot = snapshot;
    made->input_rate = options->sample_rate;
    made->level_frames = frames_in(settings, LEVEL_SECONDS);
    made->silence_frames = frames_in(settings, GENUS_SECONDS_NEEDED);
    if (options->interval_seconds > 0.0) {
        made->interval =
            (uint64_t)fmax(1.0, round(options->interval_seconds * settings->sample_rate));
    }
    made->window_milliseconds = (uint32_t)lround(options->window_seconds * 1000.0);
    made->window_columns = genus_model_columns(model, made->window_milliseconds / 1000.0);
    made->song = 1;

    const size_t capacity = genus_model_columns(model, GENUS_WINDOW_MAX);
    made->columns = genus_columns_new(made->network, capacity, chunk_for(made));
    made->boundary = genus_song_change_new(model);
    made->level = genus_level_meter_new(made->silence_frames);
    made->frames = calloc(FRAMES_MAX, settings->mel_bands * sizeof *made->frames);
    genus_status status = GENUS_OK;
    if (made->columns == NULL || made->boundary == NULL || made->level == NULL ||
        made->frames == NULL) {
        status = genus_fail(error, GENUS_ERROR_MEMORY,
                            "listener: out of memory for a window of %zu columns", capacity);
    } else {
        status = genus_frontend_new(settings, options->sample_rate, &made->frontend, error);
    }
    if (status != GENUS_OK) {
        genus_stream_worker_free(made);
        return status;
    }
    made->stretch_begins = true;
    *ear = made;
    return GENUS_OK;
}

void genus_stream_worker_free(genus_stream_worker *ear) {
    if (ear == NULL) {
        return;
    }
    genus_frontend_free(ear->frontend);
    genus_columns_free(ear->columns);
    genus_song_change_free(ear->boundary);
    genus_level_meter_free(ear->level);
    free(ear->frames);
    free(ear);
}

// --------------------------------------------------------------------------------------- evidence

static bool judge_window(genus_stream_worker *ear, float *posterior) {
    float logits[GENUS_LABELS_MAX];
    if (!genus_columns_logits(ear->columns, ear->window_columns, logits)) {
        return false;
    }
    genus_posterior(logits, ear->config->label_count, ear->config->arch.has_background,
                    ear->config->temperature, posterior);
    return true;
}

// Silence has no genre: as long as the newest frames are silent, what was said of the music before
// them stands. A short song that has ended would lose its genre to the silence after it, before
// that is long enough to be told for one.
static bool window_posterior(genus_stream_worker *ear, float *posterior) {
    if (!ear->is_pausing || !ear->has_held) {
        return judge_window(ear, posterior);
    }
    memcpy(posterior, ear->held, sizeof ear->held);
    return true;
}

static void hear_pause(genus_stream_worker *ear) {
    const bool is_pausing =
        genus_is_silence(genus_level_meter_mean_square(ear->level, ear->level_frames));
    if (is_pausing && !ear->is_pausing) {
        ear->has_held = judge_window(ear, ear->held);
    }
    ear->is_pausing = is_pausing;
}

// Adds the columns made since the last time to the track's evidence, through the posterior of the
// window that ends here. Columns made in silence weigh nothing.
static void commit_evidence(genus_stream_worker *ear) {
    float posterior[GENUS_LABELS_MAX];
    if (ear->loud_since_commit > 0 && window_posterior(ear, posterior)) {
        genus_track_add(&ear->track, posterior, ear->config->label_count,
                        (double)ear->loud_since_commit);
    }
    ear->since_commit = 0;
    ear->loud_since_commit = 0;
}

static void fill_window(genus_verdict *verdict, const float *posterior, uint32_t label_count) {
    verdict->top = (int32_t)genus_argmax(posterior, label_count);
    verdict->confidence = posterior[verdict->top];
    for (uint32_t i = 0; i < label_count; i++) {
        verdict->posterior[i] = posterior[i];
    }
}

static void fill_track(const genus_stream_worker *ear, genus_verdict *verdict,
                       const float *posterior) {
    const uint32_t label_count = ear->config->label_count;
    if (verdict->track_seconds >= GENUS_SECONDS_NEEDED &&
        genus_track_posterior(&ear->track, posterior, (double)ear->loud_since_commit, label_count,
                              verdict->track_posterior)) {
        const genus_frontend_settings *settings = &ear->config->frontend;
        const double samples = (double)genus_network_stride(ear->network) * settings->hop;
        verdict->track_sound_seconds =
            (ear->track.weight + (double)ear->loud_since_commit) * samples / settings->sample_rate;
        verdict->track_top = (int32_t)genus_argmax(verdict->track_posterior, label_count);
        verdict->track_confidence = verdict->track_posterior[verdict->track_top];
    }
}

// Judges what was heard, counted in samples at `rate`, and publishes the verdict.
static void make_verdict(genus_stream_worker *ear, const heard *heard, double rate) {
    float posterior[GENUS_LABELS_MAX] = {0.0F};
    const bool has_posterior = window_posterior(ear, posterior);
    genus_verdict verdict = {
        .sequence = ++ear->sequence,
        .top = -1,
        .track_top = -1,
        .level_dbfs = genus_level_meter_decibels(
            genus_level_meter_mean_square(ear->level, ear->level_frames)),
        .seconds_heard = fmin((double)heard->window / rate, ear->window_milliseconds / 1000.0),
        .track_seconds = (double)heard->track / rate,
        .stream_seconds = (double)heard->stream / rate,
        .song = ear->song,
        .dropped_samples = genus_ring_dropped(ear->ring),
        .invalid_samples = ear->invalid_samples,
    };
    const genus_prefix hearing = {
        .seconds_heard = verdict.seconds_heard,
        .quiet_mean_square = genus_level_meter_mean_square(ear->level, ear->silence_frames),
        .has_posterior = has_posterior,
        .confidence = posterior[genus_argmax(posterior, ear->config->label_count)],
        .sure_threshold = ear->config->sure_threshold,
    };
    verdict.state = genus_decide(&hearing);
    if (verdict.state == GENUS_SURE || verdict.state == GENUS_UNSURE) {
        fill_window(&verdict, posterior, ear->config->label_count);
    }
    fill_track(ear, &verdict, has_posterior ? posterior : NULL);
    (void)genus_snapshot_publish(ear->snapshot, &verdict);
}

// ------------------------------------------------------------------------------------------ songs

static bool is_silent(const genus_stream_worker *ear) {
    return genus_is_silence(genus_level_meter_mean_square(ear->level, ear->silence_frames));
}

// Forgets window and track but for what so many engine samples hold.
static void shorten(genus_stream_worker *ear, uint64_t samples) {
    const double scale = ear->input_rate / ear->config->frontend.sample_rate;
    const uint64_t window = ear->framed.window > samples ? ear->framed.window - samples : 0;
    const uint64_t track = ear->framed.track > samples ? ear->framed.track - samples : 0;
    ear->framed.window -= window;
    ear->framed.track -= track;
    ear->input.window -= (uint64_t)((double)window * scale);
    ear->input.track -= (uint64_t)((double)track * scale);
}

// What was heard of the song, or of the track, counts no more.
static void forget_evidence(genus_stream_worker *ear) {
    ear->track = (genus_track){.weight = 0.0};
    ear->is_between = false;
    ear->was_loud = false;
}

// A song began with the newest so many columns; what was heard before says nothing about it.
static void begin_song(genus_stream_worker *ear, size_t columns) {
    const genus_frontend_settings *settings = &ear->config->frontend;
    const size_t stride = genus_network_stride(ear->network);
    const uint64_t frames =
        columns > 0 ? genus_network_receptive_field(ear->network) + (columns - 1) * stride : 1;
    shorten(ear, (frames - 1) * settings->hop + settings->frame_length);
    genus_columns_keep(ear->columns, columns);
    ear->has_held = false;
    forget_evidence(ear);
    ear->since_commit = columns;
    ear->loud_since_commit = columns;
}

// Whether the newest frames stand out of quiet ones.
static bool rises_from_quiet(const genus_stream_worker *ear) {
    const double all = genus_level_meter_mean_square(ear->level, ear->silence_frames);
    const double newest = genus_level_meter_mean_square(ear->level, ear->level_frames);
    const double frames = (double)ear->silence_frames;
    const double newest_frames = (double)ear->level_frames;
    const double before = (all * frames - newest * newest_frames) / (frames - newest_frames);
    return before < QUIET && newest > JUMP * before;
}

// The newest frame may be the first sound after silence, or after the noise of a quiet room, which
// may have been an unsure verdict but was no song.
static void hear_silence(genus_stream_worker *ear) {
    // The silence before a song's first sound is no part of it, but was no song either.
    const bool has_evidence = ear->track.weight > 0.0 || ear->loud_since_commit > 0;
    const uint64_t needed = (uint64_t)ear->silence_frames * ear->config->frontend.hop;
    const bool is_known = ear->framed.window >= needed;
    if (is_silent(ear)) {
        ear->is_between = ear->is_between || is_known;
    } else if (ear->is_between || (is_known && rises_from_quiet(ear))) {
        ear->song += has_evidence && (ear->is_between || ear->was_loud) ? 1 : 0;
        genus_columns_gap(ear->columns);
        begin_song(ear, 0);
    }
    ear->was_loud =
        ear->was_loud || genus_level_meter_mean_square(ear->level, ear->level_frames) > QUIET;
}

// ---------------------------------------------------------------------------------------- hearing

static void count_heard(heard *heard, uint64_t samples) {
    heard->window += samples;
    heard->track += samples;
    heard->stream += samples;
}

static void hear_column(genus_stream_worker *ear) {
    const bool is_loud = !is_silent(ear);
    ear->since_commit++;
    ear->loud_since_commit += is_loud ? 1 : 0;
    const size_t other =
        ear->tells_songs && is_loud ? genus_song_change_find(ear->boundary, ear->columns) : 0;
    if (other > 0) {
        ear->song++;
        begin_song(ear, other);
    }
    if (ear->since_commit >= ear->window_columns) {
        commit_evidence(ear);
    }
}

// Returns how many verdicts were made: 0 or 1.
static size_t hear_frame(genus_stream_worker *ear, const float *frame, float mean_square) {
    const genus_frontend_settings *settings = &ear->config->frontend;
    const uint64_t fresh = ear->stretch_begins ? settings->frame_length : settings->hop;
    ear->stretch_begins = false;
    count_heard(&ear->framed, fresh);
    genus_level_meter_push(ear->level, mean_square);
    hear_pause(ear);
    if (ear->tells_songs) {
        hear_silence(ear);
    }

    const uint64_t made = genus_columns_made(ear->columns);
    genus_columns_push(ear->columns, frame);
    if (genus_columns_made(ear->columns) > made) {
        hear_column(ear);
    }

    ear->since_verdict += fresh;
    if (ear->interval == 0 || ear->since_verdict < ear->interval) {
        return 0;
    }
    ear->since_verdict %= ear->interval;
    make_verdict(ear, &ear->framed, settings->sample_rate);
    return 1;
}

static size_t hear_frames(genus_stream_worker *ear, size_t count) {
    size_t verdicts = 0;
    for (size_t i = 0; i < count; i++) {
        verdicts += hear_frame(ear, ear->frames + i * ear->config->frontend.mel_bands,
                               ear->mean_squares[i]);
    }
    return verdicts;
}

static void silence_invalid(genus_stream_worker *ear, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (!(fabsf(ear->samples[i]) <= ABSURD)) { // True for NaN.
            ear->samples[i] = 0.0F;
            ear->invalid_samples++;
        }
    }
}

static size_t hear_samples(genus_stream_worker *ear, size_t count) {
    silence_invalid(ear, count);
    count_heard(&ear->input, count);
    size_t verdicts = 0;
    size_t at = 0;
    size_t frames = 0;
    do {
        size_t used = 0;
        frames = genus_frontend_process(ear->frontend, ear->samples + at, count - at, &used,
                                        ear->frames, ear->mean_squares, FRAMES_MAX);
        at += used;
        verdicts += hear_frames(ear, frames);
    } while (at < count || frames == FRAMES_MAX);
    return verdicts;
}

static void restart_window(genus_stream_worker *ear) {
    commit_evidence(ear);
    genus_columns_clear(ear->columns);
    genus_level_meter_clear(ear->level);
    ear->is_pausing = false;
    ear->framed.window = 0;
    ear->input.window = 0;
}

static void restart_track(genus_stream_worker *ear) {
    restart_window(ear);
    forget_evidence(ear);
    ear->framed.track = 0;
    ear->input.track = 0;
}

static void hear_mark(genus_stream_worker *ear, genus_ring_mark mark) {
    if (mark == GENUS_RING_MARK_NONE) {
        return;
    }
    // No spectrum may span the place, and no column unless the music is the same.
    genus_frontend_reset(ear->frontend);
    ear->stretch_begins = true;
    if (mark != GENUS_RING_MARK_JUMP) {
        genus_columns_gap(ear->columns);
    }
    if (mark == GENUS_RING_MARK_RESTART_WINDOW) {
        restart_window(ear);
    } else if (mark == GENUS_RING_MARK_RESTART_TRACK) {
        restart_track(ear);
    }
}

void genus_stream_worker_set_window(genus_stream_worker *ear, uint32_t milliseconds) {
    if (milliseconds == ear->window_milliseconds) {
        return;
    }
    const size_t columns = genus_model_columns(ear->model, milliseconds / 1000.0);
    if (ear->since_commit >= columns) {
        commit_evidence(ear);
    }
    ear->window_milliseconds = milliseconds;
    ear->window_columns = columns;
}

void genus_stream_worker_set_songs(genus_stream_worker *ear, bool tell) {
    ear->tells_songs = tell;
    ear->is_between = ear->is_between && tell;
}

size_t genus_stream_worker_process(genus_stream_worker *ear) {
    size_t verdicts = 0;
    for (;;) {
        genus_ring_mark mark = GENUS_RING_MARK_NONE;
        const size_t count = genus_ring_read(ear->ring, ear->samples, SAMPLES_MAX, &mark);
        if (count == 0 && mark == GENUS_RING_MARK_NONE) {
            return verdicts;
        }
        hear_mark(ear, mark);
        if (count > 0) {
            verdicts += hear_samples(ear, count);
        }
    }
}

void genus_stream_worker_finish(genus_stream_worker *ear) {
    size_t frames = 0;
    do {
        frames = genus_frontend_finish(ear->frontend, ear->frames, ear->mean_squares, FRAMES_MAX);
        (void)hear_frames(ear, frames);
    } while (frames == FRAMES_MAX);
    // All samples count as heard now, those after the last whole frame too.
    make_verdict(ear, &ear->input, ear->input_rate);

    hear_mark(ear, GENUS_RING_MARK_RESTART_TRACK);
    ear->framed.stream = 0;
    ear->input.stream = 0;
    ear->song = 1;
    ear->since_verdict = 0;
}
