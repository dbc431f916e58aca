// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What the audience sees: everything that outlives a connection to a source. The view, the history,
// the log of songs, and what the keys have set.

#ifndef GENUS_LIVE_PRESENTER_H
#define GENUS_LIVE_PRESENTER_H

#include "live/source/feed.h"
#include "live/options.h"

typedef struct genus_stage genus_stage;

/** What the source is right now; zeros while there is none. */
typedef struct genus_stage_source {
    const char *name;
    double sample_rate;
    uint32_t channels;
    const genus_feed *feed; ///< NULL: none.
    uint64_t overflows;     ///< Since the program began.
    bool is_waiting;
} genus_stage_source;

/** Opens the view that the options ask for, and the log. */
genus_status genus_stage_new(const genus_live_options *options, const genus_model *model,
                             genus_stage **stage, genus_error *error);

/** Closes view and log. NULL is fine. */
void genus_stage_free(genus_stage *stage);

/**
 * A verdict was made at `seconds` of program time: remembers it, logs a song that ended, shows it.
 * @param dropped Sample frames lost since the program began.
 */
void genus_stage_hear(genus_stage *stage, const genus_stage_source *source,
                      const genus_verdict *verdict, double seconds, uint64_t dropped);

/** The stream ended: so did its song. */
void genus_stage_end_song(genus_stage *stage);

/** Shows how things stand at `seconds`, now and then; call it often. */
void genus_stage_show(genus_stage *stage, const genus_stage_source *source, double seconds);

/** What the user asks the loop for: GENUS_REQUEST_QUIT, _RESTART, or NONE. The stage has obeyed
 * everything else. */
genus_request genus_stage_poll(genus_stage *stage);

/** What verdicts are to look back on, in seconds. */
double genus_stage_window(const genus_stage *stage);

/** Tells the user one line: on the screen, or on standard error where there is none. */
void genus_stage_tell(genus_stage *stage, const char *message);

/** Whether somebody can still see the view; if not, the reason is 0 for a reader that went. */
bool genus_stage_is_lost(const genus_stage *stage, int *reason);

/** After the view was closed: what was heard, and with --verbose what it cost. On standard error.
 */
void genus_stage_sum_up(genus_stage *stage, double seconds);

#endif
