// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The input devices of this machine, through PortAudio.

#ifndef GENUS_LIVE_SOURCE_DEVICES_H
#define GENUS_LIVE_SOURCE_DEVICES_H

#include "engine/genus.h"
#include "live/source/device_choice.h"

#include <stdio.h>

typedef struct genus_devices genus_devices;

/**
 * Starts PortAudio and looks which inputs there are; ends it again when freed. One at a time.
 * @param verbose Lets the chatter of the audio libraries through.
 */
genus_status genus_devices_new(bool verbose, genus_devices **devices,
                               genus_error *error) GENUS_CHECKED GENUS_NONNULL(2);

/** Ends PortAudio. NULL is fine. */
void genus_devices_free(genus_devices *devices);

/** The inputs; their strings live as long as `devices`. */
const genus_device *genus_devices_list(const genus_devices *devices, size_t *count)
    GENUS_NONNULL(1);

/**
 * Prints a line for each input, with '*' before the default one, or a JSON object.
 * @return false if it could not be written: see errno.
 */
bool genus_devices_print(FILE *out, const genus_devices *devices, bool json) GENUS_NONNULL(2);

#endif
