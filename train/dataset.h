// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The data set in memory: log-mel clips with labels, from a features file or a folder of audio.

#ifndef GENUS_TRAIN_DATASET_H
#define GENUS_TRAIN_DATASET_H

#include "engine/frontend_settings.h"

#include <stddef.h>
#include <stdint.h>

/** One clip: dB = max_db - range_db * (1 - mel / 255). */
typedef struct genus_clip {
    const char *name;   ///< "blues.00001", or the file's path below the data folder.
    const uint8_t *mel; ///< [frames][bands], band 0 lowest.
    size_t frames;      ///< Frames of this clip.
    float max_db;       ///< The loudest cell.
    float range_db;     ///< From the quietest cell to the loudest.
    uint32_t label;     ///< Index into labels.
    uint32_t track;     ///< Clips cut from one recording share it.
} genus_clip;

/** Clips and labels; owns all that it points to. */
typedef struct genus_dataset {
    genus_frontend_settings settings;
    uint32_t label_count;
    char **labels;
    size_t clip_count;
    genus_clip *clips;
    size_t skipped; ///< Files that were unusable and were named on stderr.
    uint8_t *mel;   ///< All clips' cells.
    char *names;    ///< All clips' names.
} genus_dataset;

/** Loads a features file or, for a folder, computes features of every audio file below it. */
genus_status genus_dataset_load(const char *path, genus_dataset **dataset, genus_error *error);

/** Writes a features file (format genus-features-1). */
genus_status genus_dataset_write(const genus_dataset *dataset, const char *path,
                                 genus_error *error);

/** Frees it. NULL is fine. */
void genus_dataset_free(genus_dataset *dataset);

/** Decodes `count` frames from `first` on into dB: [count][bands]. */
void genus_clip_decode(const genus_clip *clip, size_t bands, size_t first, size_t count,
                       float *decibels);

/** SHA-256 in hex of names, labels, tracks and cells: what was trained on. */
void genus_dataset_digest(const genus_dataset *dataset, char hex[65]);

#endif
