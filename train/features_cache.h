// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What the front end has heard of the files of a folder, kept from one run to the next. A file whose
// size and times are as they were is taken from it; one whose times differ is read, and its features
// are computed again only if its SHA-256 differs.
//
// On disk, a safetensors container of format "genus-cache-1":
//   file      I32 [clips]      index of the clip's file
//   frames    I32 [clips]
//   max_db, range_db  F32 [clips]
//   cells     U8  [all]        the clips' cells, [frames][bands] each
//   size      U64 [files]      bytes
//   times     I64 [files, 2]   of the last change of content and of the inode, in ns since 1970
//   digest    U8  [files, 32]
//   clipped   F32 [files]
// Metadata: format, tool_version, settings (of the front end), paths (below the folder, one a line).

#ifndef GENUS_TRAIN_FEATURES_CACHE_H
#define GENUS_TRAIN_FEATURES_CACHE_H

#include "audio_clips.h"
#include "engine/error.h"

#include <stdbool.h>

#define GENUS_FILE_DIGEST 32

/** What tells a file from another, and from itself after a change. */
typedef struct genus_file_identity {
    uint64_t size;
    int64_t times[2];
    uint8_t digest[GENUS_FILE_DIGEST];
} genus_file_identity;

/** A file's features. */
typedef struct genus_cached_file {
    const char *path; ///< Below the folder; no other file has it.
    genus_file_identity identity;
    const genus_audio_clips *clips;
} genus_cached_file;

typedef struct genus_cache genus_cache;

/**
 * Where the cache of a folder lies if nobody says: $XDG_CACHE_HOME/genus or ~/.cache/genus, which is
 * made if need be, and a name that follows from the folder's full path and the settings.
 * @return A path for free(), or NULL: there is no such place. Thread: any.
 */
char *genus_cache_default_path(const char *folder, const genus_frontend_settings *settings);

/**
 * Loads a cache. One that is not there, damaged, of other settings, or of another version is as good
 * as none.
 * @return NULL: there is none. Thread: any.
 */
genus_cache *genus_cache_load(const char *path, const genus_frontend_settings *settings);

/** Frees it. NULL is fine. */
void genus_cache_free(genus_cache *cache);

/** How many files it knows. NULL: none. Thread: any. */
size_t genus_cache_count(const genus_cache *cache);

/**
 * Looks a file up. @param path Below the folder. @param full Where it is.
 * @param identity Receives what the file is now.
 * @param clips Receives a copy of its clips, for genus_audio_clips_clear().
 * @param same Receives whether even its times are as they were.
 * @return Whether it is known and unchanged. If not, the clips are not touched. Thread: any.
 */
bool genus_cache_find(const genus_cache *cache, const char *path, const char *full,
                      genus_file_identity *identity, genus_audio_clips *clips, bool *same);

/** Writes a cache. @return As genus_safetensors_write(). Thread: any. */
genus_status genus_cache_write(const char *path, const genus_frontend_settings *settings,
                               const genus_cached_file *files, size_t count, genus_error *error);

#endif
