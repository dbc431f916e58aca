// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The metadata of a weights file in both directions.

#include "engine/model/model_config.h"
#include "engine/model/listening_cost.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FORMAT "genus-weights-1"

/** How much of a file's text goes into a message. */
#define TEXT_SHOWN 80

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
        const char *fault = genus_label_fault(label);
        if (fault != NULL) {
            return genus_fail(error, GENUS_ERROR_LABELS, "%s: labels: number %u %s", path, i + 1,
                              fault);
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

/** The network and the front end together: a hop of 1 makes the smallest network a burden. */
static genus_status check_cost(const genus_model_config *config, const char *path,
                               genus_error *error) {
    const genus_listening_cost cost = genus_listening_cost_of(&config->frontend, &config->arch);
    const char *advice = "train with a larger hop or a smaller network";
    if (cost.bytes > GENUS_LISTENING_BYTES_MAX) {
        return genus_fail(error, GENUS_ERROR_NETWORK,
                          "%s: network: to listen with it takes %.0f MiB of memory, and %.0f are "
                          "the most; %s",
                          path, cost.bytes / 1048576.0, GENUS_LISTENING_BYTES_MAX / 1048576.0,
                          advice);
    }
    if (cost.multiply_adds > GENUS_LISTENING_RATE_MAX) {
        return genus_fail(error, GENUS_ERROR_NETWORK,
                          "%s: network: to listen with it takes %.3g multiply-adds a second, and "
                          "%.3g are the most; %s",
                          path, cost.multiply_adds, GENUS_LISTENING_RATE_MAX, advice);
    }
    return GENUS_OK;
}

/** The architecture by itself, with the labels, and with the shortest window that a listener may
 * have. */
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
    return check_cost(config, path, error);
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

static genus_status read_network(const genus_safetensors *file, genus_model_config *config,
                                 genus_error *error) {
    const char *text = NULL;
    genus_status status = genus_metadata_text(file, "network", &text, error);
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
    genus_status status = genus_metadata_text(file, "normalisation", &text, error);
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
    return genus_metadata_refuse(file, "normalisation", "an offset and a scale in dB", error);
}

genus_status genus_model_config_read(const genus_safetensors *file, genus_model_config *config,
                                     char **label_text, genus_error *error) {
    genus_status status = genus_metadata_expect(file, "format", FORMAT, GENUS_ERROR_VERSION, error);
    if (status == GENUS_OK) {
        status = read_labels(file, config, label_text, error);
    }
    if (status == GENUS_OK) {
        status = check_labels(config, genus_safetensors_path(file), error);
    }
    if (status == GENUS_OK) {
        status = genus_metadata_frontend(file, &config->frontend, error);
    }
    if (status == GENUS_OK) {
        status = read_network(file, config, error);
    }
    if (status == GENUS_OK) {
        status = read_normalisation(file, &config->normalisation, error);
    }
    if (status == GENUS_OK) {
        status = genus_metadata_number(file, "temperature", &config->temperature, error);
    }
    if (status == GENUS_OK) {
        status = genus_metadata_number(file, "sure_threshold", &config->sure_threshold, error);
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
    text->labels = join_labels(config);
    if (text->labels == NULL) {
        return false;
    }
    genus_architecture_print(&config->arch, text->network);
    genus_frontend_settings_print(&config->frontend, &text->frontend);
    genus_number_print(config->temperature, text->temperature);
    genus_number_print(config->sure_threshold, text->sure_threshold);
    char offset[GENUS_NUMBER_TEXT];
    char scale[GENUS_NUMBER_TEXT];
    genus_number_print(config->normalisation.offset, offset);
    genus_number_print(config->normalisation.scale, scale);
    (void)snprintf(text->normalisation, sizeof text->normalisation, "%s %s", offset, scale);

    // In this order since the first version: the same training gives the same bytes.
    genus_metadata *entry = text->entries;
    *entry++ = (genus_metadata){"format", FORMAT};
    *entry++ = (genus_metadata){"labels", text->labels};
    for (size_t i = 0; i < GENUS_FRONTEND_REALS; i++) {
        *entry++ = text->frontend.entries[i];
    }
    *entry++ = (genus_metadata){"network", text->network};
    *entry++ = (genus_metadata){"normalisation", text->normalisation};
    for (size_t i = GENUS_FRONTEND_REALS; i < GENUS_FRONTEND_ENTRIES; i++) {
        *entry++ = text->frontend.entries[i];
    }
    *entry++ = (genus_metadata){"temperature", text->temperature};
    *entry++ = (genus_metadata){"sure_threshold", text->sure_threshold};
    assert(entry == text->entries + GENUS_MODEL_CONFIG_ENTRIES);
    return true;
}
