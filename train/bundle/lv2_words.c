// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The words of a bundle's descriptions: labels, ports and variants.

#include "engine/base/utf8.h"
#include "train/bundle/lv2_bundle.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define SYMBOL_MAX 44 // Of a symbol without a number.
#define SHORT_NAME_MAX 16
#define VALUE_MAX 2048

// Ports and values as plugin/ports.h has them; the test of the plugin compares.
#define FIRST_LABEL_VALUE 3
#define FIRST_AUDIO_PORT 13

const genus_bundle_variant genus_bundle_variants[GENUS_BUNDLE_VARIANTS] = {
    {"mono", "Mono", "MonoGroup", 1},
    {"stereo", "Stereo", "StereoGroup", 2},
};

/** A label as a Turtle string, between quotation marks of the template's. */
static void quote(const char *label, char value[VALUE_MAX]) {
    size_t length = 0;
    for (const char *c = label; *c != '\0' && length + 3 < VALUE_MAX; c++) {
        if (*c == '"' || *c == '\\') {
            value[length++] = '\\';
        }
        value[length++] = (unsigned char)*c < 0x20 ? ' ' : *c;
    }
    value[length] = '\0';
}

/** The label as a short name: LV2 asks for at most 16 characters. */
static void shorten(const char *label, char value[VALUE_MAX]) {
    char cut[SHORT_NAME_MAX + 1];
    size_t length = strlen(label);
    if (length > SHORT_NAME_MAX) {
        length = genus_utf8_floor(label, SHORT_NAME_MAX);
    }
    (void)snprintf(cut, sizeof cut, "%.*s", (int)length, label);
    quote(cut, value);
}

static void make_symbol(const char *label, char symbol[SYMBOL_MAX]) {
    (void)snprintf(symbol, SYMBOL_MAX, "p_%.40s", label);
    for (char *c = symbol; *c != '\0'; c++) {
        if (!isalnum((unsigned char)*c) || (unsigned char)*c >= 0x80) {
            *c = '_';
        }
    }
}

/** Names the ports of all labels: where a symbol is taken, the first number makes it another that
 * is not. */
static void name_ports(genus_bundle_words *words) {
    for (uint32_t i = 0; i < genus_model_label_count(words->model); i++) {
        char symbol[SYMBOL_MAX];
        make_symbol(genus_model_label(words->model, i), symbol);
        bool taken = true;
        for (uint32_t number = 1; taken; number++) {
            (void)snprintf(words->symbols[i], sizeof words->symbols[i],
                           number == 1 ? "%s" : "%s_%u", symbol, number);
            taken = false;
            for (uint32_t k = 0; k < i; k++) {
                taken = taken || strcmp(words->symbols[i], words->symbols[k]) == 0;
            }
        }
    }
}

static int64_t count_items(const void *context, const char *list) {
    const genus_bundle_words *words = context;
    if (strcmp(list, "label") == 0) {
        return genus_model_label_count(words->model);
    }
    if (strcmp(list, "channel") == 0 && words->variant != NULL) {
        return words->variant->channels;
    }
    if (strcmp(list, "variant") == 0) {
        return GENUS_BUNDLE_VARIANTS;
    }
    if (strcmp(list, "window") == 0) {
        return words->has_window ? 1 : 0;
    }
    return -1;
}

static bool number(char value[VALUE_MAX], uint32_t number) {
    (void)snprintf(value, VALUE_MAX, "%u", number);
    return true;
}

static bool string(char value[VALUE_MAX], const char *string) {
    (void)snprintf(value, VALUE_MAX, "%s", string);
    return true;
}

static bool label_word(const genus_bundle_words *words, const char *name, uint32_t item,
                       char value[VALUE_MAX]) {
    if (item >= genus_model_label_count(words->model)) {
        return false;
    }
    if (strcmp(name, "LABEL") == 0) {
        quote(genus_model_label(words->model, item), value);
        return true;
    }
    if (strcmp(name, "LABEL_SHORT") == 0) {
        shorten(genus_model_label(words->model, item), value);
        return true;
    }
    if (strcmp(name, "LABEL_VALUE") == 0) {
        return number(value, FIRST_LABEL_VALUE + item);
    }
    if (strcmp(name, "LABEL_SYMBOL") == 0) {
        return string(value, words->symbols[item]);
    }
    if (strcmp(name, "LABEL_PORT") == 0 && words->variant != NULL) {
        return number(value, FIRST_AUDIO_PORT + 2 * words->variant->channels + item);
    }
    return false;
}

static bool channel_word(const genus_bundle_variant *variant, const char *name, uint32_t item,
                         char value[VALUE_MAX]) {
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

static bool variant_word(const genus_bundle_variant *variant, const char *name,
                         char value[VALUE_MAX]) {
    if (strcmp(name, "VARIANT") == 0) {
        return string(value, variant->id);
    }
    if (strcmp(name, "VARIANT_NAME") == 0) {
        return string(value, variant->name);
    }
    return strcmp(name, "VARIANT_GROUP") == 0 && string(value, variant->group);
}

static bool find_value(const void *context, const char *name, uint32_t item,
                       char value[VALUE_MAX]) {
    const genus_bundle_words *words = context;
    if (strcmp(name, "GENRE_MAX") == 0) {
        return number(value, FIRST_LABEL_VALUE + genus_model_label_count(words->model) - 1);
    }
    const genus_bundle_variant *variant = words->variant;
    if (variant == NULL && item < GENUS_BUNDLE_VARIANTS) {
        variant = &genus_bundle_variants[item];
    }
    return (variant != NULL && variant_word(variant, name, value)) ||
           label_word(words, name, item, value) || channel_word(words->variant, name, item, value);
}

static bool put_value(const void *context, const char *name, uint32_t item, genus_text *filled) {
    char value[VALUE_MAX];
    const bool found = find_value(context, name, item, value);
    genus_text_put(filled, found ? value : "");
    return found;
}

genus_status genus_bundle_fill(const genus_bundle_words *words, const char *name, const char *text,
                               char **filled, genus_error *error) {
    const genus_template_words meanings = {words, count_items, put_value};
    return genus_template_fill(name, text, &meanings, filled, error);
}

void genus_bundle_words_of(const genus_model *model, bool has_window, genus_bundle_words *words) {
    *words = (genus_bundle_words){.model = model, .has_window = has_window};
    name_ports(words);
}
