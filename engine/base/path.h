// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Paths put together and taken apart.

#ifndef GENUS_ENGINE_BASE_PATH_H
#define GENUS_ENGINE_BASE_PATH_H

#include "engine/genus.h"

/** "folder/name". NULL: memory ran out. Free it. */
char *genus_path_join(const char *folder, const char *name);

/** The folder in which a path's last part lies: "." where it names none. NULL: memory ran out. Free
 *  it. */
char *genus_path_folder(const char *path);

/** The extension of the last part, without the point; "" if there is none. */
const char *genus_path_extension(const char *path) GENUS_NONNULL(1);

#endif
