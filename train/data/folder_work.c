// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The same work on every file of a folder. A task of the thread pool is a file.

#include "engine/base/clock.h"
#include "engine/base/path.h"
#include "train/data/folder_scan.h"
#include "train/util/interrupt.h"
#include "train/util/thread_pool.h"

#include <errno.h>
#include <pthread.h>
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
    genus_file_result *results;
    pthread_mutex_t mutex; ///< Guards what follows.
    genus_error fault;     ///< Anything but GENUS_OK ends the work.
    size_t done;
    bool terminal;
    double begun;
    double shown;
} job;

bool genus_is_system_fault(int reason) {
    return reason == ENOMEM || reason == EMFILE || reason == ENFILE || reason == EIO;
}

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

/** Notes what became of a file, and whether the work is to end. The mutex is held.
 *  @param reason errno after the work on it.
 */
static void note(job *job, const genus_file_result *result, int reason) {
    const size_t count = job->scan->count;
    job->done++;
    show_progress(job);
    if (job->fault.status != GENUS_OK) {
        return; // The first reason counts.
    }
    if (result->status == GENUS_ERROR_MEMORY || (result->status != GENUS_OK && reason == ENOMEM)) {
        (void)genus_fail(&job->fault, GENUS_ERROR_MEMORY, "%s: out of memory", job->root);
    } else if (result->status != GENUS_OK && genus_is_system_fault(reason)) {
        (void)genus_fail(&job->fault, GENUS_ERROR_READ, "%s (%s): stopped after %zu of %zu files",
                         result->reason != NULL ? result->reason : job->root, strerror(reason),
                         job->done, count);
    } else if (genus_interrupted()) {
        (void)genus_fail(&job->fault, GENUS_ERROR_INTERRUPTED,
                         "%s: interrupted after %zu of %zu files", job->root, job->done, count);
    }
}

static void do_file(void *context, size_t task, size_t member) {
    (void)member;
    job *job = context;
    genus_file_result *result = &job->results[task];
    pthread_mutex_lock(&job->mutex);
    const bool stopped = job->fault.status != GENUS_OK;
    pthread_mutex_unlock(&job->mutex);
    if (stopped) {
        return;
    }
    genus_error fault = {0};
    int reason = ENOMEM;
    char *path = genus_path_join(job->root, job->scan->files[task].path);
    if (path == NULL) {
        result->status = GENUS_ERROR_MEMORY;
    } else {
        errno = 0;
        result->status = job->work(job->context, task, path, &fault);
        reason = errno;
        result->reason = result->status != GENUS_OK ? strdup(fault.message) : NULL;
    }
    free(path);
    pthread_mutex_lock(&job->mutex);
    note(job, result, reason);
    pthread_mutex_unlock(&job->mutex);
}

genus_status genus_folder_work(const char *root, const genus_folder_scan *scan, unsigned threads,
                               const char *progress, genus_file_work *work, void *context,
                               genus_file_result *results, genus_error *error) {
    job job = {.root = root,
               .scan = scan,
               .progress = progress,
               .work = work,
               .context = context,
               .results = results,
               .terminal = isatty(STDERR_FILENO) == 1,
               .begun = genus_monotonic_seconds(),
               .shown = genus_monotonic_seconds()};
    genus_thread_pool *pool;
    const genus_status status = genus_thread_pool_new(threads, &pool, error);
    if (status != GENUS_OK) {
        return status;
    }
    (void)pthread_mutex_init(&job.mutex, NULL);
    genus_thread_pool_run(pool, scan->count, do_file, &job);
    genus_thread_pool_free(pool);
    (void)pthread_mutex_destroy(&job.mutex);
    if (progress != NULL && job.terminal) {
        (void)fputs("\r\033[K", stderr);
    }
    return job.fault.status == GENUS_OK
               ? GENUS_OK
               : genus_fail(error, job.fault.status, "%s", job.fault.message);
}

void genus_file_result_tell(const genus_file_result *result, const char *path) {
    (void)fprintf(stderr, "skipped %s\n", result->reason != NULL ? result->reason : path);
}

void genus_file_results_clear(genus_file_result *results, size_t count) {
    for (size_t i = 0; results != NULL && i < count; i++) {
        free(results[i].reason);
        results[i] = (genus_file_result){0};
    }
}
