// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What a bundle holds.

#include "plugin/lv2/bundle.h"
#include "engine/base/error.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CONTENTS_MAX 65536 // Of contents.txt, in bytes: 64 labels with room to spare.

/** Reads a small text file whole; free it. */
static genus_status read_text(const char *path, char **text, genus_error *error) {
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return genus_fail(error, GENUS_ERROR_OPEN, "%s: %s; install the bundle anew", path,
                          strerror(errno));
    }
    genus_status status = GENUS_OK;
    *text = malloc(CONTENTS_MAX + 1);
    if (*text == NULL) {
        status = genus_fail(error, GENUS_ERROR_MEMORY, "%s: out of memory", path);
    } else {
        const size_t length = fread(*text, 1, CONTENTS_MAX, file);
        (*text)[length] = '\0';
        if (ferror(file) || length == CONTENTS_MAX || strlen(*text) != length) {
            status = genus_fail(error, GENUS_ERROR_READ, "%s: unreadable; install the bundle anew",
                                path);
        }
    }
    (void)fclose(file);
    return status;
}

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
    genus_status status = read_text(path, &bundle->label_text, error);
    if (status != GENUS_OK) {
        genus_bundle_clear(bundle);
        return status;
    }
    char *rest = bundle->label_text;
    const char *name = next_line(&rest);
    for (const char *label = next_line(&rest);
         label != NULL && bundle->label_count < GENUS_LABELS_MAX; label = next_line(&rest)) {
        bundle->labels[bundle->label_count++] = label;
    }
    bundle->name = name;
    const int written =
        snprintf(bundle->weights, sizeof bundle->weights, "%s%sweights.safetensors", folder, slash);
    if (name == NULL || bundle->label_count < 2 || *rest != '\0' || written < 0 ||
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
