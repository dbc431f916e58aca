// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What it takes to listen with a network behind a front end: each may be small and the two together
// may still ask for more memory and time than there are.

#ifndef GENUS_ENGINE_MODEL_LISTENING_COST_H
#define GENUS_ENGINE_MODEL_LISTENING_COST_H

#include "engine/audio/frontend_settings.h"
#include "engine/genus.h"
#include "engine/nn/architecture.h"

/** The most bytes that a listener may keep: what a network works in, and the columns of a window.
 */
#define GENUS_LISTENING_BYTES_MAX 268435456.0

/** The most multiply-adds a second of sound: a hundred times those of the weights that are shipped.
 */
#define GENUS_LISTENING_RATE_MAX 1.745e9

typedef struct genus_listening_cost {
    double bytes;
    double multiply_adds; ///< A second.
} genus_listening_cost;

/** Estimates from checked settings and a checked architecture. */
genus_listening_cost genus_listening_cost_of(const genus_frontend_settings *settings,
                                             const genus_architecture *arch) GENUS_NONNULL(1, 2);

#endif
