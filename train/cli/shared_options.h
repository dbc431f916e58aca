// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Options that several commands have.

#ifndef GENUS_TRAIN_CLI_SHARED_OPTIONS_H
#define GENUS_TRAIN_CLI_SHARED_OPTIONS_H

#include "engine/genus.h"
#include "train/audio/degrade.h"
#include "train/eval/fold_run.h"
#include "train/eval/robustness.h"
#include "train/util/options.h"

/** Of a genus_cache_choice. */
extern const genus_option genus_cache_options[];

/** Of a number of threads, unsigned, which begins as genus_default_threads(). */
extern const genus_option genus_threads_options[];

/**
 * Both --clips and --groups name the table of clips; the second keeps artists apart as well.
 * @param clips_csv, artists What is asked for, filled from `groups` if that is given.
 * @return What does not go together, or NULL.
 */
const char *genus_groups_fault(const char *groups, const char **clips_csv, bool *artists);

/** Weights, and what they are to be judged on. */
typedef struct genus_judge_request {
    genus_fold_run_request run;
    bool part_given;
    bool degrade;     ///< All of the data is heard degraded: these ways,
    bool degrade_all; ///< or all that libsndfile can do here; what it cannot is named on stderr.
    bool degradations[GENUS_DEGRADATION_COUNT];
} genus_judge_request;

/** Of a genus_judge_request: data, degradations. Cache and threads have their own tables. */
extern const genus_option genus_judge_options[];

/** The request without options: the test clips. */
genus_judge_request genus_judge_request_default(void);

/**
 * Hears the data, a folder, as it is and degraded. SIGINT and SIGTERM are held back from now on.
 * @return GENUS_OK; GENUS_ERROR_DATA for data that are no folder and for a codec that is asked for
 *         by name and not there; what genus_robustness_run() returns.
 */
genus_status genus_judge_degraded(const genus_judge_request *request, genus_model *model,
                                  genus_robustness *robustness, genus_error *error) GENUS_CHECKED
    GENUS_NONNULL(1, 2, 3);

#endif
