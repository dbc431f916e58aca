// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Standard input as a live source: raw samples or WAV, at the pace of whoever writes.

#ifndef GENUS_LIVE_SOURCE_SOURCE_STDIN_H
#define GENUS_LIVE_SOURCE_SOURCE_STDIN_H

#include "engine/file/pcm.h"
#include "engine/genus.h"
#include "live/source/input.h"

/**
 * Opens a stream of samples; waits for a WAV header if there is to be one.
 *
 * @param descriptor Stays open. @param raw What the samples are; NULL: a WAV header says.
 * @return GENUS_OK, or an error whose message says what is wrong with standard input.
 */
genus_status genus_stdin_open(int descriptor, const genus_pcm_format *raw, genus_input *input,
                              genus_error *error) GENUS_CHECKED;

#endif
