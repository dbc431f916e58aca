// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The window on X11: has its own connection to the server, draws the panel, and hands pointer and
// keys to input.h. Everything runs on the host's one thread for user interfaces.

#ifndef GENUS_PLUGIN_UI_WINDOW_X11_H
#define GENUS_PLUGIN_UI_WINDOW_X11_H

#include "engine/genus.h"
#include "plugin/ui/input.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct genus_window genus_window;

/**
 * Opens a window inside of another.
 *
 * @param parent The host's window.
 * @param scale Pixels a logical pixel; 0: as the screen's Xft.dpi says.
 * @param panel What to draw, and what input changes; outlives the window.
 * @param actions Whom input tells; outlives the window.
 * @return NULL if there is no X server or no memory.
 */
genus_window *genus_window_new(uintptr_t parent, double scale, genus_panel *panel,
                               const genus_actions *actions);

/** Closes it. NULL is fine. */
void genus_window_free(genus_window *window);

/** The X11 window. */
uintptr_t genus_window_id(const genus_window *window) GENUS_NONNULL(1);

/** Its size in pixels. */
void genus_window_size(const genus_window *window, int *width, int *height) GENUS_NONNULL(1);

/** Makes it as large as the number of labels asks for, in pixels; the host is told apart. */
void genus_window_fit(genus_window *window) GENUS_NONNULL(1);

/** The panel has changed: it is drawn again soon. */
void genus_window_touch(genus_window *window) GENUS_NONNULL(1);

/** Takes in what happened and draws if something changed. @return false: the window is gone. */
bool genus_window_idle(genus_window *window) GENUS_NONNULL(1);

#endif
