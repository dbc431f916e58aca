// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Verdicts on files as lines: columns for people and tools, CSV, or JSON.

#ifndef GENUS_LIVE_VIEW_VIEW_LINES_H
#define GENUS_LIVE_VIEW_VIEW_LINES_H

#include "engine/genus.h"

#include <stdio.h>

/** How lines look. A plain value. */
typedef struct genus_line_style {
    uint32_t top;   ///< Leading genres to show; 0: one in columns, all in JSON.
    int path_width; ///< Pads paths to so many characters; 0: columns end in tabs instead.
} genus_line_style;

/** What a file was found to be. */
typedef struct genus_finding {
    const char *path;
    const genus_verdict *verdict; ///< The last one; its track is the file.
    genus_state state;            ///< Of the track: see genus_track_state().
    double unreadable_seconds;    ///< What was passed over; 0: nothing.
} genus_finding;

/** The state of a verdict's track, by the model's threshold: a file that ends in silence still has
 * a genre. */
genus_state genus_track_state(const genus_model *model, const genus_verdict *verdict)
    GENUS_NONNULL(1, 2);

/** Writes a path between tabs so that it takes one field of one line and commands no terminal: as C
 *  writes such characters. */
void genus_view_write_field(FILE *out, const char *text) GENUS_NONNULL(1, 2);

/** Writes a finding as columns and flushes. @return false if it could not be written: see errno. */
bool genus_view_columns(FILE *out, const genus_model *model, const genus_finding *finding,
                        const genus_line_style *style) GENUS_NONNULL(2, 3, 4);

/** Writes the header of the rows of CSV. @return As genus_view_columns(). */
bool genus_view_csv_header(FILE *out);

/** Writes a finding as rows of CSV (RFC 4180) and flushes. @return As genus_view_columns(). */
bool genus_view_csv(FILE *out, const genus_model *model, const genus_finding *finding,
                    const genus_line_style *style) GENUS_NONNULL(2, 3, 4);

/** Writes a finding as one JSON object and flushes. @return As genus_view_columns(). */
bool genus_view_json(FILE *out, const genus_model *model, const genus_finding *finding,
                     const genus_line_style *style) GENUS_NONNULL(2, 3, 4);

#endif
