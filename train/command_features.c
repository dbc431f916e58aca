// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// genus-train features: from a folder of audio to a features file.

#include "commands.h"

#include "dataset.h"
#include "numbers.h"
#include "output.h"

#include <getopt.h>
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
    option_cache,
    option_no_cache,
    option_threads,
    threads_max = 256,
};

/** What the command line asks for. */
typedef struct request {
    const char *folder;
    const char *out;
    genus_cache_choice cache;
    unsigned threads;
} request;

/** @return GENUS_EXIT_GOOD with a folder, or without one if only the help was wanted. */
static int read_arguments(int argc, char **argv, request *request) {
    static const struct option options[] = {
        {"out", required_argument, NULL, option_out},
        {"cache", required_argument, NULL, option_cache},
        {"no-cache", no_argument, NULL, option_no_cache},
        {"threads", required_argument, NULL, option_threads},
        {"help", no_argument, NULL, 'h'},
        {NULL, 0, NULL, 0},
    };
    uint64_t threads = genus_default_threads();
    for (int option = 0; (option = getopt_long(argc, argv, "h", options, NULL)) != -1;) {
        switch (option) {
        case option_out:
            request->out = optarg;
            break;
        case option_cache:
            request->cache.file = optarg;
            break;
        case option_no_cache:
            request->cache.off = true;
            break;
        case option_threads:
            if (!genus_parse_u64(optarg, threads_max, &threads) || threads < 1) {
                (void)fprintf(stderr, "%s: --threads %s: must be 1 to %d\n", argv[0], optarg,
                              threads_max);
                return GENUS_EXIT_USAGE;
            }
            break;
        case 'h':
            (void)fputs(usage, stdout);
            return GENUS_EXIT_GOOD;
        default: // getopt_long has said what is wrong.
            return GENUS_EXIT_USAGE;
        }
    }
    if (argc - optind != 1 || request->out == NULL) {
        (void)fprintf(stderr, "%s: needs one FOLDER and --out FILE (see --help)\n", argv[0]);
        return GENUS_EXIT_USAGE;
    }
    request->folder = argv[optind];
    request->threads = (unsigned)threads;
    return GENUS_EXIT_GOOD;
}

static genus_status compute(const request *request, genus_error *error) {
    const genus_frontend_settings settings = genus_frontend_settings_default();
    genus_dataset *dataset = NULL;
    genus_status status = genus_output_check(request->out, error);
    if (status == GENUS_OK) {
        status = genus_dataset_load_folder(request->folder, &settings, request->threads,
                                           &request->cache, &dataset, error);
    }
    if (status == GENUS_OK) {
        status = genus_dataset_write(dataset, request->out, error);
    }
    if (status == GENUS_OK) {
        (void)printf("%s: %zu clips of %u classes, %zu files skipped\n", request->out,
                     dataset->clip_count, dataset->label_count, dataset->skipped);
    }
    genus_dataset_free(dataset);
    return status;
}

int genus_command_features(int argc, char **argv) {
    request request = {0};
    const int misuse = read_arguments(argc, argv, &request);
    if (misuse != GENUS_EXIT_GOOD || request.folder == NULL) {
        return misuse;
    }
    genus_error error;
    if (compute(&request, &error) != GENUS_OK) {
        (void)fprintf(stderr, "%s: %s\n", argv[0], error.message);
        return GENUS_EXIT_FAILED;
    }
    return GENUS_EXIT_GOOD;
}
