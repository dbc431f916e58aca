// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The refit: the validation clips calibrate the network and are learnt afterwards, the test clips
// never are, and a training that is broken off within it goes on to the same values.

#include "support/checks.h"
#include "support/command.h"
#include "support/tiny_music.h"
#include "train/data/features_file.h"
#include "train/run/checkpoint.h"
#include "train/run/training.h"
#include "train/util/interrupt.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum {
    epochs = 6,
    refit_epochs = 3,
    path_size = 128,
};

typedef struct fixture {
    genus_tiny_music music;
    genus_recipe recipe;
    genus_split *split;
} fixture;

static int set_up(void **state) {
    fixture *made = calloc(1, sizeof *made);
    assert_non_null(made);
    *state = made;
    genus_tiny_music_fill(&made->music);
    made->recipe = genus_recipe_default();
    made->recipe.arch = "seed";
    made->recipe.epochs = epochs;
    made->recipe.refit = (float)refit_epochs / (float)epochs;
    made->recipe.crop = 24;
    made->recipe.batch = 8;
    made->recipe.nonmusic = 0.0F;
    genus_error error = {0};
    assert_int_equal(genus_split_new(&made->music.dataset, 0, NULL, &made->split, &error),
                     GENUS_OK);
    return 0;
}

static int tear_down(void **state) {
    fixture *made = *state;
    genus_split_free(made->split);
    free(made);
    return 0;
}

static genus_training *begin(const fixture *f) {
    genus_training *training = NULL;
    genus_error error = {0};
    if (genus_training_new(&f->recipe, &f->music.dataset, f->split, 1, &training, &error) !=
        GENUS_OK) {
        fail_msg("%s", error.message);
    }
    return training;
}

static void go_on(genus_training *training, size_t count) {
    for (size_t i = 0; i < count; i++) {
        genus_epoch epoch = {0};
        genus_error error = {0};
        assert_int_equal(genus_training_epoch(training, NULL, &epoch, &error), GENUS_OK);
    }
}

/** Trains to the end, and calibrates as after any training. */
static genus_training *train(const fixture *f) {
    genus_training *training = begin(f);
    genus_error error = {0};
    go_on(training, epochs + genus_recipe_refit_epochs(&f->recipe));
    assert_int_equal(genus_training_calibrate(training, &error), GENUS_OK);
    return training;
}

static bool same_values(genus_training *a, genus_training *b) {
    const genus_parameter_map *map = genus_training_map(a);
    return memcmp(genus_training_get_state(a)->average_values,
                  genus_training_get_state(b)->average_values, map->count * sizeof(float)) == 0 &&
           memcmp(genus_training_get_state(a)->average_running,
                  genus_training_get_state(b)->average_running, map->running * sizeof(float)) == 0;
}

static void assert_same_calibration(genus_training *a, genus_training *b) {
    const genus_training_state *first = genus_training_get_state(a);
    const genus_training_state *second = genus_training_get_state(b);
    assert_true(*first->sure_threshold != 0.5F); // What it is before.
    assert_true(*first->temperature == *second->temperature);
    assert_true(*first->sure_threshold == *second->sure_threshold);
    assert_true(first->validation_correct == second->validation_correct);
    assert_memory_equal(first->history, second->history, epochs * GENUS_HISTORY * sizeof(float));
}

/** Turns the clips of a part upside down. */
static void spoil(fixture *f, genus_part part) {
    for (size_t i = 0; i < GENUS_TINY_CLIPS; i++) {
        for (size_t cell = 0; f->split->parts[i] == part && cell < sizeof f->music.mel[i]; cell++) {
            f->music.mel[i][cell] = (uint8_t)(255 - f->music.mel[i][cell]);
        }
    }
}

static void calibrates_while_the_validation_clips_are_unseen(void **state) {
    fixture *f = *state;
    genus_training *refitted = train(f);
    f->recipe.refit = 0.0F;
    genus_training *plain = train(f);
    assert_int_equal(genus_training_refitted(refitted), refit_epochs);
    assert_int_equal(genus_training_refitted(plain), 0);
    assert_same_calibration(refitted, plain);
    assert_false(same_values(refitted, plain));
    genus_training_free(plain);
    genus_training_free(refitted);
}

/** Whether other clips in a part change what a training gives. */
static bool learns(fixture *f, genus_part part) {
    genus_training *before = train(f);
    spoil(f, part);
    genus_training *after = train(f);
    const bool same = same_values(before, after);
    genus_training_free(before);
    genus_training_free(after);
    return !same;
}

static void learns_the_validation_clips_and_never_those_of_the_test(void **state) {
    fixture *f = *state;
    assert_false(learns(f, GENUS_PART_TEST));
    assert_true(learns(f, GENUS_PART_VALIDATION));
    f->recipe.refit = 0.0F;
    assert_false(learns(f, GENUS_PART_VALIDATION));
}

static void broken_off_anywhere_it_goes_on_to_the_same_values(void **state) {
    fixture *f = *state;
    char path[] = "/tmp/genus-refit-XXXXXX";
    const int file = mkstemp(path);
    assert_true(file >= 0);
    assert_int_equal(close(file), 0);
    genus_training *whole = train(f);
    const genus_provenance provenance =
        genus_provenance_of(&f->recipe, &f->music.dataset, f->split);
    for (size_t done = epochs - 1; done < epochs + refit_epochs; done++) {
        genus_error error = {0};
        genus_training *first = begin(f);
        go_on(first, done);
        assert_int_equal(genus_checkpoint_write(path, first, &provenance, &error), GENUS_OK);
        genus_training_free(first);
        genus_training *second = begin(f);
        assert_int_equal(genus_checkpoint_read(path, second, &provenance, &error), GENUS_OK);
        go_on(second, epochs + refit_epochs - done);
        assert_true(same_values(whole, second));
        assert_same_calibration(whole, second);
        genus_training_free(second);
    }
    genus_training_free(whole);
    assert_int_equal(unlink(path), 0);
}

/** What is calibrated on clips that were learnt would be far too sure. */
static void stopped_in_the_midst_it_does_not_calibrate_anew(void **state) {
    fixture *f = *state;
    genus_training *training = begin(f);
    genus_error error = {0};
    genus_epoch epoch = {0};
    go_on(training, epochs);
    assert_int_equal(genus_training_refitted(training), 0);
    sigset_t before;
    sigset_t stop;
    assert_int_equal(sigprocmask(SIG_BLOCK, NULL, &before), 0);
    genus_interrupt_hold();
    assert_int_equal(raise(SIGTERM), 0);
    assert_int_equal(genus_training_epoch(training, NULL, &epoch, &error), GENUS_ERROR_INTERRUPTED);
    assert_int_equal(sigemptyset(&stop), 0);
    assert_int_equal(sigaddset(&stop, SIGTERM), 0);
    int signal_number = 0;
    assert_int_equal(sigwait(&stop, &signal_number), 0);
    assert_int_equal(sigprocmask(SIG_SETMASK, &before, NULL), 0);
    assert_int_equal(genus_training_refitted(training), 1);
    const genus_training_state *reached = genus_training_get_state(training);
    const float calibrated = *reached->sure_threshold;
    *reached->sure_threshold = 0.5F;
    assert_int_equal(genus_training_calibrate(training, &error), GENUS_OK);
    assert_true(calibrated != 0.5F);
    assert_true(*reached->sure_threshold == 0.5F);
    genus_training_free(training);
}

/** genus-train evaluate --part validation on weights that this refit gave. */
static void evaluate_validation(const fixture *f, const char *root, const char *refit,
                                genus_test_command *said) {
    char features[path_size];
    char weights[path_size];
    genus_error error = {0};
    (void)snprintf(features, sizeof features, "%s/features", root);
    (void)snprintf(weights, sizeof weights, "%s/weights", root);
    assert_int_equal(genus_features_write(&f->music.dataset, NULL, features, &error), GENUS_OK);
    assert_int_equal(genus_test_call(said, GENUS_TRAIN, "fit", features, "--out", weights, "--arch",
                                     "seed", "--crop", "24", "--epochs", "2", "--refit", refit,
                                     NULL),
                     0);
    assert_int_equal(genus_test_call(said, GENUS_TRAIN, "evaluate", weights, features, "--part",
                                     "validation", NULL),
                     0);
}

static void clips_that_were_learnt_are_no_exam(void **state) {
    const fixture *f = *state;
    char root[64];
    genus_test_make_folder("refit", root, sizeof root);
    genus_test_command *said = calloc(1, sizeof *said);
    assert_non_null(said);
    evaluate_validation(f, root, "0.5", said);
    assert_says(said->err, "has learnt these clips, too");
    assert_null(strstr(said->out, "recorded"));
    evaluate_validation(f, root, "0", said);
    assert_null(strstr(said->err, "has learnt"));
    assert_says(said->out, "recorded");
    free(said);
    assert_int_equal(genus_test_remove_folder(root), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(calibrates_while_the_validation_clips_are_unseen, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(learns_the_validation_clips_and_never_those_of_the_test,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(broken_off_anywhere_it_goes_on_to_the_same_values, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(stopped_in_the_midst_it_does_not_calibrate_anew, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(clips_that_were_learnt_are_no_exam, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
