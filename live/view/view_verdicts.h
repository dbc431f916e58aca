// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Live verdicts for programs: an object or a row for each.

#ifndef GENUS_LIVE_VIEW_VIEW_VERDICTS_H
#define GENUS_LIVE_VIEW_VIEW_VERDICTS_H

#include "engine/genus.h"
#include "live/view/view.h"

#include <stdio.h>

/** JSON Lines. @param out Is flushed after every line and stays open. */
genus_view genus_view_verdicts_json(FILE *out);

/** CSV. Writes the header with the first scene. */
genus_status genus_view_verdicts_csv(FILE *out, genus_view *view, genus_error *error) GENUS_CHECKED
    GENUS_NONNULL(2);

#endif
