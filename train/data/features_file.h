// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The one format of features: a safetensors container of format "genus-features-1".
//   mel       U8  [clips, bands, frames]   cells; band 0 lowest; 0 beyond a clip's own frames
//   max_db    F32 [clips]                  the clip's loudest cell in dB
//   range_db  F32 [clips]                  dB = max_db - range_db * (1 - mel / 255)
//   label     U8  [clips]                  index into classes
//   frames    I32 [clips]                  own length of each clip; without it all are full
//   track     I32 [clips]                  clips of one recording share it; without it none do
// Metadata, all strings: format; classes (separated by newlines, or by commas if there is no
// newline); clips (names separated by newlines, no two the same); the front end's settings as
// metadata.h has them; decode, the formula above; note and others are free text.
//
// A cache is such a file with stamps, and the classes of it may lack clips:
//   clipped   F32 [clips]      share of the file's samples that are clipped
//   size      U64 [files]      in bytes; a file for every track, in their order
//   modified  U64 [files]      nanoseconds since 1970; 0: not to go by
//   digest    U8  [files, 64]  SHA-256 of the file's content in hex, or zeros
// Metadata: maker, the SHA-256 of all that decides features but the audio; root, that of the
// folder's real path; checksum, that of everything else in the container.

#ifndef GENUS_TRAIN_DATA_FEATURES_FILE_H
#define GENUS_TRAIN_DATA_FEATURES_FILE_H

#include "engine/genus.h"
#include "engine/safetensors/safetensors.h"
#include "train/data/dataset.h"

/** What tells whether a file is still the same. */
typedef struct genus_file_stamp {
    uint64_t size;                 ///< In bytes.
    uint64_t modified;             ///< In nanoseconds since 1970.
    bool recent;                   ///< A change that follows may leave the same time behind.
    bool kept;                     ///< The cache holds this very stamp.
    char digest[GENUS_DIGEST_HEX]; ///< SHA-256 of the content; empty if unknown.
} genus_file_stamp;

/** What a cache adds to features. */
typedef struct genus_features_stamps {
    char maker[GENUS_DIGEST_HEX];
    char root[GENUS_DIGEST_HEX];
    size_t count;
    genus_file_stamp *files; ///< [count], a track each, in their order.
} genus_features_stamps;

/**
 * Reads a features file as hostile input: every field is checked before it is used.
 * @param stamps NULL, or a cache is wanted: receives its stamps; `files` is to be freed, whatever
 *               this returns.
 * @return GENUS_OK; what genus_safetensors_load() returns; GENUS_ERROR_VERSION, _METADATA,
 *         _FRONTEND, _LABELS, _TENSOR_MISSING, _DTYPE, _TENSOR_SHAPE, _NOT_FINITE, _DATA, _MEMORY.
 */
genus_status genus_features_read(const char *path, genus_features_stamps *stamps,
                                 genus_dataset **dataset, genus_error *error) GENUS_CHECKED;

/**
 * Writes one, whole or not at all. Tensors `frames` and `track` are left out where not needed.
 * @param stamps NULL, or it is to be a cache.
 * @return GENUS_OK, GENUS_ERROR_ARGUMENT (no clip), _MEMORY, what genus_safetensors_write()
 * returns.
 */
genus_status genus_features_write(const genus_dataset *dataset, const genus_features_stamps *stamps,
                                  const char *path, genus_error *error) GENUS_CHECKED;

/** Whether a file is something else than a cache, sound or damaged. */
bool genus_features_foreign(const char *path) GENUS_NONNULL(1);

// ------------------------------------------------------------- what reader and writer share

#define GENUS_FEATURES_FORMAT "genus-features-1"
#define GENUS_FEATURES_DECODE "dB = max_db - range_db * (1 - mel / 255)"

/** Characters of a digest in a stamp. */
#define GENUS_STAMP_DIGEST ((size_t)GENUS_DIGEST_HEX - 1)

/** The tensors, in the order of the file. */
enum {
    COLUMN_MEL,
    COLUMN_MAX_DB,
    COLUMN_RANGE_DB,
    COLUMN_LABEL,
    COLUMN_FRAMES,
    COLUMN_TRACK,
    COLUMN_CLIPPED,
    COLUMN_SIZE,
    COLUMN_MODIFIED,
    COLUMN_DIGEST,
    COLUMNS
};

/** A tensor's name and type, and where it has to be. */
typedef struct genus_features_column {
    const char *name;
    genus_dtype dtype;
    enum { COLUMN_NEEDED, COLUMN_OPTIONAL, COLUMN_OF_CACHES } presence;
} genus_features_column;

extern const genus_features_column genus_features_columns[COLUMNS];

/** SHA-256 in hex of all tensors (NULL: not there) and of all metadata but itself. */
void genus_features_checksum(const genus_tensor *const tensors[COLUMNS],
                             const genus_metadata *entries, size_t count,
                             char hex[GENUS_DIGEST_HEX]);

#endif
