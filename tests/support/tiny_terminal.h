// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A terminal in memory: follows what a program writes to an xterm, as far as ncurses goes, so that
// tests can see what a person would.

#ifndef GENUS_TESTS_TINY_TERMINAL_H
#define GENUS_TESTS_TINY_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TINY_ROWS_MAX 60
#define TINY_COLUMNS_MAX 200

/** Start from zeros and tiny_terminal_resize(). */
typedef struct tiny_terminal {
    int rows;
    int columns;
    uint32_t cells[TINY_ROWS_MAX][TINY_COLUMNS_MAX]; ///< Code points.
    int row;
    int column;
    bool is_alternate;   ///< The screen that programs use, not the one of the shell.
    bool hides_cursor;   ///
    bool has_keypad;     ///< Keys send what programs expect.
    bool saw_colour;     ///< Any colour was ever set.
    bool saw_high_bytes; ///< Any byte over 0x7F was ever written.
    int unknown;         ///< Sequences that were not understood.
    char pending[64];    ///< The start of a sequence.
    size_t pending_count;
} tiny_terminal;

/** Another size; what was there is lost. */
void tiny_terminal_resize(tiny_terminal *terminal, int rows, int columns);

/** Follows `count` bytes. */
void tiny_terminal_write(tiny_terminal *terminal, const char *bytes, size_t count);

/** Whether a row shows these words (ASCII). */
bool tiny_terminal_shows(const tiny_terminal *terminal, const char *words);

#endif
