// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The cache of features.

#include "features_cache.h"

#include "digest.h"
#include "engine/genus.h"
#include "engine/number.h"
#include "engine/safetensors.h"
#include "folder_scan.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define FORMAT "genus-cache-1"

enum {
    settings_size = 512,
    block_size = 1 << 16,
    tensors_all = 9,
};

/// A file that the cache knows.
struct entry {
    const char *path;
    size_t file;  ///< Its number in the tensors.
    size_t first; ///< Its first clip,
    size_t end;   ///< and the one behind its last.
};

struct genus_cache {
    genus_safetensors *container;
    size_t bands;
    size_t count;
    struct entry *entries; ///< [count], sorted by path.
    char *paths;           ///< What the entries point to.
    size_t *cells;         ///< [clips], where each clip's cells begin.
    const int32_t *frames;
    const float *max_db;
    const float *range_db;
    const uint8_t *all_cells;
    const uint64_t *sizes;
    const int64_t *times;
    const uint8_t *digests;
    const float *clipped;
};

/// All that decides what the front end makes of a sound.
static void print_settings(const genus_frontend_settings *settings, char text[settings_size]) {
    char low[GENUS_NUMBER_TEXT];
    char high[GENUS_NUMBER_TEXT];
    char floor[GENUS_NUMBER_TEXT];
    genus_number_print(settings->f_min, low);
    genus_number_print(settings->f_max, high);
    genus_number_print(settings->power_floor, floor);
    (void)snprintf(text, settings_size, "%u %u %u %u %s %s %s", settings->sample_rate,
                   settings->frame_length, settings->hop, settings->mel_bands, low, high, floor);
}

char *genus_cache_default_path(const char *folder, const genus_frontend_settings *settings) {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing here changes the environment.
    const char *base = getenv("XDG_CACHE_HOME");
    const char *home = getenv("HOME"); // NOLINT(concurrency-mt-unsafe): likewise.
    const bool own = base != NULL && *base == '/';
    char *full = realpath(folder, NULL);
    char *root = NULL;
    char *room = NULL;
    char *path = NULL;
    if (own) {
        root = strdup(base);
    } else if (home != NULL && *home == '/') {
        root = genus_path_join(home, ".cache");
    }
    if (full != NULL && root != NULL && (room = genus_path_join(root, "genus")) != NULL) {
        char text[settings_size];
        char hex[GENUS_DIGEST_HEX];
        char name[GENUS_DIGEST_HEX + 16];
        genus_digest digest;
        print_settings(settings, text);
        genus_digest_begin(&digest);
        genus_digest_string(&digest, full);
        genus_digest_string(&digest, text);
        genus_digest_end(&digest, hex);
        (void)snprintf(name, sizeof name, "%.24s.safetensors", hex);
        (void)mkdir(root, 0777); // If they cannot be made, writing will say so.
        (void)mkdir(room, 0777);
        path = genus_path_join(room, name);
    }
    free(full);
    free(root);
    free(room);
    return path;
}

// -------------------------------------------------------------------------------------- loading

/// The data of a tensor of this type and number of elements; NULL if it is not there.
static const void *find(const genus_safetensors *file, const char *name, genus_dtype dtype,
                        size_t elements) {
    const genus_tensor *tensor = genus_safetensors_find(file, name);
    return tensor != NULL && tensor->dtype == dtype && genus_tensor_elements(tensor) == elements
               ? tensor->data
               : NULL;
}

static bool says(const genus_safetensors *file, const char *key, const char *wanted) {
    const char *value = genus_safetensors_metadata(file, key);
    return value != NULL && strcmp(value, wanted) == 0;
}

static int compare_entries(const void *a, const void *b) {
    return strcmp(((const struct entry *)a)->path, ((const struct entry *)b)->path);
}

/// Cuts the paths out of their lines. @return false: memory is out.
static bool take_paths(genus_cache *cache) {
    const char *lines = genus_safetensors_metadata(cache->container, "paths");
    cache->paths = lines != NULL ? strdup(lines) : NULL;
    if (cache->paths == NULL) {
        return false;
    }
    for (const char *c = lines; *c != '\0'; c++) {
        cache->count += *c == '\n';
    }
    cache->entries = calloc(cache->count + 1, sizeof *cache->entries);
    char *line = cache->paths;
    for (size_t i = 0; cache->entries != NULL && i < cache->count; i++) {
        char *end = strchr(line, '\n');
        *end = '\0';
        cache->entries[i] = (struct entry){.path = line, .file = i};
        line = end + 1;
    }
    return cache->entries != NULL;
}

/// Hands every clip to its file. @return false: it makes no sense.
static bool take_clips(genus_cache *cache, size_t clips, const int32_t *files) {
    const genus_tensor *cells = genus_safetensors_find(cache->container, "cells");
    cache->cells = malloc((clips + 1) * sizeof *cache->cells);
    if (cells == NULL || cells->dtype != GENUS_DTYPE_U8 || cache->cells == NULL) {
        return false;
    }
    const size_t all = genus_tensor_elements(cells);
    size_t used = 0;
    for (size_t i = 0; i < clips; i++) {
        const size_t frames = cache->frames[i] > 0 ? (size_t)cache->frames[i] : 0;
        const size_t file = files[i] >= 0 ? (size_t)files[i] : cache->count;
        if (file >= cache->count || (i > 0 && files[i] < files[i - 1]) || frames == 0 ||
            frames > (all - used) / cache->bands || !isfinite(cache->max_db[i]) ||
            !isfinite(cache->range_db[i]) || cache->range_db[i] < 0.0F) {
            return false;
        }
        struct entry *entry = &cache->entries[file];
        entry->first = entry->end == 0 ? i : entry->first;
        entry->end = i + 1;
        cache->cells[i] = used;
        used += frames * cache->bands;
    }
    cache->all_cells = cells->data;
    return used == all;
}

static bool take_all(genus_cache *cache, const genus_frontend_settings *settings) {
    const genus_safetensors *file = cache->container;
    char text[settings_size];
    print_settings(settings, text);
    if (!says(file, "format", FORMAT) || !says(file, "tool_version", genus_version()) ||
        !says(file, "settings", text) || !take_paths(cache)) {
        return false;
    }
    const genus_tensor *clips = genus_safetensors_find(file, "file");
    const size_t clip_count = clips != NULL ? genus_tensor_elements(clips) : 0;
    const int32_t *files = find(file, "file", GENUS_DTYPE_I32, clip_count);
    cache->frames = find(file, "frames", GENUS_DTYPE_I32, clip_count);
    cache->max_db = find(file, "max_db", GENUS_DTYPE_F32, clip_count);
    cache->range_db = find(file, "range_db", GENUS_DTYPE_F32, clip_count);
    cache->sizes = find(file, "size", GENUS_DTYPE_U64, cache->count);
    cache->times = find(file, "times", GENUS_DTYPE_I64, 2 * cache->count);
    cache->digests = find(file, "digest", GENUS_DTYPE_U8, GENUS_FILE_DIGEST * cache->count);
    cache->clipped = find(file, "clipped", GENUS_DTYPE_F32, cache->count);
    if (files == NULL || cache->frames == NULL || cache->max_db == NULL ||
        cache->range_db == NULL || cache->sizes == NULL || cache->times == NULL ||
        cache->digests == NULL || cache->clipped == NULL ||
        !take_clips(cache, clip_count, files)) {
        return false;
    }
    qsort(cache->entries, cache->count, sizeof *cache->entries, compare_entries);
    return true;
}

genus_cache *genus_cache_load(const char *path, const genus_frontend_settings *settings) {
    genus_error error;
    genus_cache *cache = calloc(1, sizeof *cache);
    if (cache == NULL) {
        return NULL;
    }
    cache->bands = settings->mel_bands;
    if (genus_safetensors_load(path, &cache->container, &error) != GENUS_OK ||
        !take_all(cache, settings)) {
        genus_cache_free(cache);
        return NULL;
    }
    return cache;
}

void genus_cache_free(genus_cache *cache) {
    if (cache != NULL) {
        genus_safetensors_free(cache->container);
        free(cache->entries);
        free(cache->paths);
        free(cache->cells);
        free(cache);
    }
}

size_t genus_cache_count(const genus_cache *cache) {
    return cache != NULL ? cache->count : 0;
}

// -------------------------------------------------------------------------------------- finding

/// SHA-256 of a file's bytes. @return false: it cannot be read.
static bool digest_file(const char *path, uint8_t digest[GENUS_FILE_DIGEST]) {
    FILE *stream = fopen(path, "rb");
    uint8_t *block = malloc(block_size);
    SHA2_CTX context;
    SHA256Init(&context);
    size_t got = 1;
    while (stream != NULL && block != NULL && got > 0) {
        got = fread(block, 1, block_size, stream);
        SHA256Update(&context, block, got);
    }
    SHA256Final(digest, &context);
    const bool good = stream != NULL && block != NULL && ferror(stream) == 0;
    if (stream != NULL) {
        (void)fclose(stream);
    }
    free(block);
    return good;
}

static int64_t nanoseconds(struct timespec time) {
    return (int64_t)time.tv_sec * 1000000000 + (int64_t)time.tv_nsec;
}

/// Copies a file's clips. @return false: memory is out.
static bool copy_clips(const genus_cache *cache, const struct entry *entry,
                       genus_audio_clips *clips) {
    *clips = (genus_audio_clips){.clipped = cache->clipped[entry->file]};
    clips->clips = calloc(entry->end - entry->first, sizeof *clips->clips);
    if (clips->clips == NULL) {
        return false;
    }
    for (size_t i = entry->first; i < entry->end; i++) {
        const size_t bytes = (size_t)cache->frames[i] * cache->bands;
        genus_audio_clip *clip = &clips->clips[clips->count];
        *clip = (genus_audio_clip){.frames = (size_t)cache->frames[i],
                                   .max_db = cache->max_db[i],
                                   .range_db = cache->range_db[i],
                                   .mel = malloc(bytes)};
        if (clip->mel == NULL) {
            genus_audio_clips_clear(clips);
            return false;
        }
        memcpy(clip->mel, cache->all_cells + cache->cells[i], bytes);
        clips->count++;
    }
    return true;
}

bool genus_cache_find(const genus_cache *cache, const char *path, const char *full,
                      genus_file_identity *identity, genus_audio_clips *clips, bool *same) {
    struct stat properties;
    const struct entry key = {.path = path};
    const struct entry *found =
        cache != NULL
            ? bsearch(&key, cache->entries, cache->count, sizeof key, compare_entries)
            : NULL;
    *identity = (genus_file_identity){0};
    *same = false;
    if (stat(full, &properties) != 0) {
        return false;
    }
    identity->size = (uint64_t)properties.st_size;
    identity->times[0] = nanoseconds(properties.st_mtim);
    identity->times[1] = nanoseconds(properties.st_ctim);
    if (found != NULL && found->end > found->first && cache->sizes[found->file] == identity->size &&
        memcmp(cache->times + 2 * found->file, identity->times, sizeof identity->times) == 0) {
        memcpy(identity->digest, cache->digests + GENUS_FILE_DIGEST * found->file,
               sizeof identity->digest);
        *same = true;
        return copy_clips(cache, found, clips);
    }
    const bool read = digest_file(full, identity->digest);
    return read && found != NULL && found->end > found->first &&
           memcmp(identity->digest, cache->digests + GENUS_FILE_DIGEST * found->file,
                  sizeof identity->digest) == 0 &&
           copy_clips(cache, found, clips);
}

// -------------------------------------------------------------------------------------- writing

/// The tensors of a cache that is being written.
struct columns {
    size_t clips;
    size_t cells;
    size_t text;
    int32_t *file;
    int32_t *frames;
    float *max_db;
    float *range_db;
    uint8_t *all_cells;
    uint64_t *sizes;
    int64_t *times;
    uint8_t *digests;
    float *clipped;
    char *paths;
};

static bool make_columns(const genus_frontend_settings *settings, const genus_cached_file *files,
                         size_t count, struct columns *columns) {
    for (size_t i = 0; i < count; i++) {
        columns->text += strlen(files[i].path) + 1;
        columns->clips += files[i].clips->count;
        for (size_t c = 0; c < files[i].clips->count; c++) {
            columns->cells += files[i].clips->clips[c].frames * settings->mel_bands;
        }
    }
    columns->file = malloc((columns->clips + 1) * sizeof *columns->file);
    columns->frames = malloc((columns->clips + 1) * sizeof *columns->frames);
    columns->max_db = malloc((columns->clips + 1) * sizeof *columns->max_db);
    columns->range_db = malloc((columns->clips + 1) * sizeof *columns->range_db);
    columns->all_cells = malloc(columns->cells + 1);
    columns->sizes = malloc((count + 1) * sizeof *columns->sizes);
    columns->times = malloc((2 * count + 1) * sizeof *columns->times);
    columns->digests = malloc(GENUS_FILE_DIGEST * count + 1);
    columns->clipped = malloc((count + 1) * sizeof *columns->clipped);
    columns->paths = malloc(columns->text + 1);
    return columns->file != NULL && columns->frames != NULL && columns->max_db != NULL &&
           columns->range_db != NULL && columns->all_cells != NULL && columns->sizes != NULL &&
           columns->times != NULL && columns->digests != NULL && columns->clipped != NULL &&
           columns->paths != NULL;
}

static void fill_columns(const genus_frontend_settings *settings, const genus_cached_file *files,
                         size_t count, struct columns *columns) {
    size_t row = 0;
    uint8_t *cells = columns->all_cells;
    char *path = columns->paths;
    for (size_t i = 0; i < count; i++) {
        const genus_cached_file *file = &files[i];
        columns->sizes[i] = file->identity.size;
        memcpy(columns->times + 2 * i, file->identity.times, sizeof file->identity.times);
        memcpy(columns->digests + GENUS_FILE_DIGEST * i, file->identity.digest, GENUS_FILE_DIGEST);
        columns->clipped[i] = file->clips->clipped;
        const size_t length = strlen(file->path);
        memcpy(path, file->path, length);
        path[length] = '\n';
        path += length + 1;
        for (size_t c = 0; c < file->clips->count; c++, row++) {
            const genus_audio_clip *clip = &file->clips->clips[c];
            const size_t bytes = clip->frames * settings->mel_bands;
            columns->file[row] = (int32_t)i;
            columns->frames[row] = (int32_t)clip->frames;
            columns->max_db[row] = clip->max_db;
            columns->range_db[row] = clip->range_db;
            memcpy(cells, clip->mel, bytes);
            cells += bytes;
        }
    }
    *path = '\0';
}

static void free_columns(struct columns *columns) {
    free(columns->file);
    free(columns->frames);
    free(columns->max_db);
    free(columns->range_db);
    free(columns->all_cells);
    free(columns->sizes);
    free(columns->times);
    free(columns->digests);
    free(columns->clipped);
    free(columns->paths);
}

genus_status genus_cache_write(const char *path, const genus_frontend_settings *settings,
                               const genus_cached_file *files, size_t count, genus_error *error) {
    struct columns columns = {0};
    genus_status status = GENUS_OK;
    if (make_columns(settings, files, count, &columns)) {
        char text[settings_size];
        print_settings(settings, text);
        fill_columns(settings, files, count, &columns);
        const genus_tensor tensors[tensors_all] = {
            {"file", GENUS_DTYPE_I32, 1, {columns.clips}, columns.file},
            {"frames", GENUS_DTYPE_I32, 1, {columns.clips}, columns.frames},
            {"max_db", GENUS_DTYPE_F32, 1, {columns.clips}, columns.max_db},
            {"range_db", GENUS_DTYPE_F32, 1, {columns.clips}, columns.range_db},
            {"cells", GENUS_DTYPE_U8, 1, {columns.cells}, columns.all_cells},
            {"size", GENUS_DTYPE_U64, 1, {count}, columns.sizes},
            {"times", GENUS_DTYPE_I64, 2, {count, 2}, columns.times},
            {"digest", GENUS_DTYPE_U8, 2, {count, GENUS_FILE_DIGEST}, columns.digests},
            {"clipped", GENUS_DTYPE_F32, 1, {count}, columns.clipped},
        };
        const genus_metadata metadata[] = {
            {"format", FORMAT},
            {"tool_version", genus_version()},
            {"settings", text},
            {"paths", columns.paths},
        };
        status = genus_safetensors_write(path, tensors, tensors_all, metadata, 4, error);
    } else {
        status = genus_fail(error, GENUS_ERROR_MEMORY, "%s: out of memory", path);
    }
    free_columns(&columns);
    return status;
}
