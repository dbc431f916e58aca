// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What an instance is made of, and who may touch it: for the files that are its parts.

#ifndef GENUS_PLUGIN_LV2_INSTANCE_BODY_H
#define GENUS_PLUGIN_LV2_INSTANCE_BODY_H

#include "engine/genus.h"
#include "plugin/lv2/inline_display.h"
#include "plugin/lv2/instance.h"
#include "plugin/lv2/line.h"
#include "plugin/lv2/message.h"
#include "plugin/lv2/published_state.h"
#include "plugin/lv2/transport.h"
#include "plugin/lv2/uris.h"

#include <lv2/atom/atom.h>
#include <lv2/atom/forge.h>
#include <lv2/log/logger.h>
#include <lv2/state/state.h>
#include <lv2/worker/worker.h>
#include <pthread.h>

#define GENUS_CHANNELS_PLUGIN_MAX 2
#define GENUS_PORTS_MAX (GENUS_PORT_AUDIO + 2 * GENUS_CHANNELS_PLUGIN_MAX + GENUS_LABELS_MAX)

/** The properties that are told on the port `notify`: bits of what is still to be told. */
typedef enum genus_news {
    GENUS_NEWS_WEIGHTS = 1 << 0,
    GENUS_NEWS_ABOUT = 1 << 1,
    GENUS_NEWS_LABELS = 1 << 2,
    GENUS_NEWS_SUMMARY = 1 << 3,
    GENUS_NEWS_POSTERIOR = 1 << 4,
    GENUS_NEWS_TRACK = 1 << 5,
    GENUS_NEWS_RIBBON = 1 << 6,
    GENUS_NEWS_STATUS = 1 << 7,
    GENUS_NEWS_TRACK_GENRE = 1 << 8,
    GENUS_NEWS_TRACK_CONFIDENCE = 1 << 9,
    GENUS_NEWS_TIMELINE = 1 << 10,
    GENUS_NEWS_MODEL = GENUS_NEWS_WEIGHTS | GENUS_NEWS_ABOUT,
    GENUS_NEWS_VERDICT =
        GENUS_NEWS_SUMMARY | GENUS_NEWS_POSTERIOR | GENUS_NEWS_TRACK | GENUS_NEWS_RIBBON,
    GENUS_NEWS_WINDOW = (1 << 8) - 1, ///< What a window draws.
    GENUS_NEWS_ALL = (1 << 11) - 1,
} genus_news;

/** What run() asks of the worker. */
typedef enum genus_job_kind {
    GENUS_JOB_LISTEN,  ///< Subject: the listener.
    GENUS_JOB_LOAD,    ///< The path is in `loading`.
    GENUS_JOB_DISCARD, ///< The message to free is in `discarding`.
} genus_job_kind;

typedef struct genus_job {
    genus_job_kind kind;
    void *subject;
} genus_job;

struct genus_instance {
    // Set when made.
    uint32_t channels;
    double rate;
    genus_bundle bundle;
    char *label_lines; ///< The labels as one string, newline-separated.
    genus_uris uris;
    LV2_URID_Map *map;
    LV2_Log_Logger logger;
    LV2_Worker_Schedule *schedule;                ///< NULL: the host has no worker.
    const genus_inline_display_host *inline_host; ///< NULL: no inline display.

    // The audio thread's.
    void *ports[GENUS_PORTS_MAX];
    LV2_Atom_Forge forge;
    LV2_Atom_Forge_Frame forge_sequence;
    genus_loaded_model *loaded;
    genus_message *retired; ///< A message that was taken: the worker is to free it.
    genus_transport transport;
    genus_tag earlier;         ///< Evidence from before the listener's track began.
    bool is_unconfirmed;       ///< `earlier` is from a saved state, and nothing heard agrees yet.
    genus_tag tag;             ///< All evidence on the track.
    genus_published published; ///< What there is to see; its view is published.
    uint64_t sequence;         ///< Of the last verdict that was heard.
    double verdict_seconds;    ///< Its place in the stream.
    uint64_t song;             ///< Of the last verdict, as the listener counts them.
    uint64_t track_frames;     ///< Written since the listener's track began.
    uint64_t unheard_frames;   ///< Written since the worker was last woken.
    uint64_t quiet_frames;     ///< Passed since a window was last told anything.
    uint64_t watched_frames;   ///< For how much longer a window is open, unless it says so again.
    uint64_t trouble_frames;   ///< For how much longer the summary is the trouble.
    float window;              ///< As last set.
    bool tells_songs;          ///< As last set.
    bool was_enabled;          ///< At the last block.
    bool stands;               ///< The transport, with nothing coming in, at the last block.
    bool reset_was_high;       ///< The trigger at the last block.
    bool changed;              ///< `published` differs from what readers see.
    bool load_wanted;          ///< `wanted` is to be loaded as soon as the worker is free.
    bool asked;                ///< The host takes an interest in properties.
    unsigned news;             ///< genus_news that windows are still to be told.
    unsigned answers;          ///< genus_news that the host is still to be told.
    genus_line trouble;        ///< Bad news for the summary.
    char wanted[PATH_MAX];     ///< Weights that the host asked for; empty: the bundle's.

    // The worker's while it is busy, else the audio thread's.
    atomic_bool busy;       ///< A job is scheduled or at work: at most one is, of any kind.
    genus_job job;          ///< That one: Audacity keeps the pointer to it, and no copy.
    char loading[PATH_MAX]; ///< Of the job GENUS_JOB_LOAD.
    // Of GENUS_JOB_DISCARD: kept here, and not in the job, since a host may end with a job undone.
    genus_message *discarding;

    // Between threads.
    genus_mailbox mailbox;
    genus_published_state published_state;

    // Guards the rest, among threads other than the audio thread, and who posts to the mailbox.
    pthread_mutex_t lock;
    char path[PATH_MAX];              ///< Of the weights last posted; empty: the bundle's.
    uint64_t restored;                ///< How many states were restored.
    genus_saved_track restored_track; ///< The last of them.

    // The drawing thread's.
    genus_inline_picture *picture;
};

// ----------------------------------------------------------------------------------------- worker

/** Hands the next job to the worker if it is free and there is one. Thread: audio; wait-free. */
void genus_worker_wake(genus_instance *instance) GENUS_NONNULL(1);

/** The interface for extension_data(). */
const LV2_Worker_Interface *genus_worker_interface(void);

/**
 * Makes a message with other weights, or with the bad news, which is logged as well.
 * @param path Empty: the bundle's. @return NULL: memory is out. Thread: any but the audio thread.
 */
genus_message *genus_message_load(genus_instance *instance, const char *path);

/**
 * Posts a message to the audio thread. @param path Of its weights, if it has some.
 * Thread: any but the audio thread.
 */
void genus_message_post(genus_instance *instance, genus_message *message, const char *path)
    GENUS_NONNULL(1, 2, 3);

// ------------------------------------------------------------------------------------------ state

/** The interface for extension_data(). */
const LV2_State_Interface *genus_state_interface(void);

// ------------------------------------------------------------------------------- control, notify

/**
 * Takes in one event of the port `control`.
 * @return Where the transport went, if the event is about that. Thread: audio; bounded.
 */
genus_course genus_control_hear(genus_instance *instance, const LV2_Atom *atom) GENUS_NONNULL(1, 2);

// ------------------------------------------------------------------------------------------ track

/** The listener's track begins at what is written next. Thread: audio; bounded. */
void genus_track_begin(genus_instance *instance, const genus_tag *earlier) GENUS_NONNULL(1, 2);

/** Forgets window, tag and ribbon. Thread: audio; bounded. */
void genus_track_reset(genus_instance *instance) GENUS_NONNULL(1);

/** Goes on from a track that was saved. Thread: audio; bounded. */
void genus_track_restore(genus_instance *instance, const genus_saved_track *saved)
    GENUS_NONNULL(1, 2);

/** Takes over the newest verdict, if there is one. Thread: audio; bounded. */
void genus_track_take_verdict(genus_instance *instance, bool is_held) GENUS_NONNULL(1);

/** Shows the tag as it is. Thread: audio; bounded. */
void genus_track_show_tag(genus_instance *instance) GENUS_NONNULL(1);

/** Begins the port `notify`: an empty sequence. Thread: audio. */
void genus_notify_begin(genus_instance *instance) GENUS_NONNULL(1);

/** Tells what somebody wants to know and what fits, and ends the sequence. Thread: audio; bounded.
 */
void genus_notify_end(genus_instance *instance, uint32_t frames);

#endif
