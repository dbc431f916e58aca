// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The contract between the live loop and its views. At each tick the loop fills a scene, a plain
// struct with all that there is to show, and hands it to the view; the view draws or prints, and
// gives back what the user asked for. The loop owns all state, a view only looks.

#ifndef GENUS_LIVE_VIEW_VIEW_H
#define GENUS_LIVE_VIEW_VIEW_H

#include "engine/genus.h"
#include "live/source/meter.h"

/** The most seconds that a scene's history reaches back. */
#define GENUS_HISTORY_MAX 3600

/** A song, as heard so far or as it ended. */
typedef struct genus_song {
    uint64_t number;      ///< Counts from 1 since the program began.
    double start_seconds; ///< Program time, see genus_view_state.seconds.
    double start_time;    ///< The same on the wall clock: seconds since 1970, UTC; NAN: unknown.
    double seconds;       ///< Its length, so far or in the end.
    genus_state state;    ///< GENUS_SURE, GENUS_UNSURE, or GENUS_LISTENING: no genre yet.
    int32_t top;          ///< Leading class over the whole song, or -1: none yet.
    float confidence;     ///< In that class, 0 to 1.
    int32_t second;       ///< The class after it, or -1.
} genus_song;

/** What one second of the past sounded like. */
typedef struct genus_moment {
    int8_t top;       ///< Class, or -1 where the state is listening, silence, or no input.
    uint8_t state;    ///< A genus_state.
    bool first;       ///< A song begins here.
    float confidence; ///< In the class, 0 to 1.
} genus_moment;

/** All that there is to show. Pointers live until the next tick. */
typedef struct genus_view_state {
    const char *const *labels; ///< [label_count], UTF-8.
    uint32_t label_count;
    genus_verdict verdict; ///< The newest; while `hold`, the one that was shown when it began.
    bool has_news;         ///< The verdict is another one than at the last tick, or the last one.
    bool held;             ///< The user froze the verdict; all else goes on.
    double seconds;        ///< Program time: since listening began, in seconds.
    double wall_time;      ///< Seconds since 1970, UTC.
    double window_seconds; ///< What verdicts look back on at most.

    const char *source;  ///< Such as "JACK Audio Connection Kit: system" or "demo.flac".
    double sample_rate;  ///< Hz; 0 while there is no input.
    uint32_t channels;   ///< 0 while there is no input.
    bool is_waiting;     ///< The device is gone and may come back.
    const char *message; ///< What the user should know now, one line; NULL: nothing.
    uint64_t overflows;  ///< Gaps that the device reported.
    uint64_t dropped;    ///< Sample frames lost since the program began, the ring being full.
    float cpu_load;      ///< Share of one core, mean of the last seconds.
    genus_meter_reading meter;

    const genus_song *songs; ///< [song_count], oldest first.
    size_t song_count;
    bool song_plays;             ///< The last one goes on.
    const genus_moment *history; ///< [history_count], one a second, oldest first.
    size_t history_count;        ///< Up to GENUS_HISTORY_MAX.

    bool is_sorted; ///< Bars by falling posterior, else in the model's order.
    bool has_help;  ///< The help is to be shown.
} genus_view_state;

/** What a user asks for. */
typedef enum genus_request {
    GENUS_REQUEST_NONE = 0,
    GENUS_REQUEST_QUIT,    ///< q
    GENUS_REQUEST_RESTART, ///< r: forget the window.
    GENUS_REQUEST_HOLD,    ///< space: freeze the verdict, or go on.
    GENUS_REQUEST_ORDER,   ///< o: sorted bars, or fixed.
    GENUS_REQUEST_SHORTER, ///< w: a window 5 s shorter; under 5 s: 30 s again.
    GENUS_REQUEST_LONGER,  ///< W: a window 5 s longer; over 30 s: 5 s again.
    GENUS_REQUEST_HELP,    ///< ?: show the help, or hide it.
} genus_request;

/**
 * A view: functions and what they work on. The loop calls show() about ten times a second (with
 * has_news where the verdict is new), then poll() until it returns GENUS_REQUEST_NONE. It installs
 * handlers for SIGINT and SIGTERM before a view is made, and calls close() on every way out that is
 * not a crash.
 */
typedef struct genus_view {
    void *self;
    /** Shows a scene. @return false if nobody can see it any more (see errno): the program ends. */
    bool (*show)(void *self, const genus_view_state *scene);
    /** What the user asked for since the last call. Never waits. NULL: nobody can ask. */
    genus_request (*poll)(void *self);
    /** Ends the view, and restores what it found. */
    void (*close)(void *self);
} genus_view;

#endif
