// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Fuzzes the text form of architectures: what is understood is printed and understood again, as the
// same. The first byte is the number of bands.

#include "engine/nn/architecture.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size) {
    if (size == 0) {
        return 0;
    }
    const uint32_t bands = input[0] + 1U;
    char *text = malloc(size);
    if (text == NULL) {
        return 0;
    }
    memcpy(text, input + 1, size - 1);
    text[size - 1] = '\0';
    genus_architecture first = {.labels = 0};
    genus_architecture second = {.labels = 0};
    genus_error error = {0};
    const genus_status status = genus_architecture_parse(text, bands, &first, &error);
    if (status != error.status) {
        abort();
    }
    if (status == GENUS_OK) {
        char printed[GENUS_ARCHITECTURE_TEXT_MAX];
        char again[GENUS_ARCHITECTURE_TEXT_MAX];
        genus_architecture_print(&first, printed);
        if (genus_architecture_parse(printed, bands, &second, &error) != GENUS_OK) {
            abort();
        }
        genus_architecture_print(&second, again);
        if (strcmp(printed, again) != 0) {
            abort();
        }
    }
    free(text);
    return 0;
}
