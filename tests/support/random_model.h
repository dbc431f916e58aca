// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Weights files with random weights: a whole chain to test before, and without, a trained one.

#ifndef GENUS_TESTS_SUPPORT_RANDOM_MODEL_H
#define GENUS_TESTS_SUPPORT_RANDOM_MODEL_H

#include "engine/genus.h"

/**
 * Writes a weights file with the default front end.
 * @param arch "genus" or "seed". @param label_count 2 to 10. @param sure_threshold 0 to 1.
 */
genus_status genus_test_write_random_model(const char *path, const char *arch, uint32_t label_count,
                                           float sure_threshold, uint32_t seed, genus_error *error);

/** The same into a temporary file that is loaded and removed. */
genus_status genus_test_random_model(const char *arch, uint32_t label_count, float sure_threshold,
                                     uint32_t seed, genus_model **model, genus_error *error);

#endif
