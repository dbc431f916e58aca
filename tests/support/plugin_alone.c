// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A host without memory of its own that could be out.

#include "plugin_alone.h"

#include "engine/base/plugin_ports.h"
#include "engine/genus.h"
#include "plugin/lv2/uris.h"

#include <lv2/atom/forge.h>
#include <lv2/core/lv2.h>
#include <lv2/log/log.h>
#include <lv2/state/state.h>
#include <lv2/worker/worker.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum {
    uris_max = 128,
    uri_size = 128,
    log_size = 4096,
    sequence_size = 16384,
    frames_max = 12000, // More than wakes the worker.
    ports_max = 128,
};

struct alone {
    const LV2_Descriptor *descriptor;
    LV2_Handle handle;
    const LV2_Worker_Interface *worker;
    const LV2_State_Interface *state;
    LV2_URID_Map map;
    LV2_Log_Log log;
    LV2_Worker_Schedule schedule;
    genus_uris uris;
    LV2_Atom_Forge forge;
    float input[frames_max];
    float output[frames_max];
    float controls[ports_max];
    union {
        LV2_Atom_Sequence sequence;
        uint8_t bytes[sequence_size];
    } control, notify;
};

// One at a time, in memory that is always there.
static struct {
    alone plugin;
    char uris[uris_max][uri_size];
    uint32_t uri_count;
    char log[log_size];
} host;

uint32_t alone_map(const char *uri) {
    for (uint32_t i = 0; i < host.uri_count; i++) {
        if (strcmp(host.uris[i], uri) == 0) {
            return i + 1;
        }
    }
    (void)snprintf(host.uris[host.uri_count++], uri_size, "%s", uri);
    return host.uri_count;
}

const char *alone_log(void) {
    return host.log;
}

static LV2_URID map(LV2_URID_Map_Handle handle, const char *uri) {
    (void)handle;
    return alone_map(uri);
}

static int log_list(LV2_Log_Handle handle, LV2_URID type, const char *format, va_list values) {
    (void)handle;
    (void)type;
    const size_t length = strlen(host.log);
    return vsnprintf(host.log + length, sizeof host.log - length, format, values);
}

static int log_text(LV2_Log_Handle handle, LV2_URID type, const char *format, ...) {
    va_list values;
    va_start(values, format);
    const int length = log_list(handle, type, format, values);
    va_end(values);
    return length;
}

static LV2_Worker_Status respond(LV2_Worker_Respond_Handle handle, uint32_t size,
                                 const void *data) {
    const alone *plugin = handle;
    return plugin->worker->work_response(plugin->handle, size, data);
}

static LV2_Worker_Status schedule_work(LV2_Worker_Schedule_Handle handle, uint32_t size,
                                       const void *data) {
    alone *plugin = handle;
    return plugin->worker->work(plugin->handle, respond, plugin, size, data);
}

alone *alone_new(const char *bundle) {
    alone *made = &host.plugin;
    *made = (alone){.descriptor = lv2_descriptor(0),
                    .map = {.map = map},
                    .log = {.printf = log_text, .vprintf = log_list}};
    made->schedule = (LV2_Worker_Schedule){made, schedule_work};
    host.log[0] = '\0';
    genus_uris_map(&made->uris, &made->map);
    lv2_atom_forge_init(&made->forge, &made->map);
    const LV2_Feature features[] = {{LV2_URID__map, &made->map},
                                    {LV2_LOG__log, &made->log},
                                    {LV2_WORKER__schedule, &made->schedule}};
    const LV2_Feature *const list[] = {&features[0], &features[1], &features[2], NULL};
    made->worker = made->descriptor->extension_data(LV2_WORKER__interface);
    made->state = made->descriptor->extension_data(LV2_STATE__interface);
    made->handle = made->descriptor->instantiate(made->descriptor, 48000.0, bundle, list);
    if (made->handle == NULL) {
        return NULL;
    }
    for (uint32_t port = 0; port < ports_max; port++) {
        made->descriptor->connect_port(made->handle, port, &made->controls[port]);
    }
    made->controls[GENUS_PORT_ENABLED] = 1.0F;
    made->controls[GENUS_PORT_WINDOW] = (float)GENUS_WINDOW_MAX;
    made->descriptor->connect_port(made->handle, GENUS_PORT_CONTROL, &made->control);
    made->descriptor->connect_port(made->handle, GENUS_PORT_NOTIFY, &made->notify);
    made->descriptor->connect_port(made->handle, GENUS_PORT_AUDIO, made->input);
    made->descriptor->connect_port(made->handle, genus_port_audio_out(1), made->output);
    for (size_t i = 0; i < frames_max; i++) {
        made->input[i] = i / 50 % 2 == 0 ? 0.3F : -0.3F;
    }
    made->descriptor->activate(made->handle);
    return made;
}

void alone_free(alone *plugin) {
    if (plugin != NULL) {
        plugin->descriptor->cleanup(plugin->handle);
    }
}

void alone_run(alone *plugin, const char *weights) {
    LV2_Atom_Forge_Frame sequence;
    LV2_Atom_Forge_Frame object;
    LV2_Atom_Forge *forge = &plugin->forge;
    lv2_atom_forge_set_buffer(forge, plugin->control.bytes, sizeof plugin->control);
    (void)lv2_atom_forge_sequence_head(forge, &sequence, 0);
    if (weights != NULL) {
        (void)lv2_atom_forge_frame_time(forge, 0);
        (void)lv2_atom_forge_object(forge, &object, 0, plugin->uris.patch_set);
        (void)lv2_atom_forge_key(forge, plugin->uris.patch_property);
        (void)lv2_atom_forge_urid(forge, plugin->uris.weights);
        (void)lv2_atom_forge_key(forge, plugin->uris.patch_value);
        (void)lv2_atom_forge_path(forge, weights, (uint32_t)strlen(weights));
        lv2_atom_forge_pop(forge, &object);
    }
    lv2_atom_forge_pop(forge, &sequence);
    plugin->notify.sequence.atom =
        (LV2_Atom){.size = sizeof plugin->notify - sizeof(LV2_Atom), .type = 0};
    plugin->descriptor->run(plugin->handle, frames_max);
}

static LV2_State_Status store(LV2_State_Handle handle, uint32_t key, const void *value, size_t size,
                              uint32_t type, uint32_t flags) {
    alone_state *state = handle;
    (void)flags;
    if (state->count == ALONE_STATE_MAX || size > ALONE_VALUE_MAX) {
        return LV2_STATE_ERR_NO_SPACE;
    }
    alone_value *place = &state->values[state->count++];
    *place = (alone_value){.key = key, .type = type, .size = size};
    memcpy(place->bytes, value, size);
    return LV2_STATE_SUCCESS;
}

bool alone_save(alone *plugin, alone_state *state) {
    state->count = 0;
    return plugin->state->save(plugin->handle, store, state, 0, NULL) == LV2_STATE_SUCCESS;
}

static const void *retrieve(LV2_State_Handle handle, uint32_t key, size_t *size, uint32_t *type,
                            uint32_t *flags) {
    const alone_state *state = handle;
    for (size_t i = 0; i < state->count; i++) {
        if (state->values[i].key == key) {
            *size = state->values[i].size;
            *type = state->values[i].type;
            *flags = LV2_STATE_IS_POD;
            return state->values[i].bytes;
        }
    }
    return NULL;
}

bool alone_restore(alone *plugin, const alone_state *state) {
    return plugin->state->restore(plugin->handle, retrieve, (LV2_State_Handle)state, 0, NULL) ==
           LV2_STATE_SUCCESS;
}
