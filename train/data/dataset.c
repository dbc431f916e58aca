// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The data set in memory, wherever it came from.

#include "train/data/dataset.h"

#include "train/data/features_file.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool genus_dataset_is_folder(const char *path) {
    struct stat properties;
    return stat(path, &properties) == 0 && S_ISDIR(properties.st_mode);
}

genus_status genus_dataset_load(const char *path, const genus_cache_choice *cache,
                                genus_dataset **dataset, genus_error *error) {
    if (!genus_dataset_is_folder(path)) {
        return genus_features_read(path, NULL, dataset, error);
    }
    const genus_frontend_settings settings = genus_frontend_settings_default();
    return genus_dataset_load_folder(path, &settings, genus_default_threads(), cache, dataset,
                                     error);
}

unsigned genus_default_threads(void) {
    const long processors = sysconf(_SC_NPROCESSORS_ONLN);
    return processors > 0 ? (unsigned)processors : 1;
}

static void free_strings(char **strings, uint32_t count) {
    for (uint32_t i = 0; strings != NULL && i < count; i++) {
        free(strings[i]);
    }
    free((void *)strings);
}

void genus_dataset_free(genus_dataset *dataset) {
    if (dataset == NULL) {
        return;
    }
    free_strings(dataset->labels, dataset->label_count);
    free(dataset->clips);
    free(dataset->mel);
    free(dataset->names);
    free(dataset);
}

bool genus_dataset_set_labels(genus_dataset *dataset, const char *const *labels, uint32_t count) {
    char **copies = (char **)calloc(count, sizeof *copies);
    bool fits = copies != NULL;
    for (uint32_t label = 0; fits && label < count; label++) {
        copies[label] = strdup(labels[label]);
        fits = copies[label] != NULL;
    }
    free_strings(fits ? dataset->labels : copies, fits ? dataset->label_count : count);
    if (fits) {
        dataset->labels = copies;
        dataset->label_count = count;
    }
    return fits;
}

genus_status genus_dataset_relabel(genus_dataset *dataset, const char *const *labels,
                                   uint32_t label_count, genus_error *error) {
    uint32_t numbers[GENUS_LABELS_MAX];
    for (uint32_t old = 0; old < dataset->label_count; old++) {
        uint32_t new = 0;
        while (new < label_count && strcmp(labels[new], dataset->labels[old]) != 0) {
            new ++;
        }
        if (new == label_count) {
            return genus_fail(error, GENUS_ERROR_LABELS,
                              "the data set's class '%s' is none that the weights know",
                              dataset->labels[old]);
        }
        numbers[old] = new;
    }
    if (!genus_dataset_set_labels(dataset, labels, label_count)) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for labels");
    }
    for (size_t i = 0; i < dataset->clip_count; i++) {
        dataset->clips[i].label = numbers[dataset->clips[i].label];
    }
    return GENUS_OK;
}

void genus_clip_decode(const genus_clip *clip, size_t bands, size_t first, size_t count,
                       float *decibels) {
    float table[256];
    for (int cell = 0; cell < 256; cell++) {
        table[cell] = clip->max_db - clip->range_db * (1.0F - (float)cell / 255.0F);
    }
    const uint8_t *cells = clip->mel + first * bands;
    for (size_t i = 0; i < count * bands; i++) {
        decibels[i] = table[cells[i]];
    }
}

void genus_clip_means(const genus_clip *clip, size_t bands, float *means) {
    for (size_t band = 0; band < bands; band++) {
        uint64_t sum = 0;
        for (size_t frame = 0; frame < clip->frames; frame++) {
            sum += clip->mel[frame * bands + band];
        }
        const float cell = (float)sum / (float)clip->frames;
        means[band] = clip->max_db - clip->range_db * (1.0F - cell / 255.0F);
    }
}

void genus_dataset_digest(const genus_dataset *dataset, char hex[GENUS_DIGEST_HEX]) {
    const genus_frontend_settings *settings = &dataset->settings;
    genus_digest digest;
    genus_digest_begin(&digest);
    genus_digest_settings(&digest, settings);
    genus_digest_u32(&digest, dataset->label_count);
    for (uint32_t label = 0; label < dataset->label_count; label++) {
        genus_digest_string(&digest, dataset->labels[label]);
    }
    genus_digest_u32(&digest, (uint32_t)dataset->clip_count);
    for (size_t i = 0; i < dataset->clip_count; i++) {
        const genus_clip *clip = &dataset->clips[i];
        genus_digest_string(&digest, clip->name);
        genus_digest_u32(&digest, clip->label);
        genus_digest_u32(&digest, clip->track);
        genus_digest_u32(&digest, (uint32_t)clip->frames);
        genus_digest_f32(&digest, clip->max_db);
        genus_digest_f32(&digest, clip->range_db);
        genus_digest_bytes(&digest, clip->mel, clip->frames * settings->mel_bands);
    }
    genus_digest_end(&digest, hex);
}
