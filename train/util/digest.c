// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// SHA-256 over typed values, by libmd.

#include "train/util/digest.h"

#include <string.h>

void genus_digest_begin(genus_digest *digest) {
    SHA256Init(&digest->context);
}

void genus_digest_bytes(genus_digest *digest, const void *bytes, size_t size) {
    SHA256Update(&digest->context, bytes, size);
}

void genus_digest_string(genus_digest *digest, const char *string) {
    genus_digest_bytes(digest, string, strlen(string) + 1);
}

void genus_digest_u32(genus_digest *digest, uint32_t value) {
    const uint8_t bytes[4] = {(uint8_t)value, (uint8_t)(value >> 8), (uint8_t)(value >> 16),
                              (uint8_t)(value >> 24)};
    genus_digest_bytes(digest, bytes, sizeof bytes);
}

void genus_digest_f32(genus_digest *digest, float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    genus_digest_u32(digest, bits);
}

void genus_digest_settings(genus_digest *digest, const genus_frontend_settings *settings) {
    genus_digest_u32(digest, settings->sample_rate);
    genus_digest_u32(digest, settings->frame_length);
    genus_digest_u32(digest, settings->hop);
    genus_digest_u32(digest, settings->mel_bands);
    genus_digest_f32(digest, settings->f_min);
    genus_digest_f32(digest, settings->f_max);
    genus_digest_f32(digest, settings->power_floor);
}

void genus_digest_end(genus_digest *digest, char hex[GENUS_DIGEST_HEX]) {
    uint8_t bytes[SHA256_DIGEST_LENGTH];
    SHA256Final(bytes, &digest->context);
    for (size_t i = 0; i < sizeof bytes; i++) {
        hex[2 * i] = "0123456789abcdef"[bytes[i] >> 4];
        hex[2 * i + 1] = "0123456789abcdef"[bytes[i] & 15];
    }
    hex[GENUS_DIGEST_HEX - 1] = '\0';
}

bool genus_digest_file(const char *path, char hex[GENUS_DIGEST_HEX]) {
    return SHA256File(path, hex) != NULL;
}
