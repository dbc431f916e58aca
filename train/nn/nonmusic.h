// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A bank of clips that are not music, for training: shown as none of the labels, they teach the
// network to be unsure of what it does not know (outlier exposure, Hendrycks et al. 2019).

#ifndef GENUS_TRAIN_NN_NONMUSIC_H
#define GENUS_TRAIN_NN_NONMUSIC_H

#include "engine/genus.h"
#include "train/data/dataset.h"

/** Clips of a made-up data set; owns all that it points to. */
typedef struct genus_nonmusic {
    size_t count;
    genus_clip *clips; ///< Label, name and track mean nothing.
} genus_nonmusic;

/**
 * Makes sounds of all kinds, alone and over each other, at levels from -60 to -6 dBFS, some in a
 * room, some over a noise floor, and passes them through the front end. The same settings and seed
 * give the same bank, and a larger one begins with a smaller one.
 * @param settings Checked settings of the front end. @param clips At least 1. @param threads 1 to
 * 256; the bank does not depend on it.
 * @return GENUS_OK, GENUS_ERROR_MEMORY; GENUS_ERROR_DATA: the front end hears nothing in 20 s. In
 * every case genus_nonmusic_clear() is due. Starts threads.
 */
genus_status genus_nonmusic_bank(const genus_frontend_settings *settings, size_t clips,
                                 uint64_t seed, size_t threads, genus_nonmusic *bank,
                                 genus_error *error) GENUS_CHECKED GENUS_NONNULL(5);

/** Frees what it points to. */
void genus_nonmusic_clear(genus_nonmusic *bank) GENUS_NONNULL(1);

#endif
