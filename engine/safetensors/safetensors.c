// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A safetensors container in memory: read from a file or from bytes, each tensor's elements copied
// to an aligned place. The writer is in safetensors_write.c.

#include "engine/safetensors/safetensors.h"

#include "engine/safetensors/safetensors_header.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "Tensors are used as they lie in the file, which is little-endian."
#endif

/** A cache line: enough for every element type and for vector loads. */
#define DATA_ALIGNMENT ((size_t)64)

#define LENGTH_BYTES ((size_t)8)

/** Where the bytes of a container come from: a file, or memory if the descriptor is -1. */
typedef struct byte_source {
    int descriptor;
    const unsigned char *bytes;
    size_t size;
    const char *path;
} byte_source;

struct genus_safetensors {
    char *path;
    genus_safetensors_header header;
    unsigned char *data;
    byte_source source;  ///< While there are data to be read.
    size_t header_bytes; ///< Before the data.
};

size_t genus_dtype_size(genus_dtype dtype) {
    switch (dtype) {
    case GENUS_DTYPE_BOOL:
    case GENUS_DTYPE_U8:
    case GENUS_DTYPE_I8:
        return 1;
    case GENUS_DTYPE_U16:
    case GENUS_DTYPE_I16:
    case GENUS_DTYPE_F16:
    case GENUS_DTYPE_BF16:
        return 2;
    case GENUS_DTYPE_U32:
    case GENUS_DTYPE_I32:
    case GENUS_DTYPE_F32:
        return 4;
    case GENUS_DTYPE_U64:
    case GENUS_DTYPE_I64:
    case GENUS_DTYPE_F64:
        return 8;
    }
    return 0;
}

const char *genus_dtype_name(genus_dtype dtype) {
    static const char *const names[] = {"BOOL", "U8",  "I8",  "U16", "I16", "F16", "BF16",
                                        "U32",  "I32", "F32", "U64", "I64", "F64"};
    return names[dtype];
}

size_t genus_tensor_elements(const genus_tensor *tensor) {
    size_t elements = 1;
    for (size_t i = 0; i < tensor->rank; i++) {
        elements *= tensor->shape[i];
    }
    return elements;
}

/** Copies `count` bytes from `offset` on; the range lies within the source's size. */
static genus_status read_bytes(const byte_source *source, size_t offset, void *bytes, size_t count,
                               genus_error *error) {
    if (source->descriptor < 0) {
        if (count > 0) {
            memcpy(bytes, source->bytes + offset, count);
        }
        return GENUS_OK;
    }
    size_t done = 0;
    while (done < count) {
        ssize_t got = pread(source->descriptor, (unsigned char *)bytes + done, count - done,
                            (off_t)(offset + done));
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return genus_fail(error, GENUS_ERROR_READ, "%s: cannot read: %s", source->path,
                              strerror(errno));
        }
        if (got == 0) {
            return genus_fail(error, GENUS_ERROR_TRUNCATED,
                              "%s: the file became shorter while it was read", source->path);
        }
        done += (size_t)got;
    }
    return GENUS_OK;
}

/** The header's length, checked against the format's limit and the file. */
static genus_status read_header_length(const byte_source *source, size_t *length,
                                       genus_error *error) {
    if (source->size < LENGTH_BYTES) {
        return genus_fail(error, GENUS_ERROR_TRUNCATED,
                          "%s: header length: needs 8 bytes, the file has %zu", source->path,
                          source->size);
    }
    unsigned char bytes[LENGTH_BYTES];
    genus_status status = read_bytes(source, 0, bytes, sizeof bytes, error);
    if (status != GENUS_OK) {
        return status;
    }
    uint64_t value = 0;
    for (size_t i = LENGTH_BYTES; i > 0; i--) {
        value = value << 8 | bytes[i - 1];
    }
    if (value < 2 || value > GENUS_HEADER_MAX) {
        return genus_fail(error, GENUS_ERROR_HEADER_LENGTH,
                          "%s: header length: %llu is not in 2..%zu; is this a safetensors file?",
                          source->path, (unsigned long long)value, GENUS_HEADER_MAX);
    }
    if (value > source->size - LENGTH_BYTES) {
        return genus_fail(error, GENUS_ERROR_TRUNCATED,
                          "%s: header length: %llu, but only %zu bytes follow; is the file cut "
                          "short?",
                          source->path, (unsigned long long)value, source->size - LENGTH_BYTES);
    }
    *length = (size_t)value;
    return GENUS_OK;
}

static genus_status read_header(const byte_source *source, size_t length,
                                genus_safetensors_header *header, genus_error *error) {
    char *text = malloc(length + 1);
    if (text == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "%s: header: out of memory", source->path);
    }
    genus_status status = read_bytes(source, LENGTH_BYTES, text, length, error);
    if (status == GENUS_OK) {
        status = genus_safetensors_header_read(text, length, source->size - LENGTH_BYTES - length,
                                               source->path, header, error);
    }
    free(text);
    return status;
}

static size_t aligned(size_t size) {
    return (size + DATA_ALIGNMENT - 1) / DATA_ALIGNMENT * DATA_ALIGNMENT;
}

/** Copies every tensor's bytes to an aligned place. */
static genus_status read_data(genus_safetensors *file, genus_error *error) {
    const genus_safetensors_header *header = &file->header;
    size_t total = DATA_ALIGNMENT;
    for (size_t i = 0; i < header->tensor_count; i++) {
        total += aligned(header->ranges[i].end - header->ranges[i].begin);
    }
    file->data = aligned_alloc(DATA_ALIGNMENT, total);
    if (file->data == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "%s: out of memory for %zu bytes of tensors",
                          file->path, total);
    }
    unsigned char *place = file->data;
    for (size_t i = 0; i < header->tensor_count; i++) {
        size_t size = header->ranges[i].end - header->ranges[i].begin;
        genus_status status = read_bytes(
            &file->source, file->header_bytes + header->ranges[i].begin, place, size, error);
        if (status != GENUS_OK) {
            return status;
        }
        header->tensors[i].data = place;
        place += aligned(size);
    }
    return GENUS_OK;
}

/** Reads the header; the container takes over the source's descriptor on success. */
static genus_status open_source(const byte_source *source, genus_safetensors **file,
                                genus_error *error) {
    *file = NULL;
    size_t length = 0;
    genus_safetensors *fresh = calloc(1, sizeof *fresh);
    if (fresh == NULL || (fresh->path = strdup(source->path)) == NULL) {
        free(fresh);
        return genus_fail(error, GENUS_ERROR_MEMORY, "%s: out of memory", source->path);
    }
    fresh->source.descriptor = -1;
    genus_status status = read_header_length(source, &length, error);
    if (status == GENUS_OK) {
        status = read_header(source, length, &fresh->header, error);
    }
    if (status != GENUS_OK) {
        genus_safetensors_free(fresh);
        return status;
    }
    fresh->source = *source;
    fresh->source.path = fresh->path;
    fresh->header_bytes = LENGTH_BYTES + length;
    *file = fresh;
    return GENUS_OK;
}

static void close_source(genus_safetensors *file) {
    if (file->source.descriptor >= 0) {
        (void)close(file->source.descriptor);
        file->source.descriptor = -1;
    }
}

genus_status genus_safetensors_open(const char *path, genus_safetensors **file,
                                    genus_error *error) {
    *file = NULL;
    // Not to block on a FIFO, which is then refused as any other thing that is not a file.
    int descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (descriptor < 0) {
        return genus_fail(error, GENUS_ERROR_OPEN, "%s: cannot open: %s", path, strerror(errno));
    }
    genus_status status = GENUS_OK;
    struct stat about;
    if (fstat(descriptor, &about) != 0) {
        status = genus_fail(error, GENUS_ERROR_READ, "%s: cannot read: %s", path, strerror(errno));
    } else if (!S_ISREG(about.st_mode)) {
        status = genus_fail(error, GENUS_ERROR_READ, "%s: cannot read: %s", path,
                            S_ISDIR(about.st_mode) ? "it is a folder" : "it is not a regular file");
    } else if ((uintmax_t)about.st_size > SIZE_MAX / 2) {
        status = genus_fail(error, GENUS_ERROR_MEMORY, "%s: too large for memory", path);
    } else {
        byte_source source = {
            .descriptor = descriptor, .size = (size_t)about.st_size, .path = path};
        status = open_source(&source, file, error);
    }
    if (status != GENUS_OK) {
        (void)close(descriptor);
    }
    return status;
}

genus_status genus_safetensors_read(genus_safetensors *file, genus_error *error) {
    const genus_status status = file->data == NULL ? read_data(file, error) : GENUS_OK;
    close_source(file);
    return status;
}

/** Reads the data of a container that was opened; frees it where that fails. */
static genus_status read_opened(genus_safetensors **file, genus_error *error) {
    const genus_status status = genus_safetensors_read(*file, error);
    if (status != GENUS_OK) {
        genus_safetensors_free(*file);
        *file = NULL;
    }
    return status;
}

genus_status genus_safetensors_load(const char *path, genus_safetensors **file,
                                    genus_error *error) {
    const genus_status status = genus_safetensors_open(path, file, error);
    return status == GENUS_OK ? read_opened(file, error) : status;
}

genus_status genus_safetensors_parse(const void *bytes, size_t size, const char *name,
                                     genus_safetensors **file, genus_error *error) {
    byte_source source = {.descriptor = -1, .bytes = bytes, .size = size, .path = name};
    const genus_status status = open_source(&source, file, error);
    return status == GENUS_OK ? read_opened(file, error) : status;
}

void genus_safetensors_free(genus_safetensors *file) {
    if (file == NULL) {
        return;
    }
    close_source(file);
    genus_safetensors_header_free(&file->header);
    free(file->data);
    free(file->path);
    free(file);
}

const char *genus_safetensors_path(const genus_safetensors *file) {
    return file->path;
}

size_t genus_safetensors_count(const genus_safetensors *file) {
    return file->header.tensor_count;
}

const genus_tensor *genus_safetensors_tensors(const genus_safetensors *file) {
    return file->header.tensors;
}

const genus_tensor *genus_safetensors_find(const genus_safetensors *file, const char *name) {
    for (size_t i = 0; i < file->header.tensor_count; i++) {
        if (strcmp(file->header.tensors[i].name, name) == 0) {
            return &file->header.tensors[i];
        }
    }
    return NULL;
}

const char *genus_safetensors_metadata(const genus_safetensors *file, const char *key) {
    for (size_t i = 0; i < file->header.metadata_count; i++) {
        if (strcmp(file->header.metadata[i].key, key) == 0) {
            return file->header.metadata[i].value;
        }
    }
    return NULL;
}

const genus_metadata *genus_safetensors_metadata_entries(const genus_safetensors *file,
                                                         size_t *count) {
    *count = file->header.metadata_count;
    return file->header.metadata;
}
