// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// genus-train evaluate: scores weights on a data set, by default on the clips that training put
// aside.

#include "commands.h"

#include "engine/verdict.h"
#include "exam.h"
#include "numbers.h"
#include "output.h"
#include "predict.h"
#include "report.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
    "Usage: genus-train evaluate WEIGHTS DATA [OPTION...]\n"
    "Scores WEIGHTS on DATA, a features file or a folder with one sub-folder a class: accuracy\n"
    "with its 95 % interval, precision, recall and F1 of each class, confusion matrix.\n"
    "\n"
    "      --part PART    test, validation (the clips that training put aside) or all [test]\n"
    "      --clips FILE   the table of clips (clips.csv) that training was given\n"
    "      --json FILE    writes the report as JSON too\n"
    "      --threads N    threads, 1 to 256; the scores do not depend on it [one a processor]\n"
    "  -h, --help         this text\n";

enum {
    option_part = 256,
    option_clips,
    option_json,
    option_threads,
    threads_max = 256,
};

/** What the command line asks for. */
typedef struct request {
    genus_exam_request exam;
    const char *json;
} request;

/** What is computed on the way. */
typedef struct evaluation {
    genus_exam exam;
    float *logits; ///< [clips][labels]
    genus_confusion confusion;
} evaluation;

/** @return GENUS_EXIT_GOOD with weights, or without if only the help was wanted. */
static int read_arguments(int argc, char **argv, request *request) {
    static const struct option options[] = {
        {"part", required_argument, NULL, option_part},
        {"clips", required_argument, NULL, option_clips},
        {"json", required_argument, NULL, option_json},
        {"threads", required_argument, NULL, option_threads},
        {"help", no_argument, NULL, 'h'},
        {NULL, 0, NULL, 0},
    };
    uint64_t threads = genus_default_threads();
    for (int option = 0; (option = getopt_long(argc, argv, "h", options, NULL)) != -1;) {
        switch (option) {
        case option_part:
            if (!genus_exam_read_part(optarg, &request->exam.part)) {
                (void)fprintf(stderr, "%s: --part %s: must be test, validation or all\n", argv[0],
                              optarg);
                return GENUS_EXIT_USAGE;
            }
            break;
        case option_clips:
            request->exam.clips_csv = optarg;
            break;
        case option_json:
            request->json = optarg;
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
    if (argc - optind != 2) {
        (void)fprintf(stderr, "%s: needs WEIGHTS and DATA (see --help)\n", argv[0]);
        return GENUS_EXIT_USAGE;
    }
    request->exam.weights = argv[optind];
    request->exam.data = argv[optind + 1];
    request->exam.threads = (unsigned)threads;
    return GENUS_EXIT_GOOD;
}

static genus_status score(const request *request, evaluation *evaluation, genus_error *error) {
    const genus_exam *exam = &evaluation->exam;
    const uint32_t labels = genus_model_label_count(exam->model);
    evaluation->logits = malloc(exam->count * labels * sizeof *evaluation->logits);
    if (evaluation->logits == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for scores");
    }
    const genus_status status =
        genus_predict(genus_model_network(exam->model), exam->dataset, exam->clips, exam->count,
                      request->exam.threads, evaluation->logits, error);
    if (status != GENUS_OK) {
        return status;
    }
    evaluation->confusion.label_count = labels;
    for (size_t i = 0; i < exam->count; i++) {
        genus_confusion_add(&evaluation->confusion, exam->dataset->clips[exam->clips[i]].label,
                            genus_argmax(evaluation->logits + i * labels, labels));
    }
    return GENUS_OK;
}

static genus_status write_json(const char *path, const genus_report *report, genus_error *error) {
    char *text = genus_report_json(report);
    if (text == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "%s: out of memory", path);
    }
    const genus_status status = genus_output_write(path, text, error);
    free(text);
    return status;
}

static genus_status report(const request *request, const evaluation *evaluation,
                           genus_error *error) {
    const genus_exam *exam = &evaluation->exam;
    const bool all = exam->split == NULL;
    const genus_report report = {
        .weights = request->exam.weights,
        .data = request->exam.data,
        .part = genus_exam_part_name(request->exam.part),
        .seed = all ? NULL : genus_model_metadata(exam->model, "seed"),
        .split_digest = all ? NULL : genus_model_metadata(exam->model, "split_digest"),
        .data_digest = exam->data_digest,
        .skipped = exam->dataset->skipped,
        .labels = genus_model_get_meaning(exam->model)->labels,
        .confusion = &evaluation->confusion,
    };
    const char *trained_on = genus_model_metadata(exam->model, "data_digest");
    if (!all && trained_on != NULL && strcmp(trained_on, exam->data_digest) != 0) {
        (void)fprintf(stderr,
                      "note: %s holds the clips that %s was trained on, but other features "
                      "of them (data_digest differs)\n",
                      request->exam.data, request->exam.weights);
    }
    genus_report_print(&report, stdout);
    return request->json == NULL ? GENUS_OK : write_json(request->json, &report, error);
}

static genus_status evaluate(const request *request, evaluation *evaluation, genus_error *error) {
    genus_status status = genus_exam_open(&request->exam, &evaluation->exam, error);
    if (status == GENUS_OK) {
        status = score(request, evaluation, error);
    }
    if (status == GENUS_OK) {
        status = report(request, evaluation, error);
    }
    free(evaluation->logits);
    genus_exam_close(&evaluation->exam);
    return status;
}

int genus_command_evaluate(int argc, char **argv) {
    request request = {.exam.part = GENUS_PART_TEST};
    const int misuse = read_arguments(argc, argv, &request);
    if (misuse != GENUS_EXIT_GOOD || request.exam.weights == NULL) {
        return misuse;
    }
    evaluation evaluation = {0};
    genus_error error;
    if (evaluate(&request, &evaluation, &error) != GENUS_OK) {
        (void)fprintf(stderr, "%s: %s\n", argv[0], error.message);
        return GENUS_EXIT_FAILED;
    }
    return GENUS_EXIT_GOOD;
}
