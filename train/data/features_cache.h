// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The features of a folder of audio, kept from run to run, so that only files that are new or have
// changed are decoded again. A cache never decides whether a command succeeds: whatever is wrong
// with it is said on stderr in one line that names it, and the files are decoded.
//
// A file is taken for unchanged if its path below the folder, size and time of modification are
// those of the cache; or else if its path, size and SHA-256 are.

#ifndef GENUS_TRAIN_DATA_FEATURES_CACHE_H
#define GENUS_TRAIN_DATA_FEATURES_CACHE_H

#include "train/data/audio_clips.h"
#include "train/util/digest.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Where features are kept. A plain value; all zeros is a file of the user's cache folder. */
typedef struct genus_cache_choice {
    bool off;         ///< Nowhere.
    const char *file; ///< This file, or NULL: see genus_cache_place().
} genus_cache_choice;

/** What tells whether a file is still the same. */
typedef struct genus_file_stamp {
    uint64_t size;                 ///< In bytes.
    uint64_t modified;             ///< In nanoseconds since 1970.
    bool recent;                   ///< A change that follows may leave the same time behind.
    bool kept;                     ///< The cache holds this very stamp.
    char digest[GENUS_DIGEST_HEX]; ///< SHA-256 of the content; empty if unknown.
} genus_file_stamp;

/** A file whose clips are to be kept. */
typedef struct genus_kept_file {
    const char *path; ///< Below the folder.
    genus_file_stamp stamp;
    const genus_audio_clips *clips; ///< At least one.
} genus_kept_file;

typedef struct genus_features_cache genus_features_cache;

/**
 * Opens the cache of a folder. One that is not there yet, cannot be read, is damaged, or was made
 * with other settings or by another version is empty.
 * @param choice NULL: none is wanted. @param root The folder, which is there.
 * @return NULL if none is wanted or none can be had, which is said on stderr then. Thread: any.
 */
genus_features_cache *genus_features_cache_open(const genus_cache_choice *choice, const char *root,
                                                const genus_frontend_settings *settings);

/**
 * Gets the clips of a file that has not changed.
 * @param path The file. @param name Its path below the folder. @param stamp Receives what is known
 *             of it now; give it to genus_file_stamp_complete() if the file is decoded.
 * @param clips Receives copies; genus_audio_clips_clear() is due.
 * @return false: it is not there, or another, or memory is out. Thread: any; several at a time.
 */
bool genus_features_cache_get(const genus_features_cache *cache, const char *path, const char *name,
                              genus_file_stamp *stamp, genus_audio_clips *clips);

/**
 * Adds the digest to the stamp of a file that was just decoded. If the file has changed meanwhile,
 * it is left out, and the next run decodes the file again. Thread: any.
 */
void genus_file_stamp_complete(const char *path, genus_file_stamp *stamp);

/** Frees what the cache held: nothing can be got any more. Thread: any, one at a time. */
void genus_features_cache_end_reading(genus_features_cache *cache);

/**
 * Keeps these files in place of what the cache held, unless that is the same. They are written to a
 * temporary name, which is renamed.
 * @param mel      The cells of all clips, one behind the other, in the order of the files.
 * @param complete False: there are others, so the files are kept only if the cache held fewer.
 * Thread: any.
 */
void genus_features_cache_keep(const genus_features_cache *cache, const genus_kept_file *files,
                               size_t count, const uint8_t *mel, bool complete);

/** The cache's file, for messages. Thread: any. */
const char *genus_features_cache_path(const genus_features_cache *cache);

/** Frees it. NULL is fine. */
void genus_features_cache_free(genus_features_cache *cache);

#endif
