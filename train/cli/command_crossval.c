// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// genus-train crossval: from the command line to genus_crossval_run().

#include "train/cli/command.h"

#include "train/cli/shared_options.h"
#include "train/report/report_html.h"
#include "train/run/crossval.h"
#include "train/util/interrupt.h"

#include <limits.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

/** What the command line asks for. */
typedef struct request {
    genus_crossval_options options;
    char parts_csv[PATH_MAX];
    const char *groups;
    const char *json;
    const char *report;
    const char *png;
} request;

static void begin(void *asked) {
    genus_crossval_options *options = &((request *)asked)->options;
    options->folds = 10;
    options->repeats = 1;
    options->threads = genus_default_threads();
    options->recipe = genus_recipe_default();
}

/** Cuts FILE:COLUMN at its last colon. @return false: it lacks one of the two. */
static bool take_parts(const char *value, void *asked) {
    request *request = asked;
    const char *colon = strrchr(value, ':');
    if (colon == NULL || colon == value || colon[1] == '\0' ||
        colon - value >= (ptrdiff_t)sizeof request->parts_csv) {
        return false;
    }
    (void)snprintf(request->parts_csv, sizeof request->parts_csv, "%.*s", (int)(colon - value),
                   value);
    request->options.parts_csv = request->parts_csv;
    request->options.parts_column = colon + 1;
    return true;
}

static const genus_option options[] = {
    {"folds", "N", "parts that are examined in turn, 2 to 1000", "Recordings are not cut.",
     GENUS_OPTION_FIELD(request, options.folds), .least = 2, .most = 1000},
    {"repeats", "N", "draws the folds, or trains on the fixed split, with N seeds",
     GENUS_OPTION_FIELD(request, options.repeats), .least = 1, .most = 1000},
    {"clips", "FILE", "table of clips (clips.csv): duplicates stay in one fold",
     GENUS_OPTION_FIELD(request, options.clips_csv)},
    {"groups", "FILE", "the same, and clips of one artist_group stay in one fold",
     GENUS_OPTION_FIELD(request, groups)},
    {"parts", "FILE:COLUMN", "a fixed split (train, valid, test, excluded) in place of folds",
     .take = take_parts},
    {"out", "FOLDER", "where the result of each fold is kept",
     GENUS_OPTION_FIELD(request, options.out)},
    {"resume", NULL, "does not train folds again whose results are there",
     GENUS_OPTION_FIELD(request, options.resume)},
    {"json", "FILE", "writes the report as JSON too, with every verdict",
     GENUS_OPTION_FIELD(request, json), .writes = true},
    {"report", "FILE", "writes the report as a page of HTML too",
     GENUS_OPTION_FIELD(request, report), .writes = true},
    {"png", "FOLDER", "writes the figures of the report as PNG files",
     GENUS_OPTION_FIELD(request, png)},
    {.name = NULL},
};

/** Options that do not go together. */
static const char *find_fault(void *asked) {
    request *request = asked;
    genus_crossval_options *options = &request->options;
    if (options->resume && options->out == NULL) {
        return "--resume needs --out FOLDER";
    }
    if (options->parts_csv != NULL && (options->clips_csv != NULL || request->groups != NULL)) {
        return "--parts is a fixed split: --clips and --groups change nothing in it";
    }
    return genus_groups_fault(request->groups, &options->clips_csv, &options->artists);
}

/** Prints what came of it, and writes it as far as it is wanted. */
static genus_status show(const request *request, const genus_crossval *crossval,
                         genus_error *error) {
    genus_results *results = genus_crossval_results(&request->options, crossval);
    genus_status status = GENUS_OK;
    if (results == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for the report");
    }
    if (!genus_crossval_print(&request->options, crossval, results, stdout)) {
        status = genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for the report");
    }
    if (status == GENUS_OK && request->json != NULL) {
        status = genus_command_write(
            request->json, genus_crossval_json(&request->options, crossval, results), error);
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

static genus_status crossval(const void *asked, genus_error *error) {
    const request *request = asked;
    genus_crossval crossval = {0};
    genus_interrupt_hold();
    genus_status status = genus_crossval_run(&request->options, &crossval, error);
    if (status == GENUS_OK) {
        status = show(request, &crossval, error);
    }
    genus_crossval_clear(&crossval);
    return status;
}

const genus_command genus_command_crossval = {
    .name = "crossval",
    .summary = "trains and examines a recipe fold by fold",
    .synopsis = "DATA [OPTION...]",
    .about = "Trains and examines a recipe on DATA, a features file or a folder with one "
             "sub-folder a class, so that every clip is judged once by a network that has not "
             "seen it. Prints each fold and the scores over all.",
    .groups =
        (const genus_option_group[]){
            {options, 0, NULL},
            {genus_threads_options, offsetof(request, options.threads), NULL},
            {genus_cache_options, offsetof(request, options.cache), "cache"},
            {genus_recipe_options, offsetof(request, options.recipe), "training"},
            {NULL, 0, NULL}},
    .operands = {offsetof(request, options.data)},
    .request_size = sizeof(request),
    .begin = begin,
    .fault = find_fault,
    .run = crossval,
};
