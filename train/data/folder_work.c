// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The same work on every file of a folder. A task of the thread pool is a file.

#include "train/data/folder_work.h"
#include "engine/base/clock.h"
#include "engine/base/path.h"

#include "train/util/interrupt.h"
#include "train/util/thread_pool.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/** Seconds between two signs of progress, on a terminal and elsewhere. */
static const double tick_terminal = 0.2;
static const double tick_plain = 10.0;

/** What the tasks share. */
typedef struct job {
    const char *root;
    const genus_folder_scan *scan;
    const char *progress;
    genus_file_work *work;
    void *context;
    genus_file_result *file_results;
    pthread_mutex_t opening;
    pthread_mutex_t mutex; ///< Guards what follows.
    genus_status status;   ///< Anything but GENUS_OK ends the work.
    size_t done;
    bool terminal;
    double begun;
    double shown;
} job;

/** The mutex is held. */
static void show_progress(job *job) {
    const double time = genus_monotonic_seconds();
    if (job->progress == NULL || time - job->shown < (job->terminal ? tick_terminal : tick_plain)) {
        return;
    }
    job->shown = time;
    (void)fprintf(stderr, "%s%s %zu/%zu files  %.1f files/s%s", job->terminal ? "\r" : "",
                  job->progress, job->done, job->scan->count,
                  (double)job->done / (time - job->begun), job->terminal ? " \033[K" : "\n");
    (void)fflush(stderr);
}

static void do_file(void *context, size_t task, size_t member) {
    (void)member;
    job *job = context;
    genus_file_result *fate = &job->file_results[task];
    pthread_mutex_lock(&job->mutex);
    const bool stopped = job->status != GENUS_OK;
    pthread_mutex_unlock(&job->mutex);
    if (stopped) {
        return;
    }
    genus_error fault = {0};
    char *path = genus_path_join(job->root, job->scan->files[task].path);
    if (path == NULL) {
        fate->status = GENUS_ERROR_MEMORY;
    } else {
        fate->status = job->work(job->context, task, path, &job->opening, &fault);
        fate->reason = fate->status != GENUS_OK ? strdup(fault.message) : NULL;
    }
    free(path);
    pthread_mutex_lock(&job->mutex);
    if (fate->status == GENUS_ERROR_MEMORY) {
        job->status = GENUS_ERROR_MEMORY;
    } else if (genus_interrupted()) {
        job->status = GENUS_ERROR_INTERRUPTED;
    }
    job->done++;
    show_progress(job);
    pthread_mutex_unlock(&job->mutex);
}

genus_status genus_folder_work(const char *root, const genus_folder_scan *scan, unsigned threads,
                               const char *progress, genus_file_work *work, void *context,
                               genus_file_result *file_results, genus_error *error) {
    job job = {.root = root,
               .scan = scan,
               .progress = progress,
               .work = work,
               .context = context,
               .file_results = file_results,
               .terminal = isatty(STDERR_FILENO) == 1,
               .begun = genus_monotonic_seconds(),
               .shown = genus_monotonic_seconds()};
    genus_thread_pool *team;
    const genus_status status = genus_thread_pool_new(threads, &team, error);
    if (status != GENUS_OK) {
        return status;
    }
    (void)pthread_mutex_init(&job.opening, NULL);
    (void)pthread_mutex_init(&job.mutex, NULL);
    genus_thread_pool_run(team, scan->count, do_file, &job);
    genus_thread_pool_free(team);
    (void)pthread_mutex_destroy(&job.opening);
    (void)pthread_mutex_destroy(&job.mutex);
    if (progress != NULL && job.terminal) {
        (void)fputs("\r\033[K", stderr);
    }
    if (job.status == GENUS_ERROR_INTERRUPTED) {
        return genus_fail(error, job.status, "%s: interrupted after %zu of %zu files", root,
                          job.done, scan->count);
    }
    return job.status == GENUS_OK ? GENUS_OK
                                  : genus_fail(error, job.status, "%s: out of memory", root);
}

void genus_file_result_tell(const genus_file_result *fate, const char *path) {
    (void)fprintf(stderr, "skipped %s\n", fate->reason != NULL ? fate->reason : path);
}

void genus_file_results_clear(genus_file_result *file_results, size_t count) {
    for (size_t i = 0; file_results != NULL && i < count; i++) {
        free(file_results[i].reason);
        file_results[i] = (genus_file_result){0};
    }
}
