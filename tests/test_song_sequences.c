// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Songs in long seeded sequences with the shipped weights: what is found of them, and that nothing
// is named where no music is. Between the songs lie cuts, pauses of zeros and of dither, hum, noise
// and applause. The songs are music of our own, and real clips where there are some.

#include "engine/genus.h"
#include "shared_data.h"
#include "support/command.h"
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
#define SEQUENCES 100
#define SONGS 3 // Of a sequence.
#define SONGS_MAX 40
#define BLOCK 2205 // A verdict each: 0.1 s.
#define CLIPS_MAX 200
#define CLOSE 2.0    // Seconds within which a boundary is right.
#define NEAR 5.0     // Within which it is found.
#define NOTICED 10.0 // After which nothing may be named any more that is no music.

/// What lies between two songs.
enum { CUT, ZEROS, LONG_ZEROS, DITHER, HUM_60, HUM_50, HISS, SPEECH, APPLAUSE, KINDS };

typedef struct stretch {
    double start;
    double end;
} stretch;

typedef struct scores {
    double hours;
    size_t songs;   ///< Played,
    size_t found;   ///< of these found,
    size_t close;   ///< of these with a start that is close,
    size_t whole;   ///< and with an end that is none of the changes which were not found,
    size_t lengths; ///< of these with a length that is close.
    size_t false_songs;
    size_t named_nothing; ///< Verdicts that named what is no music.
} scores;

/// Makes song `which` of `kind` into `samples`; gives how many there are, at most 45 s.
typedef size_t play_song(void *context, genus_random *random, size_t which, float *samples);

// ------------------------------------------------------------------------------------- no music

static double uniform(genus_random *random, double low, double high) {
    return low + (high - low) * (double)genus_random_uniform(random);
}

static float hum_at(double time, double level) {
    const double mains = sin(314.159265358979 * time);
    return (float)(2.2 * level * (fabs(mains) - 0.6366 + 0.5 * mains));
}

// Somebody speaks, if espeak-ng is there.
typedef struct speech {
    float *samples;
    size_t frames;
} speech;

static const char spoken[] =
    "Good evening, and welcome back. That was the last of the slow ones for tonight. We have had "
    "many letters this week, and I would like to read two of them to you before we go on. The "
    "first "
    "comes from a small town by the sea, where it has rained since Monday, and where the harbour "
    "has been closed because of the wind. The second is from a teacher who asks for something "
    "loud. "
    "The news follows at ten. Until then there is more to come, so stay where you are, please.";

static speech speak(void) {
    speech speech = {.samples = NULL};
    char path[] = "/tmp/genus-speech-XXXXXX";
    const int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    (void)close(descriptor);
    const char *const arguments[] = {"/usr/bin/env", "espeak-ng", "-v",   "en-us",
                                     "-w",           path,        spoken, NULL};
    static genus_test_command command;
    SF_INFO info = {.format = 0};
    SNDFILE *file = genus_test_run(&command, arguments, NULL, NULL) == 0 && command.exit_code == 0
                        ? sf_open(path, SFM_READ, &info)
                        : NULL;
    if (file != NULL) {
        assert_true(info.samplerate == RATE && info.channels == 1);
        speech.samples = calloc((size_t)info.frames, sizeof(float));
        assert_non_null(speech.samples);
        speech.frames = (size_t)sf_readf_float(file, speech.samples, info.frames);
        (void)sf_close(file);
    } else {
        print_message("skipped: speech, espeak-ng is not there; applause in its place\n");
    }
    (void)unlink(path);
    return speech;
}

static void make_nothing(int kind, const speech *speech, genus_random *random, float *samples,
                         size_t frames) {
    if (kind == SPEECH && speech->samples != NULL && speech->frames >= frames) {
        memcpy(samples, speech->samples, frames * sizeof *samples);
        return;
    }
    double hands = 0.0;
    double low = 0.0;
    double lower = 0.0;
    for (size_t i = 0; i < frames; i++) {
        const double time = (double)i / RATE;
        const float noise = genus_random_normal(random);
        switch (kind) {
        case DITHER: // Two bits of triangular noise, as a converter of 16 bits leaves them.
            samples[i] = (genus_random_uniform(random) - genus_random_uniform(random)) / 32768.0F;
            break;
        case HUM_60:
            samples[i] = hum_at(time, 1e-3);
            break;
        case HUM_50:
            samples[i] = hum_at(time, 3.2e-3);
            break;
        case HISS: // Loud: -20 dBFS.
            samples[i] = 0.1F * noise;
            break;
        case SPEECH: // Where nobody can speak.
        case APPLAUSE:
            hands += (double)genus_random_uniform(random) < 400.0 / RATE ? uniform(random, 0.2, 1.0)
                                                                         : 0.0;
            hands *= exp(-1.0 / (0.006 * RATE));
            low += 0.36 * (hands * (double)noise - low);
            lower += 0.1 * (low - lower);
            samples[i] = (float)(0.4 * (low - lower));
            break;
        default:
            samples[i] = 0.0F;
        }
    }
}

static double seconds_of(int kind, genus_random *random) {
    switch (kind) {
    case CUT:
        return 0.0;
    case LONG_ZEROS:
        return uniform(random, 60.0, 600.0);
    case ZEROS:
    case DITHER:
        return uniform(random, 3.3, 30.0);
    default:
        return uniform(random, 10.0, 40.0);
    }
}

// ------------------------------------------------------------------------------------ listening

typedef struct found {
    stretch songs[SONGS_MAX];
    bool has_genre[SONGS_MAX];
    size_t count;
} found;

static void note_song(found *found, const genus_verdict *verdict) {
    if (!verdict->song_plays && verdict->song_end <= verdict->song_start) {
        return; // None has begun yet.
    }
    assert_true(verdict->song >= 1 && verdict->song < SONGS_MAX);
    found->count = (size_t)verdict->song;
    stretch *song = &found->songs[verdict->song - 1];
    if (verdict->song > 1 && verdict->song_plays && song->end == 0.0) {
        stretch *before = song - 1; // It ended there, if it had not before.
        before->end = fmin(before->end, verdict->song_start);
    }
    *song = (stretch){.start = verdict->song_start, .end = verdict->song_end};
    found->has_genre[verdict->song - 1] = verdict->track_top >= 0;
}

static bool is_nothing(const stretch *nothing, size_t count, double from, double to) {
    for (size_t i = 0; i < count; i++) {
        if (from >= nothing[i].start && to <= nothing[i].end) {
            return true;
        }
    }
    return false;
}

static void listen(genus_listener *listener, const float *samples, size_t frames,
                   const stretch *nothing, size_t nothing_count, found *found, scores *scores) {
    genus_verdict verdict;
    genus_listener_read(listener, &verdict);
    uint64_t sequence = verdict.sequence; // Of the stream before.
    for (size_t at = 0; at < frames; at += BLOCK) {
        const size_t count = frames - at < BLOCK ? frames - at : BLOCK;
        assert_int_equal(genus_listener_write_interleaved(listener, samples + at, count), count);
        (void)genus_listener_work(listener);
        genus_listener_read(listener, &verdict);
        if (verdict.sequence == sequence) {
            continue;
        }
        sequence = verdict.sequence;
        note_song(found, &verdict);
        if (verdict.top >= 0 && is_nothing(nothing, nothing_count, verdict.stream_seconds - NOTICED,
                                           verdict.stream_seconds)) {
            scores->named_nothing++;
        }
    }
    genus_listener_finish(listener);
    genus_listener_read(listener, &verdict);
    note_song(found, &verdict);
}

// The song that was found nearest to a start; found->count: none.
static size_t find_match(const found *found, double start) {
    size_t best = found->count;
    double nearest = NEAR;
    for (size_t k = 0; k < found->count; k++) {
        const double away = fabs(found->songs[k].start - start);
        if (away < nearest) {
            nearest = away;
            best = k;
        }
    }
    return best;
}

static void score(const stretch *songs, size_t count, const found *found, scores *scores) {
    bool is_matched[SONGS_MAX] = {false};
    bool is_next_found = true;
    for (size_t i = count; i-- > 0;) {
        const size_t match = find_match(found, songs[i].start);
        scores->songs++;
        if (match == found->count) {
            is_next_found = false;
            continue;
        }
        is_matched[match] = true;
        const stretch *song = &found->songs[match];
        const double error = (song->end - song->start) - (songs[i].end - songs[i].start);
        const bool is_whole = is_next_found || songs[i].end < songs[i + 1].start;
        scores->found++;
        scores->close += fabs(song->start - songs[i].start) <= CLOSE ? 1 : 0;
        scores->whole += is_whole ? 1 : 0;
        scores->lengths += is_whole && fabs(error) <= CLOSE ? 1 : 0;
        is_next_found = true;
    }
    for (size_t k = 0; k < found->count; k++) {
        scores->false_songs += !is_matched[k] && found->has_genre[k] ? 1 : 0;
    }
}

// ------------------------------------------------------------------------------------ sequences

#define SEQUENCE_FRAMES ((size_t)RATE * (SONGS * (45 + 600) + 600))

static void run_sequence(genus_listener *listener, uint64_t seed, const speech *speech,
                         play_song *play, void *context, float *samples, scores *scores) {
    genus_random random = genus_random_seeded(seed, 21);
    stretch songs[SONGS];
    stretch nothing[SONGS + 1];
    size_t frames = 0;
    for (size_t i = 0; i <= SONGS; i++) {
        // The ends are seldom bare.
        const int kind = i > 0 && i < SONGS && seed % 2 == 0
                             ? CUT
                             : (int)genus_random_below(&random, seed % 10 == 1 ? KINDS : KINDS - 1);
        const int chosen = kind == LONG_ZEROS && seed % 10 != 1 ? APPLAUSE : kind;
        const size_t length = (size_t)(seconds_of(chosen, &random) * RATE);
        make_nothing(chosen, speech, &random, samples + frames, length);
        nothing[i] = (stretch){(double)frames / RATE, (double)(frames + length) / RATE};
        frames += length;
        if (i < SONGS) {
            songs[i].start = (double)frames / RATE;
            frames += play(context, &random, i, samples + frames);
            songs[i].end = (double)frames / RATE;
        }
    }
    found found = {.count = 0};
    listen(listener, samples, frames, nothing, SONGS + 1, &found, scores);
    score(songs, SONGS, &found, scores);
    scores->hours += (double)frames / RATE / 3600.0;
}

static scores run_all(genus_model *model, play_song *play, void *context) {
    genus_listener_options options = genus_listener_options_default();
    options.sample_rate = RATE;
    options.channels = 1;
    options.songs = true;
    genus_listener *listener = NULL;
    assert_int_equal(genus_listener_new(model, &options, &listener, NULL), GENUS_OK);
    float *samples = calloc(SEQUENCE_FRAMES, sizeof *samples);
    assert_non_null(samples);
    speech speech = speak();
    scores scores = {.hours = 0.0};
    for (uint64_t seed = 0; seed < SEQUENCES; seed++) {
        run_sequence(listener, seed, &speech, play, context, samples, &scores);
    }
    free(speech.samples);
    free(samples);
    genus_listener_free(listener);
    print_message(
        "%zu songs in %.1f hours: %zu found, %zu of them within %.0f s, of %zu lengths %zu "
        "within %.0f s, %zu false songs, %zu verdicts on nothing\n",
        scores.songs, scores.hours, scores.found, scores.close, CLOSE, scores.whole, scores.lengths,
        CLOSE, scores.false_songs, scores.named_nothing);
    return scores;
}

// ----------------------------------------------------------------------------- music of our own

#define PIECES 6 // Of each style.
#define PIECE_SECONDS 45
#define PIECE_FRAMES ((size_t)PIECE_SECONDS * RATE)

typedef struct pieces {
    float *samples[8 * PIECES]; ///< By style.
    size_t styles;
    size_t last; ///< Style of the song before.
} pieces;

static size_t play_piece(void *context, genus_random *random, size_t which, float *samples) {
    pieces *pieces = context;
    size_t style = genus_random_below(random, (uint32_t)pieces->styles);
    style = which > 0 && style == pieces->last ? (style + 1) % pieces->styles : style;
    pieces->last = style;
    const size_t piece = style * PIECES + genus_random_below(random, PIECES);
    const size_t frames = (size_t)(uniform(random, 18.0, PIECE_SECONDS) * RATE);
    memcpy(samples, pieces->samples[piece], frames * sizeof *samples);
    return frames;
}

static void songs_of_our_own_are_found_and_nothing_else_is_named(void **state) {
    pieces pieces = {.styles = genus_synth_style_count()};
    float *stereo = calloc(PIECE_FRAMES, 2 * sizeof *stereo);
    assert_non_null(stereo);
    for (size_t i = 0; i < pieces.styles * PIECES; i++) {
        assert_true(genus_synth_render(i / PIECES, i, RATE, PIECE_FRAMES, stereo));
        pieces.samples[i] = calloc(PIECE_FRAMES, sizeof(float));
        assert_non_null(pieces.samples[i]);
        for (size_t k = 0; k < PIECE_FRAMES; k++) {
            pieces.samples[i][k] = 0.5F * (stereo[2 * k] + stereo[2 * k + 1]);
        }
    }
    free(stereo);
    const scores scores = run_all(*state, play_piece, &pieces);
    for (size_t i = 0; i < pieces.styles * PIECES; i++) {
        free(pieces.samples[i]);
    }
    assert_true(10 * scores.found >= 9 * scores.songs);
    assert_true(10 * scores.close >= 9 * scores.found);
    assert_true(10 * scores.lengths >= 9 * scores.whole);
    assert_true((double)scores.false_songs <= scores.hours);
    assert_int_equal(scores.named_nothing, 0);
}

// ----------------------------------------------------------------------------------- real clips

typedef struct clips {
    glob_t paths;
    size_t count;
    char genre[64]; ///< Folder of the one before.
} clips;

static void genre_of(const char *path, char *genre) {
    const char *end = strrchr(path, '/');
    const char *start = end;
    while (start > path && start[-1] != '/') {
        start--;
    }
    (void)snprintf(genre, 64, "%.*s", (int)(end - start), start);
}

static size_t play_clip(void *context, genus_random *random, size_t which, float *samples) {
    clips *clips = context;
    char genre[64];
    const char *path = NULL;
    do {
        path = clips->paths.gl_pathv[genus_random_below(random, (uint32_t)clips->count)];
        genre_of(path, genre);
    } while (which > 0 && strcmp(genre, clips->genre) == 0);
    memcpy(clips->genre, genre, sizeof genre);
    SF_INFO info = {.format = 0};
    SNDFILE *file = sf_open(path, SFM_READ, &info);
    assert_non_null(file);
    assert_true(info.channels == 1 && info.samplerate == RATE && info.frames <= 45 * RATE);
    const size_t frames = (size_t)sf_readf_float(file, samples, info.frames);
    (void)sf_close(file);
    return frames;
}

static void real_songs_are_found_and_nothing_else_is_named(void **state) {
    clips clips = {.count = 0};
    if (glob(GENUS_SHARED "/gtzan/audio/*/*.flac", 0, NULL, &clips.paths) != 0) {
        print_message("skipped: there are no GTZAN clips below %s\n", GENUS_SHARED "/gtzan/audio");
        skip();
    }
    clips.count = clips.paths.gl_pathc;
    const scores scores = run_all(*state, play_clip, &clips);
    globfree(&clips.paths);
    assert_true(10 * scores.found >= 9 * scores.songs);
    assert_true(10 * scores.close >= 9 * scores.found);
    assert_true(10 * scores.lengths >= 9 * scores.whole);
    assert_true((double)scores.false_songs <= scores.hours);
    assert_int_equal(scores.named_nothing, 0);
}

int main(void) {
    genus_model *model = NULL;
    genus_error error;
    if (genus_model_load(GENUS_BUILD_WEIGHTS, &model, &error) != GENUS_OK) {
        print_error("%s\n", error.message);
        return EXIT_FAILURE;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate(songs_of_our_own_are_found_and_nothing_else_is_named, model),
        cmocka_unit_test_prestate(real_songs_are_found_and_nothing_else_is_named, model),
    };
    const int failures = cmocka_run_group_tests(tests, NULL, NULL);
    genus_model_free(model);
    return failures;
}
