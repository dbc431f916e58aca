// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Where the weights are.

#ifndef GENUS_LIVE_WEIGHTS_H
#define GENUS_LIVE_WEIGHTS_H

#include "engine/genus.h"

#include <limits.h>

/**
 * Finds the weights: the file `named` on the command line; else the one that the environment's
 * GENUS_WEIGHTS names; else ../share/genus/gtzan.safetensors from the program's folder, so that an
 * installed tree can be moved; else those of the source tree; else those of the install prefix.
 *
 * @param named NULL: not given. Files that were named are not checked for existence here.
 * @return GENUS_OK, or GENUS_ERROR_OPEN with a message that names the places.
 */
genus_status genus_live_find_weights(const char *named, char path[PATH_MAX], genus_error *error);

#endif
