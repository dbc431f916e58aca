// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The network as a slow plain program in double precision, straight from the tensors' definition:
// the oracle for inference and, by finite differences, for the trainer's gradients.

#ifndef GENUS_TESTS_PLAIN_NETWORK_H
#define GENUS_TESTS_PLAIN_NETWORK_H

#include "engine/nn/network.h"

/** Clips of one length, normalised but for the band norm: [clips][frames][bands]. */
typedef struct plain_batch {
    const float *input;
    genus_normalisation normalisation; ///< From which spectral statistics know the dB.
    size_t clips;
    size_t frames;
    size_t bands;
    size_t measured; ///< Batch norm by the statistics of so many clips, the first; 0: the running.
} plain_batch;

/** Stands for a label of a clip that is none of them. */
#define PLAIN_NONE UINT32_MAX

/** Logits [clips][labels] without dropout. The tensors are named as engine/network.h says. */
void plain_logits(const genus_architecture *arch, const genus_tensor *tensors, size_t tensor_count,
                  const plain_batch *batch, double *logits);

/**
 * Mean cross entropy with label smoothing, of the dense layer's logits and of the spectral
 * statistics's, each for itself. What is none of the labels counts `none_share`.
 */
double plain_loss(const genus_architecture *arch, const genus_tensor *tensors, size_t tensor_count,
                  const plain_batch *batch, const uint32_t *labels, double smoothing,
                  double none_share);

/** The data of the named tensor, which must be there. */
float *plain_find(const genus_tensor *tensors, size_t tensor_count, const char *name);

#endif
