// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// genus-train crossval: from the command line to genus_crossval_run().

#include "train/cli/commands.h"

#include "engine/base/atomic_file.h"
#include "train/cli/arguments.h"
#include "train/report/report_html.h"
#include "train/run/crossval_results.h"
#include "train/util/interrupt.h"
#include "train/util/numbers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
    "Usage: genus-train crossval DATA [OPTION...]\n"
    "Trains and examines a recipe on DATA, a features file or a folder with one sub-folder a\n"
    "class, so that every clip is judged once by a network that has not seen it. Prints each\n"
    "fold and the scores over all.\n"
    "\n"
    "      --folds N          parts that are examined in turn, 2 to 1000 [10]\n"
    "      --repeats N        draws the folds, or trains on the fixed split, with N seeds [1]\n"
    "      --clips FILE       table of clips (clips.csv): duplicates stay in one fold\n"
    "      --groups FILE      the same, and clips of one artist_group stay in one fold\n"
    "      --parts FILE:COLUMN  a fixed split (train, valid, test, excluded) in place of folds\n"
    "      --out FOLDER       where the result of each fold is kept\n"
    "      --resume           folds whose results are in FOLDER are not trained again\n"
    "      --json FILE        writes the report as JSON too, with every verdict\n"
    "      --report FILE      writes the report as a page of HTML too\n"
    "      --png FOLDER       writes the figures of the report as PNG files\n"
    "      --cache FILE       where the features of a folder are kept from run to run [a file in\n"
    "                         $XDG_CACHE_HOME/genus or ~/.cache/genus]\n"
    "      --no-cache         keeps none and uses none\n"
    "      --threads N        threads; the result does not depend on it [one a processor]\n"
    "\n" GENUS_RECIPE_USAGE "  -h, --help             this text\n";

enum choice {
    OPTION_FOLDS = GENUS_OPTION_OWN,
    OPTION_REPEATS,
    OPTION_CLIPS,
    OPTION_GROUPS,
    OPTION_PARTS,
    OPTION_OUT,
    OPTION_RESUME,
    OPTION_JSON,
    OPTION_REPORT,
    OPTION_PNG,
    OPTION_THREADS,
};

static const struct option long_options[] = {
    {"folds", required_argument, NULL, OPTION_FOLDS},
    {"repeats", required_argument, NULL, OPTION_REPEATS},
    {"clips", required_argument, NULL, OPTION_CLIPS},
    {"groups", required_argument, NULL, OPTION_GROUPS},
    {"parts", required_argument, NULL, OPTION_PARTS},
    {"out", required_argument, NULL, OPTION_OUT},
    {"resume", no_argument, NULL, OPTION_RESUME},
    {"json", required_argument, NULL, OPTION_JSON},
    {"report", required_argument, NULL, OPTION_REPORT},
    {"png", required_argument, NULL, OPTION_PNG},
    {"threads", required_argument, NULL, OPTION_THREADS},
    GENUS_CACHE_OPTIONS,
    GENUS_RECIPE_OPTIONS,
    GENUS_HELP_OPTION,
};

enum {
    path_size = 4096,
};

/// What the command line asks for.
struct request {
    genus_crossval_options options;
    char parts_csv[path_size];
    const char *groups;
    const char *json;
    const char *report;
    const char *png;
};

/// Cuts FILE:COLUMN at its last colon. @return false: it has none, or nothing before or behind it.
static bool cut_parts(const char *value, struct request *request) {
    const char *colon = strrchr(value, ':');
    if (colon == NULL || colon == value || colon[1] == '\0' || colon - value >= path_size) {
        return false;
    }
    (void)snprintf(request->parts_csv, path_size, "%.*s", (int)(colon - value), value);
    request->options.parts_csv = request->parts_csv;
    request->options.parts_column = colon + 1;
    return true;
}

static bool take_option(int option, const char *value, void *context) {
    struct request *request = context;
    genus_crossval_options *options = &request->options;
    switch (option) {
    case OPTION_FOLDS:
        return genus_parse_count(value, 2, 1000, &options->folds);
    case OPTION_REPEATS:
        return genus_parse_count(value, 1, 1000, &options->repeats);
    case OPTION_CLIPS:
        options->clips_csv = value;
        break;
    case OPTION_GROUPS:
        request->groups = value;
        break;
    case OPTION_PARTS:
        return cut_parts(value, request);
    case OPTION_OUT:
        options->out = value;
        break;
    case OPTION_RESUME:
        options->resume = true;
        break;
    case OPTION_JSON:
        request->json = value;
        break;
    case OPTION_REPORT:
        request->report = value;
        break;
    case OPTION_PNG:
        request->png = value;
        break;
    case OPTION_THREADS:
        return genus_parse_count(value, 1, 256, &options->threads);
    default:
        return genus_cache_take(option, value, &options->cache) ||
               genus_recipe_take(option, value, &options->recipe);
    }
    return true;
}

/// Options that do not go together. @return What is wrong, or NULL.
static const char *find_conflict(struct request *request) {
    genus_crossval_options *options = &request->options;
    if (options->resume && options->out == NULL) {
        return "--resume needs --out FOLDER";
    }
    if (options->parts_csv != NULL && (options->clips_csv != NULL || request->groups != NULL)) {
        return "--parts is a fixed split: --clips and --groups change nothing in it";
    }
    if (request->groups != NULL) {
        if (options->clips_csv != NULL && strcmp(options->clips_csv, request->groups) != 0) {
            return "--groups FILE holds the duplicates too: leave --clips out";
        }
        options->clips_csv = request->groups;
        options->artists = true;
    }
    return NULL;
}

/// The page and the pictures, as far as they are wanted.
static genus_status show(const struct request *request, const genus_crossval *crossval,
                         genus_error *error) {
    genus_results *results = genus_crossval_results(&request->options, crossval);
    genus_status status = GENUS_OK;
    if (results == NULL) {
        status = genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for the report");
    }
    if (status == GENUS_OK && request->report != NULL) {
        status = genus_report_write(results, request->report, error);
    }
    if (status == GENUS_OK && request->png != NULL) {
        status = genus_report_write_pictures(results, request->png, error);
    }
    genus_results_free(results);
    return status;
}

static genus_status run(const struct request *request, genus_error *error) {
    genus_crossval crossval = {0};
    genus_status status =
        request->json != NULL ? genus_atomic_file_check(request->json, error) : GENUS_OK;
    if (status == GENUS_OK && request->report != NULL) {
        status = genus_atomic_file_check(request->report, error);
    }
    if (status == GENUS_OK) {
        status = genus_crossval_run(&request->options, &crossval, error);
    }
    if (status == GENUS_OK) {
        genus_crossval_print(&request->options, &crossval, stdout);
    }
    if (status == GENUS_OK && request->json != NULL) {
        char *text = genus_crossval_json(&request->options, &crossval);
        status = text != NULL
                     ? genus_atomic_file_write(request->json, text, strlen(text), error)
                     : genus_fail(error, GENUS_ERROR_MEMORY, "%s: out of memory", request->json);
        free(text);
    }
    if (status == GENUS_OK && (request->report != NULL || request->png != NULL)) {
        status = show(request, &crossval, error);
    }
    genus_crossval_clear(&crossval);
    return status;
}

int genus_command_crossval(int argc, char **argv) {
    struct request request = {
        .options =
            {
                .folds = 10,
                .repeats = 1,
                .threads = genus_default_threads(),
                .recipe = genus_recipe_default(),
            },
    };
    int code = GENUS_EXIT_GOOD;
    const genus_syntax syntax = {usage, long_options, take_option};
    if (!genus_arguments_read(argc, argv, &syntax, &request, &code)) {
        return code;
    }
    const char *conflict = find_conflict(&request);
    if (optind + 1 != argc || conflict != NULL) {
        return genus_arguments_refuse(argv[0], conflict != NULL ? conflict : "needs DATA");
    }
    request.options.data = argv[optind];
    genus_interrupt_hold();
    genus_error error = {0};
    return genus_command_end(argv[0], run(&request, &error), &error);
}
