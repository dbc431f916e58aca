// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What the host says on the port `control`: where the transport is, what it wants to know, which
// weights to use.

#include "plugin/lv2/instance_body.h"

#include <lv2/atom/util.h>
#include <math.h>
#include <string.h>

#define JUMP_SECONDS 0.01   // Less than that is rounding.
#define WATCHED_SECONDS 3.0 // Of audio: a window says once a second that it is still there.

static bool is_object(const genus_uris *uris, const LV2_Atom *atom) {
    return atom->type == uris->atom_object || atom->type == uris->atom_blank;
}

static bool read_number(const genus_uris *uris, const LV2_Atom *atom, double *number) {
    if (atom == NULL) {
        return false;
    }
    if (atom->type == uris->atom_long) {
        *number = (double)((const LV2_Atom_Long *)atom)->body;
    } else if (atom->type == uris->atom_int) {
        *number = ((const LV2_Atom_Int *)atom)->body;
    } else if (atom->type == uris->atom_float) {
        *number = (double)((const LV2_Atom_Float *)atom)->body;
    } else if (atom->type == uris->atom_double) {
        *number = ((const LV2_Atom_Double *)atom)->body;
    } else {
        return false;
    }
    return true;
}

static genus_course hear_position(genus_instance *instance, const LV2_Atom_Object *object) {
    const LV2_Atom *frame_atom = NULL;
    const LV2_Atom *speed_atom = NULL;
    lv2_atom_object_get(object, instance->uris.time_frame, &frame_atom, instance->uris.time_speed,
                        &speed_atom, 0);
    double frame = instance->transport.frame;
    double speed = instance->transport.speed;
    const bool has_frame = read_number(&instance->uris, frame_atom, &frame);
    const bool has_speed = read_number(&instance->uris, speed_atom, &speed);
    // Without a frame the host tells of tempo or speed; it stays where it is.
    return has_frame || has_speed ? genus_transport_tell(&instance->transport, frame, speed,
                                                         JUMP_SECONDS * instance->rate,
                                                         GENUS_WINDOW_MAX * instance->rate)
                                  : GENUS_COURSE_STRAIGHT;
}

static unsigned news_of(const genus_uris *uris, LV2_URID property) {
    const struct {
        LV2_URID property;
        unsigned news;
    } table[] = {
        {uris->weights, GENUS_NEWS_WEIGHTS},
        {uris->about, GENUS_NEWS_ABOUT},
        {uris->labels, GENUS_NEWS_LABELS},
        {uris->summary, GENUS_NEWS_SUMMARY},
        {uris->track, GENUS_NEWS_TRACK},
        {uris->posterior, GENUS_NEWS_POSTERIOR},
        {uris->ribbon, GENUS_NEWS_RIBBON},
        {uris->status, GENUS_NEWS_STATUS},
        {uris->track_genre, GENUS_NEWS_TRACK_GENRE},
        {uris->track_confidence, GENUS_NEWS_TRACK_CONFIDENCE},
        {uris->timeline, GENUS_NEWS_TIMELINE},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if (table[i].property == property) {
            return table[i].news;
        }
    }
    return 0;
}

static LV2_URID read_property(const genus_instance *instance, const LV2_Atom_Object *object) {
    const LV2_Atom *property = NULL;
    lv2_atom_object_get(object, instance->uris.patch_property, &property, 0);
    return property != NULL && property->type == instance->uris.atom_urid
               ? ((const LV2_Atom_URID *)property)->body
               : 0;
}

static void hear_get(genus_instance *instance, const LV2_Atom_Object *object) {
    const LV2_URID property = read_property(instance, object);
    instance->asked = true;
    instance->answers |= property == 0 ? GENUS_NEWS_ALL : news_of(&instance->uris, property);
}

/** A window opens or says that it is still there. */
static void hear_window(genus_instance *instance, bool opens) {
    if (opens || instance->watched_frames == 0) {
        instance->news = GENUS_NEWS_WINDOW;
    }
    instance->watched_frames = (uint64_t)(WATCHED_SECONDS * instance->rate);
}

static void hear_set(genus_instance *instance, const LV2_Atom_Object *object) {
    const genus_uris *uris = &instance->uris;
    const LV2_Atom *value = NULL;
    lv2_atom_object_get(object, uris->patch_value, &value, 0);
    if (read_property(instance, object) != uris->weights || value == NULL ||
        (value->type != uris->atom_path && value->type != uris->atom_string)) {
        return;
    }
    const char *path = (const char *)(value + 1);
    const size_t length = strnlen(path, value->size);
    if (length >= sizeof instance->wanted) {
        return; // No file has such a path.
    }
    instance->asked = true;
    memcpy(instance->wanted, path, length);
    instance->wanted[length] = '\0';
    instance->load_wanted = true;
}

genus_course genus_control_hear(genus_instance *instance, const LV2_Atom *atom) {
    const genus_uris *uris = &instance->uris;
    if (!is_object(uris, atom)) {
        return GENUS_COURSE_STRAIGHT;
    }
    const LV2_Atom_Object *object = (const LV2_Atom_Object *)atom;
    const LV2_URID type = object->body.otype;
    if (type == uris->time_position) {
        return hear_position(instance, object);
    }
    if (type == uris->patch_get) {
        hear_get(instance, object);
    } else if (type == uris->patch_set) {
        hear_set(instance, object);
    } else if (type == uris->window_open || type == uris->window_still_open) {
        hear_window(instance, type == uris->window_open);
    }
    return GENUS_COURSE_STRAIGHT;
}
