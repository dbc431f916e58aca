// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Weights before the clips that they are scored on.

#include "train/eval/fold_run.h"

#include "engine/base/number.h"

#include "train/data/duplicates.h"
#include "train/data/features_file.h"
#include "train/eval/learnt.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const part_names[] = {
    [GENUS_CLIPS_TEST] = "test",
    [GENUS_CLIPS_VALIDATION] = "validation",
    [GENUS_CLIPS_ALL] = "all",
    [GENUS_CLIPS_NEW] = "new",
};

bool genus_fold_run_read_part(const char *name, genus_clip_choice *part) {
    for (genus_clip_choice i = GENUS_CLIPS_TEST; i <= GENUS_CLIPS_NEW; i++) {
        if (strcmp(name, part_names[i]) == 0) {
            *part = i;
            return true;
        }
    }
    return false;
}

const char *genus_fold_run_part_name(genus_clip_choice part) {
    return part_names[part];
}

/** Loads the data as the weights' front end hears them. */
static genus_status load_data(const genus_fold_run_request *request, genus_fold_run *run,
                              genus_error *error) {
    const genus_frontend_settings *settings = &genus_model_get_config(run->model)->frontend;
    if (genus_dataset_is_folder(request->data)) {
        return genus_dataset_load_folder(request->data, settings, request->threads, &request->cache,
                                         &run->dataset, error);
    }
    const genus_status status = genus_features_read(request->data, NULL, &run->dataset, error);
    if (status == GENUS_OK && !genus_frontend_settings_equal(settings, &run->dataset->settings)) {
        return genus_fail(error, GENUS_ERROR_FRONTEND,
                          "%s: its features were computed with other front-end settings than those "
                          "of %s; give the folder of audio in its place",
                          request->data, request->weights);
    }
    return status;
}

/** A note that fit writes into the weights. */
static genus_status get_note(const genus_fold_run_request *request, const genus_fold_run *run,
                             const char *key, const char **note, genus_error *error) {
    *note = genus_model_metadata(run->model, key);
    return *note != NULL ? GENUS_OK
                         : genus_fail(error, GENUS_ERROR_METADATA,
                                      "%s: metadata '%s' is missing, so that the split is unknown; "
                                      "try --part all",
                                      request->weights, key);
}

/** Splits as fit did, with the duplicates that it found. */
static genus_status repeat_split(const genus_fold_run_request *request, genus_fold_run *run,
                                 uint64_t seed, genus_error *error) {
    const char *note = genus_model_metadata(run->model, "duplicates");
    genus_pair *pairs = NULL;
    size_t count = 0;
    genus_status status = GENUS_OK;
    if (note != NULL) {
        status = genus_duplicates_from_note(run->dataset, note, &pairs, &count, error);
    }
    if (status == GENUS_OK) {
        const char *artists = genus_model_metadata(run->model, "artists");
        const genus_grouping grouping = {.clips_csv = request->clips_csv,
                                         .artists = request->clips_csv != NULL && artists != NULL &&
                                                    strcmp(artists, "apart") == 0,
                                         .pairs = pairs,
                                         .pair_count = count};
        status = genus_split_new(run->dataset, seed, &grouping, &run->split, error);
    }
    free(pairs);
    return status;
}

/** Repeats the split of the training, and checks that it is the same. */
static genus_status choose_part(const genus_fold_run_request *request, genus_fold_run *run,
                                genus_error *error) {
    const char *seed_text = NULL;
    const char *recorded = NULL;
    uint64_t seed = 0;
    char digest[GENUS_DIGEST_HEX];
    genus_status status = get_note(request, run, "seed", &seed_text, error);
    if (status == GENUS_OK) {
        status = get_note(request, run, "split_digest", &recorded, error);
    }
    if (status == GENUS_OK && !genus_number_parse_u64(seed_text, UINT64_MAX, &seed)) {
        status = genus_fail(error, GENUS_ERROR_METADATA,
                            "%s: metadata 'seed' is '%.40s', not a whole number", request->weights,
                            seed_text);
    }
    if (status == GENUS_OK) {
        status = repeat_split(request, run, seed, error);
    }
    if (status != GENUS_OK) {
        return status;
    }
    genus_split_digest(run->split, run->dataset, digest);
    if (strcmp(digest, recorded) == 0) {
        run->count = genus_split_clips(
            run->split, run->part == GENUS_CLIPS_TEST ? GENUS_PART_TEST : GENUS_PART_VALIDATION,
            run->clips);
    } else {
        status = genus_fail(error, GENUS_ERROR_DATA,
                            "%s: does not split as when %s was trained (split_digest differs); "
                            "give the same data%s, or --part all",
                            request->data, request->weights,
                            request->clips_csv != NULL
                                ? " and the same table with --clips, if there was one"
                                : ", and with --clips the table that training had, if any");
    }
    return status;
}

/** Whether the validation clips are no longer unseen. */
static void tell_if_learnt(const genus_fold_run_request *request, genus_fold_run *run) {
    const char *refitted = genus_model_metadata(run->model, "refit_epochs");
    const char *before = genus_model_metadata(run->model, "validation_accuracy");
    run->refitted =
        run->part == GENUS_CLIPS_VALIDATION && refitted != NULL && strcmp(refitted, "0") != 0;
    if (run->refitted) {
        (void)fprintf(stderr,
                      "note: %s has learnt these clips, too, once they had calibrated it; before "
                      "that it named %s of them (validation_accuracy)\n",
                      request->weights, before != NULL ? before : "an unknown share");
    }
}

// --------------------------------------------------------------------------- another catalogue

/** The number of a class among the model's labels; label_count: it is none of them. */
static uint32_t number_of(const genus_model_config *config, const char *class) {
    uint32_t label = 0;
    while (label < config->label_count && strcmp(config->labels[label], class) != 0) {
        label++;
    }
    return label;
}

/** Gives the clips the model's labels; those of foreign classes get numbers above them. */
static genus_status relabel(const genus_fold_run_request *request, genus_fold_run *run,
                            genus_error *error) {
    const genus_model_config *config = genus_model_get_config(run->model);
    uint32_t numbers[GENUS_LABELS_MAX];
    for (uint32_t old = 0; old < run->dataset->label_count; old++) {
        const char *class = run->dataset->labels[old];
        numbers[old] = number_of(config, class);
        if (numbers[old] == config->label_count) {
            numbers[old] += run->foreign_label_count;
            run->foreign_labels[run->foreign_label_count] = strdup(class);
            if (run->foreign_labels[run->foreign_label_count++] == NULL) {
                return genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for labels");
            }
        }
    }
    if (run->foreign_label_count == run->dataset->label_count && run->foreign_label_count > 0) {
        return genus_fail(error, GENUS_ERROR_LABELS,
                          "%s: '%s' and its other classes are none that %s knows", request->data,
                          run->dataset->labels[0], request->weights);
    }
    if (!genus_dataset_set_labels(run->dataset, config->labels, config->label_count)) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for labels");
    }
    for (size_t i = 0; i < run->dataset->clip_count; i++) {
        run->dataset->clips[i].label = numbers[run->dataset->clips[i].label];
    }
    return GENUS_OK;
}

/** Chooses all clips, or all that are new to the weights; those of foreign classes come last. */
static void choose_all(const genus_learnt *learnt, genus_fold_run *run) {
    const genus_dataset *dataset = run->dataset;
    const uint32_t labels = genus_model_label_count(run->model);
    for (size_t i = 0; i < dataset->clip_count; i++) {
        if (dataset->clips[i].label < labels) {
            run->shared++;
            run->learnt += learnt[i] == GENUS_LEARNT_YES;
            run->unknown += learnt[i] == GENUS_LEARNT_UNKNOWN;
            if (run->part == GENUS_CLIPS_ALL || learnt[i] != GENUS_LEARNT_YES) {
                run->clips[run->count++] = i;
            }
        }
    }
    for (size_t i = 0; i < dataset->clip_count; i++) {
        if (dataset->clips[i].label >= labels) {
            run->clips[run->count + run->foreign_count++] = i;
        }
    }
}

static genus_status choose_clips(const genus_fold_run_request *request, genus_fold_run *run,
                                 genus_error *error) {
    const bool all = run->part == GENUS_CLIPS_ALL || run->part == GENUS_CLIPS_NEW;
    genus_learnt *learnt = calloc(run->dataset->clip_count + 1, sizeof *learnt);
    run->clips = malloc((run->dataset->clip_count + 1) * sizeof *run->clips);
    genus_status status =
        learnt != NULL && run->clips != NULL
            ? GENUS_OK
            : genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for a list of clips");
    if (status == GENUS_OK) {
        status = all ? genus_learnt_find(run->model, run->dataset, run->data_digest, learnt, error)
                     : choose_part(request, run, error);
    }
    if (status == GENUS_OK) {
        status = relabel(request, run, error);
    }
    if (status == GENUS_OK && all) {
        choose_all(learnt, run);
        if (run->count == 0) {
            status = genus_fail(error, GENUS_ERROR_DATA, "%s: %s has learnt all of these clips",
                                request->data, request->weights);
        }
    } else if (status == GENUS_OK && run->foreign_label_count > 0) {
        status = genus_fail(error, GENUS_ERROR_LABELS,
                            "%s: '%s' is no class that %s knows; try --part all", request->data,
                            run->foreign_labels[0], request->weights);
    }
    free(learnt);
    return status;
}

/** Whether some class of the data is none of the weights'. */
static bool has_foreign_class(const genus_fold_run *run) {
    const genus_model_config *config = genus_model_get_config(run->model);
    for (uint32_t label = 0; label < run->dataset->label_count; label++) {
        if (number_of(config, run->dataset->labels[label]) == config->label_count) {
            return true;
        }
    }
    return false;
}

genus_status genus_fold_run_open(const genus_fold_run_request *request, genus_fold_run *run,
                                 genus_error *error) {
    *run = (genus_fold_run){.part = request->part};
    genus_status status = genus_model_load(request->weights, &run->model, error);
    if (status == GENUS_OK) {
        status = load_data(request, run, error);
    }
    if (status == GENUS_OK) {
        if (run->part == GENUS_CLIPS_DEFAULT) {
            run->part = has_foreign_class(run) ? GENUS_CLIPS_ALL : GENUS_CLIPS_TEST;
        }
        genus_dataset_digest(run->dataset, run->data_digest);
        status = choose_clips(request, run, error);
    }
    if (status == GENUS_OK) {
        tell_if_learnt(request, run);
    }
    return status;
}

genus_status genus_fold_run_predict(const genus_fold_run *run, size_t first, unsigned threads,
                                    genus_results *results, genus_error *error) {
    const genus_network *network = genus_model_network(run->model);
    const genus_model_config *config = genus_model_get_config(run->model);
    genus_predictions foreign;
    genus_status status = genus_results_predict(results, network, config, run->dataset, run->clips,
                                                run->count, first, threads, error);
    if (status != GENUS_OK) {
        return status;
    }
    results->learnt = (uint32_t)run->learnt;
    results->learnt_unknown = (uint32_t)run->unknown;
    results->learnt_total = (uint32_t)run->shared;
    status = genus_predictions_make(run->dataset, run->clips + run->count, run->foreign_count,
                                    &foreign, error);
    if (status == GENUS_OK) {
        status = genus_predictions_run(network, run->dataset, GENUS_WHOLE_CLIP, threads, &foreign,
                                       error);
    }
    if (status == GENUS_OK) {
        genus_predictions_calibrate(&foreign, config);
        if (!genus_results_add_foreign(results, &foreign, (const char *const *)run->foreign_labels,
                                       run->foreign_label_count)) {
            status = genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for results");
        }
    }
    genus_predictions_clear(&foreign);
    return status;
}

void genus_fold_run_close(genus_fold_run *run) {
    free(run->clips);
    for (uint32_t i = 0; i < run->foreign_label_count; i++) {
        free(run->foreign_labels[i]);
    }
    genus_split_free(run->split);
    genus_dataset_free(run->dataset);
    genus_model_free(run->model);
    *run = (genus_fold_run){0};
}
