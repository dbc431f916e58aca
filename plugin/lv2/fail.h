// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Filling a genus_error from outside of the engine.

#ifndef GENUS_PLUGIN_LV2_FAIL_H
#define GENUS_PLUGIN_LV2_FAIL_H

#include "engine/genus.h"

/** Records a failure and returns its status. Thread: any but the audio thread. */
genus_status genus_plugin_fail(genus_error *error, genus_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
