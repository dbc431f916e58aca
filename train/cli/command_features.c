// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// genus-train features: from a folder of audio to a features file.

#include "train/cli/command.h"

#include "engine/base/text.h"
#include "train/cli/shared_options.h"
#include "train/data/dataset.h"
#include "train/data/features_file.h"

#include <stddef.h>
#include <stdio.h>

/** What the command line asks for. */
typedef struct request {
    const char *folder;
    const char *out;
    genus_cache_choice cache;
    unsigned threads;
} request;

static void begin(void *asked) {
    ((request *)asked)->threads = genus_default_threads();
}

static const genus_option options[] = {
    {"out", "FILE", "where the features go", GENUS_OPTION_FIELD(request, out), .writes = true},
    {.name = NULL},
};

static genus_status compute(const void *asked, genus_error *error) {
    const request *request = asked;
    const genus_frontend_settings settings = genus_frontend_settings_default();
    genus_dataset *dataset = NULL;
    genus_status status = genus_dataset_load_folder(request->folder, &settings, request->threads,
                                                    &request->cache, &dataset, error);
    if (status == GENUS_OK) {
        status = genus_features_write(dataset, NULL, request->out, error);
    }
    if (status == GENUS_OK) {
        (void)printf("%s: %zu clip%s of %u classes, %zu file%s skipped\n", request->out,
                     dataset->clip_count, genus_plural(dataset->clip_count), dataset->label_count,
                     dataset->skipped, genus_plural(dataset->skipped));
    }
    genus_dataset_free(dataset);
    return status;
}

const genus_command genus_command_features = {
    .name = "features",
    .summary = "computes the features of a folder of audio, so that fit need not",
    .synopsis = "FOLDER --out FILE [OPTION...]",
    .about = "Computes the features of every audio file in FOLDER, which has one sub-folder a "
             "class, and writes them to FILE, which fit and evaluate take in place of the "
             "folder.",
    .groups =
        (const genus_option_group[]){{options, 0, NULL},
                                     {genus_threads_options, offsetof(request, threads), NULL},
                                     {genus_cache_options, offsetof(request, cache), "cache"},
                                     {NULL, 0, NULL}},
    .operands = {offsetof(request, folder)},
    .request_size = sizeof(request),
    .begin = begin,
    .run = compute,
};
