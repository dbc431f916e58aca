// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What the port `notify` tells, as far as the host's buffer has room: answers to the host, and to
// an open window all that is news, at most ten times a second (see uris.h).

#include "plugin/lv2/instance_body.h"

#include <math.h>
#include <string.h>

#define PAUSE_SECONDS 0.1
#define OBJECT_BYTES 128 // A patch:Set in a sequence, all but its value, rounded up.
#define SUMMARY_LABELS 2

// ---------------------------------------------------------------------------------------- summary

static void add_leaders(const genus_instance *instance, const genus_view *view, genus_line *line) {
    uint64_t named = 0; // A bit a label.
    for (int place = 0; place < SUMMARY_LABELS; place++) {
        uint32_t top = GENUS_LABELS_MAX;
        for (uint32_t i = 0; i < view->label_count; i++) {
            const bool leads = top == GENUS_LABELS_MAX || view->posterior[i] > view->posterior[top];
            if ((named >> i & 1U) == 0 && leads) {
                top = i;
            }
        }
        if (top == GENUS_LABELS_MAX) {
            return; // Fewer labels than places.
        }
        named |= UINT64_C(1) << top;
        genus_line_add(line, instance->bundle.labels[top]);
        genus_line_add(line, " ");
        genus_line_add_share(line, view->posterior[top]);
        genus_line_add(line, ", ");
    }
}

/** "jazz 93 %, blues 4 %, 28 s"; in other states what there is to say. */
static void summarise(const genus_instance *instance, genus_line *line) {
    const genus_view *view = &instance->published.view;
    if (view->genre == GENUS_GENRE_SILENCE) {
        genus_line_add(line, "silence");
        return;
    }
    if (view->genre == GENUS_GENRE_LISTENING) {
        genus_line_add(line, "listening, ");
    } else {
        genus_line_add(line, view->genre == GENUS_GENRE_UNSURE ? "unsure: " : "");
        add_leaders(instance, view, line);
    }
    genus_line_add_number(line, (uint32_t)lrintf(view->seconds_heard));
    genus_line_add(line, " s");
}

/** "1:07", or "61:07": minutes have no end. */
static void add_time(genus_line *line, uint64_t milliseconds) {
    const uint32_t seconds = (uint32_t)(milliseconds / 1000);
    genus_line_add_number(line, seconds / 60);
    genus_line_add(line, seconds % 60 < 10 ? ":0" : ":");
    genus_line_add_number(line, seconds % 60);
}

/** "0:03 jazz, 2:41 blues": where another genre began to lead. */
static void write_timeline(const genus_instance *instance, genus_line *line) {
    const genus_ribbon *ribbon = &instance->published.view.ribbon;
    int16_t led = -1;
    for (uint32_t i = 0; i < ribbon->count; i++) {
        const int16_t label = ribbon->cells[i].label;
        if (label >= 0 && label != led) {
            genus_line_add(line, led >= 0 ? ", " : "");
            add_time(line, (uint64_t)i * ribbon->cell_milliseconds);
            genus_line_add(line, " ");
            genus_line_add(line, instance->bundle.labels[label]);
            led = label;
        }
    }
}

static const char *word_of(const genus_instance *instance, int32_t genre) {
    switch (genre) {
    case GENUS_GENRE_LISTENING:
        return genus_state_name(GENUS_LISTENING);
    case GENUS_GENRE_UNSURE:
        return genus_state_name(GENUS_UNSURE);
    default:
        return instance->bundle.labels[genre - GENUS_GENRE_FIRST_LABEL];
    }
}

// ----------------------------------------------------------------------------------------- values

static bool has_room(const genus_instance *instance, size_t value_bytes) {
    const LV2_Atom_Forge *forge = &instance->forge;
    return forge->offset + OBJECT_BYTES + value_bytes <= forge->size;
}

/** Who is told what. */
typedef struct subject {
    LV2_URID message; ///< patch:Set for the host, GENUS_URI_NEWS for a window.
    LV2_URID property;
} subject;

/** Everything of the message before the value. */
static void begin_set(genus_instance *instance, subject about, LV2_Atom_Forge_Frame *frame) {
    LV2_Atom_Forge *forge = &instance->forge;
    (void)lv2_atom_forge_frame_time(forge, 0);
    (void)lv2_atom_forge_object(forge, frame, 0, about.message);
    (void)lv2_atom_forge_key(forge, instance->uris.patch_property);
    (void)lv2_atom_forge_urid(forge, about.property);
    (void)lv2_atom_forge_key(forge, instance->uris.patch_value);
}

static bool tell_string(genus_instance *instance, subject about, LV2_URID type,
                        const char *string) {
    const uint32_t length = (uint32_t)strlen(string);
    if (!has_room(instance, length)) {
        return false;
    }
    LV2_Atom_Forge_Frame frame;
    begin_set(instance, about, &frame);
    (void)lv2_atom_forge_typed_string(&instance->forge, type, string, length);
    lv2_atom_forge_pop(&instance->forge, &frame);
    return true;
}

/** A vector of 4-byte numbers. */
static bool tell_vector(genus_instance *instance, subject about, LV2_URID type, uint32_t count,
                        const void *numbers) {
    if (!has_room(instance, count * sizeof(float))) {
        return false;
    }
    LV2_Atom_Forge_Frame frame;
    begin_set(instance, about, &frame);
    (void)lv2_atom_forge_vector(&instance->forge, sizeof(float), type, count, numbers);
    lv2_atom_forge_pop(&instance->forge, &frame);
    return true;
}

static bool tell_status(genus_instance *instance, subject about) {
    if (!has_room(instance, sizeof(int32_t))) {
        return false;
    }
    LV2_Atom_Forge_Frame frame;
    begin_set(instance, about, &frame);
    (void)lv2_atom_forge_int(&instance->forge, (int32_t)instance->published.view.status);
    lv2_atom_forge_pop(&instance->forge, &frame);
    return true;
}

static bool tell_confidence(genus_instance *instance, subject about) {
    if (!has_room(instance, sizeof(float))) {
        return false;
    }
    LV2_Atom_Forge_Frame frame;
    begin_set(instance, about, &frame);
    (void)lv2_atom_forge_float(&instance->forge,
                               100.0F * instance->published.view.track_confidence);
    lv2_atom_forge_pop(&instance->forge, &frame);
    return true;
}

static bool tell_timeline(genus_instance *instance, subject about) {
    genus_line line = {.length = 0};
    write_timeline(instance, &line);
    return tell_string(instance, about, instance->uris.atom_string, line.text);
}

static bool tell_summary(genus_instance *instance, subject about) {
    genus_line line = {.length = 0};
    if (instance->trouble_frames > 0) {
        genus_line_add(&line, instance->trouble.text);
    } else {
        summarise(instance, &line);
    }
    return tell_string(instance, about, instance->uris.atom_string, line.text);
}

static bool tell_ribbon(genus_instance *instance, subject about) {
    int32_t packed[GENUS_RIBBON_PACKED_MAX];
    const uint32_t count = genus_ribbon_pack(&instance->published.view.ribbon, packed);
    return tell_vector(instance, about, instance->uris.atom_int, count, packed);
}

static bool tell(genus_instance *instance, LV2_URID message, genus_news news) {
    const genus_uris *uris = &instance->uris;
    const genus_view *view = &instance->published.view;
    switch (news) {
    case GENUS_NEWS_WEIGHTS:
        return tell_string(instance, (subject){message, uris->weights}, uris->atom_path,
                           instance->loaded->path);
    case GENUS_NEWS_ABOUT:
        return tell_string(instance, (subject){message, uris->about}, uris->atom_string,
                           instance->loaded->about);
    case GENUS_NEWS_LABELS:
        return tell_string(instance, (subject){message, uris->labels}, uris->atom_string,
                           instance->label_lines);
    case GENUS_NEWS_SUMMARY:
        return tell_summary(instance, (subject){message, uris->summary});
    case GENUS_NEWS_POSTERIOR:
        return tell_vector(instance, (subject){message, uris->posterior}, uris->atom_float,
                           view->label_count, view->posterior);
    case GENUS_NEWS_TRACK:
        return tell_vector(instance, (subject){message, uris->track}, uris->atom_float,
                           view->label_count, view->track_posterior);
    case GENUS_NEWS_RIBBON:
        return tell_ribbon(instance, (subject){message, uris->ribbon});
    case GENUS_NEWS_STATUS:
        return tell_status(instance, (subject){message, uris->status});
    case GENUS_NEWS_TRACK_GENRE:
        return tell_string(instance, (subject){message, uris->track_genre}, uris->atom_string,
                           word_of(instance, view->track_genre));
    case GENUS_NEWS_TRACK_CONFIDENCE:
        return tell_confidence(instance, (subject){message, uris->track_confidence});
    case GENUS_NEWS_TIMELINE:
        return tell_timeline(instance, (subject){message, uris->timeline});
    default:
        return true;
    }
}

/** Tells what has room. @return What is still to be told. */
static unsigned tell_all(genus_instance *instance, LV2_URID message, unsigned news) {
    for (unsigned one = 1; one < GENUS_NEWS_ALL; one <<= 1) {
        if ((news & one) != 0 && tell(instance, message, (genus_news)one)) {
            news &= ~one;
        }
    }
    return news;
}

// ------------------------------------------------------------------------------------------- port

void genus_notify_begin(genus_instance *instance) {
    LV2_Atom_Sequence *port = instance->ports[GENUS_PORT_NOTIFY];
    if (port == NULL) {
        return;
    }
    // The host leaves the size of the buffer in the atom's size.
    lv2_atom_forge_set_buffer(&instance->forge, (uint8_t *)port, port->atom.size);
    (void)lv2_atom_forge_sequence_head(&instance->forge, &instance->forge_sequence, 0);
}

void genus_notify_end(genus_instance *instance, uint32_t frames) {
    instance->quiet_frames += frames;
    if (instance->ports[GENUS_PORT_NOTIFY] == NULL || instance->forge.offset == 0) {
        return; // Not connected, or no room for as much as an empty sequence.
    }
    instance->answers = tell_all(instance, instance->uris.patch_set, instance->answers);
    if (instance->watched_frames > 0 && instance->news != 0 &&
        (double)instance->quiet_frames >= PAUSE_SECONDS * instance->rate) {
        instance->news = tell_all(instance, instance->uris.news, instance->news);
        instance->quiet_frames = 0;
    }
    instance->watched_frames -=
        frames < instance->watched_frames ? frames : instance->watched_frames;
    lv2_atom_forge_pop(&instance->forge, &instance->forge_sequence);
}
