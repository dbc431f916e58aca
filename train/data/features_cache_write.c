// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Writer of a features cache.

#include "train/data/features_cache_file.h"

#include <stdlib.h>
#include <string.h>

enum {
    digest_length = GENUS_DIGEST_HEX - 1,
};

/** What the writer allocates: the tensors but for the cells. */
typedef struct columns {
    uint64_t *size;
    uint64_t *modified;
    char *digest;
    uint32_t *clips;
    float *clipped;
    uint32_t *frames;
    float *max_db;
    float *range_db;
    char *paths;
    size_t file_count;
    size_t clip_count;
    size_t path_bytes;
    size_t cells;
} columns;

static void free_columns(columns *columns) {
    free(columns->size);
    free(columns->modified);
    free(columns->digest);
    free(columns->clips);
    free(columns->clipped);
    free(columns->frames);
    free(columns->max_db);
    free(columns->range_db);
    free(columns->paths);
}

/** Adds up what is needed, and allocates it. */
static bool make_room(const genus_kept_file *files, size_t count, columns *columns) {
    columns->file_count = count;
    for (size_t i = 0; i < count; i++) {
        columns->clip_count += files[i].clips->count;
        columns->path_bytes += strlen(files[i].path) + 1;
    }
    columns->size = calloc(count, sizeof *columns->size);
    columns->modified = calloc(count, sizeof *columns->modified);
    columns->digest = calloc(count, digest_length);
    columns->clips = calloc(count, sizeof *columns->clips);
    columns->clipped = calloc(count, sizeof *columns->clipped);
    columns->frames = calloc(columns->clip_count, sizeof *columns->frames);
    columns->max_db = calloc(columns->clip_count, sizeof *columns->max_db);
    columns->range_db = calloc(columns->clip_count, sizeof *columns->range_db);
    columns->paths = malloc(columns->path_bytes);
    return columns->size != NULL && columns->modified != NULL && columns->digest != NULL &&
           columns->clips != NULL && columns->clipped != NULL && columns->frames != NULL &&
           columns->max_db != NULL && columns->range_db != NULL && columns->paths != NULL;
}

static void fill(const genus_kept_file *files, uint32_t bands, columns *columns) {
    char *path = columns->paths;
    size_t row = 0;
    for (size_t i = 0; i < columns->file_count; i++) {
        const genus_kept_file *file = &files[i];
        const size_t size = strlen(file->path) + 1;
        memcpy(path, file->path, size);
        path += size;
        columns->size[i] = file->stamp.size;
        columns->modified[i] = file->stamp.recent ? 0 : file->stamp.modified;
        memcpy(columns->digest + i * digest_length, file->stamp.digest,
               strnlen(file->stamp.digest, digest_length));
        columns->clips[i] = (uint32_t)file->clips->count;
        columns->clipped[i] = file->clips->clipped;
        for (size_t c = 0; c < file->clips->count; c++, row++) {
            const genus_audio_clip *clip = &file->clips->clips[c];
            columns->frames[row] = (uint32_t)clip->frames;
            columns->max_db[row] = clip->max_db;
            columns->range_db[row] = clip->range_db;
            columns->cells += clip->frames * bands;
        }
    }
}

static genus_status write_columns(const char *path, const genus_cache_origin *origin,
                                  const columns *columns, const uint8_t *mel, genus_error *error) {
    const struct {
        size_t rows;
        size_t width; ///< 0: there is one dimension only.
        const void *data;
    } contents[GENUS_CACHE_TENSORS] = {
        [GENUS_CACHE_SIZE] = {columns->file_count, 0, columns->size},
        [GENUS_CACHE_MODIFIED] = {columns->file_count, 0, columns->modified},
        [GENUS_CACHE_DIGEST] = {columns->file_count, digest_length, columns->digest},
        [GENUS_CACHE_CLIPS] = {columns->file_count, 0, columns->clips},
        [GENUS_CACHE_CLIPPED] = {columns->file_count, 0, columns->clipped},
        [GENUS_CACHE_FRAMES] = {columns->clip_count, 0, columns->frames},
        [GENUS_CACHE_MAX_DB] = {columns->clip_count, 0, columns->max_db},
        [GENUS_CACHE_RANGE_DB] = {columns->clip_count, 0, columns->range_db},
        [GENUS_CACHE_PATHS] = {columns->path_bytes, 0, columns->paths},
        [GENUS_CACHE_MEL] = {columns->cells, 0, mel},
    };
    genus_tensor tensors[GENUS_CACHE_TENSORS];
    const genus_tensor *pointers[GENUS_CACHE_TENSORS];
    for (size_t i = 0; i < GENUS_CACHE_TENSORS; i++) {
        tensors[i] = (genus_tensor){
            .name = genus_cache_columns[i].name,
            .dtype = genus_cache_columns[i].dtype,
            .rank = contents[i].width > 0 ? 2 : 1,
            .shape = {contents[i].rows, contents[i].width},
            .data = contents[i].data,
        };
        pointers[i] = &tensors[i];
    }
    char checksum[GENUS_DIGEST_HEX];
    genus_cache_checksum(pointers, checksum);
    // The format comes first: genus_cache_is_foreign() looks for it there.
    const genus_metadata metadata[] = {
        {"format", GENUS_CACHE_FORMAT},
        {"maker", origin->maker},
        {"root", origin->root},
        {"checksum", checksum},
    };
    return genus_safetensors_write(path, tensors, GENUS_CACHE_TENSORS, metadata,
                                   sizeof metadata / sizeof *metadata, error);
}

genus_status genus_cache_content_write(const char *path, const genus_cache_origin *origin,
                                       const genus_kept_file *files, size_t count,
                                       const uint8_t *mel, genus_error *error) {
    columns columns = {0};
    genus_status status = GENUS_OK;
    if (count == 0) {
        return genus_fail(error, GENUS_ERROR_ARGUMENT, "%s: there is no file to keep", path);
    }
    if (make_room(files, count, &columns)) {
        fill(files, origin->bands, &columns);
        status = write_columns(path, origin, &columns, mel, error);
    } else {
        status = genus_fail(error, GENUS_ERROR_MEMORY, "%s: out of memory", path);
    }
    free_columns(&columns);
    return status;
}
