// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Metadata of a container as text, numbers, and the settings of the front end.

#include "engine/model/metadata.h"

#include "engine/base/utf8.h"

#include <stdio.h>
#include <string.h>

enum {
    wholes = 4,
    reals = 3,
    fixed = 4,
    label_max = 255,
    shown = 80, ///< How much of a field goes into a message.
};

static const char *const whole_keys[wholes] = {"sample_rate", "n_fft", "hop", "mel_bands"};
static const char *const real_keys[reals] = {"f_min", "f_max", "power_floor"};

/** What has one possible value: the front end knows no other. */
static const genus_metadata fixed_fields[fixed] = {
    {"window", "hann, periodic"},
    {"mel_scale", "slaney"},
    {"mel_norm", "slaney"},
    {"power", "2"},
};

const char *genus_label_fault(const char *label) {
    return *label == '\0'                ? "is empty"
           : strlen(label) > label_max   ? "is longer than 255 bytes"
           : !genus_utf8_is_plain(label) ? "is not UTF-8, or holds a control character"
                                         : NULL;
}

genus_status genus_metadata_text(const genus_safetensors *file, const char *key, const char **text,
                                 genus_error *error) {
    *text = genus_safetensors_metadata(file, key);
    return *text != NULL ? GENUS_OK
                         : genus_fail(error, GENUS_ERROR_METADATA, "%s: metadata '%s' is missing",
                                      genus_safetensors_path(file), key);
}

genus_status genus_metadata_refuse(const genus_safetensors *file, const char *key,
                                   const char *wanted, genus_error *error) {
    return genus_fail(error, GENUS_ERROR_METADATA, "%s: metadata '%s' is '%.*s', not %s",
                      genus_safetensors_path(file), key, shown,
                      genus_safetensors_metadata(file, key), wanted);
}

genus_status genus_metadata_number(const genus_safetensors *file, const char *key, float *number,
                                   genus_error *error) {
    const char *text = NULL;
    const genus_status status = genus_metadata_text(file, key, &text, error);
    return status == GENUS_OK && !genus_number_parse(text, number)
               ? genus_metadata_refuse(file, key, "a finite number", error)
               : status;
}

genus_status genus_metadata_whole(const genus_safetensors *file, const char *key, uint32_t *number,
                                  genus_error *error) {
    const char *text = NULL;
    const genus_status status = genus_metadata_text(file, key, &text, error);
    return status == GENUS_OK && !genus_number_parse_whole(text, number)
               ? genus_metadata_refuse(file, key, "a whole number below 2^32", error)
               : status;
}

genus_status genus_metadata_expect(const genus_safetensors *file, const char *key,
                                   const char *wanted, genus_status fault, genus_error *error) {
    const char *text = NULL;
    const genus_status status = genus_metadata_text(file, key, &text, error);
    return status == GENUS_OK && strcmp(text, wanted) != 0
               ? genus_fail(error, fault, "%s: metadata '%s' is '%.*s'; only '%s' can be read",
                            genus_safetensors_path(file), key, shown, text, wanted)
               : status;
}

genus_status genus_metadata_frontend(const genus_safetensors *file,
                                     genus_frontend_settings *settings, genus_error *error) {
    *settings = genus_frontend_settings_default();
    uint32_t *const whole[wholes] = {&settings->sample_rate, &settings->frame_length,
                                     &settings->hop, &settings->mel_bands};
    float *const real[reals] = {&settings->f_min, &settings->f_max, &settings->power_floor};
    // Features files that were made elsewhere lack the floor.
    const size_t given = genus_safetensors_metadata(file, "power_floor") == NULL ? 2 : reals;
    genus_status status = GENUS_OK;
    for (size_t i = 0; status == GENUS_OK && i < wholes; i++) {
        status = genus_metadata_whole(file, whole_keys[i], whole[i], error);
    }
    for (size_t i = 0; status == GENUS_OK && i < given; i++) {
        status = genus_metadata_number(file, real_keys[i], real[i], error);
    }
    for (size_t i = 0; status == GENUS_OK && i < fixed; i++) {
        status = genus_metadata_expect(file, fixed_fields[i].key, fixed_fields[i].value,
                                       GENUS_ERROR_FRONTEND, error);
    }
    genus_error fault = {0};
    if (status == GENUS_OK && genus_frontend_settings_check(settings, &fault) != GENUS_OK) {
        status = genus_fail(error, GENUS_ERROR_FRONTEND, "%s: %s", genus_safetensors_path(file),
                            fault.message);
    }
    return status;
}

void genus_frontend_settings_print(const genus_frontend_settings *settings,
                                   genus_frontend_text *text) {
    const uint32_t whole[wholes] = {settings->sample_rate, settings->frame_length, settings->hop,
                                    settings->mel_bands};
    const float real[reals] = {settings->f_min, settings->f_max, settings->power_floor};
    genus_metadata *entry = text->entries;
    char(*number)[GENUS_NUMBER_TEXT] = text->numbers;
    for (size_t i = 0; i < wholes; i++, number++) {
        (void)snprintf(*number, sizeof *number, "%u", whole[i]);
        *entry++ = (genus_metadata){whole_keys[i], *number};
    }
    for (size_t i = 0; i < fixed; i++) {
        *entry++ = fixed_fields[i];
    }
    for (size_t i = 0; i < reals; i++, number++) {
        genus_number_print(real[i], *number);
        *entry++ = (genus_metadata){real_keys[i], *number};
    }
}
