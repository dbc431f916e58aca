// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Where one song ends and another begins, with the shipped weights: sequences of real clips by cuts
// and cross-fades, single clips in which nothing changes, and the synthesiser's music for those who
// have no clips. "Right" is the leading class of the verdict, sure or not.

#include "engine/genus.h"
#include "shared_data.h"
#include "synth/synth.h"
#include "train/util/random.h"

#include <glob.h>
#include <math.h>
#include <setjmp.h>
#include <sndfile.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define RATE 22050
#define SEED 7
#define CLIPS_MAX 200
#define CHANGES 32 // Of each kind.
#define FADE_SECONDS 2.0
#define NEVER 1e9
#define MEDIAN_AT_MOST 6.0
#define MINUTES_A_FALSE_CHANGE 10.0
#define BLOCK 2205

typedef struct clip {
    const char *path;
    int32_t label;
    float *samples;
    size_t frames;
} clip;

typedef struct library {
    genus_model *model;
    glob_t paths;
    clip clips[CLIPS_MAX];
    size_t count;
} library;

// --------------------------------------------------------------------------------------- listening

static genus_listener *new_listener(genus_model *model, bool songs) {
    genus_listener_options options = genus_listener_options_default();
    options.sample_rate = RATE;
    options.channels = 1;
    options.songs = songs;
    genus_listener *listener = NULL;
    genus_error error;
    if (genus_listener_new(model, &options, &listener, &error) != GENUS_OK) {
        fail_msg("%s", error.message);
    }
    return listener;
}

static genus_verdict newest(const genus_listener *listener) {
    genus_verdict verdict;
    genus_listener_read(listener, &verdict);
    return verdict;
}

static void hear(genus_listener *listener, const float *samples, size_t frames) {
    for (size_t at = 0; at < frames; at += BLOCK) {
        const size_t count = frames - at < BLOCK ? frames - at : BLOCK;
        assert_int_equal(genus_listener_write_interleaved(listener, samples + at, count), count);
        (void)genus_listener_work(listener);
    }
}

// ------------------------------------------------------------------------------------- real clips

static int32_t label_of(const genus_model *model, const char *path) {
    const uint32_t count = genus_model_label_count(model);
    for (uint32_t i = 0; i < count; i++) {
        char folder[128];
        (void)snprintf(folder, sizeof folder, "/%s/", genus_model_label(model, i));
        if (strstr(path, folder) != NULL) {
            return (int32_t)i;
        }
    }
    return -1;
}

static void read_clip(clip *clip) {
    SF_INFO info = {.format = 0};
    SNDFILE *file = sf_open(clip->path, SFM_READ, &info);
    assert_non_null(file);
    assert_int_equal(info.channels, 1);
    assert_int_equal(info.samplerate, RATE);
    clip->samples = calloc((size_t)info.frames, sizeof *clip->samples);
    assert_non_null(clip->samples);
    clip->frames = (size_t)sf_readf_float(file, clip->samples, info.frames);
    (void)sf_close(file);
}

static void require_clips(library *library) {
    if (library->count > 0) {
        return;
    }
    if (glob(GENUS_SHARED "/gtzan/audio/*/*.flac", 0, NULL, &library->paths) != 0 ||
        library->paths.gl_pathc > CLIPS_MAX) {
        print_message("skipped: there are no GTZAN clips below %s\n", GENUS_SHARED "/gtzan/audio");
        skip();
    }
    for (size_t i = 0; i < library->paths.gl_pathc; i++) {
        clip *clip = &library->clips[library->count++];
        clip->path = library->paths.gl_pathv[i];
        clip->label = label_of(library->model, clip->path);
        assert_true(clip->label >= 0);
        read_clip(clip);
    }
}

// A sequence in which neighbours differ in genre: the clips that a seeded shuffle gives.
static size_t choose(const library *library, genus_random *random, const clip **chosen) {
    const clip *shuffled[CLIPS_MAX];
    for (size_t i = 0; i < library->count; i++) {
        const size_t j = genus_random_below(random, (uint32_t)i + 1);
        shuffled[i] = shuffled[j];
        shuffled[j] = &library->clips[i];
    }
    size_t count = 0;
    for (size_t i = 0; i < library->count && count <= CHANGES; i++) {
        if (count == 0 || shuffled[i]->label != chosen[count - 1]->label) {
            chosen[count++] = shuffled[i];
        }
    }
    assert_int_equal(count, CHANGES + 1);
    return count;
}

// Joins the clips; each but the first fades in over `fade` frames while the one before fades out,
// with equal power. `starts` receives where each begins to be heard.
static float *join(const clip *const *chosen, size_t count, size_t fade, size_t *starts,
                   size_t *frames) {
    size_t room = 0;
    for (size_t i = 0; i < count; i++) {
        room += chosen[i]->frames;
    }
    float *joined = calloc(room + 1, sizeof *joined);
    assert_non_null(joined);
    size_t end = 0;
    for (size_t i = 0; i < count; i++) {
        const size_t overlap = i > 0 ? fade : 0;
        starts[i] = end - overlap;
        for (size_t k = 0; k < overlap; k++) {
            joined[starts[i] + k] *= cosf(1.5707963F * (float)k / (float)overlap);
        }
        for (size_t k = 0; k < chosen[i]->frames; k++) {
            const float gain = k < overlap ? sinf(1.5707963F * (float)k / (float)overlap) : 1.0F;
            joined[starts[i] + k] += gain * chosen[i]->samples[k];
        }
        end = starts[i] + chosen[i]->frames;
    }
    *frames = end;
    return joined;
}

static int by_size(const void *a, const void *b) {
    const double left = *(const double *)a;
    const double right = *(const double *)b;
    return (left > right) - (left < right);
}

// Seconds from each change to the first of the verdicts that stay right until the next change.
static void time_changes(library *library, size_t fade, double *delays) {
    genus_random random = genus_random_seeded(SEED, fade);
    const clip *chosen[CHANGES + 1];
    const size_t count = choose(library, &random, chosen);
    size_t starts[CHANGES + 1];
    size_t frames = 0;
    float *joined = join(chosen, count, fade, starts, &frames);
    genus_listener *listener = new_listener(library->model, true);
    uint64_t sequence = 0;
    size_t now = 0;
    double right_since = NEVER;
    for (size_t at = 0; at < frames; at += BLOCK) {
        hear(listener, joined + at, frames - at < BLOCK ? frames - at : BLOCK);
        const genus_verdict verdict = newest(listener);
        if (verdict.sequence == sequence) {
            continue;
        }
        sequence = verdict.sequence;
        if (now + 1 < count && verdict.stream_seconds * RATE >= (double)starts[now + 1]) {
            if (now > 0) {
                delays[now - 1] = right_since;
            }
            now++;
            right_since = NEVER;
        }
        if (verdict.top != chosen[now]->label) {
            right_since = NEVER;
        } else if (right_since >= NEVER) {
            right_since = verdict.stream_seconds - (double)starts[now] / RATE;
        }
    }
    delays[now - 1] = right_since;
    assert_int_equal(now, CHANGES);
    genus_listener_free(listener);
    free(joined);
}

static void another_genre_is_named_soon_after_the_change(void **state) {
    library *library = *state;
    require_clips(library);
    double delays[2 * CHANGES];
    time_changes(library, 0, delays);
    time_changes(library, (size_t)(FADE_SECONDS * RATE), delays + CHANGES);
    qsort(delays, CHANGES, sizeof *delays, by_size);
    qsort(delays + CHANGES, CHANGES, sizeof *delays, by_size);
    print_message("median after %d cuts %.1f s, after %d cross-fades of %.0f s %.1f s\n", CHANGES,
                  delays[CHANGES / 2], CHANGES, FADE_SECONDS, delays[CHANGES + CHANGES / 2]);
    qsort(delays, (size_t)2 * CHANGES, sizeof *delays, by_size);
    assert_true(delays[CHANGES] <= MEDIAN_AT_MOST);
}

static void single_clips_stay_one_song_and_keep_their_genre(void **state) {
    library *library = *state;
    require_clips(library);
    genus_listener *listener = new_listener(library->model, true);
    genus_listener_options options = genus_listener_options_default();
    options.sample_rate = RATE;
    options.channels = 1;
    double minutes = 0.0;
    uint64_t changes = 0;
    size_t right = 0;
    size_t right_without = 0;
    for (size_t i = 0; i < library->count; i++) {
        const clip *clip = &library->clips[i];
        hear(listener, clip->samples, clip->frames);
        genus_listener_finish(listener);
        const genus_verdict verdict = newest(listener);
        genus_verdict plain;
        genus_error error;
        assert_int_equal(
            genus_classify(library->model, &options, clip->samples, clip->frames, &plain, &error),
            GENUS_OK);
        minutes += (double)clip->frames / RATE / 60.0;
        changes += verdict.song - 1;
        right += verdict.top == clip->label ? 1 : 0;
        right_without += plain.top == clip->label ? 1 : 0;
        if (verdict.song > 1) {
            print_message("%s falls apart\n", clip->path);
        }
    }
    genus_listener_free(listener);
    print_message("%llu false changes in %.0f minutes; %zu right, %zu without telling songs\n",
                  (unsigned long long)changes, minutes, right, right_without);
    assert_true((double)changes <= minutes / MINUTES_A_FALSE_CHANGE);
    assert_true(right >= right_without);
}

// ------------------------------------------------------------------------------- music of our own

#define PIECE_SECONDS 16
#define PIECE_FRAMES ((size_t)PIECE_SECONDS * RATE)
#define PAUSE_SECONDS 5

static void render(size_t style, uint64_t seed, float *mono) {
    static float stereo[2 * PIECE_FRAMES];
    assert_true(genus_synth_render(style, seed, RATE, PIECE_FRAMES, stereo));
    for (size_t i = 0; i < PIECE_FRAMES; i++) {
        mono[i] = 0.5F * (stereo[2 * i] + stereo[2 * i + 1]);
    }
}

static size_t style_named(const char *name) {
    for (size_t s = 0; s < genus_synth_style_count(); s++) {
        if (strcmp(genus_synth_style_name(s), name) == 0) {
            return s;
        }
    }
    fail_msg("no style is called %s", name);
    return 0;
}

static void unlike_pieces_are_told_apart_with_a_track_of_their_own(void **state) {
    library *library = *state;
    static float strings[PIECE_FRAMES];
    static float breaks[PIECE_FRAMES];
    render(style_named("strings"), SEED, strings);
    render(style_named("breaks"), SEED, breaks);
    for (int songs = 0; songs < 2; songs++) {
        genus_listener *listener = new_listener(library->model, songs == 1);
        hear(listener, strings, PIECE_FRAMES);
        const genus_verdict before = newest(listener);
        assert_int_equal(before.song, 1);
        assert_true(fabs(before.track_seconds - PIECE_SECONDS) < 0.6);
        hear(listener, breaks, PIECE_FRAMES);
        const genus_verdict after = newest(listener);
        assert_int_equal(after.song, songs == 1 ? 2 : 1);
        const double missed = (2 - songs) * PIECE_SECONDS - after.track_seconds;
        assert_true(fabs(missed) < (songs == 1 ? 3.0 : 0.6));
        assert_true(fabs(after.seconds_heard - fmin(GENUS_WINDOW_MAX, after.track_seconds)) < 0.01);
        genus_listener_finish(listener);
        hear(listener, breaks, PIECE_FRAMES);
        assert_int_equal(newest(listener).song, 1);
        genus_listener_free(listener);
    }
}

// What was heard before a change has no part in the verdict: it is that of the rest alone.
static void the_verdict_after_a_change_rests_on_the_new_song(void **state) {
    library *library = *state;
    static float sound[2 * PIECE_FRAMES];
    render(style_named("strings"), SEED, sound);
    render(style_named("breaks"), SEED, sound + PIECE_FRAMES);
    genus_listener *listener = new_listener(library->model, true);
    hear(listener, sound, PIECE_FRAMES);
    hear(listener, sound + PIECE_FRAMES, PIECE_FRAMES);
    const genus_verdict after = newest(listener);
    genus_listener_options options = genus_listener_options_default();
    options.sample_rate = RATE;
    options.channels = 1;
    // A window may begin a little before the change.
    const size_t rest = (size_t)(after.seconds_heard * RATE);
    assert_in_range(rest, 1, PIECE_FRAMES + RATE);
    genus_verdict alone;
    assert_int_equal(genus_classify(library->model, &options, sound + 2 * PIECE_FRAMES - rest, rest,
                                    &alone, NULL),
                     GENUS_OK);
    assert_int_equal(after.top, alone.top);
    for (uint32_t i = 0; i < genus_model_label_count(library->model); i++) {
        assert_float_equal(after.posterior[i], alone.posterior[i], 0.1F);
        assert_float_equal(after.track_posterior[i], alone.track_posterior[i], 0.1F);
    }
    genus_listener_free(listener);
}

static void the_first_sound_after_silence_begins_a_song(void **state) {
    library *library = *state;
    static float piece[PIECE_FRAMES];
    static const float silence[(size_t)PAUSE_SECONDS * RATE];
    render(style_named("breaks"), SEED, piece);
    for (int songs = 0; songs < 2; songs++) {
        genus_listener *listener = new_listener(library->model, false);
        genus_listener_set_songs(listener, songs == 1);
        hear(listener, silence, (size_t)PAUSE_SECONDS * RATE); // Ends nothing, but is no song.
        hear(listener, piece, PIECE_FRAMES);
        const double played = PIECE_SECONDS + (songs == 1 ? 0.0 : PAUSE_SECONDS);
        assert_true(fabs(newest(listener).track_seconds - played) < 0.6);
        hear(listener, silence, (size_t)PAUSE_SECONDS * RATE);
        assert_int_equal(newest(listener).state, GENUS_SILENCE);
        assert_int_equal(newest(listener).song, 1);
        assert_int_equal(newest(listener).song_plays, songs == 0);
        hear(listener, piece, (size_t)2 * RATE); // It may become a song.
        assert_int_equal(newest(listener).state == GENUS_LISTENING, songs == 1);
        hear(listener, piece + (size_t)2 * RATE, (size_t)4 * RATE);
        const genus_verdict verdict = newest(listener);
        assert_true(verdict.song_plays);
        assert_int_equal(verdict.song, songs == 1 ? 2 : 1);
        const double heard = songs == 1 ? 6.0 : 6.0 + 2 * PAUSE_SECONDS + PIECE_SECONDS;
        assert_true(fabs(verdict.track_seconds - heard) < 0.6);
        genus_listener_free(listener);
    }
}

/// A room's noise at -65 dBFS is heard, but is no song: the music after it starts afresh, as
/// song 1.
static void the_first_sound_after_a_quiet_room_starts_afresh(void **state) {
    library *library = *state;
    static float piece[PIECE_FRAMES];
    static float noise[(size_t)PAUSE_SECONDS * RATE];
    genus_random random = genus_random_seeded(1, 0);
    for (size_t i = 0; i < sizeof noise / sizeof *noise; i++) {
        noise[i] = 5.6e-4F * genus_random_normal(&random);
    }
    render(style_named("breaks"), SEED, piece);
    genus_listener *listener = new_listener(library->model, true);
    hear(listener, noise, (size_t)PAUSE_SECONDS * RATE);
    assert_int_equal(newest(listener).state, GENUS_NO_MUSIC);
    assert_int_equal(newest(listener).top, -1);
    hear(listener, piece, (size_t)5 * RATE);
    assert_int_equal(newest(listener).song, 1);
    assert_true(fabs(newest(listener).track_seconds - 5.0) < 0.6);
    // In the middle of a song, quiet ends it.
    hear(listener, noise, (size_t)PAUSE_SECONDS * RATE);
    hear(listener, piece, (size_t)5 * RATE);
    assert_int_equal(newest(listener).song, 2);
    assert_true(fabs(newest(listener).track_seconds - 5.0) < 0.6);
    genus_listener_free(listener);
}

int main(void) {
    static library library;
    genus_error error;
    if (genus_model_load(GENUS_BUILD_WEIGHTS, &library.model, &error) != GENUS_OK) {
        print_error("%s\n", error.message);
        return EXIT_FAILURE;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate(unlike_pieces_are_told_apart_with_a_track_of_their_own, &library),
        cmocka_unit_test_prestate(the_verdict_after_a_change_rests_on_the_new_song, &library),
        cmocka_unit_test_prestate(the_first_sound_after_silence_begins_a_song, &library),
        cmocka_unit_test_prestate(the_first_sound_after_a_quiet_room_starts_afresh, &library),
        cmocka_unit_test_prestate(another_genre_is_named_soon_after_the_change, &library),
        cmocka_unit_test_prestate(single_clips_stay_one_song_and_keep_their_genre, &library),
    };
    const int failed = cmocka_run_group_tests(tests, NULL, NULL);
    for (size_t i = 0; i < library.count; i++) {
        free(library.clips[i].samples);
    }
    globfree(&library.paths);
    genus_model_free(library.model);
    return failed;
}
