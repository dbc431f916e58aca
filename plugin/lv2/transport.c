// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The host's transport.

#include "plugin/lv2/transport.h"

#include <math.h>

genus_course genus_transport_tell(genus_transport *transport, double frame, double speed,
                                  double slack, double reach) {
    genus_course course = GENUS_COURSE_STRAIGHT;
    // Written so that a frame that is no number is a jump as well, and one to elsewhere.
    if (transport->known && !(fabs(frame - transport->frame) <= slack)) {
        const double from = fmax(transport->from, transport->to - reach);
        const bool is_near = frame >= from - reach && frame <= transport->to + reach;
        course = is_near ? GENUS_COURSE_NEAR : GENUS_COURSE_FAR;
    }
    if (!transport->known || course == GENUS_COURSE_FAR) {
        transport->from = frame;
        transport->to = frame;
    }
    transport->known = true;
    transport->speed = speed;
    transport->frame = frame;
    return course;
}

void genus_transport_pass(genus_transport *transport, uint32_t frames) {
    const double begin = transport->frame;
    transport->frame += transport->speed * frames;
    transport->from = fmin(transport->from, fmin(begin, transport->frame));
    transport->to = fmax(transport->to, fmax(begin, transport->frame));
}

bool genus_transport_is_stopped(const genus_transport *transport) {
    return transport->known && transport->speed == 0.0;
}
