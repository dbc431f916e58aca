// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Where what was trained comes from: what decides it, as the metadata of a file that is to be used
// for the same training only.

#ifndef GENUS_TRAIN_NN_PROVENANCE_H
#define GENUS_TRAIN_NN_PROVENANCE_H

#include "engine/genus.h"
#include "engine/safetensors/safetensors.h"
#include "train/data/split.h"
#include "train/nn/recipe.h"

/** With the tool, all that decides weights. */
typedef struct genus_provenance {
    char settings[GENUS_RECIPE_TEXT];
    char data_digest[GENUS_DIGEST_HEX];
    char split_digest[GENUS_DIGEST_HEX];
} genus_provenance;

/** Works it out. */
genus_provenance genus_provenance_of(const genus_recipe *recipe, const genus_dataset *dataset,
                                     const genus_split *split) GENUS_NONNULL(1, 2, 3);

#define GENUS_PROVENANCE_ENTRIES 5

/** As metadata, with the name of the file's format; points into both. */
void genus_provenance_list(const genus_provenance *provenance, const char *format,
                           genus_metadata metadata[GENUS_PROVENANCE_ENTRIES])
    GENUS_NONNULL(1, 2, 3);

/** Room for what differs. */
#define GENUS_DIFFERENCE_TEXT 400

/**
 * Whether a file holds these entries.
 * @param difference Receives, if it does not, what differs and nothing else, such as
 *                   "--seed is 0 there and 1 here"; it may be cut.
 */
bool genus_provenance_matches(const genus_provenance *provenance, const char *format,
                              const genus_safetensors *file, char difference[GENUS_DIFFERENCE_TEXT])
    GENUS_NONNULL(1, 2, 3, 4);

#endif
