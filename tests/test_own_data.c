// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A person's own music: folders with names in any script, files of any format, rate and number of
// channels, some long, more of one class than of the other. genus-train learns them, genus-live
// knows them, and what was decoded once is not decoded again.

#include "engine/base/text.h"
#include "support/checks.h"
#include "support/command.h"
#include "synth/synth.h"
#include "train/data/dataset.h"
#include "train/data/split.h"

#include <setjmp.h>
#include <sndfile.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define FIRST "Fado & Música çaipira"
#define SECOND "日本の音楽"

enum {
    path_size = 256,
    first_style = 0,
    second_style = 3,
    first_files = 12,
    second_files = 6, ///< One of them is long.
    files = first_files + second_files,
};

/** A folder with music, and the weights of a training on it. */
typedef struct fixture {
    char root[path_size];
    char music[path_size];
    char cache[path_size];
    char weights[path_size];
    char first_said[GENUS_TEST_OUTPUT_MAX]; ///< By fit, on stderr.
    genus_test_command said;
} fixture;

static void join(char path[path_size], const char *folder, const char *name) {
    assert_true(snprintf(path, path_size, "%s/%s", folder, name) < path_size);
}

/** Renders a piece in a style into a file; of several channels, each is the same. */
static void add_music(const char *folder, const char *name, int format, int rate, int channels,
                      double seconds, size_t style, uint64_t seed) {
    char path[path_size];
    join(path, folder, name);
    const size_t frames = (size_t)(seconds * rate);
    float *stereo = malloc(2 * frames * sizeof *stereo);
    float *mixed = malloc(frames * (size_t)channels * sizeof *mixed);
    assert_non_null(stereo);
    assert_non_null(mixed);
    assert_true(genus_synth_render(style, seed, rate, frames, stereo));
    for (size_t i = 0; i < frames * (size_t)channels; i++) {
        const size_t frame = i / (size_t)channels;
        mixed[i] = 0.5F * (stereo[2 * frame] + stereo[2 * frame + 1]);
    }
    SF_INFO info = {.samplerate = rate, .channels = channels, .format = format};
    SNDFILE *file = sf_open(path, SFM_WRITE, &info);
    assert_non_null(file);
    assert_int_equal(sf_writef_float(file, mixed, (sf_count_t)frames), frames);
    assert_int_equal(sf_close(file), 0);
    free(mixed);
    free(stereo);
}

/** MP3 where libsndfile writes it, Vorbis elsewhere. */
static int mp3_or_vorbis(void) {
    const SF_INFO mp3 = {
        .samplerate = 44100, .channels = 2, .format = SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III};
    if (sf_format_check(&mp3)) {
        return mp3.format;
    }
    print_message("libsndfile writes no MP3 here: Vorbis takes its place\n");
    return SF_FORMAT_OGG | SF_FORMAT_VORBIS;
}

static void make_music(const char *music) {
    const struct {
        const char *extension;
        int format;
        int rate;
        int channels;
    } kinds[] = {
        {"wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16, 44100, 2},
        {"flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_24, 48000, 1},
        {"ogg", SF_FORMAT_OGG | SF_FORMAT_VORBIS, 32000, 2},
        {"mp3", mp3_or_vorbis(), 44100, 2},
        {"wav", SF_FORMAT_WAV | SF_FORMAT_FLOAT, 22050, 4},
        {"aiff", SF_FORMAT_AIFF | SF_FORMAT_PCM_16, 16000, 1},
    };
    const size_t kind_count = sizeof kinds / sizeof *kinds;
    char folder[path_size];
    assert_int_equal(mkdir(music, 0700), 0);
    for (size_t i = 0; i < files; i++) {
        const bool first = i < first_files;
        const bool is_long = i + 1 == files;
        const size_t kind = is_long ? 0 : i % kind_count;
        char name[path_size];
        join(folder, music, first ? FIRST : SECOND);
        (void)mkdir(folder, 0700);
        (void)snprintf(name, sizeof name, "%s %zu.%s", is_long ? "長い曲" : "piece ñ", i,
                       kinds[kind].extension);
        add_music(folder, name, kinds[kind].format, is_long ? 8000 : kinds[kind].rate,
                  kinds[kind].channels, is_long ? 64.0 : 3.5 + 0.25 * (double)(i % 5),
                  first ? first_style : second_style, i);
    }
}

/** Trains for a few epochs. @param cache_option "--cache" or "--no-cache". @param cache Its value,
 *  or NULL.
 */
static void fit(fixture *fixture, const char *weights, const char *cache_option,
                const char *cache) {
    if (genus_test_call(&fixture->said, GENUS_TRAIN, "fit", fixture->music, "--out", weights,
                        "--arch", "seed", "--epochs", "6", "--crop", "32", "--batch", "8",
                        cache_option, cache, NULL) != 0) {
        fail_msg("%s", fixture->said.err);
    }
}

/** That the program said how many files were in the cache, and how many were not. */
static void assert_counts(const fixture *fixture, size_t cached, size_t decoded) {
    char wanted[2 * path_size];
    (void)snprintf(wanted, sizeof wanted, "%zu file%s from the cache %s, %zu decoded\n", cached,
                   genus_plural(cached), fixture->cache, decoded);
    assert_says(fixture->said.err, wanted);
}

static int set_up(void **state) {
    fixture *made = calloc(1, sizeof *made);
    assert_non_null(made);
    *state = made;
    genus_test_make_folder("own", made->root, sizeof made->root);
    join(made->music, made->root, "meine Müsik");
    join(made->cache, made->root, "cache");
    join(made->weights, made->root, "weights");
    make_music(made->music);
    fit(made, made->weights, "--cache", made->cache);
    memcpy(made->first_said, made->said.err, sizeof made->first_said);
    assert_counts(made, 0, files);
    return 0;
}

static int tear_down(void **state) {
    fixture *made = *state;
    const int code = genus_test_remove_folder(made->root);
    free(made);
    return code;
}

static void says_that_classes_are_weighted(void **state) {
    const fixture *f = *state;
    assert_says(f->first_said, "classes are uneven; in the loss, a clip weighs");
    assert_says(f->first_said, "if " FIRST " (12), ");
    assert_says(f->first_said, "if " SECOND " (8)\n"); // The long file is three clips.
}

static void genus_live_names_what_was_learned(void **state) {
    fixture *f = *state;
    const struct {
        const char *name;
        const char *genre;
        size_t style;
    } unheard[] = {{"a.flac", FIRST, first_style}, {"b.flac", SECOND, second_style}};
    for (size_t i = 0; i < 2; i++) {
        char path[path_size];
        char genre[path_size];
        join(path, f->root, unheard[i].name);
        add_music(f->root, unheard[i].name, SF_FORMAT_FLAC | SF_FORMAT_PCM_16, 44100, 2, 6.0,
                  unheard[i].style, 1000);
        assert_int_equal(
            genus_test_call(&f->said, GENUS_LIVE, "--weights", f->weights, "--json", path, NULL),
            0);
        (void)snprintf(genre, sizeof genre, "\"genre\":\"%s\"", unheard[i].genre);
        assert_says(f->said.out, genre);
    }
    assert_int_equal(genus_test_call(&f->said, GENUS_TRAIN, "inspect", f->weights, NULL), 0);
    assert_says(f->said.out, FIRST);
    assert_says(f->said.out, SECOND);
}

static void clips_of_a_long_file_stay_in_one_part(void **state) {
    const fixture *f = *state;
    const genus_cache_choice cache = {.file = f->cache};
    genus_dataset *dataset = NULL;
    genus_error error = {0};
    assert_int_equal(genus_dataset_load(f->music, &cache, &dataset, &error), GENUS_OK);
    assert_int_equal(dataset->clip_count, files + 2);
    for (uint64_t seed = 0; seed < 20; seed++) {
        genus_split *split = NULL;
        assert_int_equal(genus_split_new(dataset, seed, NULL, &split, &error), GENUS_OK);
        for (size_t i = files - 1; i < files + 2; i++) {
            assert_non_null(strstr(dataset->clips[i].name, "長い曲"));
            assert_int_equal(dataset->clips[i].track, files - 1);
            assert_int_equal(split->parts[i], split->parts[files - 1]);
        }
        genus_split_free(split);
    }
    genus_dataset_free(dataset);
}

static void a_second_training_decodes_nothing_and_gives_the_same_weights(void **state) {
    fixture *f = *state;
    char weights[path_size];
    join(weights, f->root, "again");
    fit(f, weights, "--cache", f->cache);
    assert_counts(f, files, 0);
    assert_same_bytes(f->weights, weights);
    fit(f, weights, "--no-cache", NULL);
    assert_null(strstr(f->said.err, "cache"));
    assert_same_bytes(f->weights, weights);
}

static void every_command_that_takes_a_folder_has_use_for_the_cache(void **state) {
    fixture *f = *state;
    char page[path_size];
    join(page, f->root, "page.html");
    const char *const commands[][8] = {
        {"check", f->music},
        {"crossval", f->music, "--folds=3", "--arch=seed", "--epochs=1", "--crop=32"},
        {"evaluate", f->weights, f->music},
        {"report", f->weights, f->music, "--out", page},
    };
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        const char *const *c = commands[i];
        if (genus_test_call(&f->said, GENUS_TRAIN, c[0], c[1], "--cache", f->cache, c[2], c[3],
                            c[4], c[5], NULL) != 0) {
            fail_msg("%s: %s", c[0], f->said.err);
        }
        assert_counts(f, files, 0);
    }
}

/** That features of the folder are the same with and without cache, and which were decoded. */
static void compare_features(fixture *f, const char *with, size_t cached, size_t decoded) {
    char without[path_size];
    join(without, f->root, "without");
    assert_int_equal(genus_test_call(&f->said, GENUS_TRAIN, "features", f->music, "--out", with,
                                     "--cache", f->cache, NULL),
                     0);
    assert_counts(f, cached, decoded);
    assert_int_equal(genus_test_call(&f->said, GENUS_TRAIN, "features", f->music, "--out", without,
                                     "--no-cache", NULL),
                     0);
    assert_same_bytes(with, without);
}

static void files_that_change_come_and_go_are_noticed(void **state) {
    fixture *f = *state;
    char folder[path_size];
    char path[path_size];
    char before[path_size];
    char after[path_size];
    join(folder, f->music, SECOND);
    join(before, f->root, "before");
    join(after, f->root, "after");
    compare_features(f, before, files, 0);
    // As large as it was, so that only what is in it tells.
    add_music(folder, "piece ñ 12.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16, 44100, 2, 4.0,
              second_style, 99);
    compare_features(f, after, files - 1, 1);
    assert_true(genus_test_difference(before, after) >= 0);
    add_music(folder, "new.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16, 22050, 1, 4.0, second_style, 98);
    compare_features(f, after, files, 1);
    join(path, folder, "new.wav");
    assert_int_equal(unlink(path), 0);
    compare_features(f, after, files, 0);
    // As it was in the beginning.
    add_music(folder, "piece ñ 12.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16, 44100, 2, 4.0,
              second_style, 12);
    compare_features(f, after, files - 1, 1);
    assert_same_bytes(before, after);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_that_classes_are_weighted),
        cmocka_unit_test(genus_live_names_what_was_learned),
        cmocka_unit_test(clips_of_a_long_file_stay_in_one_part),
        cmocka_unit_test(a_second_training_decodes_nothing_and_gives_the_same_weights),
        cmocka_unit_test(every_command_that_takes_a_folder_has_use_for_the_cache),
        cmocka_unit_test(files_that_change_come_and_go_are_noticed),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
