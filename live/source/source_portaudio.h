// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// An input device as a live source, through PortAudio.

#ifndef GENUS_LIVE_SOURCE_SOURCE_PORTAUDIO_H
#define GENUS_LIVE_SOURCE_SOURCE_PORTAUDIO_H

#include "engine/genus.h"
#include "live/source/input.h"

/**
 * Opens an input device at its own default rate, with up to 2 channels.
 *
 * @param wanted  As of genus_device_choose(). @param verbose Lets PortAudio's chatter through.
 * @return GENUS_OK, or an error that names the device and the cure: there is none, it is busy, its
 *         rate is none that a listener takes.
 */
genus_status genus_portaudio_open(const char *wanted, bool verbose, genus_input *input,
                                  genus_error *error) GENUS_CHECKED GENUS_NONNULL(3);

#endif
