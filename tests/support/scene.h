// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A made-up scene for tests of the views: ten genres, a few songs, some minutes of history.

#ifndef GENUS_TESTS_SCENE_H
#define GENUS_TESTS_SCENE_H

#include "live/view/view.h"

#define GENUS_TEST_SONGS 4
#define GENUS_TEST_HISTORY 300

/** A scene and what it points to; must not be copied. */
typedef struct genus_test_view_state {
    genus_view_state scene;
    genus_song songs[GENUS_TEST_SONGS];
    genus_moment history[GENUS_TEST_HISTORY];
} genus_test_view_state;

/** Fills it: surely jazz, 24 of 30 s heard, four songs in five minutes. */
void genus_test_view_state_fill(genus_test_view_state *made);

#endif
