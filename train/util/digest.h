// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// SHA-256 over typed values, the same on every machine: numbers little-endian, strings with their
// terminator, so that no two sequences of values share their bytes by accident.

#ifndef GENUS_TRAIN_UTIL_DIGEST_H
#define GENUS_TRAIN_UTIL_DIGEST_H

#include "engine/audio/frontend_settings.h"
#include "engine/genus.h"

#include <sha2.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Characters of a digest in hex, with its NUL. */
#define GENUS_DIGEST_HEX 65

/** A digest in the making: a plain value. */
typedef struct genus_digest {
    SHA2_CTX context;
} genus_digest;

/** Starts a digest. Thread class of all: any, one thread at a time a digest. */
void genus_digest_begin(genus_digest *digest) GENUS_NONNULL(1);

/** Adds bytes; a string with its NUL; a number; a float by its IEEE 754 bits. */
void genus_digest_bytes(genus_digest *digest, const void *bytes, size_t size) GENUS_NONNULL(1);
void genus_digest_string(genus_digest *digest, const char *string) GENUS_NONNULL(1, 2);
void genus_digest_u32(genus_digest *digest, uint32_t value) GENUS_NONNULL(1);
void genus_digest_f32(genus_digest *digest, float value) GENUS_NONNULL(1);

/** Adds the settings of a front end, field by field. */
void genus_digest_settings(genus_digest *digest, const genus_frontend_settings *settings)
    GENUS_NONNULL(1, 2);

/** Ends it: 64 lower-case hex digits and a NUL. */
void genus_digest_end(genus_digest *digest, char hex[GENUS_DIGEST_HEX]) GENUS_NONNULL(1, 2);

/** The digest of a file's content. @return false: it cannot be read, errno says why. */
bool genus_digest_file(const char *path, char hex[GENUS_DIGEST_HEX]) GENUS_NONNULL(1, 2);

#endif
