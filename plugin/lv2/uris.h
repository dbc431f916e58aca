// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Names that plugin, window and host share, and the same as integers (URIDs).
//
// Messages. Nothing is told to hosts that have not asked: Ardour logs every property it does not
// know. A patch:Get on the port `control` is answered on the port `notify` by a patch:Set with
// patch:property and patch:value; without a property, by one of each. A patch:Set of
// GENUS_URI_WEIGHTS is taken, and whoever has sent either is told when other weights are in use.
//
// Windows speak objects of our own: one that opens sends a GENUS_URI_WINDOW_OPEN, then about once a
// second a GENUS_URI_WINDOW_STILL_OPEN. For as long, the plugin sends a GENUS_URI_NEWS for each
// property that changes, made like a patch:Set, at most ten times a second. Properties and the
// types of their values:
//
//   GENUS_URI_WEIGHTS    atom:Path    the weights file in use; the only writable property
//   GENUS_URI_ABOUT      atom:String  for people: "gtzan.safetensors, accuracy 0.86"
//   GENUS_URI_LABELS     atom:String  the labels, newline-separated, in the order of the posteriors
//   GENUS_URI_SUMMARY    atom:String  for people: "jazz 93 %, blues 4 %, 28 s", or what went wrong
//   GENUS_URI_STATUS     atom:Int     a genus_status_bits of view.h
//   GENUS_URI_TRACK_GENRE       atom:String  the tag: a label, "unsure" or "listening"
//   GENUS_URI_TRACK_CONFIDENCE  atom:Float   of the tag, in percent
//   GENUS_URI_TIMELINE   atom:String  which genre led from when on: "0:03 jazz, 2:41 blues"
//   GENUS_URI_POSTERIOR  atom:Vector of atom:Float   over the window, one a label; all 0: none
//   GENUS_URI_TRACK      atom:Vector of atom:Float   over the whole track, one a label
//   GENUS_URI_RIBBON     atom:Vector of atom:Int     genus_ribbon_pack() of ribbon.h

#ifndef GENUS_PLUGIN_LV2_URIS_H
#define GENUS_PLUGIN_LV2_URIS_H

#include "engine/genus.h"

#include <lv2/urid/urid.h>

#define GENUS_URI_MONO "urn:genus:mono"
#define GENUS_URI_STEREO "urn:genus:stereo"
#define GENUS_URI_WINDOW "urn:genus:ui" ///< The X11 window; its binary is genus_ui.so.

#define GENUS_URI_WEIGHTS "urn:genus:weights"
#define GENUS_URI_ABOUT "urn:genus:about"
#define GENUS_URI_LABELS "urn:genus:labels"
#define GENUS_URI_SUMMARY "urn:genus:summary"
#define GENUS_URI_POSTERIOR "urn:genus:posterior"
#define GENUS_URI_TRACK "urn:genus:track"
#define GENUS_URI_RIBBON "urn:genus:ribbon"
#define GENUS_URI_STATUS "urn:genus:status"
#define GENUS_URI_TRACK_GENRE "urn:genus:trackGenre"
#define GENUS_URI_TRACK_CONFIDENCE "urn:genus:trackConfidence"
#define GENUS_URI_TIMELINE "urn:genus:timeline"

#define GENUS_URI_NEWS "urn:genus:News"
#define GENUS_URI_WINDOW_OPEN "urn:genus:WindowOpen"
#define GENUS_URI_WINDOW_STILL_OPEN "urn:genus:WindowStillOpen"

// Only in saved state.
#define GENUS_URI_TRACK_SECONDS "urn:genus:trackSeconds" ///< atom:Double: of sound, behind the tag.

/** All URIDs, mapped once when a plugin or window is made. */
typedef struct genus_uris {
    LV2_URID atom_blank;
    LV2_URID atom_double;
    LV2_URID atom_event_transfer;
    LV2_URID atom_float;
    LV2_URID atom_int;
    LV2_URID atom_long;
    LV2_URID atom_object;
    LV2_URID atom_path;
    LV2_URID atom_sequence;
    LV2_URID atom_string;
    LV2_URID atom_urid;
    LV2_URID atom_vector;
    LV2_URID patch_get;
    LV2_URID patch_property;
    LV2_URID patch_set;
    LV2_URID patch_value;
    LV2_URID time_frame;
    LV2_URID time_position;
    LV2_URID time_speed;
    LV2_URID weights;
    LV2_URID about;
    LV2_URID labels;
    LV2_URID summary;
    LV2_URID posterior;
    LV2_URID track;
    LV2_URID ribbon;
    LV2_URID status;
    LV2_URID track_genre;
    LV2_URID track_confidence;
    LV2_URID timeline;
    LV2_URID news;
    LV2_URID window_open;
    LV2_URID window_still_open;
    LV2_URID track_seconds;
} genus_uris;

/** Maps all URIs. Thread: any but the audio thread. */
void genus_uris_map(genus_uris *uris, const LV2_URID_Map *map) GENUS_NONNULL(1, 2);

#endif
