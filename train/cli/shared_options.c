// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Options that several commands have.

#include "train/cli/shared_options.h"

#include "engine/base/error.h"
#include "train/util/interrupt.h"

#include <stdio.h>
#include <string.h>

const genus_option genus_cache_options[] = {
    {"cache", "FILE", "where the features of a folder are kept from run to run",
     "A file that is something else than a cache is left as it is.",
     "a file in $XDG_CACHE_HOME/genus or ~/.cache/genus",
     GENUS_OPTION_FIELD(genus_cache_choice, file)},
    {"no-cache", NULL, "keeps none and uses none", GENUS_OPTION_FIELD(genus_cache_choice, off)},
    {.name = NULL},
};

const genus_option genus_threads_options[] = {
    {"threads", "N", "threads, 1 to 256; the result does not depend on it",
     .otherwise = "one a processor", .kind = GENUS_OPTION_UNSIGNED, .least = 1, .most = 256},
    {.name = NULL},
};

static bool take_part(const char *value, void *fields) {
    genus_judge_request *request = fields;
    request->part_given = true;
    return genus_fold_run_read_part(value, &request->run.part);
}

static bool take_degradation(const char *value, void *fields) {
    genus_judge_request *request = fields;
    genus_degradation degradation;
    request->degrade = true;
    if (strcmp(value, "all") == 0) {
        request->degrade_all = true;
        return true;
    }
    if (!genus_degradation_named(value, &degradation)) {
        return false;
    }
    request->degradations[degradation] = true;
    return true;
}

const genus_option genus_judge_options[] = {
    {"part", "PART", "test, validation (the clips that training put aside), all or new",
     "Test clips are those that no part of the training saw.\n"
     "Those of validation calibrated the confidence: what it says then is no exam if they were\n"
     "learnt afterwards, which is said on standard error.\n"
     "For these two, the split of the training is repeated from the seed in the weights, so\n"
     ".Ar data\nmust hold the same clips.\n"
     "For all, it may be another data set; classes that are none of the labels are counted apart.\n"
     "new leaves out of it what the weights are known to have learnt.",
     "test; all if DATA has other classes", .take = take_part},
    {"clips", "FILE", "the table of clips (clips.csv) that training was given",
     GENUS_OPTION_FIELD(genus_judge_request, run.clips_csv)},
    {"degrade", "NAME",
     "noise20, noise10, pink10, telephone, vorbis64, mp3-64, quiet40, clip12, room, harmonic, "
     "percussive, or all of them; may be given several times",
     "See\n.Sx Degradations .", .take = take_degradation},
    {.name = NULL},
};

genus_judge_request genus_judge_request_default(void) {
    return (genus_judge_request){.run = {.threads = genus_default_threads()}};
}

/** Sets what is to be applied; what was asked for by name must be possible. */
static genus_status choose_degradations(const genus_judge_request *request,
                                        genus_robustness *robustness, genus_error *error) {
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

genus_status genus_judge_degraded(const genus_judge_request *request, genus_model *model,
                                  genus_robustness *robustness, genus_error *error) {
    if (!genus_dataset_is_folder(request->run.data)) {
        return genus_fail(error, GENUS_ERROR_DATA,
                          "%s: is not a folder; --degrade needs the audio itself",
                          request->run.data);
    }
    const genus_status status = choose_degradations(request, robustness, error);
    if (status != GENUS_OK) {
        return status;
    }
    genus_interrupt_hold();
    return genus_robustness_run(model, request->run.data, request->run.threads, robustness, error);
}

const char *genus_groups_fault(const char *groups, const char **clips_csv, bool *artists) {
    if (groups == NULL) {
        return NULL;
    }
    if (*clips_csv != NULL && strcmp(*clips_csv, groups) != 0) {
        return "--groups FILE holds the duplicates too: leave --clips out";
    }
    *clips_csv = groups;
    *artists = true;
    return NULL;
}
