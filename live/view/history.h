// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What was heard so far: songs, and what each second sounded like. Allocates once.

#ifndef GENUS_LIVE_VIEW_HISTORY_H
#define GENUS_LIVE_VIEW_HISTORY_H

#include "engine/genus.h"
#include "live/view/view.h"

/** The most songs that are remembered; older ones are forgotten. */
#define GENUS_SONGS_MAX 1000

typedef struct genus_history genus_history;

/** @param sure_threshold Confidence from which a song is sure. NULL: memory is out. */
genus_history *genus_history_new(float sure_threshold);

/** Frees it. NULL is fine. */
void genus_history_free(genus_history *history);

/**
 * Takes a verdict that was made at `seconds` of program time. A song is a track of the listener's;
 * where it began and ended is painted over what was heard there.
 * @param wall_time Seconds since 1970; NAN: what is heard is not what plays now.
 * @return The song that ended before the one that plays now, or NULL if none just did; lives until
 *         the next call.
 */
const genus_song *genus_history_hear(genus_history *history, const genus_verdict *verdict,
                                     double seconds, double wall_time);

/** Nothing was heard until `seconds` of program time: there was no input. */
void genus_history_pause(genus_history *history, double seconds) GENUS_NONNULL(1);

/**
 * The stream ended: the next verdict begins another song.
 * @return The song that ended, or NULL if none played; lives until the next call.
 */
const genus_song *genus_history_end_song(genus_history *history);

/** All songs, oldest first, and how many there were since the start. */
const genus_song *genus_history_songs(const genus_history *history, size_t *count) GENUS_NONNULL(1);
bool genus_history_is_playing(const genus_history *history)
    GENUS_NONNULL(1); ///< The newest one goes on.
uint64_t genus_history_song_number(const genus_history *history) GENUS_NONNULL(1);

/** The past seconds, oldest first: up to GENUS_HISTORY_MAX. */
const genus_moment *genus_history_moments(const genus_history *history, size_t *count)
    GENUS_NONNULL(1);

#endif
