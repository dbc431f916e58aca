// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Where the files are that come with the program.

#ifndef GENUS_LIVE_SHIPPED_H
#define GENUS_LIVE_SHIPPED_H

#include "engine/genus.h"

#include <limits.h>

/**
 * Finds the weights: the file `named` on the command line; else the one that the environment's
 * GENUS_WEIGHTS names; else gtzan.safetensors, in ../share/genus from the program's folder, so that
 * an installed tree can be moved, or in presets of the source tree, or in the install prefix.
 *
 * @param named NULL: not given. Files that were named are not checked for existence here.
 * @return GENUS_OK, or GENUS_ERROR_OPEN with a message that names the places.
 */
genus_status genus_live_find_weights(const char *named, char path[PATH_MAX],
                                     genus_error *error) GENUS_CHECKED;

/** Finds demo.flac, the music that comes with the program, in the same places. */
genus_status genus_live_find_demo(char path[PATH_MAX], genus_error *error) GENUS_CHECKED
    GENUS_NONNULL(1);

#endif
