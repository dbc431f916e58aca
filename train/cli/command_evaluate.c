// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// genus-train evaluate: scores weights on a data set, by default on the clips that training put
// aside.

#include "train/cli/commands.h"

#include "engine/base/atomic_file.h"
#include "train/cli/arguments.h"
#include "train/eval/fold_run.h"
#include "train/eval/robustness.h"
#include "train/eval/scores.h"
#include "train/report/report.h"
#include "train/util/interrupt.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
    "Usage: genus-train evaluate WEIGHTS DATA [OPTION...]\n"
    "Scores WEIGHTS on DATA, a features file or a folder with one sub-folder a class: accuracy\n"
    "with its 95 % interval, precision, recall and F1 of each class, confusion matrix.\n"
    "\n"
    "With --degrade: hears all audio below DATA, a folder, as it is and degraded, and compares\n"
    "the verdicts: accuracy, how many are the same as without, how many are called sure.\n"
    "\n"
    "      --degrade NAME noise20, noise10, pink10, telephone, vorbis64, mp3-64, quiet40, clip12,\n"
    "                     room, or all of them; may be given several times\n"
    "      --part PART    test, validation (the clips that training put aside) or all [test]\n"
    "      --clips FILE   the table of clips (clips.csv) that training was given\n"
    "      --json FILE    writes the report as JSON too\n"
    "      --cache FILE   where the features of a folder are kept from run to run [a file\n"
    "                     in $XDG_CACHE_HOME/genus or ~/.cache/genus]\n"
    "      --no-cache     keeps none and uses none\n"
    "      --threads N    threads, 1 to 256; the scores do not depend on it [one a processor]\n"
    "  -h, --help         this text\n";

enum {
    option_part = 256,
    option_clips,
    option_json,
    option_threads,
    option_degrade,
};

/** What the command line asks for. */
typedef struct request {
    genus_fold_run_request run;
    bool part_given;
    bool degrade;
    bool degrade_all; ///< What libsndfile cannot do is left out, loudly.
    bool degradations[GENUS_DEGRADATION_COUNT];
    const char *json;
} request;

/** What is computed on the way. */
typedef struct evaluation {
    genus_fold_run run;
    genus_scores scores;
} evaluation;

/** Takes the name of a degradation, or "all". */
static bool read_degradation(const char *name, request *request) {
    genus_degradation degradation;
    request->degrade = true;
    if (strcmp(name, "all") == 0) {
        request->degrade_all = true;
        return true;
    }
    if (!genus_degradation_named(name, &degradation)) {
        return false;
    }
    request->degradations[degradation] = true;
    return true;
}

static const struct option options[] = {
    {"part", required_argument, NULL, option_part},
    {"clips", required_argument, NULL, option_clips},
    {"json", required_argument, NULL, option_json},
    {"threads", required_argument, NULL, option_threads},
    {"degrade", required_argument, NULL, option_degrade},
    GENUS_CACHE_OPTIONS,
    GENUS_HELP_OPTION,
};

static bool take_option(int option, const char *value, void *context) {
    request *request = context;
    switch (option) {
    case option_part:
        request->part_given = true;
        return genus_fold_run_read_part(value, &request->run.part);
    case option_clips:
        request->run.clips_csv = value;
        return true;
    case option_json:
        request->json = value;
        return true;
    case option_threads:
        return genus_threads_take(value, &request->run.threads);
    case option_degrade:
        return read_degradation(value, request);
    default:
        return genus_cache_take(option, value, &request->run.cache);
    }
}

static genus_status score(const request *request, evaluation *evaluation, genus_error *error) {
    const genus_fold_run *run = &evaluation->run;
    genus_predictions predictions;
    genus_status status =
        genus_predictions_make(run->dataset, run->clips, run->count, &predictions, error);
    if (status == GENUS_OK) {
        genus_predictions_calibrate(&predictions, genus_model_get_config(run->model));
        status = genus_predictions_run(genus_model_network(run->model), run->dataset,
                                       GENUS_WHOLE_CLIP, request->run.threads, &predictions, error);
    }
    if (status == GENUS_OK) {
        genus_scores_add(&evaluation->scores, &predictions);
    }
    genus_predictions_clear(&predictions);
    return status;
}

/** Writes a report and frees it. @param text NULL: memory is out. */
static genus_status write_json(const char *path, char *text, genus_error *error) {
    if (text == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "%s: out of memory", path);
    }
    const genus_status status = genus_atomic_file_write(path, text, strlen(text), error);
    free(text);
    return status;
}

static genus_status report(const request *request, const evaluation *evaluation,
                           genus_error *error) {
    const genus_fold_run *run = &evaluation->run;
    const bool all = run->split == NULL;
    const char *score =
        request->run.part == GENUS_PART_TEST ? "test_accuracy" : "validation_accuracy";
    const genus_report report = {
        .weights = request->run.weights,
        .data = request->run.data,
        .part = genus_fold_run_part_name(request->run.part),
        .seed = all ? NULL : genus_model_metadata(run->model, "seed"),
        .split_digest = all ? NULL : genus_model_metadata(run->model, "split_digest"),
        .data_digest = run->data_digest,
        .recorded = all || run->learnt ? NULL : genus_model_metadata(run->model, score),
        .skipped = run->dataset->skipped,
        .labels = genus_model_get_config(run->model)->labels,
        .confusion = &evaluation->scores.confusion,
    };
    const char *trained_on = genus_model_metadata(run->model, "data_digest");
    if (!all && trained_on != NULL && strcmp(trained_on, run->data_digest) != 0) {
        (void)fprintf(stderr,
                      "note: %s holds the clips that %s was trained on, but other features "
                      "of them (data_digest differs)\n",
                      request->run.data, request->run.weights);
    }
    genus_report_print(&report, stdout);
    return request->json == NULL ? GENUS_OK
                                 : write_json(request->json, genus_report_json(&report), error);
}

static genus_status evaluate(const request *request, genus_error *error) {
    evaluation evaluation = {0};
    genus_status status = genus_fold_run_open(&request->run, &evaluation.run, error);
    if (status == GENUS_OK) {
        status = score(request, &evaluation, error);
    }
    if (status == GENUS_OK) {
        status = report(request, &evaluation, error);
    }
    genus_fold_run_close(&evaluation.run);
    return status;
}

/** Sets what is to be applied; what was asked for by name must be possible. */
static genus_status choose_degradations(const request *request, genus_robustness *robustness,
                                        genus_error *error) {
    for (size_t i = 0; i < GENUS_DEGRADATION_COUNT; i++) {
        const char *name = genus_degradation_name((genus_degradation)i);
        robustness->wanted[i] = request->degrade_all || request->degradations[i];
        if (robustness->wanted[i] && !genus_degradation_available((genus_degradation)i)) {
            if (request->degradations[i]) {
                return genus_fail(error, GENUS_ERROR_DATA,
                                  "--degrade %s: libsndfile has not got this codec here; 1.1 or "
                                  "later, built with it, is needed",
                                  name);
            }
            robustness->wanted[i] = false;
            (void)fprintf(stderr, "%s is LEFT OUT: libsndfile has not got this codec here\n", name);
        }
    }
    return GENUS_OK;
}

static genus_status evaluate_degraded(const request *request, genus_error *error) {
    genus_model *model = NULL;
    genus_robustness robustness = {0};
    genus_status status = choose_degradations(request, &robustness, error);
    if (status == GENUS_OK) {
        status = genus_model_load(request->run.weights, &model, error);
    }
    if (status == GENUS_OK && !genus_dataset_is_folder(request->run.data)) {
        status =
            genus_fail(error, GENUS_ERROR_DATA,
                       "%s: is not a folder; --degrade needs the audio itself", request->run.data);
    }
    if (status == GENUS_OK) {
        genus_interrupt_hold();
        status = genus_robustness_run(model, request->run.data, request->run.threads, &robustness,
                                      error);
    }
    if (status == GENUS_OK) {
        (void)printf("weights   %s\ndata      %s: %zu clips\nskipped   %zu files\n\n",
                     request->run.weights, request->run.data, robustness.pieces,
                     robustness.skipped);
        genus_robustness_print(&robustness, stdout);
    }
    if (status == GENUS_OK && request->json != NULL) {
        status = write_json(
            request->json,
            genus_robustness_json(&robustness, request->run.weights, request->run.data), error);
    }
    genus_model_free(model);
    return status;
}

int genus_command_evaluate(int argc, char **argv) {
    request request = {.run = {.part = GENUS_PART_TEST, .threads = genus_default_threads()}};
    int code = GENUS_EXIT_GOOD;
    const genus_syntax syntax = {usage, options, take_option};
    if (!genus_arguments_read(argc, argv, &syntax, &request, &code)) {
        return code;
    }
    if (argc - optind != 2) {
        return genus_arguments_refuse(argv[0], "needs WEIGHTS and DATA");
    }
    if (request.degrade &&
        (request.part_given || request.run.clips_csv != NULL || request.run.cache.file != NULL)) {
        return genus_arguments_refuse(argv[0], "--degrade hears all of DATA: --part, --clips and "
                                               "--cache do not go with it");
    }
    request.run.weights = argv[optind];
    request.run.data = argv[optind + 1];
    genus_error error = {0};
    const genus_status status =
        request.degrade ? evaluate_degraded(&request, &error) : evaluate(&request, &error);
    return genus_command_end(argv[0], status, &error);
}
