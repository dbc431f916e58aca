// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Fuzzes the headers of WAV streams.

#include "live/source/wav_header.h"
#include "support/fuzz_file.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size) {
    genus_pcm_format format = {.channels = 0};
    uint64_t data_size = 0;
    genus_error error = {0};
    const genus_status status =
        genus_wav_read_header(fuzz_file(input, size), &format, &data_size, &error);
    if (status != error.status) {
        abort();
    }
    if (status == GENUS_OK &&
        (format.channels < 1 || format.channels > GENUS_CHANNELS_MAX ||
         format.sample_rate < GENUS_RATE_MIN || format.sample_rate > GENUS_RATE_MAX)) {
        abort();
    }
    return 0;
}
