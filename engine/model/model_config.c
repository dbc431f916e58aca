// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The metadata of a weights file in both directions.

#include "engine/model/model_config.h"
#include "engine/base/utf8.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FORMAT "genus-weights-1"

/** How much of a file's text goes into a message. */
#define TEXT_SHOWN 80

/** Settings that have one possible value: the front end knows no other. */
static const genus_metadata fixed_settings[] = {
    {"window", "hann, periodic"},
    {"mel_scale", "slaney"},
    {"mel_norm", "slaney"},
    {"power", "2"},
};

#define FIXED_SETTINGS (sizeof fixed_settings / sizeof fixed_settings[0])

// ------------------------------------------------------------------------------------- checking

/** Puts the path before a message of a room that does not know it. */
static genus_status name_file(const char *path, const genus_error *inner, genus_error *error) {
    return genus_fail(error, inner->status, "%s: %s", path, inner->message);
}

static genus_status check_labels(const genus_model_config *config, const char *path,
                                 genus_error *error) {
    if (config->label_count < 2 || config->label_count > GENUS_LABELS_MAX) {
        return genus_fail(error, GENUS_ERROR_LABELS, "%s: labels: there are %u, not 2 to %d", path,
                          config->label_count, GENUS_LABELS_MAX);
    }
    for (uint32_t i = 0; i < config->label_count; i++) {
        const char *label = config->labels[i];
        if (*label == '\0') {
            return genus_fail(error, GENUS_ERROR_LABELS, "%s: labels: number %u is empty", path,
                              i + 1);
        }
        if (!genus_utf8_is_plain(label)) {
            return genus_fail(error, GENUS_ERROR_LABELS,
                              "%s: labels: number %u holds a control character", path, i + 1);
        }
        for (uint32_t k = 0; k < i; k++) {
            if (strcmp(label, config->labels[k]) == 0) {
                return genus_fail(error, GENUS_ERROR_LABELS,
                                  "%s: labels: \"%.*s\" stands there twice", path, TEXT_SHOWN,
                                  label);
            }
        }
    }
    return GENUS_OK;
}

/** The plan by itself, with the labels, and with the shortest window that a listener may have. */
static genus_status check_network(const genus_model_config *config, const char *path,
                                  genus_error *error) {
    const genus_frontend_settings *frontend = &config->frontend;
    genus_error inner = {0};
    if (genus_architecture_check(&config->arch, frontend->mel_bands, &inner) != GENUS_OK) {
        return name_file(path, &inner, error);
    }
    if (config->arch.labels != config->label_count) {
        return genus_fail(error, GENUS_ERROR_NETWORK,
                          "%s: network: the dense layer has %u outputs, but there are %u labels",
                          path, config->arch.labels, config->label_count);
    }
    genus_architecture_shape column = genus_architecture_shape_after(
        &config->arch, frontend->mel_bands, config->arch.block_count);
    double samples = (double)(column.receptive_field - 1) * (double)frontend->hop +
                     (double)frontend->frame_length;
    if (samples > GENUS_WINDOW_MIN * (double)frontend->sample_rate) {
        return genus_fail(error, GENUS_ERROR_NETWORK,
                          "%s: network: a column sees more than the shortest window, %d s", path,
                          (int)GENUS_WINDOW_MIN);
    }
    return GENUS_OK;
}

genus_status genus_model_config_check(const genus_model_config *config, const char *path,
                                      genus_error *error) {
    genus_status status = check_labels(config, path, error);
    if (status != GENUS_OK) {
        return status;
    }
    genus_error inner = {0};
    if (genus_frontend_settings_check(&config->frontend, &inner) != GENUS_OK) {
        return name_file(path, &inner, error);
    }
    status = check_network(config, path, error);
    if (status != GENUS_OK) {
        return status;
    }
    // The comparisons are written so that NaN fails them.
    if (!isfinite(config->normalisation.offset) || !isfinite(config->normalisation.scale) ||
        !(config->normalisation.scale > 0.0F)) {
        return genus_fail(error, GENUS_ERROR_METADATA,
                          "%s: normalisation: the scale must be above 0, both numbers finite",
                          path);
    }
    if (!isfinite(config->temperature) || !(config->temperature > 0.0F)) {
        return genus_fail(error, GENUS_ERROR_METADATA,
                          "%s: temperature: must be a finite number above 0", path);
    }
    if (!(config->sure_threshold >= 0.0F && config->sure_threshold <= 1.0F)) {
        return genus_fail(error, GENUS_ERROR_METADATA, "%s: sure_threshold: must be from 0 to 1",
                          path);
    }
    return GENUS_OK;
}

// -------------------------------------------------------------------------------------- reading

/** A field that must be there. */
static genus_status find_text(const genus_safetensors *file, const char *key, const char **text,
                              genus_error *error) {
    *text = genus_safetensors_metadata(file, key);
    if (*text == NULL) {
        return genus_fail(error, GENUS_ERROR_METADATA, "%s: metadata field %s is missing",
                          genus_safetensors_path(file), key);
    }
    return GENUS_OK;
}

static genus_status fail_number(const genus_safetensors *file, const char *key, const char *kind,
                                const char *text, genus_error *error) {
    return genus_fail(error, GENUS_ERROR_METADATA, "%s: %s: \"%.*s\" is not %s",
                      genus_safetensors_path(file), key, TEXT_SHOWN, text, kind);
}

static genus_status read_number(const genus_safetensors *file, const char *key, float *number,
                                genus_error *error) {
    const char *text = NULL;
    genus_status status = find_text(file, key, &text, error);
    if (status == GENUS_OK && !genus_number_parse(text, number)) {
        status = fail_number(file, key, "a finite number", text, error);
    }
    return status;
}

static genus_status read_whole(const genus_safetensors *file, const char *key, uint32_t *number,
                               genus_error *error) {
    const char *text = NULL;
    genus_status status = find_text(file, key, &text, error);
    if (status == GENUS_OK && !genus_number_parse_whole(text, number)) {
        status = fail_number(file, key, "a whole number below 2^32", text, error);
    }
    return status;
}

static genus_status read_format(const genus_safetensors *file, genus_error *error) {
    const char *format = NULL;
    genus_status status = find_text(file, "format", &format, error);
    if (status == GENUS_OK && strcmp(format, FORMAT) != 0) {
        status =
            genus_fail(error, GENUS_ERROR_VERSION,
                       "%s: format: this is \"%.*s\", but only " FORMAT " can be read as weights",
                       genus_safetensors_path(file), TEXT_SHOWN, format);
    }
    return status;
}

/** Cuts the lines of the labels apart, in memory of their own. */
static genus_status read_labels(const genus_safetensors *file, genus_model_config *config,
                                char **label_text, genus_error *error) {
    const char *path = genus_safetensors_path(file);
    const char *text = genus_safetensors_metadata(file, "labels");
    if (text == NULL) {
        return genus_fail(error, GENUS_ERROR_LABELS, "%s: labels: the field is missing", path);
    }
    *label_text = strdup(text);
    if (*label_text == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "%s: labels: out of memory", path);
    }
    char *label = *label_text;
    for (;;) {
        if (config->label_count == GENUS_LABELS_MAX) {
            return genus_fail(error, GENUS_ERROR_LABELS, "%s: labels: there are more than %d", path,
                              GENUS_LABELS_MAX);
        }
        config->labels[config->label_count++] = label;
        char *end = strchr(label, '\n');
        if (end == NULL) {
            return GENUS_OK;
        }
        *end = '\0';
        label = end + 1;
    }
}

static genus_status read_frontend(const genus_safetensors *file, genus_frontend_settings *settings,
                                  genus_error *error) {
    const struct {
        const char *key;
        uint32_t *number;
    } wholes[] = {
        {"sample_rate", &settings->sample_rate},
        {"n_fft", &settings->frame_length},
        {"hop", &settings->hop},
        {"mel_bands", &settings->mel_bands},
    };
    const struct {
        const char *key;
        float *number;
    } numbers[] = {
        {"f_min", &settings->f_min},
        {"f_max", &settings->f_max},
        {"power_floor", &settings->power_floor},
    };
    genus_status status = GENUS_OK;
    for (size_t i = 0; status == GENUS_OK && i < sizeof wholes / sizeof wholes[0]; i++) {
        status = read_whole(file, wholes[i].key, wholes[i].number, error);
    }
    for (size_t i = 0; status == GENUS_OK && i < sizeof numbers / sizeof numbers[0]; i++) {
        status = read_number(file, numbers[i].key, numbers[i].number, error);
    }
    for (size_t i = 0; status == GENUS_OK && i < FIXED_SETTINGS; i++) {
        const char *text = NULL;
        status = find_text(file, fixed_settings[i].key, &text, error);
        if (status == GENUS_OK && strcmp(text, fixed_settings[i].value) != 0) {
            status = genus_fail(error, GENUS_ERROR_FRONTEND,
                                "%s: %s: \"%.*s\" is not known, only \"%s\" is",
                                genus_safetensors_path(file), fixed_settings[i].key, TEXT_SHOWN,
                                text, fixed_settings[i].value);
        }
    }
    return status;
}

static genus_status read_network(const genus_safetensors *file, genus_model_config *config,
                                 genus_error *error) {
    const char *text = NULL;
    genus_status status = find_text(file, "network", &text, error);
    genus_error inner = {0};
    if (status == GENUS_OK && genus_architecture_parse(text, config->frontend.mel_bands,
                                                       &config->arch, &inner) != GENUS_OK) {
        status = name_file(genus_safetensors_path(file), &inner, error);
    }
    return status;
}

/** "offset scale", one space between. */
static genus_status read_normalisation(const genus_safetensors *file,
                                       genus_normalisation *normalisation, genus_error *error) {
    const char *text = NULL;
    genus_status status = find_text(file, "normalisation", &text, error);
    if (status != GENUS_OK) {
        return status;
    }
    const char *space = strchr(text, ' ');
    char offset[GENUS_NUMBER_TEXT] = "";
    if (space != NULL && (size_t)(space - text) < sizeof offset) {
        memcpy(offset, text, (size_t)(space - text));
        if (genus_number_parse(offset, &normalisation->offset) &&
            genus_number_parse(space + 1, &normalisation->scale)) {
            return GENUS_OK;
        }
    }
    return fail_number(file, "normalisation", "an offset and a scale in dB", text, error);
}

genus_status genus_model_config_read(const genus_safetensors *file, genus_model_config *config,
                                     char **label_text, genus_error *error) {
    genus_status status = read_format(file, error);
    if (status == GENUS_OK) {
        status = read_labels(file, config, label_text, error);
    }
    if (status == GENUS_OK) {
        status = check_labels(config, genus_safetensors_path(file), error);
    }
    if (status == GENUS_OK) {
        status = read_frontend(file, &config->frontend, error);
    }
    if (status == GENUS_OK) {
        status = read_network(file, config, error);
    }
    if (status == GENUS_OK) {
        status = read_normalisation(file, &config->normalisation, error);
    }
    if (status == GENUS_OK) {
        status = read_number(file, "temperature", &config->temperature, error);
    }
    if (status == GENUS_OK) {
        status = read_number(file, "sure_threshold", &config->sure_threshold, error);
    }
    if (status == GENUS_OK) {
        status = genus_model_config_check(config, genus_safetensors_path(file), error);
    }
    return status;
}

// -------------------------------------------------------------------------------------- writing

/** The labels with a newline between each two; NULL if memory is out. */
static char *join_labels(const genus_model_config *config) {
    size_t room = 1;
    for (uint32_t i = 0; i < config->label_count; i++) {
        room += strlen(config->labels[i]) + 1;
    }
    char *joined = malloc(room);
    if (joined == NULL) {
        return NULL;
    }
    char *end = joined;
    for (uint32_t i = 0; i < config->label_count; i++) {
        end += snprintf(end, room - (size_t)(end - joined), "%s%s", i == 0 ? "" : "\n",
                        config->labels[i]);
    }
    return joined;
}

bool genus_model_config_print(const genus_model_config *config, genus_model_config_text *text) {
    const genus_frontend_settings *frontend = &config->frontend;
    const struct {
        const char *key;
        uint32_t number;
    } wholes[] = {
        {"sample_rate", frontend->sample_rate},
        {"n_fft", frontend->frame_length},
        {"hop", frontend->hop},
        {"mel_bands", frontend->mel_bands},
    };
    const struct {
        const char *key;
        float number;
    } numbers[] = {
        {"f_min", frontend->f_min},
        {"f_max", frontend->f_max},
        {"power_floor", frontend->power_floor},
        {"temperature", config->temperature},
        {"sure_threshold", config->sure_threshold},
    };
    const size_t whole_count = sizeof wholes / sizeof wholes[0];
    const size_t number_count = sizeof numbers / sizeof numbers[0];

    text->labels = join_labels(config);
    if (text->labels == NULL) {
        return false;
    }
    genus_architecture_print(&config->arch, text->network);
    char offset[GENUS_NUMBER_TEXT];
    char scale[GENUS_NUMBER_TEXT];
    genus_number_print(config->normalisation.offset, offset);
    genus_number_print(config->normalisation.scale, scale);
    (void)snprintf(text->normalisation, sizeof text->normalisation, "%s %s", offset, scale);

    genus_metadata *entry = text->entries;
    *entry++ = (genus_metadata){"format", FORMAT};
    *entry++ = (genus_metadata){"labels", text->labels};
    for (size_t i = 0; i < whole_count; i++) {
        (void)snprintf(text->numbers[i], GENUS_NUMBER_TEXT, "%u", wholes[i].number);
        *entry++ = (genus_metadata){wholes[i].key, text->numbers[i]};
    }
    for (size_t i = 0; i < FIXED_SETTINGS; i++) {
        *entry++ = fixed_settings[i];
    }
    *entry++ = (genus_metadata){"network", text->network};
    *entry++ = (genus_metadata){"normalisation", text->normalisation};
    for (size_t i = 0; i < number_count; i++) {
        genus_number_print(numbers[i].number, text->numbers[whole_count + i]);
        *entry++ = (genus_metadata){numbers[i].key, text->numbers[whole_count + i]};
    }
    assert(entry == text->entries + GENUS_MODEL_CONFIG_ENTRIES);
    return true;
}
