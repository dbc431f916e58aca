// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// From X11's key symbols to keys and characters.

#include "plugin/ui/keys_x11.h"

#include <X11/Xutil.h>
#include <X11/keysym.h>
#include <stdint.h>
#include <string.h>

// Key symbols from here on are Unicode code points + this (X Window System Protocol, appendix A).
#define UNICODE_OFFSET 0x01000000U

static bool find_key(KeySym symbol, genus_key *key) {
    static const struct {
        KeySym symbol;
        genus_key key;
    } table[] = {
        {XK_Left, GENUS_KEY_LEFT},
        {XK_KP_Left, GENUS_KEY_LEFT},
        {XK_Right, GENUS_KEY_RIGHT},
        {XK_KP_Right, GENUS_KEY_RIGHT},
        {XK_Home, GENUS_KEY_HOME},
        {XK_KP_Home, GENUS_KEY_HOME},
        {XK_End, GENUS_KEY_END},
        {XK_KP_End, GENUS_KEY_END},
        {XK_BackSpace, GENUS_KEY_BACKSPACE},
        {XK_Delete, GENUS_KEY_DELETE},
        {XK_KP_Delete, GENUS_KEY_DELETE},
        {XK_Return, GENUS_KEY_ENTER},
        {XK_KP_Enter, GENUS_KEY_ENTER},
        {XK_Escape, GENUS_KEY_ESCAPE},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if (table[i].symbol == symbol) {
            *key = table[i].key;
            return true;
        }
    }
    return false;
}

/** The character that a key symbol stands for, 0 if none. */
static uint32_t character_of(KeySym symbol) {
    if ((symbol >= 0x20 && symbol <= 0x7E) || (symbol >= 0xA0 && symbol <= 0xFF)) {
        return (uint32_t)symbol; // Latin-1 symbols are their own code points.
    }
    if (symbol >= XK_KP_0 && symbol <= XK_KP_9) {
        return (uint32_t)(symbol - XK_KP_0 + '0');
    }
    if (symbol == XK_KP_Divide) {
        return '/';
    }
    return symbol > UNICODE_OFFSET && symbol <= UNICODE_OFFSET + 0x10FFFF
               ? (uint32_t)(symbol - UNICODE_OFFSET)
               : 0;
}

static void encode(char text[8], uint32_t point) {
    size_t length = 0;
    if (point < 0x80) {
        text[length++] = (char)point;
    } else if (point < 0x800) {
        text[length++] = (char)(0xC0 | point >> 6);
        text[length++] = (char)(0x80 | (point & 0x3F));
    } else if (point < 0x10000) {
        text[length++] = (char)(0xE0 | point >> 12);
        text[length++] = (char)(0x80 | (point >> 6 & 0x3F));
        text[length++] = (char)(0x80 | (point & 0x3F));
    } else {
        text[length++] = (char)(0xF0 | point >> 18);
        text[length++] = (char)(0x80 | (point >> 12 & 0x3F));
        text[length++] = (char)(0x80 | (point >> 6 & 0x3F));
        text[length++] = (char)(0x80 | (point & 0x3F));
    }
    text[length] = '\0';
}

void genus_keystroke_read(XKeyEvent *event, genus_keystroke *stroke) {
    memset(stroke, 0, sizeof *stroke);
    char ignored[16];
    KeySym symbol = NoSymbol;
    (void)XLookupString(event, ignored, sizeof ignored, &symbol, NULL);
    stroke->extend = (event->state & ShiftMask) != 0;
    const bool control = (event->state & ControlMask) != 0;
    if ((control && (symbol == XK_v || symbol == XK_V)) ||
        (stroke->extend && symbol == XK_Insert)) {
        stroke->kind = GENUS_KEYSTROKE_PASTE;
    } else if (control && (symbol == XK_a || symbol == XK_A)) {
        stroke->kind = GENUS_KEYSTROKE_KEY;
        stroke->key = GENUS_KEY_SELECT_ALL;
    } else if (find_key(symbol, &stroke->key)) {
        stroke->kind = GENUS_KEYSTROKE_KEY;
    } else if (!control && (event->state & Mod1Mask) == 0) {
        const uint32_t point = character_of(symbol);
        if (point != 0) {
            encode(stroke->text, point);
            stroke->kind = GENUS_KEYSTROKE_TEXT;
        }
    }
}
