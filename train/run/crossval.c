// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Cross-validation: runs the test sets.

#include "train/run/crossval.h"
#include "engine/base/clock.h"
#include "engine/base/text.h"

#include "train/data/data_check.h"
#include "train/run/training.h"
#include "train/util/interrupt.h"
#include "train/util/thread_pool.h"

#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    path_size = 4096,
};

/// What the test sets share. A task is a test set.
struct job {
    const genus_crossval_options *options;
    genus_crossval *crossval;
    genus_nonmusic *banks; ///< [repeats]: what is no music, for all test sets of a seed.
    size_t threads;        ///< Of each training.
    bool terminal;
    double begun;
    pthread_mutex_t mutex; ///< Guards what follows.
    size_t first_done;     ///< Epochs that a run before has done.
    size_t epochs_done;
    size_t sets_done;
    genus_error fault; ///< Its status is GENUS_OK until a test set fails; then no more are begun.
};

double genus_test_set_accuracy(const genus_fold_result *result) {
    genus_scores scores = {0};
    genus_scores_add(&scores, &result->predictions);
    return (double)genus_confusion_correct(&scores.confusion) / (double)result->predictions.clips;
}

// ------------------------------------------------------------------------------------- progress

/// Epochs of one test set, the refit's included.
static size_t epochs_of_set(const struct job *job) {
    return job->options->recipe.epochs + genus_recipe_refit_epochs(&job->options->recipe);
}

/// Seconds that are left if the rest goes as fast as what was done. The mutex is held.
static unsigned seconds_left(const struct job *job) {
    const size_t all = job->crossval->sets.count * epochs_of_set(job);
    const double done = (double)(job->epochs_done - job->first_done);
    return (unsigned)((genus_monotonic_seconds() - job->begun) * (double)(all - job->epochs_done) /
                          done +
                      0.5);
}

/// One more epoch of some test set is done.
static void tell_epoch(struct job *job) {
    pthread_mutex_lock(&job->mutex);
    job->epochs_done++;
    if (job->terminal) {
        const unsigned seconds = seconds_left(job);
        (void)fprintf(stderr, "\r%zu/%zu test sets done, epoch %zu/%zu  left %u:%02u \033[K",
                      job->sets_done, job->crossval->sets.count, job->epochs_done,
                      job->crossval->sets.count * epochs_of_set(job), seconds / 60, seconds % 60);
        (void)fflush(stderr);
    }
    pthread_mutex_unlock(&job->mutex);
}

/// "fold 3" or "seed 1", or both.
static void print_name(const genus_test_sets *sets, const genus_test_set *set, char name[64]) {
    if (sets->folds == 1) {
        (void)snprintf(name, 64, "seed %llu", (unsigned long long)set->seed);
    } else if (sets->repeats == 1) {
        (void)snprintf(name, 64, "fold %zu", set->fold + 1);
    } else {
        (void)snprintf(name, 64, "seed %llu fold %zu", (unsigned long long)set->seed,
                       set->fold + 1);
    }
}

/// A test set is done, or was found done.
static void tell_set(struct job *job, size_t task, bool found) {
    const genus_fold_result *result = &job->crossval->results[task];
    char name[64];
    print_name(&job->crossval->sets, &job->crossval->sets.sets[task], name);
    pthread_mutex_lock(&job->mutex);
    job->sets_done++;
    (void)fprintf(stderr, "%s%s: %.1f %% of %zu", job->terminal ? "\r\033[K" : "", name,
                  100.0 * genus_test_set_accuracy(result), result->predictions.clips);
    if (found) {
        job->epochs_done += epochs_of_set(job);
        job->first_done = job->epochs_done;
        (void)fprintf(stderr, ", done before\n");
    } else {
        const unsigned seconds = seconds_left(job);
        (void)fprintf(stderr, "  (%zu/%zu, left %u:%02u)\n", job->sets_done,
                      job->crossval->sets.count, seconds / 60, seconds % 60);
    }
    pthread_mutex_unlock(&job->mutex);
}

// ---------------------------------------------------------------------------------------- sets

/// Where a result is kept.
static void print_path(const struct job *job, size_t task, char path[path_size]) {
    const genus_test_set *set = &job->crossval->sets.sets[task];
    (void)snprintf(path, path_size, "%s/seed%llu-fold%zu.safetensors", job->options->out,
                   (unsigned long long)set->seed, set->fold + 1);
}

static genus_recipe recipe_of(const struct job *job, size_t task) {
    genus_recipe recipe = job->options->recipe;
    recipe.seed = job->crossval->sets.sets[task].seed;
    return recipe;
}

static genus_provenance provenance_of(const struct job *job, size_t task) {
    const genus_recipe recipe = recipe_of(job, task);
    genus_provenance provenance = job->crossval->provenance;
    genus_recipe_print(&recipe, provenance.settings);
    genus_split_digest(job->crossval->sets.sets[task].split, job->crossval->dataset,
                       provenance.split_digest);
    return provenance;
}

/// Notes what an epoch gave, before the refit.
static void note_epoch(const genus_epoch *epoch, size_t number, genus_fold_result *result) {
    result->validation_correct = genus_confusion_correct(&epoch->validation);
    result->validation_clips = genus_confusion_total(&epoch->validation);
    result->curve[number].loss = epoch->loss;
    result->curve[number].accuracy =
        (double)result->validation_correct / (double)result->validation_clips;
}

static genus_status train(struct job *job, genus_training *training, genus_fold_result *result,
                          genus_error *error) {
    const size_t epochs = epochs_of_set(job);
    for (size_t i = 0; i < epochs; i++) {
        genus_epoch epoch;
        const genus_status status = genus_training_epoch(training, NULL, &epoch, error);
        if (status != GENUS_OK) {
            return status;
        }
        if (i < result->epochs) {
            note_epoch(&epoch, i, result);
        }
        tell_epoch(job);
    }
    return GENUS_OK;
}

/// The network, calibrated on the validation clips before it learnt them, meets the test clips:
/// once, at the end.
static genus_status judge(const struct job *job, genus_training *training,
                          genus_fold_result *result, genus_error *error) {
    genus_network *network = NULL;
    genus_status status = genus_training_calibrate(training, error);
    if (status == GENUS_OK) {
        status = genus_training_network(training, &network, error);
    }
    if (status == GENUS_OK) {
        status = genus_predictions_run(network, job->crossval->dataset, 0, (unsigned)job->threads,
                                       &result->predictions, error);
    }
    genus_network_free(network);
    genus_predictions_calibrate(&result->predictions, genus_training_model_config(training));
    result->done = status == GENUS_OK;
    return status;
}

static genus_status train_and_test(struct job *job, size_t task, genus_error *error) {
    const genus_test_set *set = &job->crossval->sets.sets[task];
    const genus_dataset *dataset = job->crossval->dataset;
    genus_fold_result *result = &job->crossval->results[task];
    const genus_recipe recipe = recipe_of(job, task);
    genus_training *training = NULL;
    genus_status status = genus_fold_result_make(dataset, set, recipe.epochs, result, error);
    if (status == GENUS_OK) {
        status = genus_training_new(&recipe, dataset, set->split, job->threads, &training, error);
    }
    if (status == GENUS_OK) {
        genus_training_set_bank(training, &job->banks[set->repeat]);
        status = train(job, training, result, error);
    }
    if (status == GENUS_OK) {
        status = judge(job, training, result, error);
    }
    genus_training_free(training);
    if (status == GENUS_OK && job->options->out != NULL) {
        char path[path_size];
        const genus_provenance provenance = provenance_of(job, task);
        print_path(job, task, path);
        status = genus_fold_result_write(path, result, &provenance, error);
    }
    return status;
}

static void run_task(void *context, size_t task, size_t member) {
    (void)member;
    struct job *job = context;
    pthread_mutex_lock(&job->mutex);
    const bool stopped = job->fault.status != GENUS_OK;
    pthread_mutex_unlock(&job->mutex);
    if (stopped || job->crossval->results[task].done) {
        return;
    }
    genus_error fault = {0};
    if (train_and_test(job, task, &fault) == GENUS_OK) {
        tell_set(job, task, false);
        return;
    }
    pthread_mutex_lock(&job->mutex);
    if (job->fault.status == GENUS_OK) {
        job->fault = fault;
    }
    pthread_mutex_unlock(&job->mutex);
}

/// Takes what an earlier run has left. @param left Receives how many test sets are to be run.
static genus_status pick_up(struct job *job, size_t *left, genus_error *error) {
    const genus_crossval_options *options = job->options;
    genus_crossval *crossval = job->crossval;
    *left = crossval->sets.count;
    if (options->out == NULL) {
        return GENUS_OK;
    }
    if (mkdir(options->out, 0777) != 0 && errno != EEXIST) {
        return genus_fail(error, GENUS_ERROR_OPEN, "%s: cannot be made as a folder: %s",
                          options->out, strerror(errno));
    }
    if (access(options->out, W_OK | X_OK) != 0) {
        return genus_fail(error, GENUS_ERROR_OPEN, "%s: cannot be written to: %s", options->out,
                          strerror(errno));
    }
    for (size_t task = 0; options->resume && task < crossval->sets.count; task++) {
        char path[path_size];
        print_path(job, task, path);
        if (access(path, F_OK) == 0) {
            const genus_provenance provenance = provenance_of(job, task);
            const genus_status status =
                genus_fold_result_read(path, crossval->dataset, &crossval->sets.sets[task],
                                       &provenance, &crossval->results[task], error);
            if (status != GENUS_OK) {
                return status;
            }
            tell_set(job, task, true);
            (*left)--;
        }
    }
    return GENUS_OK;
}

/// The bank of a repeat, for the most clips that any test set of it trains on that is not done.
static genus_status make_bank(const struct job *job, size_t repeat, genus_error *error) {
    const genus_test_sets *sets = &job->crossval->sets;
    const size_t first = repeat * sets->folds;
    const genus_recipe recipe = recipe_of(job, first);
    size_t most = 0;
    for (size_t task = first; task < first + sets->folds; task++) {
        const size_t clips = sets->sets[task].split->sizes[GENUS_PART_TRAIN];
        most = !job->crossval->results[task].done && clips > most ? clips : most;
    }
    return most == 0 ? GENUS_OK
                     : genus_training_make_bank(&recipe, &job->crossval->dataset->settings, most,
                                                job->options->threads, &job->banks[repeat], error);
}

static genus_status make_banks(struct job *job, genus_error *error) {
    const size_t repeats = job->crossval->sets.repeats;
    job->banks = calloc(repeats, sizeof *job->banks);
    if (job->banks == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for banks of sounds");
    }
    genus_status status = GENUS_OK;
    for (size_t repeat = 0; status == GENUS_OK && repeat < repeats; repeat++) {
        status = make_bank(job, repeat, error);
    }
    return status;
}

static void free_banks(struct job *job) {
    for (size_t repeat = 0; job->banks != NULL && repeat < job->crossval->sets.repeats; repeat++) {
        genus_nonmusic_clear(&job->banks[repeat]);
    }
    free(job->banks);
}

static genus_status run_sets(struct job *job, size_t left, genus_error *error) {
    const size_t threads = job->options->threads;
    const size_t members = left < threads ? left : threads;
    genus_thread_pool *team = NULL;
    if (left == 0) {
        return GENUS_OK;
    }
    job->threads = threads / members;
    const genus_status status = genus_thread_pool_new(members, &team, error);
    if (status != GENUS_OK) {
        return status;
    }
    genus_thread_pool_run(team, job->crossval->sets.count, run_task, job);
    genus_thread_pool_free(team);
    if (job->terminal) {
        (void)fputs("\r\033[K", stderr);
    }
    if (job->fault.status == GENUS_ERROR_INTERRUPTED) {
        return genus_fail(error, GENUS_ERROR_INTERRUPTED, "stopped after %zu of %zu test sets%s%s",
                          job->sets_done, job->crossval->sets.count,
                          job->options->out != NULL ? "; --resume goes on with those in "
                                                    : "; with --out they would be kept",
                          job->options->out != NULL ? job->options->out : "");
    }
    return job->fault.status == GENUS_OK
               ? GENUS_OK
               : genus_fail(error, job->fault.status, "%s", job->fault.message);
}

/// A fixed split is what it is; but what is one recording on both of its sides must be told.
static void tell_straddlers(const genus_split *split, const genus_duplicates *duplicates) {
    size_t straddlers = 0;
    for (size_t i = 0; i < duplicates->count; i++) {
        const genus_part a = split->parts[duplicates->pairs[i].a];
        const genus_part b = split->parts[duplicates->pairs[i].b];
        straddlers += a != b && a != GENUS_PART_EXCLUDED && b != GENUS_PART_EXCLUDED;
    }
    if (straddlers > 0) {
        (void)fprintf(stderr, "%zu pair%s of one recording in different parts of this split\n",
                      straddlers, genus_plural(straddlers));
    }
}

static genus_status make_sets(const genus_crossval_options *options,
                              const genus_duplicates *duplicates, genus_crossval *crossval,
                              genus_error *error) {
    const uint64_t seed = options->recipe.seed;
    if (options->parts_csv == NULL) {
        const genus_grouping grouping = {.clips_csv = options->clips_csv,
                                         .artists = options->artists,
                                         .pairs = duplicates->pairs,
                                         .pair_count = duplicates->count};
        return genus_test_sets_draw(crossval->dataset, &grouping, options->folds, options->repeats,
                                    seed, &crossval->sets, error);
    }
    const genus_status status =
        genus_test_sets_fixed(crossval->dataset, options->parts_csv, options->parts_column,
                              options->repeats, seed, &crossval->sets, error);
    if (status == GENUS_OK) {
        tell_straddlers(crossval->sets.sets[0].split, duplicates);
    }
    return status;
}

static genus_status prepare(const genus_crossval_options *options, genus_crossval *crossval,
                            genus_error *error) {
    genus_data_check check = {0};
    genus_status status =
        genus_dataset_load(options->data, &options->cache, &crossval->dataset, error);
    if (status == GENUS_OK) {
        status = genus_data_check_run(crossval->dataset, (unsigned)options->threads, &check, error);
    }
    if (status == GENUS_OK) {
        genus_data_check_print_short(&check, crossval->dataset, stderr);
        status = make_sets(options, &check.duplicates, crossval, error);
    }
    genus_data_check_clear(&check);
    if (status != GENUS_OK) {
        return status;
    }
    crossval->results = calloc(crossval->sets.count, sizeof *crossval->results);
    if (crossval->results == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for results");
    }
    crossval->provenance =
        genus_provenance_of(&options->recipe, crossval->dataset, crossval->sets.sets[0].split);
    return GENUS_OK;
}

genus_status genus_crossval_run(const genus_crossval_options *options, genus_crossval *crossval,
                                genus_error *error) {
    *crossval = (genus_crossval){0};
    struct job job = {
        .options = options, .crossval = crossval, .terminal = isatty(STDERR_FILENO) == 1};
    size_t left = 0;
    (void)pthread_mutex_init(&job.mutex, NULL);
    genus_status status = prepare(options, crossval, error);
    if (status == GENUS_OK) {
        char protocol[256];
        genus_crossval_protocol(options, protocol);
        (void)fprintf(stderr, "%s: %zu clips of %u classes, %s\n", options->data,
                      crossval->dataset->clip_count, crossval->dataset->label_count, protocol);
        status = pick_up(&job, &left, error);
    }
    if (status == GENUS_OK) {
        job.begun = genus_monotonic_seconds();
        status = make_banks(&job, error);
    }
    if (status == GENUS_OK) {
        status = run_sets(&job, left, error);
    }
    free_banks(&job);
    (void)pthread_mutex_destroy(&job.mutex);
    return status;
}

void genus_crossval_clear(genus_crossval *crossval) {
    for (size_t i = 0; crossval->results != NULL && i < crossval->sets.count; i++) {
        genus_fold_result_clear(&crossval->results[i]);
    }
    free(crossval->results);
    genus_test_sets_clear(&crossval->sets);
    genus_dataset_free(crossval->dataset);
    *crossval = (genus_crossval){0};
}
