// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Where a new song begins.

#include "songs.h"

genus_songs genus_songs_begin(void) {
    return (genus_songs){.genre = -1};
}

bool genus_songs_hear(genus_songs *songs, const genus_verdict *verdict, double seconds) {
    if (verdict->state == GENUS_SILENCE) {
        // Silence before a song's first sound ends nothing.
        songs->silent = songs->genre >= 0;
        return false;
    }
    if (songs->silent) {
        return true;
    }
    if (verdict->state != GENUS_SURE) {
        return false;
    }
    if (songs->genre < 0) {
        songs->genre = verdict->top;
    }
    songs->challenge_seconds =
        verdict->top == songs->genre ? 0.0 : songs->challenge_seconds + seconds;
    return songs->challenge_seconds >= GENUS_SONGS_LEAD_SECONDS;
}
