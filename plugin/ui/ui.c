// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The window as an LV2 user interface: a binary of its own, which talks to the plugin through the
// host only, by ports and messages (see uris.h).

#include "engine/base/clock.h"
#include "plugin/draw/panel.h"
#include "plugin/lv2/bundle.h"
#include "plugin/lv2/uris.h"
#include "plugin/ui/window_x11.h"

#include <lv2/atom/atom.h>
#include <lv2/atom/forge.h>
#include <lv2/atom/util.h>
#include <lv2/core/lv2_util.h>
#include <lv2/options/options.h>
#include <lv2/ui/ui.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RESET_SECONDS 0.3 // Longer than any block: the plugin must see the trigger high.
#define STILL_OPEN_SECONDS 1.0
#define MESSAGE_BYTES (GENUS_TEXT_FIELD_BYTES + 256)

typedef struct genus_ui {
    genus_panel panel;
    genus_actions actions;
    genus_window *window;
    genus_uris uris;
    LV2_Atom_Forge forge;
    LV2_URID_Map *map;
    const LV2_Options_Option *options;
    const LV2UI_Resize *resize;
    const LV2UI_Request_Value *request_value;
    LV2UI_Write_Function write;
    LV2UI_Controller controller;
    uint32_t channels;
    bool reset_is_high;
    double reset_at; ///< Seconds.
    double said_at;  ///< Seconds: when the plugin last heard from the window.
    float value;     ///< Of a port, and
    _Alignas(8) uint8_t message[MESSAGE_BYTES]; ///< a message: a host may keep the pointer.
    char line[GENUS_TEXT_FIELD_BYTES]; ///< Where strings out of messages are ended by a NUL.
} genus_ui;

// ----------------------------------------------------------------------------------- to the plugin

static void set_port(void *context, genus_port port, float value) {
    genus_ui *ui = context;
    ui->value = value;
    ui->write(ui->controller, (uint32_t)port, sizeof ui->value, 0, &ui->value);
}

static void reset(void *context) {
    genus_ui *ui = context;
    set_port(ui, GENUS_PORT_RESET, 1.0F);
    ui->reset_is_high = true;
    ui->reset_at = genus_monotonic_seconds();
}

/** Sends the message that was forged. */
static void send(genus_ui *ui) {
    const LV2_Atom *atom = (const LV2_Atom *)(const void *)ui->message;
    ui->write(ui->controller, GENUS_PORT_CONTROL, lv2_atom_total_size(atom),
              ui->uris.atom_event_transfer, atom);
}

static void load(void *context, const char *typed) {
    genus_ui *ui = context;
    char path[GENUS_TEXT_FIELD_BYTES];
    const char *home = getenv("HOME");
    const bool is_at_home = typed[0] == '~' && typed[1] == '/' && home != NULL;
    const int length =
        snprintf(path, sizeof path, "%s%s", is_at_home ? home : "", is_at_home ? typed + 1 : typed);
    if (length < 0 || (size_t)length >= sizeof path) {
        return; // No file has such a path.
    }
    LV2_Atom_Forge_Frame frame;
    lv2_atom_forge_set_buffer(&ui->forge, ui->message, sizeof ui->message);
    (void)lv2_atom_forge_object(&ui->forge, &frame, 0, ui->uris.patch_set);
    (void)lv2_atom_forge_key(&ui->forge, ui->uris.patch_property);
    (void)lv2_atom_forge_urid(&ui->forge, ui->uris.weights);
    (void)lv2_atom_forge_key(&ui->forge, ui->uris.patch_value);
    (void)lv2_atom_forge_path(&ui->forge, path, (uint32_t)strlen(path));
    lv2_atom_forge_pop(&ui->forge, &frame);
    send(ui);
}

/** Tells the plugin that the window opens or is still there. */
static void say(genus_ui *ui, LV2_URID message) {
    LV2_Atom_Forge_Frame frame;
    lv2_atom_forge_set_buffer(&ui->forge, ui->message, sizeof ui->message);
    (void)lv2_atom_forge_object(&ui->forge, &frame, 0, message);
    lv2_atom_forge_pop(&ui->forge, &frame);
    send(ui);
    ui->said_at = genus_monotonic_seconds();
}

static void browse(void *context) {
    genus_ui *ui = context;
    (void)ui->request_value->request(ui->request_value->handle, ui->uris.weights,
                                     ui->uris.atom_path, NULL);
}

// --------------------------------------------------------------------------------- from the plugin

/** A string or path as a line ended by a NUL; NULL if the value is neither. */
static const char *string_of(genus_ui *ui, const LV2_Atom *value) {
    if (value->type != ui->uris.atom_string && value->type != ui->uris.atom_path) {
        return NULL;
    }
    const size_t room = sizeof ui->line - 1;
    const size_t length = value->size < room ? value->size : room;
    memcpy(ui->line, LV2_ATOM_BODY_CONST(value), length);
    ui->line[length] = '\0';
    return ui->line;
}

/** The elements of a vector of 4-byte numbers; NULL if the value is no such vector. */
static const void *numbers_of(const LV2_Atom *value, LV2_URID vector, LV2_URID type,
                              uint32_t *count) {
    if (value->type != vector || value->size < sizeof(LV2_Atom_Vector_Body)) {
        return NULL;
    }
    const LV2_Atom_Vector_Body *body = LV2_ATOM_BODY_CONST(value);
    if (body->child_type != type || body->child_size != sizeof(float)) {
        return NULL;
    }
    *count = (value->size - (uint32_t)sizeof *body) / (uint32_t)sizeof(float);
    return body + 1;
}

/** Takes the labels; another number of them asks for another height. */
static void take_labels(genus_ui *ui, const char *lines) {
    const uint32_t before = ui->panel.view.label_count;
    genus_panel_set_labels(&ui->panel, lines);
    if (before == 0 && ui->panel.view.label_count != 0) {
        genus_window_fit(ui->window);
        if (ui->resize != NULL) {
            int width = 0;
            int height = 0;
            genus_window_size(ui->window, &width, &height);
            (void)ui->resize->ui_resize(ui->resize->handle, width, height);
        }
    }
}

static void take_string(genus_ui *ui, LV2_URID property, const LV2_Atom *value) {
    const char *string = string_of(ui, value);
    if (string == NULL) {
        return;
    }
    if (property == ui->uris.labels) {
        take_labels(ui, string);
    } else if (property == ui->uris.weights) {
        genus_panel_set_weights(&ui->panel, string);
    } else if (property == ui->uris.about) {
        genus_panel_set_about(&ui->panel, string);
    } else {
        (void)genus_panel_set_summary(&ui->panel, string);
    }
}

static void take_posterior(genus_ui *ui, const LV2_Atom *value, float *posterior) {
    uint32_t count = 0;
    const void *numbers = numbers_of(value, ui->uris.atom_vector, ui->uris.atom_float, &count);
    if (numbers != NULL && count <= GENUS_LABELS_MAX) {
        memcpy(posterior, numbers, count * sizeof *posterior);
    }
}

static void take_ribbon(genus_ui *ui, const LV2_Atom *value) {
    uint32_t count = 0;
    const void *numbers = numbers_of(value, ui->uris.atom_vector, ui->uris.atom_int, &count);
    int32_t packed[GENUS_RIBBON_PACKED_MAX];
    if (numbers == NULL || count > GENUS_RIBBON_PACKED_MAX) {
        return;
    }
    memcpy(packed, numbers, count * sizeof *packed);
    genus_ribbon ribbon;
    if (genus_ribbon_unpack(&ribbon, packed, count, GENUS_LABELS_MAX)) {
        ui->panel.view.ribbon = ribbon;
    }
}

static void take_message(genus_ui *ui, const LV2_Atom *atom) {
    const LV2_Atom_Object *object = (const LV2_Atom_Object *)atom;
    if (atom->type != ui->uris.atom_object || atom->size < sizeof(LV2_Atom_Object_Body) ||
        object->body.otype != ui->uris.news) {
        return;
    }
    const LV2_Atom *property = NULL;
    const LV2_Atom *value = NULL;
    (void)lv2_atom_object_get(object, ui->uris.patch_property, &property, ui->uris.patch_value,
                              &value, 0);
    if (property == NULL || property->type != ui->uris.atom_urid || value == NULL) {
        return;
    }
    const LV2_URID which = ((const LV2_Atom_URID *)property)->body;
    const genus_uris *uris = &ui->uris;
    if (which == uris->posterior) {
        take_posterior(ui, value, ui->panel.view.posterior);
    } else if (which == uris->track) {
        take_posterior(ui, value, ui->panel.view.track_posterior);
    } else if (which == uris->ribbon) {
        take_ribbon(ui, value);
    } else if (which == uris->status && value->type == uris->atom_int) {
        ui->panel.view.status = (uint32_t)((const LV2_Atom_Int *)value)->body;
    } else if (which == uris->labels || which == uris->weights || which == uris->about ||
               which == uris->summary) {
        take_string(ui, which, value);
    }
}

static void port_event(LV2UI_Handle handle, uint32_t port, uint32_t size, uint32_t format,
                       const void *buffer) {
    genus_ui *ui = handle;
    if (format == 0 && size == sizeof(float)) {
        float value = 0.0F;
        memcpy(&value, buffer, sizeof value);
        if (!genus_panel_set_port(&ui->panel, ui->channels, port, value)) {
            return;
        }
    } else if (format == ui->uris.atom_event_transfer && port == GENUS_PORT_NOTIFY &&
               size >= sizeof(LV2_Atom) && lv2_atom_total_size((const LV2_Atom *)buffer) <= size) {
        take_message(ui, buffer);
    } else {
        return;
    }
    genus_window_touch(ui->window);
}

// -------------------------------------------------------------------------------------------- life

/** The host's idea of how dense the screen is; 0: it has none. */
static double host_scale(const genus_ui *ui) {
    const LV2_URID key = ui->map->map(ui->map->handle, LV2_UI__scaleFactor);
    for (const LV2_Options_Option *option = ui->options; option != NULL && option->key != 0;
         option++) {
        if (option->key == key && option->type == ui->uris.atom_float &&
            option->size == sizeof(float)) {
            return (double)*(const float *)option->value;
        }
    }
    return 0.0;
}

/** The labels, so that the window opens at the right size; the plugin tells them again. */
static void read_labels(genus_ui *ui, const char *bundle_path) {
    genus_bundle bundle;
    genus_error error; // Stays here: the plugin says the same in the host's log.
    if (genus_bundle_read(bundle_path, &bundle, &error) != GENUS_OK) {
        return;
    }
    for (uint32_t i = 0; i < bundle.label_count; i++) {
        genus_panel_add_label(&ui->panel, bundle.labels[i], strlen(bundle.labels[i]));
    }
    genus_bundle_clear(&bundle);
}

static void cleanup(LV2UI_Handle handle) {
    genus_ui *ui = handle;
    genus_window_free(ui->window);
    free(ui);
}

static LV2UI_Handle instantiate(const LV2UI_Descriptor *descriptor, const char *plugin_uri,
                                const char *bundle_path, LV2UI_Write_Function write_function,
                                LV2UI_Controller controller, LV2UI_Widget *widget,
                                const LV2_Feature *const *features) {
    (void)descriptor;
    const bool is_mono = strcmp(plugin_uri, GENUS_URI_MONO) == 0;
    genus_ui *ui = calloc(1, sizeof *ui);
    if (ui == NULL || (!is_mono && strcmp(plugin_uri, GENUS_URI_STEREO) != 0)) {
        free(ui);
        return NULL;
    }
    void *parent = NULL;
    const char *missing = lv2_features_query(
        features, LV2_URID__map, &ui->map, true, LV2_UI__parent, &parent, true, LV2_UI__resize,
        &ui->resize, false, LV2_UI__requestValue, &ui->request_value, false, LV2_OPTIONS__options,
        &ui->options, false, NULL);
    if (missing != NULL) {
        free(ui);
        return NULL;
    }
    genus_uris_map(&ui->uris, ui->map);
    lv2_atom_forge_init(&ui->forge, ui->map);
    ui->channels = is_mono ? 1 : 2;
    ui->write = write_function;
    ui->controller = controller;
    ui->actions = (genus_actions){ui, set_port, reset, load, browse};
    genus_panel_clear(&ui->panel);
    read_labels(ui, bundle_path);
    ui->panel.can_browse = ui->request_value != NULL;
    ui->window = genus_window_new((uintptr_t)parent, host_scale(ui), &ui->panel, &ui->actions);
    if (ui->window == NULL) {
        free(ui);
        return NULL;
    }
    if (ui->resize != NULL) {
        int width = 0;
        int height = 0;
        genus_window_size(ui->window, &width, &height);
        (void)ui->resize->ui_resize(ui->resize->handle, width, height);
    }
    // NOLINTNEXTLINE(performance-no-int-to-ptr): LV2 passes X11 windows as pointers.
    *widget = (LV2UI_Widget)genus_window_id(ui->window);
    say(ui, ui->uris.window_open);
    return ui;
}

static int idle(LV2UI_Handle handle) {
    genus_ui *ui = handle;
    if (ui->reset_is_high && genus_monotonic_seconds() - ui->reset_at >= RESET_SECONDS) {
        set_port(ui, GENUS_PORT_RESET, 0.0F);
        ui->reset_is_high = false;
    }
    if (genus_monotonic_seconds() - ui->said_at >= STILL_OPEN_SECONDS) {
        say(ui, ui->uris.window_still_open);
    }
    return genus_window_idle(ui->window) ? 0 : 1;
}

static const void *extension_data(const char *uri) {
    static const LV2UI_Idle_Interface idle_interface = {idle};
    return strcmp(uri, LV2_UI__idleInterface) == 0 ? &idle_interface : NULL;
}

LV2_SYMBOL_EXPORT const LV2UI_Descriptor *lv2ui_descriptor(uint32_t index) {
    static const LV2UI_Descriptor descriptor = {GENUS_URI_WINDOW, instantiate, cleanup, port_event,
                                                extension_data};
    return index == 0 ? &descriptor : NULL;
}
