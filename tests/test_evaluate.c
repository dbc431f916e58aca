// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The commands features and evaluate, as main() calls them, with weights that nobody trained.

#include "engine/model/model.h"
#include "engine/stream/verdict.h"
#include "support/checks.h"
#include "support/command.h"
#include "support/random_model.h"
#include "train/cli/command.h"
#include "train/data/features_file.h"
#include "train/data/split.h"
#include "train/eval/predictions.h"

#include <cJSON.h>
#include <errno.h>
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
    path_size = 256,
    labels = 3,
    clips_a_class = 8,
    clips = labels * clips_a_class,
    bands = 128,
    frames = 60,
};

/** A folder with a features file, and what went into it. */
typedef struct fixture {
    char root[path_size];
    char weights[path_size + 32];
    char features[path_size + 32];
    char json[path_size + 32];
    genus_test_command said;
    genus_dataset dataset;
    genus_clip clips[clips];
    char names[clips][16];
    char label_texts[labels][16];
    char *labels[labels];
    uint8_t mel[clips][frames * bands];
} fixture;

#define RUN(name, ...) genus_test_call_here(&fixture->said, genus_command_named(name), __VA_ARGS__)

/** Random weights of three labels with two notes, or none if the last is NULL. */
static void write_weights_noted(const fixture *fixture, const char *const keys[2],
                                const char *const values[2]) {
    genus_error error = {0};
    genus_safetensors *file = NULL;
    genus_model *model = NULL;
    assert_int_equal(
        genus_test_write_random_model(fixture->weights, "genus", labels, 0.5F, 1, &error),
        GENUS_OK);
    assert_int_equal(genus_model_load(fixture->weights, &model, &error), GENUS_OK);
    assert_int_equal(genus_safetensors_load(fixture->weights, &file, &error), GENUS_OK);
    genus_model_config config = *genus_model_get_config(model);
    for (uint32_t label = 0; label < labels; label++) {
        config.labels[label] = fixture->labels[label];
    }
    const genus_metadata notes[] = {{keys[0], values[0]}, {keys[1], values[1]}};
    if (genus_model_write(fixture->weights, &config, genus_safetensors_tensors(file),
                          genus_safetensors_count(file), notes, values[1] == NULL ? 0 : 2,
                          &error) != GENUS_OK) {
        fail_msg("%s", error.message);
    }
    genus_safetensors_free(file);
    genus_model_free(model);
}

/** The notes that fit would leave on the split. */
static void write_weights(const fixture *fixture, const char *seed, const char *split_digest) {
    write_weights_noted(fixture, (const char *[]){"seed", "split_digest"},
                        (const char *[]){seed, split_digest});
}

/** One other note. */
static void write_weights_with(const fixture *fixture, const char *key, const char *value) {
    write_weights_noted(fixture, (const char *[]){"seed", key}, (const char *[]){"5", value});
}

static int set_up(void **state) {
    fixture *fixture = calloc(1, sizeof *fixture);
    assert_non_null(fixture);
    *state = fixture;
    genus_test_make_folder("evaluate", fixture->root, sizeof fixture->root);
    (void)snprintf(fixture->weights, sizeof fixture->weights, "%s/weights", fixture->root);
    (void)snprintf(fixture->features, sizeof fixture->features, "%s/features", fixture->root);
    (void)snprintf(fixture->json, sizeof fixture->json, "%s/report.json", fixture->root);
    fixture->dataset = (genus_dataset){.settings = genus_frontend_settings_default(),
                                       .label_count = labels,
                                       .labels = fixture->labels,
                                       .clip_count = clips,
                                       .clips = fixture->clips};
    uint32_t noise = 1;
    for (size_t i = 0; i < clips; i++) {
        for (size_t cell = 0; cell < sizeof fixture->mel[i]; cell++) {
            noise = noise * 1664525 + 1013904223;
            fixture->mel[i][cell] = (uint8_t)(noise >> 24);
        }
        (void)snprintf(fixture->names[i], sizeof fixture->names[i], "clip%zu", i);
        fixture->clips[i] = (genus_clip){.name = fixture->names[i],
                                         .mel = fixture->mel[i],
                                         .frames = frames - i % 3,
                                         .max_db = (float)i,
                                         .range_db = 60,
                                         .label = (uint32_t)(i % labels),
                                         .track = (uint32_t)i};
    }
    for (uint32_t label = 0; label < labels; label++) {
        (void)snprintf(fixture->label_texts[label], sizeof *fixture->label_texts, "class%u", label);
        fixture->labels[label] = fixture->label_texts[label];
    }
    genus_error error = {0};
    genus_split *split = NULL;
    char digest[GENUS_DIGEST_HEX];
    assert_int_equal(genus_features_write(&fixture->dataset, NULL, fixture->features, &error),
                     GENUS_OK);
    assert_int_equal(genus_split_new(&fixture->dataset, 5, NULL, &split, &error), GENUS_OK);
    genus_split_digest(split, &fixture->dataset, digest);
    genus_split_free(split);
    write_weights(fixture, "5", digest);
    return 0;
}

static int tear_down(void **state) {
    fixture *fixture = *state;
    const int code = genus_test_remove_folder(fixture->root);
    free(fixture);
    return code;
}

static cJSON *read_json(const char *path) {
    char *text = genus_test_read_file(path);
    cJSON *root = cJSON_Parse(text);
    free(text);
    assert_non_null(root);
    return root;
}

static void scores_what_the_network_says(void **state) {
    fixture *fixture = *state;
    assert_int_equal(RUN("evaluate", fixture->weights, fixture->features, "--part", "all", "--json",
                         fixture->json, "--threads", "3", NULL),
                     GENUS_EXIT_GOOD);
    // The same, clip by clip and without threads.
    genus_error error = {0};
    genus_model *model = NULL;
    assert_int_equal(genus_model_load(fixture->weights, &model, &error), GENUS_OK);
    uint32_t counts[labels][labels] = {{0}};
    for (size_t i = 0; i < clips; i++) {
        float decibels[frames * bands];
        float logits[labels];
        const genus_clip *clip = &fixture->clips[i];
        genus_clip_decode(clip, bands, 0, clip->frames, decibels);
        assert_int_equal(genus_network_forward(genus_model_network(model), decibels, clip->frames,
                                               logits, &error),
                         GENUS_OK);
        uint32_t top = 0;
        for (uint32_t label = 1; label < labels; label++) {
            top = logits[label] > logits[top] ? label : top;
        }
        counts[clip->label][top]++;
    }
    genus_model_free(model);
    cJSON *root = read_json(fixture->json);
    const cJSON *rows = cJSON_GetObjectItemCaseSensitive(root, "confusion");
    for (uint32_t truth = 0; truth < labels; truth++) {
        for (uint32_t named = 0; named < labels; named++) {
            const cJSON *row = cJSON_GetArrayItem(rows, (int)truth);
            assert_int_equal(cJSON_GetNumberValue(cJSON_GetArrayItem(row, (int)named)),
                             counts[truth][named]);
        }
    }
    cJSON_Delete(root);
}

static void repeats_the_split_of_the_training(void **state) {
    fixture *fixture = *state;
    const char *const parts[] = {"test", "validation"};
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(RUN("evaluate", "--part", parts[i], fixture->weights, fixture->features,
                             "--json", fixture->json, NULL),
                         GENUS_EXIT_GOOD);
        cJSON *root = read_json(fixture->json);
        assert_int_equal(cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(root, "clips")),
                         labels);
        assert_string_equal(cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(root, "seed")),
                            "5");
        cJSON_Delete(root);
    }
}

static void refuses_data_that_split_otherwise(void **state) {
    fixture *fixture = *state;
    char none[GENUS_DIGEST_HEX] = "0";
    write_weights(fixture, "5", none);
    assert_int_equal(RUN("evaluate", fixture->weights, fixture->features, NULL), GENUS_EXIT_FAILED);
    write_weights(fixture, "five", none);
    assert_int_equal(RUN("evaluate", fixture->weights, fixture->features, NULL), GENUS_EXIT_FAILED);
    write_weights(fixture, NULL, NULL);
    assert_int_equal(RUN("evaluate", fixture->weights, fixture->features, NULL), GENUS_EXIT_FAILED);
    assert_int_equal(RUN("evaluate", fixture->weights, fixture->features, "--part", "all", NULL),
                     GENUS_EXIT_GOOD);
}

static void refuses_data_that_do_not_fit_the_weights(void **state) {
    fixture *fixture = *state;
    genus_error error = {0};
    fixture->dataset.settings.hop = 1024;
    assert_int_equal(genus_features_write(&fixture->dataset, NULL, fixture->features, &error),
                     GENUS_OK);
    assert_int_equal(RUN("evaluate", fixture->weights, fixture->features, "--part", "all", NULL),
                     GENUS_EXIT_FAILED);
    fixture->dataset.settings.hop = 1708;
    char *const unknown[labels] = {"un", "known", "all"};
    for (size_t label = 0; label < labels; label++) {
        fixture->labels[label] = unknown[label];
    }
    assert_int_equal(genus_features_write(&fixture->dataset, NULL, fixture->features, &error),
                     GENUS_OK);
    assert_int_equal(RUN("evaluate", fixture->weights, fixture->features, "--part", "all", NULL),
                     GENUS_EXIT_FAILED);
    for (size_t label = 0; label < labels; label++) {
        fixture->labels[label] = fixture->label_texts[label];
    }
    fixture->clips[7].frames = 5;
    assert_int_equal(genus_features_write(&fixture->dataset, NULL, fixture->features, &error),
                     GENUS_OK);
    assert_int_equal(RUN("evaluate", fixture->weights, fixture->features, "--part", "all", NULL),
                     GENUS_EXIT_FAILED);
}

static double number_at(const cJSON *object, const char *key) {
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);
    assert_true(cJSON_IsNumber(item));
    return cJSON_GetNumberValue(item);
}

/** The class that a clip is called, or would be if only two classes were allowed; and whether the
 * verdict is sure. */
static uint32_t predict(const genus_model *model, const genus_clip *clip, bool but_one,
                        bool *sure) {
    const genus_model_config *config = genus_model_get_config(model);
    float decibels[frames * bands];
    float logits[labels];
    float posterior[labels];
    genus_error error = {0};
    genus_clip_decode(clip, bands, 0, clip->frames, decibels);
    assert_int_equal(
        genus_network_forward(genus_model_network(model), decibels, clip->frames, logits, &error),
        GENUS_OK);
    genus_posterior(logits, labels, config->arch.has_background, config->temperature, posterior);
    uint32_t top = 0;
    for (uint32_t label = 1; label < labels; label++) {
        top = posterior[label] > posterior[top] && !(but_one && label == 1) ? label : top;
    }
    *sure = posterior[top] >= config->sure_threshold;
    return top;
}

/** Class 1 is called something that the weights do not know: then all clips are scored without
 * being asked for, and its own apart. */
static void classes_that_are_none_of_the_labels_are_counted_apart(void **state) {
    fixture *fixture = *state;
    genus_error error = {0};
    genus_model *model = NULL;
    fixture->labels[1] = "unknown";
    assert_int_equal(genus_features_write(&fixture->dataset, NULL, fixture->features, &error),
                     GENUS_OK);
    assert_int_equal(
        RUN("evaluate", fixture->weights, fixture->features, "--json", fixture->json, NULL),
        GENUS_EXIT_GOOD);
    assert_int_equal(genus_model_load(fixture->weights, &model, &error), GENUS_OK);
    size_t correct = 0;
    size_t among_present = 0;
    size_t sure_count = 0;
    size_t foreign_sure = 0;
    for (size_t i = 0; i < clips; i++) {
        const genus_clip *clip = &fixture->clips[i];
        bool sure = false;
        bool other = false;
        const uint32_t top = predict(model, clip, false, &sure);
        correct += top == clip->label && clip->label != 1;
        among_present += predict(model, clip, true, &other) == clip->label && clip->label != 1;
        sure_count += sure && clip->label != 1;
        foreign_sure += sure && clip->label == 1;
    }
    genus_model_free(model);
    cJSON *root = read_json(fixture->json);
    assert_string_equal(cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(root, "part")),
                        "all");
    assert_int_equal(number_at(root, "clips"), 2 * clips_a_class);
    assert_int_equal(number_at(root, "correct"), correct);
    const cJSON *present = cJSON_GetObjectItemCaseSensitive(root, "among_present");
    assert_int_equal(number_at(present, "correct"), among_present);
    const cJSON *sure = cJSON_GetObjectItemCaseSensitive(root, "sure");
    assert_int_equal(number_at(sure, "verdicts"), sure_count);
    const cJSON *foreign = cJSON_GetObjectItemCaseSensitive(root, "no_label");
    assert_int_equal(cJSON_GetArraySize(foreign), 1);
    const cJSON *class = cJSON_GetArrayItem(foreign, 0);
    assert_string_equal(cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(class, "class")),
                        "unknown");
    assert_int_equal(number_at(class, "clips"), clips_a_class);
    assert_int_equal(number_at(class, "sure"), foreign_sure);
    // The macro average is over the two classes that have clips.
    const cJSON *classes = cJSON_GetObjectItemCaseSensitive(root, "classes");
    double recall = 0.0;
    for (int label = 0; label < labels; label++) {
        recall += number_at(cJSON_GetArrayItem(classes, label), "recall") / 2.0;
    }
    assert_float_equal(number_at(cJSON_GetObjectItemCaseSensitive(root, "macro_average"), "recall"),
                       recall, 1e-9);
    cJSON_Delete(root);
}

/** The weights name their test clips: of the others whose names are made alike it is known that
 * they were learnt, of any other clip nothing. */
static void what_the_weights_have_learnt_is_told_and_can_be_left_out(void **state) {
    fixture *fixture = *state;
    genus_error error = {0};
    for (size_t i = 0; i < 5; i++) { // class1 has two of these, class0 two, class2 one.
        (void)snprintf(fixture->names[i], sizeof fixture->names[i], "class%zu.%05zu", i % labels,
                       i);
    }
    assert_int_equal(genus_features_write(&fixture->dataset, NULL, fixture->features, &error),
                     GENUS_OK);
    write_weights_with(fixture, "test_clips",
                       "0 0 900000 1 50000 2 50000 class0.00000\n"
                       "1 0 900000 1 50000 2 50000 class1.00077\n"
                       "2 2 900000 1 50000 0 50000 clip23\n");
    const struct {
        const char *part;
        size_t clips;
    } parts[] = {{"all", clips}, {"new", clips - 3}};
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(RUN("evaluate", fixture->weights, fixture->features, "--part",
                             parts[i].part, "--json", fixture->json, NULL),
                         GENUS_EXIT_GOOD);
        cJSON *root = read_json(fixture->json);
        const cJSON *learnt = cJSON_GetObjectItemCaseSensitive(root, "learnt");
        assert_int_equal(number_at(root, "clips"), parts[i].clips);
        assert_int_equal(number_at(learnt, "clips"), clips);
        assert_int_equal(number_at(learnt, "learnt"), 3); // class0.00003, class1.00001, .00004
        assert_int_equal(number_at(learnt, "unknown"), clips - 5);
        cJSON_Delete(root);
    }
}

static void reports_a_full_disk(void **state) {
    fixture *fixture = *state;
    if (access("/dev/full", W_OK) != 0) {
        print_message("skipped: /dev/full is not there\n");
        skip();
    }
    assert_int_equal(
        RUN("evaluate", fixture->weights, fixture->features, "--json", "/dev/full", NULL),
        GENUS_EXIT_FAILED);
    assert_int_equal(RUN("evaluate", fixture->weights, fixture->features, "--json",
                         "/nowhere/report.json", NULL),
                     GENUS_EXIT_FAILED);
}

static void refuses_a_wrong_command_line(void **state) {
    fixture *fixture = *state;
    char *w = fixture->weights;
    char *f = fixture->features;
    assert_int_equal(RUN("evaluate", NULL), GENUS_EXIT_USAGE);
    assert_int_equal(RUN("evaluate", w, NULL), GENUS_EXIT_USAGE);
    assert_int_equal(RUN("evaluate", w, f, f, NULL), GENUS_EXIT_USAGE);
    assert_int_equal(RUN("evaluate", w, f, "--bad", NULL), GENUS_EXIT_USAGE);
    assert_int_equal(RUN("evaluate", w, f, "--part", "train", NULL), GENUS_EXIT_USAGE);
    assert_int_equal(RUN("evaluate", w, f, "--threads", "0", NULL), GENUS_EXIT_USAGE);
    assert_int_equal(RUN("evaluate", w, f, "--threads", "2x", NULL), GENUS_EXIT_USAGE);
    assert_int_equal(RUN("evaluate", w, f, "--threads", "257", NULL), GENUS_EXIT_USAGE);
    assert_int_equal(RUN("evaluate", w, f, "--json", NULL), GENUS_EXIT_USAGE);
    assert_int_equal(RUN("evaluate", "--help", NULL), GENUS_EXIT_GOOD);
    assert_int_equal(RUN("features", "--help", NULL), GENUS_EXIT_GOOD);
    assert_int_equal(RUN("features", f, NULL), GENUS_EXIT_USAGE);
    assert_int_equal(RUN("features", "--out", f, NULL), GENUS_EXIT_USAGE);
    assert_int_equal(RUN("features", f, "--out", w, "--threads", "", NULL), GENUS_EXIT_USAGE);
}

/** Half a tone a class: 3.5 s of it. */
static void write_tone(const fixture *fixture, uint32_t label, int number) {
    char path[2 * path_size];
    (void)snprintf(path, sizeof path, "%s/music/class%u", fixture->root, label);
    assert_true(mkdir(path, 0700) == 0 || errno == EEXIST);
    (void)snprintf(path, sizeof path, "%s/music/class%u/%d.wav", fixture->root, label, number);
    SF_INFO info = {.samplerate = 22050, .channels = 1, .format = SF_FORMAT_WAV | SF_FORMAT_PCM_16};
    SNDFILE *file = sf_open(path, SFM_WRITE, &info);
    assert_non_null(file);
    for (int i = 0; i < 77175; i++) {
        const float sample = (float)(0.4 * sin(0.1 * (label + 1) * (1 + 0.01 * number) * i));
        assert_int_equal(sf_writef_float(file, &sample, 1), 1);
    }
    assert_int_equal(sf_close(file), 0);
}

static void a_folder_scores_like_its_features(void **state) {
    fixture *fixture = *state;
    char music[path_size + 32];
    char other_json[path_size + 32];
    (void)snprintf(music, sizeof music, "%s/music", fixture->root);
    (void)snprintf(other_json, sizeof other_json, "%s/other.json", fixture->root);
    assert_int_equal(mkdir(music, 0700), 0);
    for (uint32_t label = 0; label < 2; label++) { // The third class has no music here.
        for (int number = 0; number < 3; number++) {
            write_tone(fixture, label, number);
        }
    }
    assert_int_equal(RUN("features", music, "--out", "/nowhere/features", NULL), GENUS_EXIT_FAILED);
    assert_int_equal(RUN("features", "/nowhere", "--out", fixture->features, NULL),
                     GENUS_EXIT_FAILED);
    assert_int_equal(RUN("features", music, "--out", fixture->features, "--no-cache", NULL),
                     GENUS_EXIT_GOOD);
    assert_int_equal(RUN("evaluate", fixture->weights, fixture->features, "--part", "all", "--json",
                         fixture->json, NULL),
                     GENUS_EXIT_GOOD);
    assert_int_equal(RUN("evaluate", fixture->weights, music, "--part", "all", "--json", other_json,
                         "--no-cache", NULL),
                     GENUS_EXIT_GOOD);
    cJSON *a = read_json(fixture->json);
    cJSON *b = read_json(other_json);
    const char *const keys[] = {"confusion", "data_digest", "clips"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        assert_true(cJSON_Compare(cJSON_GetObjectItemCaseSensitive(a, keys[i]),
                                  cJSON_GetObjectItemCaseSensitive(b, keys[i]), true));
    }
    cJSON_Delete(a);
    cJSON_Delete(b);
}

/** What the engine says of one of write_tone()'s files, quietened by 40 dB or not. */
static genus_verdict hear_tone(genus_model *model, const char *path, bool quiet) {
    static float samples[77175];
    SF_INFO info = {0};
    SNDFILE *file = sf_open(path, SFM_READ, &info);
    assert_non_null(file);
    assert_int_equal(sf_readf_float(file, samples, 77175), 77175);
    assert_int_equal(sf_close(file), 0);
    for (size_t i = 0; quiet && i < 77175; i++) {
        samples[i] *= 0.01F;
    }
    genus_listener_options options = genus_listener_options_default();
    options.sample_rate = info.samplerate;
    options.channels = 1;
    genus_verdict verdict;
    genus_error error = {0};
    assert_int_equal(genus_classify(model, &options, samples, 77175, &verdict, &error), GENUS_OK);
    return verdict;
}

static double number_in(const cJSON *object, const char *key) {
    return cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(object, key));
}

static void a_folder_is_heard_degraded(void **state) {
    fixture *fixture = *state;
    char music[path_size + 32];
    (void)snprintf(music, sizeof music, "%s/music", fixture->root);
    assert_int_equal(mkdir(music, 0700), 0);
    for (uint32_t label = 0; label < 2; label++) {
        for (int number = 0; number < 3; number++) {
            write_tone(fixture, label, number);
        }
    }
    assert_int_equal(RUN("evaluate", fixture->weights, music, "--degrade", "quiet40", "--json",
                         fixture->json, "--threads", "2", NULL),
                     GENUS_EXIT_GOOD);
    // The same, file by file.
    genus_error error = {0};
    genus_model *model = NULL;
    assert_int_equal(genus_model_load(fixture->weights, &model, &error), GENUS_OK);
    int right[2] = {0};
    int sure[2] = {0};
    int same = 0;
    for (int32_t label = 0; label < 2; label++) {
        for (int number = 0; number < 3; number++) {
            char path[2 * path_size];
            (void)snprintf(path, sizeof path, "%s/class%d/%d.wav", music, label, number);
            const genus_verdict clean = hear_tone(model, path, false);
            const genus_verdict quiet = hear_tone(model, path, true);
            right[0] += clean.top == label;
            right[1] += quiet.top == label;
            sure[0] += clean.state == GENUS_SURE;
            sure[1] += quiet.state == GENUS_SURE;
            same += quiet.top == clean.top;
        }
    }
    genus_model_free(model);
    cJSON *root = read_json(fixture->json);
    assert_int_equal(number_in(root, "clips"), 6);
    const cJSON *rows = cJSON_GetObjectItemCaseSensitive(root, "inputs");
    assert_int_equal(cJSON_GetArraySize(rows), 2);
    for (int row = 0; row < 2; row++) {
        const cJSON *input = cJSON_GetArrayItem(rows, row);
        assert_string_equal(cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(input, "input")),
                            row == 0 ? "clean" : "quiet40");
        assert_int_equal(number_in(input, "correct"), right[row]);
        assert_int_equal(number_in(input, "same"), row == 0 ? 6 : same);
        assert_int_equal(lround(6.0 * number_in(input, "sure")), sure[row]);
    }
    cJSON_Delete(root);
    // Degrading needs audio, a name, and all of the audio.
    assert_int_equal(
        RUN("evaluate", fixture->weights, fixture->features, "--degrade", "room", NULL),
        GENUS_EXIT_FAILED);
    assert_int_equal(RUN("evaluate", fixture->weights, music, "--degrade", "rain", NULL),
                     GENUS_EXIT_USAGE);
    assert_int_equal(
        RUN("evaluate", fixture->weights, music, "--degrade", "all", "--part", "test", NULL),
        GENUS_EXIT_USAGE);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(scores_what_the_network_says, set_up, tear_down),
        cmocka_unit_test_setup_teardown(repeats_the_split_of_the_training, set_up, tear_down),
        cmocka_unit_test_setup_teardown(refuses_data_that_split_otherwise, set_up, tear_down),
        cmocka_unit_test_setup_teardown(refuses_data_that_do_not_fit_the_weights, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(classes_that_are_none_of_the_labels_are_counted_apart,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_the_weights_have_learnt_is_told_and_can_be_left_out,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(reports_a_full_disk, set_up, tear_down),
        cmocka_unit_test_setup_teardown(refuses_a_wrong_command_line, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_folder_scores_like_its_features, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_folder_is_heard_degraded, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
