// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A weights file at work in an instance.

#include "plugin/lv2/loaded_model.h"
#include "engine/base/error.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool has_labels_of(const genus_model *model, const genus_bundle *bundle) {
    bool same = genus_model_label_count(model) == bundle->label_count;
    for (uint32_t i = 0; same && i < bundle->label_count; i++) {
        same = strcmp(genus_model_label(model, i), bundle->labels[i]) == 0;
    }
    return same;
}

static const char *name_in(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

static void describe(genus_loaded_model *loaded, const char *name, const genus_model *model) {
    const char *accuracy = genus_model_metadata(model, "test_accuracy");
    const bool known = accuracy != NULL;
    (void)snprintf(loaded->about, sizeof loaded->about, "%.160s%s%.64s", name,
                   known ? ", test accuracy " : "", known ? accuracy : "");
}

genus_status genus_loaded_model_new(const genus_bundle *bundle, const char *path,
                                    const genus_listener_options *options,
                                    genus_loaded_model **loaded, genus_error *error) {
    *loaded = NULL;
    const bool own = path == NULL || path[0] == '\0';
    if (own) {
        path = bundle->weights;
    }
    genus_loaded_model *made = calloc(1, sizeof *made);
    if (made == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "%s: out of memory", path);
    }
    (void)snprintf(made->path, sizeof made->path, "%s", path);
    genus_model *model = NULL;
    genus_status status = genus_model_load(path, &model, error);
    if (status == GENUS_OK && !has_labels_of(model, bundle)) {
        status = genus_fail(error, GENUS_ERROR_LABELS,
                            "%s: its labels are not those of this plugin; for a plugin with them: "
                            "genus-train bundle %s --out DIR",
                            path, path);
    }
    if (status == GENUS_OK) {
        made->sure_threshold = genus_model_sure_threshold(model);
        describe(made, own ? bundle->name : name_in(path), model);
        status = genus_listener_new(model, options, &made->listener, error);
    }
    genus_model_free(model); // The listener has its own reference.
    if (status != GENUS_OK) {
        genus_loaded_model_free(made);
        return status;
    }
    *loaded = made;
    return GENUS_OK;
}

void genus_loaded_model_free(genus_loaded_model *loaded) {
    if (loaded != NULL) {
        genus_listener_free(loaded->listener);
        free(loaded);
    }
}
