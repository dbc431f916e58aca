// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// genus-train fit: from the command line to genus_fit().

#include "train/cli/command.h"

#include "train/cli/shared_options.h"
#include "train/run/fit.h"
#include "train/util/interrupt.h"

#include <stddef.h>

/** What the command line asks for. */
typedef struct request {
    genus_fit_options options;
    const char *groups;
} request;

static void begin(void *asked) {
    genus_fit_options *options = &((request *)asked)->options;
    options->threads = genus_default_threads();
    options->recipe = genus_recipe_default();
}

static const genus_option options[] = {
    {"out", "FILE", "where the weights go", GENUS_OPTION_FIELD(request, options.out)},
    {"resume", NULL,
     "goes on from the checkpoint that a run that was stopped or killed has left beside the "
     "weights, which do not depend on it",
     "It must have been begun with the same options on the same data.\n"
     "If there is no checkpoint, the training begins with its first epoch.",
     GENUS_OPTION_FIELD(request, options.resume)},
    {"clips", "FILE", "table of clips (clips.csv): duplicates stay in one part",
     GENUS_OPTION_FIELD(request, options.clips_csv)},
    {"groups", "FILE",
     "the same, and clips of one artist_group stay in one part, so that confidence is calibrated "
     "on "
     "artists that were not heard",
     GENUS_OPTION_FIELD(request, groups)},
    {"report", "FILE", "writes the report too, as HTML; see genus-train report",
     GENUS_OPTION_FIELD(request, options.report), .writes = true},
    {.name = NULL},
};

static const char *find_fault(void *asked) {
    request *request = asked;
    return genus_groups_fault(request->groups, &request->options.clips_csv,
                              &request->options.artists);
}

static genus_status fit(const void *asked, genus_error *error) {
    const request *request = asked;
    genus_interrupt_hold();
    return genus_fit(&request->options, error);
}

const genus_command genus_command_fit = {
    .name = "fit",
    .summary = "trains a network on a data set and writes a weights file",
    .synopsis = "DATA --out WEIGHTS [OPTION...]",
    .about = "Trains a network on DATA, a features file or a folder with one sub-folder a class,"
             " and writes WEIGHTS. Ctrl-C stops early and keeps the weights so far in"
             " WEIGHTS.partial.",
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
    .run = fit,
};
