// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What pointer and keys do.

#include "plugin/ui/input.h"

#include <math.h>
#include <string.h>

static bool set_window(genus_panel *panel, double seconds, const genus_actions *actions) {
    const float whole = (float)fmin(GENUS_WINDOW_MAX, fmax(GENUS_WINDOW_MIN, round(seconds)));
    if (whole == panel->window_seconds) {
        return false;
    }
    panel->window_seconds = whole;
    actions->set(actions->context, GENUS_PORT_WINDOW, whole);
    return true;
}

static bool drag_window(genus_panel *panel, const genus_layout *layout, double x,
                        const genus_actions *actions) {
    const genus_box track = genus_layout_slider(layout);
    const double range = track.width - 2.0 * GENUS_LAYOUT_KNOB;
    if (range <= 0.0) {
        return false;
    }
    const double share = (x - track.x - GENUS_LAYOUT_KNOB) / range;
    return set_window(panel, GENUS_WINDOW_MIN + share * (GENUS_WINDOW_MAX - GENUS_WINDOW_MIN),
                      actions);
}

bool genus_input_move(genus_panel *panel, const genus_layout *layout, double x, double y,
                      const genus_actions *actions) {
    const genus_control over = genus_layout_hit(layout, x, y);
    bool changes = over != panel->hovered;
    panel->hovered = over;
    if (panel->pressed == GENUS_CONTROL_WINDOW) {
        changes = drag_window(panel, layout, x, actions) || changes;
    }
    return changes;
}

static void press_path(genus_panel *panel, size_t position) {
    if (panel->editing) {
        genus_text_field_place(&panel->path, position, false);
    } else {
        panel->editing = true;
        genus_text_field_select_all(&panel->path); // Most want another path altogether.
    }
}

bool genus_input_press(genus_panel *panel, const genus_layout *layout, double x, double y,
                       size_t path_position, const genus_actions *actions) {
    const genus_control over = genus_layout_hit(layout, x, y);
    panel->pressed = over;
    if (over != GENUS_CONTROL_PATH && over != GENUS_CONTROL_LOAD) {
        (void)genus_input_leave(panel);
    }
    switch (over) {
    case GENUS_CONTROL_WINDOW:
        (void)drag_window(panel, layout, x, actions);
        break;
    case GENUS_CONTROL_PATH:
        press_path(panel, path_position);
        break;
    default:
        break;
    }
    return true;
}

static void toggle(bool *place, genus_port port, const genus_actions *actions) {
    *place = !*place;
    actions->set(actions->context, port, *place ? 1.0F : 0.0F);
}

static void load(genus_panel *panel, const genus_actions *actions) {
    panel->editing = false;
    panel->path.anchor = panel->path.caret;
    if (panel->path.text[0] != '\0') {
        actions->load(actions->context, panel->path.text);
    }
}

bool genus_input_release(genus_panel *panel, const genus_layout *layout, double x, double y,
                         const genus_actions *actions) {
    const genus_control pressed = panel->pressed;
    const bool is_click = pressed == genus_layout_hit(layout, x, y);
    panel->pressed = GENUS_CONTROL_NONE;
    if (is_click && pressed == GENUS_CONTROL_RESET) {
        actions->reset(actions->context);
    } else if (is_click && pressed == GENUS_CONTROL_HOLD) {
        toggle(&panel->hold, GENUS_PORT_HOLD, actions);
    } else if (is_click && pressed == GENUS_CONTROL_SONGS) {
        toggle(&panel->songs, GENUS_PORT_SONGS, actions);
    } else if (is_click && pressed == GENUS_CONTROL_LOAD) {
        load(panel, actions);
    } else if (is_click && pressed == GENUS_CONTROL_BROWSE) {
        actions->browse(actions->context);
    }
    return pressed != GENUS_CONTROL_NONE;
}

bool genus_input_scroll(genus_panel *panel, const genus_layout *layout, double x, double y,
                        int step, const genus_actions *actions) {
    return genus_layout_hit(layout, x, y) == GENUS_CONTROL_WINDOW &&
           set_window(panel, (double)panel->window_seconds + step, actions);
}

bool genus_input_key(genus_panel *panel, genus_key key, bool extend, const genus_actions *actions) {
    if (!panel->editing) {
        return false;
    }
    genus_text_field *path = &panel->path;
    switch (key) {
    case GENUS_KEY_LEFT:
        genus_text_field_move(path, GENUS_CARET_LEFT, extend);
        break;
    case GENUS_KEY_RIGHT:
        genus_text_field_move(path, GENUS_CARET_RIGHT, extend);
        break;
    case GENUS_KEY_HOME:
        genus_text_field_move(path, GENUS_CARET_HOME, extend);
        break;
    case GENUS_KEY_END:
        genus_text_field_move(path, GENUS_CARET_END, extend);
        break;
    case GENUS_KEY_BACKSPACE:
        genus_text_field_erase(path, false);
        break;
    case GENUS_KEY_DELETE:
        genus_text_field_erase(path, true);
        break;
    case GENUS_KEY_SELECT_ALL:
        genus_text_field_select_all(path);
        break;
    case GENUS_KEY_ENTER:
        load(panel, actions);
        break;
    case GENUS_KEY_ESCAPE:
        (void)genus_input_leave(panel);
        break;
    }
    return true;
}

bool genus_input_text(genus_panel *panel, const char *text) {
    if (!panel->editing) {
        return false;
    }
    genus_text_field_insert(&panel->path, text);
    return true;
}

bool genus_input_leave(genus_panel *panel) {
    if (!panel->editing) {
        return false;
    }
    panel->editing = false;
    genus_text_field_set(&panel->path, panel->weights);
    return true;
}
