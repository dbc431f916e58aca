// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The worker's side of a listener.

#include "engine/stream/stream_worker.h"
#include "engine/audio/frontend.h"
#include "engine/audio/level_meter.h"
#include "engine/base/error.h"
#include "engine/stream/evidence.h"
#include "engine/stream/songs.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SAMPLES_MAX 4096 // Taken from the ring at once.
#define FRAMES_MAX 8     // Taken from the front end at once.
#define CHUNK_MAX 16     // Columns at once while verdicts are made.
#define CHUNK_FILE 64    // Columns at once while none are: large matrices are fast.
#define LEVEL_SECONDS 0.3
#define ABSURD 1e4F // Samples over this (80 dB over full scale) are a fault, not music.

// Audio heard, counted three ways.
typedef struct heard {
    uint64_t window; // Since the last restart.
    uint64_t track;  // Since the track began.
    uint64_t stream; // Since the stream began.
} heard;

// What a track was found to be.
typedef struct track_result {
    bool is_named;
    float posterior[GENUS_LABELS_MAX];
    double seconds;
    double sound_seconds; // Without silence.
} track_result;

struct genus_stream_worker {
    const genus_model *model;
    const genus_model_config *config;
    const genus_network *network;
    genus_ring *ring;
    genus_snapshot *snapshot;
    genus_frontend *frontend;
    genus_columns *columns;
    genus_level_meter *level;
    float *frames; // [FRAMES_MAX][mel_bands]
    float mean_squares[FRAMES_MAX];
    float samples[SAMPLES_MAX];

    double input_rate;
    uint64_t interval;     // Engine samples between verdicts; 0: none but the last.
    size_t level_frames;   // Frames that the level meter covers.
    size_t silence_frames; // Frames that the silence test covers.
    uint32_t window_milliseconds;

    heard framed;           // In engine samples, as far as frames cover them.
    heard input;            // In input samples, as far as they were taken from the ring.
    bool stretch_begins;    // The next frame follows nothing.
    uint64_t since_verdict; // Engine samples.
    genus_evidence evidence;
    bool tells_songs; // A new song begins a new track.
    genus_songs *songs;
    track_result ended; // The newest song, once it has ended.
    uint64_t sequence;
    uint64_t invalid_samples;
};

// ----------------------------------------------------------------------------------- new and free

static size_t frames_in(const genus_frontend_settings *settings, double seconds) {
    const double frames = round(seconds * settings->sample_rate / settings->hop);
    return frames < 1.0 ? 1 : (size_t)frames;
}

static size_t chunk_for(const genus_stream_worker *worker, size_t window_columns) {
    if (worker->interval == 0) {
        return window_columns < CHUNK_FILE ? window_columns : CHUNK_FILE;
    }
    const genus_frontend_settings *settings = &worker->config->frontend;
    const uint64_t column_samples = (uint64_t)genus_network_stride(worker->network) * settings->hop;
    const uint64_t chunk = worker->interval / column_samples + 2; // Rounded up, and one to spare.
    return chunk < CHUNK_MAX ? (size_t)chunk : CHUNK_MAX;
}

genus_status genus_stream_worker_new(const genus_model *model,
                                     const genus_listener_options *options, genus_ring *ring,
                                     genus_snapshot *snapshot, genus_stream_worker **worker,
                                     genus_error *error) {
    *worker = NULL;
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

    const size_t window = genus_model_columns(model, made->window_milliseconds / 1000.0);
    const size_t capacity = genus_model_columns(model, GENUS_WINDOW_MAX);
    made->columns = genus_columns_new(made->network, capacity, chunk_for(made, window));
    made->evidence = genus_evidence_of(model, made->columns, window);
    made->songs = genus_songs_new(model);
    made->level = genus_level_meter_new(made->silence_frames);
    made->frames = calloc(FRAMES_MAX, settings->mel_bands * sizeof *made->frames);
    genus_status status = GENUS_OK;
    if (made->columns == NULL || made->songs == NULL || made->level == NULL ||
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
    *worker = made;
    return GENUS_OK;
}

void genus_stream_worker_free(genus_stream_worker *worker) {
    if (worker == NULL) {
        return;
    }
    genus_frontend_free(worker->frontend);
    genus_columns_free(worker->columns);
    genus_songs_free(worker->songs);
    genus_level_meter_free(worker->level);
    free(worker->frames);
    free(worker);
}

// --------------------------------------------------------------------------------------- verdicts

static bool is_silent(const genus_stream_worker *worker) {
    return genus_is_silence(genus_level_meter_mean_square(worker->level, worker->silence_frames));
}

static double now_of(const genus_stream_worker *worker) {
    return (double)worker->framed.stream / worker->config->frontend.sample_rate;
}

// What the track is, as far as it was heard. @param window Posterior of the window, or NULL.
static track_result judge_track(const genus_stream_worker *worker, const float *window,
                                double seconds) {
    const genus_frontend_settings *settings = &worker->config->frontend;
    const double column =
        (double)(genus_network_stride(worker->network) * settings->hop) / settings->sample_rate;
    track_result track = {.seconds = seconds};
    track.sound_seconds =
        column * (worker->evidence.track.weight + (double)worker->evidence.loud_since_commit);
    track.is_named = seconds >= GENUS_SECONDS_NEEDED &&
                     genus_evidence_track(&worker->evidence, window, track.posterior);
    return track;
}

static void fill_window(genus_verdict *verdict, const float *posterior, uint32_t label_count) {
    verdict->top = (int32_t)genus_argmax(posterior, label_count);
    verdict->confidence = posterior[verdict->top];
    for (uint32_t i = 0; i < label_count; i++) {
        verdict->posterior[i] = posterior[i];
    }
}

static void fill_track(genus_verdict *verdict, const track_result *track, uint32_t label_count) {
    verdict->track_seconds = track->seconds;
    if (track->is_named) {
        verdict->track_sound_seconds = track->sound_seconds;
        memcpy(verdict->track_posterior, track->posterior, label_count * sizeof(float));
        verdict->track_top = (int32_t)genus_argmax(verdict->track_posterior, label_count);
        verdict->track_confidence = verdict->track_posterior[verdict->track_top];
    }
}

// Between songs there is nothing to name; what begins may become a song.
static void fill_between(const genus_stream_worker *worker, const genus_song_place *place,
                         genus_verdict *verdict) {
    if (!place->is_candidate) {
        verdict->seconds_heard = 0.0;
    }
    verdict->state = is_silent(worker) ? GENUS_SILENCE
                     : place->is_candidate && verdict->seconds_heard < GENUS_SECONDS_NEEDED
                         ? GENUS_LISTENING
                         : GENUS_NO_MUSIC;
    fill_track(verdict, &worker->ended, worker->config->label_count);
}

static void fill_song(const genus_stream_worker *worker, double track_seconds,
                      genus_verdict *verdict) {
    float posterior[GENUS_LABELS_MAX] = {0.0F};
    const uint32_t label_count = worker->config->label_count;
    const bool has_posterior = genus_evidence_window(&worker->evidence, posterior);
    const genus_prefix hearing = {
        .seconds_heard = verdict->seconds_heard,
        .quiet_mean_square = genus_level_meter_mean_square(worker->level, worker->silence_frames),
        .has_posterior = has_posterior,
        .confidence = posterior[genus_argmax(posterior, label_count)],
        .sure_threshold = worker->config->sure_threshold,
    };
    verdict->state = genus_decide(&hearing);
    if (verdict->state == GENUS_SURE || verdict->state == GENUS_UNSURE) {
        fill_window(verdict, posterior, label_count);
    }
    const track_result track = judge_track(worker, has_posterior ? posterior : NULL, track_seconds);
    fill_track(verdict, &track, label_count);
}

// Judges what was heard, counted in samples at `rate`, and publishes the verdict.
static void make_verdict(genus_stream_worker *worker, const heard *heard, double rate) {
    const double stream_seconds = (double)heard->stream / rate;
    const double track_seconds = (double)heard->track / rate;
    genus_song_place place = genus_songs_place(worker->songs);
    if (!worker->tells_songs) {
        place.is_playing = true;
        place.start = stream_seconds - track_seconds;
        place.end = stream_seconds;
    }
    genus_verdict verdict = {
        .sequence = ++worker->sequence,
        .top = -1,
        .track_top = -1,
        .level_dbfs = genus_level_meter_decibels(
            genus_level_meter_mean_square(worker->level, worker->level_frames)),
        .seconds_heard = fmin((double)heard->window / rate, worker->window_milliseconds / 1000.0),
        .stream_seconds = stream_seconds,
        .dropped_samples = genus_ring_dropped(worker->ring),
        .invalid_samples = worker->invalid_samples,
        .song = place.number,
        .song_start = place.start,
        .song_end = place.end,
        .song_plays = place.is_playing,
    };
    if (place.is_playing) {
        fill_song(worker, track_seconds, &verdict);
    } else {
        fill_between(worker, &place, &verdict);
    }
    (void)genus_snapshot_publish(worker->snapshot, &verdict);
}

// ------------------------------------------------------------------------------------------ songs

// Forgets window and track but for what so many engine samples hold.
static void shorten(genus_stream_worker *worker, uint64_t samples) {
    const double scale = worker->input_rate / worker->config->frontend.sample_rate;
    const uint64_t window = worker->framed.window > samples ? worker->framed.window - samples : 0;
    const uint64_t track = worker->framed.track > samples ? worker->framed.track - samples : 0;
    worker->framed.window -= window;
    worker->framed.track -= track;
    worker->input.window -= (uint64_t)((double)window * scale);
    worker->input.track -= (uint64_t)((double)track * scale);
}

// A song began with the newest so many columns, or with the newest frame; what was heard before
// says nothing about it.
static void begin_song(genus_stream_worker *worker, size_t columns) {
    const genus_frontend_settings *settings = &worker->config->frontend;
    const size_t stride = genus_network_stride(worker->network);
    const uint64_t frames =
        columns > 0 ? genus_network_receptive_field(worker->network) + (columns - 1) * stride : 1;
    shorten(worker, (frames - 1) * settings->hop + settings->frame_length);
    genus_evidence_keep(&worker->evidence, columns);
}

// What the song was found to be stands until there is another.
static void end_song(genus_stream_worker *worker) {
    const genus_song_place place = genus_songs_place(worker->songs);
    float posterior[GENUS_LABELS_MAX];
    const bool has_posterior = genus_evidence_window(&worker->evidence, posterior);
    worker->ended = judge_track(worker, has_posterior ? posterior : NULL, place.end - place.start);
    genus_evidence_forget_track(&worker->evidence);
}

static void hear_song_in_frame(genus_stream_worker *worker, float mean_square) {
    switch (genus_songs_hear_frame(worker->songs, (double)mean_square, now_of(worker))) {
    case GENUS_SONG_ONSET:
        genus_columns_gap(worker->columns);
        begin_song(worker, 0);
        break;
    case GENUS_SONG_ENDS:
        end_song(worker);
        break;
    default:
        break;
    }
}

static void hear_song_in_column(genus_stream_worker *worker) {
    size_t newest = 0;
    switch (genus_songs_hear_column(worker->songs, worker->columns, now_of(worker), &newest)) {
    case GENUS_SONG_BEGINS:
        if (newest > 0) {
            begin_song(worker, newest);
        }
        break;
    case GENUS_SONG_ENDS:
        end_song(worker);
        break;
    default:
        break;
    }
}

// ---------------------------------------------------------------------------------------- process

static void count_heard(heard *heard, uint64_t samples) {
    heard->window += samples;
    heard->track += samples;
    heard->stream += samples;
}

static void hear_column(genus_stream_worker *worker) {
    genus_evidence *evidence = &worker->evidence;
    genus_evidence_add_column(evidence, !is_silent(worker));
    if (worker->tells_songs) {
        hear_song_in_column(worker);
    }
    if (evidence->since_commit >= evidence->window) {
        genus_evidence_commit(evidence);
    }
}

// Returns how many verdicts were made: 0 or 1.
static size_t process_frame(genus_stream_worker *worker, const float *frame, float mean_square) {
    const genus_frontend_settings *settings = &worker->config->frontend;
    const uint64_t fresh = worker->stretch_begins ? settings->frame_length : settings->hop;
    worker->stretch_begins = false;
    count_heard(&worker->framed, fresh);
    genus_level_meter_push(worker->level, mean_square);
    genus_evidence_pause(&worker->evidence, genus_is_silence(genus_level_meter_mean_square(
                                                worker->level, worker->level_frames)));
    if (worker->tells_songs) {
        hear_song_in_frame(worker, mean_square);
    }

    const uint64_t made = genus_columns_made(worker->columns);
    genus_columns_push(worker->columns, frame);
    if (genus_columns_made(worker->columns) > made) {
        hear_column(worker);
    }

    worker->since_verdict += fresh;
    if (worker->interval == 0 || worker->since_verdict < worker->interval) {
        return 0;
    }
    worker->since_verdict %= worker->interval;
    make_verdict(worker, &worker->framed, settings->sample_rate);
    return 1;
}

static size_t process_frames(genus_stream_worker *worker, size_t count) {
    size_t verdicts = 0;
    for (size_t i = 0; i < count; i++) {
        verdicts += process_frame(worker, worker->frames + i * worker->config->frontend.mel_bands,
                                  worker->mean_squares[i]);
    }
    return verdicts;
}

static void silence_invalid(genus_stream_worker *worker, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (!(fabsf(worker->samples[i]) <= ABSURD)) { // True for NaN.
            worker->samples[i] = 0.0F;
            worker->invalid_samples++;
        }
    }
}

static size_t process_samples(genus_stream_worker *worker, size_t count) {
    silence_invalid(worker, count);
    count_heard(&worker->input, count);
    size_t verdicts = 0;
    size_t at = 0;
    size_t frames = 0;
    do {
        size_t used = 0;
        frames = genus_frontend_process(worker->frontend, worker->samples + at, count - at, &used,
                                        worker->frames, worker->mean_squares, FRAMES_MAX);
        at += used;
        verdicts += process_frames(worker, frames);
    } while (at < count || frames == FRAMES_MAX);
    return verdicts;
}

static void restart_window(genus_stream_worker *worker) {
    genus_evidence_commit(&worker->evidence);
    genus_columns_clear(worker->columns);
    genus_level_meter_clear(worker->level);
    worker->evidence.is_pausing = false;
    worker->framed.window = 0;
    worker->input.window = 0;
}

static void restart_track(genus_stream_worker *worker) {
    restart_window(worker);
    genus_evidence_forget_track(&worker->evidence);
    genus_songs_restart(worker->songs, false, now_of(worker));
    worker->ended = (track_result){.is_named = false};
    worker->framed.track = 0;
    worker->input.track = 0;
}

static void obey_mark(genus_stream_worker *worker, genus_ring_mark mark) {
    if (mark == GENUS_RING_MARK_NONE) {
        return;
    }
    // No spectrum may span the place, and no column unless the music is the same.
    genus_frontend_reset(worker->frontend);
    worker->stretch_begins = true;
    if (mark != GENUS_RING_MARK_JUMP) {
        genus_columns_gap(worker->columns);
    }
    if (mark == GENUS_RING_MARK_RESTART_WINDOW) {
        restart_window(worker);
    } else if (mark == GENUS_RING_MARK_RESTART_TRACK) {
        restart_track(worker);
    }
}

// ------------------------------------------------------------------------------------------- door

void genus_stream_worker_set_window(genus_stream_worker *worker, uint32_t milliseconds) {
    if (milliseconds != worker->window_milliseconds) {
        genus_evidence_set_window(&worker->evidence,
                                  genus_model_columns(worker->model, milliseconds / 1000.0));
        worker->window_milliseconds = milliseconds;
    }
}

void genus_stream_worker_set_songs(genus_stream_worker *worker, bool tell) {
    if (tell && !worker->tells_songs) {
        const double now = now_of(worker);
        const double track = (double)worker->framed.track / worker->config->frontend.sample_rate;
        genus_songs_restart(worker->songs, worker->framed.track > 0, now - track);
    }
    worker->tells_songs = tell;
}

void genus_stream_worker_set_pause(genus_stream_worker *worker, uint32_t milliseconds) {
    genus_songs_set_pause(worker->songs, milliseconds / 1000.0);
}

size_t genus_stream_worker_process(genus_stream_worker *worker) {
    size_t verdicts = 0;
    for (;;) {
        genus_ring_mark mark = GENUS_RING_MARK_NONE;
        const size_t count = genus_ring_read(worker->ring, worker->samples, SAMPLES_MAX, &mark);
        if (count == 0 && mark == GENUS_RING_MARK_NONE) {
            return verdicts;
        }
        obey_mark(worker, mark);
        if (count > 0) {
            verdicts += process_samples(worker, count);
        }
    }
}

void genus_stream_worker_finish(genus_stream_worker *worker) {
    size_t frames = 0;
    do {
        frames = genus_frontend_finish(worker->frontend, worker->frames, worker->mean_squares,
                                       FRAMES_MAX);
        (void)process_frames(worker, frames);
    } while (frames == FRAMES_MAX);
    // All samples count as heard now, those after the last whole frame too.
    make_verdict(worker, &worker->input, worker->input_rate);

    obey_mark(worker, GENUS_RING_MARK_RESTART_TRACK);
    genus_songs_begin_stream(worker->songs);
    worker->framed.stream = 0;
    worker->input.stream = 0;
    worker->since_verdict = 0;
}
