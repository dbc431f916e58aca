// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The window's content as a plain value: the music, the controls, and what the person is doing.

#ifndef GENUS_PLUGIN_DRAW_PANEL_H
#define GENUS_PLUGIN_DRAW_PANEL_H

#include "engine/genus.h"
#include "plugin/draw/layout.h"
#include "plugin/draw/text_field.h"
#include "plugin/draw/view.h"

#define GENUS_PANEL_LABEL_BYTES 64 ///< Longer labels are cut.
#define GENUS_PANEL_LINE_BYTES 512

typedef struct genus_panel {
    genus_view view;
    char labels[GENUS_LABELS_MAX][GENUS_PANEL_LABEL_BYTES]; ///< [view.label_count]
    char about[GENUS_PANEL_LINE_BYTES];                     ///< The weights in words.
    char trouble[GENUS_PANEL_LINE_BYTES];                   ///< What went wrong; empty: nothing.
    char weights[GENUS_TEXT_FIELD_BYTES];                   ///< Path of the weights in use.
    float window_seconds;
    bool enabled;
    bool hold;
    bool songs;
    bool can_browse;       ///< The host has a file dialog.
    genus_text_field path; ///< The weights in use, or others that are to be loaded.
    genus_control hovered; ///< Under the pointer.
    genus_control pressed; ///< Held down.
    bool editing;          ///< Keys go to the path.
} genus_panel;

/** Nothing heard yet, controls at their defaults. */
void genus_panel_clear(genus_panel *panel) GENUS_NONNULL(1);

/** Takes one more label, of `length` bytes, unless there are GENUS_LABELS_MAX. */
void genus_panel_add_label(genus_panel *panel, const char *label, size_t length)
    GENUS_NONNULL(1, 2);

/** Takes newline-separated labels in place of those before; those beyond GENUS_LABELS_MAX are left
 * out. */
void genus_panel_set_labels(genus_panel *panel, const char *lines) GENUS_NONNULL(1, 2);

/** Takes the words for the weights in use. */
void genus_panel_set_about(genus_panel *panel, const char *about) GENUS_NONNULL(1, 2);

/** Takes the path of the weights in use, which shows unless another is being edited. */
void genus_panel_set_weights(genus_panel *panel, const char *path) GENUS_NONNULL(1, 2);

/**
 * Takes the summary that the plugin tells: it is trouble unless it begins with a state or a label,
 * as the words for a verdict do. @return Whether anything that shows has changed.
 */
bool genus_panel_set_summary(genus_panel *panel, const char *summary) GENUS_NONNULL(1, 2);

/**
 * Takes the value of a port.
 * @param channels Of the plugin, 1 or 2. @return Whether anything that shows has changed.
 */
bool genus_panel_set_port(genus_panel *panel, uint32_t channels, uint32_t port, float value)
    GENUS_NONNULL(1);

#endif
