// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What a training gave, as plain numbers: all that a report shows. fit and crossval fill it; notes
// in the weights carry it (results_notes.h); report_html.h shows it. Parts that nobody filled are
// empty, and the report says so.

#ifndef GENUS_TRAIN_EVAL_RESULTS_H
#define GENUS_TRAIN_EVAL_RESULTS_H

#include "engine/genus.h"
#include "engine/model/model.h"
#include "train/data/split.h"
#include "train/eval/robustness.h"
#include "train/eval/scores.h"

/** How many of the leading classes of a clip are kept. */
#define GENUS_LEADERS 3

/** What a clip was, and what it was named. */
typedef struct genus_clip_result {
    char *name;
    uint32_t truth;                     ///< Class.
    uint32_t leaders[GENUS_LEADERS];    ///< Classes, the most likely first; [0] is its name.
    uint32_t millionths[GENUS_LEADERS]; ///< Their posterior probabilities, calibrated.
    bool sure;                          ///< Whether the verdict is called sure.
} genus_clip_result;

/** How many clips were predicted correctly. */
typedef struct genus_score {
    uint32_t correct;
    uint32_t total; ///< 0: nothing was scored.
} genus_score;

/** Clips of a class that is none of the labels: whatever they are called is wrong. */
typedef struct genus_foreign_class {
    char *label;
    uint32_t clips;
    uint32_t sure; ///< Those that are called something with certainty all the same.
} genus_foreign_class;

/** Coverages of a risk-coverage table, of 1. */
#define GENUS_COVERAGES 6
extern const double genus_coverages[GENUS_COVERAGES];

/** How many of the most confident verdicts are right. */
typedef struct genus_risk_coverage {
    genus_score scores[GENUS_COVERAGES]; ///< Of the genus_coverages[] of the verdicts.
    double area; ///< Under the curve: the mean share of wrong ones over all coverages.
} genus_risk_coverage;

/** An epoch of a training. */
typedef struct genus_epoch_result {
    float loss;            ///< On the training clips, as augmented.
    float validation_loss; ///< On the validation clips, before calibration.
    uint32_t validation_correct;
} genus_epoch_result;

/** A line of the settings. */
typedef struct genus_setting {
    char *key;
    char *value;
} genus_setting;

/** A plain struct that owns all that it points to. Start from genus_results_new(). */
typedef struct genus_results {
    char *title; ///< What was scored: the weights' path, or the data's of a cross-validation.
    char *part;  ///< "test", "validation", "all"; "test, 10 folds".
    uint32_t label_count;
    char *labels[GENUS_LABELS_MAX];

    size_t clip_count;
    genus_clip_result *clips;             ///< In the order of the data set.
    genus_score prefixes[GENUS_PREFIXES]; ///< After genus_prefix_seconds[] of each clip.
    genus_score among_present;            ///< If none but the classes of the clips are allowed.
    uint32_t learnt;                      ///< Clips of the data that the weights have learnt,
    uint32_t learnt_unknown;              ///< those of which it is not known,
    uint32_t learnt_total;                ///< of so many; 0: nobody has asked.
    uint32_t foreign_count;
    genus_foreign_class foreign[GENUS_LABELS_MAX]; ///< [foreign_count]
    uint32_t repeats;     ///< How often each clip was judged: 1, or more folds.
    float sure_threshold; ///< From which a verdict is sure; 0: folds differ.

    size_t epoch_count;
    genus_epoch_result *epochs;
    uint32_t validation_clips; ///< What validation_correct is out of.

    size_t fold_count;
    genus_score *folds; ///< Of a cross-validation, in order.

    bool has_data; ///< Whether the next three are known.
    uint32_t class_clips[GENUS_LABELS_MAX][GENUS_PART_COUNT];
    uint32_t recordings; ///< Different ones; clips of one never straddle two parts.
    uint32_t bound;      ///< Clips that share their recording with others.
    char *duplicates;    ///< Found ones, as duplicates_note.h says; NULL: nobody has looked.

    genus_robustness robustness; ///< On a folder of music; 0 pieces: it was not asked for.

    size_t setting_count;
    genus_setting *settings;
} genus_results;

/** Empty results for these classes, which are copied. NULL: memory is out. Thread class of all:
 * any, one thread at a time for the same results. */
genus_results *genus_results_new(const char *title, const char *part, const char *const *labels,
                                 uint32_t label_count);

/** Frees them. NULL is fine. */
void genus_results_free(genus_results *results);

/** Adds predictions, at its temperature and threshold. @return false: memory is out. */
bool genus_results_add_predictions(genus_results *results, const genus_dataset *dataset,
                                   const genus_predictions *predictions) GENUS_NONNULL(1, 2, 3);

/**
 * Judges clips and adds what comes out.
 * @param config Of the network: temperature and threshold of sure verdicts are used.
 * @param dataset Of the results' classes. @param clips [count] indices.
 * @param first Prefix length from which on clips are predicted.
 * @param threads 1 to 256; the results do not depend on it.
 * @return GENUS_OK, what genus_predictions_run() returns, _MEMORY; then throw the results away.
 */
genus_status genus_results_predict(genus_results *results, const genus_network *network,
                                   const genus_model_config *config, const genus_dataset *dataset,
                                   const size_t *clips, size_t count, size_t first,
                                   unsigned threads, genus_error *error) GENUS_CHECKED
    GENUS_NONNULL(1, 2, 3, 4);

/** Counts predictions of clips of foreign classes, whose truth is the predictions' labels + i for
 * foreign_labels[i], which are copied. @return false: memory is out. */
bool genus_results_add_foreign(genus_results *results, const genus_predictions *predictions,
                               const char *const *foreign_labels, uint32_t count)
    GENUS_NONNULL(1, 2, 3);

/** Sets what the split makes of the data. */
void genus_results_set_data(genus_results *results, const genus_dataset *dataset,
                            const genus_split *split) GENUS_NONNULL(1, 2, 3);

/** Adds one. @return false: memory is out. */
bool genus_results_add_clip(genus_results *results, const char *name, const genus_clip_result *clip)
    GENUS_NONNULL(1, 2, 3);
bool genus_results_add_epoch(genus_results *results, genus_epoch_result epoch) GENUS_NONNULL(1);
bool genus_results_add_fold(genus_results *results, genus_score fold) GENUS_NONNULL(1);
bool genus_results_add_setting(genus_results *results, const char *key, const char *value)
    GENUS_NONNULL(1, 2, 3);

/** Forgets the clips and prefix lengths, so that they can be judged anew. */
void genus_results_forget_clips(genus_results *results) GENUS_NONNULL(1);

/** All scores of the clips. */
genus_scores genus_results_scores(const genus_results *results) GENUS_NONNULL(1);

/** What the clips' confidences are worth as an order. @return false: memory is out. */
bool genus_results_risk_coverage(const genus_results *results, genus_risk_coverage *table)
    GENUS_NONNULL(1, 2);

/** The 95 % interval of the accuracy; repeats do not narrow it, clips do. */
genus_interval genus_results_interval(const genus_results *results) GENUS_NONNULL(1);

/** Mean accuracy of the folds. @param deviation Receives their standard deviation; 0 of one. */
double genus_results_fold_mean(const genus_results *results, double *deviation) GENUS_NONNULL(1);

/** A clip's confidence in its name, 0..1. */
double genus_clip_confidence(const genus_clip_result *clip) GENUS_NONNULL(1);

/** A score as a share; 0 of nothing. */
double genus_score_share(genus_score score);

#endif
