// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What genus-live remembers of a stream, and the log of its songs.

#include "live/view/history.h"
#include "live/view/song_log.h"
#include "support/command.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const char *const labels[] = {"blues", "hip hop, old", "jazz"};

/// A verdict at `now` on a song that began at `start`.
static genus_verdict verdict_at(double now, uint64_t song, double start, int32_t top) {
    genus_verdict verdict = {
        .state = top >= 0 ? GENUS_SURE : GENUS_LISTENING,
        .top = top,
        .track_top = top,
        .confidence = top >= 0 ? 0.7F : 0.0F,
        .track_confidence = top >= 0 ? 0.7F : 0.0F,
        .stream_seconds = now,
        .song = song,
        .song_start = start,
        .song_end = now,
        .song_plays = true,
    };
    if (top >= 0) {
        verdict.track_posterior[top] = 0.7F;
        verdict.track_posterior[(top + 1) % 3] = 0.3F;
    }
    return verdict;
}

/// A verdict at `now` while no song plays; the one before lasted from `start` to `end`.
static genus_verdict nothing_at(double now, uint64_t song, double start, double end) {
    genus_verdict verdict = verdict_at(now, song, start, 0);
    verdict.state = GENUS_SILENCE;
    verdict.top = -1;
    verdict.song_end = end;
    verdict.song_plays = false;
    return verdict;
}

static const genus_song *hear(genus_history *history, genus_verdict verdict) {
    return genus_history_hear(history, &verdict, verdict.stream_seconds,
                              1000.0 + verdict.stream_seconds);
}

static void a_pause_ends_a_song_with_its_last_sound_and_is_none(void **state) {
    (void)state;
    genus_history *history = genus_history_new(0.8F);
    assert_non_null(history);
    for (int second = 1; second <= 20; second++) {
        assert_null(hear(history, verdict_at(second, 1, 0.0, second < 3 ? -1 : 0)));
    }
    // The pause began after 17 s, and is noticed after 21.
    const genus_song *ended = hear(history, nothing_at(21.0, 1, 0.0, 17.0));
    assert_non_null(ended);
    assert_true(fabs(ended->seconds - 17.0) < 1e-9);
    assert_int_equal(ended->state, GENUS_UNSURE);
    assert_int_equal(ended->second, 1);
    assert_false(genus_history_is_playing(history));
    size_t count = 0;
    const genus_moment *moments = genus_history_moments(history, &count);
    assert_int_equal(count, 21);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(moments[i].top, i < 17 ? 0 : -1); // The first seconds are credited to it.
        assert_int_equal(moments[i].first, i == 0);
    }
    // Nothing goes on for ten minutes, which nobody counts.
    assert_null(hear(history, nothing_at(621.0, 1, 0.0, 17.0)));
    assert_true(fabs(genus_history_songs(history, &count)[0].seconds - 17.0) < 1e-9);
    assert_int_equal(count, 1);
    genus_history_free(history);
}

static void another_song_is_painted_from_where_it_began(void **state) {
    (void)state;
    genus_history *history = genus_history_new(0.5F);
    assert_non_null(history);
    for (int second = 1; second <= 30; second++) {
        (void)hear(history, verdict_at(second, 1, 0.0, 0));
    }
    const genus_song *ended = hear(history, verdict_at(31.0, 2, 25.0, 2));
    assert_non_null(ended);
    assert_true(fabs(ended->seconds - 25.0) < 1e-9);
    size_t count = 0;
    const genus_moment *moments = genus_history_moments(history, &count);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(moments[i].top, i < 25 ? 0 : 2);
        assert_int_equal(moments[i].first, i == 0 || i == 25);
    }
    const genus_song *songs = genus_history_songs(history, &count);
    assert_int_equal(count, 2);
    assert_true(fabs(songs[1].start_seconds - 25.0) < 1e-9);
    assert_true(fabs(songs[1].start_time - 1025.0) < 1e-9);
    assert_int_equal(songs[1].state, GENUS_SURE);
    genus_history_free(history);
}

// --------------------------------------------------------------------------------------- the log

static const genus_song logged = {.start_seconds = 12.5,
                                  .start_time = 0.0,
                                  .seconds = 180.25,
                                  .state = GENUS_UNSURE,
                                  .top = 1,
                                  .confidence = 0.5F,
                                  .second = 2};

#define HEADER "offset,start,seconds,state,genre,confidence,second_genre\n"
#define ROW "12.5,1970-01-01T00:00:00.000Z,180.2,unsure,\"hip hop, old\",0.5000,jazz\n"

static void the_log_takes_up_where_another_ended_and_refuses_other_tables(void **state) {
    (void)state;
    char path[] = "/tmp/genus-log-XXXXXX";
    const int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    (void)close(descriptor);
    genus_error error;
    genus_song_log *one = NULL;
    genus_song_log *two = NULL;
    assert_int_equal(genus_song_log_open(path, &one, &error), GENUS_OK);
    assert_int_equal(genus_song_log_open(path, &two, &error), GENUS_OK);
    assert_int_equal(genus_song_log_add(one, &logged, labels, &error), GENUS_OK);
    genus_song unknown = logged;
    unknown.start_time = (double)NAN;
    unknown.second = -1;
    assert_int_equal(genus_song_log_add(two, &unknown, labels, &error), GENUS_OK);
    const genus_song none = {.top = -1};
    assert_int_equal(genus_song_log_add(two, &none, labels, &error), GENUS_OK);
    assert_file_holds(path, HEADER ROW "12.5,,180.2,unsure,\"hip hop, old\",0.5000,\n");
    genus_song_log_close(one);
    genus_song_log_close(two);

    genus_test_write_file(path, HEADER "3.0,,60.0,sure,jazz,0.9"); // Torn, by a full disk.
    assert_int_equal(genus_song_log_open(path, &one, &error), GENUS_OK);
    assert_int_equal(genus_song_log_add(one, &logged, labels, &error), GENUS_OK);
    assert_file_holds(path, HEADER "3.0,,60.0,sure,jazz,0.9\n" ROW);
    genus_song_log_close(one);

    genus_test_write_file(path, "start,seconds,genre,confidence\n");
    assert_int_equal(genus_song_log_open(path, &one, &error), GENUS_ERROR_OPEN);
    assert_non_null(strstr(error.message, path));
    assert_file_holds(path, "start,seconds,genre,confidence\n");
    (void)unlink(path);
}

static void a_write_that_fails_is_an_error(void **state) {
    (void)state;
    genus_error error;
    genus_song_log *log = NULL;
    assert_int_equal(genus_song_log_open("/dev/full", &log, &error), GENUS_OK);
    assert_int_equal(genus_song_log_add(log, &logged, labels, &error), GENUS_ERROR_WRITE);
    assert_non_null(strstr(error.message, "/dev/full"));
    genus_song_log_close(log);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pause_ends_a_song_with_its_last_sound_and_is_none),
        cmocka_unit_test(another_song_is_painted_from_where_it_began),
        cmocka_unit_test(the_log_takes_up_where_another_ended_and_refuses_other_tables),
        cmocka_unit_test(a_write_that_fails_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
