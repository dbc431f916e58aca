// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The door through which every live source hands its samples to the listener.

#include "live/source/feed.h"

void genus_feed_start(genus_feed *feed, genus_listener *listener, double rate, uint32_t channels) {
    *feed = (genus_feed){.listener = listener, .channels = channels};
    genus_meter_start(&feed->meter, rate);
}

void genus_feed_write(genus_feed *feed, const float *samples, size_t frames) {
    genus_meter_hear(&feed->meter, samples, frames, feed->channels);
    (void)genus_listener_write_interleaved(feed->listener, samples, frames);
    feed->frames += frames;
}

void genus_feed_gap(genus_feed *feed) {
    genus_listener_gap(feed->listener);
}

void genus_feed_count(genus_feed *feed, uint64_t overflows, uint64_t dropped) {
    feed->overflows = overflows;
    feed->dropped = dropped;
}
