// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A made-up scene for tests of the views.

#include "scene.h"

#include <string.h>

static const char *const labels[] = {"blues", "classical", "country", "disco",  "hiphop",
                                     "jazz",  "metal",     "pop",     "reggae", "rock"};

enum { ROCK = 9, JAZZ = 5, CLASSICAL = 1, LABEL_COUNT = 10 };

static void fill_history(genus_test_view_state *made) {
    for (int i = 0; i < GENUS_TEST_HISTORY; i++) {
        const genus_song *song = &made->songs[0];
        while (song < &made->songs[GENUS_TEST_SONGS - 1] && song[1].start_seconds <= i) {
            song++;
        }
        const double age = i - song->start_seconds;
        const bool is_silent = age > 78.0;
        made->history[i] = (genus_moment){
            .top = (int8_t)(age < 3.0 || is_silent ? -1 : song->top),
            .state = age < 3.0    ? GENUS_LISTENING
                     : is_silent  ? GENUS_SILENCE
                     : age < 12.0 ? GENUS_UNSURE
                                  : GENUS_SURE,
            .first = age == 0.0,
            .confidence = 0.9F,
        };
    }
}

void genus_test_view_state_fill(genus_test_view_state *made) {
    static const genus_song songs[GENUS_TEST_SONGS] = {
        {.number = 1, .start_seconds = 0.0, .seconds = 82.0, .top = ROCK, .confidence = 0.91F},
        {.number = 2, .start_seconds = 82.0, .seconds = 70.0, .top = JAZZ, .confidence = 0.77F},
        {.number = 3, .start_seconds = 152.0, .seconds = 60.0, .top = CLASSICAL, .confidence = 1.F},
        {.number = 4, .start_seconds = 212.0, .seconds = 88.0, .top = JAZZ, .confidence = 0.87F},
    };
    static const float posterior[LABEL_COUNT] = {0.06F, 0.02F, 0.01F, 0.0F,  0.0F,
                                                 0.87F, 0.0F,  0.01F, 0.01F, 0.02F};
    memset(made, 0, sizeof *made);
    memcpy(made->songs, songs, sizeof songs);
    fill_history(made);
    made->scene = (genus_view_state){
        .labels = labels,
        .label_count = LABEL_COUNT,
        .verdict = {.sequence = 600,
                    .state = GENUS_SURE,
                    .top = JAZZ,
                    .track_top = JAZZ,
                    .confidence = 0.87F,
                    .track_confidence = 0.87F,
                    .seconds_heard = 24.0,
                    .track_seconds = 88.0,
                    .stream_seconds = 300.0},
        .has_news = true,
        .seconds = 300.0,
        .window_seconds = 30.0,
        .source = "JACK Audio Connection Kit: system",
        .sample_rate = 48000.0,
        .channels = 2,
        .cpu_load = 0.013F,
        .meter = {.level_dbfs = -18.0F, .peak_dbfs = -9.0F, .held_dbfs = -6.0F},
        .songs = made->songs,
        .song_count = GENUS_TEST_SONGS,
        .song_plays = true,
        .history = made->history,
        .history_count = GENUS_TEST_HISTORY,
        .is_sorted = true,
    };
    memcpy(made->scene.verdict.posterior, posterior, sizeof posterior);
}
