// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// genus-train evaluate: scores weights on a data set, by default on the clips that training put
// aside.

#include "train/cli/commands.h"

#include "engine/base/atomic_file.h"
#include "engine/stream/verdict.h"
#include "train/cli/arguments.h"
#include "train/eval/fold_run.h"
#include "train/eval/predict.h"
#include "train/eval/robustness.h"
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
    genus_fold_run_request trial;
    bool part_given;
    bool degrade;
    bool degrade_all; ///< What libsndfile cannot do is left out, loudly.
    bool degradations[GENUS_DEGRADATION_COUNT];
    const char *json;
} request;

/** What is computed on the way. */
typedef struct evaluation {
    genus_fold_run trial;
    float *logits; ///< [clips][labels]
    genus_confusion confusion;
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
        return genus_fold_run_read_part(value, &request->trial.part);
    case option_clips:
        request->trial.clips_csv = value;
        return true;
    case option_json:
        request->json = value;
        return true;
    case option_threads:
        return genus_threads_take(value, &request->trial.threads);
    case option_degrade:
        return read_degradation(value, request);
    default:
        return genus_cache_take(option, value, &request->trial.cache);
    }
}

static genus_status score(const request *request, evaluation *evaluation, genus_error *error) {
    const genus_fold_run *trial = &evaluation->trial;
    const uint32_t labels = genus_model_label_count(trial->model);
    evaluation->logits = malloc(trial->count * labels * sizeof *evaluation->logits);
    if (evaluation->logits == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for scores");
    }
    const genus_status status =
        genus_predict(genus_model_network(trial->model), trial->dataset, trial->clips, trial->count,
                      request->trial.threads, evaluation->logits, error);
    if (status != GENUS_OK) {
        return status;
    }
    evaluation->confusion.label_count = labels;
    for (size_t i = 0; i < trial->count; i++) {
        genus_confusion_add(&evaluation->confusion, trial->dataset->clips[trial->clips[i]].label,
                            genus_argmax(evaluation->logits + i * labels, labels));
    }
    return GENUS_OK;
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
    const genus_fold_run *trial = &evaluation->trial;
    const bool all = trial->split == NULL;
    const char *score =
        request->trial.part == GENUS_PART_TEST ? "test_accuracy" : "validation_accuracy";
    const genus_report report = {
        .weights = request->trial.weights,
        .data = request->trial.data,
        .part = genus_fold_run_part_name(request->trial.part),
        .seed = all ? NULL : genus_model_metadata(trial->model, "seed"),
        .split_digest = all ? NULL : genus_model_metadata(trial->model, "split_digest"),
        .data_digest = trial->data_digest,
        .recorded = all || trial->learnt ? NULL : genus_model_metadata(trial->model, score),
        .skipped = trial->dataset->skipped,
        .labels = genus_model_get_config(trial->model)->labels,
        .confusion = &evaluation->confusion,
    };
    const char *trained_on = genus_model_metadata(trial->model, "data_digest");
    if (!all && trained_on != NULL && strcmp(trained_on, trial->data_digest) != 0) {
        (void)fprintf(stderr,
                      "note: %s holds the clips that %s was trained on, but other features "
                      "of them (data_digest differs)\n",
                      request->trial.data, request->trial.weights);
    }
    genus_report_print(&report, stdout);
    return request->json == NULL ? GENUS_OK
                                 : write_json(request->json, genus_report_json(&report), error);
}

static genus_status evaluate(const request *request, genus_error *error) {
    evaluation evaluation = {0};
    genus_status status = genus_fold_run_open(&request->trial, &evaluation.trial, error);
    if (status == GENUS_OK) {
        status = score(request, &evaluation, error);
    }
    if (status == GENUS_OK) {
        status = report(request, &evaluation, error);
    }
    free(evaluation.logits);
    genus_fold_run_close(&evaluation.trial);
    return status;
}

/** Sets what is to be applied; what was asked for by name must be possible. */
static genus_status choose_degradations(const request *request, genus_robustness *rough,
                                        genus_error *error) {
    for (size_t i = 0; i < GENUS_DEGRADATION_COUNT; i++) {
        const char *name = genus_degradation_name((genus_degradation)i);
        rough->wanted[i] = request->degrade_all || request->degradations[i];
        if (rough->wanted[i] && !genus_degradation_available((genus_degradation)i)) {
            if (request->degradations[i]) {
                return genus_fail(error, GENUS_ERROR_DATA,
                                  "--degrade %s: libsndfile has not got this codec here; 1.1 or "
                                  "later, built with it, is needed",
                                  name);
            }
            rough->wanted[i] = false;
            (void)fprintf(stderr, "%s is LEFT OUT: libsndfile has not got this codec here\n", name);
        }
    }
    return GENUS_OK;
}

static genus_status evaluate_degraded(const request *request, genus_error *error) {
    genus_model *model = NULL;
    genus_robustness rough = {0};
    genus_status status = choose_degradations(request, &rough, error);
    if (status == GENUS_OK) {
        status = genus_model_load(request->trial.weights, &model, error);
    }
    if (status == GENUS_OK && !genus_dataset_is_folder(request->trial.data)) {
        status = genus_fail(error, GENUS_ERROR_DATA,
                            "%s: is not a folder; --degrade needs the audio itself",
                            request->trial.data);
    }
    if (status == GENUS_OK) {
        genus_interrupt_hold();
        status =
            genus_robustness_run(model, request->trial.data, request->trial.threads, &rough, error);
    }
    if (status == GENUS_OK) {
        (void)printf("weights   %s\ndata      %s: %zu clips\nskipped   %zu files\n\n",
                     request->trial.weights, request->trial.data, rough.pieces, rough.skipped);
        genus_robustness_print(&rough, stdout);
    }
    if (status == GENUS_OK && request->json != NULL) {
        status = write_json(
            request->json,
            genus_robustness_json(&rough, request->trial.weights, request->trial.data), error);
    }
    genus_model_free(model);
    return status;
}

int genus_command_evaluate(int argc, char **argv) {
    request request = {.trial = {.part = GENUS_PART_TEST, .threads = genus_default_threads()}};
    int code = GENUS_EXIT_GOOD;
    const genus_syntax syntax = {usage, options, take_option};
    if (!genus_arguments_read(argc, argv, &syntax, &request, &code)) {
        return code;
    }
    if (argc - optind != 2) {
        return genus_arguments_refuse(argv[0], "needs WEIGHTS and DATA");
    }
    if (request.degrade && (request.part_given || request.trial.clips_csv != NULL ||
                            request.trial.cache.file != NULL)) {
        return genus_arguments_refuse(argv[0], "--degrade hears all of DATA: --part, --clips and "
                                               "--cache do not go with it");
    }
    request.trial.weights = argv[optind];
    request.trial.data = argv[optind + 1];
    genus_error error = {0};
    const genus_status status =
        request.degrade ? evaluate_degraded(&request, &error) : evaluate(&request, &error);
    return genus_command_end(argv[0], status, &error);
}
