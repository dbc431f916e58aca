// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Where what was trained comes from.

#include "train/nn/provenance.h"

#include <string.h>

genus_provenance genus_provenance_of(const genus_recipe *recipe, const genus_dataset *dataset,
                                     const genus_split *split) {
    genus_provenance provenance;
    genus_recipe_print(recipe, provenance.settings);
    genus_dataset_digest(dataset, provenance.data_digest);
    genus_split_digest(split, dataset, provenance.split_digest);
    return provenance;
}

void genus_provenance_list(const genus_provenance *provenance, const char *format,
                           genus_metadata metadata[GENUS_PROVENANCE_ENTRIES]) {
    const genus_metadata list[GENUS_PROVENANCE_ENTRIES] = {
        {"format", format},
        {"tool_version", genus_version()},
        {"settings", provenance->settings},
        {"data_digest", provenance->data_digest},
        {"split_digest", provenance->split_digest},
    };
    memcpy(metadata, list, sizeof list);
}

bool genus_provenance_matches(const genus_provenance *provenance, const char *format,
                              const genus_safetensors *file, genus_metadata *wanted,
                              const char **found) {
    genus_metadata entries[GENUS_PROVENANCE_ENTRIES];
    genus_provenance_list(provenance, format, entries);
    for (size_t i = 0; i < GENUS_PROVENANCE_ENTRIES; i++) {
        *wanted = entries[i];
        *found = genus_safetensors_metadata(file, wanted->key);
        if (*found == NULL || strcmp(*found, wanted->value) != 0) {
            return false;
        }
    }
    return true;
}
