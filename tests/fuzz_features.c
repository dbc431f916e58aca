// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Fuzzes the reading of features files and of caches, which are such files with stamps.

#include "support/fuzz_file.h"
#include "train/data/dataset.h"
#include "train/data/features_file.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size) {
    genus_features_stamps stamps = {.count = 0};
    fuzz_container(input, size);
    for (int i = 0; i < 2; i++) {
        genus_dataset *dataset = NULL;
        genus_error error = {0};
        const genus_status status =
            genus_features_read(fuzz_file_path(), i == 0 ? NULL : &stamps, &dataset, &error);
        if (status != error.status || (status == GENUS_OK) != (dataset != NULL) ||
            (status != GENUS_OK && error.message[0] == '\0')) {
            abort();
        }
        for (size_t clip = 0; dataset != NULL && clip < dataset->clip_count; clip++) {
            if (dataset->clips[clip].label >= dataset->label_count ||
                dataset->clips[clip].track >= dataset->clip_count ||
                dataset->clips[clip].frames == 0) {
                abort();
            }
        }
        genus_dataset_free(dataset);
    }
    free(stamps.files);
    return 0;
}
