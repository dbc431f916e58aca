// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The data set in memory: log-mel clips with labels, from a features file (features_file.h) or a
// folder of audio.

#ifndef GENUS_TRAIN_DATA_DATASET_H
#define GENUS_TRAIN_DATA_DATASET_H

#include "engine/audio/frontend_settings.h"
#include "engine/genus.h"
#include "train/util/digest.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Where features of a folder are kept. A plain value; all zeros is a file of the user's caches. */
typedef struct genus_cache_choice {
    bool off;         ///< Nowhere.
    const char *file; ///< This file, or NULL: see genus_features_cache_open().
} genus_cache_choice;

/** One clip: dB = max_db - range_db * (1 - mel / 255). */
typedef struct genus_clip {
    const char *name;   ///< "blues.00001", or the file's path below the data folder.
    const uint8_t *mel; ///< [frames][bands], band 0 lowest.
    size_t frames;      ///< Frames of this clip, at least 1.
    float max_db;       ///< The loudest cell.
    float range_db;     ///< From the quietest cell to the loudest, 0 or more.
    uint32_t label;     ///< Index into labels.
    uint32_t track;     ///< Clips cut from one recording share it; less than clip_count.
    float clipped;      ///< Share of the file's samples that are clipped; less than 0: unknown.
} genus_clip;

/** Clips and labels; owns all that it points to. Every label has a clip, every clip its name. */
typedef struct genus_dataset {
    genus_frontend_settings settings;
    uint32_t label_count; ///< 2 to GENUS_LABELS_MAX.
    char **labels;        ///< In byte-wise order if they come from a folder.
    size_t clip_count;    ///< At least 1.
    genus_clip *clips;
    size_t skipped; ///< Files that were unusable and were named on stderr.
    uint8_t *mel;   ///< All clips' cells.
    char *names;    ///< All clips' names.
} genus_dataset;

/**
 * Loads a features file or, for a folder, computes features of every audio file below it with the
 * default settings and a thread a processor.
 * @param cache See genus_dataset_load_folder(); features files need none.
 * @return What genus_features_read() and genus_dataset_load_folder() return.
 */
genus_status genus_dataset_load(const char *path, const genus_cache_choice *cache,
                                genus_dataset **dataset, genus_error *error) GENUS_CHECKED
    GENUS_NONNULL(1, 3);

/** True if the path is a folder, so that features have to be computed. */
bool genus_dataset_is_folder(const char *path) GENUS_NONNULL(1);

/**
 * Computes the features of a folder: each sub-folder is a class, each file that libsndfile reads in
 * or below it one or more clips. Hidden files and folders are ignored; files that cannot be used
 * are named on stderr and counted in `skipped`. Longer files are cut into clips of
 * GENUS_CLIP_SECONDS that share a track and are named "path#1", "path#2" and so on; what is left
 * at the end is a clip too if it is not shorter than GENUS_SECONDS_NEEDED. Progress goes to stderr.
 * The result depends on the files alone, neither on the number of threads nor on the cache.
 *
 * @param settings Checked settings of the front end. @param threads 1 to 256.
 * @param cache    Where features are kept from run to run (features_cache.h); NULL: nowhere.
 * @return GENUS_OK, GENUS_ERROR_OPEN, _READ, _LABELS, _DATA, _ARGUMENT, _MEMORY; _INTERRUPTED if
 *         SIGINT or SIGTERM is pending, which they are if the caller has blocked them.
 * Starts threads.
 */
genus_status genus_dataset_load_folder(const char *path, const genus_frontend_settings *settings,
                                       unsigned threads, const genus_cache_choice *cache,
                                       genus_dataset **dataset, genus_error *error) GENUS_CHECKED;

/** What a long file is cut into, in seconds. */
#define GENUS_CLIP_SECONDS 30.0

/** Gives it copies of these labels in place of its own. @return false: memory is out. */
bool genus_dataset_set_labels(genus_dataset *dataset, const char *const *labels, uint32_t count)
    GENUS_NONNULL(1, 2);

/** Frees it. NULL is fine. */
void genus_dataset_free(genus_dataset *dataset);

/**
 * Renumbers the clips' labels to those of a model, by name. Classes of the model may have no clip
 * in the data set then.
 * @return GENUS_OK; GENUS_ERROR_LABELS naming a class that the model does not know; _MEMORY.
 */
genus_status genus_dataset_relabel(genus_dataset *dataset, const char *const *labels,
                                   uint32_t label_count, genus_error *error) GENUS_CHECKED
    GENUS_NONNULL(1, 2);

/** Decodes `count` frames from `first` on into dB: [count][bands]. */
void genus_clip_decode(const genus_clip *clip, size_t bands, size_t first, size_t count,
                       float *decibels) GENUS_NONNULL(1);

/** Each band's mean over the clip in dB: [bands]. */
void genus_clip_means(const genus_clip *clip, size_t bands, float *means);

/** SHA-256 in hex of settings, names, labels, tracks and cells: what was trained on.
 */
void genus_dataset_digest(const genus_dataset *dataset, char hex[GENUS_DIGEST_HEX])
    GENUS_NONNULL(1, 2);

/** How many threads a run starts if nobody says: one a processor, at least 1. */
unsigned genus_default_threads(void);

#endif
