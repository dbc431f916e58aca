// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Names the genre of audio files, a line each.

#ifndef GENUS_LIVE_FILES_COMMAND_H
#define GENUS_LIVE_FILES_COMMAND_H

#include "engine/genus.h"
#include "live/options.h"

/**
 * Hears every file of the options and prints what it is to standard output; what is wrong with one
 * goes to standard error.
 * @return Whether every file is whole and has a genre.
 */
bool genus_files_command(const genus_live_options *options, genus_model *model) GENUS_NONNULL(1, 2);

#endif
