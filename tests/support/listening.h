// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Music of a kind, and listeners that hear it. Random weights are enough where no label is asked to
// be right. What fails here fails the test.

#ifndef GENUS_TESTS_SUPPORT_LISTENING_H
#define GENUS_TESTS_SUPPORT_LISTENING_H

#include "engine/genus.h"

#include <stddef.h>
#include <stdint.h>

/** Of the model. */
#define GENUS_TEST_LABELS 10

/** For cmocka: makes the state a model with random weights. */
int genus_test_load_model(void **state);

/** For cmocka: frees it. */
int genus_test_free_model(void **state);

/**
 * Sound that changes all the time: a chord whose root steps four times a second, and noise in
 * bursts. Channels differ by their phase.
 * @return [frames][channels]; free() it.
 */
float *genus_test_music(double rate, uint32_t channels, size_t frames, uint32_t seed);

/** Frames that so many seconds have. */
size_t genus_test_frames(double seconds, double rate);

/** A listener with the state's model; genus_listener_free() it. */
genus_listener *genus_test_listener(void **state, double rate, uint32_t channels, double interval);

/** genus_classify() with the state's model. */
genus_verdict genus_test_classify(void **state, double rate, uint32_t channels,
                                  const float *samples, size_t frames);

/** Writes in blocks and works after each. */
void genus_test_stream(genus_listener *listener, const float *samples, uint32_t channels,
                       size_t frames, size_t block);

/** The newest verdict. */
genus_verdict genus_test_verdict(const genus_listener *listener);

/** The verdict when the stream has ended. */
genus_verdict genus_test_finish(genus_listener *listener);

/** Fails the test unless two posteriors [GENUS_TEST_LABELS] are the same but for rounding. */
void assert_same_posterior(const float *a, const float *b);

/** Fails the test unless two verdicts say the same of as much sound. */
void assert_same_judgement(const genus_verdict *a, const genus_verdict *b);

#endif
