// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Editing one line of text.

#include "plugin/draw/text_field.h"
#include "engine/base/utf8.h"

#include <string.h>

/** Whether a character begins at this byte; in text that is not UTF-8 every odd byte is one. */
static bool is_start(const genus_text_field *field, size_t position) {
    return ((unsigned char)field->text[position] & 0xC0) != 0x80;
}

static size_t before(const genus_text_field *field, size_t position) {
    return position > 0 ? genus_utf8_floor(field->text, position - 1) : 0;
}

static size_t after(const genus_text_field *field, size_t position) {
    const size_t length = strlen(field->text);
    while (position < length && !is_start(field, ++position)) {
    }
    return position;
}

static void erase_selection(genus_text_field *field) {
    const size_t from = field->caret < field->anchor ? field->caret : field->anchor;
    const size_t to = field->caret < field->anchor ? field->anchor : field->caret;
    memmove(field->text + from, field->text + to, strlen(field->text + to) + 1);
    field->caret = from;
    field->anchor = from;
}

void genus_text_field_set(genus_text_field *field, const char *text) {
    memset(field, 0, sizeof *field);
    genus_text_field_insert(field, text);
}

void genus_text_field_insert(genus_text_field *field, const char *text) {
    erase_selection(field);
    const size_t room = sizeof field->text - 1 - strlen(field->text);
    size_t length = 0;
    uint32_t point;
    for (size_t next; (next = genus_utf8_next(text + length, &point)) > 0; length += next) {
        if (genus_utf8_is_control(point)) {
            break;
        }
    }
    if (length > room) {
        length = genus_utf8_floor(text, room);
    }
    char *at = field->text + field->caret;
    memmove(at + length, at, strlen(at) + 1);
    memcpy(at, text, length);
    field->caret += length;
    field->anchor = field->caret;
}

void genus_text_field_move(genus_text_field *field, genus_caret_move move, bool extend) {
    switch (move) {
    case GENUS_CARET_LEFT:
        field->caret = before(field, field->caret);
        break;
    case GENUS_CARET_RIGHT:
        field->caret = after(field, field->caret);
        break;
    case GENUS_CARET_HOME:
        field->caret = 0;
        break;
    case GENUS_CARET_END:
        field->caret = strlen(field->text);
        break;
    }
    if (!extend) {
        field->anchor = field->caret;
    }
}

void genus_text_field_place(genus_text_field *field, size_t position, bool extend) {
    const size_t length = strlen(field->text);
    field->caret = genus_utf8_floor(field->text, position < length ? position : length);
    if (!extend) {
        field->anchor = field->caret;
    }
}

void genus_text_field_select_all(genus_text_field *field) {
    field->anchor = 0;
    field->caret = strlen(field->text);
}

void genus_text_field_erase(genus_text_field *field, bool forwards) {
    if (field->caret == field->anchor) {
        field->anchor = forwards ? after(field, field->caret) : before(field, field->caret);
    }
    erase_selection(field);
}
