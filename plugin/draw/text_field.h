// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// One line of text that a person edits: the path of a weights file. Positions are bytes and always
// between characters.

#ifndef GENUS_PLUGIN_DRAW_TEXT_FIELD_H
#define GENUS_PLUGIN_DRAW_TEXT_FIELD_H

#include "engine/genus.h"

#include <stdbool.h>
#include <stddef.h>

#define GENUS_TEXT_FIELD_BYTES 4096

/** A plain value; all zero is an empty field. */
typedef struct genus_text_field {
    char text[GENUS_TEXT_FIELD_BYTES];
    size_t caret;
    size_t anchor; ///< The other end of the selection; the caret if nothing is selected.
} genus_text_field;

/** Ways to move the caret. */
typedef enum genus_caret_move {
    GENUS_CARET_LEFT,
    GENUS_CARET_RIGHT,
    GENUS_CARET_HOME,
    GENUS_CARET_END,
} genus_caret_move;

/** Another text, cut to what fits, with the caret at its end. */
void genus_text_field_set(genus_text_field *field, const char *text) GENUS_NONNULL(1, 2);

/** Replaces the selection by text, up to its first control character and to what fits. */
void genus_text_field_insert(genus_text_field *field, const char *text) GENUS_NONNULL(1, 2);

/** Moves the caret. @param extend Whether the selection's other end stays. */
void genus_text_field_move(genus_text_field *field, genus_caret_move move, bool extend)
    GENUS_NONNULL(1);

/** Puts the caret at the byte `position` or the character's start before it. */
void genus_text_field_place(genus_text_field *field, size_t position, bool extend) GENUS_NONNULL(1);

/** Selects everything. */
void genus_text_field_select_all(genus_text_field *field) GENUS_NONNULL(1);

/** Takes away the selection, or else the character before or after the caret. */
void genus_text_field_erase(genus_text_field *field, bool forwards) GENUS_NONNULL(1);

#endif
