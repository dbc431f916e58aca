// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// PCG-XSH-RR 64/32 and the draws built on it.

#include "train/util/random.h"

#include <math.h>

static const uint64_t multiplier = UINT64_C(6364136223846793005);
static const double two_pi = 6.283185307179586;

genus_random genus_random_seeded(uint64_t seed, uint64_t stream) {
    genus_random random = {.state = 0, .increment = (stream << 1) | 1};
    (void)genus_random_bits(&random);
    random.state += seed;
    (void)genus_random_bits(&random);
    return random;
}

uint32_t genus_random_bits(genus_random *random) {
    const uint64_t old = random->state;
    random->state = old * multiplier + random->increment;
    const uint32_t shifted = (uint32_t)(((old >> 18) ^ old) >> 27);
    const uint32_t rotation = (uint32_t)(old >> 59);
    return (shifted >> rotation) | (shifted << ((32 - rotation) & 31));
}

uint32_t genus_random_below(genus_random *random, uint32_t bound) {
    // The lowest 2^32 mod bound values would make small results likelier: draw again.
    const uint32_t threshold = (UINT32_MAX - bound + 1) % bound;
    uint32_t bits = genus_random_bits(random);
    while (bits < threshold) {
        bits = genus_random_bits(random);
    }
    return bits % bound;
}

float genus_random_uniform(genus_random *random) {
    return (float)(genus_random_bits(random) >> 8) * 0x1p-24F;
}

float genus_random_normal(genus_random *random) {
    // The pair's second value is thrown away: the generator stays a plain value without a flag.
    const double radius = sqrt(-2.0 * log(((double)genus_random_bits(random) + 1.0) * 0x1p-32));
    return (float)(radius * cos(two_pi * (double)genus_random_bits(random) * 0x1p-32));
}

void genus_random_shuffle(genus_random *random, size_t *values, size_t count) {
    for (size_t left = count; left > 1; left--) {
        const size_t pick = genus_random_below(random, (uint32_t)left);
        const size_t value = values[left - 1];
        values[left - 1] = values[pick];
        values[pick] = value;
    }
}
