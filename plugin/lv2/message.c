// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What other threads hand to the audio thread.

#include "plugin/lv2/message.h"

#include <stdlib.h>

genus_message *genus_mailbox_take(genus_mailbox *mailbox) {
    // Without a look first, every cycle of the host would write to the cache line.
    if (atomic_load_explicit(&mailbox->waiting, memory_order_relaxed) == NULL) {
        return NULL;
    }
    return atomic_exchange_explicit(&mailbox->waiting, NULL, memory_order_acq_rel);
}

void genus_mailbox_post(genus_mailbox *mailbox, genus_message *message) {
    genus_message *earlier = genus_mailbox_take(mailbox);
    if (earlier != NULL && message->loaded == NULL) {
        message->loaded = earlier->loaded;
        earlier->loaded = NULL;
    }
    if (earlier != NULL && message->restored == 0) {
        message->restored = earlier->restored;
        message->track = earlier->track;
    }
    genus_message_free(earlier);
    // The place is empty now: only the audio thread is left beside us, and it only takes.
    atomic_store_explicit(&mailbox->waiting, message, memory_order_release);
}

void genus_message_free(genus_message *message) {
    if (message != NULL) {
        genus_loaded_model_free(message->loaded);
        free(message);
    }
}
