// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Threads take the next file that nobody has taken; the caller reports them in order. A file waits
// for its turn in a slot, and nobody runs further ahead than there are slots.

#include "live/files/classify_files.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#define SLOTS_A_JOB 4

// A file that was heard, or will be.
typedef struct slot {
    genus_classified_file heard;
    bool is_ready;
} slot;

typedef struct crew {
    genus_model *model;
    char *const *paths;
    size_t count;
    size_t slot_count;
    pthread_t *threads; // [jobs]

    pthread_mutex_t mutex; // Guards what follows.
    pthread_cond_t change; // Any of it has changed.
    slot *slots;           // [slot_count]: file i is in slot i % slot_count.
    size_t taken;          // Files that threads have taken.
    size_t reported;       // Files that were reported.
    bool stopped;
} crew;

// Waits until the next file may be taken; false: there is none left.
static bool take(crew *self, size_t *file) {
    (void)pthread_mutex_lock(&self->mutex);
    while (!self->stopped && self->taken < self->count &&
           self->taken == self->reported + self->slot_count) {
        (void)pthread_cond_wait(&self->change, &self->mutex);
    }
    const bool any = !self->stopped && self->taken < self->count;
    if (any) {
        *file = self->taken++;
    }
    (void)pthread_mutex_unlock(&self->mutex);
    return any;
}

static void *work(void *context) {
    crew *self = context;
    size_t file = 0;
    while (take(self, &file)) {
        slot *slot = &self->slots[file % self->slot_count];
        genus_classify_file(self->model, self->paths[file], &slot->heard);
        (void)pthread_mutex_lock(&self->mutex);
        slot->is_ready = true;
        (void)pthread_cond_broadcast(&self->change);
        (void)pthread_mutex_unlock(&self->mutex);
    }
    return NULL;
}

// The slot of the next file to report, once it is ready.
static slot *await_next(crew *self) {
    slot *next = &self->slots[self->reported % self->slot_count];
    (void)pthread_mutex_lock(&self->mutex);
    while (!next->is_ready) {
        (void)pthread_cond_wait(&self->change, &self->mutex);
    }
    (void)pthread_mutex_unlock(&self->mutex);
    return next;
}

static void report_all(crew *self, genus_report_file *report, void *context) {
    for (size_t file = 0; file < self->count; file++) {
        slot *next = await_next(self);
        const bool goes_on = report(context, self->paths[file], &next->heard);
        (void)pthread_mutex_lock(&self->mutex);
        next->is_ready = false;
        self->reported++;
        self->stopped = !goes_on;
        (void)pthread_cond_broadcast(&self->change);
        (void)pthread_mutex_unlock(&self->mutex);
        if (!goes_on) {
            return;
        }
    }
}

static void stop(crew *self, size_t started) {
    (void)pthread_mutex_lock(&self->mutex);
    self->stopped = true;
    (void)pthread_cond_broadcast(&self->change);
    (void)pthread_mutex_unlock(&self->mutex);
    for (size_t i = 0; i < started; i++) {
        (void)pthread_join(self->threads[i], NULL);
    }
}

static genus_status out_of_means(genus_error *error, unsigned jobs) {
    error->status = GENUS_ERROR_MEMORY;
    (void)snprintf(error->message, sizeof error->message, "cannot start %u threads", jobs);
    return error->status;
}

static genus_status hear_one_by_one(genus_model *model, char *const *paths, size_t count,
                                    genus_report_file *report, void *context) {
    bool goes_on = true;
    for (size_t i = 0; i < count && goes_on; i++) {
        genus_classified_file heard;
        genus_classify_file(model, paths[i], &heard);
        goes_on = report(context, paths[i], &heard);
    }
    return GENUS_OK;
}

genus_status genus_classify_files(genus_model *model, char *const *paths, size_t count,
                                  unsigned jobs, genus_report_file *report, void *context,
                                  genus_error *error) {
    if (jobs == 1) {
        return hear_one_by_one(model, paths, count, report, context);
    }
    crew self = {
        .model = model, .paths = paths, .count = count, .slot_count = (size_t)jobs * SLOTS_A_JOB};
    genus_status status = GENUS_OK;
    (void)pthread_mutex_init(&self.mutex, NULL);
    (void)pthread_cond_init(&self.change, NULL);
    self.slots = calloc(self.slot_count, sizeof *self.slots);
    self.threads = calloc(jobs, sizeof *self.threads);
    size_t started = 0;
    if (self.slots != NULL && self.threads != NULL) {
        while (started < jobs && pthread_create(&self.threads[started], NULL, work, &self) == 0) {
            started++;
        }
    }
    if (started == jobs) {
        report_all(&self, report, context);
    } else {
        status = out_of_means(error, jobs);
    }
    stop(&self, started);
    free(self.slots);
    free(self.threads);
    (void)pthread_cond_destroy(&self.change);
    (void)pthread_mutex_destroy(&self.mutex);
    return status;
}
