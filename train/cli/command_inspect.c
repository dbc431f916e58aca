// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// genus-train inspect: what a weights file says about itself, as a table.

#include "train/cli/command.h"

#include "engine/base/number.h"
#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "engine/model/model.h"
#include "train/eval/results_notes.h"
#include "train/eval/scores.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

/** What the command line asks for. */
typedef struct request {
    const char *weights;
} request;

enum {
    key_width = 20,
    score_size = 16,
};

static void print_key(const char *key) {
    const size_t length = strlen(key);
    genus_utf8_write_plain(stdout, key, length);
    (void)printf("%*s", length < key_width ? (int)(key_width - length) : 1, "");
}

/// Classes and layers are one line each in the file: here they stand in a row.
static void print_lines_in_a_row(const char *value) {
    for (;;) {
        const size_t length = strcspn(value, "\n");
        genus_utf8_write_plain(stdout, value, length);
        if (value[length] == '\0' || value[length + 1] == '\0') {
            return;
        }
        (void)fputs(", ", stdout);
        value += length + 1;
    }
}

/// "--rate 0.001 --seed 0": one setting a line.
static void print_settings(const char *value) {
    for (;;) {
        const char *next = strstr(value + 1, " --");
        const char *end = next != NULL ? next : value + strlen(value);
        genus_utf8_write_plain(stdout, value, (size_t)(end - value));
        if (next == NULL) {
            return;
        }
        (void)printf("\n%*s", key_width, "");
        value = next + 1;
    }
}

/// "91/100" as two numbers; false for any other text.
static bool read_score(const char *value, uint32_t *right, uint32_t *total) {
    const char *slash = strchr(value, '/');
    char first[score_size];
    uint64_t numbers[2];
    if (slash == NULL || (size_t)(slash - value) >= sizeof first) {
        return false;
    }
    memcpy(first, value, (size_t)(slash - value));
    first[slash - value] = '\0';
    if (!genus_number_parse_u64(slash + 1, UINT32_MAX, &numbers[1]) || numbers[1] == 0 ||
        !genus_number_parse_u64(first, numbers[1], &numbers[0])) {
        return false;
    }
    *right = (uint32_t)numbers[0];
    *total = (uint32_t)numbers[1];
    return true;
}

static size_t count_lines(const char *value) {
    size_t lines = 0;
    for (; *value != '\0'; value++) {
        lines += *value == '\n';
    }
    return lines;
}

static void print_score(uint32_t right, uint32_t total) {
    const genus_interval interval = genus_wilson(right, total);
    (void)printf("%u/%u = %.1f %%, 95 %% interval %.1f to %.1f %%", right, total,
                 100.0 * right / total, 100.0 * interval.low, 100.0 * interval.high);
}

static void print_entry(const char *key, const char *value) {
    static const char score_suffix[] = "_accuracy";
    const size_t length = strlen(key);
    const size_t lines = count_lines(value);
    const size_t suffix = sizeof score_suffix - 1;
    uint32_t right = 0;
    uint32_t total = 0;
    print_key(key);
    if (strcmp(key, "settings") == 0) {
        print_settings(value);
    } else if (genus_result_notes_has(key)) {
        (void)printf("%zu line%s, shown by genus-train report", lines, genus_plural(lines));
    } else if (strcmp(key, "duplicates") == 0) {
        const size_t groups = lines + (*value != '\0'); // One a line, and the last does not end.
        (void)printf("%zu group%s of clips of one recording each, found by their features", groups,
                     genus_plural(groups));
    } else if (length > suffix && strcmp(key + length - suffix, score_suffix) == 0 &&
               read_score(value, &right, &total)) {
        print_score(right, total);
    } else {
        print_lines_in_a_row(value);
    }
    (void)putchar('\n');
}

static void print_tensors(const genus_safetensors *file) {
    const genus_tensor *tensors = genus_safetensors_tensors(file);
    size_t numbers = 0;
    size_t bytes = 0;
    for (size_t i = 0; i < genus_safetensors_count(file); i++) {
        const size_t elements = genus_tensor_elements(&tensors[i]);
        numbers += elements;
        bytes += elements * genus_dtype_size(tensors[i].dtype);
    }
    print_key("tensors");
    (void)printf("%zu of %zu numbers in all, %.2f MB\n", genus_safetensors_count(file), numbers,
                 (double)bytes / 1e6);
}

/// Loads the file as a model, too: what is printed is of weights that work.
static genus_status inspect(const void *asked, genus_error *error) {
    const char *path = ((const request *)asked)->weights;
    genus_model *model = NULL;
    genus_safetensors *file = NULL;
    genus_status status = genus_model_load(path, &model, error);
    if (status == GENUS_OK) {
        status = genus_safetensors_load(path, &file, error);
    }
    if (status == GENUS_OK) {
        size_t count = 0;
        const genus_metadata *entries = genus_safetensors_metadata_entries(file, &count);
        print_entry("weights", path);
        print_tensors(file);
        for (size_t i = 0; i < count; i++) {
            print_entry(entries[i].key, entries[i].value);
        }
    }
    genus_safetensors_free(file);
    genus_model_free(model);
    return status;
}

const genus_command genus_command_inspect = {
    .name = "inspect",
    .summary = "prints what a weights file says about itself",
    .synopsis = "WEIGHTS",
    .about = "Prints what WEIGHTS says about itself: size, classes, front end, network, how it "
             "was trained and on what, and its scores with their 95 % intervals.",
    .groups = (const genus_option_group[]){{NULL, 0, NULL}},
    .operands = {offsetof(request, weights)},
    .request_size = sizeof(request),
    .run = inspect,
};
