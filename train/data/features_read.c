// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Reader of features files (format genus-features-1, see dataset.h). Read as hostile
// input: every field is checked before it is used.

#include "engine/base/number.h"
#include "train/data/dataset.h"
#include "train/data/features_format.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/** The tensors of a features file; frames and track may be NULL. */
typedef struct tensors {
    const genus_tensor *mel;
    const genus_tensor *max_db;
    const genus_tensor *range_db;
    const genus_tensor *label;
    const genus_tensor *frames;
    const genus_tensor *track;
} tensors;

static genus_status get_text(const genus_safetensors *file, const char *key, const char **value,
                             genus_error *error) {
    *value = genus_safetensors_metadata(file, key);
    return *value != NULL ? GENUS_OK
                          : genus_fail(error, GENUS_ERROR_METADATA, "%s: metadata '%s' is missing",
                                       genus_safetensors_path(file), key);
}

static genus_status get_whole(const genus_safetensors *file, const char *key, uint32_t *value,
                              genus_error *error) {
    const char *text;
    const genus_status status = get_text(file, key, &text, error);
    if (status == GENUS_OK && !genus_number_parse_whole(text, value)) {
        return genus_fail(error, GENUS_ERROR_METADATA,
                          "%s: metadata '%s' is '%.40s', not a whole number",
                          genus_safetensors_path(file), key, text);
    }
    return status;
}

static genus_status get_real(const genus_safetensors *file, const char *key, float *value,
                             genus_error *error) {
    const char *text;
    const genus_status status = get_text(file, key, &text, error);
    if (status == GENUS_OK && !genus_number_parse(text, value)) {
        return genus_fail(error, GENUS_ERROR_METADATA, "%s: metadata '%s' is '%.40s', not a number",
                          genus_safetensors_path(file), key, text);
    }
    return status;
}

static genus_status expect_text(const genus_safetensors *file, const char *key, const char *wanted,
                                genus_status fault, genus_error *error) {
    const char *text;
    const genus_status status = get_text(file, key, &text, error);
    if (status == GENUS_OK && strcmp(text, wanted) != 0) {
        return genus_fail(error, fault, "%s: metadata '%s' is '%.40s'; only '%s' can be read",
                          genus_safetensors_path(file), key, text, wanted);
    }
    return status;
}

static genus_status read_settings(const genus_safetensors *file, genus_frontend_settings *settings,
                                  genus_error *error) {
    *settings = genus_frontend_settings_default();
    genus_status status =
        expect_text(file, "format", GENUS_FEATURES_FORMAT, GENUS_ERROR_VERSION, error);
    for (size_t i = 0; status == GENUS_OK && i < GENUS_FEATURES_FIXED; i++) {
        status = expect_text(file, genus_features_fixed[i].key, genus_features_fixed[i].value,
                             GENUS_ERROR_FRONTEND, error);
    }
    if (status == GENUS_OK && genus_safetensors_metadata(file, "decode") != NULL) {
        status = expect_text(file, "decode", GENUS_FEATURES_DECODE, GENUS_ERROR_METADATA, error);
    }
    const struct {
        const char *key;
        uint32_t *value;
    } wholes[] = {
        {"sample_rate", &settings->sample_rate},
        {"n_fft", &settings->frame_length},
        {"hop", &settings->hop},
        {"mel_bands", &settings->mel_bands},
    };
    for (size_t i = 0; status == GENUS_OK && i < sizeof wholes / sizeof *wholes; i++) {
        status = get_whole(file, wholes[i].key, wholes[i].value, error);
    }
    if (status == GENUS_OK) {
        status = get_real(file, "f_min", &settings->f_min, error);
    }
    if (status == GENUS_OK) {
        status = get_real(file, "f_max", &settings->f_max, error);
    }
    if (status == GENUS_OK && genus_safetensors_metadata(file, "power_floor") != NULL) {
        status = get_real(file, "power_floor", &settings->power_floor, error);
    }
    genus_error fault;
    if (status == GENUS_OK && genus_frontend_settings_check(settings, &fault) != GENUS_OK) {
        status = genus_fail(error, GENUS_ERROR_FRONTEND, "%s: %.400s", genus_safetensors_path(file),
                            fault.message);
    }
    return status;
}

/** Finds a tensor and checks its type, and its rank and length against the clips of `mel`. */
static genus_status get_tensor(const genus_safetensors *file, const char *name, genus_dtype dtype,
                               size_t clips, const genus_tensor **tensor, genus_error *error) {
    const char *path = genus_safetensors_path(file);
    *tensor = genus_safetensors_find(file, name);
    if (*tensor == NULL) {
        return genus_fail(error, GENUS_ERROR_TENSOR_MISSING, "%s: tensor '%s' is missing", path,
                          name);
    }
    if ((*tensor)->dtype != dtype) {
        return genus_fail(error, GENUS_ERROR_DTYPE, "%s: tensor '%s' is %s, not %s", path, name,
                          genus_dtype_name((*tensor)->dtype), genus_dtype_name(dtype));
    }
    if (clips > 0 && ((*tensor)->rank != 1 || (*tensor)->shape[0] != clips)) {
        return genus_fail(error, GENUS_ERROR_TENSOR_SHAPE,
                          "%s: tensor '%s' has not the shape [%zu] that 'mel' asks for", path, name,
                          clips);
    }
    return GENUS_OK;
}

static genus_status get_optional(const genus_safetensors *file, const char *name, size_t clips,
                                 const genus_tensor **tensor, genus_error *error) {
    *tensor = NULL;
    return genus_safetensors_find(file, name) == NULL
               ? GENUS_OK
               : get_tensor(file, name, GENUS_DTYPE_I32, clips, tensor, error);
}

static genus_status get_tensors(const genus_safetensors *file, uint32_t bands, tensors *tensors,
                                genus_error *error) {
    genus_status status = get_tensor(file, "mel", GENUS_DTYPE_U8, 0, &tensors->mel, error);
    if (status != GENUS_OK) {
        return status;
    }
    const size_t *shape = tensors->mel->shape;
    if (tensors->mel->rank != 3 || shape[0] == 0 || shape[0] > INT32_MAX || shape[1] != bands ||
        shape[2] == 0 || shape[2] > INT32_MAX) {
        return genus_fail(error, GENUS_ERROR_TENSOR_SHAPE,
                          "%s: tensor 'mel' has not the shape [clips, %u bands, frames] that "
                          "metadata 'mel_bands' asks for",
                          genus_safetensors_path(file), bands);
    }
    status = get_tensor(file, "max_db", GENUS_DTYPE_F32, shape[0], &tensors->max_db, error);
    if (status == GENUS_OK) {
        status = get_tensor(file, "range_db", GENUS_DTYPE_F32, shape[0], &tensors->range_db, error);
    }
    if (status == GENUS_OK) {
        status = get_tensor(file, "label", GENUS_DTYPE_U8, shape[0], &tensors->label, error);
    }
    if (status == GENUS_OK) {
        status = get_optional(file, "frames", shape[0], &tensors->frames, error);
    }
    if (status == GENUS_OK) {
        status = get_optional(file, "track", shape[0], &tensors->track, error);
    }
    return status;
}

/** Cuts `text` in place at each `separator`; the pieces follow each other. @return how many. */
static size_t cut(char *text, char separator) {
    size_t pieces = 1;
    for (; *text != '\0'; text++) {
        if (*text == separator) {
            *text = '\0';
            pieces++;
        }
    }
    return pieces;
}

static int compare_strings(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/** @return The first string that is there twice, or NULL; sorts the pointers. */
static const char *find_double(const char **strings, size_t count) {
    qsort((void *)strings, count, sizeof *strings, compare_strings);
    for (size_t i = 1; i < count; i++) {
        if (strcmp(strings[i - 1], strings[i]) == 0) {
            return strings[i];
        }
    }
    return NULL;
}

static genus_status read_labels(const genus_safetensors *file, genus_dataset *dataset,
                                genus_error *error) {
    const char *path = genus_safetensors_path(file);
    const char *text;
    genus_status status = get_text(file, "classes", &text, error);
    if (status != GENUS_OK) {
        return status;
    }
    char *copy = strdup(text);
    dataset->labels = (char **)calloc(GENUS_LABELS_MAX, sizeof *dataset->labels);
    if (copy == NULL || dataset->labels == NULL) {
        free(copy);
        return genus_fail(error, GENUS_ERROR_MEMORY, "%s: out of memory", path);
    }
    const size_t count = cut(copy, strchr(text, '\n') != NULL ? '\n' : ',');
    if (count < 2 || count > GENUS_LABELS_MAX) {
        free(copy);
        return genus_fail(error, GENUS_ERROR_LABELS,
                          "%s: metadata 'classes' names %zu, not 2 to %d", path, count,
                          GENUS_LABELS_MAX);
    }
    const char *sorted[GENUS_LABELS_MAX];
    const char *label = copy;
    for (size_t i = 0; i < count; i++) {
        dataset->labels[i] = strdup(label);
        if (dataset->labels[i] == NULL) {
            status = genus_fail(error, GENUS_ERROR_MEMORY, "%s: out of memory", path);
            break;
        }
        dataset->label_count++;
        sorted[i] = dataset->labels[i];
        label += strlen(label) + 1;
    }
    free(copy);
    if (status != GENUS_OK) {
        return status;
    }
    const char *twice = find_double(sorted, count);
    if (twice != NULL) {
        return genus_fail(error, GENUS_ERROR_LABELS, "%s: metadata 'classes' names '%s' twice",
                          path, twice);
    }
    if (*sorted[0] == '\0') {
        return genus_fail(error, GENUS_ERROR_LABELS, "%s: metadata 'classes' has an empty name",
                          path);
    }
    return GENUS_OK;
}

static genus_status read_names(const genus_safetensors *file, genus_dataset *dataset,
                               genus_error *error) {
    const char *path = genus_safetensors_path(file);
    const char *text;
    const genus_status status = get_text(file, "clips", &text, error);
    if (status != GENUS_OK) {
        return status;
    }
    dataset->names = strdup(text);
    if (dataset->names == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "%s: out of memory", path);
    }
    const size_t count = cut(dataset->names, '\n');
    if (count != dataset->clip_count) {
        return genus_fail(error, GENUS_ERROR_METADATA,
                          "%s: metadata 'clips' names %zu clips, but tensor 'mel' has %zu", path,
                          count, dataset->clip_count);
    }
    const char **sorted = (const char **)calloc(count, sizeof *sorted);
    if (sorted == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "%s: out of memory", path);
    }
    const char *name = dataset->names;
    for (size_t i = 0; i < count; i++) {
        dataset->clips[i].name = name;
        sorted[i] = name;
        name += strlen(name) + 1;
    }
    const char *twice = find_double(sorted, count);
    const bool empty = *sorted[0] == '\0';
    free((void *)sorted);
    if (twice != NULL) {
        return genus_fail(error, GENUS_ERROR_METADATA, "%s: metadata 'clips' names '%s' twice",
                          path, twice);
    }
    return !empty ? GENUS_OK
                  : genus_fail(error, GENUS_ERROR_METADATA,
                               "%s: metadata 'clips' has an empty name", path);
}

/** Everything of a clip but its name and cells. */
static genus_status read_clip(const genus_safetensors *file, const tensors *tensors, size_t index,
                              uint32_t label_count, genus_clip *clip, genus_error *error) {
    const char *path = genus_safetensors_path(file);
    clip->max_db = ((const float *)tensors->max_db->data)[index];
    clip->range_db = ((const float *)tensors->range_db->data)[index];
    clip->label = ((const uint8_t *)tensors->label->data)[index];
    clip->frames = tensors->mel->shape[2];
    clip->track = (uint32_t)index;
    clip->clipped = -1.0F;
    if (!isfinite(clip->max_db) || !isfinite(clip->range_db)) {
        return genus_fail(error, GENUS_ERROR_NOT_FINITE,
                          "%s: tensor 'max_db' or 'range_db' is not finite for clip %zu", path,
                          index);
    }
    if (clip->range_db < 0) {
        return genus_fail(error, GENUS_ERROR_DATA, "%s: tensor 'range_db' is negative for clip %zu",
                          path, index);
    }
    if (clip->label >= label_count) {
        return genus_fail(error, GENUS_ERROR_DATA,
                          "%s: tensor 'label' is %u for clip %zu, but there are %u classes", path,
                          clip->label, index, label_count);
    }
    if (tensors->frames != NULL) {
        const int32_t frames = ((const int32_t *)tensors->frames->data)[index];
        if (frames < 1 || (size_t)frames > clip->frames) {
            return genus_fail(error, GENUS_ERROR_DATA,
                              "%s: tensor 'frames' is %d for clip %zu, not 1 to %zu", path, frames,
                              index, clip->frames);
        }
        clip->frames = (size_t)frames;
    }
    if (tensors->track != NULL) {
        const int32_t track = ((const int32_t *)tensors->track->data)[index];
        if (track < 0 || (size_t)track >= tensors->mel->shape[0]) {
            return genus_fail(error, GENUS_ERROR_DATA,
                              "%s: tensor 'track' is %d for clip %zu, not 0 to %zu", path, track,
                              index, tensors->mel->shape[0] - 1);
        }
        clip->track = (uint32_t)track;
    }
    return GENUS_OK;
}

/** From [bands][stride] in the file to [count][bands] in memory. */
static void transpose(const uint8_t *from, size_t bands, size_t stride, size_t count, uint8_t *to) {
    for (size_t band = 0; band < bands; band++) {
        for (size_t frame = 0; frame < count; frame++) {
            to[frame * bands + band] = from[band * stride + frame];
        }
    }
}

static genus_status read_clips(const genus_safetensors *file, genus_dataset *dataset,
                               genus_error *error) {
    const size_t bands = dataset->settings.mel_bands;
    tensors tensors;
    genus_status status = get_tensors(file, dataset->settings.mel_bands, &tensors, error);
    if (status != GENUS_OK) {
        return status;
    }
    const size_t frames = tensors.mel->shape[2];
    dataset->clip_count = tensors.mel->shape[0];
    dataset->clips = calloc(dataset->clip_count, sizeof *dataset->clips);
    dataset->mel = malloc(genus_tensor_elements(tensors.mel));
    if (dataset->clips == NULL || dataset->mel == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "%s: out of memory",
                          genus_safetensors_path(file));
    }
    uint8_t *cells = dataset->mel;
    bool used[GENUS_LABELS_MAX] = {false};
    for (size_t i = 0; status == GENUS_OK && i < dataset->clip_count; i++) {
        genus_clip *clip = &dataset->clips[i];
        status = read_clip(file, &tensors, i, dataset->label_count, clip, error);
        if (status == GENUS_OK) {
            transpose((const uint8_t *)tensors.mel->data + i * bands * frames, bands, frames,
                      clip->frames, cells);
            clip->mel = cells;
            cells += clip->frames * bands;
            used[clip->label] = true;
        }
    }
    for (uint32_t label = 0; status == GENUS_OK && label < dataset->label_count; label++) {
        if (!used[label]) {
            status = genus_fail(error, GENUS_ERROR_DATA, "%s: class '%s' has no clip",
                                genus_safetensors_path(file), dataset->labels[label]);
        }
    }
    return status;
}

genus_status genus_dataset_load_features(const char *path, genus_dataset **dataset,
                                         genus_error *error) {
    genus_safetensors *file = NULL;
    *dataset = calloc(1, sizeof **dataset);
    genus_status status = *dataset != NULL
                              ? genus_safetensors_load(path, &file, error)
                              : genus_fail(error, GENUS_ERROR_MEMORY, "%s: out of memory", path);
    if (status == GENUS_OK) {
        status = read_settings(file, &(*dataset)->settings, error);
    }
    if (status == GENUS_OK) {
        status = read_labels(file, *dataset, error);
    }
    if (status == GENUS_OK) {
        status = read_clips(file, *dataset, error);
    }
    if (status == GENUS_OK) {
        status = read_names(file, *dataset, error);
    }
    if (status != GENUS_OK) {
        genus_dataset_free(*dataset);
        *dataset = NULL;
    }
    genus_safetensors_free(file);
    return status;
}
