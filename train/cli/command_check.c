// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// genus-train check: a look at a data set, before anything is trained on it.

#include "train/cli/command.h"

#include "train/cli/shared_options.h"
#include "train/data/data_check.h"
#include "train/util/interrupt.h"

#include <stddef.h>
#include <stdio.h>

/** What the command line asks for. */
typedef struct request {
    const char *data;
    const char *json;
    genus_cache_choice cache;
    unsigned threads;
} request;

static void begin(void *asked) {
    ((request *)asked)->threads = genus_default_threads();
}

static const genus_option options[] = {
    {"json", "FILE", "writes what was seen as JSON too", GENUS_OPTION_FIELD(request, json),
     .writes = true},
    {.name = NULL},
};

static genus_status check(const void *asked, genus_error *error) {
    const request *request = asked;
    genus_dataset *dataset = NULL;
    genus_data_check look = {0};
    genus_interrupt_hold();
    genus_status status = genus_dataset_load(request->data, &request->cache, &dataset, error);
    if (status == GENUS_OK) {
        status = genus_data_check_run(dataset, request->threads, &look, error);
    }
    if (status == GENUS_OK) {
        genus_data_check_print(&look, dataset, stdout);
    }
    if (status == GENUS_OK && request->json != NULL) {
        status = genus_command_write(request->json,
                                     genus_data_check_json(&look, dataset, request->data), error);
    }
    genus_data_check_clear(&look);
    genus_dataset_free(dataset);
    return status;
}

const genus_command genus_command_check = {
    .name = "check",
    .summary = "looks at a data set: duplicates, faults, how much there is of what",
    .synopsis = "DATA [OPTION...]",
    .about = "Looks at DATA, a features file or a folder with one sub-folder a class: clips and "
             "lengths of each class, files that cannot be used, clipping, silence, and clips "
             "that are the same recording, found by how they sound.",
    .groups =
        (const genus_option_group[]){{options, 0, NULL},
                                     {genus_threads_options, offsetof(request, threads), NULL},
                                     {genus_cache_options, offsetof(request, cache), "cache"},
                                     {NULL, 0, NULL}},
    .operands = {offsetof(request, data)},
    .request_size = sizeof(request),
    .begin = begin,
    .run = check,
};
