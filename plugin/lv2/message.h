// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What other threads hand to the audio thread: other weights, a restored track, bad news. It lies
// in a mailbox with room for one; a later message joins one that was not taken yet. The audio
// thread swaps what it takes for what it had, and the worker frees that.

#ifndef GENUS_PLUGIN_LV2_MESSAGE_H
#define GENUS_PLUGIN_LV2_MESSAGE_H

#include "engine/genus.h"
#include "plugin/draw/ribbon.h"
#include "plugin/lv2/loaded_model.h"
#include "plugin/lv2/tag.h"

#include <stdatomic.h>

/** What was saved of a track. */
typedef struct genus_saved_track {
    genus_tag tag;
    genus_ribbon ribbon;
} genus_saved_track;

typedef struct genus_message {
    genus_loaded_model *loaded; ///< Weights to be used from now on, or NULL.
    uint64_t restored;          ///< Number of the restored state that `track` is from; 0: no track.
    genus_saved_track track;
    char trouble[sizeof((genus_error){.status = GENUS_OK}.message)]; ///< Bad news, or empty.
} genus_message;

/** All zero is an empty mailbox. */
typedef struct genus_mailbox {
    _Atomic(genus_message *) waiting;
} genus_mailbox;

/**
 * Hands a message over, which the mailbox then owns. Callers take turns. Thread: any but the audio
 * thread.
 */
void genus_mailbox_post(genus_mailbox *mailbox, genus_message *message) GENUS_NONNULL(1, 2);

/** Takes the message that waits, which the caller then owns; NULL: none. Thread: any; wait-free. */
genus_message *genus_mailbox_take(genus_mailbox *mailbox);

/** Frees a message with its loaded model. NULL is fine. Thread: any but the audio thread. */
void genus_message_free(genus_message *message);

#endif
