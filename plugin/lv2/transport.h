// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The host's transport: whether it rolls, and whether it went elsewhere than straight on.

#ifndef GENUS_PLUGIN_LV2_TRANSPORT_H
#define GENUS_PLUGIN_LV2_TRANSPORT_H

#include "engine/genus.h"

#include <stdbool.h>
#include <stdint.h>

/** A plain value; all zero is a host that has said nothing. */
typedef struct genus_transport {
    bool known;   ///< The host has told speed and frame.
    double speed; ///< 0: stopped.
    double frame; ///< Where the next sample of audio lies.
    double from;  ///< What was passed lately lies between this frame
    double to;    ///< and this one.
} genus_transport;

/** How the host's place relates to where it was bound to be. */
typedef enum genus_course {
    GENUS_COURSE_STRAIGHT, ///< It went on.
    GENUS_COURSE_NEAR,     ///< It jumped to about where it was lately: a loop, a step back.
    GENUS_COURSE_FAR,      ///< It went elsewhere: what follows is other audio.
} genus_course;

/**
 * The host says where it is.
 * @param slack In frames: hosts round. @param reach In frames: how far back "lately" goes, and how
 * far from there is near. Thread: any; bounded.
 */
genus_course genus_transport_tell(genus_transport *transport, double frame, double speed,
                                  double slack, double reach) GENUS_NONNULL(1);

/** Some frames of audio pass. */
void genus_transport_pass(genus_transport *transport, uint32_t frames);

/** Whether the host has said that it is stopped. */
bool genus_transport_is_stopped(const genus_transport *transport) GENUS_NONNULL(1);

#endif
