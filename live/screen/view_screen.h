// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Scenes on a whole terminal, through ncursesw.

#ifndef GENUS_LIVE_SCREEN_VIEW_SCREEN_H
#define GENUS_LIVE_SCREEN_VIEW_SCREEN_H

#include "engine/genus.h"
#include "live/view/view.h"

/**
 * Takes the terminal on standard output; keys come from the controlling terminal, since standard
 * input may be audio. A crash gives the terminal back too.
 * @return GENUS_OK, or GENUS_ERROR_OPEN or GENUS_ERROR_MEMORY with the terminal as it was.
 */
genus_status genus_screen_open(genus_view *view, genus_error *error) GENUS_CHECKED GENUS_NONNULL(1);

#endif
