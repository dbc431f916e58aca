// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The track: its evidence from before and from now, its tag, its ribbon, and what a verdict does to
// them.
//
// A tag that comes out of a saved state may be another track's (a plugin that was copied): what is
// heard decides. Until then it is shown as one from the session.

#include "plugin/lv2/instance_body.h"

#include <math.h>
#include <string.h>

#define CONFIRM_SECONDS 10.0 // Of sound, that confirms or contradicts a tag from the session.

void genus_track_begin(genus_instance *instance, const genus_tag *earlier) {
    genus_listener_restart(instance->loaded->listener, GENUS_RESTART_TRACK);
    instance->earlier = *earlier;
    instance->tag = *earlier;
    instance->track_frames = 0;
    instance->changed = true;
}

static void forget_window(genus_view *view) {
    view->genre = GENUS_GENRE_LISTENING;
    view->confidence = 0.0F;
    view->seconds_heard = 0.0F;
    memset(view->posterior, 0, sizeof view->posterior);
}

void genus_track_show_tag(genus_instance *instance) {
    genus_view *view = &instance->published.view;
    const int32_t top = genus_tag_top(&instance->tag, view->label_count);
    view->track_confidence = top < 0 ? 0.0F : instance->tag.posterior[top];
    view->track_seconds = instance->tag.seconds;
    memcpy(view->track_posterior, instance->tag.posterior, sizeof view->track_posterior);
    if (top < 0) {
        view->track_genre = GENUS_GENRE_LISTENING;
    } else if (view->track_confidence < instance->loaded->sure_threshold) {
        view->track_genre = GENUS_GENRE_UNSURE;
    } else {
        view->track_genre = GENUS_GENRE_FIRST_LABEL + top;
    }
}

void genus_track_reset(genus_instance *instance) {
    const genus_tag nothing = {.seconds = 0.0};
    genus_track_begin(instance, &nothing);
    instance->is_unconfirmed = false;
    forget_window(&instance->published.view);
    instance->published.view.ribbon = (genus_ribbon){.count = 0};
    genus_track_show_tag(instance);
    instance->news |= GENUS_NEWS_VERDICT;
}

void genus_track_restore(genus_instance *instance, const genus_saved_track *saved) {
    genus_view *view = &instance->published.view;
    genus_track_begin(instance, &saved->tag);
    instance->is_unconfirmed = genus_tag_top(&saved->tag, view->label_count) >= 0;
    forget_window(view);
    view->ribbon = saved->ribbon;
    instance->news |= GENUS_NEWS_VERDICT;
}

// ---------------------------------------------------------------------------------------- verdict

static int32_t genre_of(const genus_verdict *verdict) {
    switch (verdict->state) {
    case GENUS_SILENCE:
    case GENUS_NO_MUSIC:
        return GENUS_GENRE_SILENCE;
    case GENUS_UNSURE:
        return GENUS_GENRE_UNSURE;
    case GENUS_SURE:
        return GENUS_GENRE_FIRST_LABEL + verdict->top;
    default:
        return GENUS_GENRE_LISTENING;
    }
}

static void show_window(genus_view *view, const genus_verdict *verdict) {
    view->genre = genre_of(verdict);
    view->confidence = verdict->confidence;
    view->seconds_heard = (float)verdict->seconds_heard;
    memcpy(view->posterior, verdict->posterior, sizeof view->posterior);
}

static void drop_earlier(genus_instance *instance) {
    instance->earlier = (genus_tag){.seconds = 0.0};
    instance->is_unconfirmed = false;
}

/** Whether the tag from the session is this track's: unless what is heard surely says otherwise. */
static void judge_restored(genus_instance *instance, const genus_tag *heard) {
    genus_view *view = &instance->published.view;
    const int32_t top = genus_tag_top(heard, view->label_count);
    if (!instance->is_unconfirmed || heard->seconds < CONFIRM_SECONDS) {
        return;
    }
    if (top == genus_tag_top(&instance->earlier, view->label_count)) {
        instance->is_unconfirmed = false;
    } else if (heard->posterior[top] >= instance->loaded->sure_threshold) {
        drop_earlier(instance);
        view->ribbon = (genus_ribbon){.count = 0}; // It is the other track's as well.
        genus_ribbon_add(&view->ribbon, (uint32_t)lrint(heard->seconds * 1000.0), top,
                         heard->posterior[top]);
    }
}

void genus_track_take_verdict(genus_instance *instance, bool is_held) {
    genus_verdict verdict;
    genus_listener_read(instance->loaded->listener, &verdict);
    if (verdict.sequence == instance->sequence) {
        return;
    }
    instance->sequence = verdict.sequence;
    const double seconds = fmax(verdict.stream_seconds - instance->verdict_seconds, 0.0);
    instance->verdict_seconds = verdict.stream_seconds;
    const bool is_other_song = verdict.song != instance->song;
    instance->song = verdict.song;
    // A verdict on more than was written of this track is one on the track before it.
    if (verdict.track_seconds * instance->rate > (double)instance->track_frames + 1.0) {
        return;
    }
    genus_view *view = &instance->published.view;
    const genus_tag heard = genus_tag_of_verdict(&verdict);
    if (is_other_song) {
        drop_earlier(instance);
    }
    judge_restored(instance, &heard);
    instance->tag = genus_tag_join(&instance->earlier, &heard, view->label_count);
    genus_track_show_tag(instance);
    genus_ribbon_add(&view->ribbon, (uint32_t)lrint(seconds * 1000.0),
                     verdict.state == GENUS_SURE ? verdict.top : -1, verdict.confidence);
    view->level_dbfs = verdict.level_dbfs;
    if (!is_held) {
        show_window(view, &verdict);
    }
    instance->news |= GENUS_NEWS_VERDICT;
    instance->changed = true;
}
