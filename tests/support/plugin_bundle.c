// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Bundles in temporary folders.

#include "plugin_bundle.h"
#include "random_model.h"
#include "train/bundle/lv2_bundle.h"

#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void must(genus_status status, const genus_error *error) {
    if (status != GENUS_OK) {
        (void)fprintf(stderr, "%s\n", error->message);
        abort();
    }
}

void plugin_bundle_make(plugin_bundle *bundle, float sure_threshold) {
    *bundle = (plugin_bundle){.root = "/tmp/genus-plugin-XXXXXX"};
    if (mkdtemp(bundle->root) == NULL) {
        abort();
    }
    (void)snprintf(bundle->folder, BUNDLE_PATH_MAX, "%s/genus.lv2", bundle->root);
    (void)snprintf(bundle->weights, BUNDLE_PATH_MAX, "%s/first.safetensors", bundle->root);
    (void)snprintf(bundle->others, BUNDLE_PATH_MAX, "%s/second.safetensors", bundle->root);
    (void)snprintf(bundle->fewer, BUNDLE_PATH_MAX, "%s/fewer.safetensors", bundle->root);
    genus_error error;
    must(genus_test_write_random_model(bundle->weights, "genus", BUNDLE_LABELS, sure_threshold, 1,
                                       &error),
         &error);
    must(genus_test_write_random_model(bundle->others, "genus", BUNDLE_LABELS, sure_threshold, 2,
                                       &error),
         &error);
    must(genus_test_write_random_model(bundle->fewer, "genus", 4, sure_threshold, 3, &error),
         &error);
    const genus_bundle_parts parts = {.weights = bundle->weights,
                                      .binaries = GENUS_PLUGIN_BINARIES,
                                      .templates = GENUS_TEMPLATES};
    must(genus_bundle_write(&parts, bundle->folder, &error), &error);
}

/** Removes a folder with the files in it and in its own folders. */
static void remove_folder(const char *path) {
    DIR *folder = opendir(path);
    if (folder == NULL) {
        (void)remove(path);
        return;
    }
    for (const struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
            char inside[BUNDLE_PATH_MAX];
            (void)snprintf(inside, sizeof inside, "%.255s/%.255s", path, entry->d_name);
            remove_folder(inside);
        }
    }
    (void)closedir(folder);
    (void)remove(path);
}

void plugin_bundle_remove(const plugin_bundle *bundle) {
    remove_folder(bundle->root);
}

float *plugin_music(uint64_t frames, uint32_t seed) {
    float *music = malloc(frames * sizeof *music);
    if (music == NULL) {
        abort();
    }
    uint32_t random = seed * 2654435761U + 1; // Xorshift32 (Marsaglia 2003).
    float phase = 0.0F;
    for (uint64_t i = 0; i < frames; i++) {
        random ^= random << 13;
        random ^= random >> 17;
        random ^= random << 5;
        phase += 0.02F + 0.01F * (float)(seed % 7);
        music[i] = 0.3F * sinf(phase) + 0.2F * ((float)random / 2147483648.0F - 1.0F);
    }
    return music;
}
