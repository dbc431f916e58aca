// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// genus-live with the shipped weights on real music: the clips of GTZAN that are at hand, and
// copies of them at 48 kHz in stereo. Most of them were trained on: this checks the chain, not how
// well it generalises.

#include "support/command.h"

#include <glob.h>
#include <setjmp.h>
#include <sndfile.h>
#include <soxr.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define CLIPS_MAX 1000
#define GENRE_MAX 32
#define COPY_RATE 48000
#define SKIPPED 77

#define RIGHT_AT_LEAST 0.90
#define SAME_AT_LEAST 0.98
#define CPU_AT_MOST 0.25 // Seconds a clip of 30 s, start-up included, in an optimised build.

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#endif

typedef struct survey {
    glob_t clips;
    char genres[CLIPS_MAX][GENRE_MAX]; // What genus-live called each clip.
    char copy[64];                     // Where the copies go, one after the other.
    genus_test_command command;
} survey;

// The second column of the line that genus-live prints for a file, and the CPU time it took.
static double name(survey *self, const char *path, char genre[GENRE_MAX]) {
    const char *const arguments[] = {GENUS_LIVE, "--weights", GENUS_BUILD_WEIGHTS, path, NULL};
    assert_int_equal(genus_test_run(&self->command, arguments, NULL, NULL), 0);
    if (self->command.exit_code != 0) {
        fail_msg("%s: %s", path, self->command.err);
    }
    const char *begin = strchr(self->command.out, '\t');
    assert_non_null(begin);
    const size_t length = strcspn(begin + 1, "\t");
    assert_true(length < GENRE_MAX);
    memcpy(genre, begin + 1, length);
    genre[length] = '\0';
    return self->command.cpu_seconds;
}

// The folder that a clip lies in.
static void true_genre(const char *path, char genre[GENRE_MAX]) {
    const char *end = strrchr(path, '/');
    const char *begin = end;
    while (begin > path && begin[-1] != '/') {
        begin--;
    }
    const size_t length = (size_t)(end - begin);
    assert_true(length < GENRE_MAX);
    memcpy(genre, begin, length);
    genre[length] = '\0';
}

static int by_size(const void *a, const void *b) {
    const double left = *(const double *)a;
    const double right = *(const double *)b;
    return (left > right) - (left < right);
}

static void nine_of_ten_clips_get_their_own_genre_in_a_quarter_second(void **state) {
    survey *self = *state;
    const size_t count = self->clips.gl_pathc;
    static double cpu[CLIPS_MAX];
    size_t right = 0;
    for (size_t i = 0; i < count; i++) {
        char truth[GENRE_MAX];
        true_genre(self->clips.gl_pathv[i], truth);
        cpu[i] = name(self, self->clips.gl_pathv[i], self->genres[i]);
        if (strcmp(truth, self->genres[i]) == 0) {
            right++;
        } else {
            print_message("%s is called %s\n", self->clips.gl_pathv[i], self->genres[i]);
        }
    }
    qsort(cpu, count, sizeof cpu[0], by_size);
    print_message("%zu of %zu clips right\n", right, count);
    print_message("CPU seconds a clip: median %.3f, worst %.3f\n", cpu[count / 2], cpu[count - 1]);
    assert_true((double)right >= RIGHT_AT_LEAST * (double)count);
#ifndef SANITIZED
    assert_true(cpu[count / 2] < CPU_AT_MOST);
#endif
}

static void copy_in_stereo(const char *from, const char *to) {
    SF_INFO info = {.format = 0};
    SNDFILE *file = sf_open(from, SFM_READ, &info);
    assert_non_null(file);
    assert_int_equal(info.channels, 1);
    const size_t count = (size_t)info.frames;
    float *mono = calloc(count, sizeof *mono);
    assert_non_null(mono);
    assert_int_equal(sf_readf_float(file, mono, info.frames), info.frames);
    (void)sf_close(file);

    const size_t room = count * COPY_RATE / (size_t)info.samplerate + 64;
    float *copy = calloc(room, sizeof *copy);
    float *stereo = calloc(room, 2 * sizeof *stereo);
    assert_non_null(copy);
    assert_non_null(stereo);
    size_t used = 0;
    size_t made = 0;
    assert_null(soxr_oneshot(info.samplerate, COPY_RATE, 1, mono, count, &used, copy, room, &made,
                             NULL, NULL, NULL));
    for (size_t i = 0; i < made; i++) {
        stereo[2 * i] = copy[i];
        stereo[2 * i + 1] = copy[i];
    }
    SF_INFO copy_info = {
        .format = SF_FORMAT_WAV | SF_FORMAT_FLOAT, .samplerate = COPY_RATE, .channels = 2};
    file = sf_open(to, SFM_WRITE, &copy_info);
    assert_non_null(file);
    assert_int_equal(sf_writef_float(file, stereo, (sf_count_t)made), made);
    assert_int_equal(sf_close(file), 0);
    free(stereo);
    free(copy);
    free(mono);
}

static void copies_at_48_kilohertz_in_stereo_get_the_same_genre(void **state) {
    survey *self = *state;
    const size_t count = self->clips.gl_pathc;
    size_t same = 0;
    for (size_t i = 0; i < count; i++) {
        char genre[GENRE_MAX];
        copy_in_stereo(self->clips.gl_pathv[i], self->copy);
        (void)name(self, self->copy, genre);
        if (strcmp(genre, self->genres[i]) == 0) {
            same++;
        } else {
            print_message("%s is called %s, its copy %s\n", self->clips.gl_pathv[i],
                          self->genres[i], genre);
        }
    }
    print_message("%zu of %zu copies called the same\n", same, count);
    assert_true((double)same >= SAME_AT_LEAST * (double)count);
}

int main(void) {
    static survey self;
    if (access(GENUS_BUILD_WEIGHTS, R_OK) != 0) {
        print_message("skipped: there are no weights at %s\n", GENUS_BUILD_WEIGHTS);
        return SKIPPED;
    }
    if (glob(GENUS_SHARED "/gtzan/audio/*/*.flac", 0, NULL, &self.clips) != 0) {
        print_message("skipped: there are no GTZAN clips below %s\n", GENUS_SHARED "/gtzan/audio");
        return SKIPPED;
    }
    if (self.clips.gl_pathc > CLIPS_MAX) {
        print_error("more than %d clips\n", CLIPS_MAX);
        return EXIT_FAILURE;
    }
    (void)snprintf(self.copy, sizeof self.copy, "/tmp/genus-copy-XXXXXX");
    const int descriptor = mkstemp(self.copy);
    if (descriptor < 0) {
        perror(self.copy);
        return EXIT_FAILURE;
    }
    (void)close(descriptor);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate(nine_of_ten_clips_get_their_own_genre_in_a_quarter_second, &self),
        cmocka_unit_test_prestate(copies_at_48_kilohertz_in_stereo_get_the_same_genre, &self),
    };
    const int failed = cmocka_run_group_tests(tests, NULL, NULL);
    (void)unlink(self.copy);
    globfree(&self.clips);
    return failed;
}
