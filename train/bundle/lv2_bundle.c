// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// An LV2 bundle from its parts.

#include "train/bundle/lv2_bundle.h"
#include "engine/base/atomic_file.h"
#include "engine/base/error.h"
#include "engine/base/utf8.h"
#include "train/util/template.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_MAX (1L << 30) // Of a part, in bytes.
#define SYMBOL_MAX 48
#define SHORT_NAME_MAX 16
#define PLUGIN_BINARY "genus.so"
#define WINDOW_BINARY "genus_ui.so"

// Ports and values as plugin/ports.h has them; the test of the plugin compares.
#define FIRST_LABEL_VALUE 3
#define FIRST_AUDIO_PORT 13

/** The two plugins of a bundle. */
typedef struct variant {
    const char *id;    ///< The last part of the URI and the name of the description.
    const char *name;  ///< For people.
    const char *group; ///< Class of its audio groups.
    uint32_t channels;
} variant;

static const variant variants[] = {
    {"mono", "Mono", "MonoGroup", 1},
    {"stereo", "Stereo", "StereoGroup", 2},
};
static const uint32_t variant_count = sizeof variants / sizeof *variants;

/** What templates are filled from. */
typedef struct filling {
    const genus_model *model;
    const variant *variant; ///< Of the description that is filled; NULL: it is of both.
    const char *weights;    ///< The weights' name in the bundle.
    bool has_window;
} filling;

// ------------------------------------------------------------------------------------------ words

/** A label as a Turtle string, between quotation marks of the template's. */
static void quote(const char *label, char value[GENUS_TEMPLATE_VALUE_MAX]) {
    size_t length = 0;
    for (const char *c = label; *c != '\0' && length + 3 < GENUS_TEMPLATE_VALUE_MAX; c++) {
        if (*c == '"' || *c == '\\') {
            value[length++] = '\\';
        }
        value[length++] = (unsigned char)*c < 0x20 ? ' ' : *c;
    }
    value[length] = '\0';
}

/** The label as a short name: LV2 asks for at most 16 characters. */
static void shorten(const char *label, char value[GENUS_TEMPLATE_VALUE_MAX]) {
    char cut[SHORT_NAME_MAX + 1];
    size_t length = strlen(label);
    if (length > SHORT_NAME_MAX) {
        length = genus_utf8_floor(label, SHORT_NAME_MAX);
    }
    (void)snprintf(cut, sizeof cut, "%.*s", (int)length, label);
    quote(cut, value);
}

static void make_symbol(const genus_model *model, uint32_t index, char symbol[SYMBOL_MAX]) {
    (void)snprintf(symbol, SYMBOL_MAX, "p_%.40s", genus_model_label(model, index));
    for (char *c = symbol; *c != '\0'; c++) {
        if (!isalnum((unsigned char)*c) || (unsigned char)*c >= 0x80) {
            *c = '_';
        }
    }
}

/** A port symbol for a label; labels that differ only in what symbols may not have get numbers. */
static void name_port(const genus_model *model, uint32_t index,
                      char value[GENUS_TEMPLATE_VALUE_MAX]) {
    char symbol[SYMBOL_MAX];
    make_symbol(model, index, symbol);
    bool taken = false;
    for (uint32_t i = 0; i < genus_model_label_count(model); i++) {
        char other[SYMBOL_MAX];
        make_symbol(model, i, other);
        taken = taken || (i != index && strcmp(symbol, other) == 0);
    }
    if (taken) {
        (void)snprintf(value, GENUS_TEMPLATE_VALUE_MAX, "%s_%u", symbol, index);
    } else {
        (void)snprintf(value, GENUS_TEMPLATE_VALUE_MAX, "%s", symbol);
    }
}

static int64_t count_items(const void *context, const char *list) {
    const filling *filling = context;
    if (strcmp(list, "label") == 0) {
        return genus_model_label_count(filling->model);
    }
    if (strcmp(list, "channel") == 0 && filling->variant != NULL) {
        return filling->variant->channels;
    }
    if (strcmp(list, "variant") == 0) {
        return variant_count;
    }
    if (strcmp(list, "window") == 0) {
        return filling->has_window ? 1 : 0;
    }
    return -1;
}

static bool number(char value[GENUS_TEMPLATE_VALUE_MAX], uint32_t number) {
    (void)snprintf(value, GENUS_TEMPLATE_VALUE_MAX, "%u", number);
    return true;
}

static bool string(char value[GENUS_TEMPLATE_VALUE_MAX], const char *string) {
    (void)snprintf(value, GENUS_TEMPLATE_VALUE_MAX, "%s", string);
    return true;
}

static bool label_word(const filling *filling, const char *name, uint32_t item,
                       char value[GENUS_TEMPLATE_VALUE_MAX]) {
    if (item >= genus_model_label_count(filling->model)) {
        return false;
    }
    if (strcmp(name, "LABEL") == 0) {
        quote(genus_model_label(filling->model, item), value);
        return true;
    }
    if (strcmp(name, "LABEL_SHORT") == 0) {
        shorten(genus_model_label(filling->model, item), value);
        return true;
    }
    if (strcmp(name, "LABEL_VALUE") == 0) {
        return number(value, FIRST_LABEL_VALUE + item);
    }
    if (strcmp(name, "LABEL_SYMBOL") == 0) {
        name_port(filling->model, item, value);
        return true;
    }
    if (strcmp(name, "LABEL_PORT") == 0 && filling->variant != NULL) {
        return number(value, FIRST_AUDIO_PORT + 2 * filling->variant->channels + item);
    }
    return false;
}

static bool channel_word(const variant *variant, const char *name, uint32_t item,
                         char value[GENUS_TEMPLATE_VALUE_MAX]) {
    static const char *const symbols[] = {"left", "right"};
    static const char *const names[] = {"Left", "Right"};
    if (variant == NULL || item >= variant->channels) {
        return false;
    }
    const bool mono = variant->channels == 1;
    if (strcmp(name, "CHANNEL_SYMBOL") == 0) {
        return string(value, mono ? "centre" : symbols[item]);
    }
    if (strcmp(name, "CHANNEL_NAME") == 0) {
        return string(value, mono ? "Mono" : names[item]);
    }
    if (strcmp(name, "CHANNEL_DESIGNATION") == 0) {
        return string(value, mono ? "center" : symbols[item]);
    }
    if (strcmp(name, "IN_PORT") == 0) {
        return number(value, FIRST_AUDIO_PORT + item);
    }
    if (strcmp(name, "OUT_PORT") == 0) {
        return number(value, FIRST_AUDIO_PORT + variant->channels + item);
    }
    return false;
}

static bool variant_word(const variant *variant, const char *name,
                         char value[GENUS_TEMPLATE_VALUE_MAX]) {
    if (strcmp(name, "VARIANT") == 0) {
        return string(value, variant->id);
    }
    if (strcmp(name, "VARIANT_NAME") == 0) {
        return string(value, variant->name);
    }
    return strcmp(name, "VARIANT_GROUP") == 0 && string(value, variant->group);
}

static bool find_value(const void *context, const char *name, uint32_t item,
                       char value[GENUS_TEMPLATE_VALUE_MAX]) {
    const filling *filling = context;
    if (strcmp(name, "GENRE_MAX") == 0) {
        return number(value, FIRST_LABEL_VALUE + genus_model_label_count(filling->model) - 1);
    }
    const variant *variant = filling->variant;
    if (variant == NULL && item < variant_count) {
        variant = &variants[item];
    }
    return (variant != NULL && variant_word(variant, name, value)) ||
           label_word(filling, name, item, value) ||
           channel_word(filling->variant, name, item, value);
}

// ------------------------------------------------------------------------------------------ files

/** A path in a folder; free it. */
static char *path_in(const char *folder, const char *name) {
    const size_t size = strlen(folder) + strlen(name) + 2;
    char *path = malloc(size);
    if (path != NULL) {
        (void)snprintf(path, size, "%s/%s", folder, name);
    }
    return path;
}

/** Reads a file whole, with a NUL after it; free the bytes. */
static genus_status read_file(const char *path, char **bytes, size_t *size, genus_error *error) {
    *bytes = NULL;
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return genus_fail(error, GENUS_ERROR_OPEN, "%s: %s", path, strerror(errno));
    }
    genus_status status = GENUS_OK;
    long length = -1;
    if (fseek(file, 0, SEEK_END) == 0) {
        length = ftell(file);
    }
    if (length < 0 || length > FILE_MAX || fseek(file, 0, SEEK_SET) != 0) {
        status = genus_fail(error, GENUS_ERROR_READ, "%s: cannot be read", path);
        goto done;
    }
    *size = (size_t)length;
    *bytes = malloc(*size + 1);
    if (*bytes == NULL) {
        status = genus_fail(error, GENUS_ERROR_MEMORY, "%s: out of memory", path);
    } else if (fread(*bytes, 1, *size, file) != *size) {
        status = genus_fail(error, GENUS_ERROR_READ, "%s: cannot be read", path);
        free(*bytes);
        *bytes = NULL;
    } else {
        (*bytes)[*size] = '\0';
    }
done:
    (void)fclose(file);
    return status;
}

static genus_status out_of_memory(genus_error *error) {
    return genus_fail(error, GENUS_ERROR_MEMORY, "bundle: out of memory");
}

static genus_status copy_file(const char *from, const char *folder, const char *name,
                              genus_error *error) {
    char *to = path_in(folder, name);
    if (to == NULL) {
        return out_of_memory(error);
    }
    char *bytes = NULL;
    size_t size = 0;
    genus_status status = read_file(from, &bytes, &size, error);
    if (status == GENUS_OK) {
        status = genus_atomic_file_write(to, bytes, size, error);
    }
    free(bytes);
    free(to);
    return status;
}

static genus_status copy_binary(const genus_bundle_parts *parts, const char *out, const char *name,
                                genus_error *error) {
    char *from = path_in(parts->binaries, name);
    const genus_status status =
        from == NULL ? out_of_memory(error) : copy_file(from, out, name, error);
    free(from);
    return status;
}

/** Fills the template `source`.ttl.in into `target`.ttl. */
static genus_status write_description(const genus_bundle_parts *parts, const char *out,
                                      const char *source, const char *target,
                                      const filling *filling, genus_error *error) {
    char template_name[NAME_MAX];
    char file_name[NAME_MAX];
    (void)snprintf(template_name, sizeof template_name, "%s.ttl.in", source);
    (void)snprintf(file_name, sizeof file_name, "%s.ttl", target);
    const genus_template_words words = {filling, count_items, find_value};
    char *text = NULL;
    char *filled = NULL;
    size_t size = 0;
    char *from = path_in(parts->templates, template_name);
    char *to = path_in(out, file_name);
    genus_status status =
        from == NULL || to == NULL ? out_of_memory(error) : read_file(from, &text, &size, error);
    if (status == GENUS_OK) {
        status = genus_template_fill(from, text, &words, &filled, error);
    }
    if (status == GENUS_OK) {
        status = genus_atomic_file_write(to, filled, strlen(filled), error);
    }
    free(filled);
    free(text);
    free(from);
    free(to);
    return status;
}

/** contents.txt: the weights' name, then the labels, a line each. */
static genus_status write_contents(const char *out, const filling *filling, genus_error *error) {
    const uint32_t count = genus_model_label_count(filling->model);
    size_t size = strlen(filling->weights) + 2;
    for (uint32_t i = 0; i < count; i++) {
        size += strlen(genus_model_label(filling->model, i)) + 1;
    }
    char *path = path_in(out, "contents.txt");
    char *text = malloc(size);
    genus_status status = GENUS_OK;
    if (path == NULL || text == NULL) {
        status = out_of_memory(error);
    } else {
        size_t length = (size_t)snprintf(text, size, "%s\n", filling->weights);
        for (uint32_t i = 0; i < count; i++) {
            length += (size_t)snprintf(text + length, size - length, "%s\n",
                                       genus_model_label(filling->model, i));
        }
        status = genus_atomic_file_write(path, text, strlen(text), error);
    }
    free(text);
    free(path);
    return status;
}

// ----------------------------------------------------------------------------------------- bundle

static bool has_window(const genus_bundle_parts *parts) {
    char *path = path_in(parts->binaries, WINDOW_BINARY);
    const bool there = path != NULL && access(path, R_OK) == 0;
    free(path);
    return there;
}

static genus_status write_all(const genus_bundle_parts *parts, const char *out, filling *filling,
                              genus_error *error) {
    genus_status status = copy_binary(parts, out, PLUGIN_BINARY, error);
    if (status == GENUS_OK && filling->has_window) {
        status = copy_binary(parts, out, WINDOW_BINARY, error);
    }
    if (status == GENUS_OK) {
        status = copy_file(parts->weights, out, filling->weights, error);
    }
    if (status == GENUS_OK) {
        status = write_contents(out, filling, error);
    }
    for (uint32_t i = 0; i < variant_count && status == GENUS_OK; i++) {
        filling->variant = &variants[i];
        status = write_description(parts, out, "plugin", variants[i].id, filling, error);
    }
    filling->variant = NULL;
    // The manifest comes last: what it names is there.
    static const char *const descriptions[] = {"genus", "presets", "manifest"};
    for (size_t i = 0; i < sizeof descriptions / sizeof *descriptions && status == GENUS_OK; i++) {
        status = write_description(parts, out, descriptions[i], descriptions[i], filling, error);
    }
    return status;
}

genus_status genus_bundle_write(const genus_bundle_parts *parts, const char *out,
                                genus_error *error) {
    genus_model *model = NULL;
    genus_status status = genus_model_load(parts->weights, &model, error);
    if (status != GENUS_OK) {
        return status;
    }
    if (mkdir(out, 0777) != 0 && errno != EEXIST) {
        status =
            genus_fail(error, GENUS_ERROR_OPEN, "%s: cannot be made: %s", out, strerror(errno));
    } else {
        const char *slash = strrchr(parts->weights, '/');
        filling filling = {.model = model,
                           .weights = slash == NULL ? parts->weights : slash + 1,
                           .has_window = has_window(parts)};
        status = write_all(parts, out, &filling, error);
    }
    genus_model_free(model);
    return status;
}
