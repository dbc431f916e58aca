// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Reader of a features cache. Read as hostile input: the checksum finds damage, and every length is
// checked against the others before it is used.

#include "train/data/features_cache_file.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    digest_length = GENUS_DIGEST_HEX - 1,
};

const genus_cache_column genus_cache_columns[GENUS_CACHE_TENSORS] = {
    [GENUS_CACHE_SIZE] = {"size", GENUS_DTYPE_U64},
    [GENUS_CACHE_MODIFIED] = {"modified", GENUS_DTYPE_U64},
    [GENUS_CACHE_DIGEST] = {"digest", GENUS_DTYPE_U8},
    [GENUS_CACHE_CLIPS] = {"clips", GENUS_DTYPE_U32},
    [GENUS_CACHE_CLIPPED] = {"clipped", GENUS_DTYPE_F32},
    [GENUS_CACHE_FRAMES] = {"frames", GENUS_DTYPE_U32},
    [GENUS_CACHE_MAX_DB] = {"max_db", GENUS_DTYPE_F32},
    [GENUS_CACHE_RANGE_DB] = {"range_db", GENUS_DTYPE_F32},
    [GENUS_CACHE_PATHS] = {"paths", GENUS_DTYPE_U8},
    [GENUS_CACHE_MEL] = {"mel", GENUS_DTYPE_U8},
};

void genus_cache_checksum(const genus_tensor *const tensors[GENUS_CACHE_TENSORS],
                          char hex[GENUS_DIGEST_HEX]) {
    genus_digest digest;
    genus_digest_begin(&digest);
    for (size_t i = 0; i < GENUS_CACHE_TENSORS; i++) {
        const size_t size = genus_tensor_elements(tensors[i]) * genus_dtype_size(tensors[i]->dtype);
        genus_digest_string(&digest, tensors[i]->name);
        genus_digest_bytes(&digest, tensors[i]->data, size);
    }
    genus_digest_end(&digest, hex);
}

bool genus_cache_is_foreign(const char *path) {
    // What every container that this program writes begins with, behind the header's length.
    static const char beginning[] = "{\"__metadata__\":{\"format\":\"genus-cache-";
    char bytes[8 + sizeof beginning - 1];
    const int descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (descriptor < 0) {
        return false;
    }
    const ssize_t got = read(descriptor, bytes, sizeof bytes);
    (void)close(descriptor);
    return got > 8 && memcmp(bytes + 8, beginning, (size_t)got - 8) != 0;
}

static bool has(const genus_safetensors *container, const char *key, const char *wanted) {
    const char *value = genus_safetensors_metadata(container, key);
    return value != NULL && strcmp(value, wanted) == 0;
}

/** Finds all tensors and checks their types and the checksum. */
static genus_status find_tensors(const genus_safetensors *container,
                                 const genus_tensor *tensors[GENUS_CACHE_TENSORS],
                                 genus_error *error) {
    const char *path = genus_safetensors_path(container);
    char checksum[GENUS_DIGEST_HEX];
    for (size_t i = 0; i < GENUS_CACHE_TENSORS; i++) {
        const genus_cache_column *column = &genus_cache_columns[i];
        tensors[i] = genus_safetensors_find(container, column->name);
        if (tensors[i] == NULL) {
            return genus_fail(error, GENUS_ERROR_TENSOR_MISSING, "%s: tensor '%s' is missing", path,
                              column->name);
        }
        if (tensors[i]->dtype != column->dtype) {
            return genus_fail(error, GENUS_ERROR_DTYPE, "%s: tensor '%s' is %s, not %s", path,
                              column->name, genus_dtype_name(tensors[i]->dtype),
                              genus_dtype_name(column->dtype));
        }
    }
    genus_cache_checksum(tensors, checksum);
    return has(container, "checksum", checksum)
               ? GENUS_OK
               : genus_fail(error, GENUS_ERROR_DATA, "%s: is damaged: the checksum differs", path);
}

/** Checks that the tensors' lengths go together. @return GENUS_OK, or GENUS_ERROR_TENSOR_SHAPE. */
static genus_status check_lengths(const genus_safetensors *container,
                                  const genus_tensor *const tensors[GENUS_CACHE_TENSORS],
                                  genus_error *error) {
    size_t lengths[GENUS_CACHE_TENSORS];
    for (size_t i = 0; i < GENUS_CACHE_TENSORS; i++) {
        lengths[i] = genus_tensor_elements(tensors[i]);
    }
    const size_t files = lengths[GENUS_CACHE_SIZE];
    const size_t clips = lengths[GENUS_CACHE_FRAMES];
    const size_t path_bytes = lengths[GENUS_CACHE_PATHS];
    const char *paths = tensors[GENUS_CACHE_PATHS]->data;
    size_t path_count = 0;
    for (size_t i = 0; i < path_bytes; i++) {
        path_count += paths[i] == '\0';
    }
    const bool fits =
        files > 0 && lengths[GENUS_CACHE_MODIFIED] == files &&
        lengths[GENUS_CACHE_CLIPS] == files && lengths[GENUS_CACHE_CLIPPED] == files &&
        lengths[GENUS_CACHE_DIGEST] % digest_length == 0 &&
        lengths[GENUS_CACHE_DIGEST] / digest_length == files &&
        lengths[GENUS_CACHE_MAX_DB] == clips && lengths[GENUS_CACHE_RANGE_DB] == clips &&
        path_count == files && paths[path_bytes - 1] == '\0';
    return fits ? GENUS_OK
                : genus_fail(error, GENUS_ERROR_TENSOR_SHAPE,
                             "%s: its tensors' lengths do not go together",
                             genus_safetensors_path(container));
}

static int compare_paths(const void *a, const void *b) {
    return strcmp(((const genus_cache_entry *)a)->path, ((const genus_cache_entry *)b)->path);
}

/** Cuts clips and cells into those of each file. */
static genus_status make_entries(genus_cache_content *content,
                                 const genus_tensor *const tensors[GENUS_CACHE_TENSORS],
                                 uint32_t bands, genus_error *error) {
    const size_t files = genus_tensor_elements(tensors[GENUS_CACHE_SIZE]);
    const size_t clips = genus_tensor_elements(tensors[GENUS_CACHE_FRAMES]);
    const size_t cells = genus_tensor_elements(tensors[GENUS_CACHE_MEL]);
    const uint32_t *counts = tensors[GENUS_CACHE_CLIPS]->data;
    const uint32_t *frames = tensors[GENUS_CACHE_FRAMES]->data;
    const char *path = tensors[GENUS_CACHE_PATHS]->data;
    size_t clip = 0;
    size_t cell = 0;
    content->entries = calloc(files, sizeof *content->entries);
    if (content->entries == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "%s: out of memory",
                          genus_safetensors_path(content->container));
    }
    bool fits = true;
    for (size_t i = 0; fits && i < files; i++) {
        content->entries[i] = (genus_cache_entry){
            .path = path,
            .size = ((const uint64_t *)tensors[GENUS_CACHE_SIZE]->data)[i],
            .modified = ((const uint64_t *)tensors[GENUS_CACHE_MODIFIED]->data)[i],
            .digest = (const char *)tensors[GENUS_CACHE_DIGEST]->data + i * digest_length,
            .clips = counts[i],
            .clipped = ((const float *)tensors[GENUS_CACHE_CLIPPED]->data)[i],
            .frames = frames + clip,
            .max_db = (const float *)tensors[GENUS_CACHE_MAX_DB]->data + clip,
            .range_db = (const float *)tensors[GENUS_CACHE_RANGE_DB]->data + clip,
            .mel = (const uint8_t *)tensors[GENUS_CACHE_MEL]->data + cell,
        };
        path += strlen(path) + 1;
        fits = counts[i] > 0 && counts[i] <= clips - clip;
        for (size_t end = clip + counts[i]; fits && clip < end; clip++) {
            fits = frames[clip] > 0 && frames[clip] <= (cells - cell) / bands;
            cell += fits ? (size_t)frames[clip] * bands : 0;
        }
    }
    if (!fits || clip != clips || cell != cells) {
        return genus_fail(error, GENUS_ERROR_TENSOR_SHAPE,
                          "%s: its clips do not go together with their cells",
                          genus_safetensors_path(content->container));
    }
    qsort(content->entries, files, sizeof *content->entries, compare_paths);
    content->count = files;
    return GENUS_OK;
}

genus_status genus_cache_content_read(const char *path, const genus_cache_origin *origin,
                                      genus_cache_content *content, genus_error *error) {
    const genus_tensor *tensors[GENUS_CACHE_TENSORS];
    *content = (genus_cache_content){0};
    genus_status status = genus_safetensors_load(path, &content->container, error);
    if (status == GENUS_OK && !(has(content->container, "format", GENUS_CACHE_FORMAT) &&
                                has(content->container, "maker", origin->maker))) {
        status = genus_fail(error, GENUS_ERROR_VERSION,
                            "%s: was made by another version or with another front end", path);
    }
    if (status == GENUS_OK) {
        status = find_tensors(content->container, tensors, error);
    }
    if (status == GENUS_OK) {
        status = check_lengths(content->container, tensors, error);
    }
    if (status == GENUS_OK) {
        content->same_root = has(content->container, "root", origin->root);
        status = make_entries(content, tensors, origin->bands, error);
    }
    return status;
}

void genus_cache_content_clear(genus_cache_content *content) {
    free(content->entries);
    genus_safetensors_free(content->container);
    *content = (genus_cache_content){0};
}
