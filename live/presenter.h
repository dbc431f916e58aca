// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What the audience sees: everything that outlives a connection to a source. The view, the history,
// the log of songs, and what the keys have set.

#ifndef GENUS_LIVE_PRESENTER_H
#define GENUS_LIVE_PRESENTER_H

#include "engine/genus.h"
#include "live/options.h"
#include "live/source/feed.h"
#include "live/view/view.h"

typedef struct genus_presenter genus_presenter;

/** What the source is right now; zeros while there is none. */
typedef struct genus_presenter_source {
    const char *name;
    double sample_rate;
    uint32_t channels;
    const genus_feed *feed; ///< NULL: none.
    uint64_t overflows;     ///< Since the program began.
    bool is_waiting;
} genus_presenter_source;

/** Opens the view that the options ask for, and the log. */
genus_status genus_presenter_new(const genus_live_options *options, const genus_model *model,
                                 genus_presenter **presenter, genus_error *error) GENUS_CHECKED
    GENUS_NONNULL(1, 2, 3);

/** Closes view and log. NULL is fine. */
void genus_presenter_free(genus_presenter *presenter);

/**
 * A verdict was made at `seconds` of program time: remembers it, logs a song that ended, shows it.
 * @param dropped Sample frames lost since the program began.
 */
void genus_presenter_hear(genus_presenter *presenter, const genus_presenter_source *source,
                          const genus_verdict *verdict, double seconds, uint64_t dropped)
    GENUS_NONNULL(1, 2, 3);

/** The stream ended: so did its song. */
void genus_presenter_end_song(genus_presenter *presenter) GENUS_NONNULL(1);

/** Shows how things stand at `seconds`, now and then; call it often. */
void genus_presenter_show(genus_presenter *presenter, const genus_presenter_source *source,
                          double seconds) GENUS_NONNULL(1, 2);

/** What the user asks the loop for: GENUS_REQUEST_QUIT, _RESTART, or NONE. The presenter has obeyed
 * everything else. */
genus_request genus_presenter_poll(genus_presenter *presenter) GENUS_NONNULL(1);

/** What verdicts are to look back on, in seconds. */
double genus_presenter_window(const genus_presenter *presenter) GENUS_NONNULL(1);

/** Tells the user one line: on the screen, or on standard error where there is none. */
void genus_presenter_tell(genus_presenter *presenter, const char *message) GENUS_NONNULL(1, 2);

/** Whether some song could not be logged; the user was told. */
bool genus_presenter_has_lost_songs(const genus_presenter *presenter) GENUS_NONNULL(1);

/** Whether somebody can still see the view; if not, the reason is 0 for a reader that went. */
bool genus_presenter_is_lost(const genus_presenter *presenter, int *reason) GENUS_NONNULL(1);

/** After the view was closed: what was heard, and with --verbose what it cost. On standard error.
 */
void genus_presenter_sum_up(genus_presenter *presenter, double seconds) GENUS_NONNULL(1);

#endif
