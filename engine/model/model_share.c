// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// One model a weights file in the whole process: twenty plugin instances hold the weights once.
//
// The list of shared models and the mutex that guards it, and every reference count, are the one
// piece of process-wide state in the library. A listed model holds no reference of its own: the
// last holder frees it and takes it off the list. The mutex is never held while a file is read.

#include "engine/model/model_body.h"

#include <pthread.h>
#include <stdbool.h>
#include <sys/stat.h>

static pthread_mutex_t registry_mutex = PTHREAD_MUTEX_INITIALIZER;
static genus_model *registry_first;

static void lock_registry(void) {
    (void)pthread_mutex_lock(&registry_mutex);
}

static void unlock_registry(void) {
    (void)pthread_mutex_unlock(&registry_mutex);
}

/** What is behind a path now; false if nothing is, or if it cannot be told. */
static bool identify(const char *path, genus_file_identity *identity) {
    struct stat about;
    if (stat(path, &about) != 0) {
        return false;
    }
    *identity = (genus_file_identity){
        .device = about.st_dev,
        .number = about.st_ino,
        .size = about.st_size,
        .changed = about.st_ctim,
    };
    return true;
}

static bool same_file(const genus_file_identity *a, const genus_file_identity *b) {
    return a->device == b->device && a->number == b->number && a->size == b->size &&
           a->changed.tv_sec == b->changed.tv_sec && a->changed.tv_nsec == b->changed.tv_nsec;
}

/** Takes a reference to the listed model of this identity; NULL if there is none. Locked. */
static genus_model *take_listed(const genus_file_identity *identity) {
    for (genus_model *model = registry_first; model != NULL; model = model->next) {
        if (same_file(&model->identity, identity)) {
            model->references++;
            return model;
        }
    }
    return NULL;
}

/** Lists a fresh model, unless another thread was faster: then that one is shared. */
static genus_model *list_or_share(genus_model *fresh, const genus_file_identity *identity) {
    lock_registry();
    genus_model *listed = take_listed(identity);
    if (listed == NULL) {
        fresh->identity = *identity;
        fresh->listed = true;
        fresh->next = registry_first;
        registry_first = fresh;
    }
    unlock_registry();
    if (listed == NULL) {
        return fresh;
    }
    genus_model_destroy(fresh);
    return listed;
}

static genus_status load_fresh(const char *path, genus_model **model, genus_error *error) {
    genus_safetensors *file = NULL;
    genus_status status = genus_safetensors_open(path, &file, error);
    if (status == GENUS_OK) {
        status = genus_model_from_safetensors(file, model, error);
        if (status != GENUS_OK) {
            genus_safetensors_free(file);
        }
    }
    return status;
}

genus_status genus_model_load(const char *path, genus_model **model, genus_error *error) {
    *model = NULL;
    if (path == NULL) {
        return genus_fail(error, GENUS_ERROR_ARGUMENT, "path: NULL is not a path");
    }
    genus_file_identity before;
    bool known = identify(path, &before);
    if (known) {
        lock_registry();
        *model = take_listed(&before);
        unlock_registry();
        if (*model != NULL) {
            return GENUS_OK;
        }
    }
    genus_status status = load_fresh(path, model, error);
    if (status != GENUS_OK) {
        return status;
    }
    // A file that was replaced meanwhile has given nobody knows which state: it is not shared.
    genus_file_identity after;
    if (known && identify(path, &after) && same_file(&before, &after)) {
        *model = list_or_share(*model, &before);
    }
    return GENUS_OK;
}

genus_model *genus_model_share(genus_model *model) {
    lock_registry();
    model->references++;
    unlock_registry();
    return model;
}

/** Takes a model off the list. Locked. */
static void unlist(genus_model *model) {
    genus_model **link = &registry_first;
    while (*link != model) {
        link = &(*link)->next;
    }
    *link = model->next;
}

void genus_model_free(genus_model *model) {
    if (model == NULL) {
        return;
    }
    lock_registry();
    bool last = --model->references == 0;
    if (last && model->listed) {
        unlist(model);
    }
    unlock_registry();
    if (last) {
        genus_model_destroy(model);
    }
}
