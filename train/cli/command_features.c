// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// genus-train features: from a folder of audio to a features file.

#include "train/cli/commands.h"

#include "engine/base/atomic_file.h"
#include "train/cli/arguments.h"
#include "train/data/dataset.h"
#include "train/data/features_file.h"

#include <stdio.h>

static const char usage[] =
    "Usage: genus-train features FOLDER --out FILE [OPTION...]\n"
    "Computes the features of every audio file in FOLDER, which has one sub-folder a class, and\n"
    "writes them to FILE, which fit and evaluate take in place of the folder.\n"
    "\n"
    "      --out FILE    where the features go\n"
    "      --cache FILE  where the features of a folder are kept from run to run [a file\n"
    "                    in $XDG_CACHE_HOME/genus or ~/.cache/genus]\n"
    "      --no-cache    keeps none and uses none\n"
    "      --threads N   threads, 1 to 256; the result does not depend on it [one a processor]\n"
    "  -h, --help        this text\n";

enum {
    option_out = 256,
    option_threads,
};

/** What the command line asks for. */
typedef struct request {
    const char *folder;
    const char *out;
    genus_cache_choice cache;
    unsigned threads;
} request;

static const struct option options[] = {
    {"out", required_argument, NULL, option_out},
    {"threads", required_argument, NULL, option_threads},
    GENUS_CACHE_OPTIONS,
    GENUS_HELP_OPTION,
};

static bool take_option(int option, const char *value, void *context) {
    request *request = context;
    switch (option) {
    case option_out:
        request->out = value;
        return true;
    case option_threads:
        return genus_threads_take(value, &request->threads);
    default:
        return genus_cache_take(option, value, &request->cache);
    }
}

static genus_status compute(const request *request, genus_error *error) {
    const genus_frontend_settings settings = genus_frontend_settings_default();
    genus_dataset *dataset = NULL;
    genus_status status = genus_atomic_file_check(request->out, error);
    if (status == GENUS_OK) {
        status = genus_dataset_load_folder(request->folder, &settings, request->threads,
                                           &request->cache, &dataset, error);
    }
    if (status == GENUS_OK) {
        status = genus_features_write(dataset, NULL, request->out, error);
    }
    if (status == GENUS_OK) {
        (void)printf("%s: %zu clips of %u classes, %zu files skipped\n", request->out,
                     dataset->clip_count, dataset->label_count, dataset->skipped);
    }
    genus_dataset_free(dataset);
    return status;
}

int genus_command_features(int argc, char **argv) {
    request request = {.threads = genus_default_threads()};
    int code = GENUS_EXIT_GOOD;
    const genus_syntax syntax = {usage, options, take_option};
    if (!genus_arguments_read(argc, argv, &syntax, &request, &code)) {
        return code;
    }
    if (argc - optind != 1 || request.out == NULL) {
        return genus_arguments_refuse(argv[0], "needs FOLDER and --out FILE");
    }
    request.folder = argv[optind];
    genus_error error = {0};
    return genus_command_end(argv[0], compute(&request, &error), &error);
}
