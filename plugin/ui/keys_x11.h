// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What a key of an X11 keyboard means to a text field.

#ifndef GENUS_PLUGIN_UI_KEYS_X11_H
#define GENUS_PLUGIN_UI_KEYS_X11_H

#include "engine/genus.h"
#include "plugin/ui/input.h"

#include <X11/Xlib.h>

typedef enum genus_keystroke_kind {
    GENUS_KEYSTROKE_NONE,
    GENUS_KEYSTROKE_KEY,
    GENUS_KEYSTROKE_TEXT,
    GENUS_KEYSTROKE_PASTE,
} genus_keystroke_kind;

typedef struct genus_keystroke {
    genus_keystroke_kind kind;
    genus_key key;
    bool extend;  ///< The selection: shift is down.
    char text[8]; ///< One character in UTF-8.
} genus_keystroke;

/** Reads a key press. Characters that need an input method are left to pasting. */
void genus_keystroke_read(XKeyEvent *event, genus_keystroke *stroke) GENUS_NONNULL(1, 2);

#endif
