// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Where what was trained comes from.

#include "train/nn/provenance.h"

#include <stdio.h>
#include <string.h>

genus_provenance genus_provenance_of(const genus_recipe *recipe, const genus_dataset *dataset,
                                     const genus_split *split) {
    genus_provenance provenance;
    genus_recipe_print(recipe, provenance.settings);
    genus_dataset_digest(dataset, provenance.data_digest);
    genus_split_digest(split, dataset, provenance.split_digest);
    return provenance;
}

void genus_provenance_list(const genus_provenance *provenance, const char *format,
                           genus_metadata metadata[GENUS_PROVENANCE_ENTRIES]) {
    const genus_metadata list[GENUS_PROVENANCE_ENTRIES] = {
        {"format", format},
        {"tool_version", genus_version()},
        {"settings", provenance->settings},
        {"data_digest", provenance->data_digest},
        {"split_digest", provenance->split_digest},
    };
    memcpy(metadata, list, sizeof list);
}

/** Appends what differs of one thing, at most so much of it that others have room. */
static void add_difference(char difference[GENUS_DIFFERENCE_TEXT], const char *name, size_t length,
                           const char *there, size_t there_length, const char *here,
                           size_t here_length) {
    enum { shown = 60 };
    const size_t used = strlen(difference);
    (void)snprintf(difference + used, GENUS_DIFFERENCE_TEXT - used,
                   "%s%.*s is %.*s there and %.*s here", used > 0 ? ", " : "", (int)length, name,
                   (int)(there_length < shown ? there_length : shown), there,
                   (int)(here_length < shown ? here_length : shown), here);
}

/** Where an option of a settings text ends: before the blank that the next one follows. */
static size_t option_length(const char *text) {
    const char *next = strstr(text + 1, " --");
    return next != NULL ? (size_t)(next - text) : strlen(text);
}

/** The value of an option in a settings text, "nothing" without. */
static const char *find_option(const char *text, const char *name, size_t length, size_t *size) {
    for (const char *option = text; *option != '\0';) {
        const size_t all = option_length(option);
        if (all > length && strncmp(option, name, length) == 0 && option[length] == ' ') {
            *size = all - length - 1;
            return option + length + 1;
        }
        option += all + (option[all] != '\0');
    }
    *size = strlen("nothing");
    return "nothing";
}

/** Compares two settings texts option by option. @param difference Appended to. */
static void compare_settings(const char *there, const char *here,
                             char difference[GENUS_DIFFERENCE_TEXT]) {
    const char *const texts[] = {here, there};
    for (size_t i = 0; i < 2; i++) {
        for (const char *option = texts[i]; *option != '\0';) {
            const size_t name = strcspn(option, " ");
            size_t here_size = 0;
            size_t there_size = 0;
            const char *here_value = find_option(here, option, name, &here_size);
            const char *there_value = find_option(there, option, name, &there_size);
            // What stands in both was told with those of `here`.
            const bool told = i == 1 && strncmp(here_value, "nothing", here_size) != 0;
            if (!told &&
                (here_size != there_size || strncmp(here_value, there_value, here_size) != 0)) {
                add_difference(difference, option, name, there_value, there_size, here_value,
                               here_size);
            }
            const size_t all = option_length(option);
            option += all + (option[all] != '\0');
        }
    }
}

bool genus_provenance_matches(const genus_provenance *provenance, const char *format,
                              const genus_safetensors *file,
                              char difference[GENUS_DIFFERENCE_TEXT]) {
    genus_metadata entries[GENUS_PROVENANCE_ENTRIES];
    genus_provenance_list(provenance, format, entries);
    difference[0] = '\0';
    bool matches = true;
    for (size_t i = 0; i < GENUS_PROVENANCE_ENTRIES; i++) {
        const genus_metadata *here = &entries[i];
        const char *there = genus_safetensors_metadata(file, here->key);
        there = there != NULL ? there : "";
        if (strcmp(there, here->value) == 0) {
            continue;
        }
        // The split follows from settings and data: it is told of only where these are the same.
        if (here->value == provenance->settings) {
            compare_settings(there, here->value, difference);
        } else if (here->value == provenance->data_digest) {
            add_difference(difference, "the data (SHA-256)", strlen("the data (SHA-256)"), there,
                           strnlen(there, 12), here->value, 12);
        } else if (here->value != provenance->split_digest || matches) {
            add_difference(difference, here->key, strlen(here->key), there, strlen(there),
                           here->value, strlen(here->value));
        }
        matches = false;
    }
    return matches;
}
