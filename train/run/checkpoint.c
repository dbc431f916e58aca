// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Checkpoints: the state of a training as tensors, in both directions.

#include "train/run/checkpoint.h"

#include <string.h>

#define FORMAT "genus-checkpoint-3"

enum {
    float_tensors = 10,
    all_tensors = float_tensors + 2,
};

/// The float arrays of a state, by name.
typedef struct array {
    const char *name;
    float *data;
    size_t count;
} array;

static void list_arrays(genus_training *training, array arrays[float_tensors]) {
    genus_training_state *state = genus_training_get_state(training);
    const genus_parameter_map *map = genus_training_map(training);
    const array list[float_tensors] = {
        {"values", state->values, map->count},
        {"running", state->running, map->running},
        {"average_values", state->average_values, map->count},
        {"average_running", state->average_running, map->running},
        {"mean", state->moments->mean, map->count},
        {"square", state->moments->square, map->count},
        {"history", state->history, state->epochs * GENUS_HISTORY},
        {"validation_right", &state->validation_correct, 1},
        {"temperature", state->temperature, 1},
        {"sure_threshold", state->sure_threshold, 1},
    };
    memcpy(arrays, list, sizeof list);
}

genus_status genus_checkpoint_write(const char *path, genus_training *training,
                                    const genus_provenance *provenance, genus_error *error) {
    const genus_training_state *state = genus_training_get_state(training);
    const uint64_t epochs[1] = {state->epochs_done};
    const double numbers[2] = {state->moments->beta1_power, state->moments->beta2_power};
    array arrays[float_tensors];
    genus_tensor tensors[all_tensors] = {
        [float_tensors] = {"epochs", GENUS_DTYPE_U64, 1, {1}, epochs},
        [float_tensors + 1] = {"numbers", GENUS_DTYPE_F64, 1, {2}, numbers},
    };
    list_arrays(training, arrays);
    for (size_t i = 0; i < float_tensors; i++) {
        tensors[i] =
            (genus_tensor){arrays[i].name, GENUS_DTYPE_F32, 1, {arrays[i].count}, arrays[i].data};
    }
    genus_metadata metadata[GENUS_PROVENANCE_ENTRIES];
    genus_provenance_list(provenance, FORMAT, metadata);
    return genus_safetensors_write(path, tensors, all_tensors, metadata, GENUS_PROVENANCE_ENTRIES,
                                   error);
}

/// Copies a tensor of this type and size out.
static genus_status take(const genus_safetensors *file, const char *name, genus_dtype dtype,
                         size_t count, void *data, genus_error *error) {
    const genus_tensor *tensor = genus_safetensors_find(file, name);
    if (tensor == NULL || tensor->dtype != dtype || tensor->rank != 1 ||
        tensor->shape[0] != count) {
        return genus_fail(error, GENUS_ERROR_DATA,
                          "%s: tensor '%s' is not there as %s [%zu]; begin without --resume",
                          genus_safetensors_path(file), name, genus_dtype_name(dtype), count);
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
                            "%s: its training was begun otherwise: %s; begin it as then, or "
                            "without --resume",
                            genus_safetensors_path(file), difference);
}

static genus_status take_state(const genus_safetensors *file, genus_training *training,
                               genus_error *error) {
    genus_training_state *state = genus_training_get_state(training);
    array arrays[float_tensors];
    uint64_t epochs[1] = {0};
    double numbers[2] = {0};
    list_arrays(training, arrays);
    genus_status status = take(file, "epochs", GENUS_DTYPE_U64, 1, epochs, error);
    if (status == GENUS_OK && (epochs[0] < 1 || epochs[0] > state->epochs + state->refit_epochs)) {
        status = genus_fail(error, GENUS_ERROR_DATA,
                            "%s: tensor 'epochs' makes no sense; begin without --resume",
                            genus_safetensors_path(file));
    }
    if (status == GENUS_OK) {
        status = take(file, "numbers", GENUS_DTYPE_F64, 2, numbers, error);
    }
    for (size_t i = 0; status == GENUS_OK && i < float_tensors; i++) {
        status =
            take(file, arrays[i].name, GENUS_DTYPE_F32, arrays[i].count, arrays[i].data, error);
    }
    state->epochs_done = (size_t)epochs[0];
    state->moments->beta1_power = numbers[0];
    state->moments->beta2_power = numbers[1];
    return status;
}

genus_status genus_checkpoint_read(const char *path, genus_training *training,
                                   const genus_provenance *provenance, genus_error *error) {
    genus_safetensors *file = NULL;
    genus_status status = genus_safetensors_load(path, &file, error);
    if (status == GENUS_OK) {
        status = check_provenance(file, provenance, error);
    }
    if (status == GENUS_OK) {
        status = take_state(file, training, error);
    }
    genus_safetensors_free(file);
    return status;
}
