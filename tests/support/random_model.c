// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Weights files with random weights.

#include "random_model.h"
#include "engine/base/error.h"
#include "engine/model/model.h"
#include "random_network.h"

#include <stdlib.h>
#include <unistd.h>

#define LABELS_MAX 10

genus_status genus_test_write_random_model(const char *path, const char *arch, uint32_t label_count,
                                           float sure_threshold, uint32_t seed,
                                           genus_error *error) {
    static const char *const labels[LABELS_MAX] = {"blues",  "classical", "country", "disco",
                                                   "hiphop", "jazz",      "metal",   "pop",
                                                   "reggae", "rock"};
    genus_model_config config = {
        .label_count = label_count,
        .frontend = genus_frontend_settings_default(),
        .normalisation = {.offset = -30.0F, .scale = 20.0F},
        .temperature = 1.0F,
        .sure_threshold = sure_threshold,
    };
    if (label_count > LABELS_MAX ||
        !genus_architecture_named(arch, config.frontend.mel_bands, label_count, &config.arch)) {
        return genus_fail(error, GENUS_ERROR_ARGUMENT, "no such random model: %s, %u labels", arch,
                          label_count);
    }
    for (uint32_t i = 0; i < label_count; i++) {
        config.labels[i] = labels[i];
    }
    genus_tensor_list *list = random_tensors(&config.arch, config.frontend.mel_bands, seed);
    if (list == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "out of memory");
    }
    size_t count = 0;
    const genus_tensor *tensors = genus_tensor_list_tensors(list, &count);
    const genus_status status = genus_model_write(path, &config, tensors, count, NULL, 0, error);
    genus_tensor_list_free(list);
    return status;
}

genus_status genus_test_random_model(const char *arch, uint32_t label_count, float sure_threshold,
                                     uint32_t seed, genus_model **model, genus_error *error) {
    char path[] = "/tmp/genus-random-model-XXXXXX";
    const int descriptor = mkstemp(path);
    if (descriptor < 0) {
        return genus_fail(error, GENUS_ERROR_OPEN, "%s: cannot be made", path);
    }
    (void)close(descriptor);
    genus_status status =
        genus_test_write_random_model(path, arch, label_count, sure_threshold, seed, error);
    if (status == GENUS_OK) {
        status = genus_model_load(path, model, error);
    }
    (void)unlink(path);
    return status;
}
