// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The model: what is written reads back, every wrong field is refused with its own status and a
// message that names file and field, and one file is held once a process.

#include "engine/model/model_config.h"
#include "tiny_weights.h"

#include <math.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define THREADS 8

/** A folder, and the weights file in it that the tests write. */
typedef struct scratch {
    char folder[32];
    char path[64];
    char other[64];
} scratch;

static int make_scratch(void **state) {
    scratch *room = calloc(1, sizeof *room);
    if (room == NULL) {
        return -1;
    }
    *state = room;
    (void)snprintf(room->folder, sizeof room->folder, "/tmp/genus-test-XXXXXX");
    if (mkdtemp(room->folder) == NULL) {
        return -1;
    }
    (void)snprintf(room->path, sizeof room->path, "%s/weights.safetensors", room->folder);
    (void)snprintf(room->other, sizeof room->other, "%s/other.safetensors", room->folder);
    return 0;
}

static int remove_scratch(void **state) {
    scratch *room = *state;
    (void)unlink(room->path);
    (void)unlink(room->other);
    int result = rmdir(room->folder);
    free(room);
    return result;
}

static void write_tiny(const char *path) {
    genus_model_config config = tiny_config();
    genus_error error = {0};
    if (genus_model_write(path, &config, tiny_tensors, TINY_TENSORS, NULL, 0, &error) != GENUS_OK) {
        fail_msg("%s", error.message);
    }
}

static void what_is_written_reads_back(void **state) {
    const scratch *room = *state;
    genus_model_config wrote = tiny_config();
    const genus_metadata notes[] = {{"tool_version", "0.1"}, {"seed", "7"}};
    genus_error error = {0};
    assert_int_equal(
        genus_model_write(room->path, &wrote, tiny_tensors, TINY_TENSORS, notes, 2, &error),
        GENUS_OK);
    genus_model *model = NULL;
    if (genus_model_load(room->path, &model, &error) != GENUS_OK) {
        fail_msg("%s", error.message);
    }
    assert_int_equal(genus_model_label_count(model), 2);
    assert_string_equal(genus_model_label(model, 0), "r\xC3\xA9ggae");
    assert_string_equal(genus_model_label(model, 1), "rock");
    assert_null(genus_model_label(model, 2));
    assert_string_equal(genus_model_metadata(model, "format"), "genus-weights-1");
    assert_string_equal(genus_model_metadata(model, "labels"), "r\xC3\xA9ggae\nrock");
    assert_string_equal(genus_model_metadata(model, "seed"), "7");
    assert_null(genus_model_metadata(model, "absent"));
    const genus_model_config *read = genus_model_get_config(model);
    assert_true(genus_frontend_settings_equal(&read->frontend, &wrote.frontend));
    assert_memory_equal(&read->normalisation, &wrote.normalisation, sizeof wrote.normalisation);
    assert_memory_equal(&read->temperature, &wrote.temperature, sizeof wrote.temperature);
    assert_memory_equal(&read->sure_threshold, &wrote.sure_threshold, sizeof wrote.sure_threshold);
    char text[2][GENUS_ARCHITECTURE_TEXT_MAX];
    genus_architecture_print(&wrote.arch, text[0]);
    genus_architecture_print(&read->arch, text[1]);
    assert_string_equal(text[0], text[1]);
    assert_non_null(genus_model_network(model));
    genus_model_free(model);
}

typedef struct field_case {
    const char *key;
    const char *value; ///< NULL: the field is missing.
    genus_status status;
    const char *named; ///< What the message must hold besides the path.
} field_case;

#define PLAN(text) text "pool mean\ndense 2\n"
#define BYTES_64 "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define BYTES_256 BYTES_64 BYTES_64 BYTES_64 BYTES_64
#define TEN_LABELS(n)                                                                              \
#n "0\n" #n "1\n" #n "2\n" #n "3\n" #n "4\n" #n "5\n" #n "6\n" #n "7\n" #n "8\n"

static const field_case field_cases[] = {
    {"format", NULL, GENUS_ERROR_METADATA, "format"},
    {"format", "genus-weights-2", GENUS_ERROR_VERSION, "genus-weights-2"},
    {"format", "genus-features-1", GENUS_ERROR_VERSION, "genus-features-1"},
    {"labels", NULL, GENUS_ERROR_LABELS, "labels"},
    {"labels", "", GENUS_ERROR_LABELS, "labels"},
    {"labels", "rock", GENUS_ERROR_LABELS, "there are 1"},
    {"labels", "rock\nrock", GENUS_ERROR_LABELS, "\"rock\""},
    {"labels", "rock\n\npop", GENUS_ERROR_LABELS, "number 2 is empty"},
    {"labels", "rock\npop\n", GENUS_ERROR_LABELS, "number 3 is empty"},
    {"labels", "rock\npop\tjazz", GENUS_ERROR_LABELS, "number 2"},
    {"labels", "rock\npop\x7F", GENUS_ERROR_LABELS, "number 2"},
    {"labels", "rock\xC2\x9B\npop", GENUS_ERROR_LABELS, "number 1"},
    {"labels",
     TEN_LABELS(a) TEN_LABELS(b) TEN_LABELS(c) TEN_LABELS(d) TEN_LABELS(e) TEN_LABELS(f)
         TEN_LABELS(g) "last\nbut one",
     GENUS_ERROR_LABELS, "more than 64"},
    {"labels", "rock\nC1\xC2\x85", GENUS_ERROR_LABELS, "control character"},
    {"labels", "rock\n" BYTES_256, GENUS_ERROR_LABELS, "longer than 255"},
    {"labels", "rock\npop\njazz", GENUS_ERROR_NETWORK, "3 labels"},
    {"sample_rate", NULL, GENUS_ERROR_METADATA, "sample_rate"},
    {"sample_rate", "8000.0", GENUS_ERROR_METADATA, "sample_rate"},
    {"sample_rate", "-8000", GENUS_ERROR_METADATA, "sample_rate"},
    {"sample_rate", " 8000", GENUS_ERROR_METADATA, "sample_rate"},
    {"sample_rate", "4294967296", GENUS_ERROR_METADATA, "sample_rate"},
    {"sample_rate", "0", GENUS_ERROR_FRONTEND, "sample_rate"},
    {"n_fft", NULL, GENUS_ERROR_METADATA, "n_fft"},
    {"n_fft", "0", GENUS_ERROR_FRONTEND, "n_fft"},
    {"n_fft", "257", GENUS_ERROR_FRONTEND, "n_fft"},
    {"n_fft", "4294967295", GENUS_ERROR_FRONTEND, "n_fft"},
    {"hop", NULL, GENUS_ERROR_METADATA, "hop"},
    {"hop", "0", GENUS_ERROR_FRONTEND, "hop"},
    {"hop", "20000", GENUS_ERROR_NETWORK, "shortest window"},
    {"mel_bands", NULL, GENUS_ERROR_METADATA, "mel_bands"},
    {"mel_bands", "", GENUS_ERROR_METADATA, "mel_bands"},
    {"mel_bands", "513", GENUS_ERROR_FRONTEND, "mel_bands"},
    {"f_min", NULL, GENUS_ERROR_METADATA, "f_min"},
    {"f_min", "nan", GENUS_ERROR_METADATA, "f_min"},
    {"f_min", "-1", GENUS_ERROR_FRONTEND, "f_min"},
    {"f_max", "0x1p4", GENUS_ERROR_METADATA, "f_max"},
    {"f_max", "4000.5", GENUS_ERROR_FRONTEND, "f_max"},
    {"f_max", "20.5", GENUS_ERROR_FRONTEND, "f_m"},
    {"power_floor", "1,5", GENUS_ERROR_METADATA, "power_floor"},
    {"power_floor", "0", GENUS_ERROR_FRONTEND, "power_floor"},
    {"window", NULL, GENUS_ERROR_METADATA, "window"},
    {"window", "hann", GENUS_ERROR_FRONTEND, "window"},
    {"mel_scale", "htk", GENUS_ERROR_FRONTEND, "mel_scale"},
    {"mel_norm", "none", GENUS_ERROR_FRONTEND, "mel_norm"},
    {"power", "1", GENUS_ERROR_FRONTEND, "power"},
    {"network", NULL, GENUS_ERROR_METADATA, "network"},
    {"network", "", GENUS_ERROR_NETWORK, "network"},
    {"network", "lstm 64\n", GENUS_ERROR_NETWORK, "network"},
    {"network", PLAN("conv 2 3x3 pool 16x2\n"), GENUS_ERROR_NETWORK, "network"},
    {"network", PLAN("conv 0 3x3\n"), GENUS_ERROR_NETWORK, "network"},
    {"network", PLAN("conv 4294967297 3x3\n"), GENUS_ERROR_NETWORK, "network"},
    {"network", PLAN("conv 3 3x3 pool 2x2\n"), GENUS_ERROR_TENSOR_SHAPE, "conv1.weight"},
    {"network", PLAN("norm bands\nconv 2 3x3\n"), GENUS_ERROR_TENSOR_MISSING, "norm0.weight"},
    {"normalisation", NULL, GENUS_ERROR_METADATA, "normalisation"},
    {"normalisation", "1", GENUS_ERROR_METADATA, "normalisation"},
    {"normalisation", "1  1", GENUS_ERROR_METADATA, "normalisation"},
    {"normalisation", "1 2 3", GENUS_ERROR_METADATA, "normalisation"},
    {"normalisation", "1 inf", GENUS_ERROR_METADATA, "normalisation"},
    {"normalisation", "11111111111111111111111111 1", GENUS_ERROR_METADATA, "normalisation"},
    {"normalisation", "1 0", GENUS_ERROR_METADATA, "normalisation"},
    {"normalisation", "1 -2", GENUS_ERROR_METADATA, "normalisation"},
    {"temperature", NULL, GENUS_ERROR_METADATA, "temperature"},
    {"temperature", "0", GENUS_ERROR_METADATA, "temperature"},
    {"temperature", "-1", GENUS_ERROR_METADATA, "temperature"},
    {"temperature", "1e39", GENUS_ERROR_METADATA, "temperature"},
    {"temperature", "warm", GENUS_ERROR_METADATA, "temperature"},
    {"sure_threshold", NULL, GENUS_ERROR_METADATA, "sure_threshold"},
    {"sure_threshold", "1.01", GENUS_ERROR_METADATA, "sure_threshold"},
    {"sure_threshold", "-0.01", GENUS_ERROR_METADATA, "sure_threshold"},
};

/** Writes the tiny weights with one metadata field changed or left out. */
static void write_with_field(const char *path, const char *key, const char *value) {
    genus_model_config config = tiny_config();
    genus_model_config_text *text = calloc(1, sizeof *text);
    assert_non_null(text);
    assert_true(genus_model_config_print(&config, text));
    genus_metadata entries[GENUS_MODEL_CONFIG_ENTRIES];
    size_t count = 0;
    for (size_t i = 0; i < GENUS_MODEL_CONFIG_ENTRIES; i++) {
        bool is_it = strcmp(text->entries[i].key, key) == 0;
        if (!is_it || value != NULL) {
            entries[count++] = is_it ? (genus_metadata){key, value} : text->entries[i];
        }
    }
    genus_error error = {0};
    if (genus_safetensors_write(path, tiny_tensors, TINY_TENSORS, entries, count, &error) !=
        GENUS_OK) {
        fail_msg("%s", error.message);
    }
    free(text->labels);
    free(text);
}

static void refuses_every_wrong_field(void **state) {
    const scratch *room = *state;
    for (size_t i = 0; i < sizeof field_cases / sizeof field_cases[0]; i++) {
        const field_case *wrong = &field_cases[i];
        write_with_field(room->path, wrong->key, wrong->value);
        genus_model *model = NULL;
        genus_error error = {0};
        genus_status status = genus_model_load(room->path, &model, &error);
        if (status != wrong->status || error.status != status || model != NULL ||
            strstr(error.message, room->path) == NULL ||
            strstr(error.message, wrong->named) == NULL) {
            fail_msg("%s = \"%s\": status %d instead of %d, \"%s\"", wrong->key,
                     wrong->value == NULL ? "(missing)" : wrong->value, (int)status,
                     (int)wrong->status, error.message);
        }
    }
}

static void takes_any_way_to_write_a_number(void **state) {
    const scratch *room = *state;
    write_with_field(room->path, "normalisation", "-4.15e1 2E1");
    genus_model *model = NULL;
    genus_error error = {0};
    assert_int_equal(genus_model_load(room->path, &model, &error), GENUS_OK);
    assert_true(genus_model_get_config(model)->normalisation.offset == -41.5F);
    assert_true(genus_model_get_config(model)->normalisation.scale == 20.0F);
    genus_model_free(model);
}

static const float not_a_number[2] = {NAN, 0.0F};
static const float infinite[2] = {0.0F, -INFINITY};
static const float negative[2] = {1.0F, -1.0F};
static const float huge[2] = {3e38F, 3e38F};
static const double doubles[2] = {0.0, 0.0};

typedef struct tensor_case {
    genus_tensor tensor; ///< Replaces the one of this name, or comes on top.
    genus_status status;
} tensor_case;

static const tensor_case tensor_cases[] = {
    {{.name = "dense.bias",
      .rank = 1,
      .shape = {2},
      .dtype = GENUS_DTYPE_F32,
      .data = not_a_number},
     GENUS_ERROR_NOT_FINITE},
    {{.name = "norm1.bias", .rank = 1, .shape = {2}, .dtype = GENUS_DTYPE_F32, .data = infinite},
     GENUS_ERROR_NOT_FINITE},
    {{.name = "norm1.weight", .rank = 1, .shape = {2}, .dtype = GENUS_DTYPE_F64, .data = doubles},
     GENUS_ERROR_DTYPE},
    {{.name = "dense.weight",
      .rank = 2,
      .shape = {4, 1},
      .dtype = GENUS_DTYPE_F32,
      .data = tiny_dense},
     GENUS_ERROR_TENSOR_SHAPE},
    {{.name = "dense.weight",
      .rank = 1,
      .shape = {4},
      .dtype = GENUS_DTYPE_F32,
      .data = tiny_dense},
     GENUS_ERROR_TENSOR_SHAPE},
    {{.name = "dense.bias", .rank = 1, .shape = {0}, .dtype = GENUS_DTYPE_F32},
     GENUS_ERROR_TENSOR_SHAPE},
    {{.name = "norm1.running_var",
      .rank = 1,
      .shape = {2},
      .dtype = GENUS_DTYPE_F32,
      .data = negative},
     GENUS_ERROR_NETWORK},
    {{.name = "conv2.weight", .rank = 1, .shape = {2}, .dtype = GENUS_DTYPE_F32, .data = tiny_ones},
     GENUS_ERROR_TENSOR_UNKNOWN},
};

/** The tiny tensors with one replaced or added; returns how many there are. */
static size_t change_tensor(const genus_tensor *change, genus_tensor tensors[TINY_TENSORS + 1]) {
    size_t at = 0;
    while (at < TINY_TENSORS && strcmp(tiny_tensors[at].name, change->name) != 0) {
        at++;
    }
    memcpy(tensors, tiny_tensors, sizeof tiny_tensors);
    tensors[at] = *change;
    return at < TINY_TENSORS ? TINY_TENSORS : TINY_TENSORS + 1;
}

static genus_status write_tensors(const char *path, const genus_tensor *tensors, size_t count,
                                  genus_error *error) {
    genus_model_config config = tiny_config();
    genus_model_config_text *text = calloc(1, sizeof *text);
    assert_non_null(text);
    assert_true(genus_model_config_print(&config, text));
    genus_status status = genus_safetensors_write(path, tensors, count, text->entries,
                                                  GENUS_MODEL_CONFIG_ENTRIES, error);
    free(text->labels);
    free(text);
    return status;
}

static void refuses_every_wrong_tensor(void **state) {
    const scratch *room = *state;
    for (size_t i = 0; i < sizeof tensor_cases / sizeof tensor_cases[0]; i++) {
        genus_tensor tensors[TINY_TENSORS + 1];
        const genus_tensor *wrong = &tensor_cases[i].tensor;
        size_t count = change_tensor(wrong, tensors);
        genus_error error = {0};
        assert_int_equal(write_tensors(room->path, tensors, count, &error), GENUS_OK);
        genus_model *model = NULL;
        genus_status status = genus_model_load(room->path, &model, &error);
        if (status != tensor_cases[i].status || model != NULL ||
            strstr(error.message, room->path) == NULL ||
            strstr(error.message, wrong->name) == NULL) {
            fail_msg("case %zu, %s: status %d, \"%s\"", i, wrong->name, (int)status, error.message);
        }
    }
}

static void refuses_every_missing_tensor(void **state) {
    const scratch *room = *state;
    for (size_t gone = 0; gone < TINY_TENSORS; gone++) {
        genus_tensor tensors[TINY_TENSORS];
        size_t count = 0;
        for (size_t i = 0; i < TINY_TENSORS; i++) {
            if (i != gone) {
                tensors[count++] = tiny_tensors[i];
            }
        }
        genus_error error = {0};
        assert_int_equal(write_tensors(room->path, tensors, count, &error), GENUS_OK);
        genus_model *model = NULL;
        assert_int_equal(genus_model_load(room->path, &model, &error), GENUS_ERROR_TENSOR_MISSING);
        assert_non_null(strstr(error.message, tiny_tensors[gone].name));
        assert_null(model);
    }
}

static void refuses_weights_that_overflow_when_folded(void **state) {
    const scratch *room = *state;
    genus_tensor tensors[TINY_TENSORS + 1];
    genus_tensor scale = tiny_tensors[1];
    scale.data = huge;
    (void)change_tensor(&scale, tensors);
    tensors[4].data = tiny_zeros; // A variance of 0 multiplies by 1 / sqrt(epsilon).
    genus_error error = {0};
    assert_int_equal(write_tensors(room->path, tensors, TINY_TENSORS, &error), GENUS_OK);
    genus_model *model = NULL;
    assert_int_equal(genus_model_load(room->path, &model, &error), GENUS_ERROR_NOT_FINITE);
    assert_non_null(strstr(error.message, room->path));
    assert_null(model);
}

static void writes_nothing_that_would_not_load(void **state) {
    const scratch *room = *state;
    genus_error error = {0};
    genus_model_config config = tiny_config();
    config.labels[1] = "rock\nroll";
    assert_int_equal(
        genus_model_write(room->other, &config, tiny_tensors, TINY_TENSORS, NULL, 0, &error),
        GENUS_ERROR_LABELS);
    config = tiny_config();
    config.temperature = NAN;
    assert_int_equal(
        genus_model_write(room->other, &config, tiny_tensors, TINY_TENSORS, NULL, 0, &error),
        GENUS_ERROR_METADATA);
    config = tiny_config();
    const genus_metadata note = {"labels", "again"};
    assert_int_equal(
        genus_model_write(room->other, &config, tiny_tensors, TINY_TENSORS, &note, 1, &error),
        GENUS_ERROR_DUPLICATE_KEY);
    genus_tensor tensors[TINY_TENSORS + 1];
    (void)change_tensor(&tensor_cases[0].tensor, tensors);
    assert_int_equal(
        genus_model_write(room->other, &config, tensors, TINY_TENSORS, NULL, 0, &error),
        GENUS_ERROR_NOT_FINITE);
    assert_non_null(strstr(error.message, room->other));
    assert_int_not_equal(access(room->other, F_OK), 0);
}

static void a_refused_container_stays_with_the_caller(void **state) {
    const scratch *room = *state;
    write_with_field(room->path, "temperature", "0");
    genus_safetensors *file = NULL;
    genus_model *model = NULL;
    assert_int_equal(genus_safetensors_load(room->path, &file, NULL), GENUS_OK);
    assert_int_equal(genus_model_from_safetensors(file, &model, NULL), GENUS_ERROR_METADATA);
    assert_null(model);
    assert_string_equal(genus_safetensors_metadata(file, "temperature"), "0");
    genus_safetensors_free(file);
    assert_int_equal(genus_model_load(NULL, &model, NULL), GENUS_ERROR_ARGUMENT);
}

static void one_file_is_held_once(void **state) {
    const scratch *room = *state;
    write_tiny(room->path);
    assert_int_equal(symlink(room->path, room->other), 0);
    genus_model *models[3] = {NULL};
    assert_int_equal(genus_model_load(room->path, &models[0], NULL), GENUS_OK);
    assert_int_equal(genus_model_load(room->path, &models[1], NULL), GENUS_OK);
    assert_int_equal(genus_model_load(room->other, &models[2], NULL), GENUS_OK);
    assert_ptr_equal(models[0], models[1]);
    assert_ptr_equal(models[0], models[2]);
    assert_ptr_equal(genus_model_share(models[0]), models[0]);
    // Four references: with three gone it is still there for the next load.
    genus_model_free(models[0]);
    genus_model_free(models[1]);
    genus_model_free(models[2]);
    genus_model *again = NULL;
    assert_int_equal(genus_model_load(room->path, &again, NULL), GENUS_OK);
    assert_ptr_equal(again, models[0]);
    assert_string_equal(genus_model_label(again, 1), "rock");
    genus_model_free(again);
    genus_model_free(again);
    genus_model_free(NULL);
    assert_int_equal(unlink(room->other), 0);
}

static void a_replaced_file_is_another_model(void **state) {
    const scratch *room = *state;
    write_tiny(room->path);
    genus_model *before = NULL;
    genus_model *after = NULL;
    assert_int_equal(genus_model_load(room->path, &before, NULL), GENUS_OK);
    write_with_field(room->path, "labels", "schlager\npolka");
    assert_int_equal(genus_model_load(room->path, &after, NULL), GENUS_OK);
    assert_ptr_not_equal(before, after);
    assert_string_equal(genus_model_label(before, 1), "rock");
    assert_string_equal(genus_model_label(after, 1), "polka");
    genus_model_free(before);
    assert_string_equal(genus_model_label(after, 0), "schlager");
    // A file that is gone is not answered from memory.
    assert_int_equal(unlink(room->path), 0);
    genus_model *gone = NULL;
    assert_int_equal(genus_model_load(room->path, &gone, NULL), GENUS_ERROR_OPEN);
    genus_model_free(after);
}

typedef struct loader {
    pthread_t thread;
    pthread_barrier_t *barrier;
    const char *path;
    genus_model *model;
    size_t failures;
} loader;

/** Loads at the same moment as the others and keeps the model until all have one. */
static void *load_at_once(void *argument) {
    loader *self = argument;
    (void)pthread_barrier_wait(self->barrier);
    if (genus_model_load(self->path, &self->model, NULL) != GENUS_OK) {
        self->failures++;
    }
    (void)pthread_barrier_wait(self->barrier);
    return NULL;
}

/** Loads, shares and gives back over and over, so that models come and go at any moment. */
static void *load_and_free(void *argument) {
    loader *self = argument;
    (void)pthread_barrier_wait(self->barrier);
    for (int i = 0; i < 300; i++) {
        genus_model *model = NULL;
        if (genus_model_load(self->path, &model, NULL) != GENUS_OK) {
            self->failures++;
            continue;
        }
        genus_model *second = genus_model_share(model);
        genus_model_free(model);
        self->failures += strcmp(genus_model_label(second, 1), "rock") != 0;
        genus_model_free(second);
    }
    return NULL;
}

static void run_loaders(const char *path, void *(*work)(void *), loader loaders[THREADS]) {
    pthread_barrier_t barrier;
    assert_int_equal(pthread_barrier_init(&barrier, NULL, THREADS), 0);
    for (size_t i = 0; i < THREADS; i++) {
        loaders[i] = (loader){.barrier = &barrier, .path = path};
        assert_int_equal(pthread_create(&loaders[i].thread, NULL, work, &loaders[i]), 0);
    }
    for (size_t i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_join(loaders[i].thread, NULL), 0);
        assert_int_equal(loaders[i].failures, 0);
    }
    assert_int_equal(pthread_barrier_destroy(&barrier), 0);
}

static void threads_share_one_model(void **state) {
    const scratch *room = *state;
    write_tiny(room->path);
    loader loaders[THREADS];
    run_loaders(room->path, load_at_once, loaders);
    for (size_t i = 0; i < THREADS; i++) {
        assert_ptr_equal(loaders[i].model, loaders[0].model);
    }
    for (size_t i = 0; i < THREADS; i++) {
        genus_model_free(loaders[i].model);
    }
    run_loaders(room->path, load_and_free, loaders);
}

static void the_library_names_itself(void **state) {
    (void)state;
    assert_true(strlen(genus_version()) >= 5);
    assert_string_equal(genus_state_name(GENUS_LISTENING), "listening");
    assert_string_equal(genus_state_name(GENUS_SILENCE), "silence");
    assert_string_equal(genus_state_name(GENUS_UNSURE), "unsure");
    assert_string_equal(genus_state_name(GENUS_SURE), "sure");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_reads_back),
        cmocka_unit_test(refuses_every_wrong_field),
        cmocka_unit_test(takes_any_way_to_write_a_number),
        cmocka_unit_test(refuses_every_wrong_tensor),
        cmocka_unit_test(refuses_every_missing_tensor),
        cmocka_unit_test(refuses_weights_that_overflow_when_folded),
        cmocka_unit_test(writes_nothing_that_would_not_load),
        cmocka_unit_test(a_refused_container_stays_with_the_caller),
        cmocka_unit_test(one_file_is_held_once),
        cmocka_unit_test(a_replaced_file_is_another_model),
        cmocka_unit_test(threads_share_one_model),
        cmocka_unit_test(the_library_names_itself),
    };
    return cmocka_run_group_tests(tests, make_scratch, remove_scratch);
}
