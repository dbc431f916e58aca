// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The features of a folder of audio, kept from run to run. realpath() is why this file is compiled
// with _XOPEN_SOURCE.

#include "train/data/features_cache.h"

#include "engine/base/text.h"

#include <errno.h>
#include <sndfile.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

enum {
    revision = 1, ///< Raised with every change of what the front end or the cutter computes.
    name_digits = 32,
};

/** Nanoseconds that a file system may be behind with the time of a change. */
static const uint64_t too_recent = 2000000000;

/** A file of audio in the cache. */
typedef struct entry {
    const char *path; ///< Below the folder; not ended by a NUL.
    size_t length;
    const genus_clip *clips;
    size_t clip_count;
    const genus_file_stamp *stamp;
} entry;

struct genus_features_cache {
    char *path;
    char maker[GENUS_DIGEST_HEX];
    char root[GENUS_DIGEST_HEX];
    genus_dataset *content; ///< NULL: nothing.
    genus_features_stamps stamps;
    entry *entries;    ///< [stamps.count], by path.
    size_t file_count; ///< Of the content as it was read.
    bool same_root;    ///< It was made of this folder, not of another that has moved here.
    bool foreign;      ///< The file is none of ours: it is left alone.
};

static uint64_t nanoseconds(struct timespec time) {
    return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

/** All that decides features but the audio. */
static void describe_maker(const genus_frontend_settings *settings, char hex[GENUS_DIGEST_HEX]) {
    genus_digest digest;
    genus_digest_begin(&digest);
    genus_digest_u32(&digest, revision);
    genus_digest_string(&digest, genus_version());
    genus_digest_string(&digest, sf_version_string());
    genus_digest_settings(&digest, settings);
    genus_digest_end(&digest, hex);
}

static bool digest_root(const char *root, char hex[GENUS_DIGEST_HEX]) {
    char *path = realpath(root, NULL);
    if (path == NULL) {
        return false;
    }
    genus_digest digest;
    genus_digest_begin(&digest);
    genus_digest_string(&digest, path);
    genus_digest_end(&digest, hex);
    free(path);
    return true;
}

/** Makes the folders on the way to a file; who opens it finds out if that was not possible. */
static void make_folders(char *path) {
    for (char *slash = strchr(path + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        (void)mkdir(path, 0700);
        *slash = '/';
    }
}

/** The file of a folder in the user's caches: one a folder and front end, whatever the version.
 *  @return NULL: neither XDG_CACHE_HOME nor HOME is an absolute path, or memory is out.
 */
static char *default_path(const genus_features_cache *cache,
                          const genus_frontend_settings *settings) {
    char hex[GENUS_DIGEST_HEX];
    genus_digest digest;
    genus_digest_begin(&digest);
    genus_digest_string(&digest, cache->root);
    genus_digest_settings(&digest, settings);
    genus_digest_end(&digest, hex);
    const char *below = "genus";
    const char *base = getenv("XDG_CACHE_HOME"); // NOLINT(concurrency-mt-unsafe)
    if (base == NULL || *base != '/') {
        below = ".cache/genus";
        base = getenv("HOME"); // NOLINT(concurrency-mt-unsafe)
    }
    if (base == NULL || *base != '/') {
        return NULL;
    }
    genus_text path = {0};
    genus_text_print(&path, "%s/%s/%.*s.safetensors", base, below, name_digits, hex);
    if (!path.failed) {
        make_folders(path.bytes);
    }
    return genus_text_take(&path);
}

// ------------------------------------------------------------------------------------- the content

static int compare_entries(const void *a, const void *b) {
    const entry *left = a;
    const entry *right = b;
    const size_t shorter = left->length < right->length ? left->length : right->length;
    const int order = memcmp(left->path, right->path, shorter);
    return order != 0 ? order : (left->length > right->length) - (left->length < right->length);
}

/** Finds the clips of each file. @return false: memory is out. */
static bool index_files(genus_features_cache *cache) {
    const genus_dataset *content = cache->content;
    cache->entries = calloc(cache->stamps.count, sizeof *cache->entries);
    if (cache->entries == NULL) {
        return false;
    }
    entry *entry = cache->entries;
    for (size_t i = 0; i < content->clip_count; entry++) {
        const genus_clip *clips = &content->clips[i];
        size_t count = 1;
        while (i + count < content->clip_count && clips[count].track == clips->track) {
            count++;
        }
        // Several clips of one file are called "path#1", "path#2" and so on.
        const char *end = count > 1 ? strrchr(clips->name, '#') : NULL;
        entry->path = clips->name;
        entry->length = end != NULL ? (size_t)(end - clips->name) : strlen(clips->name);
        entry->clips = clips;
        entry->clip_count = count;
        entry->stamp = &cache->stamps.files[entry - cache->entries];
        i += count;
    }
    qsort(cache->entries, cache->stamps.count, sizeof *cache->entries, compare_entries);
    return true;
}

/** Reads what there is, if it can be used. */
static void read_content(genus_features_cache *cache, const genus_frontend_settings *settings,
                         bool named) {
    genus_error error = {0};
    struct stat properties;
    if (stat(cache->path, &properties) != 0) {
        return;
    }
    genus_status status = genus_features_read(cache->path, &cache->stamps, &cache->content, &error);
    if (status == GENUS_OK &&
        (strcmp(cache->stamps.maker, cache->maker) != 0 ||
         !genus_frontend_settings_equal(&cache->content->settings, settings))) {
        status =
            genus_fail(&error, GENUS_ERROR_VERSION,
                       "%s: was made by another version or with another front end", cache->path);
    }
    if (status == GENUS_OK && !index_files(cache)) {
        status = genus_fail(&error, GENUS_ERROR_MEMORY, "%s: out of memory", cache->path);
    }
    if (status == GENUS_OK) {
        cache->file_count = cache->stamps.count;
        cache->same_root = strcmp(cache->stamps.root, cache->root) == 0;
        return;
    }
    genus_features_cache_end_reading(cache);
    cache->foreign = named && genus_features_foreign(cache->path);
    if (cache->foreign) {
        (void)fprintf(stderr, "%s: is something else than a cache, and is left as it is\n",
                      cache->path);
    } else {
        (void)fprintf(stderr, "%s; this cache is not used\n", error.message);
    }
}

genus_features_cache *genus_features_cache_open(const genus_cache_choice *choice, const char *root,
                                                const genus_frontend_settings *settings) {
    if (choice == NULL || choice->off) {
        return NULL;
    }
    genus_features_cache *cache = calloc(1, sizeof *cache);
    if (cache == NULL || !digest_root(root, cache->root)) {
        (void)fprintf(stderr, "%s: no cache can be had: %s\n", root, strerror(errno));
        free(cache);
        return NULL;
    }
    describe_maker(settings, cache->maker);
    cache->path = choice->file != NULL ? strdup(choice->file) : default_path(cache, settings);
    if (cache->path == NULL) {
        (void)fprintf(
            stderr, "%s: no cache can be had: neither XDG_CACHE_HOME nor HOME says where\n", root);
        genus_features_cache_free(cache);
        return NULL;
    }
    read_content(cache, settings, choice->file != NULL);
    return cache;
}

/** Copies clips out of the cache. @return false: memory is out. */
static bool copy_clips(const entry *entry, uint32_t bands, genus_audio_clips *clips) {
    *clips = (genus_audio_clips){.clips = calloc(entry->clip_count, sizeof *clips->clips),
                                 .clipped = entry->clips->clipped};
    for (size_t i = 0; clips->clips != NULL && i < entry->clip_count; i++) {
        const genus_clip *clip = &entry->clips[i];
        const size_t cells = clip->frames * bands;
        uint8_t *copy = malloc(cells);
        if (copy == NULL) {
            genus_audio_clips_clear(clips);
            return false;
        }
        memcpy(copy, clip->mel, cells);
        clips->clips[clips->count++] =
            (genus_audio_clip){copy, clip->frames, clip->max_db, clip->range_db};
    }
    return clips->clips != NULL;
}

// -------------------------------------------------------------------------------------- stamps

/** Size and time of a file as they are now. @return false: it is gone. */
static bool look_at(const char *path, genus_file_stamp *stamp) {
    struct stat properties;
    struct timespec now;
    *stamp = (genus_file_stamp){0};
    if (stat(path, &properties) != 0 || clock_gettime(CLOCK_REALTIME, &now) != 0) {
        return false;
    }
    stamp->size = (uint64_t)properties.st_size;
    stamp->modified = nanoseconds(properties.st_mtim);
    stamp->recent = stamp->modified + too_recent > nanoseconds(now);
    return true;
}

/** Digests a file; the digest is empty if it cannot be read. */
static void digest_content(const char *path, genus_file_stamp *stamp) {
    if (!genus_digest_file(path, stamp->digest)) {
        stamp->digest[0] = '\0';
    }
}

bool genus_features_cache_get(const genus_features_cache *cache, const char *path, const char *name,
                              genus_file_stamp *stamp, genus_audio_clips *clips) {
    *clips = (genus_audio_clips){0};
    if (!look_at(path, stamp) || cache->stamps.count == 0) {
        return false;
    }
    const entry key = {.path = name, .length = strlen(name)};
    const entry *entry =
        bsearch(&key, cache->entries, cache->stamps.count, sizeof *cache->entries, compare_entries);
    if (entry == NULL || entry->stamp->size != stamp->size) {
        return false;
    }
    stamp->kept = cache->same_root && entry->stamp->modified != 0 &&
                  entry->stamp->modified == stamp->modified;
    if (stamp->kept) {
        memcpy(stamp->digest, entry->stamp->digest, GENUS_DIGEST_HEX);
    } else {
        digest_content(path, stamp);
    }
    return *stamp->digest != '\0' && strcmp(stamp->digest, entry->stamp->digest) == 0 &&
           copy_clips(entry, cache->content->settings.mel_bands, clips);
}

void genus_file_stamp_complete(const char *path, genus_file_stamp *stamp) {
    genus_file_stamp now;
    stamp->kept = false;
    if (stamp->digest[0] == '\0') {
        digest_content(path, stamp);
    }
    if (!look_at(path, &now) || now.size != stamp->size || now.modified != stamp->modified) {
        stamp->recent = true;
        stamp->digest[0] = '\0';
    }
}

void genus_features_cache_end_reading(genus_features_cache *cache) {
    genus_dataset_free(cache->content);
    free(cache->stamps.files);
    free(cache->entries);
    cache->content = NULL;
    cache->entries = NULL;
    cache->stamps = (genus_features_stamps){0};
}

void genus_features_cache_keep(const genus_features_cache *cache, const genus_dataset *dataset,
                               genus_file_stamp *stamps, size_t count, bool complete) {
    genus_error error = {0};
    if (cache->foreign || (!complete && count <= cache->file_count)) {
        return;
    }
    bool same = count == cache->file_count;
    for (size_t i = 0; same && i < count; i++) {
        same = stamps[i].kept;
    }
    genus_features_stamps all = {.count = count, .files = stamps};
    memcpy(all.maker, cache->maker, sizeof all.maker);
    memcpy(all.root, cache->root, sizeof all.root);
    if (!same && genus_features_write(dataset, &all, cache->path, &error) != GENUS_OK) {
        (void)fprintf(stderr, "%s; the next run has to decode again\n", error.message);
    }
}

const char *genus_features_cache_path(const genus_features_cache *cache) {
    return cache->path;
}

void genus_features_cache_free(genus_features_cache *cache) {
    if (cache != NULL) {
        genus_features_cache_end_reading(cache);
        free(cache->path);
        free(cache);
    }
}
