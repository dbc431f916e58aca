// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The songs of a long recording.

#ifndef GENUS_LIVE_SONGS_FIND_SONGS_H
#define GENUS_LIVE_SONGS_FIND_SONGS_H

#include "engine/genus.h"
#include "live/view/view.h"

/** Takes the next song that has a genre, in order. @return false to hear no more. */
typedef bool genus_take_song(void *context, const genus_song *song);

/**
 * Hears a file, block by block, and hands over each song once it has ended.
 * @param pause Seconds of silence that end a song.
 * @return GENUS_OK, also if the taker ended it; or an error whose message says what is wrong with
 *         the file, without the path: what could be heard before was handed over.
 */
genus_status genus_find_songs(genus_model *model, const char *path, double pause,
                              genus_take_song *take, void *context,
                              genus_error *error) GENUS_CHECKED GENUS_NONNULL(1, 2, 4);

#endif
