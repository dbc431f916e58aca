// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The features of a folder of audio, kept from run to run.

#include "train/data/features_cache.h"

#include "train/data/cache_place.h"
#include "train/data/features_cache_file.h"

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

struct genus_features_cache {
    char *path;
    genus_cache_origin origin;
    genus_cache_content content;
    size_t file_count; ///< Of the content as it was read.
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

/** The file of a folder in the user's caches: one a folder and front end, whatever the version. */
static char *default_path(const genus_features_cache *cache,
                          const genus_frontend_settings *settings) {
    char hex[GENUS_DIGEST_HEX];
    char name[name_digits + sizeof ".safetensors"];
    genus_digest digest;
    genus_digest_begin(&digest);
    genus_digest_string(&digest, cache->origin.root);
    genus_digest_settings(&digest, settings);
    genus_digest_end(&digest, hex);
    (void)snprintf(name, sizeof name, "%.*s.safetensors", name_digits, hex);
    return genus_cache_place(name);
}

genus_features_cache *genus_features_cache_open(const genus_cache_choice *choice, const char *root,
                                                const genus_frontend_settings *settings) {
    if (choice == NULL || choice->off) {
        return NULL;
    }
    genus_features_cache *cache = calloc(1, sizeof *cache);
    if (cache == NULL || !genus_cache_root_digest(root, cache->origin.root)) {
        (void)fprintf(stderr, "%s: no cache can be had: %s\n", root, strerror(errno));
        free(cache);
        return NULL;
    }
    cache->origin.bands = settings->mel_bands;
    describe_maker(settings, cache->origin.maker);
    cache->path = choice->file != NULL ? strdup(choice->file) : default_path(cache, settings);
    if (cache->path == NULL) {
        (void)fprintf(
            stderr, "%s: no cache can be had: neither XDG_CACHE_HOME nor HOME says where\n", root);
        genus_features_cache_free(cache);
        return NULL;
    }
    genus_error error = {0};
    struct stat properties;
    if (stat(cache->path, &properties) == 0 &&
        genus_cache_content_read(cache->path, &cache->origin, &cache->content, &error) !=
            GENUS_OK) {
        genus_cache_content_clear(&cache->content);
        cache->foreign = choice->file != NULL && genus_cache_is_foreign(cache->path);
        if (cache->foreign) {
            (void)fprintf(stderr, "%s: is something else than a cache, and is left as it is\n",
                          cache->path);
        } else {
            (void)fprintf(stderr, "%s; this cache is not used\n", error.message);
        }
    }
    cache->file_count = cache->content.count;
    return cache;
}

static int compare_to_entry(const void *name, const void *entry) {
    return strcmp(name, ((const genus_cache_entry *)entry)->path);
}

/** Copies clips out of the cache. @return false: memory is out. */
static bool copy_clips(const genus_cache_entry *entry, uint32_t bands, genus_audio_clips *clips) {
    const uint8_t *mel = entry->mel;
    *clips = (genus_audio_clips){.clips = calloc(entry->clips, sizeof *clips->clips),
                                 .clipped = entry->clipped};
    if (clips->clips == NULL) {
        return false;
    }
    for (size_t i = 0; i < entry->clips; i++) {
        const size_t cells = (size_t)entry->frames[i] * bands;
        uint8_t *copy = malloc(cells);
        if (copy == NULL) {
            genus_audio_clips_clear(clips);
            return false;
        }
        memcpy(copy, mel, cells);
        mel += cells;
        clips->clips[clips->count++] =
            (genus_audio_clip){copy, entry->frames[i], entry->max_db[i], entry->range_db[i]};
    }
    return true;
}

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
    const genus_cache_content *content = &cache->content;
    *clips = (genus_audio_clips){0};
    if (!look_at(path, stamp) || content->count == 0) {
        return false;
    }
    const genus_cache_entry *entry =
        bsearch(name, content->entries, content->count, sizeof *content->entries, compare_to_entry);
    if (entry == NULL || entry->size != stamp->size) {
        return false;
    }
    stamp->kept = content->same_root && entry->modified != 0 && entry->modified == stamp->modified;
    if (stamp->kept) {
        memcpy(stamp->digest, entry->digest, GENUS_DIGEST_HEX - 1);
    } else {
        digest_content(path, stamp);
    }
    return memcmp(stamp->digest, entry->digest, GENUS_DIGEST_HEX - 1) == 0 &&
           copy_clips(entry, cache->origin.bands, clips);
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
    genus_cache_content_clear(&cache->content);
}

void genus_features_cache_keep(const genus_features_cache *cache, const genus_kept_file *files,
                               size_t count, const uint8_t *mel, bool complete) {
    genus_error error = {0};
    if (cache->foreign || (!complete && count <= cache->file_count)) {
        return;
    }
    bool same = count == cache->file_count;
    for (size_t i = 0; same && i < count; i++) {
        same = files[i].stamp.kept;
    }
    if (!same && genus_cache_content_write(cache->path, &cache->origin, files, count, mel,
                                           &error) != GENUS_OK) {
        (void)fprintf(stderr, "%s; the next run has to decode again\n", error.message);
    }
}

const char *genus_features_cache_path(const genus_features_cache *cache) {
    return cache->path;
}

void genus_features_cache_free(genus_features_cache *cache) {
    if (cache != NULL) {
        genus_cache_content_clear(&cache->content);
        free(cache->path);
        free(cache);
    }
}
