// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What a bundle holds.

#include "plugin/lv2/bundle.h"
#include "engine/base/read_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CONTENTS_MAX 65536 // Of contents.txt, in bytes: 64 labels with room to spare.

/** Cuts the next line off; NULL at the end. */
static char *next_line(char **rest) {
    char *line = *rest;
    if (line == NULL || *line == '\0') {
        return NULL;
    }
    char *end = strchr(line, '\n');
    *rest = end == NULL ? line + strlen(line) : end + 1;
    if (end != NULL) {
        *end = '\0';
    }
    return line;
}

genus_status genus_bundle_read(const char *folder, genus_bundle *bundle, genus_error *error) {
    *bundle = (genus_bundle){.label_count = 0};
    char path[PATH_MAX];
    const size_t length = strlen(folder);
    const char *slash = length > 0 && folder[length - 1] == '/' ? "" : "/";
    (void)snprintf(path, sizeof path, "%s%scontents.txt", folder, slash);
    size_t size = 0;
    const genus_status status =
        genus_read_file(path, CONTENTS_MAX, &bundle->label_text, &size, error);
    if (status != GENUS_OK) {
        return status;
    }
    const bool is_text = strlen(bundle->label_text) == size;
    char *rest = bundle->label_text;
    const char *name = next_line(&rest);
    for (const char *label = next_line(&rest);
         label != NULL && bundle->label_count < GENUS_LABELS_MAX; label = next_line(&rest)) {
        bundle->labels[bundle->label_count++] = label;
    }
    bundle->name = name;
    const int written =
        snprintf(bundle->weights, sizeof bundle->weights, "%s%sweights.safetensors", folder, slash);
    if (!is_text || name == NULL || bundle->label_count < 2 || *rest != '\0' || written < 0 ||
        (size_t)written >= sizeof bundle->weights) {
        genus_bundle_clear(bundle);
        return genus_fail(
            error, GENUS_ERROR_LABELS,
            "%s: not the name of a weights file and 2 to %d labels; install the bundle "
            "anew",
            path, GENUS_LABELS_MAX);
    }
    return GENUS_OK;
}

void genus_bundle_clear(genus_bundle *bundle) {
    free(bundle->label_text);
    *bundle = (genus_bundle){.label_count = 0};
}
