// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// All numbers that training changes, in two flat arrays: trained parameters and running statistics.
// A table says which tensor lies where. Convolution weights are kept as products take them and
// leave in PyTorch's order.

#ifndef GENUS_TRAIN_NN_PARAMETERS_H
#define GENUS_TRAIN_NN_PARAMETERS_H

#include "engine/genus.h"
#include "engine/nn/convolution.h"
#include "engine/safetensors/safetensors.h"
#include "train/util/random.h"

/** Where batch norm's numbers lie: weight and bias among the parameters, the rest in `running`. */
typedef struct genus_norm_place {
    size_t weight;
    size_t bias;
    size_t mean;
    size_t variance;
} genus_norm_place;

/** Where a dense layer's numbers lie. */
typedef struct genus_dense_place {
    size_t outputs;
    size_t inputs;
    size_t weight; ///< [outputs][inputs]
    size_t bias;   ///< [outputs]
} genus_dense_place;

/** Offsets into the flat arrays. A plain value. */
typedef struct genus_parameter_map {
    genus_architecture arch;
    uint32_t bands;
    genus_norm_place band_norm;
    size_t conv[GENUS_ARCHITECTURE_BLOCKS_MAX];
    genus_norm_place norm[GENUS_ARCHITECTURE_BLOCKS_MAX];
    genus_dense_place dense;
    genus_dense_place spectral1; ///< The spectral statistics' hidden layer.
    genus_dense_place spectral2;
    size_t spectral_mean; ///< Among the running statistics, like scale: they do not change.
    size_t spectral_scale;
    size_t count;   ///< Trained parameters.
    size_t running; ///< Running statistics.
} genus_parameter_map;

/** Lays out a checked architecture. */
genus_parameter_map genus_parameter_map_of(const genus_architecture *arch, uint32_t bands)
    GENUS_NONNULL(1);

/**
 * First values: convolution and dense weights uniform in +-1/sqrt(fan in) (what PyTorch's layers
 * start from, after He et al. 2015), norms 1 and 0. @param values [count]
 * @param running [running]
 */
void genus_parameters_start(const genus_parameter_map *map, genus_random *random, float *values,
                            float *running) GENUS_NONNULL(1, 2);

/** The tensors of a network, named and shaped as engine/network.h says; owns their data. */
typedef struct genus_tensor_list genus_tensor_list;

/** Copies the numbers out as tensors; NULL if memory is out. */
genus_tensor_list *genus_tensor_list_new(const genus_parameter_map *map, const float *values,
                                         const float *running);

/** Frees it. NULL is fine. */
void genus_tensor_list_free(genus_tensor_list *list);

/** The tensors, owned by the list. */
const genus_tensor *genus_tensor_list_tensors(const genus_tensor_list *list, size_t *count)
    GENUS_NONNULL(1);

#endif
