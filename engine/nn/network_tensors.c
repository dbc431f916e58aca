// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The tensors of a network, by name and shape (network.h says what they are).

#include "engine/nn/network_tensors.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/// norm0, a convolution and a norm a block, dense, spectral statistics.
#define NEEDS_MAX (4 + 5 * GENUS_ARCHITECTURE_BLOCKS_MAX + 2 + 6)

struct need {
    char name[32];
    size_t rank;
    size_t shape[4];
};

struct needs {
    struct need list[NEEDS_MAX];
    size_t count;
};

/// @param ... The shape: `rank` of size_t.
static void add(struct needs *needs, const char *name, size_t rank, ...) {
    struct need *need = &needs->list[needs->count++];
    (void)snprintf(need->name, sizeof need->name, "%s", name);
    need->rank = rank;
    va_list shape;
    va_start(shape, rank);
    for (size_t i = 0; i < rank; i++) {
        need->shape[i] = va_arg(shape, size_t);
    }
    va_end(shape);
}

static void add_norm(struct needs *needs, uint32_t number, size_t channels) {
    static const char *const parts[4] = {"weight", "bias", "running_mean", "running_var"};
    for (size_t i = 0; i < 4; i++) {
        char name[32];
        (void)snprintf(name, sizeof name, "norm%u.%s", number, parts[i]);
        add(needs, name, 1, channels);
    }
}

static void find_needs(const genus_architecture *arch, uint32_t bands, struct needs *needs) {
    const size_t labels = arch->labels;
    if (arch->band_norm) {
        add_norm(needs, 0, bands);
    }
    size_t inputs = 1;
    for (uint32_t i = 0; i < arch->block_count; i++) {
        const genus_architecture_block *block = &arch->blocks[i];
        const size_t channels = block->channels;
        char name[32];
        (void)snprintf(name, sizeof name, "conv%u.weight", i + 1);
        add(needs, name, 4, channels, inputs, (size_t)block->kernel_frequency,
            (size_t)block->kernel_time);
        add_norm(needs, i + 1, channels);
        inputs = channels;
    }
    add(needs, "dense.weight", 2, labels, genus_architecture_features(arch, bands));
    add(needs, "dense.bias", 1, labels);
    if (arch->spectral > 0) {
        const size_t features = genus_architecture_spectral_features(arch, bands);
        const size_t hidden = arch->spectral_hidden;
        add(needs, "texture.mean", 1, features);
        add(needs, "texture.scale", 1, features);
        add(needs, "texture1.weight", 2, hidden, features);
        add(needs, "texture1.bias", 1, hidden);
        add(needs, "texture2.weight", 2, labels, hidden);
        add(needs, "texture2.bias", 1, labels);
    }
}

static genus_status check_need(const struct need *need, const genus_tensor *tensor,
                               const char *name, genus_error *error) {
    if (tensor == NULL) {
        return genus_fail(error, GENUS_ERROR_TENSOR_MISSING, "%s: tensor %s is missing", name,
                          need->name);
    }
    if (tensor->dtype != GENUS_DTYPE_F32) {
        return genus_fail(error, GENUS_ERROR_DTYPE, "%s: tensor %s is %s, not F32", name,
                          need->name, genus_dtype_name(tensor->dtype));
    }
    if (tensor->rank != need->rank ||
        memcmp(tensor->shape, need->shape, need->rank * sizeof *need->shape) != 0) {
        return genus_fail(error, GENUS_ERROR_TENSOR_SHAPE,
                          "%s: tensor %s does not have the shape that the network needs", name,
                          need->name);
    }
    return GENUS_OK;
}

genus_status genus_network_check_tensors(const genus_architecture *arch, uint32_t bands,
                                         const genus_tensor *tensors, size_t count,
                                         const char *name, genus_error *error) {
    struct needs needs = {.count = 0};
    find_needs(arch, bands, &needs);
    const genus_tensor *found[NEEDS_MAX] = {NULL};
    const genus_tensor *unknown = NULL;
    for (size_t i = 0; i < count; i++) {
        size_t k = 0;
        while (k < needs.count && strcmp(needs.list[k].name, tensors[i].name) != 0) {
            k++;
        }
        if (k < needs.count && found[k] == NULL) {
            found[k] = &tensors[i];
        } else if (unknown == NULL) {
            unknown = &tensors[i];
        }
    }
    for (size_t k = 0; k < needs.count; k++) {
        const genus_status status = check_need(&needs.list[k], found[k], name, error);
        if (status != GENUS_OK) {
            return status;
        }
    }
    if (unknown != NULL) {
        return genus_fail(error, GENUS_ERROR_TENSOR_UNKNOWN,
                          "%s: tensor \"%.80s\" is not known to the network", name, unknown->name);
    }
    return GENUS_OK;
}
