// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The songs that ended, appended to a CSV file, a line each.

#ifndef GENUS_LIVE_VIEW_SONG_LOG_H
#define GENUS_LIVE_VIEW_SONG_LOG_H

#include "engine/genus.h"
#include "live/view/view.h"

typedef struct genus_song_log genus_song_log;

/**
 * Opens a file for appending; a new or empty one gets a header. One with other columns is refused.
 * The path is in the message.
 */
genus_status genus_song_log_open(const char *path, genus_song_log **log,
                                 genus_error *error) GENUS_CHECKED GENUS_NONNULL(1, 2);

/** Closes it. NULL is fine. */
void genus_song_log_close(genus_song_log *log);

/**
 * Appends a song in one write, so that a kill leaves whole lines and two programs do not mix
 * theirs; songs without a genre are left out.
 * @param labels By index. @return GENUS_OK or GENUS_ERROR_WRITE.
 */
genus_status genus_song_log_add(genus_song_log *log, const genus_song *song,
                                const char *const *labels, genus_error *error) GENUS_CHECKED
    GENUS_NONNULL(1, 2, 3);

#endif
