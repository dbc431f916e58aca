// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Gives the terminal back if the program crashes: what closing would have done, done by a signal
// handler. One terminal a process.

#ifndef GENUS_LIVE_SCREEN_TERMINAL_GUARD_H
#define GENUS_LIVE_SCREEN_TERMINAL_GUARD_H

#include "engine/genus.h"

#include <termios.h>

/**
 * From now on a signal that kills the process for a fault of its own (SIGSEGV, SIGBUS, SIGILL,
 * SIGFPE, SIGABRT), or by SIGQUIT, first writes `text` to the terminal and
 * sets its modes; then it goes where it would have gone. Signals that are ignored stay so.
 *
 * @param file  The terminal. @param modes Those to set.
 * @param text  Escape sequences, up to 255 bytes; longer ones are left out.
 * Thread: main.
 */
void genus_terminal_guard(int file, const struct termios *modes, const char *text)
    GENUS_NONNULL(2, 3);

/** Ends that. Thread: main. */
void genus_terminal_unguard(void);

#endif
