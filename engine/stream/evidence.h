// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What was heard of a song, as posteriors: that of the window, held while nothing sounds, and that
// of the whole track, gathered from windows that do not overlap.

#ifndef GENUS_ENGINE_STREAM_EVIDENCE_H
#define GENUS_ENGINE_STREAM_EVIDENCE_H

#include "engine/genus.h"
#include "engine/model/model.h"
#include "engine/nn/columns.h"
#include "engine/stream/verdict.h"

/** A plain value; begin with genus_evidence_of(). */
typedef struct genus_evidence {
    const genus_model_config *config;
    genus_columns *columns; ///< Not its own.
    size_t window;          ///< Columns that a verdict looks back on.

    genus_track track;
    size_t since_commit;          ///< Columns made since they were last added to the track.
    size_t loud_since_commit;     ///< Those of them that were not made in silence.
    bool is_pausing;              ///< The newest frames are silent,
    bool has_held;                ///< and before them there was a posterior:
    float held[GENUS_LABELS_MAX]; ///< this one, which stands until there is sound again.
} genus_evidence;

/** Evidence from `columns`, which must outlive it. */
genus_evidence genus_evidence_of(const genus_model *model, genus_columns *columns, size_t window)
    GENUS_NONNULL(1);

/** The newest frame is part of a pause, or not. Thread of all: worker. */
void genus_evidence_pause(genus_evidence *evidence, bool is_pausing) GENUS_NONNULL(1);

/** A column was made. @param is_loud It was not made in silence. */
void genus_evidence_add_column(genus_evidence *evidence, bool is_loud) GENUS_NONNULL(1);

/** Adds the columns made since the last time to the track, through the posterior of the window
 * that ends here. Columns made in silence weigh nothing. */
void genus_evidence_commit(genus_evidence *evidence) GENUS_NONNULL(1);

/** Another window from now on, in columns. */
void genus_evidence_set_window(genus_evidence *evidence, size_t window) GENUS_NONNULL(1);

/** Forgets all but the newest so many columns. */
void genus_evidence_keep(genus_evidence *evidence, size_t columns) GENUS_NONNULL(1);

/** Forgets the track. */
void genus_evidence_forget_track(genus_evidence *evidence) GENUS_NONNULL(1);

/** The posterior of the window. @return false if there is none: nothing was heard yet. */
bool genus_evidence_window(const genus_evidence *evidence, float *posterior) GENUS_NONNULL(1);

/**
 * The posterior of the track.
 * @param window Of genus_evidence_window(); NULL: there is none.
 * @return false if there is no evidence.
 */
bool genus_evidence_track(const genus_evidence *evidence, const float *window, float *posterior);

#endif
