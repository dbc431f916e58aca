// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// genus-live --songs: the songs of long recordings, as a table or for other programs.

#ifndef GENUS_LIVE_SONGS_COMMAND_H
#define GENUS_LIVE_SONGS_COMMAND_H

#include "engine/genus.h"
#include "live/options.h"

/**
 * Prints the songs of every file of the options to standard output; what is wrong with one goes to
 * standard error. @return Whether every file is whole and has a song.
 */
bool genus_songs_command(const genus_live_options *options, genus_model *model) GENUS_NONNULL(1, 2);

#endif
