// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Memory that is out, at every allocation there is: each time an error in words, nothing crashes,
// and nothing is leaked, which the address sanitizer sees.

#include "engine/genus.h"
#include "engine/model/model.h"
#include "support/checks.h"
#include "support/command.h"
#include "support/failing_allocator.h"
#include "support/tiny_music.h"
#include "tiny_weights.h"
#include "train/cli/command.h"
#include "train/data/features_file.h"

#include <cjson/cJSON.h>
#include <fcntl.h>
#include <math.h>
#include <setjmp.h>
#include <sndfile.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum {
    path_size = 128,
    clip_count = 12,
    band_count = 16, // Of those that the clips have.
    tone_rate = 22050,
    tone_seconds = 3,
};

/** A folder with weights, features and audio, all as small as can be. */
typedef struct fixture {
    char root[path_size];
    char tiny[path_size + 32];     ///< Weights of two classes on 8 bands.
    char weights[path_size + 32];  ///< Weights that fit what `features` holds.
    char features[path_size + 32]; ///< A features file.
    char audio[path_size + 32];    ///< A folder with two classes.
    char out[path_size + 32];      ///< Where commands write to.
    genus_test_command said;
    genus_model *model; ///< Of `tiny`.
} fixture;

/** Something that allocates. @return GENUS_OK, or how it failed, with a message. */
typedef genus_status attempt(fixture *fixture, genus_error *error);

/// Orders one failure after the other until an attempt meets none, and then succeeds.
/// @param spare How many allocations an attempt can do without, and then must succeed.
static void fail_each(fixture *fixture, attempt *attempt, genus_test_failing how, unsigned spare) {
    unsigned spared = 0;
    for (uint64_t number = 1;; number++) {
        genus_error error = {0};
        genus_test_fail_allocation(number, how);
        const genus_status status = attempt(fixture, &error);
        const bool failed = genus_test_stop_failing();
        if (!failed) {
            if (status != GENUS_OK) {
                fail_msg("no allocation failed, but: %s", error.message);
            }
            print_message("%llu allocations\n", (unsigned long long)number - 1);
            return;
        }
        if (status == GENUS_OK && spared < spare) {
            spared++;
            continue;
        }
        if (status != GENUS_ERROR_MEMORY || strstr(error.message, "emory") == NULL) {
            fail_msg("allocation %llu failed: status %d, \"%s\"", (unsigned long long)number,
                     (int)status, error.message);
        }
    }
}

static void fail_all(fixture *fixture, attempt *attempt) {
    fail_each(fixture, attempt, GENUS_TEST_FAILS_ONCE, 0);
    fail_each(fixture, attempt, GENUS_TEST_FAILS_ON, 0);
}

// ---------------------------------------------------------------------------------------- fixture

static void write_tone(const char *folder, const char *name, double hz) {
    char path[2 * path_size];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    (void)mkdir(path, 0700);
    (void)snprintf(path, sizeof path, "%s/%s/tone.wav", folder, name);
    SF_INFO info = {
        .samplerate = tone_rate, .channels = 1, .format = SF_FORMAT_WAV | SF_FORMAT_PCM_16};
    SNDFILE *file = sf_open(path, SFM_WRITE, &info);
    assert_non_null(file);
    for (int i = 0; i < tone_seconds * tone_rate; i++) {
        const float sample = 0.4F * (float)sin(6.283185307 * hz * i / tone_rate);
        assert_int_equal(sf_writef_float(file, &sample, 1), 1);
    }
    (void)sf_close(file);
}

/// A command's exit code as a status, and the last line it said as the message.
static genus_status ended(fixture *fixture, int code, genus_error *error) {
    if (code == GENUS_EXIT_GOOD) {
        return GENUS_OK;
    }
    char *said = fixture->said.err;
    size_t length = strlen(said);
    while (length > 0 && said[length - 1] == '\n') {
        said[--length] = '\0';
    }
    const char *line = strrchr(said, '\n');
    (void)snprintf(error->message, sizeof error->message, "%s", line == NULL ? said : line + 1);
    return code == GENUS_EXIT_FAILED ? GENUS_ERROR_MEMORY : GENUS_ERROR_ARGUMENT;
}

static genus_status fit(fixture *fixture, genus_error *error) {
    const int code = genus_test_call_here(
        &fixture->said, genus_command_named("fit"), fixture->features, "--out", fixture->out,
        "--arch", "seed", "--epochs", "1", "--crop", "24", "--batch", "16", "--nonmusic", "0",
        "--refit", "0", "--threads", "2", NULL);
    return ended(fixture, code, error);
}

static int set_up(void **state) {
    fixture *made = calloc(1, sizeof *made);
    genus_tiny_music *music = calloc(1, sizeof *music);
    assert_non_null(made);
    assert_non_null(music);
    *state = made;
    (void)snprintf(made->root, sizeof made->root, "/tmp/genus-memory-XXXXXX");
    assert_non_null(mkdtemp(made->root));
    (void)snprintf(made->tiny, sizeof made->tiny, "%s/tiny", made->root);
    (void)snprintf(made->weights, sizeof made->weights, "%s/weights", made->root);
    (void)snprintf(made->features, sizeof made->features, "%s/features", made->root);
    (void)snprintf(made->audio, sizeof made->audio, "%s/audio", made->root);
    (void)snprintf(made->out, sizeof made->out, "%s/weights", made->root);
    genus_error error = {0};
    const genus_model_config config = tiny_config();
    assert_int_equal(
        genus_model_write(made->tiny, &config, tiny_tensors, TINY_TENSORS, NULL, 0, &error),
        GENUS_OK);
    assert_int_equal(genus_model_load(made->tiny, &made->model, &error), GENUS_OK);
    genus_tiny_music_fill(music);
    music->dataset.clip_count = clip_count;
    music->dataset.settings.mel_bands = band_count;
    assert_int_equal(genus_features_write(&music->dataset, NULL, made->features, &error), GENUS_OK);
    free(music);
    assert_int_equal(mkdir(made->audio, 0700), 0);
    write_tone(made->audio, "high", 2000.0);
    write_tone(made->audio, "low", 200.0);
    if (fit(made, &error) != GENUS_OK) {
        fail_msg("%s", error.message);
    }
    (void)snprintf(made->out, sizeof made->out, "%s/out", made->root);
    cJSON_InitHooks(&(cJSON_Hooks){.malloc_fn = genus_test_failing_malloc, .free_fn = free});
    return 0;
}

static int tear_down(void **state) {
    fixture *made = *state;
    cJSON_InitHooks(NULL);
    genus_model_free(made->model);
    const int code = genus_test_remove_folder(made->root);
    free(made);
    return code;
}

// ----------------------------------------------------------------------------------------- engine

static genus_status load(fixture *fixture, genus_error *error) {
    // The one that the fixture holds would be shared.
    char path[2 * path_size];
    (void)snprintf(path, sizeof path, "%s", fixture->weights);
    genus_model *model = NULL;
    const genus_status status = genus_model_load(path, &model, error);
    assert_true((status == GENUS_OK) == (model != NULL));
    genus_model_free(model);
    return status;
}

static void loading_a_model(void **state) {
    fail_all(*state, load);
}

static genus_status listen(fixture *fixture, genus_error *error) {
    genus_listener_options options = genus_listener_options_default();
    options.sample_rate = 22050.0; // Not the model's, so that there is a resampler.
    options.songs = true;
    genus_listener *listener = NULL;
    const genus_status status = genus_listener_new(fixture->model, &options, &listener, error);
    assert_true((status == GENUS_OK) == (listener != NULL));
    genus_listener_free(listener);
    return status;
}

static void making_a_listener(void **state) {
    fail_all(*state, listen);
}

static genus_status classify(fixture *fixture, genus_error *error) {
    static const float samples[8000] = {0.1F};
    genus_listener_options options = genus_listener_options_default();
    options.channels = 1;
    genus_verdict verdict;
    return genus_classify(fixture->model, &options, samples, 8000, &verdict, error);
}

static void classifying(void **state) {
    fail_all(*state, classify);
}

// ---------------------------------------------------------------------------------------- trainer

static genus_status features(fixture *fixture, genus_error *error) {
    const int code =
        genus_test_call_here(&fixture->said, genus_command_named("features"), fixture->audio,
                             "--out", fixture->out, "--no-cache", "--threads", "2", NULL);
    return ended(fixture, code, error);
}

static void computing_the_features_of_a_folder(void **state) {
    // Whether a file can be opened at all is asked for an early word; reading it finds out again.
    fail_each(*state, features, GENUS_TEST_FAILS_ONCE, 4);
    fail_each(*state, features, GENUS_TEST_FAILS_ON, 0);
}

static void training(void **state) {
    fail_each(*state, fit, GENUS_TEST_FAILS_ONCE, 0);
}

static genus_status evaluate(fixture *fixture, genus_error *error) {
    const int code =
        genus_test_call_here(&fixture->said, genus_command_named("evaluate"), fixture->weights,
                             fixture->features, "--threads", "2", "--json", fixture->out, NULL);
    return ended(fixture, code, error);
}

static void evaluating(void **state) {
    fail_all(*state, evaluate);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(loading_a_model), cmocka_unit_test(making_a_listener),
        cmocka_unit_test(classifying),     cmocka_unit_test(computing_the_features_of_a_folder),
        cmocka_unit_test(training),        cmocka_unit_test(evaluating),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
