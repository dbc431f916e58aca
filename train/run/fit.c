// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Training from a data set to a weights file: training.h does the work of an epoch, here it is
// begun, gone on with, written and scored.

#include "train/run/fit.h"

#include "engine/base/atomic_file.h"
#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "train/data/data_check.h"
#include "train/data/duplicates.h"
#include "train/eval/results_notes.h"
#include "train/report/report_html.h"
#include "train/run/checkpoint.h"
#include "train/util/interrupt.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    command_size = GENUS_RECIPE_TEXT + 1024,
    score_size = 32,
};

/// Everything that a run of fit holds.
struct fit {
    const genus_fit_options *options;
    genus_error *error;
    genus_dataset *dataset;
    char *duplicates; ///< Note of those that were found.
    genus_split *split;
    genus_nonmusic bank;
    genus_training *training;
    genus_provenance provenance;
    // Until the training has ended, what is at `out` is left alone.
    char *checkpoint; ///< Path of what --resume goes on from.
    char *partial;    ///< Path of the weights so far.
};

// ---------------------------------------------------------------------------------- preparation

/// Looks at the data set; what is found to be one recording stays together.
static genus_status check_and_split(struct fit *fit) {
    genus_data_check check = {0};
    genus_status status =
        genus_data_check_run(fit->dataset, (unsigned)fit->options->threads, &check, fit->error);
    if (status == GENUS_OK) {
        genus_data_check_print_short(&check, fit->dataset, stderr);
        fit->duplicates = genus_duplicates_note(fit->dataset, &check.duplicates);
        status = fit->duplicates != NULL
                     ? GENUS_OK
                     : genus_fail(fit->error, GENUS_ERROR_MEMORY, "out of memory for duplicates");
    }
    if (status == GENUS_OK) {
        const genus_grouping grouping = {.clips_csv = fit->options->clips_csv,
                                         .artists = fit->options->artists,
                                         .pairs = check.duplicates.pairs,
                                         .pair_count = check.duplicates.count};
        status = genus_split_new(fit->dataset, fit->options->recipe.seed, &grouping, &fit->split,
                                 fit->error);
    }
    genus_data_check_clear(&check);
    return status;
}

static genus_status load_clips(struct fit *fit) {
    genus_status status = genus_atomic_file_check(fit->options->out, fit->error);
    if (status == GENUS_OK && fit->options->report != NULL) {
        status = genus_atomic_file_check(fit->options->report, fit->error);
    }
    if (status == GENUS_OK) {
        status =
            genus_dataset_load(fit->options->data, &fit->options->cache, &fit->dataset, fit->error);
    }
    if (status == GENUS_OK) {
        status = check_and_split(fit);
    }
    if (status == GENUS_OK) {
        fit->provenance = genus_provenance_of(&fit->options->recipe, fit->dataset, fit->split);
    }
    return status;
}

/// A path with more behind it, for free(). NULL: memory is out.
static char *path_with(const char *path, const char *suffix) {
    genus_text text = {0};
    genus_text_print(&text, "%s%s", path, suffix);
    return genus_text_take(&text);
}

/// Goes on from a checkpoint that an earlier run has left, if that is wanted.
static genus_status pick_up(struct fit *fit) {
    fit->checkpoint = path_with(fit->options->out, ".checkpoint");
    fit->partial = path_with(fit->options->out, ".partial");
    if (fit->checkpoint == NULL || fit->partial == NULL) {
        return genus_fail(fit->error, GENUS_ERROR_MEMORY, "out of memory for a path");
    }
    const bool there = access(fit->checkpoint, F_OK) == 0;
    genus_status status = GENUS_OK;
    if (there && fit->options->resume) {
        status =
            genus_checkpoint_read(fit->checkpoint, fit->training, &fit->provenance, fit->error);
        if (status == GENUS_OK) {
            const size_t done = genus_training_get_state(fit->training)->epochs_done;
            (void)fprintf(stderr, "%s: %zu epoch%s done\n", fit->checkpoint, done,
                          genus_plural(done));
        }
    } else if (there) {
        (void)fprintf(stderr,
                      "%s: left by a training that was stopped; --resume would go on from it, this "
                      "begins anew\n",
                      fit->checkpoint);
    } else if (fit->options->resume) {
        (void)fprintf(stderr, "%s: not there: the training begins with its first epoch\n",
                      fit->checkpoint);
    }
    return status;
}

static void announce(const struct fit *fit) {
    (void)fprintf(stderr,
                  "%s: %zu clips of %u classes: %zu to train, %zu to calibrate, %zu to test\n",
                  fit->options->data, fit->dataset->clip_count, fit->dataset->label_count,
                  fit->split->sizes[GENUS_PART_TRAIN], fit->split->sizes[GENUS_PART_VALIDATION],
                  fit->split->sizes[GENUS_PART_TEST]);
    if (fit->dataset->skipped > 0) {
        (void)fprintf(stderr, "%zu file%s skipped\n", fit->dataset->skipped,
                      genus_plural(fit->dataset->skipped));
    }
    (void)fprintf(stderr, "%s, %zu parameters, %u thread%s\n", fit->options->recipe.arch,
                  genus_training_map(fit->training)->count, fit->options->threads,
                  genus_plural(fit->options->threads));
}

// -------------------------------------------------------------------------------------- writing

/// What is known before the test clips are judged: the epochs so far, and the data.
static genus_results *begin_results(struct fit *fit) {
    const genus_training_state *state = genus_training_get_state(fit->training);
    const genus_model_config *config = genus_training_model_config(fit->training);
    genus_results *results = genus_results_new(fit->options->out, genus_part_name(GENUS_PART_TEST),
                                               config->labels, config->label_count);
    bool fits = results != NULL;
    const size_t judged = state->epochs_done < state->epochs ? state->epochs_done : state->epochs;
    for (size_t i = 0; fits && i < judged; i++) {
        const float *history = state->history + i * GENUS_HISTORY;
        fits = genus_results_add_epoch(
            results, (genus_epoch_result){history[0], history[1], (uint32_t)history[2]});
    }
    if (!fits) {
        genus_results_free(results);
        return NULL;
    }
    genus_results_set_data(results, fit->dataset, fit->split);
    return results;
}

/// Lets the network judge the test clips.
static genus_status judge_test(struct fit *fit, genus_results *results) {
    const genus_model_config *config = genus_training_model_config(fit->training);
    const size_t clips = fit->split->sizes[GENUS_PART_TEST];
    size_t *chosen = calloc(clips + 1, sizeof *chosen);
    genus_network *network = NULL;
    if (chosen == NULL) {
        return genus_fail(fit->error, GENUS_ERROR_MEMORY, "out of memory for the test");
    }
    (void)genus_split_clips(fit->split, GENUS_PART_TEST, chosen);
    genus_status status = genus_training_network(fit->training, &network, fit->error);
    if (status == GENUS_OK) {
        status = genus_results_predict(results, network, config, fit->dataset, chosen, clips, 0,
                                       (unsigned)fit->options->threads, fit->error);
    }
    genus_network_free(network);
    free(chosen);
    return status;
}

/// "91/100": exact, and the interval follows from it.
static void print_score(uint32_t correct, size_t total, char score[score_size]) {
    (void)snprintf(score, score_size, "%u/%zu", correct, total);
}

/// Of the validation clips, before they were learnt.
static void print_validation(const struct fit *fit, char score[score_size]) {
    print_score((uint32_t)genus_training_get_state(fit->training)->validation_correct,
                fit->split->sizes[GENUS_PART_VALIDATION], score);
}

/// The last part of a path, in quotation marks if a shell needs them.
static void print_base(const char *before, const char *path, char *command) {
    const char *slash = strrchr(path, '/');
    const char *base = slash != NULL && slash[1] != '\0' ? slash + 1 : path;
    const bool plain = base[strcspn(base, " \t'\"\\$&;()<>|*?[]#~`!{}")] == '\0';
    const size_t length = strlen(command);
    (void)snprintf(command + length, command_size - length, "%s%s%.300s%s", before,
                   plain ? "" : "'", base, plain ? "" : "'");
}

/// The command line that gives these weights: without folders, and without what changes nothing.
static void print_command(const genus_fit_options *options, const char *settings,
                          char command[command_size]) {
    *command = '\0';
    print_base("genus-train fit ", options->data, command);
    if (options->clips_csv != NULL) {
        print_base(options->artists ? " --groups " : " --clips ", options->clips_csv, command);
    }
    const size_t length = strlen(command);
    (void)snprintf(command + length, command_size - length, " %s", settings);
    genus_utf8_make_plain(
        command); // Weights hold nothing but UTF-8; folders are named as they are.
}

/// Whole numbers, short decimals and text only, so that the same training gives the same bytes
/// anywhere. Notes on the test clips come last; a file written while training goes on has none.
static genus_status write_notes(struct fit *fit, const char *path, const genus_tensor *tensors,
                                size_t tensor_count, const char *test,
                                const genus_results *results) {
    char seed[32];
    char refitted[32];
    char validation[score_size];
    char command[command_size];
    print_command(fit->options, fit->provenance.settings, command);
    (void)snprintf(seed, sizeof seed, "%llu", (unsigned long long)fit->options->recipe.seed);
    (void)snprintf(refitted, sizeof refitted, "%zu", genus_training_refitted(fit->training));
    print_validation(fit, validation);
    const genus_metadata first[] = {
        {"tool_version", genus_version()},
        {"command", command},
        {"seed", seed},
        {"settings", fit->provenance.settings},
        {"data_digest", fit->provenance.data_digest},
        {"split_digest", fit->provenance.split_digest},
        {"duplicates", fit->duplicates},
        {"artists", fit->options->artists ? "apart" : "anywhere"},
        {"refit_epochs", refitted},
        {"validation_accuracy", validation},
        {"test_accuracy", test},
    };
    const size_t first_count = sizeof first / sizeof *first - (test == NULL);
    genus_metadata notes[sizeof first / sizeof *first + GENUS_RESULT_NOTES];
    genus_result_notes more;
    if (!genus_result_notes_print(results, &more)) {
        return genus_fail(fit->error, GENUS_ERROR_MEMORY, "out of memory for the results");
    }
    memcpy(notes, first, first_count * sizeof *notes);
    memcpy(notes + first_count, more.entries, more.count * sizeof *notes);
    const genus_status status =
        genus_model_write(path, genus_training_model_config(fit->training), tensors, tensor_count,
                          notes, first_count + more.count, fit->error);
    genus_result_notes_clear(&more);
    return status;
}

/// Writes the weights. @param test Receives the score on the test clips; NULL:
/// training goes on, they are not judged yet.
static genus_status write_weights(struct fit *fit, const char *path, genus_confusion *test) {
    const genus_training_state *state = genus_training_get_state(fit->training);
    char test_score[score_size];
    genus_results *results = begin_results(fit);
    genus_tensor_list *list = genus_tensor_list_new(genus_training_map(fit->training),
                                                    state->average_values, state->average_running);
    genus_status status = GENUS_OK;
    if (list == NULL || results == NULL) {
        status = genus_fail(fit->error, GENUS_ERROR_MEMORY, "out of memory for the weights");
    } else {
        size_t count = 0;
        const genus_tensor *tensors = genus_tensor_list_tensors(list, &count);
        if (test != NULL) {
            status = judge_test(fit, results);
            *test = genus_results_scores(results).confusion;
            print_score(genus_confusion_correct(test), genus_confusion_total(test), test_score);
        }
        if (status == GENUS_OK) {
            status =
                write_notes(fit, path, tensors, count, test != NULL ? test_score : NULL, results);
        }
    }
    genus_tensor_list_free(list);
    genus_results_free(results);
    return status;
}

static void tell_scores(const struct fit *fit, const genus_confusion *test) {
    const uint32_t correct = genus_confusion_correct(test);
    const uint32_t total = genus_confusion_total(test);
    const genus_interval interval = genus_wilson(correct, total);
    char validation_score[score_size];
    char test_score[score_size];
    print_validation(fit, validation_score);
    print_score(correct, total, test_score);
    const size_t epochs = genus_training_get_state(fit->training)->epochs_done;
    (void)printf("%zu epoch%s: validation %s, test %s = %.1f %% (95 %% interval %.1f to %.1f %%)\n",
                 epochs, genus_plural(epochs), validation_score, test_score,
                 100.0 * (double)correct / (double)total, 100.0 * interval.low,
                 100.0 * interval.high);
}

/// Calibrates the network on the validation clips, scores it on the test clips, writes it.
static genus_status finish(struct fit *fit, const char *path, const char *report) {
    genus_confusion test;
    genus_status status = genus_training_calibrate(fit->training, fit->error);
    if (status == GENUS_OK) {
        status = write_weights(fit, path, &test);
    }
    if (status == GENUS_OK) {
        tell_scores(fit, &test);
    }
    if (status == GENUS_OK && report != NULL) {
        status = genus_report_of_weights(path, report, fit->error);
    }
    return status;
}

// ------------------------------------------------------------------------------------- training

/// After every epoch, what a crash must not cost is on disk.
static genus_status train(struct fit *fit) {
    const genus_training_state *state = genus_training_get_state(fit->training);
    const size_t epochs = state->epochs + state->refit_epochs;
    genus_progress progress = genus_progress_begin(state->epochs_done, epochs);
    while (state->epochs_done < epochs) {
        genus_epoch epoch;
        genus_status status = genus_training_epoch(fit->training, &progress, &epoch, fit->error);
        if (status == GENUS_OK) {
            status = write_weights(fit, fit->partial, NULL);
        }
        if (status == GENUS_OK) {
            status = genus_checkpoint_write(fit->checkpoint, fit->training, &fit->provenance,
                                            fit->error);
        }
        if (status != GENUS_OK) {
            return status;
        }
        const uint32_t judged = genus_confusion_total(&epoch.validation);
        genus_progress_epoch(
            &progress, state->epochs_done - 1, epoch.clips, epoch.loss,
            judged > 0 ? (double)genus_confusion_correct(&epoch.validation) / (double)judged : NAN);
    }
    return GENUS_OK;
}

/// Stopped by the user: the weights so far are finished beside those that are there, and the
/// checkpoint stays.
static genus_status stop(struct fit *fit) {
    if (genus_training_get_state(fit->training)->epochs_done == 0) {
        return genus_fail(fit->error, GENUS_ERROR_INTERRUPTED,
                          "stopped before the first epoch was done: nothing was written");
    }
    char *report =
        fit->options->report != NULL ? path_with(fit->options->report, ".partial") : NULL;
    const genus_status status = finish(fit, fit->partial, report);
    free(report);
    return status != GENUS_OK
               ? status
               : genus_fail(fit->error, GENUS_ERROR_INTERRUPTED,
                            "stopped: %s holds the weights so far; --resume goes on", fit->partial);
}

/// The training has ended: now its weights take the place of what is there.
static genus_status end(struct fit *fit) {
    const genus_status status = finish(fit, fit->options->out, fit->options->report);
    char *report =
        fit->options->report != NULL ? path_with(fit->options->report, ".partial") : NULL;
    if (status == GENUS_OK) {
        if (report != NULL) {
            (void)unlink(report);
        }
        (void)unlink(fit->partial);
        (void)unlink(fit->checkpoint);
    }
    free(report);
    return status;
}

genus_status genus_fit(const genus_fit_options *options, genus_error *error) {
    struct fit fit = {.options = options, .error = error};
    genus_status status = load_clips(&fit);
    if (status == GENUS_OK) {
        status = genus_training_new(&options->recipe, fit.dataset, fit.split, options->threads,
                                    &fit.training, error);
    }
    if (status == GENUS_OK) {
        announce(&fit);
        status = pick_up(&fit);
    }
    if (status == GENUS_OK) {
        status = genus_training_make_bank(&options->recipe, &fit.dataset->settings,
                                          fit.split->sizes[GENUS_PART_TRAIN], options->threads,
                                          &fit.bank, error);
    }
    if (status == GENUS_OK) {
        genus_training_set_bank(fit.training, &fit.bank);
        status = train(&fit);
    }
    if (status == GENUS_ERROR_INTERRUPTED && fit.training != NULL) {
        status = stop(&fit);
    } else if (status == GENUS_OK) {
        status = end(&fit);
    }
    free(fit.checkpoint);
    free(fit.partial);
    free(fit.duplicates);
    genus_training_free(fit.training);
    genus_nonmusic_clear(&fit.bank);
    genus_split_free(fit.split);
    genus_dataset_free(fit.dataset);
    return status;
}
