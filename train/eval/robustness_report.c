// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What became of the verdicts on rough input, as a table and as JSON. cJSON's functions on a NULL
// item do nothing and report failure.

#include "train/eval/robustness.h"

#include <cJSON.h>

static double percent(const genus_robustness *rough, size_t part) {
    return 100.0 * (double)part / (double)rough->pieces;
}

static void print_row(const genus_robustness *rough, const char *name,
                      const genus_robustness_row *row, FILE *stream) {
    (void)fprintf(stream, "%-10s  %6.1f %%  %5zu of %-5zu %5.1f %%  %6.1f %%  %6.1f %%\n", name,
                  percent(rough, row->correct), row->same, rough->pieces, percent(rough, row->same),
                  percent(rough, row->sure), percent(rough, row->silence));
}

void genus_robustness_print(const genus_robustness *rough, FILE *stream) {
    (void)fprintf(stream, "%-10s  %8s  %22s  %8s  %8s\n", "input", "accuracy", "same as clean",
                  "sure", "silence");
    print_row(rough, "clean", &rough->clean, stream);
    for (size_t i = 0; i < GENUS_DEGRADATION_COUNT; i++) {
        if (rough->wanted[i]) {
            print_row(rough, genus_degradation_name((genus_degradation)i), &rough->degraded[i],
                      stream);
        }
    }
}

static bool add_number(cJSON *object, const char *key, double number) {
    return cJSON_AddNumberToObject(object, key, number) != NULL;
}

static bool add_row(cJSON *rows, const genus_robustness *rough, const char *name,
                    const genus_robustness_row *row) {
    cJSON *object = cJSON_CreateObject();
    const double pieces = (double)rough->pieces;
    return cJSON_AddItemToArray(rows, object) &&
           cJSON_AddStringToObject(object, "input", name) != NULL &&
           add_number(object, "correct", (double)row->correct) &&
           add_number(object, "accuracy", (double)row->correct / pieces) &&
           add_number(object, "same", (double)row->same) &&
           add_number(object, "agreement", (double)row->same / pieces) &&
           add_number(object, "sure", (double)row->sure / pieces) &&
           add_number(object, "silence", (double)row->silence / pieces);
}

char *genus_robustness_json(const genus_robustness *rough, const char *weights, const char *data) {
    cJSON *root = cJSON_CreateObject();
    bool good = cJSON_AddStringToObject(root, "weights", weights) != NULL &&
                cJSON_AddStringToObject(root, "data", data) != NULL &&
                cJSON_AddStringToObject(root, "tool_version", genus_version()) != NULL &&
                add_number(root, "clips", (double)rough->pieces) &&
                add_number(root, "skipped", (double)rough->skipped);
    cJSON *rows = cJSON_AddArrayToObject(root, "inputs");
    good = good && add_row(rows, rough, "clean", &rough->clean);
    for (size_t i = 0; good && i < GENUS_DEGRADATION_COUNT; i++) {
        good =
            !rough->wanted[i] ||
            add_row(rows, rough, genus_degradation_name((genus_degradation)i), &rough->degraded[i]);
    }
    char *text = good ? cJSON_Print(root) : NULL;
    cJSON_Delete(root);
    return text;
}
