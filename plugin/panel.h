// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The window's content as a plain value: the music, the controls, and what the person is doing.

#ifndef GENUS_PLUGIN_PANEL_H
#define GENUS_PLUGIN_PANEL_H

#include "layout.h"
#include "text_field.h"
#include "view.h"

#define GENUS_PANEL_LABEL_BYTES 64 ///< Longer labels are cut.
#define GENUS_PANEL_LINE_BYTES 512

typedef struct genus_panel {
    genus_view view;
    char labels[GENUS_LABELS_MAX][GENUS_PANEL_LABEL_BYTES]; ///< [view.label_count]
    char about[GENUS_PANEL_LINE_BYTES];                     ///< The weights in words.
    char trouble[GENUS_PANEL_LINE_BYTES];                   ///< What went wrong; empty: nothing.
    float window_seconds;
    bool enabled;
    bool hold;
    bool songs;
    bool can_browse;       ///< The host has a file dialog.
    genus_text_field path; ///< The weights file, or another that is to be loaded.
    genus_control hovered; ///< Under the pointer.
    genus_control pressed; ///< Held down.
    bool editing;          ///< Keys go to the path.
} genus_panel;

#endif
