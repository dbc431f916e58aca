// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Ctrl-C and a polite kill during long work: held back, and looked for where it can stop cleanly.

#ifndef GENUS_TRAIN_UTIL_INTERRUPT_H
#define GENUS_TRAIN_UTIL_INTERRUPT_H

#include <stdbool.h>

/** Holds SIGINT and SIGTERM back in this thread and those that it starts from now on. */
void genus_interrupt_hold(void);

/** True once a signal that is held back has come. Thread: any. */
bool genus_interrupted(void);

#endif
