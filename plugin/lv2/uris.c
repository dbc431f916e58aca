// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// URIs to URIDs.

#include "plugin/lv2/uris.h"

#include <lv2/atom/atom.h>
#include <lv2/patch/patch.h>
#include <lv2/time/time.h>
#include <stddef.h>

void genus_uris_map(genus_uris *uris, const LV2_URID_Map *map) {
    const struct {
        const char *uri;
        LV2_URID *urid;
    } table[] = {
        {LV2_ATOM__Blank, &uris->atom_blank},
        {LV2_ATOM__Double, &uris->atom_double},
        {LV2_ATOM__eventTransfer, &uris->atom_event_transfer},
        {LV2_ATOM__Float, &uris->atom_float},
        {LV2_ATOM__Int, &uris->atom_int},
        {LV2_ATOM__Long, &uris->atom_long},
        {LV2_ATOM__Object, &uris->atom_object},
        {LV2_ATOM__Path, &uris->atom_path},
        {LV2_ATOM__Sequence, &uris->atom_sequence},
        {LV2_ATOM__String, &uris->atom_string},
        {LV2_ATOM__URID, &uris->atom_urid},
        {LV2_ATOM__Vector, &uris->atom_vector},
        {LV2_PATCH__Get, &uris->patch_get},
        {LV2_PATCH__property, &uris->patch_property},
        {LV2_PATCH__Set, &uris->patch_set},
        {LV2_PATCH__value, &uris->patch_value},
        {LV2_TIME__frame, &uris->time_frame},
        {LV2_TIME__Position, &uris->time_position},
        {LV2_TIME__speed, &uris->time_speed},
        {GENUS_URI_WEIGHTS, &uris->weights},
        {GENUS_URI_ABOUT, &uris->about},
        {GENUS_URI_LABELS, &uris->labels},
        {GENUS_URI_SUMMARY, &uris->summary},
        {GENUS_URI_POSTERIOR, &uris->posterior},
        {GENUS_URI_TRACK, &uris->track},
        {GENUS_URI_RIBBON, &uris->ribbon},
        {GENUS_URI_STATUS, &uris->status},
        {GENUS_URI_TRACK_GENRE, &uris->track_genre},
        {GENUS_URI_TRACK_CONFIDENCE, &uris->track_confidence},
        {GENUS_URI_TIMELINE, &uris->timeline},
        {GENUS_URI_NEWS, &uris->news},
        {GENUS_URI_WINDOW_OPEN, &uris->window_open},
        {GENUS_URI_WINDOW_STILL_OPEN, &uris->window_still_open},
        {GENUS_URI_TRACK_SECONDS, &uris->track_seconds},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        *table[i].urid = map->map(map->handle, table[i].uri);
    }
}
