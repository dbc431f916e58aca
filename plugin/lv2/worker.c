// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What the worker does for an instance: hears, loads weights, frees what was swapped out. A host
// without a worker (ffmpeg, GStreamer, lv2bench) has it done in run(): there hearing costs in a
// block what the block holds, and a verdict every half second.
//
// At most one job is scheduled or at work, of whatever kind. So hosts' small queues never fill, no
// job can overtake another when a host goes over from a worker thread to calling work() inside of
// schedule_work(), and whoever frees something knows that no job uses it. Results do not come back
// through the host's queue, which may be full, but through the mailbox.

#include "plugin/lv2/instance_body.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WAKE_SECONDS 0.2 // Audio that waits at most before the worker is woken.

// ----------------------------------------------------------------------------------------- worker

static genus_listener_options options_for(const genus_instance *instance) {
    genus_listener_options options = genus_listener_options_default();
    options.sample_rate = instance->rate;
    options.channels = instance->channels;
    return options;
}

/** What is wrong with a file, in words that fit a window; the log has them all. */
static const char *short_words(genus_status status) {
    switch (status) {
    case GENUS_ERROR_OPEN:
        return "cannot be opened";
    case GENUS_ERROR_READ:
    case GENUS_ERROR_MEMORY:
        return "cannot be read";
    case GENUS_ERROR_HEADER_LENGTH:
    case GENUS_ERROR_HEADER_SYNTAX:
    case GENUS_ERROR_DUPLICATE_KEY:
    case GENUS_ERROR_METADATA:
        return "not a Genus weights file";
    case GENUS_ERROR_LABELS:
        return "for other genres";
    case GENUS_ERROR_VERSION:
        return "made for another version";
    default:
        return "damaged";
    }
}

genus_message *genus_message_load(genus_instance *instance, const char *path) {
    genus_message *message = calloc(1, sizeof *message);
    if (message == NULL) {
        lv2_log_error(&instance->logger, "genus: out of memory\n");
        return NULL;
    }
    const genus_listener_options options = options_for(instance);
    genus_error error;
    if (genus_loaded_model_new(&instance->bundle, path, &options, &message->loaded, &error) !=
        GENUS_OK) {
        lv2_log_error(&instance->logger, "genus: %s\n", error.message);
        const char *slash = strrchr(path, '/');
        (void)snprintf(message->trouble, sizeof message->trouble, "%.200s: %s",
                       slash == NULL ? path : slash + 1, short_words(error.status));
    }
    return message;
}

void genus_message_post(genus_instance *instance, genus_message *message, const char *path) {
    (void)pthread_mutex_lock(&instance->lock);
    if (message->loaded != NULL) {
        (void)snprintf(instance->path, sizeof instance->path, "%s", path);
    }
    if (message->restored != 0) {
        message->restored = ++instance->restored;
        instance->restored_track = message->track;
    }
    genus_mailbox_post(&instance->mailbox, message);
    (void)pthread_mutex_unlock(&instance->lock);
}

static void load(genus_instance *instance) {
    genus_message *message = genus_message_load(instance, instance->loading);
    if (message != NULL) {
        genus_message_post(instance, message, instance->loading);
    }
}

static void do_job(genus_instance *instance, const genus_job *job) {
    switch (job->kind) {
    case GENUS_JOB_LISTEN:
        (void)genus_listener_work(job->subject);
        break;
    case GENUS_JOB_LOAD:
        load(instance);
        break;
    case GENUS_JOB_DISCARD:
        genus_message_free(instance->discarding);
        instance->discarding = NULL;
        break;
    }
}

static LV2_Worker_Status work(LV2_Handle handle, LV2_Worker_Respond_Function respond,
                              LV2_Worker_Respond_Handle respond_handle, uint32_t size,
                              const void *data) {
    genus_instance *instance = handle;
    genus_job job;
    if (size != sizeof job) {
        return LV2_WORKER_ERR_UNKNOWN;
    }
    memcpy(&job, data, sizeof job);
    do_job(instance, &job);
    atomic_store_explicit(&instance->busy, false, memory_order_release);
    (void)respond;
    (void)respond_handle;
    return LV2_WORKER_SUCCESS;
}

// Nothing comes back this way: results lie in the mailbox.
static LV2_Worker_Status work_response(LV2_Handle handle, uint32_t size, const void *body) {
    (void)handle;
    (void)size;
    (void)body;
    return LV2_WORKER_SUCCESS;
}

static LV2_Worker_Status end_run(LV2_Handle handle) {
    (void)handle;
    return LV2_WORKER_SUCCESS;
}

const LV2_Worker_Interface *genus_worker_interface(void) {
    static const LV2_Worker_Interface interface = {work, work_response, end_run};
    return &interface;
}

// ----------------------------------------------------------------------------------- audio thread

static bool dispatch(genus_instance *instance, genus_job_kind kind, void *subject) {
    instance->job = (genus_job){.kind = kind, .subject = subject};
    if (instance->schedule == NULL) {
        do_job(instance, &instance->job);
        return true;
    }
    atomic_store_explicit(&instance->busy, true, memory_order_relaxed);
    if (instance->schedule->schedule_work(instance->schedule->handle, sizeof instance->job,
                                          &instance->job) != LV2_WORKER_SUCCESS) {
        atomic_store_explicit(&instance->busy, false, memory_order_relaxed);
        return false; // The queue is full; the next cycle tries again.
    }
    return true;
}

void genus_worker_wake(genus_instance *instance) {
    if (atomic_load_explicit(&instance->busy, memory_order_acquire)) {
        return;
    }
    if (instance->retired != NULL) {
        instance->discarding = instance->retired;
        if (dispatch(instance, GENUS_JOB_DISCARD, NULL)) {
            instance->retired = NULL;
        } else {
            instance->discarding = NULL;
        }
    } else if (instance->load_wanted) {
        memcpy(instance->loading, instance->wanted, sizeof instance->loading);
        instance->load_wanted = !dispatch(instance, GENUS_JOB_LOAD, NULL);
    } else if (instance->unheard_frames > 0 &&
               (instance->schedule == NULL ||
                (double)instance->unheard_frames >= WAKE_SECONDS * instance->rate)) {
        const uint64_t unheard = instance->unheard_frames;
        instance->unheard_frames = 0;
        if (!dispatch(instance, GENUS_JOB_LISTEN, instance->loaded->listener)) {
            instance->unheard_frames = unheard;
        }
    }
}
