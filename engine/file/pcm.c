// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Samples as bytes.

#include "engine/file/pcm.h"
#include "engine/genus.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *name;
    size_t size;
} encodings[] = {
    [GENUS_PCM_U8] = {"u8", 1},   [GENUS_PCM_S16] = {"s16", 2}, [GENUS_PCM_S24] = {"s24", 3},
    [GENUS_PCM_S32] = {"s32", 4}, [GENUS_PCM_F32] = {"f32", 4}, [GENUS_PCM_F64] = {"f64", 8},
};

#define ENCODING_COUNT (sizeof encodings / sizeof encodings[0])

size_t genus_pcm_sample_size(genus_pcm_encoding encoding) {
    return encodings[encoding].size;
}

bool genus_pcm_read_format(const char *text, genus_pcm_format *format) {
    const char *colon = strchr(text, ':');
    if (colon == NULL) {
        return false;
    }
    const size_t length = (size_t)(colon - text);
    size_t encoding = 0;
    while (encoding < ENCODING_COUNT && (strlen(encodings[encoding].name) != length ||
                                         strncmp(encodings[encoding].name, text, length) != 0)) {
        encoding++;
    }
    unsigned rate = 0;
    unsigned channels = 0;
    int used = 0;
    // Widths keep the numbers from overflowing.
    if (encoding == ENCODING_COUNT || sscanf(colon, ":%6u:%2u%n", &rate, &channels, &used) != 2 ||
        colon[used] != '\0') {
        return false;
    }
    *format = (genus_pcm_format){
        .encoding = (genus_pcm_encoding)encoding, .sample_rate = rate, .channels = channels};
    return rate >= GENUS_RATE_MIN && rate <= GENUS_RATE_MAX && channels >= 1 &&
           channels <= GENUS_CHANNELS_MAX;
}

// Little-endian bytes at the top of a 32-bit word: whole numbers keep their sign and their weight.
static int32_t top_of_word(const unsigned char *bytes, size_t size) {
    uint32_t word = 0;
    for (size_t i = 0; i < size; i++) {
        word |= (uint32_t)bytes[i] << (8 * (4 - size + i));
    }
    return (int32_t)word;
}

static double read_float(const unsigned char *bytes, size_t size) {
    uint64_t word = 0;
    for (size_t i = 0; i < size; i++) {
        word |= (uint64_t)bytes[i] << (8 * i);
    }
    if (size == sizeof(double)) {
        double value = 0.0;
        memcpy(&value, &word, sizeof value);
        return value;
    }
    const uint32_t half = (uint32_t)word;
    float value = 0.0F;
    memcpy(&value, &half, sizeof value);
    return (double)value;
}

static float decode(genus_pcm_encoding encoding, const unsigned char *bytes, size_t size) {
    switch (encoding) {
    case GENUS_PCM_U8:
        return ((float)bytes[0] - 128.0F) / 128.0F;
    case GENUS_PCM_F32:
    case GENUS_PCM_F64:
        return (float)read_float(bytes, size);
    case GENUS_PCM_S16:
    case GENUS_PCM_S24:
    case GENUS_PCM_S32:
        break;
    }
    return (float)top_of_word(bytes, size) / 2147483648.0F;
}

void genus_pcm_decode(genus_pcm_encoding encoding, const unsigned char *bytes, size_t count,
                      float *samples) {
    const size_t size = encodings[encoding].size;
    for (size_t i = 0; i < count; i++) {
        samples[i] = decode(encoding, bytes + i * size, size);
    }
}
