// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Writer of features files.

#include "engine/base/text.h"
#include "engine/model/metadata.h"
#include "train/data/features_file.h"

#include <stdlib.h>
#include <string.h>

enum {
    entries_max = 8 + GENUS_FRONTEND_ENTRIES,
};

/** Which tensors there are, and their shapes. */
static void plan_tensors(const genus_dataset *dataset, const genus_features_stamps *stamps,
                         genus_tensor tensors[COLUMNS], bool wanted[COLUMNS]) {
    const size_t clips = dataset->clip_count;
    size_t frames = 1;
    size_t shortest = SIZE_MAX;
    bool shared = false;
    for (size_t i = 0; i < clips; i++) {
        const size_t own = dataset->clips[i].frames;
        frames = own > frames ? own : frames;
        shortest = own < shortest ? own : shortest;
        shared = shared || dataset->clips[i].track != i;
    }
    for (size_t i = 0; i < COLUMNS; i++) {
        wanted[i] = genus_features_columns[i].presence == COLUMN_NEEDED ||
                    (genus_features_columns[i].presence == COLUMN_OF_CACHES && stamps != NULL) ||
                    (i == COLUMN_FRAMES && shortest < frames) || (i == COLUMN_TRACK && shared);
        tensors[i] =
            (genus_tensor){.name = genus_features_columns[i].name,
                           .dtype = genus_features_columns[i].dtype,
                           .rank = 1,
                           .shape = {i < COLUMN_SIZE || stamps == NULL ? clips : stamps->count}};
    }
    tensors[COLUMN_MEL].rank = 3;
    tensors[COLUMN_MEL].shape[1] = dataset->settings.mel_bands;
    tensors[COLUMN_MEL].shape[2] = frames;
    tensors[COLUMN_DIGEST].rank = 2;
    tensors[COLUMN_DIGEST].shape[1] = GENUS_STAMP_DIGEST;
}

static void fill_tensors(const genus_dataset *dataset, const genus_features_stamps *stamps,
                         const genus_tensor *mel, void *const data[COLUMNS]) {
    const size_t bands = mel->shape[1];
    const size_t frames = mel->shape[2];
    for (size_t i = 0; i < dataset->clip_count; i++) {
        const genus_clip *clip = &dataset->clips[i];
        uint8_t *cells = (uint8_t *)data[COLUMN_MEL] + i * bands * frames;
        for (size_t frame = 0; frame < clip->frames; frame++) {
            for (size_t band = 0; band < bands; band++) {
                cells[band * frames + frame] = clip->mel[frame * bands + band];
            }
        }
        ((float *)data[COLUMN_MAX_DB])[i] = clip->max_db;
        ((float *)data[COLUMN_RANGE_DB])[i] = clip->range_db;
        ((uint8_t *)data[COLUMN_LABEL])[i] = (uint8_t)clip->label;
        ((int32_t *)data[COLUMN_FRAMES])[i] = (int32_t)clip->frames;
        ((int32_t *)data[COLUMN_TRACK])[i] = (int32_t)clip->track;
        ((float *)data[COLUMN_CLIPPED])[i] = clip->clipped;
    }
    for (size_t i = 0; stamps != NULL && i < stamps->count; i++) {
        const genus_file_stamp *stamp = &stamps->files[i];
        ((uint64_t *)data[COLUMN_SIZE])[i] = stamp->size;
        ((uint64_t *)data[COLUMN_MODIFIED])[i] = stamp->recent ? 0 : stamp->modified;
        memcpy((char *)data[COLUMN_DIGEST] + i * GENUS_STAMP_DIGEST, stamp->digest,
               strnlen(stamp->digest, GENUS_STAMP_DIGEST));
    }
}

/** The labels, or the names of the clips, with a separator between each two; NULL: memory is out.
 */
static char *join(const genus_dataset *dataset, bool clips) {
    genus_text text = {0};
    const char *separator = clips ? "\n" : ",";
    for (uint32_t i = 0; !clips && i < dataset->label_count; i++) {
        separator = strchr(dataset->labels[i], ',') != NULL ? "\n" : separator;
    }
    const size_t count = clips ? dataset->clip_count : dataset->label_count;
    for (size_t i = 0; i < count; i++) {
        genus_text_put(&text, i > 0 ? separator : "");
        genus_text_put(&text, clips ? dataset->clips[i].name : dataset->labels[i]);
    }
    return genus_text_take(&text);
}

/** Fills and writes; `data` receives what is to be freed. */
static genus_status write_all(const genus_dataset *dataset, const genus_features_stamps *stamps,
                              const char *path, const char *classes, const char *clips,
                              void *data[COLUMNS], genus_error *error) {
    genus_tensor all[COLUMNS];
    genus_tensor tensors[COLUMNS];
    const genus_tensor *pointers[COLUMNS] = {NULL};
    bool wanted[COLUMNS];
    size_t tensor_count = 0;
    plan_tensors(dataset, stamps, all, wanted);
    for (size_t i = 0; i < COLUMNS; i++) {
        data[i] = calloc(genus_tensor_elements(&all[i]), genus_dtype_size(all[i].dtype));
        if (data[i] == NULL) {
            return genus_fail(error, GENUS_ERROR_MEMORY, "%s: out of memory", path);
        }
        all[i].data = data[i];
        if (wanted[i]) {
            pointers[i] = &all[i];
            tensors[tensor_count++] = all[i];
        }
    }
    fill_tensors(dataset, stamps, &all[COLUMN_MEL], data);
    genus_frontend_text frontend;
    genus_frontend_settings_print(&dataset->settings, &frontend);
    char checksum[GENUS_DIGEST_HEX];
    genus_metadata entries[entries_max] = {{"format", GENUS_FEATURES_FORMAT}};
    size_t count = 1;
    if (stamps != NULL) { // The maker comes second: genus_features_foreign() looks for it there.
        entries[count++] = (genus_metadata){"maker", stamps->maker};
        entries[count++] = (genus_metadata){"root", stamps->root};
    }
    entries[count++] = (genus_metadata){"classes", classes};
    entries[count++] = (genus_metadata){"clips", clips};
    entries[count++] = (genus_metadata){"decode", GENUS_FEATURES_DECODE};
    entries[count++] = (genus_metadata){
        "note", "own length of clip i: frames[i] (all are full if absent); clips with the same "
                "track[i] are cut from one recording"};
    for (size_t i = 0; i < GENUS_FRONTEND_ENTRIES; i++) {
        entries[count++] = frontend.entries[i];
    }
    if (stamps != NULL) {
        genus_features_checksum(pointers, entries, count, checksum);
        entries[count++] = (genus_metadata){"checksum", checksum};
    }
    return genus_safetensors_write(path, tensors, tensor_count, entries, count, error);
}

genus_status genus_features_write(const genus_dataset *dataset, const genus_features_stamps *stamps,
                                  const char *path, genus_error *error) {
    if (dataset->label_count == 0 || dataset->clip_count == 0) {
        return genus_fail(error, GENUS_ERROR_ARGUMENT, "%s: there is no clip to write", path);
    }
    void *data[COLUMNS] = {NULL};
    char *classes = join(dataset, false);
    char *clips = join(dataset, true);
    const genus_status status =
        classes != NULL && clips != NULL
            ? write_all(dataset, stamps, path, classes, clips, data, error)
            : genus_fail(error, GENUS_ERROR_MEMORY, "%s: out of memory", path);
    for (size_t i = 0; i < COLUMNS; i++) {
        free(data[i]);
    }
    free(classes);
    free(clips);
    return status;
}
