// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What a genus_model is made of: for model.c, which builds it, and model_share.c, which counts its
// references.

#ifndef GENUS_ENGINE_MODEL_MODEL_BODY_H
#define GENUS_ENGINE_MODEL_MODEL_BODY_H

#include "engine/model/model.h"

#include <sys/types.h>
#include <time.h>

/** Which file a model was read from, and in which state that file was. */
typedef struct genus_file_identity {
    dev_t device;
    ino_t number;
    off_t size;
    struct timespec changed; ///< st_ctim, which moves with every write and cannot be set back.
} genus_file_identity;

struct genus_model {
    genus_safetensors *file; ///< Owns the metadata.
    char *label_text;        ///< Owns the labels.
    genus_model_config config;
    genus_network *network;

    // Guarded by the mutex of model_share.c.
    size_t references;
    bool listed;
    genus_file_identity identity; ///< If listed.
    genus_model *next;            ///< If listed.
};

/** Frees a model that has no reference left. NULL is fine. */
void genus_model_destroy(genus_model *model);

#endif
