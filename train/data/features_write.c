// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Writer of features files (format genus-features-1, see dataset.h).

#include "engine/base/number.h"
#include "train/data/dataset.h"
#include "train/data/features_format.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum {
    entries_max = 20,
    tensors_max = 6,
};

/** What the writer allocates. */
typedef struct columns {
    size_t frames; ///< Of the longest clip, at least 1.
    bool own_frames;
    bool own_tracks;
    uint8_t *mel;
    float *max_db;
    float *range_db;
    uint8_t *label;
    int32_t *own_frame;
    int32_t *own_track;
    char *classes;
    char *clips;
} columns;

static void free_columns(columns *columns) {
    free(columns->mel);
    free(columns->max_db);
    free(columns->range_db);
    free(columns->label);
    free(columns->own_frame);
    free(columns->own_track);
    free(columns->classes);
    free(columns->clips);
}

/** Appends a string and a separator, and moves behind them. */
static void append(char **to, const char *string, char separator) {
    const size_t length = strlen(string);
    memcpy(*to, string, length);
    (*to)[length] = separator;
    *to += length + 1;
}

static bool join_names(const genus_dataset *dataset, columns *columns) {
    size_t classes_size = 1;
    size_t clips_size = 1;
    char separator = ',';
    for (uint32_t label = 0; label < dataset->label_count; label++) {
        classes_size += strlen(dataset->labels[label]) + 1;
        separator = strchr(dataset->labels[label], ',') != NULL ? '\n' : separator;
    }
    for (size_t i = 0; i < dataset->clip_count; i++) {
        clips_size += strlen(dataset->clips[i].name) + 1;
    }
    columns->classes = malloc(classes_size);
    columns->clips = malloc(clips_size);
    if (columns->classes == NULL || columns->clips == NULL) {
        return false;
    }
    char *to = columns->classes;
    for (uint32_t label = 0; label < dataset->label_count; label++) {
        append(&to, dataset->labels[label], label + 1 < dataset->label_count ? separator : '\0');
    }
    to = columns->clips;
    for (size_t i = 0; i < dataset->clip_count; i++) {
        append(&to, dataset->clips[i].name, i + 1 < dataset->clip_count ? '\n' : '\0');
    }
    return true;
}

static bool fill_columns(const genus_dataset *dataset, columns *columns) {
    const size_t count = dataset->clip_count;
    const size_t bands = dataset->settings.mel_bands;
    for (size_t i = 0; i < count; i++) {
        const genus_clip *clip = &dataset->clips[i];
        columns->frames = clip->frames > columns->frames ? clip->frames : columns->frames;
        columns->own_tracks = columns->own_tracks || clip->track != i;
    }
    columns->mel = calloc(count, bands * columns->frames);
    columns->max_db = malloc(count * sizeof *columns->max_db);
    columns->range_db = malloc(count * sizeof *columns->range_db);
    columns->label = malloc(count);
    columns->own_frame = malloc(count * sizeof *columns->own_frame);
    columns->own_track = malloc(count * sizeof *columns->own_track);
    if (columns->mel == NULL || columns->max_db == NULL || columns->range_db == NULL ||
        columns->label == NULL || columns->own_frame == NULL || columns->own_track == NULL) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        const genus_clip *clip = &dataset->clips[i];
        uint8_t *cells = columns->mel + i * bands * columns->frames;
        for (size_t frame = 0; frame < clip->frames; frame++) {
            for (size_t band = 0; band < bands; band++) {
                cells[band * columns->frames + frame] = clip->mel[frame * bands + band];
            }
        }
        columns->max_db[i] = clip->max_db;
        columns->range_db[i] = clip->range_db;
        columns->label[i] = (uint8_t)clip->label;
        columns->own_frame[i] = (int32_t)clip->frames;
        columns->own_track[i] = (int32_t)clip->track;
        columns->own_frames = columns->own_frames || clip->frames != columns->frames;
    }
    return true;
}

static genus_status write_columns(const genus_dataset *dataset, const columns *columns,
                                  const char *path, genus_error *error) {
    const genus_frontend_settings *settings = &dataset->settings;
    const size_t count = dataset->clip_count;
    genus_tensor tensors[tensors_max] = {
        {"mel", GENUS_DTYPE_U8, 3, {count, settings->mel_bands, columns->frames}, columns->mel},
        {"max_db", GENUS_DTYPE_F32, 1, {count}, columns->max_db},
        {"range_db", GENUS_DTYPE_F32, 1, {count}, columns->range_db},
        {"label", GENUS_DTYPE_U8, 1, {count}, columns->label},
    };
    size_t tensor_count = 4;
    if (columns->own_frames) {
        tensors[tensor_count++] =
            (genus_tensor){"frames", GENUS_DTYPE_I32, 1, {count}, columns->own_frame};
    }
    if (columns->own_tracks) {
        tensors[tensor_count++] =
            (genus_tensor){"track", GENUS_DTYPE_I32, 1, {count}, columns->own_track};
    }
    genus_metadata entries[entries_max] = {
        {"format", GENUS_FEATURES_FORMAT},
        {"classes", columns->classes},
        {"clips", columns->clips},
        {"decode", GENUS_FEATURES_DECODE},
        {"note", "own length of clip i: frames[i] (all are full if absent); clips with the same "
                 "track[i] are cut from one recording"},
    };
    size_t entry_count = 5;
    for (size_t i = 0; i < GENUS_FEATURES_FIXED; i++) {
        entries[entry_count++] = genus_features_fixed[i];
    }
    const struct {
        const char *key;
        float value;
    } numbers[] = {
        {"sample_rate", (float)settings->sample_rate},
        {"n_fft", (float)settings->frame_length},
        {"hop", (float)settings->hop},
        {"mel_bands", (float)settings->mel_bands},
        {"f_min", settings->f_min},
        {"f_max", settings->f_max},
        {"power_floor", settings->power_floor},
    };
    char texts[sizeof numbers / sizeof *numbers][GENUS_NUMBER_TEXT];
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        genus_number_print(numbers[i].value, texts[i]);
        entries[entry_count++] = (genus_metadata){numbers[i].key, texts[i]};
    }
    return genus_safetensors_write(path, tensors, tensor_count, entries, entry_count, error);
}

genus_status genus_dataset_write(const genus_dataset *dataset, const char *path,
                                 genus_error *error) {
    columns columns = {.frames = 1};
    if (dataset->label_count == 0 || dataset->clip_count == 0) {
        return genus_fail(error, GENUS_ERROR_ARGUMENT, "%s: there is no clip to write", path);
    }
    const genus_status status =
        join_names(dataset, &columns) && fill_columns(dataset, &columns)
            ? write_columns(dataset, &columns, path, error)
            : genus_fail(error, GENUS_ERROR_MEMORY, "%s: out of memory", path);
    free_columns(&columns);
    return status;
}
