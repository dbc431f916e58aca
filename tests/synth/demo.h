// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The minute of music that comes with genus-live.

#ifndef GENUS_TESTS_SYNTH_DEMO_H
#define GENUS_TESTS_SYNTH_DEMO_H

#include <stdbool.h>
#include <stddef.h>

#define GENUS_DEMO_RATE 22050
#define GENUS_DEMO_FRAMES ((size_t)60 * GENUS_DEMO_RATE)

/**
 * Renders it: three pieces, one after the other.
 * @param mono Receives [GENUS_DEMO_FRAMES]. @return false if memory is out. Thread: any.
 */
bool genus_demo_render(float *mono);

/** Renders it into a FLAC file. @return false after a message on standard error. */
bool genus_demo_write(const char *path);

#endif
