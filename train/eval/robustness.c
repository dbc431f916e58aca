// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// How a model stands robustness input. A task of the thread pool is a file.

#include "train/eval/robustness.h"
#include "engine/base/path.h"

#include "train/audio/audio_file.h"
#include "train/data/dataset.h"
#include "train/data/folder_scan.h"
#include "train/util/interrupt.h"
#include "train/util/json_writer.h"
#include "train/util/thread_pool.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct job {
    genus_model *model;
    const char *root;
    const genus_folder_scan *scan;
    uint32_t labels[GENUS_LABELS_MAX]; ///< The model's number of each sub-folder.
    pthread_mutex_t mutex;             ///< Guards what follows.
    genus_robustness *robustness;
    genus_status status; ///< Anything but GENUS_OK ends the work.
    genus_error fault;
    size_t done;
};

/// What one file adds.
struct scores {
    size_t pieces;
    genus_robustness_row clean;
    genus_robustness_row degraded[GENUS_DEGRADATION_COUNT];
};

// --------------------------------------------------------------------------------------- hearing

static genus_status hear(const struct job *job, const float *samples, size_t count, double rate,
                         genus_verdict *verdict, genus_error *error) {
    genus_listener_options options = genus_listener_options_default();
    options.sample_rate = rate;
    options.channels = 1;
    return genus_classify(job->model, &options, samples, count, verdict, error);
}

static void count(genus_robustness_row *row, const genus_verdict *verdict, uint32_t label,
                  int32_t clean_top) {
    row->correct += verdict->top == (int32_t)label;
    row->same += verdict->top == clean_top;
    row->sure += verdict->state == GENUS_SURE;
    row->silence += verdict->state == GENUS_SILENCE;
}

/// FNV-1a over a path: the same file draws the same noise, whatever lies beside it.
static uint64_t seed_of(const char *path, size_t piece) {
    uint64_t hash = 14695981039346656037U;
    for (; *path != '\0'; path++) {
        hash = (hash ^ (unsigned char)*path) * 1099511628211U;
    }
    return hash + piece;
}

/// One piece, clean and in all wanted ways. @param scratch [size]
static genus_status hear_piece(const struct job *job, const genus_folder_file *file,
                               const float *samples, size_t size, double rate, float *scratch,
                               struct scores *scores, genus_error *error) {
    const uint32_t label = job->labels[file->label];
    const uint64_t seed = seed_of(file->path, scores->pieces);
    genus_verdict clean;
    genus_status status = hear(job, samples, size, rate, &clean, error);
    if (status == GENUS_OK) {
        scores->pieces++;
        count(&scores->clean, &clean, label, clean.top);
    }
    for (size_t i = 0; status == GENUS_OK && i < GENUS_DEGRADATION_COUNT; i++) {
        genus_verdict verdict;
        if (!job->robustness->wanted[i]) {
            continue;
        }
        memcpy(scratch, samples, size * sizeof *samples);
        status = genus_degrade((genus_degradation)i, scratch, size, rate, seed, error);
        if (status == GENUS_OK) {
            status = hear(job, scratch, size, rate, &verdict, error);
        }
        if (status == GENUS_OK) {
            count(&scores->degraded[i], &verdict, label, clean.top);
        }
    }
    return status;
}

static genus_status hear_file(struct job *job, const genus_folder_file *file, const char *path,
                              struct scores *scores, genus_error *error) {
    float *samples = NULL;
    size_t total = 0;
    double rate = 0.0;
    genus_status status = genus_mono_load(path, &samples, &total, &rate, error);
    if (status != GENUS_OK) {
        return status;
    }
    const size_t piece = (size_t)(GENUS_CLIP_SECONDS * rate);
    float *scratch = malloc(piece * sizeof *scratch);
    if (scratch == NULL) {
        status = genus_fail(error, GENUS_ERROR_MEMORY, "%s: out of memory", path);
    }
    for (size_t at = 0; status == GENUS_OK && at < total; at += piece) {
        const size_t size = total - at < piece ? total - at : piece;
        if ((double)size >= GENUS_SECONDS_NEEDED * rate) {
            status = hear_piece(job, file, samples + at, size, rate, scratch, scores, error);
        }
    }
    free(scratch);
    free(samples);
    return status;
}

// ------------------------------------------------------------------------------------- the folder

static void add_row(genus_robustness_row *sum, const genus_robustness_row *row) {
    sum->correct += row->correct;
    sum->same += row->same;
    sum->sure += row->sure;
    sum->silence += row->silence;
}

/// What is wrong with one file skips it; only memory and the user end the work.
static void settle(struct job *job, const struct scores *scores, const genus_error *fault,
                   const char *name) {
    genus_robustness *robustness = job->robustness;
    if (fault->status == GENUS_OK) {
        robustness->pieces += scores->pieces;
        add_row(&robustness->clean, &scores->clean);
        for (size_t i = 0; i < GENUS_DEGRADATION_COUNT; i++) {
            add_row(&robustness->degraded[i], &scores->degraded[i]);
        }
    } else if (fault->status == GENUS_ERROR_MEMORY) {
        job->status = fault->status;
        job->fault = *fault;
    } else {
        robustness->skipped++;
        (void)fprintf(stderr, "skipped %s: %s\n", name, fault->message);
    }
    if (job->status == GENUS_OK && genus_interrupted()) {
        job->status =
            genus_fail(&job->fault, GENUS_ERROR_INTERRUPTED, "%s: interrupted", job->root);
    }
    job->done++;
    if (isatty(STDERR_FILENO) == 1) {
        (void)fprintf(stderr, "\r%zu/%zu files\033[K%s", job->done, job->scan->count,
                      job->done == job->scan->count ? "\r\033[K" : "");
    }
}

static void do_file(void *context, size_t task, size_t member) {
    (void)member;
    struct job *job = context;
    const genus_folder_file *file = &job->scan->files[task];
    pthread_mutex_lock(&job->mutex);
    const bool stopped = job->status != GENUS_OK;
    pthread_mutex_unlock(&job->mutex);
    if (stopped) {
        return;
    }
    struct scores scores = {0};
    genus_error fault = {0};
    char *path = genus_path_join(job->root, file->path);
    if (path == NULL) {
        (void)genus_fail(&fault, GENUS_ERROR_MEMORY, "out of memory for a path");
    } else {
        (void)hear_file(job, file, path, &scores, &fault);
    }
    free(path);
    pthread_mutex_lock(&job->mutex);
    settle(job, &scores, &fault, file->path);
    pthread_mutex_unlock(&job->mutex);
}

/// Finds each sub-folder among the model's labels.
static genus_status number_labels(struct job *job, genus_error *error) {
    const uint32_t known = genus_model_label_count(job->model);
    for (uint32_t label = 0; label < job->scan->label_count; label++) {
        uint32_t at = 0;
        while (at < known &&
               strcmp(job->scan->labels[label], genus_model_label(job->model, at)) != 0) {
            at++;
        }
        if (at == known) {
            return genus_fail(error, GENUS_ERROR_LABELS,
                              "%s/%s: the weights know no class of this name", job->root,
                              job->scan->labels[label]);
        }
        job->labels[label] = at;
    }
    return GENUS_OK;
}

static genus_status hear_files(struct job *job, unsigned threads, genus_error *error) {
    genus_thread_pool *team = NULL;
    const genus_status status = genus_thread_pool_new(threads, &team, error);
    if (status != GENUS_OK) {
        return status;
    }
    (void)pthread_mutex_init(&job->mutex, NULL);
    genus_thread_pool_run(team, job->scan->count, do_file, job);
    genus_thread_pool_free(team);
    (void)pthread_mutex_destroy(&job->mutex);
    return job->status == GENUS_OK ? GENUS_OK
                                   : genus_fail(error, job->status, "%s", job->fault.message);
}

genus_status genus_robustness_run(genus_model *model, const char *folder, unsigned threads,
                                  genus_robustness *robustness, genus_error *error) {
    genus_folder_scan scan;
    struct job job = {.model = model, .root = folder, .scan = &scan, .robustness = robustness};
    genus_status status = genus_folder_scan_run(folder, &scan, error);
    if (status == GENUS_OK) {
        robustness->skipped = scan.skipped;
        status = number_labels(&job, error);
    }
    if (status == GENUS_OK) {
        status = hear_files(&job, threads, error);
    }
    if (status == GENUS_OK && robustness->pieces == 0) {
        status = genus_fail(error, GENUS_ERROR_DATA, "%s: holds no usable audio file", folder);
    }
    genus_folder_scan_clear(&scan);
    return status;
}

// ------------------------------------------------------------------------------------- the report

static double percent(const genus_robustness *robustness, size_t part) {
    return 100.0 * (double)part / (double)robustness->pieces;
}

static void print_row(const genus_robustness *robustness, const char *name,
                      const genus_robustness_row *row, FILE *stream) {
    (void)fprintf(stream, "%-10s  %6.1f %%  %5zu of %-5zu %5.1f %%  %6.1f %%  %6.1f %%\n", name,
                  percent(robustness, row->correct), row->same, robustness->pieces,
                  percent(robustness, row->same), percent(robustness, row->sure),
                  percent(robustness, row->silence));
}

void genus_robustness_print(const genus_robustness *robustness, FILE *stream) {
    (void)fprintf(stream, "%-10s  %8s  %22s  %8s  %8s\n", "input", "accuracy", "same as clean",
                  "sure", "silence");
    print_row(robustness, "clean", &robustness->clean, stream);
    for (size_t i = 0; i < GENUS_DEGRADATION_COUNT; i++) {
        if (robustness->wanted[i]) {
            print_row(robustness, genus_degradation_name((genus_degradation)i),
                      &robustness->degraded[i], stream);
        }
    }
}

static void put_row(genus_json_writer *json, const genus_robustness *robustness, const char *name,
                    const genus_robustness_row *row) {
    const double pieces = (double)robustness->pieces;
    genus_write_object(json, NULL);
    genus_write_string(json, "input", name);
    genus_write_number(json, "correct", (double)row->correct);
    genus_write_number(json, "accuracy", (double)row->correct / pieces);
    genus_write_number(json, "same", (double)row->same);
    genus_write_number(json, "agreement", (double)row->same / pieces);
    genus_write_number(json, "sure", (double)row->sure / pieces);
    genus_write_number(json, "silence", (double)row->silence / pieces);
    genus_write_end_object(json);
}

char *genus_robustness_json(const genus_robustness *robustness, const char *weights,
                            const char *data) {
    genus_json_writer json = {0};
    genus_write_object(&json, NULL);
    genus_write_string(&json, "weights", weights);
    genus_write_string(&json, "data", data);
    genus_write_string(&json, "tool_version", genus_version());
    genus_write_number(&json, "clips", (double)robustness->pieces);
    genus_write_number(&json, "skipped", (double)robustness->skipped);
    genus_write_array(&json, "inputs");
    put_row(&json, robustness, "clean", &robustness->clean);
    for (size_t i = 0; i < GENUS_DEGRADATION_COUNT; i++) {
        if (robustness->wanted[i]) {
            put_row(&json, robustness, genus_degradation_name((genus_degradation)i),
                    &robustness->degraded[i]);
        }
    }
    genus_write_end_array(&json);
    genus_write_end_object(&json);
    return genus_json_writer_take(&json);
}
