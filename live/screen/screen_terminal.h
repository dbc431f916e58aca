// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A canvas on a real terminal, through ncursesw: colours as far as it has them, keys, its size.

#ifndef GENUS_LIVE_SCREEN_SCREEN_TERMINAL_H
#define GENUS_LIVE_SCREEN_SCREEN_TERMINAL_H

#include "engine/genus.h"
#include "live/screen/cells.h"

#include <stdbool.h>

typedef struct genus_terminal genus_terminal;

/**
 * Takes the terminal on standard output; keys come from standard input if that is a terminal, else
 * from the controlling terminal. Sets the locale of characters from the environment. A crash gives
 * the terminal back. There can be one at a time.
 * @return GENUS_OK, GENUS_ERROR_OPEN or GENUS_ERROR_MEMORY. Thread: main, like all of this.
 */
genus_status genus_terminal_open(genus_terminal **terminal, genus_error *error) GENUS_CHECKED
    GENUS_NONNULL(1);

/** Restores the terminal as it was. NULL is fine. */
void genus_terminal_close(genus_terminal *terminal);

/** Fits a canvas to the terminal: size, charset, colour. @return false: memory is out. */
bool genus_terminal_fit(const genus_terminal *terminal, genus_cells *canvas) GENUS_NONNULL(1, 2);

/** Shows a canvas. @return false if the terminal is gone (see errno). */
bool genus_terminal_show(genus_terminal *terminal, const genus_cells *canvas) GENUS_NONNULL(1, 2);

/** The next key as a character; 0: none waits. Never waits itself. */
int genus_terminal_key(genus_terminal *terminal) GENUS_NONNULL(1);

#endif
