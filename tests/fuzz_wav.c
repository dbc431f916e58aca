// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Fuzzes the headers of WAV streams.

#include "engine/file/wav_header.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size);

/** What is left of the input. */
typedef struct rest {
    const uint8_t *bytes;
    size_t size;
} rest;

static ptrdiff_t read_rest(void *context, void *to, size_t size) {
    rest *from = context;
    const size_t count = size < from->size ? size : from->size;
    if (count > 0) {
        memcpy(to, from->bytes, count);
    }
    from->bytes += count;
    from->size -= count;
    return (ptrdiff_t)count;
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size) {
    rest from = {input, size};
    genus_wav wav = {.data_offset = 0};
    genus_error error = {0};
    const genus_status status = genus_wav_read_header(read_rest, &from, &wav, &error);
    if (status != error.status) {
        abort();
    }
    if (status == GENUS_OK &&
        (wav.format.channels < 1 || wav.format.channels > GENUS_CHANNELS_MAX ||
         wav.format.sample_rate < GENUS_RATE_MIN || wav.format.sample_rate > GENUS_RATE_MAX ||
         wav.data_offset != (int64_t)(size - from.size))) {
        abort();
    }
    return 0;
}
