// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The parts of the public door that need no room of their own: version and names.

#include "engine/genus.h"

const char *genus_version(void) {
    return GENUS_VERSION;
}

const char *genus_state_name(genus_state state) {
    switch (state) {
    case GENUS_LISTENING:
        return "listening";
    case GENUS_SILENCE:
        return "silence";
    case GENUS_UNSURE:
        return "unsure";
    case GENUS_SURE:
        return "sure";
    case GENUS_NO_MUSIC:
        return "none";
    }
    return "unknown";
}
