// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Where another song begins, heard from the columns: the newest few seconds against all that came
// before them. Two distances are added, each from 0 to 1: between what the network names
// (Jensen-Shannon distance of the posteriors, base 2) and between what it hears (cosine distance of
// the mean columns, which are not negative). Music that stays the same can drift far in one of them
// for some seconds, rarely in both. A short span must differ more than a long one.
//
// The limits were set on joined clips of GTZAN, with three sets of weights that were trained
// differently, so that each had room on both sides; tests/test_songs.c holds the bars.

#ifndef GENUS_ENGINE_STREAM_SONG_CHANGE_H
#define GENUS_ENGINE_STREAM_SONG_CHANGE_H

#include "engine/genus.h"
#include "engine/model/model.h"
#include "engine/nn/columns.h"

typedef struct genus_song_change genus_song_change;

/** NULL: memory is out. The model must outlive it. Thread: any but the audio thread. */
genus_song_change *genus_song_change_new(const genus_model *model);

/** Frees it. NULL is fine. */
void genus_song_change_free(genus_song_change *change);

/**
 * Whether another song began lately; to be asked for each new column.
 * @return How many of the newest columns are the other song's; 0: none began.
 * Thread: worker; allocates nothing.
 */
size_t genus_song_change_find(const genus_song_change *change, genus_columns *columns)
    GENUS_NONNULL(1, 2);

/**
 * Where the newest columns, about twice `about` of them, fall apart best: what lies before and
 * after is each most like itself (the split of the largest scatter between the two, as Ward joins
 * clusters). @return How many columns come after, 1 at least; `about` where too few are kept.
 * Thread: worker; allocates nothing.
 */
size_t genus_song_change_split(const genus_song_change *change, genus_columns *columns,
                               size_t about) GENUS_NONNULL(1, 2);

#endif
