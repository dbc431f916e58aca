// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The generator behind every random choice of the trainer: small, seeded, the same everywhere.
// Thread class of all: any, one thread at a time a generator.

#ifndef GENUS_TRAIN_UTIL_RANDOM_H
#define GENUS_TRAIN_UTIL_RANDOM_H

#include "engine/genus.h"

#include <stddef.h>
#include <stdint.h>

/** State of a PCG-XSH-RR 64/32 generator (O'Neill 2014). A plain value. */
typedef struct genus_random {
    uint64_t state;
    uint64_t increment;
} genus_random;

/** A generator for a seed; other streams of the same seed are independent. */
genus_random genus_random_seeded(uint64_t seed, uint64_t stream);

/** 32 random bits. */
uint32_t genus_random_bits(genus_random *random) GENUS_NONNULL(1);

/** A whole number in 0..bound-1, without bias; bound >= 1. */
uint32_t genus_random_below(genus_random *random, uint32_t bound) GENUS_NONNULL(1);

/** Uniform in [0, 1). */
float genus_random_uniform(genus_random *random) GENUS_NONNULL(1);

/** Normal with mean 0 and deviation 1 (Box and Muller 1958). */
float genus_random_normal(genus_random *random) GENUS_NONNULL(1);

/** Shuffles fewer than 2^32 values (Fisher and Yates, Durstenfeld 1964). */
void genus_random_shuffle(genus_random *random, size_t *values, size_t count) GENUS_NONNULL(1);

#endif
