// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Names of clips in tables, and how the clips of a data set are found among them.

#ifndef GENUS_TRAIN_DATA_CLIP_NAMES_H
#define GENUS_TRAIN_DATA_CLIP_NAMES_H

#include <stddef.h>

/** Names in byte-wise order; some may stand there several times. */
typedef struct genus_clip_names {
    size_t count;
    const char **sorted;
} genus_clip_names;

/** @return Index of the first entry that equals `name`, or count if there is none. */
size_t genus_clip_names_find(const genus_clip_names *names, const char *name);

/**
 * Looks for a clip of a data set as it is called, without folders, without "#number", and without
 * extension, in this order. @return As genus_clip_names_find().
 */
size_t genus_clip_names_find_clip(const genus_clip_names *names, const char *clip);

#endif
