// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The file of a features cache: a safetensors container of format "genus-cache-1".
//   size      U64 [files]      in bytes
//   modified  U64 [files]      nanoseconds since 1970; 0: not to go by
//   digest    U8  [files, 64]  SHA-256 of the content in hex, or zeros
//   clips     U32 [files]      how many clips the file was cut into
//   clipped   F32 [files]      share of its samples that are clipped
//   frames    U32 [clips]      of all files, one behind the other
//   max_db    F32 [clips]
//   range_db  F32 [clips]
//   paths     U8  [bytes]      below the folder, each with its NUL
//   mel       U8  [cells]      of all clips, [frames][bands] each
// Metadata: format; maker, the SHA-256 of all that decides features but the audio; root, that of
// the folder's real path; checksum, that of all tensors.

#ifndef GENUS_TRAIN_DATA_FEATURES_CACHE_FILE_H
#define GENUS_TRAIN_DATA_FEATURES_CACHE_FILE_H

#include "engine/safetensors/safetensors.h"
#include "train/data/features_cache.h"

/** Whose features are wanted. */
typedef struct genus_cache_origin {
    char maker[GENUS_DIGEST_HEX];
    char root[GENUS_DIGEST_HEX];
    uint32_t bands;
} genus_cache_origin;

/** A file of audio in the cache; points into the container. */
typedef struct genus_cache_entry {
    const char *path;
    uint64_t size;
    uint64_t modified;  ///< 0: not to go by.
    const char *digest; ///< 64 characters.
    size_t clips;
    float clipped;
    const uint32_t *frames; ///< [clips]
    const float *max_db;    ///< [clips]
    const float *range_db;  ///< [clips]
    const uint8_t *mel;     ///< The cells of the first clip; those of the next follow.
} genus_cache_entry;

/** What a file holds. All zeros: nothing. */
typedef struct genus_cache_content {
    genus_safetensors *container;
    genus_cache_entry *entries; ///< [count], by path.
    size_t count;
    bool same_root; ///< It was made of this folder, not of another that has moved here.
} genus_cache_content;

/**
 * Reads a file.
 * @param content To be cleared, whatever this returns.
 * @return GENUS_OK; what genus_safetensors_load() returns; GENUS_ERROR_VERSION: it is of another
 *         version or front end; GENUS_ERROR_TENSOR_MISSING, _DTYPE, _TENSOR_SHAPE, _DATA, _MEMORY.
 * Thread: any.
 */
genus_status genus_cache_content_read(const char *path, const genus_cache_origin *origin,
                                      genus_cache_content *content, genus_error *error);

/** Frees what it points to. */
void genus_cache_content_clear(genus_cache_content *content);

/** Writes a file; see genus_features_cache_keep(). @return GENUS_OK, what genus_safetensors_write()
 *  returns, GENUS_ERROR_ARGUMENT: there is none to write, GENUS_ERROR_MEMORY. Thread: any.
 */
genus_status genus_cache_content_write(const char *path, const genus_cache_origin *origin,
                                       const genus_kept_file *files, size_t count,
                                       const uint8_t *mel, genus_error *error);

/** Whether a file is something else than a cache, sound or damaged. Thread: any. */
bool genus_cache_is_foreign(const char *path);

#define GENUS_CACHE_FORMAT "genus-cache-1"

/** The tensors, in the order of the file. */
enum genus_cache_tensor {
    GENUS_CACHE_SIZE,
    GENUS_CACHE_MODIFIED,
    GENUS_CACHE_DIGEST,
    GENUS_CACHE_CLIPS,
    GENUS_CACHE_CLIPPED,
    GENUS_CACHE_FRAMES,
    GENUS_CACHE_MAX_DB,
    GENUS_CACHE_RANGE_DB,
    GENUS_CACHE_PATHS,
    GENUS_CACHE_MEL,
    GENUS_CACHE_TENSORS,
};

/** Their names and types. */
typedef struct genus_cache_column {
    const char *name;
    genus_dtype dtype;
} genus_cache_column;

extern const genus_cache_column genus_cache_columns[GENUS_CACHE_TENSORS];

/** SHA-256 in hex of all tensors. Thread: any. */
void genus_cache_checksum(const genus_tensor *const tensors[GENUS_CACHE_TENSORS],
                          char hex[GENUS_DIGEST_HEX]);

#endif
