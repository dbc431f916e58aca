// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The files that a playlist names.

#ifndef GENUS_LIVE_FILES_PLAYLIST_H
#define GENUS_LIVE_FILES_PLAYLIST_H

#include <stdbool.h>
#include <stddef.h>

typedef enum genus_playlist_kind {
    GENUS_PLAYLIST_NONE, ///< Not the name of a playlist.
    GENUS_PLAYLIST_M3U,  ///< .m3u, .m3u8
    GENUS_PLAYLIST_PLS,
    GENUS_PLAYLIST_XSPF,
    GENUS_PLAYLIST_CUE,
} genus_playlist_kind;

/** What a file is by its name. */
genus_playlist_kind genus_playlist_kind_of(const char *path);

/**
 * Takes an entry: as the list has it, with what its format escapes undone and file: taken away;
 * without a NUL in it. @return false to stop.
 */
typedef bool genus_playlist_take(void *context, const char *entry);

/**
 * Goes through a playlist. Any bytes are fine; what is no entry is passed over, and an entry that
 * comes twice in a row (the tracks of a cue sheet) counts once.
 * @param text [size], writable, with a NUL behind it: it is taken apart.
 * @return false if `take` stopped it.
 */
bool genus_playlist_read(genus_playlist_kind kind, char *text, size_t size,
                         genus_playlist_take *take, void *context);

#endif
