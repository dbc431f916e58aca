// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The data set in memory, wherever it came from.

#include "dataset.h"

#include <stdlib.h>
#include <unistd.h>

genus_status genus_dataset_load(const char *path, genus_dataset **dataset, genus_error *error) {
    return genus_dataset_load_features(path, dataset, error);
}

unsigned genus_default_threads(void) {
    const long processors = sysconf(_SC_NPROCESSORS_ONLN);
    return processors > 0 ? (unsigned)processors : 1;
}

void genus_dataset_free(genus_dataset *dataset) {
    if (dataset == NULL) {
        return;
    }
    for (uint32_t label = 0; dataset->labels != NULL && label < dataset->label_count; label++) {
        free(dataset->labels[label]);
    }
    free((void *)dataset->labels);
    free(dataset->clips);
    free(dataset->mel);
    free(dataset->names);
    free(dataset);
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

void genus_dataset_digest(const genus_dataset *dataset, char hex[GENUS_DIGEST_HEX]) {
    const genus_frontend_settings *settings = &dataset->settings;
    genus_digest digest;
    genus_digest_begin(&digest);
    genus_digest_u32(&digest, settings->sample_rate);
    genus_digest_u32(&digest, settings->frame_length);
    genus_digest_u32(&digest, settings->hop);
    genus_digest_u32(&digest, settings->mel_bands);
    genus_digest_f32(&digest, settings->f_min);
    genus_digest_f32(&digest, settings->f_max);
    genus_digest_f32(&digest, settings->power_floor);
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
