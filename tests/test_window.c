// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The window as hosts meet it: a small host loads genus_ui.so, embeds its window on a real X
// server, sends it what a plugin tells, touches it as a person does, and hears what it writes. What
// is on the screen must be what the drawing room draws for the same panel.

#include "pictures.h"
#include "plugin/lv2/uris.h"

#include <dlfcn.h>
#include <lv2/atom/forge.h>
#include <lv2/atom/util.h>
#include <lv2/options/options.h>
#include <lv2/ui/ui.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

// After LV2's headers, whose names its macros would replace.
#include <X11/Xatom.h>
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/keysym.h>

#define URIDS_MAX 128
#define LABELS 10
#define CELLS 193

/** The host. */
typedef struct host {
    Display *display;
    Window parent;
    void *library;
    const LV2UI_Descriptor *descriptor;
    const LV2UI_Idle_Interface *idle;
    LV2UI_Handle ui;
    Window window;
    LV2_URID_Map map;
    LV2UI_Resize resize;
    LV2UI_Request_Value request;
    char *names[URIDS_MAX];
    LV2_URID count;
    genus_uris uris;
    LV2_Atom_Forge forge;
    const char *bundle; ///< A folder.
    int asked_width;
    int asked_height;
    int requests; ///< For the host's file dialog.
    int writes;
    uint32_t last_port;
    float last_value;
    int opens;
    int signs; ///< Of life.
    int sets;
    char set_path[256];
    genus_panel panel; ///< What the window should show.
} host;

static LV2_URID map_uri(LV2_URID_Map_Handle handle, const char *uri) {
    host *self = handle;
    for (LV2_URID i = 0; i < self->count; i++) {
        if (strcmp(self->names[i], uri) == 0) {
            return i + 1;
        }
    }
    assert_true(self->count < URIDS_MAX);
    self->names[self->count] = strdup(uri);
    return ++self->count;
}

static int resize(LV2UI_Feature_Handle handle, int width, int height) {
    host *self = handle;
    self->asked_width = width;
    self->asked_height = height;
    return 0;
}

static LV2UI_Request_Value_Status request(LV2UI_Feature_Handle handle, LV2_URID key, LV2_URID type,
                                          const LV2_Feature *const *features) {
    (void)features;
    host *self = handle;
    assert_int_equal(key, self->uris.weights);
    assert_int_equal(type, self->uris.atom_path);
    self->requests++;
    return LV2UI_REQUEST_VALUE_SUCCESS;
}

/** What the window writes: values of controls, and messages. */
static void hear(LV2UI_Controller controller, uint32_t port, uint32_t size, uint32_t format,
                 const void *buffer) {
    host *self = controller;
    if (format == 0) {
        assert_int_equal(size, sizeof(float));
        self->writes++;
        self->last_port = port;
        memcpy(&self->last_value, buffer, sizeof(float));
        return;
    }
    assert_int_equal(format, self->uris.atom_event_transfer);
    assert_int_equal(port, GENUS_PORT_CONTROL);
    const LV2_Atom_Object *object = buffer;
    assert_int_equal(object->atom.type, self->uris.atom_object);
    assert_int_equal(size, lv2_atom_total_size(&object->atom));
    if (object->body.otype == self->uris.window_open) {
        self->opens++;
        return;
    }
    if (object->body.otype == self->uris.window_still_open) {
        self->signs++;
        return;
    }
    assert_int_equal(object->body.otype, self->uris.patch_set);
    const LV2_Atom *property = NULL;
    const LV2_Atom *value = NULL;
    lv2_atom_object_get(object, self->uris.patch_property, &property, self->uris.patch_value,
                        &value, 0);
    assert_non_null(property);
    assert_non_null(value);
    assert_int_equal(((const LV2_Atom_URID *)property)->body, self->uris.weights);
    assert_int_equal(value->type, self->uris.atom_path);
    assert_true(value->size < sizeof self->set_path);
    memcpy(self->set_path, LV2_ATOM_BODY_CONST(value), value->size);
    self->sets++;
}

/** Makes the user interface. @param scale 0: the host says nothing of it. */
static LV2UI_Handle make(host *self, const char *plugin, float scale, bool with_parent) {
    self->resize = (LV2UI_Resize){self, resize};
    self->request = (LV2UI_Request_Value){self, request};
    const LV2_Options_Option options[] = {
        {LV2_OPTIONS_INSTANCE, 0, map_uri(self, LV2_UI__scaleFactor), sizeof(float),
         scale > 0.0F ? self->uris.atom_float : 0, &scale},
        {LV2_OPTIONS_INSTANCE, 0, 0, 0, 0, NULL},
    };
    // NOLINTNEXTLINE(performance-no-int-to-ptr): LV2 passes X11 windows as pointers.
    const LV2_Feature parent = {LV2_UI__parent, (void *)self->parent};
    const LV2_Feature map = {LV2_URID__map, &self->map};
    const LV2_Feature resizing = {LV2_UI__resize, &self->resize};
    const LV2_Feature requesting = {LV2_UI__requestValue, &self->request};
    const LV2_Feature option = {LV2_OPTIONS__options, (void *)options};
    const LV2_Feature *const features[] = {
        &map, &resizing, &requesting, &option, with_parent ? &parent : NULL, NULL};
    LV2UI_Widget widget = NULL;
    LV2UI_Handle ui = self->descriptor->instantiate(self->descriptor, plugin, self->bundle, hear,
                                                    self, &widget, features);
    self->window = (Window)widget;
    return ui;
}

static double seconds_now(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/** Lets the window work for some time, as a host's timer does. */
static void idle_for(host *self, double seconds) {
    const double end = seconds_now() + seconds;
    const struct timespec pause = {0, 10000000};
    do {
        XSync(self->display, False);
        assert_int_equal(self->idle->idle(self->ui), 0);
        (void)nanosleep(&pause, NULL);
    } while (seconds_now() < end);
}

// ------------------------------------------------------------------------------- what plugins tell

static void tell_float(host *self, uint32_t port, float value) {
    self->descriptor->port_event(self->ui, port, sizeof value, 0, &value);
    (void)genus_panel_set_port(&self->panel, 2, port, value);
}

/** Room for any message. */
typedef struct message {
    _Alignas(8) uint8_t bytes[4096];
} message;

static void begin(host *self, message *message, LV2_Atom_Forge_Frame *frame, LV2_URID property) {
    lv2_atom_forge_set_buffer(&self->forge, message->bytes, sizeof message->bytes);
    (void)lv2_atom_forge_object(&self->forge, frame, 0, self->uris.news);
    (void)lv2_atom_forge_key(&self->forge, self->uris.patch_property);
    (void)lv2_atom_forge_urid(&self->forge, property);
    (void)lv2_atom_forge_key(&self->forge, self->uris.patch_value);
}

static void end(host *self, message *message, LV2_Atom_Forge_Frame *frame) {
    lv2_atom_forge_pop(&self->forge, frame);
    const LV2_Atom *atom = (const LV2_Atom *)(const void *)message->bytes;
    self->descriptor->port_event(self->ui, GENUS_PORT_NOTIFY, lv2_atom_total_size(atom),
                                 self->uris.atom_event_transfer, atom);
}

static void tell_string(host *self, LV2_URID property, LV2_URID type, const char *string) {
    message message;
    LV2_Atom_Forge_Frame frame;
    begin(self, &message, &frame, property);
    (void)lv2_atom_forge_typed_string(&self->forge, type, string, (uint32_t)strlen(string));
    end(self, &message, &frame);
}

static void tell_vector(host *self, LV2_URID property, LV2_URID type, uint32_t count,
                        const void *numbers) {
    message message;
    LV2_Atom_Forge_Frame frame;
    begin(self, &message, &frame, property);
    (void)lv2_atom_forge_vector(&self->forge, sizeof(float), type, count, numbers);
    end(self, &message, &frame);
}

/** Tells everything that a plugin does, as of the panel of genus_test_panel(). */
static void tell_all(host *self) {
    genus_panel *panel = &self->panel;
    genus_test_panel(panel, LABELS, 5);
    panel->can_browse = true;
    const genus_view *view = &panel->view;
    char lines[512] = "";
    for (uint32_t i = 0; i < LABELS; i++) {
        (void)snprintf(lines + strlen(lines), sizeof lines - strlen(lines), "%s%s",
                       i > 0 ? "\n" : "", panel->labels[i]);
    }
    const genus_uris *uris = &self->uris;
    tell_string(self, uris->labels, uris->atom_string, lines);
    tell_string(self, uris->about, uris->atom_string, panel->about);
    tell_string(self, uris->weights, uris->atom_path, panel->weights);
    tell_string(self, uris->summary, uris->atom_string, "jazz 0.87, metal 0.07, 28 s");
    tell_vector(self, uris->posterior, uris->atom_float, LABELS, view->posterior);
    tell_vector(self, uris->track, uris->atom_float, LABELS, view->track_posterior);
    int32_t packed[GENUS_RIBBON_PACKED_MAX];
    const uint32_t count = genus_ribbon_pack(&view->ribbon, packed);
    tell_vector(self, uris->ribbon, uris->atom_int, count, packed);
    tell_float(self, GENUS_PORT_GENRE, (float)view->genre);
    tell_float(self, GENUS_PORT_CONFIDENCE, 100.0F * view->confidence);
    tell_float(self, GENUS_PORT_TRACK_GENRE, (float)view->track_genre);
    tell_float(self, GENUS_PORT_TRACK_CONFIDENCE, 100.0F * view->track_confidence);
    tell_float(self, GENUS_PORT_SECONDS_HEARD, view->seconds_heard);
    tell_float(self, GENUS_PORT_LEVEL, view->level_dbfs);
}

// -------------------------------------------------------------------------------- what people do

static void size_of(host *self, int *width, int *height) {
    XWindowAttributes attributes;
    assert_true(XGetWindowAttributes(self->display, self->window, &attributes) != 0);
    *width = attributes.width;
    *height = attributes.height;
}

static genus_layout layout_of(host *self) {
    int width = 0;
    int height = 0;
    size_of(self, &width, &height);
    return genus_layout_make(width, height, LABELS, true);
}

static void send_event(host *self, XEvent *event, long mask) {
    event->xany.display = self->display;
    event->xany.window = self->window;
    assert_true(XSendEvent(self->display, self->window, False, mask, event) != 0);
}

static void send_button(host *self, int type, unsigned button, int x, int y) {
    XEvent event;
    memset(&event, 0, sizeof event);
    event.type = type;
    event.xbutton.root = DefaultRootWindow(self->display);
    event.xbutton.button = button;
    event.xbutton.x = x;
    event.xbutton.y = y;
    event.xbutton.same_screen = True;
    send_event(self, &event, type == ButtonPress ? ButtonPressMask : ButtonReleaseMask);
}

static void click(host *self, genus_control control) {
    const genus_layout layout = layout_of(self);
    const genus_box box = layout.control[control];
    const int x = (int)(box.x + box.width / 2.0);
    const int y = (int)(box.y + box.height / 2.0);
    send_button(self, ButtonPress, Button1, x, y);
    send_button(self, ButtonRelease, Button1, x, y);
    idle_for(self, 0.05);
}

static void send_key(host *self, KeySym symbol, unsigned modifiers) {
    XEvent event;
    memset(&event, 0, sizeof event);
    event.type = KeyPress;
    event.xkey.root = DefaultRootWindow(self->display);
    event.xkey.keycode = XKeysymToKeycode(self->display, symbol);
    const bool is_upper = (symbol >= XK_A && symbol <= XK_Z) || symbol == XK_asciitilde;
    event.xkey.state = modifiers | (is_upper ? ShiftMask : 0);
    event.xkey.same_screen = True;
    send_event(self, &event, KeyPressMask);
}

static void type(host *self, const char *text) {
    for (; *text != '\0'; text++) {
        send_key(self, (KeySym)(unsigned char)*text, 0); // Latin-1 symbols are their codes.
    }
    idle_for(self, 0.05);
}

// ------------------------------------------------------------------------------- what is on screen

/** Whether the screen shows what the drawing room draws for the panel. */
static bool screen_shows_panel(host *self, const char *name) {
    int width = 0;
    int height = 0;
    size_of(self, &width, &height);
    const double zoom = genus_layout_zoom(width, height, self->panel.view.label_count);
    cairo_surface_t *expected =
        genus_test_draw_panel(&self->panel, width / zoom, height / zoom, zoom);
    genus_test_keep(expected, name);
    XImage *image = XGetImage(self->display, self->window, 0, 0, (unsigned)width, (unsigned)height,
                              AllPlanes, ZPixmap);
    assert_non_null(image);
    long wrong = 0;
    for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
            const unsigned long shown = XGetPixel(image, x, y) & 0xFFFFFF;
            wrong += shown != (genus_test_pixel(expected, x, y) & 0xFFFFFF);
        }
    }
    XDestroyImage(image);
    cairo_surface_destroy(expected);
    return wrong == 0;
}

// ---------------------------------------------------------------------------------------- set-up

static int set_up(void **state) {
    host *self = calloc(1, sizeof *self);
    assert_non_null(self);
    *state = self;
    self->display = XOpenDisplay(NULL);
    assert_non_null(self->display);
    self->library = dlopen(GENUS_UI, RTLD_NOW | RTLD_LOCAL);
    if (self->library == NULL) {
        print_message("%s\n", dlerror());
    }
    assert_non_null(self->library);
    LV2UI_DescriptorFunction descriptor = NULL;
    *(void **)&descriptor = dlsym(self->library, "lv2ui_descriptor");
    assert_non_null(descriptor);
    self->descriptor = descriptor(0);
    assert_non_null(self->descriptor);
    assert_null(descriptor(1));
    assert_string_equal(self->descriptor->URI, GENUS_URI_WINDOW);
    self->idle = self->descriptor->extension_data(LV2_UI__idleInterface);
    assert_non_null(self->idle);
    assert_null(self->descriptor->extension_data("urn:nothing"));
    self->map = (LV2_URID_Map){self, map_uri};
    self->bundle = "/nowhere/";
    genus_uris_map(&self->uris, &self->map);
    lv2_atom_forge_init(&self->forge, &self->map);
    genus_panel_clear(&self->panel);
    self->parent = XCreateSimpleWindow(self->display, DefaultRootWindow(self->display), 0, 0, 900,
                                       700, 0, 0, 0);
    XMapWindow(self->display, self->parent);
    XSync(self->display, False);
    return 0;
}

static int tear_down(void **state) {
    host *self = *state;
    if (self->ui != NULL) {
        self->descriptor->cleanup(self->ui);
    }
    XCloseDisplay(self->display);
    (void)dlclose(self->library);
    for (LV2_URID i = 0; i < self->count; i++) {
        free(self->names[i]);
    }
    free(self);
    return 0;
}

static host *opened(void **state) {
    host *self = *state;
    self->ui = make(self, GENUS_URI_STEREO, 0.0F, true);
    assert_non_null(self->ui);
    assert_true(self->window != None);
    return self;
}

// ----------------------------------------------------------------------------------------- tests

static void hosts_that_cannot_embed_and_strange_plugins_are_refused(void **state) {
    host *self = *state;
    assert_null(make(self, GENUS_URI_STEREO, 0.0F, false));
    assert_null(make(self, "urn:other", 0.0F, true));
}

static void it_asks_for_its_size_and_for_all_properties(void **state) {
    host *self = opened(state);
    assert_int_equal(self->opens, 1);
    assert_true(self->asked_width >= 400 && self->asked_height >= 300);
    const int height_before = self->asked_height;
    tell_all(self);
    idle_for(self, 0.1);
    assert_true(self->asked_height > height_before); // Now it knows how many labels there are.
    int width = 0;
    int height = 0;
    size_of(self, &width, &height);
    assert_int_equal(width, self->asked_width);
    assert_int_equal(height, self->asked_height);
}

static void it_says_once_a_second_that_it_is_still_there(void **state) {
    host *self = opened(state);
    assert_int_equal(self->signs, 0);
    for (int tries = 0; self->signs < 2 && tries < 600; tries++) {
        idle_for(self, 0.1);
    }
    assert_int_equal(self->signs, 2);
    assert_int_equal(self->opens, 1);
}

static void it_opens_at_the_size_that_the_labels_of_its_bundle_need(void **state) {
    host *self = *state;
    char folder[] = "/tmp/genus-window-XXXXXX";
    assert_non_null(mkdtemp(folder));
    char path[64];
    (void)snprintf(path, sizeof path, "%s/contents.txt", folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs("my.safetensors\na\nb\nc\nd\ne\nf\ng\nh\ni\nj\n", file) >= 0);
    assert_int_equal(fclose(file), 0);
    self->bundle = folder;
    self->ui = make(self, GENUS_URI_STEREO, 0.0F, true);
    assert_non_null(self->ui);
    assert_int_equal(self->asked_width, (int)genus_layout_width(LABELS));
    const int height = self->asked_height;
    tell_all(self);
    idle_for(self, 0.1);
    assert_int_equal(self->asked_height, height);
    assert_true(screen_shows_panel(self, "screen-bundle"));
    assert_int_equal(remove(path), 0);
    assert_int_equal(remove(folder), 0);
}

static void the_screen_shows_what_the_plugin_tells(void **state) {
    host *self = opened(state);
    genus_panel_clear(&self->panel);
    self->panel.can_browse = true;
    idle_for(self, 0.1);
    assert_true(screen_shows_panel(self, "screen-new"));
    tell_all(self);
    idle_for(self, 0.1);
    assert_true(screen_shows_panel(self, "screen-jazz"));
    tell_float(self, GENUS_PORT_GENRE, (float)GENUS_GENRE_SILENCE);
    tell_float(self, genus_port_posterior(2) + 5, 25.0F);
    idle_for(self, 0.1);
    assert_true(screen_shows_panel(self, "screen-silence"));
    tell_string(self, self->uris.summary, self->uris.atom_string, "no.safetensors: cannot open");
    (void)genus_panel_set_summary(&self->panel, "no.safetensors: cannot open");
    idle_for(self, 0.1);
    assert_true(screen_shows_panel(self, "screen-trouble"));
}

static void it_follows_the_size_that_the_host_gives(void **state) {
    host *self = opened(state);
    tell_all(self);
    static const int sizes[][2] = {{700, 500}, {300, 250}, {120, 90}, {460, 600}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        XResizeWindow(self->display, self->window, (unsigned)sizes[i][0], (unsigned)sizes[i][1]);
        idle_for(self, 0.15);
        char name[32];
        (void)snprintf(name, sizeof name, "screen-%dx%d", sizes[i][0], sizes[i][1]);
        assert_true(screen_shows_panel(self, name));
    }
}

static void a_dense_screen_gets_a_larger_window(void **state) {
    host *self = *state;
    self->ui = make(self, GENUS_URI_MONO, 1.0F, true);
    assert_non_null(self->ui);
    const int width = self->asked_width;
    self->descriptor->cleanup(self->ui);
    self->ui = make(self, GENUS_URI_MONO, 2.0F, true);
    assert_non_null(self->ui);
    assert_int_equal(self->asked_width, 2 * width);
}

static void controls_write_their_ports(void **state) {
    host *self = opened(state);
    tell_all(self);
    idle_for(self, 0.1);
    click(self, GENUS_CONTROL_HOLD);
    assert_int_equal(self->last_port, GENUS_PORT_HOLD);
    assert_float_equal(self->last_value, 1.0F, 0.0F);
    click(self, GENUS_CONTROL_SONGS);
    assert_int_equal(self->last_port, GENUS_PORT_SONGS);
    click(self, GENUS_CONTROL_WINDOW);
    assert_int_equal(self->last_port, GENUS_PORT_WINDOW);
    assert_true(self->last_value > 10.0F && self->last_value < 25.0F);
    const float before = self->last_value;
    const genus_box groove = layout_of(self).control[GENUS_CONTROL_WINDOW];
    send_button(self, ButtonPress, Button4, (int)groove.x + 80, (int)groove.y + 5);
    idle_for(self, 0.05);
    assert_float_equal(self->last_value, before + 1.0F, 0.0F);
    click(self, GENUS_CONTROL_BROWSE);
    assert_int_equal(self->requests, 1);
}

static void reset_is_high_for_a_moment(void **state) {
    host *self = opened(state);
    tell_all(self);
    idle_for(self, 0.1);
    click(self, GENUS_CONTROL_RESET);
    assert_int_equal(self->last_port, GENUS_PORT_RESET);
    assert_float_equal(self->last_value, 1.0F, 0.0F);
    idle_for(self, 0.5);
    assert_int_equal(self->last_port, GENUS_PORT_RESET);
    assert_float_equal(self->last_value, 0.0F, 0.0F);
    assert_int_equal(self->writes, 2);
}

static void a_typed_path_is_sent_as_patch_set(void **state) {
    host *self = opened(state);
    tell_all(self);
    idle_for(self, 0.1);
    click(self, GENUS_CONTROL_PATH);
    type(self, "/tmp/My-x");
    send_key(self, XK_BackSpace, 0);
    type(self, "1.safetensors");
    send_key(self, XK_Home, 0);
    send_key(self, XK_Delete, 0);
    type(self, "/");
    send_key(self, XK_Return, 0);
    idle_for(self, 0.05);
    assert_int_equal(self->sets, 1);
    assert_string_equal(self->set_path, "/tmp/My-1.safetensors");
    type(self, "ignored"); // No longer edited: keys are the host's again.
    click(self, GENUS_CONTROL_LOAD);
    assert_int_equal(self->sets, 2);
    assert_string_equal(self->set_path, "/tmp/My-1.safetensors");
}

static Window focused(host *self) {
    Window now = None;
    int revert = 0;
    XSync(self->display, False);
    XGetInputFocus(self->display, &now, &revert);
    return now;
}

static void a_path_below_home_may_begin_with_a_tilde(void **state) {
    host *self = opened(state);
    tell_all(self);
    idle_for(self, 0.1);
    assert_int_equal(setenv("HOME", "/home/somebody", 1), 0);
    click(self, GENUS_CONTROL_PATH);
    type(self, "~/my.safetensors");
    send_key(self, XK_Return, 0);
    idle_for(self, 0.05);
    assert_string_equal(self->set_path, "/home/somebody/my.safetensors");
}

static void keys_stay_with_the_path_until_they_are_given_back(void **state) {
    host *self = opened(state);
    tell_all(self);
    idle_for(self, 0.1);
    XSetInputFocus(self->display, self->parent, RevertToParent, CurrentTime);
    click(self, GENUS_CONTROL_PATH);
    assert_true(focused(self) == self->window);
    // A toolkit answers the click by sending the keys to a window of its own.
    XSetInputFocus(self->display, self->parent, RevertToParent, CurrentTime);
    idle_for(self, 0.05);
    assert_true(focused(self) == self->window);
    // The pointer leaves, and a menu grabs the keyboard for a moment.
    static const int details[][2] = {{NotifyNormal, NotifyPointer}, {NotifyGrab, NotifyNonlinear}};
    idle_for(self, 0.5);
    for (int i = 0; i < 2; i++) {
        XEvent event;
        memset(&event, 0, sizeof event);
        event.type = FocusOut;
        event.xfocus.mode = details[i][0];
        event.xfocus.detail = details[i][1];
        send_event(self, &event, FocusChangeMask);
    }
    type(self, "/tmp/a");
    send_key(self, XK_Return, 0);
    idle_for(self, 0.05);
    assert_string_equal(self->set_path, "/tmp/a");
    assert_true(focused(self) == self->parent); // Where a DAW's space bar works.
    // Much later a person goes elsewhere: what was typed is left.
    click(self, GENUS_CONTROL_PATH);
    type(self, "/tmp/b");
    idle_for(self, 0.5);
    XSetInputFocus(self->display, self->parent, RevertToParent, CurrentTime);
    idle_for(self, 0.05);
    assert_true(focused(self) == self->parent);
    send_key(self, XK_Return, 0);
    idle_for(self, 0.05);
    assert_string_equal(self->set_path, "/tmp/a");
}

/** Answers one request for the selection that the host owns. */
static void serve_paste(host *self, const char *text) {
    for (int i = 0; i < 100; i++) {
        idle_for(self, 0.01);
        XEvent event;
        if (!XCheckTypedWindowEvent(self->display, self->parent, SelectionRequest, &event)) {
            continue;
        }
        const XSelectionRequestEvent *asked = &event.xselectionrequest;
        XChangeProperty(self->display, asked->requestor, asked->property, asked->target, 8,
                        PropModeReplace, (const unsigned char *)text, (int)strlen(text));
        XEvent answer;
        memset(&answer, 0, sizeof answer);
        answer.xselection.type = SelectionNotify;
        answer.xselection.requestor = asked->requestor;
        answer.xselection.selection = asked->selection;
        answer.xselection.target = asked->target;
        answer.xselection.property = asked->property;
        (void)XSendEvent(self->display, asked->requestor, False, NoEventMask, &answer);
        idle_for(self, 0.05);
        return;
    }
    fail_msg("nobody asked for the clipboard");
}

static void a_path_is_pasted_whatever_its_letters(void **state) {
    host *self = opened(state);
    tell_all(self);
    idle_for(self, 0.1);
    const Atom clipboard = XInternAtom(self->display, "CLIPBOARD", False);
    XSetSelectionOwner(self->display, clipboard, self->parent, CurrentTime);
    click(self, GENUS_CONTROL_PATH);
    send_key(self, XK_v, ControlMask);
    serve_paste(self, "/\xD0\xBC\xD1\x83\xD0\xB7\xD1\x8B\xD0\xBA\xD0\xB0.safetensors\n");
    send_key(self, XK_Return, 0);
    idle_for(self, 0.05);
    assert_int_equal(self->sets, 1);
    assert_string_equal(self->set_path,
                        "/\xD0\xBC\xD1\x83\xD0\xB7\xD1\x8B\xD0\xBA\xD0\xB0.safetensors");
}

static void malformed_messages_change_nothing(void **state) {
    host *self = opened(state);
    tell_all(self);
    idle_for(self, 0.1);
    const genus_uris *uris = &self->uris;
    const float number = 1.0F;
    tell_vector(self, uris->labels, uris->atom_float, 1, &number);
    tell_vector(self, uris->posterior, uris->atom_int, 1, &number);
    tell_vector(self, uris->ribbon, uris->atom_float, 1, &number);
    tell_string(self, uris->posterior, uris->atom_string, "x");
    tell_string(self, uris->ribbon, uris->atom_string, "x");
    tell_string(self, uris->about, uris->atom_float, "xyz");
    tell_string(self, map_uri(self, "urn:other"), uris->atom_string, "x");
    float many[GENUS_LABELS_MAX + 1] = {0.0F};
    tell_vector(self, uris->posterior, uris->atom_float, GENUS_LABELS_MAX + 1, many);
    int32_t negative[4] = {-5, -5, -5, -5};
    tell_vector(self, uris->ribbon, uris->atom_int, 4, negative);
    const LV2_Atom lying = {1000, uris->atom_object};
    self->descriptor->port_event(self->ui, GENUS_PORT_NOTIFY, sizeof lying,
                                 uris->atom_event_transfer, &lying);
    const LV2_Atom tiny = {0, uris->atom_object};
    self->descriptor->port_event(self->ui, GENUS_PORT_NOTIFY, sizeof tiny,
                                 uris->atom_event_transfer, &tiny);
    self->descriptor->port_event(self->ui, GENUS_PORT_LEVEL, 2, 0, &number);
    self->descriptor->port_event(self->ui, GENUS_PORT_LEVEL, sizeof number, 999, &number);
    idle_for(self, 0.1);
    assert_true(screen_shows_panel(self, "screen-malformed"));
}

static void it_survives_its_parent(void **state) {
    host *self = opened(state);
    tell_all(self);
    idle_for(self, 0.1);
    XDestroyWindow(self->display, self->parent);
    XSync(self->display, False);
    tell_float(self, GENUS_PORT_CONFIDENCE, 50.0F);
    assert_int_not_equal(self->idle->idle(self->ui), 0);
    assert_int_not_equal(self->idle->idle(self->ui), 0);
}

static void many_windows_open_and_close(void **state) {
    host *self = *state;
    for (int i = 0; i < 20; i++) {
        self->ui = make(self, i % 2 == 0 ? GENUS_URI_MONO : GENUS_URI_STEREO, 0.0F, true);
        assert_non_null(self->ui);
        tell_float(self, GENUS_PORT_LEVEL, -3.0F);
        idle_for(self, 0.0);
        self->descriptor->cleanup(self->ui);
        self->ui = NULL;
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(hosts_that_cannot_embed_and_strange_plugins_are_refused,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(it_asks_for_its_size_and_for_all_properties, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(it_says_once_a_second_that_it_is_still_there, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(it_opens_at_the_size_that_the_labels_of_its_bundle_need,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_screen_shows_what_the_plugin_tells, set_up, tear_down),
        cmocka_unit_test_setup_teardown(it_follows_the_size_that_the_host_gives, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_dense_screen_gets_a_larger_window, set_up, tear_down),
        cmocka_unit_test_setup_teardown(controls_write_their_ports, set_up, tear_down),
        cmocka_unit_test_setup_teardown(reset_is_high_for_a_moment, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_typed_path_is_sent_as_patch_set, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_path_below_home_may_begin_with_a_tilde, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(keys_stay_with_the_path_until_they_are_given_back, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_path_is_pasted_whatever_its_letters, set_up, tear_down),
        cmocka_unit_test_setup_teardown(malformed_messages_change_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(it_survives_its_parent, set_up, tear_down),
        cmocka_unit_test_setup_teardown(many_windows_open_and_close, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
