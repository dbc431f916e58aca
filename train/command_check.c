// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// genus-train check: a look at a data set, before anything is trained on it.

#include "commands.h"

#include "interrupt.h"
#include "look.h"
#include "numbers.h"
#include "output.h"

#include <getopt.h>
#include <stdlib.h>

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
    option_cache,
    option_no_cache,
    option_threads,
};

/// What the command line asks for.
struct request {
    const char *data;
    const char *json;
    genus_cache_choice cache;
    size_t threads;
};

/// @return GENUS_EXIT_GOOD with data, or without if only the help was wanted.
static int read_arguments(int argc, char **argv, struct request *request) {
    static const struct option options[] = {
        {"json", required_argument, NULL, option_json},
        {"cache", required_argument, NULL, option_cache},
        {"no-cache", no_argument, NULL, option_no_cache},
        {"threads", required_argument, NULL, option_threads},
        {"help", no_argument, NULL, 'h'},
        {NULL, 0, NULL, 0},
    };
    for (int option = 0; (option = getopt_long(argc, argv, "h", options, NULL)) != -1;) {
        switch (option) {
        case option_json:
            request->json = optarg;
            break;
        case option_cache:
            request->cache.file = optarg;
            break;
        case option_no_cache:
            request->cache.off = true;
            break;
        case option_threads:
            if (!genus_parse_count(optarg, 1, 256, &request->threads)) {
                (void)fprintf(stderr, "%s: --threads cannot be %s (see --help)\n", argv[0], optarg);
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
    if (argc - optind != 1) {
        (void)fprintf(stderr, "%s: it takes DATA (see --help)\n", argv[0]);
        return GENUS_EXIT_USAGE;
    }
    request->data = argv[optind];
    return GENUS_EXIT_GOOD;
}

static genus_status check(const struct request *request, genus_error *error) {
    genus_dataset *dataset = NULL;
    genus_look look = {0};
    genus_status status =
        request->json != NULL ? genus_output_check(request->json, error) : GENUS_OK;
    if (status == GENUS_OK) {
        status = genus_dataset_load(request->data, &request->cache, &dataset, error);
    }
    if (status == GENUS_OK) {
        status = genus_look_at(dataset, (unsigned)request->threads, &look, error);
    }
    if (status == GENUS_OK) {
        genus_look_print(&look, dataset, stdout);
    }
    if (status == GENUS_OK && request->json != NULL) {
        char *text = genus_look_json(&look, dataset, request->data);
        status = text != NULL
                     ? genus_output_write(request->json, text, error)
                     : genus_fail(error, GENUS_ERROR_MEMORY, "%s: out of memory", request->json);
        free(text);
    }
    genus_look_clear(&look);
    genus_dataset_free(dataset);
    return status;
}

int genus_command_check(int argc, char **argv) {
    struct request request = {.threads = genus_default_threads()};
    const int misuse = read_arguments(argc, argv, &request);
    if (misuse != GENUS_EXIT_GOOD || request.data == NULL) {
        return misuse;
    }
    genus_interrupt_hold();
    genus_error error = {0};
    if (check(&request, &error) != GENUS_OK) {
        (void)fprintf(stderr, "%s: %s\n", argv[0], error.message);
        return GENUS_EXIT_FAILED;
    }
    return GENUS_EXIT_GOOD;
}
