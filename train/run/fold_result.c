// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Results of fold runs, in memory and on disk.

#include "train/run/fold_result.h"

#include <stdlib.h>
#include <string.h>

#define FORMAT "genus-exam-2"

enum {
    tensors_all = 5,
};

genus_status genus_fold_result_make(const genus_dataset *dataset, const genus_test_set *set,
                                    size_t epochs, genus_fold_result *result, genus_error *error) {
    *result = (genus_fold_result){.epochs = epochs};
    const size_t count = set->split->sizes[GENUS_PART_TEST];
    size_t *rows = calloc(count + 1, sizeof *rows);
    result->curve = calloc(epochs, sizeof *result->curve);
    genus_status status = GENUS_OK;
    if (rows == NULL || result->curve == NULL) {
        status = genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for a result");
    } else {
        (void)genus_split_clips(set->split, GENUS_PART_TEST, rows);
        status = genus_predictions_make(dataset, rows, count, &result->predictions, error);
    }
    free(rows);
    return status;
}

void genus_fold_result_clear(genus_fold_result *result) {
    genus_predictions_clear(&result->predictions);
    free(result->curve);
    *result = (genus_fold_result){0};
}

genus_status genus_fold_result_write(const char *path, const genus_fold_result *result,
                                     const genus_provenance *provenance, genus_error *error) {
    const genus_predictions *predictions = &result->predictions;
    const float numbers[2] = {predictions->temperature, predictions->sure_threshold};
    const uint64_t counts[3] = {result->validation_correct, result->validation_clips,
                                predictions->has_background};
    uint8_t heard[GENUS_PREFIXES];
    for (size_t i = 0; i < GENUS_PREFIXES; i++) {
        heard[i] = predictions->predicted[i];
    }
    const genus_tensor tensors[tensors_all] = {
        {"logits",
         GENUS_DTYPE_F32,
         3,
         {GENUS_PREFIXES, predictions->clips, predictions->labels},
         predictions->logits},
        {"heard", GENUS_DTYPE_U8, 1, {GENUS_PREFIXES}, heard},
        {"curve", GENUS_DTYPE_F64, 2, {result->epochs, 2}, result->curve},
        {"counts", GENUS_DTYPE_U64, 1, {3}, counts},
        {"numbers", GENUS_DTYPE_F32, 1, {2}, numbers},
    };
    genus_metadata metadata[GENUS_PROVENANCE_ENTRIES];
    genus_provenance_list(provenance, FORMAT, metadata);
    return genus_safetensors_write(path, tensors, tensors_all, metadata, GENUS_PROVENANCE_ENTRIES,
                                   error);
}

/// Copies a tensor of this type and number of elements out.
static genus_status take(const genus_safetensors *file, const char *name, genus_dtype dtype,
                         size_t count, void *data, genus_error *error) {
    const genus_tensor *tensor = genus_safetensors_find(file, name);
    if (tensor == NULL || tensor->dtype != dtype || genus_tensor_elements(tensor) != count) {
        return genus_fail(error, GENUS_ERROR_DATA,
                          "%s: tensor '%s' is not there as %zu elements of %s; remove the file",
                          genus_safetensors_path(file), name, count, genus_dtype_name(dtype));
    }
    memcpy(data, tensor->data, count * genus_dtype_size(dtype));
    return GENUS_OK;
}

static genus_status check_provenance(const genus_safetensors *file,
                                     const genus_provenance *provenance, genus_error *error) {
    char difference[GENUS_DIFFERENCE_TEXT];
    return genus_provenance_matches(provenance, FORMAT, file, difference)
               ? GENUS_OK
               : genus_fail(error, GENUS_ERROR_DATA,
                            "%s: is of another run: %s; give the options and data of then, or "
                            "another folder with --out",
                            genus_safetensors_path(file), difference);
}

static genus_status take_all(const genus_safetensors *file, genus_fold_result *result,
                             genus_error *error) {
    genus_predictions *predictions = &result->predictions;
    float numbers[2] = {0};
    uint64_t counts[3] = {0};
    uint8_t heard[GENUS_PREFIXES] = {0};
    const struct {
        const char *name;
        genus_dtype dtype;
        size_t count;
        void *data;
    } wanted[tensors_all] = {
        {"logits", GENUS_DTYPE_F32, GENUS_PREFIXES * predictions->clips * predictions->labels,
         predictions->logits},
        {"heard", GENUS_DTYPE_U8, GENUS_PREFIXES, heard},
        {"curve", GENUS_DTYPE_F64, 2 * result->epochs, result->curve},
        {"counts", GENUS_DTYPE_U64, 3, counts},
        {"numbers", GENUS_DTYPE_F32, 2, numbers},
    };
    genus_status status = GENUS_OK;
    for (size_t i = 0; status == GENUS_OK && i < tensors_all; i++) {
        status =
            take(file, wanted[i].name, wanted[i].dtype, wanted[i].count, wanted[i].data, error);
    }
    for (size_t i = 0; i < GENUS_PREFIXES; i++) {
        predictions->predicted[i] = heard[i] != 0;
    }
    predictions->temperature = numbers[0];
    predictions->sure_threshold = numbers[1];
    result->validation_correct = (uint32_t)counts[0];
    result->validation_clips = (uint32_t)counts[1];
    predictions->has_background = counts[2] != 0;
    result->done = status == GENUS_OK;
    return status;
}

genus_status genus_fold_result_read(const char *path, const genus_dataset *dataset,
                                    const genus_test_set *set, const genus_provenance *provenance,
                                    genus_fold_result *result, genus_error *error) {
    genus_safetensors *file = NULL;
    genus_status status = genus_safetensors_load(path, &file, error);
    if (status == GENUS_OK) {
        status = check_provenance(file, provenance, error);
    }
    if (status == GENUS_OK) {
        const genus_tensor *curve = genus_safetensors_find(file, "curve");
        const size_t epochs = curve != NULL && curve->rank == 2 ? curve->shape[0] : 0;
        status = epochs > 0 ? genus_fold_result_make(dataset, set, epochs, result, error)
                            : genus_fail(error, GENUS_ERROR_DATA,
                                         "%s: has no curve; remove the file", path);
    }
    if (status == GENUS_OK) {
        status = take_all(file, result, error);
    }
    genus_safetensors_free(file);
    return status;
}
