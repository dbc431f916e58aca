// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Metadata of a container as text, numbers, and the settings of the front end, which weights and
// features files carry alike. Every fault names the file and the field.

#ifndef GENUS_ENGINE_MODEL_METADATA_H
#define GENUS_ENGINE_MODEL_METADATA_H

#include "engine/audio/frontend_settings.h"
#include "engine/base/number.h"
#include "engine/genus.h"
#include "engine/safetensors/safetensors.h"

/** A field that must be there. @return GENUS_OK, GENUS_ERROR_METADATA. */
genus_status genus_metadata_text(const genus_safetensors *file, const char *key, const char **text,
                                 genus_error *error) GENUS_CHECKED GENUS_NONNULL(1, 2, 3);

/** The same as a finite number, or as a whole one. */
genus_status genus_metadata_number(const genus_safetensors *file, const char *key, float *number,
                                   genus_error *error) GENUS_CHECKED GENUS_NONNULL(1, 2);
genus_status genus_metadata_whole(const genus_safetensors *file, const char *key, uint32_t *number,
                                  genus_error *error) GENUS_CHECKED GENUS_NONNULL(1, 2);

/** A field that must say just this. @param fault What is returned if it says something else. */
genus_status genus_metadata_expect(const genus_safetensors *file, const char *key,
                                   const char *wanted, genus_status fault,
                                   genus_error *error) GENUS_CHECKED GENUS_NONNULL(1, 2, 3);

/** Fails over a field: says that it is not `wanted`, such as "a whole number". */
genus_status genus_metadata_refuse(const genus_safetensors *file, const char *key,
                                   const char *wanted, genus_error *error) GENUS_CHECKED
    GENUS_NONNULL(1, 2, 3);

/**
 * Reads and checks the settings of the front end: sample_rate, n_fft, hop, mel_bands, f_min, f_max,
 * power_floor (1e-10 if absent), and window, mel_scale, mel_norm and power, of which one value each
 * is known.
 * @return GENUS_OK, GENUS_ERROR_METADATA, GENUS_ERROR_FRONTEND.
 */
genus_status genus_metadata_frontend(const genus_safetensors *file,
                                     genus_frontend_settings *settings,
                                     genus_error *error) GENUS_CHECKED GENUS_NONNULL(1, 2);

/**
 * What is wrong with a label: LV2, menus and terminals take 1 to 255 bytes of UTF-8 without control
 * characters. @return Such as "is empty"; NULL: nothing.
 */
const char *genus_label_fault(const char *label);

#define GENUS_FRONTEND_ENTRIES 11

/** Where f_min begins; before it stand the whole numbers and what has one value. */
#define GENUS_FRONTEND_REALS 8

/** Settings as entries of a container, which point into `numbers`. Not to be copied. */
typedef struct genus_frontend_text {
    genus_metadata entries[GENUS_FRONTEND_ENTRIES];
    char numbers[7][GENUS_NUMBER_TEXT];
} genus_frontend_text;

/** Puts settings into words. */
void genus_frontend_settings_print(const genus_frontend_settings *settings,
                                   genus_frontend_text *text) GENUS_NONNULL(1, 2);

#endif
