// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Where the user's caches are: the folder "genus" in $XDG_CACHE_HOME, or else in ~/.cache.

#ifndef GENUS_TRAIN_DATA_CACHE_PLACE_H
#define GENUS_TRAIN_DATA_CACHE_PLACE_H

#include "train/util/digest.h"

#include <stdbool.h>

/** SHA-256 in hex of a folder's real path. @return false: it has none, or memory is out. Thread:
 *  any.
 */
bool genus_cache_root_digest(const char *root, char hex[GENUS_DIGEST_HEX]);

/**
 * The path of a file in the user's cache folder, which is made if it is not there.
 * @return For free(). NULL: neither XDG_CACHE_HOME nor HOME is an absolute path, or memory is out.
 * Thread: any, while none changes the environment.
 */
char *genus_cache_place(const char *name);

#endif
