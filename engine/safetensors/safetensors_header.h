// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The JSON header of a safetensors file: read as hostile input and checked against the size of the
// data, so that whoever has one may trust every shape and every range.

#ifndef GENUS_ENGINE_SAFETENSORS_SAFETENSORS_HEADER_H
#define GENUS_ENGINE_SAFETENSORS_SAFETENSORS_HEADER_H

#include "engine/genus.h"
#include "engine/safetensors/safetensors.h"

/** The largest header that is read, in bytes: the limit of the reference implementation. */
#define GENUS_HEADER_MAX ((size_t)100000000)

/** Where a tensor's bytes lie in the data: begin <= end. */
typedef struct genus_byte_range {
    size_t begin;
    size_t end;
} genus_byte_range;

/** What a header says; all strings and arrays are its own. Start from zeros. */
typedef struct genus_safetensors_header {
    char *strings;            ///< All names, keys and values.
    genus_tensor *tensors;    ///< In the header's order, without data.
    genus_byte_range *ranges; ///< One a tensor; together they tile the data.
    size_t tensor_count;
    genus_metadata *metadata; ///< In the header's order.
    size_t metadata_count;
} genus_safetensors_header;

/**
 * Reads a header and checks it in full.
 * @param text      `length` bytes of JSON. @param data_size Bytes that follow the header.
 * @param path      For messages. @param header Zeros; receives what was read. To be freed in any
 *                  case.
 * @return GENUS_OK, _HEADER_SYNTAX, _DUPLICATE_KEY, _DTYPE, _SHAPE, _OFFSETS, _TRUNCATED, _MEMORY.
 * Thread: any but the audio thread.
 */
genus_status genus_safetensors_header_read(const char *text, size_t length, size_t data_size,
                                           const char *path, genus_safetensors_header *header,
                                           genus_error *error) GENUS_CHECKED GENUS_NONNULL(1, 4, 5);

/** Frees what a header holds. Zeros are fine. */
void genus_safetensors_header_free(genus_safetensors_header *header);

#endif
