// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What pointer and keys do to the window's content, and what the host is told of it. Knows nothing
// of the window system.

#ifndef GENUS_PLUGIN_UI_INPUT_H
#define GENUS_PLUGIN_UI_INPUT_H

#include "engine/genus.h"
#include "plugin/draw/panel.h"

/** Whom to tell; `context` is handed back to every function. */
typedef struct genus_actions {
    void *context;
    void (*set)(void *context, genus_port port, float value); ///< A control input.
    void (*reset)(void *context);                             ///< The trigger GENUS_PORT_RESET.
    void (*load)(void *context, const char *path);            ///< Other weights.
    void (*browse)(void *context);                            ///< The host's file dialog.
} genus_actions;

typedef enum genus_key {
    GENUS_KEY_LEFT,
    GENUS_KEY_RIGHT,
    GENUS_KEY_HOME,
    GENUS_KEY_END,
    GENUS_KEY_BACKSPACE,
    GENUS_KEY_DELETE,
    GENUS_KEY_SELECT_ALL,
    GENUS_KEY_ENTER,
    GENUS_KEY_ESCAPE,
} genus_key;

/** Pointer at a point, or far away when it left. @return Whether the picture changes. */
bool genus_input_move(genus_panel *panel, const genus_layout *layout, double x, double y,
                      const genus_actions *actions) GENUS_NONNULL(1, 2, 5);

/**
 * The main button went down.
 * @param path_position The byte of the path under the pointer, if the path is there.
 * @return Whether the picture changes.
 */
bool genus_input_press(genus_panel *panel, const genus_layout *layout, double x, double y,
                       size_t path_position, const genus_actions *actions) GENUS_NONNULL(1, 2, 6);

/** The main button came up. @return Whether the picture changes. */
bool genus_input_release(genus_panel *panel, const genus_layout *layout, double x, double y,
                         const genus_actions *actions) GENUS_NONNULL(1, 2, 5);

/** The wheel turned by a step, +1 away from the person. @return Whether the picture changes. */
bool genus_input_scroll(genus_panel *panel, const genus_layout *layout, double x, double y,
                        int step, const genus_actions *actions) GENUS_NONNULL(1, 2, 6);

/** A key that is not text. @return Whether the picture changes. */
bool genus_input_key(genus_panel *panel, genus_key key, bool extend, const genus_actions *actions)
    GENUS_NONNULL(1, 4);

/** Text that was typed or pasted. @return Whether the picture changes. */
bool genus_input_text(genus_panel *panel, const char *text) GENUS_NONNULL(1, 2);

/** The keys go elsewhere now: stops editing. @return Whether the picture changes. */
bool genus_input_leave(genus_panel *panel) GENUS_NONNULL(1);

#endif
