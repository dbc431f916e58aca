// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Asking the program to end: SIGINT, SIGTERM and SIGHUP.

#ifndef GENUS_LIVE_UTIL_STOP_H
#define GENUS_LIVE_UTIL_STOP_H

#include <stdbool.h>

/**
 * From now on these signals only set a flag, and interrupt what waits in the kernel; a closed pipe
 * is an error of the write and no signal.
 */
void genus_stop_catch(void);

/** Whether one of them came. */
bool genus_stop_requested(void);

#endif
