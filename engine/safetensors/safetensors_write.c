// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Writing a safetensors container.

#include "engine/base/atomic_file.h"
#include "engine/base/text.h"
#include "engine/safetensors/safetensors.h"
#include "engine/safetensors/safetensors_header.h"

#include <stdint.h>
#include <sys/stat.h>

/** Readers map files into memory and want the data to begin at a multiple of this. */
#define HEADER_ALIGNMENT ((size_t)8)

/** Element sizes from the widest on: tensors laid out in this order are all aligned. */
static const size_t element_sizes[] = {8, 4, 2, 1};

#define ELEMENT_SIZES (sizeof element_sizes / sizeof element_sizes[0])

/** A JSON string; only what JSON requires is escaped. */
static void put_string(genus_text *text, const char *string) {
    genus_text_put(text, "\"");
    for (const char *c = string; *c != '\0'; c++) {
        if (*c == '"' || *c == '\\') {
            genus_text_put(text, "\\");
            genus_text_put_bytes(text, c, 1);
        } else if (*c == '\n') {
            genus_text_put(text, "\\n");
        } else if ((unsigned char)*c < 0x20) {
            genus_text_print(text, "\\u%04x", (unsigned)*c);
        } else {
            genus_text_put_bytes(text, c, 1);
        }
    }
    genus_text_put(text, "\"");
}

static size_t tensor_bytes(const genus_tensor *tensor) {
    return genus_tensor_elements(tensor) * genus_dtype_size(tensor->dtype);
}

/** Where a tensor's data begin: after all of wider elements and earlier ones of the same width. */
static size_t data_offset(const genus_tensor *tensors, size_t count, size_t index) {
    size_t width = genus_dtype_size(tensors[index].dtype);
    size_t offset = 0;
    for (size_t i = 0; i < count; i++) {
        size_t other = genus_dtype_size(tensors[i].dtype);
        if (other > width || (other == width && i < index)) {
            offset += tensor_bytes(&tensors[i]);
        }
    }
    return offset;
}

static void put_header(genus_text *text, const genus_tensor *tensors, size_t tensor_count,
                       const genus_metadata *metadata, size_t metadata_count) {
    genus_text_put(text, "{");
    if (metadata_count > 0) {
        genus_text_put(text, "\"__metadata__\":{");
        for (size_t i = 0; i < metadata_count; i++) {
            genus_text_put(text, i == 0 ? "" : ",");
            put_string(text, metadata[i].key);
            genus_text_put(text, ":");
            put_string(text, metadata[i].value);
        }
        genus_text_put(text, "}");
    }
    for (size_t i = 0; i < tensor_count; i++) {
        size_t begin = data_offset(tensors, tensor_count, i);
        genus_text_put(text, i == 0 && metadata_count == 0 ? "" : ",");
        put_string(text, tensors[i].name);
        genus_text_put(text, ":{\"dtype\":\"");
        genus_text_put(text, genus_dtype_name(tensors[i].dtype));
        genus_text_put(text, "\",\"shape\":[");
        for (size_t k = 0; k < tensors[i].rank; k++) {
            genus_text_put(text, k == 0 ? "" : ",");
            genus_text_print(text, "%zu", tensors[i].shape[k]);
        }
        genus_text_put(text, "],\"data_offsets\":[");
        genus_text_print(text, "%zu", begin);
        genus_text_put(text, ",");
        genus_text_print(text, "%zu", begin + tensor_bytes(&tensors[i]));
        genus_text_put(text, "]}");
    }
    genus_text_put(text, "}");
    while (!text->failed && text->length % HEADER_ALIGNMENT != 0) {
        genus_text_put(text, " ");
    }
}

/** Makes the header and reads it back: what would be refused later is not written now. */
static genus_status make_header(const char *path, const genus_tensor *tensors, size_t tensor_count,
                                const genus_metadata *metadata, size_t metadata_count,
                                genus_text *text, genus_error *error) {
    put_header(text, tensors, tensor_count, metadata, metadata_count);
    if (text->failed) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "%s: header: out of memory", path);
    }
    if (text->length > GENUS_HEADER_MAX) {
        return genus_fail(error, GENUS_ERROR_HEADER_LENGTH, "%s: header length: %zu is over %zu",
                          path, text->length, GENUS_HEADER_MAX);
    }
    size_t data_size = 0;
    for (size_t i = 0; i < tensor_count; i++) {
        data_size += tensor_bytes(&tensors[i]);
    }
    genus_safetensors_header header = {0};
    genus_status status =
        genus_safetensors_header_read(text->bytes, text->length, data_size, path, &header, error);
    genus_safetensors_header_free(&header);
    return status;
}

/** Errors are found when the file is put in its place. */
static void write_all(genus_atomic_file *file, const genus_text *header,
                      const genus_tensor *tensors, size_t tensor_count) {
    unsigned char length[8];
    for (size_t i = 0; i < sizeof length; i++) {
        length[i] = (unsigned char)((uint64_t)header->length >> (8 * i));
    }
    genus_atomic_file_put(file, length, sizeof length);
    genus_atomic_file_put(file, header->bytes, header->length);
    for (size_t w = 0; w < ELEMENT_SIZES; w++) {
        for (size_t i = 0; i < tensor_count; i++) {
            const size_t bytes = tensor_bytes(&tensors[i]);
            if (genus_dtype_size(tensors[i].dtype) == element_sizes[w] && bytes > 0) {
                genus_atomic_file_put(file, tensors[i].data, bytes);
            }
        }
    }
}

/** A weights file that goes elsewhere than into a file could not be read back. */
static genus_status check_target(const char *path, genus_error *error) {
    struct stat about;
    if (stat(path, &about) == 0 && !S_ISREG(about.st_mode)) {
        return genus_fail(error, GENUS_ERROR_OPEN, "%s: cannot write: %s", path,
                          S_ISDIR(about.st_mode) ? "it is a folder" : "it is not a regular file");
    }
    return GENUS_OK;
}

genus_status genus_safetensors_write(const char *path, const genus_tensor *tensors,
                                     size_t tensor_count, const genus_metadata *metadata,
                                     size_t metadata_count, genus_error *error) {
    genus_text header = {0};
    genus_atomic_file *file = NULL;
    genus_status status = check_target(path, error);
    if (status == GENUS_OK) {
        status = make_header(path, tensors, tensor_count, metadata, metadata_count, &header, error);
    }
    if (status == GENUS_OK) {
        status = genus_atomic_file_open(path, &file, error);
    }
    if (status == GENUS_OK) {
        write_all(file, &header, tensors, tensor_count);
        status = genus_atomic_file_commit(file, error);
    }
    genus_text_clear(&header);
    return status;
}
