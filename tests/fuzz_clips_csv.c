// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Fuzzes the reading of tables of clips.

#include "support/fuzz_file.h"
#include "train/data/clips_csv.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size) {
    (void)fuzz_file(input, size);
    genus_clips_csv *table = NULL;
    genus_error error = {0};
    const genus_status status = genus_clips_csv_load(fuzz_file_path(), &table, &error);
    if (status != error.status || (status == GENUS_OK) != (table != NULL)) {
        abort();
    }
    for (size_t i = 1; table != NULL && i < table->count; i++) {
        if (strcmp(table->rows[i - 1].clip, table->rows[i].clip) >= 0) {
            abort();
        }
    }
    genus_clips_csv_free(table);
    return 0;
}
