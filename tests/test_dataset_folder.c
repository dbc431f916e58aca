// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The data set: folders of audio, broken ones too.

#include "support/checks.h"
#include "train/data/dataset.h"
#include "train/data/features_file.h"
#include "train/data/folder_scan.h"

#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <signal.h>
#include <sndfile.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define GTZAN GENUS_SHARED "/gtzan/gtzan-mel.safetensors"
#define GTZAN_AUDIO GENUS_SHARED "/gtzan/audio"

enum {
    path_size = 256,
};

static void make_folder(char folder[path_size]) {
    (void)snprintf(folder, path_size, "/tmp/genus-dataset-XXXXXX");
    assert_non_null(mkdtemp(folder));
}

static void add_folder(const char *root, const char *name) {
    char path[2 * path_size];
    (void)snprintf(path, sizeof path, "%s/%s", root, name);
    assert_int_equal(mkdir(path, 0700), 0);
}

static void add_bytes(const char *root, const char *name, const void *bytes, size_t size) {
    char path[2 * path_size];
    (void)snprintf(path, sizeof path, "%s/%s", root, name);
    FILE *stream = fopen(path, "wb");
    assert_non_null(stream);
    assert_int_equal(fwrite(bytes, 1, size, stream), size);
    assert_int_equal(fclose(stream), 0);
}

/** A tone with overtones and a little noise; level 0 is digital silence. */
static void add_audio(const char *root, const char *name, int format, int rate, int channels,
                      double seconds, double level) {
    char path[2 * path_size];
    (void)snprintf(path, sizeof path, "%s/%s", root, name);
    SF_INFO info = {.samplerate = rate, .channels = channels, .format = format};
    SNDFILE *file = sf_open(path, SFM_WRITE, &info);
    assert_non_null(file);
    uint32_t noise = 1;
    const long count = lround(seconds * rate);
    for (long i = 0; i < count; i++) {
        float sample[16];
        noise = noise * 1664525 + 1013904223;
        const double time = (double)i / rate;
        const double value =
            level * (0.5 * sin(1382.3 * time) + 0.2 * sin(4146.9 * time) + 1e-10 * noise);
        for (int channel = 0; channel < channels; channel++) {
            sample[channel] = (float)value;
        }
        assert_int_equal(sf_writef_float(file, sample, 1), 1);
    }
    assert_int_equal(sf_close(file), 0);
}

static genus_status load_folder(const char *root, unsigned threads, genus_dataset **dataset,
                                genus_error *error) {
    const genus_frontend_settings settings = genus_frontend_settings_default();
    return genus_dataset_load_folder(root, &settings, threads, NULL, dataset, error);
}

static const int wav = SF_FORMAT_WAV | SF_FORMAT_PCM_16;
static const int float_wav = SF_FORMAT_WAV | SF_FORMAT_FLOAT;
static const int flac = SF_FORMAT_FLAC | SF_FORMAT_PCM_16;
static const int vorbis = SF_FORMAT_OGG | SF_FORMAT_VORBIS;

static void reads_a_folder_of_audio(void **state) {
    (void)state;
    char root[path_size];
    make_folder(root);
    add_folder(root, "rock");
    add_folder(root, "rock/live");
    add_folder(root, "rock/.hidden");
    add_folder(root, "blúes, слайд");
    add_folder(root, ".cache");
    add_audio(root, "rock/b.wav", wav, 22050, 1, 30.0, 1);
    add_audio(root, "rock/live/long.flac", flac, 44100, 2, 64.0, 1);
    add_audio(root, "rock/a.ogg", vorbis, 48000, 2, 4.0, 1);
    add_audio(root, "rock/.hidden/x.wav", wav, 22050, 1, 4.0, 1);
    add_audio(root, "blúes, слайд/ü.wav", float_wav, 8000, 8, 3.0, 1);
    // Unusable, each for its own reason.
    const float bad[1] = {NAN};
    add_bytes(root, "rock/corrupt.flac", "fLaC and no more", 16);
    add_bytes(root, "rock/cover.jpg", bad, sizeof bad);
    add_bytes(root, "rock/empty.wav", "", 0);
    add_audio(root, "rock/short.wav", wav, 22050, 1, 2.9, 1);
    add_audio(root, "rock/silent.wav", wav, 22050, 1, 5.0, 0);
    add_audio(root, "rock/many.wav", wav, 22050, 9, 4.0, 1);
    add_audio(root, "rock/slow.wav", wav, 4000, 1, 4.0, 1);
    add_audio(root, "rock/absurd.wav", float_wav, 22050, 1, 4.0, 1e9);
    add_bytes(root, "rock/line\nbreak.wav", "", 0);
    add_bytes(root, "rock/\xFF.wav", "", 0);
    add_bytes(root, "README", "not in a class", 14);

    genus_dataset *dataset = NULL;
    genus_error error = {0};
    if (load_folder(root, 3, &dataset, &error) != GENUS_OK) {
        fail_msg("%s", error.message);
    }
    assert_int_equal(dataset->skipped, 10);
    assert_int_equal(dataset->label_count, 2);
    assert_string_equal(dataset->labels[0], "blúes, слайд");
    const struct {
        const char *name;
        size_t frames;
        uint32_t label;
        uint32_t track;
    } expected[] = {
        {"blúes, слайд/ü.wav", 38, 0, 0},
        {"rock/a.ogg", 51, 1, 1},
        {"rock/b.wav", 387, 1, 2},
        {"rock/live/long.flac#1", 387, 1, 3},
        {"rock/live/long.flac#2", 387, 1, 3},
        {"rock/live/long.flac#3", 52, 1, 3},
    };
    assert_int_equal(dataset->clip_count, sizeof expected / sizeof *expected);
    for (size_t i = 0; i < dataset->clip_count; i++) {
        assert_string_equal(dataset->clips[i].name, expected[i].name);
        assert_int_equal(dataset->clips[i].frames, expected[i].frames);
        assert_int_equal(dataset->clips[i].label, expected[i].label);
        assert_int_equal(dataset->clips[i].track, expected[i].track);
        assert_true(dataset->clips[i].range_db > 0 && dataset->clips[i].range_db <= 80);
    }

    // Neither the number of threads nor a features file on the way changes anything.
    char digest[GENUS_DIGEST_HEX];
    char other[GENUS_DIGEST_HEX];
    char path[path_size + 32];
    genus_dataset_digest(dataset, digest);
    (void)snprintf(path, sizeof path, "%s/features", root);
    assert_int_equal(genus_features_write(dataset, NULL, path, &error), GENUS_OK);
    genus_dataset_free(dataset);
    assert_int_equal(genus_dataset_load(path, NULL, &dataset, &error), GENUS_OK);
    genus_dataset_digest(dataset, other);
    assert_string_equal(digest, other);
    genus_dataset_free(dataset);
    assert_int_equal(load_folder(root, 1, &dataset, &error), GENUS_OK);
    genus_dataset_digest(dataset, other);
    assert_string_equal(digest, other);
    genus_dataset_free(dataset);
    assert_int_equal(genus_test_remove_folder(root), 0);
}

static void skips_truncated_audio(void **state) {
    (void)state;
    char root[path_size];
    char path[path_size + 32];
    make_folder(root);
    add_folder(root, "a");
    add_folder(root, "b");
    add_audio(root, "a/a.wav", wav, 22050, 1, 4.0, 1);
    add_audio(root, "b/b.wav", wav, 22050, 1, 4.0, 1);
    add_audio(root, "b/cut.flac", flac, 22050, 1, 20.0, 1);
    (void)snprintf(path, sizeof path, "%s/b/cut.flac", root);
    struct stat properties;
    assert_int_equal(stat(path, &properties), 0);
    assert_int_equal(truncate(path, properties.st_size / 2), 0);
    genus_dataset *dataset = NULL;
    genus_error error = {0};
    assert_int_equal(load_folder(root, 2, &dataset, &error), GENUS_OK);
    assert_int_equal(dataset->clip_count, 2);
    assert_int_equal(dataset->skipped, 1);
    genus_dataset_free(dataset);
    assert_int_equal(genus_test_remove_folder(root), 0);
}

static void cells_are_within_half_a_step_of_the_front_end(void **state) {
    (void)state;
    char root[path_size];
    make_folder(root);
    add_folder(root, "a");
    add_folder(root, "b");
    // The same tone 20 dB lower: cells equal, loudest cell 20 dB lower.
    add_audio(root, "a/loud.wav", float_wav, 22050, 1, 4.0, 1);
    add_audio(root, "b/soft.wav", float_wav, 22050, 2, 4.0, 0.1);
    genus_dataset *dataset = NULL;
    genus_error error = {0};
    assert_int_equal(load_folder(root, 2, &dataset, &error), GENUS_OK);
    const genus_clip *loud = &dataset->clips[0];
    const genus_clip *soft = &dataset->clips[1];
    assert_true(fabsf(loud->max_db - soft->max_db - 20) < 0.01F);
    assert_int_equal(loud->frames, soft->frames);
    size_t full = 0;
    for (size_t i = 0; i < loud->frames * dataset->settings.mel_bands; i++) {
        full += loud->mel[i] == 255;
        const float a = loud->max_db - loud->range_db * (1 - (float)loud->mel[i] / 255);
        const float b = soft->max_db - soft->range_db * (1 - (float)soft->mel[i] / 255);
        assert_true(fabsf(a - b - 20) < 0.33F); // One step of 80 / 255 dB.
    }
    assert_true(full >= 1);
    genus_dataset_free(dataset);
    assert_int_equal(genus_test_remove_folder(root), 0);
}

static void refuses_folders_without_enough_classes(void **state) {
    (void)state;
    char root[path_size];
    genus_dataset *dataset = NULL;
    genus_error error = {0};
    make_folder(root);
    assert_int_equal(genus_dataset_load(root, NULL, &dataset, &error), GENUS_ERROR_LABELS);
    add_folder(root, "only");
    add_audio(root, "only/a.wav", wav, 22050, 1, 4.0, 1);
    assert_int_equal(genus_dataset_load(root, NULL, &dataset, &error), GENUS_ERROR_LABELS);
    assert_non_null(strstr(error.message, root));
    add_folder(root, "unusable");
    assert_int_equal(genus_dataset_load(root, NULL, &dataset, &error), GENUS_ERROR_DATA);
    assert_non_null(strstr(error.message, "unusable"));
    add_bytes(root, "unusable/text.wav", "no music", 8);
    assert_int_equal(genus_dataset_load(root, NULL, &dataset, &error), GENUS_ERROR_DATA);
    assert_null(dataset);
    add_folder(root, "bad\xFF");
    assert_int_equal(genus_dataset_load(root, NULL, &dataset, &error), GENUS_ERROR_LABELS);
    assert_int_equal(genus_test_remove_folder(root), 0);

    make_folder(root);
    for (int i = 0; i <= GENUS_LABELS_MAX; i++) {
        char name[24];
        (void)snprintf(name, sizeof name, "class%d", i);
        add_folder(root, name);
    }
    assert_int_equal(genus_dataset_load(root, NULL, &dataset, &error), GENUS_ERROR_LABELS);
    assert_non_null(strstr(error.message, "more than 64"));
    assert_int_equal(genus_test_remove_folder(root), 0);
}

static void names_all_classes_without_audio_before_it_decodes(void **state) {
    (void)state;
    char root[path_size];
    genus_dataset *dataset = NULL;
    genus_error error = {0};
    make_folder(root);
    add_folder(root, "a");
    add_folder(root, "empty");
    add_folder(root, "hidden");
    add_folder(root, "hidden/.git");
    add_folder(root, "texts");
    add_audio(root, "a/a.wav", wav, 22050, 1, 4.0, 1);
    add_audio(root, "hidden/.git/b.wav", wav, 22050, 1, 4.0, 1);
    add_audio(root, "hidden/.b.wav", wav, 22050, 1, 4.0, 1);
    add_bytes(root, "texts/c.wav", "no music", 8);
    assert_int_equal(load_folder(root, 1, &dataset, &error), GENUS_ERROR_DATA);
    assert_non_null(strstr(error.message, "'empty', 'hidden', 'texts'"));
    assert_null(strstr(error.message, "'a'"));
    assert_int_equal(genus_test_remove_folder(root), 0);
}

static void skips_folders_it_may_not_read(void **state) {
    (void)state;
    if (geteuid() == 0) {
        print_message("skipped: root may read every folder\n");
        skip();
    }
    char root[path_size];
    char path[path_size + 16];
    genus_dataset *dataset = NULL;
    genus_error error = {0};
    make_folder(root);
    add_folder(root, "a");
    add_folder(root, "b");
    add_folder(root, "b/locked");
    add_audio(root, "a/a.wav", wav, 22050, 1, 4.0, 1);
    add_audio(root, "b/b.wav", wav, 22050, 1, 4.0, 1);
    (void)snprintf(path, sizeof path, "%s/b/locked", root);
    assert_int_equal(chmod(path, 0), 0);
    assert_int_equal(load_folder(root, 1, &dataset, &error), GENUS_OK);
    assert_int_equal(dataset->skipped, 1);
    genus_dataset_free(dataset);
    assert_int_equal(chmod(path, 0700), 0);
    assert_int_equal(genus_test_remove_folder(root), 0);
}

static void refuses_what_is_no_folder(void **state) {
    (void)state;
    char root[path_size];
    char path[path_size + 16];
    genus_folder_scan scan;
    genus_error error = {0};
    make_folder(root);
    add_bytes(root, "file", "", 0);
    (void)snprintf(path, sizeof path, "%s/file", root);
    assert_int_equal(genus_folder_scan_run(path, &scan, &error), GENUS_ERROR_OPEN);
    genus_folder_scan_clear(&scan);
    (void)snprintf(path, sizeof path, "%s/nowhere", root);
    assert_int_equal(genus_folder_scan_run(path, &scan, &error), GENUS_ERROR_OPEN);
    assert_non_null(strstr(error.message, path));
    genus_folder_scan_clear(&scan);
    assert_int_equal(genus_test_remove_folder(root), 0);
}

/** Work of which every file but the first fails, for this reason. */
static genus_status fail_with(void *context, size_t file, const char *path, genus_error *error) {
    errno = *(const int *)context;
    return file == 0 ? GENUS_OK : genus_fail(error, GENUS_ERROR_OPEN, "%s: cannot be used", path);
}

static void stops_where_the_system_fails_and_not_the_file(void **state) {
    (void)state;
    char paths[][8] = {"a/1", "a/2", "b/3"};
    genus_folder_file files[] = {{paths[0], 0}, {paths[1], 0}, {paths[2], 1}};
    const genus_folder_scan scan = {.label_count = 2, .count = 3, .files = files};
    const struct {
        int reason;
        genus_status status;
    } cases[] = {{0, GENUS_OK},
                 {ENOENT, GENUS_OK},
                 {EACCES, GENUS_OK},
                 {EMFILE, GENUS_ERROR_READ},
                 {ENFILE, GENUS_ERROR_READ},
                 {EIO, GENUS_ERROR_READ},
                 {ENOMEM, GENUS_ERROR_MEMORY}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        genus_file_result results[3] = {0};
        genus_error error = {0};
        int reason = cases[i].reason;
        assert_int_equal(
            genus_folder_work("music", &scan, 1, NULL, fail_with, &reason, results, &error),
            cases[i].status);
        assert_true(cases[i].status != GENUS_ERROR_READ ||
                    (strstr(error.message, "music/a/2") != NULL &&
                     strstr(error.message, strerror(reason)) != NULL));
        // What follows is not touched.
        assert_int_equal(results[2].status,
                         cases[i].status == GENUS_OK ? GENUS_ERROR_OPEN : GENUS_OK);
        genus_file_results_clear(results, 3);
    }
}

static void says_out_of_files_rather_than_skips(void **state) {
    (void)state;
    char root[path_size];
    genus_dataset *dataset = NULL;
    genus_error error = {0};
    make_folder(root);
    add_folder(root, "a");
    add_folder(root, "b");
    struct rlimit before;
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
    const int next = dup(STDERR_FILENO);
    assert_true(next >= 0);
    assert_int_equal(close(next), 0);
    const struct rlimit none = {(rlim_t)next, before.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
    const genus_status status = load_folder(root, 1, &dataset, &error);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
    assert_true(status == GENUS_ERROR_OPEN || status == GENUS_ERROR_READ);
    assert_non_null(strstr(error.message, strerror(EMFILE)));
    assert_int_equal(genus_test_remove_folder(root), 0);
}

static void follows_links_but_not_in_circles(void **state) {
    (void)state;
    char root[path_size];
    char path[path_size + 16];
    genus_dataset *dataset = NULL;
    genus_error error = {0};
    make_folder(root);
    add_folder(root, "a");
    add_audio(root, "a/a.wav", wav, 22050, 1, 4.0, 1);
    (void)snprintf(path, sizeof path, "%s/a/up", root);
    assert_int_equal(symlink("..", path), 0);
    (void)snprintf(path, sizeof path, "%s/a/nowhere", root);
    assert_int_equal(symlink("nothing", path), 0);
    (void)snprintf(path, sizeof path, "%s/b", root);
    assert_int_equal(symlink("a", path), 0);
    assert_int_equal(genus_dataset_load(root, NULL, &dataset, &error), GENUS_OK);
    assert_int_equal(dataset->clip_count, 2);
    assert_string_equal(dataset->clips[1].name, "b/a.wav");
    genus_dataset_free(dataset);
    assert_int_equal(genus_test_remove_folder(root), 0);
}

static void stops_when_asked(void **state) {
    (void)state;
    char root[path_size];
    genus_dataset *dataset = NULL;
    genus_error error = {0};
    sigset_t stop;
    sigset_t before;
    make_folder(root);
    add_folder(root, "a");
    add_folder(root, "b");
    add_audio(root, "a/a.wav", wav, 22050, 1, 4.0, 1);
    add_audio(root, "b/b.wav", wav, 22050, 1, 4.0, 1);
    (void)sigemptyset(&stop);
    (void)sigaddset(&stop, SIGINT);
    assert_int_equal(sigprocmask(SIG_BLOCK, &stop, &before), 0);
    assert_int_equal(kill(getpid(), SIGINT), 0);
    assert_int_equal(load_folder(root, 2, &dataset, &error), GENUS_ERROR_INTERRUPTED);
    assert_null(dataset);
    int signal_number = 0;
    assert_int_equal(sigwait(&stop, &signal_number), 0);
    assert_int_equal(sigprocmask(SIG_SETMASK, &before, NULL), 0);
    assert_int_equal(genus_test_remove_folder(root), 0);
}

/** Mean of all cells of a clip in dB. */
static double mean_level(const genus_dataset *dataset, const genus_clip *clip) {
    const size_t cells = clip->frames * dataset->settings.mel_bands;
    double sum = 0;
    for (size_t i = 0; i < cells; i++) {
        sum += clip->max_db - clip->range_db * (1 - clip->mel[i] / 255.0F);
    }
    return sum / (double)cells;
}

static void features_of_real_clips_match_the_features_file(void **state) {
    (void)state;
    if (access(GTZAN, R_OK) != 0 || access(GTZAN_AUDIO, R_OK) != 0) {
        print_message("skipped: %s or %s is not there\n", GTZAN, GTZAN_AUDIO);
        skip();
    }
    genus_dataset *file = NULL;
    genus_dataset *folder = NULL;
    genus_error error = {0};
    assert_int_equal(genus_dataset_load(GTZAN, NULL, &file, &error), GENUS_OK);
    assert_int_equal(load_folder(GTZAN_AUDIO, 2, &folder, &error), GENUS_OK);
    assert_int_equal(folder->clip_count, 124);
    assert_int_equal(folder->skipped, 0);
    size_t matched = 0;
    for (size_t i = 0; i < folder->clip_count; i++) {
        const genus_clip *clip = &folder->clips[i];
        const char *base = strrchr(clip->name, '/') + 1;
        assert_int_equal(clip->frames, 387);
        for (size_t j = 0; j < file->clip_count; j++) {
            const genus_clip *row = &file->clips[j];
            if (strncmp(row->name, base, strlen(row->name)) == 0) {
                assert_int_equal(clip->label, row->label);
                // The frames lie elsewhere: single cells differ, the mean does not.
                assert_true(fabs(mean_level(folder, clip) - mean_level(file, row)) < 1.5);
                matched++;
            }
        }
    }
    assert_int_equal(matched, 124);
    genus_dataset_free(file);
    genus_dataset_free(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_a_folder_of_audio),
        cmocka_unit_test(skips_truncated_audio),
        cmocka_unit_test(cells_are_within_half_a_step_of_the_front_end),
        cmocka_unit_test(refuses_folders_without_enough_classes),
        cmocka_unit_test(names_all_classes_without_audio_before_it_decodes),
        cmocka_unit_test(skips_folders_it_may_not_read),
        cmocka_unit_test(refuses_what_is_no_folder),
        cmocka_unit_test(stops_where_the_system_fails_and_not_the_file),
        cmocka_unit_test(says_out_of_files_rather_than_skips),
        cmocka_unit_test(follows_links_but_not_in_circles),
        cmocka_unit_test(stops_when_asked),
        cmocka_unit_test(features_of_real_clips_match_the_features_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
