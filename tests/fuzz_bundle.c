// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Fuzzes what a bundle says about itself: its name and its labels.

#include "plugin/lv2/bundle.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int LLVMFuzzerInitialize(int *count, char ***arguments);
int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size);

static char folder[64];
static char contents[128];

static void remove_folder(void) {
    (void)unlink(contents);
    (void)rmdir(folder);
}

// NOLINTNEXTLINE(readability-non-const-parameter): it is libFuzzer's.
int LLVMFuzzerInitialize(int *count, char ***arguments) {
    (void)count;
    (void)arguments;
    (void)snprintf(folder, sizeof folder, "/tmp/genus-fuzz-XXXXXX");
    if (mkdtemp(folder) == NULL || atexit(remove_folder) != 0) {
        abort();
    }
    (void)snprintf(contents, sizeof contents, "%s/contents.txt", folder);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size) {
    FILE *stream = fopen(contents, "wb");
    if (stream == NULL || fwrite(input, 1, size, stream) != size || fclose(stream) != 0) {
        abort();
    }
    genus_bundle bundle;
    genus_error error = {0};
    const genus_status status = genus_bundle_read(folder, &bundle, &error);
    if (status != error.status || (status == GENUS_OK && bundle.label_count < 2)) {
        abort();
    }
    if (status == GENUS_OK) {
        genus_bundle_clear(&bundle);
    }
    return 0;
}
