// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A data set from a folder of audio: a thread pool of threads computes the features of file after
// file, then the clips are put together in the order of the files.

#include "engine/base/path.h"
#include "engine/base/text.h"
#include "train/data/audio_clips.h"
#include "train/data/dataset.h"
#include "train/data/features_cache.h"
#include "train/data/folder_scan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    number_size = 24, ///< Of "#" and a clip's number.
};

/** A file's clips, if there are any. */
typedef struct result {
    genus_audio_clips clips;
    genus_file_stamp stamp; ///< If there is a cache.
    bool cached;            ///< The clips are from there.
} result;

/** What the work on the files shares. */
typedef struct job {
    const char *root;
    const genus_frontend_settings *settings;
    const genus_folder_scan *scan;
    genus_features_cache *cache; ///< Or NULL.
    result *results;
    genus_file_result *file_results;
} job;

/** Takes a file's clips from the cache, or decodes it. */
static genus_status read_file(void *context, size_t file, const char *path, genus_error *error) {
    job *job = context;
    result *result = &job->results[file];
    if (job->cache != NULL) {
        result->cached = genus_features_cache_get(job->cache, path, job->scan->files[file].path,
                                                  &result->stamp, &result->clips);
    }
    if (result->cached) {
        return GENUS_OK;
    }
    const genus_status status = genus_audio_clips_read(path, job->settings, &result->clips, error);
    if (status != GENUS_OK) {
        genus_audio_clips_clear(&result->clips);
    } else if (job->cache != NULL) {
        genus_file_stamp_complete(path, &result->stamp);
    }
    return status;
}

/** Says where the clips are from. */
static void name_sources(const job *job) {
    size_t cached = 0;
    size_t decoded = 0;
    for (size_t i = 0; i < job->scan->count; i++) {
        cached += job->results[i].cached;
        decoded += !job->results[i].cached && job->file_results[i].status == GENUS_OK;
    }
    (void)fprintf(stderr, "%zu file%s from the cache %s, %zu decoded\n", cached,
                  genus_plural(cached), genus_features_cache_path(job->cache), decoded);
}

/** Hands all usable files over to the cache: if not all have been read, those that have been. */
static void keep_files(const job *job, const genus_dataset *dataset, bool complete) {
    size_t count = 0;
    genus_file_stamp *stamps = calloc(job->scan->count, sizeof *stamps);
    for (size_t i = 0; stamps != NULL && i < job->scan->count; i++) {
        if (job->results[i].clips.count > 0) {
            stamps[count++] = job->results[i].stamp;
        }
    }
    if (stamps != NULL) { // Else the cache stays as it was.
        genus_features_cache_keep(job->cache, dataset, stamps, count, complete);
    }
    free(stamps);
}

static bool is_openable(void *context, size_t file) {
    const job *job = context;
    char *path = genus_path_join(job->root, job->scan->files[file].path);
    // Memory that is out is found out again when the file is read.
    const bool openable = path == NULL || genus_audio_clips_openable(path);
    free(path);
    return openable;
}

static bool is_usable(void *context, size_t file) {
    const job *job = context;
    return job->file_results[file].status == GENUS_OK;
}

/** Says what there is to say of a file that is used. */
static void tell_note(const char *path, const char *note) {
    if (*note != '\0') {
        (void)fprintf(stderr, "%s: %s\n", path, note);
    }
}

/** Names the files that cannot be used, and the classes that have none left. */
static genus_status name_skipped(job *job, genus_dataset *dataset, genus_error *error) {
    for (size_t i = 0; i < job->scan->count; i++) {
        if (job->file_results[i].status != GENUS_OK) {
            dataset->skipped++;
            genus_file_result_tell(&job->file_results[i], job->scan->files[i].path);
        } else {
            tell_note(job->scan->files[i].path, job->results[i].clips.note);
        }
    }
    return genus_folder_scan_check(job->scan, job->root, is_usable, job, error);
}

/** Adds up what the clips need, and allocates it. */
static bool make_room(const job *job, genus_dataset *dataset) {
    size_t cells = 0;
    size_t names = 0;
    for (size_t i = 0; i < job->scan->count; i++) {
        const genus_audio_clips *clips = &job->results[i].clips;
        for (size_t c = 0; c < clips->count; c++) {
            cells += clips->clips[c].frames * job->settings->mel_bands;
        }
        names += clips->count * (strlen(job->scan->files[i].path) + number_size);
        dataset->clip_count += clips->count;
    }
    if (cells == 0) {
        return false;
    }
    dataset->mel = malloc(cells);
    dataset->names = malloc(names);
    dataset->clips = calloc(dataset->clip_count, sizeof *dataset->clips);
    dataset->labels = (char **)calloc(job->scan->label_count, sizeof *dataset->labels);
    return dataset->mel != NULL && dataset->names != NULL && dataset->clips != NULL &&
           dataset->labels != NULL;
}

/** Moves labels and clips into the data set. */
static genus_status put_together(job *job, genus_folder_scan *scan, genus_dataset *dataset,
                                 genus_error *error) {
    if (!make_room(job, dataset)) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "%s: out of memory", job->root);
    }
    for (uint32_t label = 0; label < scan->label_count; label++) {
        dataset->labels[label] = scan->labels[label];
        scan->labels[label] = NULL;
    }
    dataset->label_count = scan->label_count;
    uint8_t *cells = dataset->mel;
    char *name = dataset->names;
    size_t row = 0;
    for (size_t i = 0; i < scan->count; i++) {
        const genus_audio_clips *clips = &job->results[i].clips;
        const size_t size = strlen(scan->files[i].path) + number_size;
        const size_t track = row;
        for (size_t c = 0; c < clips->count; c++) {
            const genus_audio_clip *clip = &clips->clips[c];
            const size_t bytes = clip->frames * job->settings->mel_bands;
            memcpy(cells, clip->mel, bytes);
            if (clips->count > 1) {
                (void)snprintf(name, size, "%s#%zu", scan->files[i].path, c + 1);
            } else {
                (void)snprintf(name, size, "%s", scan->files[i].path);
            }
            dataset->clips[row++] = (genus_clip){
                .name = name,
                .mel = cells,
                .frames = clip->frames,
                .max_db = clip->max_db,
                .range_db = clip->range_db,
                .label = scan->files[i].label,
                .track = (uint32_t)track,
                .clipped = clips->clipped,
            };
            cells += bytes;
            name += strlen(name) + 1;
        }
    }
    return GENUS_OK;
}

/** From files to clips. What took long to decode is kept even if the work ends here. */
static genus_status load_clips(job *job, genus_folder_scan *scan, unsigned threads,
                               genus_dataset *dataset, genus_error *error) {
    genus_status status = genus_folder_work(job->root, scan, threads, "features", read_file, job,
                                            job->file_results, error);
    const bool complete = status == GENUS_OK;
    if (status == GENUS_ERROR_MEMORY || status == GENUS_ERROR_ARGUMENT) {
        return status;
    }
    if (job->cache != NULL) {
        genus_features_cache_end_reading(job->cache);
    }
    if (complete && job->cache != NULL) {
        name_sources(job);
    }
    if (complete) {
        status = name_skipped(job, dataset, error);
    }
    if (status != GENUS_OK && job->cache == NULL) {
        return status;
    }
    const genus_status built = put_together(job, scan, dataset, status == GENUS_OK ? error : NULL);
    if (built == GENUS_OK && job->cache != NULL) {
        keep_files(job, dataset, complete);
    }
    return status == GENUS_OK ? built : status;
}

genus_status genus_dataset_load_folder(const char *path, const genus_frontend_settings *settings,
                                       unsigned threads, const genus_cache_choice *cache,
                                       genus_dataset **dataset, genus_error *error) {
    genus_folder_scan scan;
    job job = {.root = path, .settings = settings, .scan = &scan};
    *dataset = calloc(1, sizeof **dataset);
    genus_status status = genus_folder_scan_run(path, &scan, error);
    if (status == GENUS_OK) {
        status = genus_folder_scan_check(&scan, path, is_openable, &job, error);
    }
    if (status == GENUS_OK) {
        job.results = calloc(scan.count + 1, sizeof *job.results);
        job.file_results = calloc(scan.count + 1, sizeof *job.file_results);
        if (*dataset == NULL || job.results == NULL || job.file_results == NULL) {
            status = genus_fail(error, GENUS_ERROR_MEMORY, "%s: out of memory", path);
        }
    }
    if (status == GENUS_OK) {
        (*dataset)->settings = *settings;
        (*dataset)->skipped = scan.skipped;
        job.cache = genus_features_cache_open(cache, path, settings);
        status = load_clips(&job, &scan, threads, *dataset, error);
    }
    for (size_t i = 0; job.results != NULL && i < scan.count; i++) {
        genus_audio_clips_clear(&job.results[i].clips);
    }
    free(job.results);
    genus_file_results_clear(job.file_results, scan.count);
    free(job.file_results);
    genus_features_cache_free(job.cache);
    genus_folder_scan_clear(&scan);
    if (status != GENUS_OK) {
        genus_dataset_free(*dataset);
        *dataset = NULL;
    }
    return status;
}
