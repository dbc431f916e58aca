// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Where a new song begins, heard from verdicts: after silence, or when another genre has led surely
// for GENUS_SONGS_LEAD_SECONDS.

#ifndef GENUS_PLUGIN_SONGS_H
#define GENUS_PLUGIN_SONGS_H

#include "engine/genus.h"

#define GENUS_SONGS_LEAD_SECONDS 5.0

/** What is known of the present song; a plain value, set up by genus_songs_begin(). */
typedef struct genus_songs {
    int32_t genre;            ///< The song's, -1 as long as nothing led surely.
    double challenge_seconds; ///< How long another genre has led.
    bool silent;              ///< Silence since the song's last sound.
} genus_songs;

/** A song of which nothing was heard. Thread: any. */
genus_songs genus_songs_begin(void);

/**
 * Hears a verdict that ends `seconds` after the one before.
 * @return true if a new song begins here; then call genus_songs_begin(). Thread: any; bounded.
 */
bool genus_songs_hear(genus_songs *songs, const genus_verdict *verdict, double seconds);

#endif
