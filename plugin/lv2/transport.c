// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The host's transport.

#include "plugin/lv2/transport.h"

#include <math.h>

bool genus_transport_tell(genus_transport *transport, double frame, double speed, double slack) {
    // Written so that a frame that is no number is a jump as well.
    const bool on_course = fabs(frame - transport->frame) <= slack;
    const bool jumped = transport->known && !on_course;
    *transport = (genus_transport){.known = true, .speed = speed, .frame = frame};
    return jumped;
}

void genus_transport_pass(genus_transport *transport, uint32_t frames) {
    transport->frame += transport->speed * frames;
}

bool genus_transport_is_stopped(const genus_transport *transport) {
    return transport->known && transport->speed == 0.0;
}
