// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// genus-train evaluate: scores weights on a data set, by default on the clips that training put
// aside.

#include "train/cli/command.h"

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "train/cli/shared_options.h"
#include "train/eval/fold_run.h"
#include "train/eval/robustness.h"
#include "train/report/report.h"

#include <stdio.h>
#include <string.h>

/** What the command line asks for. */
typedef struct request {
    genus_judge_request judge;
    const char *json;
} request;

static void begin(void *asked) {
    ((request *)asked)->judge = genus_judge_request_default();
}

static const genus_option options[] = {
    {"json", "FILE", "writes the report as JSON too", GENUS_OPTION_FIELD(request, json),
     .writes = true},
    {.name = NULL},
};

static genus_status report(const request *request, const genus_fold_run *run,
                           const genus_results *results, genus_error *error) {
    const bool all = run->split == NULL;
    const char *score = run->part == GENUS_CLIPS_TEST ? "test_accuracy" : "validation_accuracy";
    const genus_report report = {
        .weights = request->judge.run.weights,
        .data = request->judge.run.data,
        .part = genus_fold_run_part_name(run->part),
        .seed = all ? NULL : genus_model_metadata(run->model, "seed"),
        .split_digest = all ? NULL : genus_model_metadata(run->model, "split_digest"),
        .data_digest = run->data_digest,
        .recorded = all || run->refitted ? NULL : genus_model_metadata(run->model, score),
        .skipped = run->dataset->skipped,
        .results = results,
    };
    const char *trained_on = genus_model_metadata(run->model, "data_digest");
    if (!all && trained_on != NULL && strcmp(trained_on, run->data_digest) != 0) {
        (void)fprintf(stderr,
                      "note: %s holds the clips that %s was trained on, but other features "
                      "of them (data_digest differs)\n",
                      request->judge.run.data, request->judge.run.weights);
    }
    if (!genus_report_print(&report, stdout)) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for the report");
    }
    return genus_command_write(request->json,
                               request->json != NULL ? genus_report_json(&report) : NULL, error);
}

static genus_status evaluate_clips(const request *request, genus_error *error) {
    genus_fold_run run;
    genus_results *results = NULL;
    genus_status status = genus_fold_run_open(&request->judge.run, &run, error);
    if (status == GENUS_OK) {
        const genus_model_config *config = genus_model_get_config(run.model);
        results = genus_results_new(request->judge.run.weights, genus_fold_run_part_name(run.part),
                                    config->labels, config->label_count);
        status = results != NULL
                     ? genus_fold_run_predict(&run, GENUS_WHOLE_CLIP, request->judge.run.threads,
                                              results, error)
                     : genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for results");
    }
    if (status == GENUS_OK) {
        status = report(request, &run, results, error);
    }
    genus_results_free(results);
    genus_fold_run_close(&run);
    return status;
}

static genus_status evaluate_degraded(const request *request, genus_error *error) {
    genus_model *model = NULL;
    genus_robustness robustness = {0};
    genus_status status = genus_model_load(request->judge.run.weights, &model, error);
    if (status == GENUS_OK) {
        status = genus_judge_degraded(&request->judge, model, &robustness, error);
    }
    if (status == GENUS_OK) {
        (void)printf("weights   %s\ndata      %s: %zu clip%s\nskipped   %zu file%s\n\n",
                     request->judge.run.weights, request->judge.run.data, robustness.pieces,
                     genus_plural(robustness.pieces), robustness.skipped,
                     genus_plural(robustness.skipped));
        genus_robustness_print(&robustness, stdout);
    }
    if (status == GENUS_OK && request->json != NULL) {
        status = genus_command_write(
            request->json,
            genus_robustness_json(&robustness, request->judge.run.weights, request->judge.run.data),
            error);
    }
    genus_model_free(model);
    return status;
}

static const char *find_fault(void *asked) {
    const genus_judge_request *judge = &((request *)asked)->judge;
    return judge->degrade && (judge->part_given || judge->run.clips_csv != NULL ||
                              judge->run.cache.file != NULL)
               ? "--degrade hears all of DATA: --part, --clips and --cache do not go with it"
               : NULL;
}

static genus_status evaluate(const void *asked, genus_error *error) {
    const request *request = asked;
    return request->judge.degrade ? evaluate_degraded(request, error)
                                  : evaluate_clips(request, error);
}

const genus_command genus_command_evaluate = {
    .name = "evaluate",
    .summary = "scores a weights file on a data set",
    .synopsis = "WEIGHTS DATA [OPTION...]",
    .about = "Scores WEIGHTS on DATA, a features file or a folder with one sub-folder a class: "
             "accuracy with its 95 % interval, precision, recall and F1 of each class, confusion"
             " matrix.\n\nWith --degrade: hears all audio below DATA, a folder, as it is and "
             "degraded, and compares the verdicts: accuracy, how many are the same as without, "
             "how many are called sure.",
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
    .run = evaluate,
};
