// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The samples of a WAV file or stream whose sizes lie, or which comes through a pipe.

#include "engine/file/decoder.h"

#include <stdlib.h>

#define BLOCK_FRAMES ((size_t)1024)

typedef struct reader {
    genus_bytes bytes; // Of samples only.
    genus_pcm_format format;
    size_t frame_size; // Bytes.
    unsigned char block[];
} reader;

static size_t read_frames(void *self, float *samples, size_t frames) {
    reader *from = self;
    const size_t wanted = (frames < BLOCK_FRAMES ? frames : BLOCK_FRAMES) * from->frame_size;
    size_t done = 0;
    while (done < wanted) {
        const ptrdiff_t count = genus_bytes_read(&from->bytes, from->block + done, wanted - done);
        if (count <= 0) {
            break;
        }
        done += (size_t)count;
    }
    const size_t whole = done / from->frame_size;
    genus_pcm_decode(from->format.encoding, from->block, whole * from->format.channels, samples);
    return whole;
}

genus_status genus_decoder_open_pcm(genus_bytes bytes, const genus_wav *wav, genus_decoder *decoder,
                                    genus_error *error) {
    const size_t frame_size =
        genus_pcm_sample_size(wav->format.encoding) * (size_t)wav->format.channels;
    reader *opened = malloc(sizeof *opened + BLOCK_FRAMES * frame_size);
    if (opened == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "out of memory");
    }
    opened->bytes = bytes;
    opened->bytes.at = wav->data_offset;
    if (wav->data_size < (uint64_t)(bytes.size - wav->data_offset)) {
        opened->bytes.size = wav->data_offset + (int64_t)wav->data_size;
    }
    opened->format = wav->format;
    opened->frame_size = frame_size;
    *decoder = (genus_decoder){
        .self = opened,
        .format = {.rate = wav->format.sample_rate, .channels = wav->format.channels},
        .promised = -1,
        .read = read_frames,
        .close = free,
    };
    return GENUS_OK;
}
