// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Results as notes in a weights file, in both directions.

#include "train/eval/results_notes.h"

#include "engine/base/number.h"
#include "engine/base/text.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char key_history[] = "history";
static const char key_data_check[] = "data_check";
static const char key_test_clips[] = "test_clips";
static const char key_test_hearings[] = "test_hearings";

bool genus_result_notes_has(const char *key) {
    const char *const keys[GENUS_RESULT_NOTES] = {key_history, key_data_check, key_test_clips,
                                                  key_test_hearings};
    for (size_t i = 0; i < GENUS_RESULT_NOTES; i++) {
        if (strcmp(key, keys[i]) == 0) {
            return true;
        }
    }
    return false;
}

// -------------------------------------------------------------------------------------- writing

static void print_history(const genus_results *results, genus_text *text) {
    for (size_t i = 0; i < results->epoch_count; i++) {
        const genus_epoch_result *epoch = &results->epochs[i];
        genus_text_print(text, "%.4f %.4f %" PRIu32 "\n", (double)epoch->loss,
                         (double)epoch->validation_loss, epoch->validation_correct);
    }
}

static void print_data_check(const genus_results *results, genus_text *text) {
    if (!results->has_data) {
        return;
    }
    genus_text_print(text, "recordings %" PRIu32 "\nbound %" PRIu32 "\n", results->recordings,
                     results->bound);
    for (uint32_t label = 0; label < results->label_count; label++) {
        for (size_t part = 0; part < GENUS_PART_COUNT; part++) {
            genus_text_print(text, "%" PRIu32 "%c", results->class_clips[label][part],
                             part + 1 < GENUS_PART_COUNT ? ' ' : '\n');
        }
    }
}

static void print_test_clips(const genus_results *results, genus_text *text) {
    for (size_t i = 0; i < results->clip_count; i++) {
        const genus_clip_result *clip = &results->clips[i];
        genus_text_print(text, "%" PRIu32 " ", clip->truth);
        for (uint32_t k = 0; k < GENUS_LEADERS; k++) {
            genus_text_print(text, "%" PRIu32 " %" PRIu32 " ", clip->leaders[k],
                             clip->millionths[k]);
        }
        genus_text_put_clean(text, clip->name);
        genus_text_put(text, "\n");
    }
}

static void print_test_hearings(const genus_results *results, genus_text *text) {
    for (size_t i = 0; results->clip_count > 0 && i < GENUS_PREFIXES; i++) {
        genus_text_print(text, "%g %" PRIu32 "/%" PRIu32 "\n", genus_prefix_seconds[i],
                         results->prefixes[i].correct, results->prefixes[i].total);
    }
}

bool genus_result_notes_print(const genus_results *results, genus_result_notes *notes) {
    const struct {
        const char *key;
        void (*print)(const genus_results *, genus_text *);
    } kinds[GENUS_RESULT_NOTES] = {
        {key_history, print_history},
        {key_data_check, print_data_check},
        {key_test_clips, print_test_clips},
        {key_test_hearings, print_test_hearings},
    };
    *notes = (genus_result_notes){0};
    for (size_t i = 0; i < GENUS_RESULT_NOTES; i++) {
        genus_text text = {0};
        kinds[i].print(results, &text);
        const bool is_empty = text.length == 0 && !text.failed;
        char *value = is_empty ? NULL : genus_text_take(&text);
        if (value != NULL) {
            notes->entries[notes->count++] = (genus_metadata){kinds[i].key, value};
        } else if (!is_empty) {
            genus_result_notes_clear(notes);
            return false;
        }
    }
    return true;
}

void genus_result_notes_clear(genus_result_notes *notes) {
    for (size_t i = 0; i < notes->count; i++) {
        free((void *)notes->entries[i].value);
    }
    notes->count = 0;
}

// -------------------------------------------------------------------------------------- reading

/** Takes a whole number and the character behind it. */
static bool take_whole(const char **at, char behind, uint32_t *number) {
    uint64_t value = 0;
    const char *c = *at;
    for (; *c >= '0' && *c <= '9'; c++) {
        value = 10 * value + (uint64_t)(*c - '0');
        if (value > UINT32_MAX) {
            return false;
        }
    }
    if (c == *at || *c != behind) {
        return false;
    }
    *number = (uint32_t)value;
    *at = c + 1;
    return true;
}

/** Takes a decimal number and the space behind it. */
static bool take_number(const char **at, float *number) {
    char digits[GENUS_NUMBER_TEXT];
    const size_t length = strcspn(*at, " \n");
    if (length >= sizeof digits || (*at)[length] != ' ') {
        return false;
    }
    memcpy(digits, *at, length);
    digits[length] = '\0';
    *at += length + 1;
    return genus_number_parse(digits, number);
}

/** Takes a word that must stand there. */
static bool take_word(const char **at, const char *word) {
    const size_t length = strlen(word);
    const bool there = strncmp(*at, word, length) == 0;
    *at += there ? length : 0;
    return there;
}

static bool read_history(const char *at, genus_results *results) {
    while (*at != '\0') {
        genus_epoch_result epoch;
        if (!take_number(&at, &epoch.loss) || !take_number(&at, &epoch.validation_loss) ||
            !take_whole(&at, '\n', &epoch.validation_correct) ||
            epoch.validation_correct > results->validation_clips ||
            !genus_results_add_epoch(results, epoch)) {
            results->epoch_count = 0;
            return false;
        }
    }
    return true;
}

static bool read_data_check(const char *at, genus_results *results) {
    bool good = take_word(&at, "recordings ") && take_whole(&at, '\n', &results->recordings) &&
                take_word(&at, "bound ") && take_whole(&at, '\n', &results->bound);
    for (uint32_t label = 0; good && label < results->label_count; label++) {
        for (size_t part = 0; good && part < GENUS_PART_COUNT; part++) {
            good = take_whole(&at, part + 1 < GENUS_PART_COUNT ? ' ' : '\n',
                              &results->class_clips[label][part]) &&
                   results->class_clips[label][part] < UINT32_MAX / GENUS_LABELS_MAX / 4;
        }
    }
    results->has_data = good && *at == '\0';
    return results->has_data;
}

static bool read_clip(const char **at, genus_results *results) {
    genus_clip_result clip = {0};
    bool good = take_whole(at, ' ', &clip.truth) && clip.truth < results->label_count;
    for (size_t k = 0; good && k < GENUS_LEADERS; k++) {
        good = take_whole(at, ' ', &clip.leaders[k]) && take_whole(at, ' ', &clip.millionths[k]) &&
               clip.leaders[k] < results->label_count && clip.millionths[k] <= 1000000;
    }
    clip.sure = (double)clip.millionths[0] + 0.5 >= 1e6 * (double)results->sure_threshold;
    const size_t length = strcspn(*at, "\n");
    if (!good || (*at)[length] != '\n') {
        return false;
    }
    char *name = strndup(*at, length);
    good = name != NULL && genus_results_add_clip(results, name, &clip);
    free(name);
    *at += length + 1;
    return good;
}

static bool read_test_clips(const char *at, genus_results *results) {
    while (*at != '\0') {
        if (!read_clip(&at, results)) {
            genus_results_forget_clips(results);
            return false;
        }
    }
    return true;
}

static bool read_test_hearings(const char *at, genus_results *results) {
    for (size_t i = 0; i < GENUS_PREFIXES; i++) {
        float seconds = 0.0F;
        genus_score *score = &results->prefixes[i];
        if (!take_number(&at, &seconds) || (double)seconds != genus_prefix_seconds[i] ||
            !take_whole(&at, '/', &score->correct) || !take_whole(&at, '\n', &score->total) ||
            score->correct > score->total) {
            memset(results->prefixes, 0, sizeof results->prefixes);
            return false;
        }
    }
    return *at == '\0';
}

/** "86/100": only the second is needed, the first is the last drawn epoch's. */
static uint32_t validation_clips(const genus_model *model) {
    const char *at = genus_model_metadata(model, "validation_accuracy");
    uint32_t correct = 0;
    uint32_t total = 0;
    if (at == NULL || !take_whole(&at, '/', &correct) || !take_whole(&at, '\0', &total)) {
        return 0;
    }
    return total;
}

/** What else the file says of how it was made. */
static bool read_settings(const genus_model *model, genus_results *results) {
    static const char *const keys[] = {
        "settings",    "network",        "seed",          "data_digest", "split_digest",
        "temperature", "sure_threshold", "normalisation", "sample_rate", "n_fft",
        "hop",         "mel_bands",      "f_min",         "f_max",       "tool_version",
        "command",     "refit_epochs",
    };
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const char *value = genus_model_metadata(model, keys[i]);
        if (value != NULL && !genus_results_add_setting(results, keys[i], value)) {
            return false;
        }
    }
    return true;
}

genus_status genus_result_notes_read(const genus_model *model, const char *path,
                                     genus_results **results, genus_error *error) {
    const struct {
        const char *key;
        bool (*read)(const char *, genus_results *);
    } kinds[GENUS_RESULT_NOTES] = {
        {key_history, read_history},
        {key_data_check, read_data_check},
        {key_test_clips, read_test_clips},
        {key_test_hearings, read_test_hearings},
    };
    const genus_model_config *config = genus_model_get_config(model);
    genus_results *made = genus_results_new(path, "test", config->labels, config->label_count);
    if (made == NULL || !read_settings(model, made)) {
        genus_results_free(made);
        return genus_fail(error, GENUS_ERROR_MEMORY, "%s: out of memory for results", path);
    }
    const char *duplicates = genus_model_metadata(model, "duplicates");
    if (duplicates != NULL) {
        made->duplicates = strdup(duplicates);
        if (made->duplicates == NULL) {
            genus_results_free(made);
            return genus_fail(error, GENUS_ERROR_MEMORY, "%s: out of memory for results", path);
        }
    }
    made->sure_threshold = config->sure_threshold;
    made->validation_clips = validation_clips(model);
    for (size_t i = 0; i < GENUS_RESULT_NOTES; i++) {
        const char *value = genus_model_metadata(model, kinds[i].key);
        if (value != NULL && !kinds[i].read(value, made)) {
            (void)fprintf(stderr, "%s: metadata '%s' makes no sense and is left out\n", path,
                          kinds[i].key);
        }
    }
    *results = made;
    return GENUS_OK;
}
