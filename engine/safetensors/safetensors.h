// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The container of weights, features and checkpoints: tensors by name and string metadata.
// Format: u64 little-endian header length, JSON header, raw little-endian data. Read as hostile
// input: lengths, offsets and shapes are checked before they are used.

#ifndef GENUS_ENGINE_SAFETENSORS_SAFETENSORS_H
#define GENUS_ENGINE_SAFETENSORS_SAFETENSORS_H

#include "engine/base/error.h"

#include <stddef.h>
#include <stdint.h>

#define GENUS_TENSOR_RANK_MAX 8

typedef enum genus_dtype {
    GENUS_DTYPE_BOOL,
    GENUS_DTYPE_U8,
    GENUS_DTYPE_I8,
    GENUS_DTYPE_U16,
    GENUS_DTYPE_I16,
    GENUS_DTYPE_F16,
    GENUS_DTYPE_BF16,
    GENUS_DTYPE_U32,
    GENUS_DTYPE_I32,
    GENUS_DTYPE_F32,
    GENUS_DTYPE_U64,
    GENUS_DTYPE_I64,
    GENUS_DTYPE_F64,
} genus_dtype;

/** A tensor: a name and a view of row-major elements that somebody else owns. */
typedef struct genus_tensor {
    const char *name;
    genus_dtype dtype;
    size_t rank; ///< 0 to GENUS_TENSOR_RANK_MAX; 0 is one element.
    size_t shape[GENUS_TENSOR_RANK_MAX];
    const void *data; ///< Aligned for its elements.
} genus_tensor;

/** One metadata entry, UTF-8. */
typedef struct genus_metadata {
    const char *key;
    const char *value;
} genus_metadata;

/** A container in memory; what its accessors return lives as long as it. */
typedef struct genus_safetensors genus_safetensors;

/** Bytes an element; "F32" and the like. */
size_t genus_dtype_size(genus_dtype dtype);
const char *genus_dtype_name(genus_dtype dtype);

/** The product of a tensor's shape. */
size_t genus_tensor_elements(const genus_tensor *tensor) GENUS_NONNULL(1);

/**
 * Opens a file and reads and checks its header. Tensors have no data yet, so that a file can be
 * refused before it has cost anything.
 * @return GENUS_OK, GENUS_ERROR_OPEN, _READ, _TRUNCATED, _HEADER_LENGTH, _HEADER_SYNTAX,
 *         _DUPLICATE_KEY, _DTYPE, _SHAPE, _OFFSETS, _MEMORY.
 */
genus_status genus_safetensors_open(const char *path, genus_safetensors **file,
                                    genus_error *error) GENUS_CHECKED GENUS_NONNULL(1, 2);

/** Reads the data of all tensors of a file that was opened, and closes it; once is enough. */
genus_status genus_safetensors_read(genus_safetensors *file, genus_error *error) GENUS_CHECKED
    GENUS_NONNULL(1);

/** Both in one. */
genus_status genus_safetensors_load(const char *path, genus_safetensors **file,
                                    genus_error *error) GENUS_CHECKED GENUS_NONNULL(1, 2);

/** The same from memory (which is copied); `name` stands for the path in messages. */
genus_status genus_safetensors_parse(const void *bytes, size_t size, const char *name,
                                     genus_safetensors **file, genus_error *error) GENUS_CHECKED
    GENUS_NONNULL(3, 4);

/** Frees a container. NULL is fine. */
void genus_safetensors_free(genus_safetensors *file);

/** The path it was loaded from, for messages. */
const char *genus_safetensors_path(const genus_safetensors *file) GENUS_NONNULL(1);

/** How many tensors there are, and all of them in file order. */
size_t genus_safetensors_count(const genus_safetensors *file) GENUS_NONNULL(1);
const genus_tensor *genus_safetensors_tensors(const genus_safetensors *file) GENUS_NONNULL(1);

/** The tensor with this name, or NULL. */
const genus_tensor *genus_safetensors_find(const genus_safetensors *file, const char *name);

/** The metadata value with this key, or NULL; all entries in file order. */
const char *genus_safetensors_metadata(const genus_safetensors *file, const char *key);
const genus_metadata *genus_safetensors_metadata_entries(const genus_safetensors *file,
                                                         size_t *count);

/**
 * Writes a container: to a temporary name beside `path`, flushed to disk, then renamed, so that a
 * file that was there stays whole until the new one is. The bytes depend on the arguments alone.
 * @return GENUS_OK, GENUS_ERROR_MEMORY, GENUS_ERROR_OPEN / _WRITE with the reason of the system, or
 *         the fault that a reader would find in the header (a name twice, text that is not UTF-8).
 * Thread: any but the audio thread.
 */
genus_status genus_safetensors_write(const char *path, const genus_tensor *tensors,
                                     size_t tensor_count, const genus_metadata *metadata,
                                     size_t metadata_count, genus_error *error) GENUS_CHECKED
    GENUS_NONNULL(1);

#endif
