// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What is saved with a session: the weights' path if they are not the bundle's, and the track: tag,
// evidence, ribbon. Window, hold and the like are ports, which hosts save by themselves.
//
// Both functions may run while run() does: save() reads the published state, restore() posts to the
// mailbox.

#include "plugin/lv2/instance_body.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/** Finds a feature that the host gave. */
static void *find_feature(const LV2_Feature *const *features, const char *uri) {
    for (size_t i = 0; features != NULL && features[i] != NULL; i++) {
        if (strcmp(features[i]->URI, uri) == 0) {
            return features[i]->data;
        }
    }
    return NULL;
}

static void free_path(const LV2_Feature *const *features, char *path) {
    const LV2_State_Free_Path *free_feature = find_feature(features, LV2_STATE__freePath);
    if (free_feature != NULL) {
        free_feature->free_path(free_feature->handle, path);
    } else {
        free(path);
    }
}

// ------------------------------------------------------------------------------------------- save

/** A vector's body as it is stored: header, then 4-byte numbers. */
typedef struct vector {
    LV2_Atom_Vector_Body header;
    union {
        float floats[GENUS_LABELS_MAX];
        int32_t integers[GENUS_RIBBON_PACKED_MAX];
    } body;
} vector;

/** Where and how to store. */
typedef struct store {
    LV2_State_Store_Function function;
    LV2_State_Handle handle;
    const genus_uris *uris;
    LV2_State_Status status; ///< Of the first failure.
} store;

static void put(store *out, LV2_URID key, const void *value, size_t size, LV2_URID type,
                uint32_t flags) {
    if (out->status == LV2_STATE_SUCCESS) {
        out->status = out->function(out->handle, key, value, size, type, flags);
    }
}

static void put_vector(store *out, LV2_URID key, vector *value, LV2_URID type, uint32_t count) {
    value->header = (LV2_Atom_Vector_Body){.child_size = sizeof(float), .child_type = type};
    put(out, key, value, sizeof value->header + count * sizeof(float), out->uris->atom_vector,
        LV2_STATE_IS_POD);
}

static void put_track(store *out, const genus_instance *instance, const genus_saved_track *track) {
    const genus_uris *uris = out->uris;
    put(out, uris->labels, instance->label_lines, strlen(instance->label_lines) + 1,
        uris->atom_string, LV2_STATE_IS_POD | LV2_STATE_IS_PORTABLE);
    put(out, uris->track_seconds, &track->tag.seconds, sizeof track->tag.seconds, uris->atom_double,
        LV2_STATE_IS_POD | LV2_STATE_IS_PORTABLE);
    vector value;
    const uint32_t label_count = instance->bundle.label_count;
    memcpy(value.body.floats, track->tag.posterior, label_count * sizeof(float));
    put_vector(out, uris->track, &value, uris->atom_float, label_count);
    const uint32_t count = genus_ribbon_pack(&track->ribbon, value.body.integers);
    put_vector(out, uris->ribbon, &value, uris->atom_int, count);
}

static void put_path(store *out, const char *path, const LV2_Feature *const *features) {
    const LV2_State_Map_Path *map = find_feature(features, LV2_STATE__mapPath);
    char *mapped = map == NULL ? NULL : map->abstract_path(map->handle, path);
    const char *stored = mapped == NULL ? path : mapped;
    put(out, out->uris->weights, stored, strlen(stored) + 1, out->uris->atom_path,
        LV2_STATE_IS_POD | LV2_STATE_IS_PORTABLE);
    if (mapped != NULL) {
        free_path(features, mapped);
    }
}

/** The track as it is, or as it was restored if no block has passed since. */
static void read_track(genus_instance *instance, genus_saved_track *track, char path[PATH_MAX]) {
    genus_published published;
    (void)pthread_mutex_lock(&instance->lock);
    genus_published_state_read(&instance->published_state, &published);
    *track = instance->restored_track;
    const bool restored_is_shown = published.restored == instance->restored;
    (void)snprintf(path, PATH_MAX, "%s", instance->path);
    (void)pthread_mutex_unlock(&instance->lock);
    if (restored_is_shown) {
        track->tag.seconds = published.view.track_seconds;
        memcpy(track->tag.posterior, published.view.track_posterior, sizeof track->tag.posterior);
        track->ribbon = published.view.ribbon;
    }
}

static LV2_State_Status save(LV2_Handle handle, LV2_State_Store_Function function,
                             LV2_State_Handle state, uint32_t flags,
                             const LV2_Feature *const *features) {
    (void)flags;
    genus_instance *instance = handle;
    store out = {.function = function, .handle = state, .uris = &instance->uris};
    genus_saved_track track;
    char path[PATH_MAX];
    read_track(instance, &track, path);
    put_track(&out, instance, &track);
    if (path[0] != '\0') {
        put_path(&out, path, features);
    }
    return out.status;
}

// ---------------------------------------------------------------------------------------- restore

/** Where and how to retrieve. */
typedef struct source {
    LV2_State_Retrieve_Function function;
    LV2_State_Handle handle;
    genus_instance *instance;
} source;

/** What was saved cannot be used. */
static void refuse(const source *in, const char *what, const char *why) {
    lv2_log_warning(&in->instance->logger, "genus: the saved %s is ignored: %s\n", what, why);
}

/** A value of the wanted type; NULL if there is none. */
static const void *get(const source *in, LV2_URID key, LV2_URID type, size_t *size) {
    uint32_t found = 0;
    uint32_t flags = 0;
    const void *value = in->function(in->handle, key, size, &found, &flags);
    if (value != NULL && found != type) {
        refuse(in, "value", "it is of another type than what this plugin saves");
        return NULL;
    }
    return value;
}

/** A string and its length: its size may or may not count a NUL, which Carla leaves out. */
static const char *get_string(const source *in, LV2_URID key, LV2_URID type, size_t *length) {
    size_t size = 0;
    const char *string = get(in, key, type, &size);
    *length = string == NULL ? 0 : strnlen(string, size);
    return string;
}

/** The numbers of a vector of 4-byte numbers. @return false: it is none, or has over `most`. */
static bool get_vector(const source *in, LV2_URID key, LV2_URID type, uint32_t most, void *numbers,
                       uint32_t *count) {
    size_t size = 0;
    const char *value = get(in, key, in->instance->uris.atom_vector, &size);
    LV2_Atom_Vector_Body header;
    if (value == NULL || size < sizeof header) {
        return false;
    }
    memcpy(&header, value, sizeof header);
    const size_t bytes = size - sizeof header;
    if (header.child_size != sizeof(float) || header.child_type != type ||
        bytes % sizeof(float) != 0 || bytes / sizeof(float) > most) {
        return false;
    }
    *count = (uint32_t)(bytes / sizeof(float));
    memcpy(numbers, value + sizeof header, bytes);
    return true;
}

static bool get_track(const source *in, genus_saved_track *track) {
    const genus_uris *uris = &in->instance->uris;
    const uint32_t label_count = in->instance->bundle.label_count;
    size_t size = 0;
    const void *seconds = get(in, uris->track_seconds, uris->atom_double, &size);
    if (seconds == NULL || size != sizeof track->tag.seconds) {
        return false;
    }
    memcpy(&track->tag.seconds, seconds, size);
    uint32_t count = 0;
    int32_t packed[GENUS_RIBBON_PACKED_MAX];
    return get_vector(in, uris->track, uris->atom_float, label_count, track->tag.posterior,
                      &count) &&
           count == label_count && genus_tag_is_sound(&track->tag, label_count) &&
           get_vector(in, uris->ribbon, uris->atom_int, GENUS_RIBBON_PACKED_MAX, packed, &count) &&
           genus_ribbon_unpack(&track->ribbon, packed, count, label_count);
}

/** The weights that the state names, empty for the bundle's. */
static void get_path(const source *in, const LV2_Feature *const *features, char path[PATH_MAX]) {
    path[0] = '\0';
    size_t length = 0;
    const genus_uris *uris = &in->instance->uris;
    const char *value = get_string(in, uris->weights, uris->atom_path, &length);
    if (value == NULL) {
        return;
    }
    char stored[PATH_MAX];
    if (length >= sizeof stored) {
        refuse(in, "path of weights", "it is too long");
        return;
    }
    memcpy(stored, value, length);
    stored[length] = '\0';
    const LV2_State_Map_Path *map = find_feature(features, LV2_STATE__mapPath);
    char *mapped = map == NULL ? NULL : map->absolute_path(map->handle, stored);
    const char *absolute = mapped == NULL ? stored : mapped;
    if (strlen(absolute) < PATH_MAX) {
        (void)snprintf(path, PATH_MAX, "%s", absolute);
    } else {
        refuse(in, "path of weights", "it is too long");
    }
    if (mapped != NULL) {
        free_path(features, mapped);
    }
}

/** A message with the weights at `path`, or without any if they are in use. NULL: memory is out. */
static genus_message *message_for_weights(genus_instance *instance, const char *path) {
    (void)pthread_mutex_lock(&instance->lock);
    const bool in_use = strcmp(instance->path, path) == 0;
    (void)pthread_mutex_unlock(&instance->lock);
    return in_use ? calloc(1, sizeof(genus_message)) : genus_message_load(instance, path);
}

static LV2_State_Status restore(LV2_Handle handle, LV2_State_Retrieve_Function function,
                                LV2_State_Handle state, uint32_t flags,
                                const LV2_Feature *const *features) {
    (void)flags;
    genus_instance *instance = handle;
    const source in = {.function = function, .handle = state, .instance = instance};
    size_t length = 0;
    const char *labels =
        get_string(&in, instance->uris.labels, instance->uris.atom_string, &length);
    if (labels == NULL) {
        return LV2_STATE_SUCCESS; // A preset, which holds nothing but ports.
    }
    char path[PATH_MAX];
    get_path(&in, features, path);
    genus_message *message = message_for_weights(instance, path);
    if (message == NULL) {
        return LV2_STATE_ERR_UNKNOWN;
    }
    if (length != strlen(instance->label_lines) ||
        memcmp(labels, instance->label_lines, length) != 0) {
        refuse(&in, "tag", "it is one of other labels");
    } else if (!get_track(&in, &message->track)) {
        refuse(&in, "tag", "it is damaged");
    } else {
        message->restored = 1; // Numbered when it is posted.
    }
    genus_message_post(instance, message, path);
    return LV2_STATE_SUCCESS;
}

const LV2_State_Interface *genus_state_interface(void) {
    static const LV2_State_Interface interface = {save, restore};
    return &interface;
}
