// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Fuzzes the reading of weights files, from the bytes to a network that answers (libFuzzer):
//
//     cmake -S . -B build-fuzz -DCMAKE_C_COMPILER=clang -DGENUS_BUILD_FUZZERS=ON
//     cmake --build build-fuzz --target fuzzers
//     mkdir corpus && build-fuzz/tests/fuzz_seeds corpus
//     build-fuzz/tests/fuzz_weights -dict=tests/fuzz_weights.dict -max_len=8192 corpus/weights
//
// The first byte of an input chooses. 'f': the rest is the file. Anything else: the rest is a
// header, a NUL and the data, and gets the right header length, so that mutations of the header's
// text come further than the first check.

#include "engine/model/model.h"

#include <stdlib.h>
#include <string.h>

/** The most cells that a network is fed with, to keep runs short. */
#define CELLS_MAX ((size_t)1 << 16)

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size);

/** Lets the network answer once, on one column: its packed weights are all read. */
static void run_network(const genus_model *model) {
    const genus_network *network = genus_model_network(model);
    size_t frames = genus_network_receptive_field(network);
    size_t cells = frames * genus_model_get_config(model)->frontend.mel_bands;
    float logits[GENUS_LABELS_MAX];
    float *decibels = cells <= CELLS_MAX ? calloc(cells, sizeof *decibels) : NULL;
    if (decibels != NULL) {
        (void)genus_network_forward(network, decibels, frames, logits, NULL);
    }
    free(decibels);
}

static void read_weights(const uint8_t *bytes, size_t size) {
    genus_safetensors *file = NULL;
    genus_model *model = NULL;
    genus_error error = {0};
    genus_status status = genus_safetensors_parse(bytes, size, "fuzz", &file, &error);
    if (status == GENUS_OK) {
        status = genus_model_from_safetensors(file, &model, &error);
        if (status != GENUS_OK) {
            genus_safetensors_free(file);
        }
    }
    // A failure must say why, and a success must hold together.
    if (status != error.status || (status == GENUS_OK) != (model != NULL) ||
        (status != GENUS_OK && strstr(error.message, "fuzz") == NULL)) {
        abort();
    }
    if (model != NULL) {
        run_network(model);
    }
    genus_model_free(model);
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size) {
    if (size == 0) {
        return 0;
    }
    const uint8_t *rest = input + 1;
    size_t rest_size = size - 1;
    if (input[0] == 'f') {
        read_weights(rest, rest_size);
        return 0;
    }
    const uint8_t *end = rest_size > 0 ? memchr(rest, '\0', rest_size) : NULL;
    size_t length = end != NULL ? (size_t)(end - rest) : rest_size;
    size_t data_size = end != NULL ? rest_size - length - 1 : 0;
    uint8_t *bytes = malloc(8 + length + data_size);
    if (bytes == NULL) {
        return 0;
    }
    for (size_t i = 0; i < 8; i++) {
        bytes[i] = (uint8_t)((uint64_t)length >> (8 * i));
    }
    if (rest_size > 0) {
        memcpy(bytes + 8, rest, length);
        memcpy(bytes + 8 + length, input + size - data_size, data_size);
    }
    read_weights(bytes, 8 + length + data_size);
    free(bytes);
    return 0;
}
