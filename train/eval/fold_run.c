// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Weights before the clips that they are scored on.

#include "train/eval/fold_run.h"

#include "engine/base/number.h"

#include "train/data/duplicates.h"
#include "train/data/features_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool genus_fold_run_read_part(const char *name, genus_part *part) {
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

const char *genus_fold_run_part_name(genus_part part) {
    return part == GENUS_PART_EXCLUDED ? "all" : genus_part_name(part);
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
        const genus_grouping grouping = {
            .clips_csv = request->clips_csv, .pairs = pairs, .pair_count = count};
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
        run->count = genus_split_clips(run->split, request->part, run->clips);
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
    run->learnt =
        request->part == GENUS_PART_VALIDATION && refitted != NULL && strcmp(refitted, "0") != 0;
    if (run->learnt) {
        (void)fprintf(stderr,
                      "note: %s has learnt these clips, too, once they had calibrated it; before "
                      "that it named %s of them (validation_accuracy)\n",
                      request->weights, before != NULL ? before : "an unknown share");
    }
}

static genus_status choose_clips(const genus_fold_run_request *request, genus_fold_run *run,
                                 genus_error *error) {
    const size_t all = run->dataset->clip_count;
    run->clips = malloc(all * sizeof *run->clips);
    if (run->clips == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for a list of clips");
    }
    if (request->part != GENUS_PART_EXCLUDED) {
        return choose_part(request, run, error);
    }
    for (size_t i = 0; i < all; i++) {
        run->clips[i] = i;
    }
    run->count = all;
    return GENUS_OK;
}

genus_status genus_fold_run_open(const genus_fold_run_request *request, genus_fold_run *run,
                                 genus_error *error) {
    *run = (genus_fold_run){0};
    genus_status status = genus_model_load(request->weights, &run->model, error);
    if (status == GENUS_OK) {
        status = load_data(request, run, error);
    }
    if (status == GENUS_OK) {
        genus_dataset_digest(run->dataset, run->data_digest);
        status = choose_clips(request, run, error);
    }
    if (status == GENUS_OK) {
        const genus_model_config *config = genus_model_get_config(run->model);
        tell_if_learnt(request, run);
        status = genus_dataset_relabel(run->dataset, config->labels, config->label_count, error);
    }
    return status;
}

void genus_fold_run_close(genus_fold_run *run) {
    free(run->clips);
    genus_split_free(run->split);
    genus_dataset_free(run->dataset);
    genus_model_free(run->model);
    *run = (genus_fold_run){0};
}
