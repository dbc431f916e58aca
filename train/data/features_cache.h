// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The features of a folder of audio, kept from run to run in a features file with stamps, so that
// only files that are new or have changed are decoded again. A cache never decides whether a
// command succeeds: whatever is wrong with it is said on stderr in one line that names it, and the
// files are decoded.
//
// A file is taken for unchanged if its path below the folder, size and time of modification are
// those of the cache; or else if its path, size and SHA-256 are.

#ifndef GENUS_TRAIN_DATA_FEATURES_CACHE_H
#define GENUS_TRAIN_DATA_FEATURES_CACHE_H

#include "engine/genus.h"
#include "train/data/audio_clips.h"
#include "train/data/features_file.h"

typedef struct genus_features_cache genus_features_cache;

/**
 * Opens the cache of a folder: by default a file of the folder "genus" in $XDG_CACHE_HOME, or else
 * in ~/.cache. One that is not there yet, cannot be read, is damaged, or was made with other
 * settings or by another version is empty.
 * @param choice NULL: none is wanted. @param root The folder, which is there.
 * @return NULL if none is wanted or none can be had, which is said on stderr then.
 */
genus_features_cache *genus_features_cache_open(const genus_cache_choice *choice, const char *root,
                                                const genus_frontend_settings *settings);

/**
 * Gets the clips of a file that has not changed.
 * @param path The file. @param name Its path below the folder. @param stamp Receives what is known
 *             of it now; give it to genus_file_stamp_complete() if the file is decoded.
 * @param clips Receives copies; genus_audio_clips_clear() is due.
 * @return false: it is not there, or another, or memory is out. Several threads at a time may.
 */
bool genus_features_cache_get(const genus_features_cache *cache, const char *path, const char *name,
                              genus_file_stamp *stamp, genus_audio_clips *clips)
    GENUS_NONNULL(1, 2, 3, 4, 5);

/**
 * Adds the digest to the stamp of a file that was just decoded. If the file has changed meanwhile,
 * it is left out, and the next run decodes the file again.
 */
void genus_file_stamp_complete(const char *path, genus_file_stamp *stamp) GENUS_NONNULL(1, 2);

/** Frees what the cache held: nothing can be got any more. */
void genus_features_cache_end_reading(genus_features_cache *cache) GENUS_NONNULL(1);

/**
 * Keeps these clips in place of what the cache held, unless that is the same.
 * @param stamps   [count], of the files that the data set's tracks are, in their order.
 * @param complete False: there are others, so the files are kept only if the cache held fewer.
 */
void genus_features_cache_keep(const genus_features_cache *cache, const genus_dataset *dataset,
                               genus_file_stamp *stamps, size_t count, bool complete)
    GENUS_NONNULL(1, 2);

/** The cache's file, for messages. */
const char *genus_features_cache_path(const genus_features_cache *cache) GENUS_NONNULL(1);

/** Frees it. NULL is fine. */
void genus_features_cache_free(genus_features_cache *cache);

#endif
