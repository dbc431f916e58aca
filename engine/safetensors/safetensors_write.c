// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Writing a safetensors container so that a file which was there stays whole until the new one is:
// a temporary file beside the target, flushed to disk, then renamed.

#include "engine/safetensors/safetensors.h"
#include "engine/safetensors/safetensors_header.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/** Readers map files into memory and want the data to begin at a multiple of this. */
#define HEADER_ALIGNMENT ((size_t)8)

/** Element sizes from the widest on: tensors laid out in this order are all aligned. */
static const size_t element_sizes[] = {8, 4, 2, 1};

#define ELEMENT_SIZES (sizeof element_sizes / sizeof element_sizes[0])

/** A text that grows. */
typedef struct text_buffer {
    char *bytes;
    size_t length;
    size_t capacity;
    bool out_of_memory;
} text_buffer;

static void put_bytes(text_buffer *text, const char *bytes, size_t count) {
    if (text->out_of_memory) {
        return;
    }
    if (count > text->capacity - text->length) {
        size_t capacity = (text->capacity + count) * 2;
        char *larger = realloc(text->bytes, capacity);
        if (larger == NULL) {
            text->out_of_memory = true;
            return;
        }
        text->bytes = larger;
        text->capacity = capacity;
    }
    memcpy(text->bytes + text->length, bytes, count);
    text->length += count;
}

static void put_text(text_buffer *text, const char *string) {
    put_bytes(text, string, strlen(string));
}

static void put_size(text_buffer *text, size_t value) {
    char digits[24];
    int length = snprintf(digits, sizeof digits, "%zu", value);
    put_bytes(text, digits, (size_t)length);
}

/** A JSON string; only what JSON requires is escaped. */
static void put_string(text_buffer *text, const char *string) {
    put_text(text, "\"");
    for (const char *c = string; *c != '\0'; c++) {
        if (*c == '"' || *c == '\\') {
            put_text(text, "\\");
            put_bytes(text, c, 1);
        } else if (*c == '\n') {
            put_text(text, "\\n");
        } else if ((unsigned char)*c < 0x20) {
            char escape[8];
            int length = snprintf(escape, sizeof escape, "\\u%04x", (unsigned)*c);
            put_bytes(text, escape, (size_t)length);
        } else {
            put_bytes(text, c, 1);
        }
    }
    put_text(text, "\"");
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

static void put_header(text_buffer *text, const genus_tensor *tensors, size_t tensor_count,
                       const genus_metadata *metadata, size_t metadata_count) {
    put_text(text, "{");
    if (metadata_count > 0) {
        put_text(text, "\"__metadata__\":{");
        for (size_t i = 0; i < metadata_count; i++) {
            put_text(text, i == 0 ? "" : ",");
            put_string(text, metadata[i].key);
            put_text(text, ":");
            put_string(text, metadata[i].value);
        }
        put_text(text, "}");
    }
    for (size_t i = 0; i < tensor_count; i++) {
        size_t begin = data_offset(tensors, tensor_count, i);
        put_text(text, i == 0 && metadata_count == 0 ? "" : ",");
        put_string(text, tensors[i].name);
        put_text(text, ":{\"dtype\":\"");
        put_text(text, genus_dtype_name(tensors[i].dtype));
        put_text(text, "\",\"shape\":[");
        for (size_t k = 0; k < tensors[i].rank; k++) {
            put_text(text, k == 0 ? "" : ",");
            put_size(text, tensors[i].shape[k]);
        }
        put_text(text, "],\"data_offsets\":[");
        put_size(text, begin);
        put_text(text, ",");
        put_size(text, begin + tensor_bytes(&tensors[i]));
        put_text(text, "]}");
    }
    put_text(text, "}");
    while (!text->out_of_memory && text->length % HEADER_ALIGNMENT != 0) {
        put_text(text, " ");
    }
}

/** Makes the header and reads it back: what would be refused later is not written now. */
static genus_status make_header(const char *path, const genus_tensor *tensors, size_t tensor_count,
                                const genus_metadata *metadata, size_t metadata_count,
                                text_buffer *text, genus_error *error) {
    put_header(text, tensors, tensor_count, metadata, metadata_count);
    if (text->out_of_memory) {
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

static bool write_all(FILE *stream, const text_buffer *header, const genus_tensor *tensors,
                      size_t tensor_count) {
    unsigned char length[8];
    for (size_t i = 0; i < sizeof length; i++) {
        length[i] = (unsigned char)((uint64_t)header->length >> (8 * i));
    }
    bool good = fwrite(length, 1, sizeof length, stream) == sizeof length &&
                fwrite(header->bytes, 1, header->length, stream) == header->length;
    for (size_t w = 0; w < ELEMENT_SIZES; w++) {
        for (size_t i = 0; good && i < tensor_count; i++) {
            size_t bytes = tensor_bytes(&tensors[i]);
            if (genus_dtype_size(tensors[i].dtype) == element_sizes[w] && bytes > 0) {
                good = fwrite(tensors[i].data, 1, bytes, stream) == bytes;
            }
        }
    }
    return good && fflush(stream) == 0 && fsync(fileno(stream)) == 0;
}

/** Opens a file of a new name beside `path`; `name` receives it and has room for it. */
static FILE *open_beside(const char *path, char *name, size_t room) {
    for (int attempt = 0; attempt < 1000; attempt++) {
        (void)snprintf(name, room, "%s.%ld-%d.tmp", path, (long)getpid(), attempt);
        int descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (descriptor >= 0) {
            FILE *stream = fdopen(descriptor, "wb");
            if (stream == NULL) {
                int reason = errno;
                (void)close(descriptor);
                (void)unlink(name);
                errno = reason;
            }
            return stream;
        }
        if (errno != EEXIST) {
            return NULL;
        }
    }
    return NULL;
}

/** Renaming over a device or a folder would destroy or miss what the caller meant. */
static genus_status check_target(const char *path, genus_error *error) {
    struct stat about;
    if (stat(path, &about) == 0 && !S_ISREG(about.st_mode)) {
        return genus_fail(error, GENUS_ERROR_OPEN, "%s: cannot write: %s", path,
                          S_ISDIR(about.st_mode) ? "it is a folder" : "it is not a regular file");
    }
    return GENUS_OK;
}

static genus_status write_and_rename(const char *path, const text_buffer *header,
                                     const genus_tensor *tensors, size_t tensor_count,
                                     genus_error *error) {
    size_t room = strlen(path) + 40;
    char *name = malloc(room);
    if (name == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "%s: out of memory", path);
    }
    genus_status status = GENUS_OK;
    FILE *stream = open_beside(path, name, room);
    if (stream == NULL) {
        status = genus_fail(error, GENUS_ERROR_OPEN, "%s: cannot open for writing: %s", path,
                            strerror(errno));
        free(name);
        return status;
    }
    bool good = write_all(stream, header, tensors, tensor_count);
    int reason = errno;
    if (fclose(stream) != 0 && good) {
        good = false;
        reason = errno;
    }
    if (good && rename(name, path) != 0) {
        good = false;
        reason = errno;
    }
    if (!good) {
        (void)unlink(name);
        status =
            genus_fail(error, GENUS_ERROR_WRITE, "%s: cannot write: %s", path, strerror(reason));
    }
    free(name);
    return status;
}

genus_status genus_safetensors_write(const char *path, const genus_tensor *tensors,
                                     size_t tensor_count, const genus_metadata *metadata,
                                     size_t metadata_count, genus_error *error) {
    text_buffer header = {0};
    genus_status status = check_target(path, error);
    if (status == GENUS_OK) {
        status = make_header(path, tensors, tensor_count, metadata, metadata_count, &header, error);
    }
    if (status == GENUS_OK) {
        status = write_and_rename(path, &header, tensors, tensor_count, error);
    }
    free(header.bytes);
    return status;
}
