// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// genus-train report: from a weights file, and data if wanted, to a page that people look at.

#include "train/cli/commands.h"

#include "engine/base/atomic_file.h"
#include "train/cli/arguments.h"
#include "train/eval/fold_run.h"
#include "train/eval/results_notes.h"
#include "train/report/report_html.h"
#include "train/util/interrupt.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
    "Usage: genus-train report WEIGHTS [DATA] --out FILE [OPTION...]\n"
    "Writes what is known of WEIGHTS as one HTML page: score, confusion matrix, classes, learning\n"
    "curves, confidence, accuracy against seconds heard, mistakes, data, settings. Without DATA\n"
    "it shows what fit has recorded; with DATA the clips are judged anew.\n"
    "\n"
    "      --out FILE     where the page goes\n"
    "      --png FOLDER   writes the figures as PNG files too\n"
    "      --part PART    test, validation or all of DATA [test]\n"
    "      --clips FILE   the table of clips (clips.csv) that training was given\n"
    "      --rough FOLDER shows what becomes of verdicts on this music when it is rough (see\n"
    "                     genus-train evaluate --degrade)\n"
    "      --cache FILE   where the features of a folder are kept from run to run [a file\n"
    "                     in $XDG_CACHE_HOME/genus or ~/.cache/genus]\n"
    "      --no-cache     keeps none and uses none\n"
    "      --threads N    threads, 1 to 256; the report does not depend on it [one a processor]\n"
    "  -h, --help         this text\n";

enum {
    option_out = 256,
    option_png,
    option_part,
    option_clips,
    option_rough,
    option_threads,
};

/** What the command line asks for. */
typedef struct request {
    genus_fold_run_request run; ///< Its data may be NULL.
    const char *out;
    const char *png;
    const char *rough; ///< Folder of music, or NULL.
    bool needs_data;   ///< An option makes no sense without.
} request;

static const struct option options[] = {
    {"out", required_argument, NULL, option_out},
    {"png", required_argument, NULL, option_png},
    {"part", required_argument, NULL, option_part},
    {"clips", required_argument, NULL, option_clips},
    {"rough", required_argument, NULL, option_rough},
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
    case option_png:
        request->png = value;
        return true;
    case option_part:
        request->needs_data = true;
        return genus_fold_run_read_part(value, &request->run.part);
    case option_clips:
        request->needs_data = true;
        request->run.clips_csv = value;
        return true;
    case option_rough:
        request->rough = value;
        return true;
    case option_threads:
        return genus_threads_take(value, &request->run.threads);
    default:
        return genus_cache_take(option, value, &request->run.cache);
    }
}

/** Puts what the data say now in the place of what fit has recorded. */
static genus_status judge_anew(const request *request, genus_results *results, genus_error *error) {
    genus_fold_run run;
    genus_status status = genus_fold_run_open(&request->run, &run, error);
    if (status == GENUS_OK) {
        char *part = strdup(genus_fold_run_part_name(request->run.part));
        if (part == NULL) {
            status = genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for results");
        } else {
            free(results->part);
            results->part = part;
        }
    }
    if (status == GENUS_OK) {
        genus_results_forget_clips(results);
        status = genus_results_predict(results, genus_model_network(run.model),
                                       genus_model_get_config(run.model), run.dataset, run.clips,
                                       run.count, request->run.threads, error);
    }
    if (status == GENUS_OK && run.split != NULL) {
        genus_results_set_data(results, run.dataset, run.split);
    }
    genus_fold_run_close(&run);
    return status;
}

/** What libsndfile cannot do here is left out. */
static genus_status hear_rough(const request *request, genus_model *model, genus_results *results,
                               genus_error *error) {
    if (!genus_dataset_is_folder(request->rough)) {
        return genus_fail(error, GENUS_ERROR_DATA, "%s: is not a folder; --rough needs the audio",
                          request->rough);
    }
    for (size_t i = 0; i < GENUS_DEGRADATION_COUNT; i++) {
        results->rough.wanted[i] = genus_degradation_available((genus_degradation)i);
    }
    genus_interrupt_hold();
    return genus_robustness_run(model, request->rough, request->run.threads, &results->rough,
                                error);
}

static genus_status make_report(const request *request, genus_error *error) {
    genus_model *model = NULL;
    genus_results *results = NULL;
    genus_status status = genus_atomic_file_check(request->out, error);
    if (status == GENUS_OK) {
        status = genus_model_load(request->run.weights, &model, error);
    }
    if (status == GENUS_OK) {
        status = genus_result_notes_read(model, request->run.weights, &results, error);
    }
    if (status == GENUS_OK && request->run.data != NULL) {
        status = judge_anew(request, results, error);
    }
    if (status == GENUS_OK && request->rough != NULL) {
        status = hear_rough(request, model, results, error);
    }
    if (status == GENUS_OK) {
        status = genus_report_write(results, request->out, error);
    }
    if (status == GENUS_OK && request->png != NULL) {
        status = genus_report_write_pictures(results, request->png, error);
    }
    genus_results_free(results);
    genus_model_free(model);
    return status;
}

int genus_command_report(int argc, char **argv) {
    request request = {.run = {.part = GENUS_PART_TEST, .threads = genus_default_threads()}};
    int code = GENUS_EXIT_GOOD;
    const genus_syntax syntax = {usage, options, take_option};
    if (!genus_arguments_read(argc, argv, &syntax, &request, &code)) {
        return code;
    }
    const int left = argc - optind;
    if (left < 1 || left > 2 || request.out == NULL) {
        return genus_arguments_refuse(argv[0], "needs WEIGHTS and --out FILE");
    }
    if (left == 1 && (request.needs_data || request.run.cache.file != NULL)) {
        return genus_arguments_refuse(argv[0], "--part, --clips and --cache need DATA");
    }
    request.run.weights = argv[optind];
    request.run.data = left == 2 ? argv[optind + 1] : NULL;
    genus_error error = {0};
    return genus_command_end(argv[0], make_report(&request, &error), &error);
}
