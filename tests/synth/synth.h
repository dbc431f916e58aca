// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A small synthesiser of labelled music, so that the whole chain can be proved where there is no
// data set: styles of our own that differ in timbre and rhythm. Also what demo music is made with.

#ifndef GENUS_TESTS_SYNTH_H
#define GENUS_TESTS_SYNTH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** How many styles there are. Thread: any. */
size_t genus_synth_style_count(void);

/** The name of a style, good as a label and as a folder's name; NULL out of range. Thread: any. */
const char *genus_synth_style_name(size_t style);

/**
 * Renders the first `frames` of a piece that goes on for as long as one likes.
 *
 * The seed decides tempo, key, harmony and patterns. The same seed is the same music at every rate,
 * and the same samples wherever libm is the same.
 * @param rate    In Hz, 8,000 to 192,000. @param stereo Receives [frames][2], peak at -1 dBFS.
 * @return false if memory is out. Thread: any.
 */
bool genus_synth_render(size_t style, uint64_t seed, double rate, size_t frames, float *stereo);

#endif
