// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Where songs begin and end. A song lasts from its first sound to its last; silence, the hum or
// hiss of a room, noise and speech are stretches without a song.
//
// A stretch without a song ends with an onset: a frame that stands out of it. What begins there is
// a candidate until the network has heard enough of it to tell that it is music. Where the stretch
// is noise as loud as music, the network alone tells where music begins.

#ifndef GENUS_ENGINE_STREAM_SONGS_H
#define GENUS_ENGINE_STREAM_SONGS_H

#include "engine/genus.h"
#include "engine/model/model.h"
#include "engine/nn/columns.h"

typedef struct genus_songs genus_songs;

/** What a frame or a column has brought. */
typedef enum genus_song_turn {
    GENUS_SONG_GOES_ON, ///< Nothing new.
    GENUS_SONG_ONSET,   ///< Sound begins with this frame: nothing before it counts for it.
    GENUS_SONG_BEGINS,  ///< There is a song; where it began is known now.
    GENUS_SONG_ENDS,    ///< The song ended some time ago; no other has begun.
} genus_song_turn;

/** Where things stand. Times are seconds since the stream began. */
typedef struct genus_song_place {
    uint64_t number;   ///< Of the newest song, from 1; 1 before the first, too.
    bool is_playing;   ///< It goes on.
    bool is_candidate; ///< Something sounds that may become the next one.
    double start;      ///< Of the newest song.
    double end;        ///< Its last sound, so far or in the end.
} genus_song_place;

/** NULL: memory is out. The model must outlive it. Thread: any but the audio thread. */
genus_songs *genus_songs_new(const genus_model *model);

/** Frees it. NULL is fine. */
void genus_songs_free(genus_songs *songs);

/** How long a pause must be to end a song, in seconds: GENUS_PAUSE_MIN to _MAX. Thread: worker. */
void genus_songs_set_pause(genus_songs *songs, double seconds) GENUS_NONNULL(1);

/** The stream begins, and counting with it. Thread: worker. */
void genus_songs_begin_stream(genus_songs *songs) GENUS_NONNULL(1);

/**
 * The song begins anew, without being counted. @param start Where; @param is_playing false: with
 * the next sound. Thread: worker.
 */
void genus_songs_restart(genus_songs *songs, bool is_playing, double start) GENUS_NONNULL(1);

/**
 * Hears a frame's newest hop. @param now Where it ends. @return Any but GENUS_SONG_BEGINS.
 * Thread: worker.
 */
genus_song_turn genus_songs_hear_frame(genus_songs *songs, double mean_square, double now)
    GENUS_NONNULL(1);

/**
 * Hears the newest column, which the frame that ends `now` has completed.
 * @param newest With GENUS_SONG_BEGINS: how many of the newest columns are the song's; 0: all since
 *               the onset. @return Any but GENUS_SONG_ONSET. Thread: worker; allocates nothing.
 */
genus_song_turn genus_songs_hear_column(genus_songs *songs, genus_columns *columns, double now,
                                        size_t *newest) GENUS_NONNULL(1, 2);

/** Where things stand. Thread: worker. */
genus_song_place genus_songs_place(const genus_songs *songs) GENUS_NONNULL(1);

#endif
