// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A file as a live source, at its own pace.

#ifndef GENUS_LIVE_SOURCE_SOURCE_REALTIME_H
#define GENUS_LIVE_SOURCE_SOURCE_REALTIME_H

#include "engine/genus.h"
#include "live/source/input.h"

/** Opens an audio file that is heard as if it played now. @return As genus_source_open(), with the
 * path in the message. */
genus_status genus_realtime_open(const char *path, genus_input *input,
                                 genus_error *error) GENUS_CHECKED GENUS_NONNULL(1, 2);

#endif
