// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What all live sources have in common: a device, a file at its own pace, standard input.

#ifndef GENUS_LIVE_SOURCE_INPUT_H
#define GENUS_LIVE_SOURCE_INPUT_H

#include "live/source/feed.h"

#define GENUS_INPUT_NAME_SIZE 256

/** No source writes longer blocks at once, in seconds, so that verdicts can be shown one by one. */
#define GENUS_BLOCK_SECONDS 0.05

typedef enum genus_input_event {
    GENUS_INPUT_GOES_ON,
    GENUS_INPUT_ENDED,  ///< All was heard.
    GENUS_INPUT_FAILED, ///< The device is gone, or the file is damaged.
} genus_input_event;

/** An open source: functions and what they work on. */
typedef struct genus_input {
    void *self;
    char name[GENUS_INPUT_NAME_SIZE]; ///< For people.
    double sample_rate;               ///< Hz, one that a listener takes.
    uint32_t channels;
    /** Begins to write into the feed, which must live until close(). */
    genus_status (*start)(void *self, genus_feed *feed, genus_error *error);
    /**
     * Lets audio come in, for about `seconds` or until a block is there; a signal cuts it short.
     * @param error Filled if it failed.
     */
    genus_input_event (*wait)(void *self, double seconds, genus_error *error);
    /** Stops writing and frees everything. */
    void (*close)(void *self);
} genus_input;

#endif
