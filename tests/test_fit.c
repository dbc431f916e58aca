// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// genus-train fit, as a user runs it, kills it and goes on with it: the weights are always the same
// bytes.

#include "support/checks.h"
#include "support/command.h"
#include "support/tiny_music.h"
#include "train/data/features_file.h"
#include "train/util/random.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

enum {
    path_size = 128,
    kills = 20,
};

#define SMALL_FIT(features, out)                                                                   \
    "fit", (features), "--out", (out), "--arch", "seed", "--epochs", "12", "--crop", "24",         \
        "--batch", "8"

/** A folder with a features file and the weights of an unbroken training on it. */
typedef struct fixture {
    char root[path_size];
    char features[path_size + 32];
    char whole[path_size + 32];
    char out[path_size + 32];
    char checkpoint[path_size + 48];
    char partial[path_size + 48];
    char other[path_size + 32]; ///< Another features file.
    char kept[path_size + 32];  ///< Where the features file is meanwhile.
    double seconds;             ///< What the unbroken training took.
    genus_test_command said;
    genus_tiny_music music;
} fixture;

static double now(void) {
    struct timespec time;
    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

/** Trains a little; more arguments follow. @return The exit code. */
static int fit(fixture *fixture, const char *out, ...) {
    const char *const first[] = {GENUS_TRAIN, SMALL_FIT(fixture->features, out), NULL};
    va_list more;
    va_start(more, out);
    const int code = genus_test_call_list(&fixture->said, first, more);
    va_end(more);
    return code;
}

/** Begins such a training. */
static pid_t begin(const fixture *fixture, const char *out, ...) {
    const char *const first[] = {GENUS_TRAIN, SMALL_FIT(fixture->features, out), NULL};
    va_list more;
    va_start(more, out);
    const pid_t child = genus_test_begin(first, more);
    va_end(more);
    return child;
}

static int set_up(void **state) {
    fixture *made = calloc(1, sizeof *made);
    assert_non_null(made);
    *state = made;
    genus_test_make_folder("fit", made->root, sizeof made->root);
    (void)snprintf(made->features, sizeof made->features, "%s/features", made->root);
    (void)snprintf(made->whole, sizeof made->whole, "%s/whole", made->root);
    (void)snprintf(made->out, sizeof made->out, "%s/out", made->root);
    (void)snprintf(made->checkpoint, sizeof made->checkpoint, "%s.checkpoint", made->out);
    (void)snprintf(made->partial, sizeof made->partial, "%s.partial", made->out);
    (void)snprintf(made->other, sizeof made->other, "%s/other", made->root);
    (void)snprintf(made->kept, sizeof made->kept, "%s/kept", made->root);
    genus_tiny_music_fill(&made->music);
    genus_error error = {0};
    assert_int_equal(genus_features_write(&made->music.dataset, NULL, made->features, &error),
                     GENUS_OK);
    const double begun = now();
    if (fit(made, made->whole, "--threads", "1", NULL) != 0) {
        fail_msg("%s", made->said.err);
    }
    made->seconds = now() - begun;
    return 0;
}

static int tear_down(void **state) {
    fixture *made = *state;
    const int code = genus_test_remove_folder(made->root);
    free(made);
    return code;
}

static void gives_the_same_bytes_on_any_number_of_threads(void **state) {
    fixture *f = *state;
    const char *const threads[] = {"2", "4"};
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(fit(f, f->out, "--threads", threads[i], NULL), 0);
        assert_same_bytes(f->out, f->whole);
        assert_false(genus_test_exists(f->checkpoint));
        assert_int_equal(unlink(f->out), 0);
    }
}

static void killed_at_any_moment_it_loses_no_finished_epoch(void **state) {
    fixture *f = *state;
    genus_random random = genus_random_seeded(1, 1);
    int killed = 0;
    int finished = 0;
    bool whole = false; // After the last kill, one run goes on to the end.
    while (killed < kills || !whole) {
        const pid_t child = begin(f, f->out, "--threads", "2", "--resume", NULL);
        int status = 0;
        if (killed < kills) {
            const double seconds = f->seconds * (double)genus_random_uniform(&random) / 2.0;
            const struct timespec pause = {(time_t)seconds,
                                           (long)(1e9 * (seconds - (double)(time_t)seconds))};
            (void)nanosleep(&pause, NULL);
            assert_int_equal(kill(child, SIGKILL), 0);
        }
        assert_int_equal(waitpid(child, &status, 0), child);
        whole = !WIFSIGNALED(status);
        if (!whole) {
            killed++;
            continue;
        }
        assert_int_equal(WEXITSTATUS(status), 0);
        assert_same_bytes(f->out, f->whole);
        assert_false(genus_test_exists(f->checkpoint));
        assert_int_equal(unlink(f->out), 0);
        finished++;
    }
    print_message("killed %d times, finished %d times\n", killed, finished);
}

static void stopped_by_the_user_it_keeps_what_it_has_and_goes_on_later(void **state) {
    fixture *f = *state;
    int status = 0;
    const pid_t child = begin(f, f->out, "--threads", "2", NULL);
    while (!genus_test_exists(f->checkpoint) && waitpid(child, &status, WNOHANG) == 0) {
        const struct timespec pause = {0, 1000000};
        (void)nanosleep(&pause, NULL);
    }
    assert_int_equal(kill(child, SIGTERM), 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 1);
    assert_false(genus_test_exists(f->out));
    assert_true(genus_test_exists(f->partial));
    assert_true(genus_test_exists(f->checkpoint));
    // The checkpoint of another training is no use; what differs is said, and nothing else.
    assert_int_equal(fit(f, f->out, "--resume", "--seed", "1", "--rate", "0.01", NULL), 1);
    assert_says(f->said.err, "begun otherwise: --rate is 0.003 there and 0.01 here, "
                             "--seed is 0 there and 1 here; begin it as then");
    genus_error error = {0};
    char *label = f->music.dataset.labels[0];
    f->music.dataset.labels[0] = "renamed";
    assert_int_equal(genus_features_write(&f->music.dataset, NULL, f->other, &error), GENUS_OK);
    f->music.dataset.labels[0] = label;
    assert_int_equal(rename(f->features, f->kept), 0);
    assert_int_equal(rename(f->other, f->features), 0);
    assert_int_equal(fit(f, f->out, "--resume", NULL), 1);
    assert_says(f->said.err, "begun otherwise: the data (SHA-256) is ");
    assert_null(strstr(f->said.err, "split_digest"));
    assert_int_equal(rename(f->kept, f->features), 0);
    assert_true(genus_test_exists(f->checkpoint));
    assert_int_equal(fit(f, f->out, "--resume", NULL), 0);
    assert_says(f->said.err, " done\n");
    assert_same_bytes(f->out, f->whole);
    assert_false(genus_test_exists(f->checkpoint));
    assert_false(genus_test_exists(f->partial));
    assert_int_equal(unlink(f->out), 0);
}

static void finished_weights_stay_until_the_new_ones_are_finished(void **state) {
    fixture *f = *state;
    char report[path_size + 48];
    char partial[path_size + 64];
    (void)snprintf(report, sizeof report, "%s/report.html", f->root);
    (void)snprintf(partial, sizeof partial, "%s.partial", report);
    assert_int_equal(fit(f, f->out, "--report", report, NULL), 0);
    const int signals[] = {SIGKILL, SIGINT};
    for (size_t i = 0; i < 2; i++) {
        int status = 0;
        const pid_t child =
            begin(f, f->out, "--epochs", "100000", "--threads", "2", "--report", report, NULL);
        while (!genus_test_exists(f->checkpoint) && waitpid(child, &status, WNOHANG) == 0) {
            const struct timespec pause = {0, 1000000};
            (void)nanosleep(&pause, NULL);
        }
        assert_int_equal(kill(child, signals[i]), 0);
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_same_bytes(f->out, f->whole);
        assert_true(genus_test_exists(f->partial));
        assert_int_equal(genus_test_exists(partial), signals[i] == SIGINT);
        if (i == 0) {
            assert_int_equal(unlink(f->checkpoint), 0);
            assert_int_equal(unlink(f->partial), 0);
        }
    }
    assert_int_equal(fit(f, f->out, "--report", report, NULL), 0);
    assert_same_bytes(f->out, f->whole);
    assert_false(genus_test_exists(f->checkpoint));
    assert_false(genus_test_exists(f->partial));
    assert_false(genus_test_exists(partial));
    assert_int_equal(unlink(report), 0);
    assert_int_equal(unlink(f->out), 0);
}

/// Clips of three classes by four artists each: none of these is on two sides of the split, which
/// evaluate repeats.
static void artists_are_kept_apart(void **state) {
    fixture *f = *state;
    char table[path_size + 32];
    (void)snprintf(table, sizeof table, "%s/clips.csv", f->root);
    FILE *stream = fopen(table, "w");
    assert_non_null(stream);
    (void)fputs("clip,artist_group,duplicate_of\n", stream);
    for (int i = 0; i < GENUS_TINY_CLIPS; i++) {
        (void)fprintf(stream, "clip%d,%d,\n", i, i % 12);
    }
    assert_int_equal(fclose(stream), 0);
    assert_int_equal(fit(f, f->out, "--groups", table, "--clips", "other.csv", NULL), 2);
    assert_says(f->said.err, "leave --clips out");
    assert_int_equal(fit(f, f->out, "--groups", table, NULL), 0);
    // A tenth of a class is one clip, but an artist has three.
    assert_says(f->said.err, "18 to train, 9 to calibrate, 9 to test");
    const char *const evaluate[] = {GENUS_TRAIN, "evaluate", f->out, f->features,
                                    "--clips",   table,      NULL};
    assert_int_equal(genus_test_run(&f->said, evaluate, NULL, NULL), 0);
    assert_int_equal(f->said.exit_code, 0);
    assert_says(f->said.out, "9 clips");
    const char *const inspect[] = {GENUS_TRAIN, "inspect", f->out, NULL};
    assert_int_equal(genus_test_run(&f->said, inspect, NULL, NULL), 0);
    assert_says(f->said.out, "--groups clips.csv");
    assert_int_equal(unlink(f->out), 0);
}

static void a_damaged_checkpoint_is_refused(void **state) {
    fixture *f = *state;
    FILE *stream = fopen(f->checkpoint, "w");
    assert_non_null(stream);
    (void)fputs("no checkpoint", stream);
    assert_int_equal(fclose(stream), 0);
    assert_int_equal(fit(f, f->out, "--resume", NULL), 1);
    assert_says(f->said.err, f->checkpoint);
    assert_false(genus_test_exists(f->out));
    // Weights are no checkpoint either.
    assert_int_equal(rename(f->whole, f->checkpoint), 0);
    assert_int_equal(fit(f, f->out, "--resume", NULL), 1);
    assert_says(f->said.err, "format");
    assert_int_equal(rename(f->checkpoint, f->whole), 0);
}

static void weights_that_cannot_be_written_are_noticed_before_training(void **state) {
    fixture *f = *state;
    assert_int_equal(fit(f, "/nowhere/weights", NULL), 1);
    assert_says(f->said.err, "/nowhere/weights: cannot be written");
    assert_null(strstr(f->said.err, "epoch"));
    assert_int_equal(fit(f, f->root, NULL), 1);
    assert_says(f->said.err, "not a regular file");
}

static void refuses_a_wrong_command_line(void **state) {
    fixture *f = *state;
    assert_int_equal(fit(f, f->out, "--epochs", "0", NULL), 2);
    assert_int_equal(fit(f, f->out, "--rate", "fast", NULL), 2);
    assert_int_equal(fit(f, f->out, "--resume=yes", NULL), 2);
    assert_int_equal(fit(f, f->out, "--threads", "257", NULL), 2);
    assert_int_equal(fit(f, f->out, "more", NULL), 2);
    assert_int_equal(fit(f, f->out, "--arch", "none", NULL), 1);
    assert_int_equal(fit(f, f->out, "--help", NULL), 0);
    assert_says(f->said.out, "--resume");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_the_same_bytes_on_any_number_of_threads),
        cmocka_unit_test(killed_at_any_moment_it_loses_no_finished_epoch),
        cmocka_unit_test(stopped_by_the_user_it_keeps_what_it_has_and_goes_on_later),
        cmocka_unit_test(finished_weights_stay_until_the_new_ones_are_finished),
        cmocka_unit_test(artists_are_kept_apart),
        cmocka_unit_test(a_damaged_checkpoint_is_refused),
        cmocka_unit_test(weights_that_cannot_be_written_are_noticed_before_training),
        cmocka_unit_test(refuses_a_wrong_command_line),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
