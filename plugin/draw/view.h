// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What there is to see, as one plain value: drawn by the inline display (which copies it from the
// plugin instance) and by the window (which fills one from port events and messages).

#ifndef GENUS_PLUGIN_DRAW_VIEW_H
#define GENUS_PLUGIN_DRAW_VIEW_H

#include "engine/base/plugin_ports.h"
#include "engine/genus.h"
#include "plugin/draw/ribbon.h"

/** What is true of what there is to see. */
typedef enum genus_status_bits {
    GENUS_STATUS_BYPASSED = 1 << 0,     ///< Audio passes without being listened to.
    GENUS_STATUS_STOPPED = 1 << 1,      ///< The transport stands, and nothing comes in.
    GENUS_STATUS_HELD = 1 << 2,         ///< The genre of now stays as it is shown.
    GENUS_STATUS_FROM_SESSION = 1 << 3, ///< The tag was saved; nothing heard has confirmed it yet.
} genus_status_bits;

typedef struct genus_view {
    uint32_t label_count;
    uint32_t status;                         ///< genus_status_bits.
    int32_t genre;                           ///< genus_genre over the window, as shown (hold).
    int32_t track_genre;                     ///< genus_genre of the track: the tag.
    float confidence;                        ///< Of the window's leading label, 0..1.
    float track_confidence;                  ///< Of the tag, 0..1.
    float seconds_heard;                     ///< In the window.
    float level_dbfs;                        ///< -120 or more.
    float posterior[GENUS_LABELS_MAX];       ///< Over the window; all 0: none yet.
    float track_posterior[GENUS_LABELS_MAX]; ///< Over the track; all 0: none yet.
    double track_seconds;                    ///< Of sound that the tag rests on.
    genus_ribbon ribbon;                     ///< Of the track.
} genus_view;

#endif
