// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// genus-train report: from a weights file, and data if wanted, to a page that people look at.

#include "train/cli/command.h"

#include "train/cli/shared_options.h"
#include "train/eval/fold_run.h"
#include "train/eval/results_notes.h"
#include "train/report/report_html.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/** What the command line asks for. */
typedef struct request {
    genus_judge_request judge; ///< Its data may be NULL.
    const char *out;
    const char *png;
} request;

static void begin(void *asked) {
    ((request *)asked)->judge = genus_judge_request_default();
}

static const genus_option options[] = {
    {"out", "FILE", "where the page goes", GENUS_OPTION_FIELD(request, out), .writes = true},
    {"png", "FOLDER", "writes the figures as PNG files too", GENUS_OPTION_FIELD(request, png)},
    {.name = NULL},
};

/** Puts what the data say now in the place of what fit has recorded. */
static genus_status judge_anew(const request *request, genus_results *results, genus_error *error) {
    genus_fold_run run;
    genus_status status = genus_fold_run_open(&request->judge.run, &run, error);
    if (status == GENUS_OK) {
        char *part = strdup(genus_fold_run_part_name(run.part));
        if (part == NULL) {
            status = genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for results");
        } else {
            free(results->part);
            results->part = part;
        }
    }
    if (status == GENUS_OK) {
        genus_results_forget_clips(results);
        status = genus_fold_run_predict(&run, 0, request->judge.run.threads, results, error);
    }
    if (status == GENUS_OK && run.split != NULL) {
        genus_results_set_data(results, run.dataset, run.split);
    }
    genus_fold_run_close(&run);
    return status;
}

/** With --degrade, the data are judged anew as well if their part is named. */
static bool judges_anew(const genus_judge_request *judge) {
    return judge->run.data != NULL &&
           (!judge->degrade || judge->part_given || judge->run.clips_csv != NULL);
}

static genus_status make_report(const void *asked, genus_error *error) {
    const request *request = asked;
    genus_model *model = NULL;
    genus_results *results = NULL;
    genus_status status = genus_model_load(request->judge.run.weights, &model, error);
    if (status == GENUS_OK) {
        status = genus_result_notes_read(model, request->judge.run.weights, &results, error);
    }
    if (status == GENUS_OK && judges_anew(&request->judge)) {
        status = judge_anew(request, results, error);
    }
    if (status == GENUS_OK && request->judge.degrade) {
        status = genus_judge_degraded(&request->judge, model, &results->robustness, error);
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

static const char *find_fault(void *asked) {
    const genus_judge_request *judge = &((request *)asked)->judge;
    return judge->run.data == NULL &&
                   (judge->part_given || judge->degrade || judge->run.clips_csv != NULL ||
                    judge->run.cache.file != NULL)
               ? "--part, --clips, --degrade and --cache need DATA"
               : NULL;
}

const genus_command genus_command_report = {
    .name = "report",
    .summary = "shows what is known of a weights file as a page of HTML",
    .synopsis = "WEIGHTS [DATA] --out FILE [OPTION...]",
    .about = "Writes what is known of WEIGHTS as one HTML page: score, confusion matrix, "
             "classes, learning curves, confidence, accuracy against seconds heard, mistakes, "
             "data, settings. Without DATA it shows what fit has recorded; with DATA the clips "
             "are judged anew.\n\nWith --degrade: shows what becomes of the verdicts on DATA, a "
             "folder, when it is degraded, beside what fit has recorded or, with --part, what is"
             " judged anew.",
    .groups =
        (const genus_option_group[]){
            {options, 0, NULL},
            {genus_judge_options, offsetof(request, judge), NULL},
            {genus_threads_options, offsetof(request, judge.run.threads), NULL},
            {genus_cache_options, offsetof(request, judge.run.cache), "cache"},
            {NULL, 0, NULL}},
    .operands = {offsetof(request, judge.run.weights), offsetof(request, judge.run.data)},
    .request_size = sizeof(request),
    .begin = begin,
    .fault = find_fault,
    .run = make_report,
};
