// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Which tensors a network is built from: enough to refuse a file by its header alone.

#ifndef GENUS_ENGINE_NN_NETWORK_TENSORS_H
#define GENUS_ENGINE_NN_NETWORK_TENSORS_H

#include "engine/genus.h"
#include "engine/nn/architecture.h"
#include "engine/safetensors/safetensors.h"

/**
 * Checks that tensors are those that a network needs, of F32 and of the right shapes, and no other.
 * Their data are not looked at.
 * @param arch Checked. @param name Stands for the weights in messages: their path.
 * @return GENUS_OK, GENUS_ERROR_TENSOR_MISSING, _TENSOR_SHAPE, _TENSOR_UNKNOWN, _DTYPE.
 */
genus_status genus_network_check_tensors(const genus_architecture *arch, uint32_t bands,
                                         const genus_tensor *tensors, size_t count,
                                         const char *name, genus_error *error) GENUS_CHECKED
    GENUS_NONNULL(1, 5);

#endif
