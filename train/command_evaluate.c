// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// genus-train evaluate: scores weights on a data set, by default on the clips that training put
// aside.

#include "commands.h"

#include "duplicates_note.h"
#include "engine/model.h"
#include "engine/verdict.h"
#include "interrupt.h"
#include "numbers.h"
#include "output.h"
#include "predict.h"
#include "report.h"
#include "rough.h"
#include "split.h"

#include <getopt.h>
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
    "      --threads N    threads, 1 to 256; the scores do not depend on it [one a processor]\n"
    "  -h, --help         this text\n";

enum {
    option_part = 256,
    option_clips,
    option_json,
    option_threads,
    option_degrade,
    threads_max = 256,
};

/** What the command line asks for. */
typedef struct request {
    const char *weights;
    const char *data;
    genus_part part; ///< GENUS_PART_EXCLUDED stands for all.
    bool part_given;
    bool degrade;
    bool degrade_all; ///< What libsndfile cannot do is left out, loudly.
    bool degradations[GENUS_DEGRADATION_COUNT];
    const char *clips_csv;
    const char *json;
    unsigned threads;
} request;

/** What is computed on the way. */
typedef struct evaluation {
    genus_model *model;
    genus_dataset *dataset;
    size_t *clips; ///< Indices of the clips to be scored.
    size_t count;
    float *logits; ///< [count][labels]
    char data_digest[GENUS_DIGEST_HEX];
    genus_confusion confusion;
} evaluation;

static bool read_part(const char *name, genus_part *part) {
    const genus_part parts[] = {GENUS_PART_VALIDATION, GENUS_PART_TEST};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (strcmp(name, genus_part_name(parts[i])) == 0) {
            *part = parts[i];
            return true;
        }
    }
    *part = GENUS_PART_EXCLUDED;
    return strcmp(name, "all") == 0;
}

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

/** @return GENUS_EXIT_GOOD with weights, or without if only the help was wanted. */
static int read_arguments(int argc, char **argv, request *request) {
    static const struct option options[] = {
        {"part", required_argument, NULL, option_part},
        {"clips", required_argument, NULL, option_clips},
        {"json", required_argument, NULL, option_json},
        {"threads", required_argument, NULL, option_threads},
        {"degrade", required_argument, NULL, option_degrade},
        {"help", no_argument, NULL, 'h'},
        {NULL, 0, NULL, 0},
    };
    uint64_t threads = genus_default_threads();
    for (int option = 0; (option = getopt_long(argc, argv, "h", options, NULL)) != -1;) {
        switch (option) {
        case option_part:
            if (!read_part(optarg, &request->part)) {
                (void)fprintf(stderr, "%s: --part %s: must be test, validation or all\n", argv[0],
                              optarg);
                return GENUS_EXIT_USAGE;
            }
            request->part_given = true;
            break;
        case option_degrade:
            if (!read_degradation(optarg, request)) {
                (void)fprintf(stderr,
                              "%s: --degrade %s: there is no such degradation (see --help)\n",
                              argv[0], optarg);
                return GENUS_EXIT_USAGE;
            }
            break;
        case option_clips:
            request->clips_csv = optarg;
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
    if (request->degrade && (request->part_given || request->clips_csv != NULL)) {
        (void)fprintf(stderr,
                      "%s: --degrade hears all of DATA: --part and --clips do not go with it\n",
                      argv[0]);
        return GENUS_EXIT_USAGE;
    }
    request->weights = argv[optind];
    request->data = argv[optind + 1];
    request->threads = (unsigned)threads;
    return GENUS_EXIT_GOOD;
}

/** Loads the data as the weights' front end hears them. */
static genus_status load_data(const request *request, evaluation *evaluation, genus_error *error) {
    const genus_frontend_settings *settings = &genus_model_get_meaning(evaluation->model)->frontend;
    if (genus_dataset_is_folder(request->data)) {
        return genus_dataset_load_folder(request->data, settings, request->threads,
                                         &evaluation->dataset, error);
    }
    const genus_status status =
        genus_dataset_load_features(request->data, &evaluation->dataset, error);
    if (status == GENUS_OK &&
        !genus_frontend_settings_equal(settings, &evaluation->dataset->settings)) {
        return genus_fail(error, GENUS_ERROR_FRONTEND,
                          "%s: its features were computed with other front-end settings than those "
                          "of %s; give the folder of audio in its place",
                          request->data, request->weights);
    }
    return status;
}

/** A note that fit writes into the weights. */
static genus_status get_note(const request *request, const evaluation *evaluation, const char *key,
                             const char **note, genus_error *error) {
    *note = genus_model_metadata(evaluation->model, key);
    return *note != NULL ? GENUS_OK
                         : genus_fail(error, GENUS_ERROR_METADATA,
                                      "%s: metadata '%s' is missing, so that the split is unknown; "
                                      "try --part all",
                                      request->weights, key);
}

/** Splits as fit did, with the duplicates that it found. */
static genus_status repeat_split(const request *request, const evaluation *evaluation,
                                 uint64_t seed, genus_split **split, genus_error *error) {
    const char *note = genus_model_metadata(evaluation->model, "duplicates");
    genus_pair *pairs = NULL;
    size_t count = 0;
    genus_status status = GENUS_OK;
    if (note != NULL) {
        status = genus_duplicates_from_note(evaluation->dataset, note, &pairs, &count, error);
    }
    if (status == GENUS_OK) {
        const genus_bonds bonds = {
            .clips_csv = request->clips_csv, .pairs = pairs, .pair_count = count};
        status = genus_split_new(evaluation->dataset, seed, &bonds, split, error);
    }
    free(pairs);
    return status;
}

/** Repeats the split of the training, and checks that it is the same. */
static genus_status choose_part(const request *request, evaluation *evaluation,
                                genus_error *error) {
    const char *seed_text = NULL;
    const char *recorded = NULL;
    uint64_t seed = 0;
    genus_split *split = NULL;
    char digest[GENUS_DIGEST_HEX];
    genus_status status = get_note(request, evaluation, "seed", &seed_text, error);
    if (status == GENUS_OK) {
        status = get_note(request, evaluation, "split_digest", &recorded, error);
    }
    if (status == GENUS_OK && !genus_parse_u64(seed_text, UINT64_MAX, &seed)) {
        status = genus_fail(error, GENUS_ERROR_METADATA,
                            "%s: metadata 'seed' is '%.40s', not a whole number", request->weights,
                            seed_text);
    }
    if (status == GENUS_OK) {
        status = repeat_split(request, evaluation, seed, &split, error);
    }
    if (status != GENUS_OK) {
        return status;
    }
    genus_split_digest(split, evaluation->dataset, digest);
    if (strcmp(digest, recorded) == 0) {
        evaluation->count = genus_split_clips(split, request->part, evaluation->clips);
    } else {
        status = genus_fail(error, GENUS_ERROR_DATA,
                            "%s: does not split as when %s was trained (split_digest differs); "
                            "give the same data%s, or --part all",
                            request->data, request->weights,
                            request->clips_csv != NULL
                                ? " and the same table with --clips, if there was one"
                                : ", and with --clips the table that training had, if any");
    }
    genus_split_free(split);
    return status;
}

static genus_status choose_clips(const request *request, evaluation *evaluation,
                                 genus_error *error) {
    const size_t all = evaluation->dataset->clip_count;
    evaluation->clips = malloc(all * sizeof *evaluation->clips);
    if (evaluation->clips == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for a list of clips");
    }
    if (request->part != GENUS_PART_EXCLUDED) {
        return choose_part(request, evaluation, error);
    }
    for (size_t i = 0; i < all; i++) {
        evaluation->clips[i] = i;
    }
    evaluation->count = all;
    return GENUS_OK;
}

static genus_status score(const request *request, evaluation *evaluation, genus_error *error) {
    const genus_model_meaning *meaning = genus_model_get_meaning(evaluation->model);
    const uint32_t labels = meaning->label_count;
    genus_status status =
        genus_dataset_relabel(evaluation->dataset, meaning->labels, labels, error);
    if (status != GENUS_OK) {
        return status;
    }
    evaluation->logits = malloc(evaluation->count * labels * sizeof *evaluation->logits);
    if (evaluation->logits == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for scores");
    }
    status = genus_predict(genus_model_network(evaluation->model), evaluation->dataset,
                           evaluation->clips, evaluation->count, request->threads,
                           evaluation->logits, error);
    if (status != GENUS_OK) {
        return status;
    }
    evaluation->confusion.label_count = labels;
    for (size_t i = 0; i < evaluation->count; i++) {
        genus_confusion_add(&evaluation->confusion,
                            evaluation->dataset->clips[evaluation->clips[i]].label,
                            genus_argmax(evaluation->logits + i * labels, labels));
    }
    return GENUS_OK;
}

/** Writes a report and frees it. @param text NULL: memory is out. */
static genus_status write_json(const char *path, char *text, genus_error *error) {
    if (text == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "%s: out of memory", path);
    }
    const genus_status status = genus_output_write(path, text, error);
    free(text);
    return status;
}

static genus_status report(const request *request, const evaluation *evaluation,
                           genus_error *error) {
    const bool all = request->part == GENUS_PART_EXCLUDED;
    const char *score = request->part == GENUS_PART_TEST ? "test_accuracy" : "validation_accuracy";
    const genus_report report = {
        .weights = request->weights,
        .data = request->data,
        .part = all ? "all" : genus_part_name(request->part),
        .seed = all ? NULL : genus_model_metadata(evaluation->model, "seed"),
        .split_digest = all ? NULL : genus_model_metadata(evaluation->model, "split_digest"),
        .data_digest = evaluation->data_digest,
        .recorded = all ? NULL : genus_model_metadata(evaluation->model, score),
        .skipped = evaluation->dataset->skipped,
        .labels = genus_model_get_meaning(evaluation->model)->labels,
        .confusion = &evaluation->confusion,
    };
    const char *trained_on = genus_model_metadata(evaluation->model, "data_digest");
    if (!all && trained_on != NULL && strcmp(trained_on, evaluation->data_digest) != 0) {
        (void)fprintf(stderr,
                      "note: %s holds the clips that %s was trained on, but other features "
                      "of them (data_digest differs)\n",
                      request->data, request->weights);
    }
    genus_report_print(&report, stdout);
    return request->json == NULL ? GENUS_OK
                                 : write_json(request->json, genus_report_json(&report), error);
}

static genus_status evaluate(const request *request, evaluation *evaluation, genus_error *error) {
    genus_status status = genus_model_load(request->weights, &evaluation->model, error);
    if (status == GENUS_OK) {
        status = load_data(request, evaluation, error);
    }
    if (status == GENUS_OK) {
        genus_dataset_digest(evaluation->dataset, evaluation->data_digest);
        status = choose_clips(request, evaluation, error);
    }
    if (status == GENUS_OK) {
        status = score(request, evaluation, error);
    }
    if (status == GENUS_OK) {
        status = report(request, evaluation, error);
    }
    free(evaluation->logits);
    free(evaluation->clips);
    genus_dataset_free(evaluation->dataset);
    genus_model_free(evaluation->model);
    return status;
}

/** Sets what is to be applied; what was asked for by name must be possible. */
static genus_status choose_degradations(const request *request, genus_rough *rough,
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
    genus_rough rough = {0};
    genus_status status = choose_degradations(request, &rough, error);
    if (status == GENUS_OK) {
        status = genus_model_load(request->weights, &model, error);
    }
    if (status == GENUS_OK && !genus_dataset_is_folder(request->data)) {
        status = genus_fail(error, GENUS_ERROR_DATA,
                            "%s: is not a folder; --degrade needs the audio itself", request->data);
    }
    if (status == GENUS_OK) {
        genus_interrupt_hold();
        status = genus_rough_run(model, request->data, request->threads, &rough, error);
    }
    if (status == GENUS_OK) {
        (void)printf("weights   %s\ndata      %s: %zu clips\nskipped   %zu files\n\n",
                     request->weights, request->data, rough.pieces, rough.skipped);
        genus_rough_print(&rough, stdout);
    }
    if (status == GENUS_OK && request->json != NULL) {
        status = write_json(request->json,
                            genus_rough_json(&rough, request->weights, request->data), error);
    }
    genus_model_free(model);
    return status;
}

int genus_command_evaluate(int argc, char **argv) {
    request request = {.part = GENUS_PART_TEST};
    const int misuse = read_arguments(argc, argv, &request);
    if (misuse != GENUS_EXIT_GOOD || request.weights == NULL) {
        return misuse;
    }
    evaluation evaluation = {0};
    genus_error error;
    if ((request.degrade ? evaluate_degraded(&request, &error)
                         : evaluate(&request, &evaluation, &error)) != GENUS_OK) {
        (void)fprintf(stderr, "%s: %s\n", argv[0], error.message);
        return GENUS_EXIT_FAILED;
    }
    return GENUS_EXIT_GOOD;
}
