// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// genus-train crossval, as a user runs it, kills it and goes on with it: the report is always the
// same bytes.

#include "support/checks.h"
#include "support/command.h"
#include "support/tiny_music.h"
#include "train/data/features_file.h"

#include <cJSON.h>
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
};

/** A folder with a features file. */
typedef struct fixture {
    char root[path_size];
    char features[path_size + 32];
    char kept[path_size + 32];
    char json[path_size + 32];
    char first[path_size + 64]; ///< Result of the first fold.
    genus_test_command said;
    genus_tiny_music music;
} fixture;

#define SMALL_CROSSVAL(features)                                                                   \
    "crossval", (features), "--arch", "seed", "--epochs", "4", "--crop", "24", "--batch", "8",     \
        "--folds", "3"

/** Examines a small training; more arguments follow. @return The exit code. */
static int crossval(fixture *fixture, ...) {
    const char *const first[] = {GENUS_TRAIN, SMALL_CROSSVAL(fixture->features), NULL};
    va_list more;
    va_start(more, fixture);
    const int code = genus_test_call_list(&fixture->said, first, more);
    va_end(more);
    return code;
}

/** Begins such a run. */
static pid_t begin(const fixture *fixture, ...) {
    const char *const first[] = {GENUS_TRAIN, SMALL_CROSSVAL(fixture->features), NULL};
    va_list more;
    va_start(more, fixture);
    const pid_t child = genus_test_begin(first, more);
    va_end(more);
    return child;
}

static int set_up(void **state) {
    fixture *made = calloc(1, sizeof *made);
    assert_non_null(made);
    *state = made;
    genus_test_make_folder("crossval", made->root, sizeof made->root);
    (void)snprintf(made->features, sizeof made->features, "%s/features", made->root);
    (void)snprintf(made->kept, sizeof made->kept, "%s/kept", made->root);
    (void)snprintf(made->json, sizeof made->json, "%s/json", made->root);
    (void)snprintf(made->first, sizeof made->first, "%s/seed0-fold1.safetensors", made->kept);
    genus_tiny_music_fill(&made->music);
    genus_error error = {0};
    assert_int_equal(genus_features_write(&made->music.dataset, NULL, made->features, &error),
                     GENUS_OK);
    return 0;
}

static int tear_down(void **state) {
    fixture *made = *state;
    const int code = genus_test_remove_folder(made->root);
    free(made);
    return code;
}

static double number(const cJSON *object, const char *key) {
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);
    assert_true(cJSON_IsNumber(item));
    return item->valuedouble;
}

static void judges_every_clip_once_and_adds_up(void **state) {
    fixture *f = *state;
    assert_int_equal(crossval(f, "--json", f->json, NULL), 0);
    assert_says(f->said.out, "36 clips");
    assert_says(f->said.out, "macro F1");
    char *text = genus_test_read_file(f->json);
    cJSON *root = cJSON_Parse(text);
    assert_non_null(root);
    size_t judged[GENUS_TINY_CLIPS] = {0};
    size_t right = 0;
    const cJSON *verdict = NULL;
    cJSON_ArrayForEach(verdict, cJSON_GetObjectItemCaseSensitive(root, "verdicts")) {
        const char *clip = cJSON_GetObjectItemCaseSensitive(verdict, "clip")->valuestring;
        const size_t row = strtoul(clip + strlen("clip"), NULL, 10);
        const char *truth = cJSON_GetObjectItemCaseSensitive(verdict, "truth")->valuestring;
        const char *named = cJSON_GetObjectItemCaseSensitive(verdict, "predicted")->valuestring;
        assert_string_equal(truth, f->music.labels[row % GENUS_TINY_LABELS]);
        right += strcmp(truth, named) == 0;
        judged[row]++;
        double sum = 0.0;
        const cJSON *share = NULL;
        cJSON_ArrayForEach(share, cJSON_GetObjectItemCaseSensitive(verdict, "posterior")) {
            sum += share->valuedouble;
        }
        assert_float_equal(sum, 1.0, 1e-5);
    }
    for (size_t i = 0; i < GENUS_TINY_CLIPS; i++) {
        assert_int_equal(judged[i], 1);
    }
    const cJSON *all = cJSON_GetObjectItemCaseSensitive(root, "all");
    assert_int_equal((size_t)number(all, "correct"), right);
    double mean = 0.0;
    const cJSON *exam = NULL;
    cJSON_ArrayForEach(exam, cJSON_GetObjectItemCaseSensitive(root, "test_sets")) {
        mean += number(exam, "accuracy") / 3.0;
        const double clips =
            number(exam, "train") + number(exam, "validation") + number(exam, "test");
        assert_int_equal((int)clips, GENUS_TINY_CLIPS);
        assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(exam, "curve")), 4);
    }
    assert_float_equal(number(root, "mean"), mean, 1e-9);
    cJSON_Delete(root);
    free(text);
}

static void says_the_same_however_it_is_run(void **state) {
    fixture *f = *state;
    char *whole = genus_test_read_file(f->json);
    char *again = NULL;
    assert_int_equal(crossval(f, "--json", f->json, "--threads", "4", NULL), 0);
    again = genus_test_read_file(f->json);
    assert_string_equal(again, whole);
    free(again);
    // Killed when the first fold is done, it goes on with what is there.
    int status = 0;
    const pid_t child = begin(f, "--out", f->kept, "--threads", "1", NULL);
    while (access(f->first, F_OK) != 0 && waitpid(child, &status, WNOHANG) == 0) {
        const struct timespec pause = {0, 1000000};
        (void)nanosleep(&pause, NULL);
    }
    assert_int_equal(kill(child, SIGKILL), 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(
        crossval(f, "--out", f->kept, "--resume", "--json", f->json, "--threads", "2", NULL), 0);
    assert_says(f->said.err, "fold 1:");
    assert_says(f->said.err, "done before");
    again = genus_test_read_file(f->json);
    assert_string_equal(again, whole);
    free(again);
    // All is there: nothing is trained.
    assert_int_equal(crossval(f, "--out", f->kept, "--resume", "--json", f->json, NULL), 0);
    again = genus_test_read_file(f->json);
    assert_string_equal(again, whole);
    free(again);
    free(whole);
}

static void refuses_results_of_another_run(void **state) {
    fixture *f = *state;
    assert_int_equal(crossval(f, "--out", f->kept, "--resume", "--rate", "0.002", NULL), 1);
    assert_says(f->said.err, "of another run: --rate is 0.003 there and 0.002 here; give");
    FILE *stream = fopen(f->first, "w");
    assert_non_null(stream);
    (void)fputs("no result", stream);
    assert_int_equal(fclose(stream), 0);
    assert_int_equal(crossval(f, "--out", f->kept, "--resume", NULL), 1);
    assert_says(f->said.err, f->first);
    assert_int_equal(crossval(f, "--out", f->features, NULL), 1);
    assert_says(f->said.err, f->features);
}

static void refuses_a_wrong_command_line(void **state) {
    fixture *f = *state;
    assert_int_equal(crossval(f, "--folds", "1", NULL), 2);
    assert_int_equal(crossval(f, "--repeats", "0", NULL), 2);
    assert_int_equal(crossval(f, "--resume", NULL), 2);
    assert_int_equal(crossval(f, "--parts", "no-colon", NULL), 2);
    assert_int_equal(crossval(f, "--parts", "a:b", "--clips", "c", NULL), 2);
    assert_int_equal(crossval(f, "--groups", "a", "--clips", "c", NULL), 2);
    assert_int_equal(crossval(f, "more", NULL), 2);
    assert_int_equal(crossval(f, "--arch", "none", NULL), 1);
    assert_int_equal(crossval(f, "--folds", "40", NULL), 1);
    assert_int_equal(crossval(f, "--help", NULL), 0);
    assert_says(f->said.out, "--folds");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(judges_every_clip_once_and_adds_up),
        cmocka_unit_test(says_the_same_however_it_is_run),
        cmocka_unit_test(refuses_results_of_another_run),
        cmocka_unit_test(refuses_a_wrong_command_line),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
