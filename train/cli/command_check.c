// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// genus-train check: a look at a data set, before anything is trained on it.

#include "train/cli/commands.h"

#include "engine/base/atomic_file.h"
#include "train/cli/arguments.h"
#include "train/data/data_check.h"
#include "train/util/interrupt.h"

#include <stdlib.h>
#include <string.h>

static const char usage[] =
    "Usage: genus-train check DATA [OPTION...]\n"
    "Looks at DATA, a features file or a folder with one sub-folder a class: clips and lengths\n"
    "of each class, files that cannot be used, clipping, silence, and clips that are the same\n"
    "recording, found by how they sound.\n"
    "\n"
    "      --json FILE    writes what was seen as JSON too\n"
    "      --cache FILE   where the features of a folder are kept from run to run [a file\n"
    "                     in $XDG_CACHE_HOME/genus or ~/.cache/genus]\n"
    "      --no-cache     keeps none and uses none\n"
    "      --threads N    threads, 1 to 256; the result does not depend on it [one a processor]\n"
    "  -h, --help         this text\n";

enum {
    option_json = 256,
    option_threads,
};

/// What the command line asks for.
struct request {
    const char *data;
    const char *json;
    genus_cache_choice cache;
    unsigned threads;
};

static const struct option options[] = {
    {"json", required_argument, NULL, option_json},
    {"threads", required_argument, NULL, option_threads},
    GENUS_CACHE_OPTIONS,
    GENUS_HELP_OPTION,
};

static bool take_option(int option, const char *value, void *context) {
    struct request *request = context;
    switch (option) {
    case option_json:
        request->json = value;
        return true;
    case option_threads:
        return genus_threads_take(value, &request->threads);
    default:
        return genus_cache_take(option, value, &request->cache);
    }
}

static genus_status check(const struct request *request, genus_error *error) {
    genus_dataset *dataset = NULL;
    genus_data_check look = {0};
    genus_status status =
        request->json != NULL ? genus_atomic_file_check(request->json, error) : GENUS_OK;
    if (status == GENUS_OK) {
        status = genus_dataset_load(request->data, &request->cache, &dataset, error);
    }
    if (status == GENUS_OK) {
        status = genus_data_check_run(dataset, request->threads, &look, error);
    }
    if (status == GENUS_OK) {
        genus_data_check_print(&look, dataset, stdout);
    }
    if (status == GENUS_OK && request->json != NULL) {
        char *text = genus_data_check_json(&look, dataset, request->data);
        status = text != NULL
                     ? genus_atomic_file_write(request->json, text, strlen(text), error)
                     : genus_fail(error, GENUS_ERROR_MEMORY, "%s: out of memory", request->json);
        free(text);
    }
    genus_data_check_clear(&look);
    genus_dataset_free(dataset);
    return status;
}

int genus_command_check(int argc, char **argv) {
    struct request request = {.threads = genus_default_threads()};
    int code = GENUS_EXIT_GOOD;
    const genus_syntax syntax = {usage, options, take_option};
    if (!genus_arguments_read(argc, argv, &syntax, &request, &code)) {
        return code;
    }
    if (argc - optind != 1) {
        return genus_arguments_refuse(argv[0], "needs DATA");
    }
    request.data = argv[optind];
    genus_interrupt_hold();
    genus_error error = {0};
    return genus_command_end(argv[0], check(&request, &error), &error);
}
