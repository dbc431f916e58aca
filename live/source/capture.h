// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The process that holds an input device. Audio libraries hang, abort and talk when their server
// dies; here they can, since the process that listens can end this one and start another.

#ifndef GENUS_LIVE_SOURCE_CAPTURE_H
#define GENUS_LIVE_SOURCE_CAPTURE_H

#include "engine/genus.h"
#include "live/source/shared_ring.h"

/** What the process reports once: the device that it opened, or why it could not. */
typedef struct genus_capture_report {
    genus_status status;
    genus_error error;
    char name[256]; ///< "host API: device".
    double sample_rate;
    uint32_t channels;
} genus_capture_report;

/**
 * Opens an input device, reports, and writes what it hears into the ring until `control` is closed
 * at the other end or the device stops by itself. Does not return.
 *
 * @param wanted  As of genus_device_choose(). @param report Receives a genus_capture_report.
 * @param control A pipe that nobody writes to. @param verbose Lets the libraries talk.
 */
_Noreturn void genus_capture_run(const char *wanted, bool verbose, genus_shared_ring *ring,
                                 int report, int control) GENUS_NONNULL(1, 3);

#endif
