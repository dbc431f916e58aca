// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Networks of random weights, as tensors and ready to run, for tests of inference.

#ifndef GENUS_TESTS_RANDOM_NETWORK_H
#define GENUS_TESTS_RANDOM_NETWORK_H

#include "engine/nn/network.h"
#include "train/nn/parameters.h"

typedef struct random_network {
    genus_architecture arch;
    uint32_t bands;
    genus_normalisation normalisation;
    genus_tensor_list *list;
    const genus_tensor *tensors;
    size_t tensor_count;
    genus_network *network;
} random_network;

/** Random tensors for a checked architecture, no statistic at its neutral value; NULL if memory is
 * out. */
genus_tensor_list *random_tensors(const genus_architecture *arch, uint32_t bands, uint64_t seed);

/** A network for an architecture in text form with random tensors. */
random_network random_network_new(const char *text, uint32_t bands, uint64_t seed);

void random_network_free(random_network *network);

/** Random frames [count][bands] around the normalisation's offset; free them. */
float *random_frames(const random_network *network, size_t count, uint64_t seed);

#endif
