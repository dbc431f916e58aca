// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Which of the inputs somebody means: by index or by part of a name. Knows no audio library.

#ifndef GENUS_LIVE_SOURCE_DEVICE_CHOICE_H
#define GENUS_LIVE_SOURCE_DEVICE_CHOICE_H

#include "engine/genus.h"

/** An input device as it is listed. */
typedef struct genus_device {
    int index;            ///< As the audio library counts; outputs have indices too.
    const char *host_api; ///< Such as "ALSA".
    const char *name;
    int channels;
    double default_rate; ///< Hz.
    double latency;      ///< Seconds, the one that is used.
    bool is_default;
} genus_device;

/**
 * Finds the device that `wanted` means: an index; else the one with this name; else the only one
 * whose "host API: name" contains it, upper or lower case. NULL: the default one, else the first.
 *
 * @return GENUS_OK; GENUS_ERROR_OPEN if there is none (yet); GENUS_ERROR_ARGUMENT if it could be
 *         several. The message lists the candidates.
 */
genus_status genus_device_choose(const genus_device *devices, size_t count, const char *wanted,
                                 size_t *chosen, genus_error *error) GENUS_CHECKED;

#endif
