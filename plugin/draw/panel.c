// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Filling the window's content from what the host tells of ports and properties.

#include "plugin/draw/panel.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define PERCENT 100.0F // Of the ports that tell shares.

void genus_panel_clear(genus_panel *panel) {
    memset(panel, 0, sizeof *panel);
    panel->enabled = true;
    panel->window_seconds = (float)GENUS_WINDOW_MAX;
    panel->view.level_dbfs = -120.0F;
}

void genus_panel_add_label(genus_panel *panel, const char *label, size_t length) {
    uint32_t *count = &panel->view.label_count;
    if (*count < GENUS_LABELS_MAX) {
        (void)snprintf(panel->labels[*count], GENUS_PANEL_LABEL_BYTES, "%.*s", (int)length, label);
        (*count)++;
    }
}

void genus_panel_set_labels(genus_panel *panel, const char *lines) {
    panel->view.label_count = 0;
    while (*lines != '\0') {
        const size_t length = strcspn(lines, "\n");
        genus_panel_add_label(panel, lines, length);
        lines += length + (lines[length] == '\n' ? 1 : 0);
    }
}

void genus_panel_set_weights(genus_panel *panel, const char *path) {
    (void)snprintf(panel->weights, sizeof panel->weights, "%s", path);
    if (!panel->editing) {
        genus_text_field_set(&panel->path, path);
    }
}

void genus_panel_set_about(genus_panel *panel, const char *about) {
    (void)snprintf(panel->about, sizeof panel->about, "%s", about);
}

static bool begins_with(const char *text, const char *word) {
    const size_t length = strlen(word);
    return length > 0 && strncmp(text, word, length) == 0 && strchr(" ,:", text[length]) != NULL;
}

static bool is_verdict(const genus_panel *panel, const char *summary) {
    for (int state = GENUS_LISTENING; state <= GENUS_SURE; state++) {
        if (begins_with(summary, genus_state_name((genus_state)state))) {
            return true;
        }
    }
    for (uint32_t i = 0; i < panel->view.label_count; i++) {
        if (begins_with(summary, panel->labels[i])) {
            return true;
        }
    }
    return summary[0] == '\0';
}

bool genus_panel_set_summary(genus_panel *panel, const char *summary) {
    const char *trouble = is_verdict(panel, summary) ? "" : summary;
    if (strncmp(panel->trouble, trouble, sizeof panel->trouble - 1) == 0) {
        return false;
    }
    (void)snprintf(panel->trouble, sizeof panel->trouble, "%s", trouble);
    return true;
}

static bool set_float(float *place, float value) {
    const bool changes = *place != value;
    *place = value;
    return changes;
}

static bool set_switch(bool *place, float value) {
    const bool is_on = value > 0.0F;
    const bool changes = *place != is_on;
    *place = is_on;
    return changes;
}

static bool set_genre(int32_t *place, float value) {
    const int32_t genre = (int32_t)lrintf(fminf(fmaxf(value, 0.0F), 1000.0F));
    const bool changes = *place != genre;
    *place = genre;
    return changes;
}

bool genus_panel_set_port(genus_panel *panel, uint32_t channels, uint32_t port, float value) {
    genus_view *view = &panel->view;
    if (!isfinite(value)) {
        return false;
    }
    switch (port) {
    case GENUS_PORT_ENABLED:
        return set_switch(&panel->enabled, value);
    case GENUS_PORT_WINDOW:
        // While it is being dragged, the host's echo of earlier values must not pull it back.
        return panel->pressed != GENUS_CONTROL_WINDOW && set_float(&panel->window_seconds, value);
    case GENUS_PORT_HOLD:
        return set_switch(&panel->hold, value);
    case GENUS_PORT_SONGS:
        return set_switch(&panel->songs, value);
    case GENUS_PORT_GENRE:
        return set_genre(&view->genre, value);
    case GENUS_PORT_CONFIDENCE:
        return set_float(&view->confidence, value / PERCENT);
    case GENUS_PORT_SECONDS_HEARD:
        return set_float(&view->seconds_heard, value);
    case GENUS_PORT_TRACK_GENRE:
        return set_genre(&view->track_genre, value);
    case GENUS_PORT_TRACK_CONFIDENCE:
        return set_float(&view->track_confidence, value / PERCENT);
    case GENUS_PORT_LEVEL:
        return set_float(&view->level_dbfs, value);
    default:
        break;
    }
    const uint32_t first = genus_port_posterior(channels);
    return port >= first && port - first < GENUS_LABELS_MAX &&
           set_float(&view->posterior[port - first], value / PERCENT);
}
