// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Listening live: one loop between a source, a listener and a view.

#ifndef GENUS_LIVE_LISTEN_H
#define GENUS_LIVE_LISTEN_H

#include "engine/genus.h"
#include "live/options.h"

/**
 * Listens until the source ends, the user or a signal stops it, or the time is up.
 * @return Whether it ended well; if not, standard error says why.
 */
bool genus_listen(const genus_live_options *options, genus_model *model) GENUS_NONNULL(1, 2);

#endif
