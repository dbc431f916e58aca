// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The LV2 plugins: descriptor, instance, and what happens in a block of audio. run() copies audio,
// reads the newest verdict and sets ports; all computing is the worker's (worker.c), where the host
// has one.

#include "engine/base/error.h"
#include "plugin/lv2/instance_body.h"

#include <lv2/atom/util.h>
#include <lv2/core/lv2.h>
#include <lv2/core/lv2_util.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define COPY_FRAMES 256
#define HUSH 3e-5F // What a stopped transport sends: nothing over -90 dBFS.
#define TROUBLE_SECONDS 10.0
#define LEVEL_FLOOR (-120.0F)

// ------------------------------------------------------------------------------------------ ports

static float read_port(const genus_instance *instance, genus_port port, float without) {
    const float *value = instance->ports[port];
    return value == NULL ? without : *value;
}

static void write_port(genus_instance *instance, uint32_t port, float value) {
    float *place = instance->ports[port];
    if (place != NULL) {
        *place = value;
    }
}

static bool is_on(const genus_instance *instance, genus_port port, bool without) {
    return read_port(instance, port, without ? 1.0F : 0.0F) > 0.5F;
}

// ---------------------------------------------------------------------------------------- changes

static void use_model(genus_instance *instance, genus_message *message) {
    genus_loaded_model *loaded = message->loaded;
    message->loaded = instance->loaded;
    instance->loaded = loaded;
    genus_listener_set_window(loaded->listener, (double)instance->window);
    genus_listener_set_songs(loaded->listener, instance->tells_songs);
    instance->song = 1;
    // The new listener has heard nothing: what the old one knew of the track is kept.
    genus_track_begin(instance, &instance->tag);
    instance->sequence = 0;
    instance->verdict_seconds = 0.0;
    instance->trouble_frames = 0;
    instance->news |= GENUS_NEWS_MODEL | GENUS_NEWS_VERDICT;
}

/** Takes over what other threads have left in the mailbox. */
static void take_message(genus_instance *instance) {
    if (instance->retired != NULL) {
        return; // There is no place for another retired model yet.
    }
    genus_message *message = genus_mailbox_take(&instance->mailbox);
    if (message == NULL) {
        return;
    }
    if (message->loaded != NULL) {
        use_model(instance, message);
    }
    if (message->restored != 0) {
        genus_track_restore(instance, &message->track);
        instance->published.restored = message->restored;
    }
    if (message->trouble[0] != '\0') {
        instance->trouble = (genus_line){.length = 0};
        genus_line_add(&instance->trouble, message->trouble);
        instance->trouble_frames = (uint64_t)(TROUBLE_SECONDS * instance->rate);
        instance->news |= GENUS_NEWS_SUMMARY | GENUS_NEWS_WEIGHTS; // The path in use, again.
    }
    // Whoever asked for other weights sees which ones are in use, be they new or not.
    instance->answers |= instance->asked ? GENUS_NEWS_WEIGHTS : 0;
    genus_track_show_tag(instance);
    instance->changed = true;
    instance->retired = message;
}

// --------------------------------------------------------------------------------------- controls

static void follow_controls(genus_instance *instance) {
    const float window = read_port(instance, GENUS_PORT_WINDOW, (float)GENUS_WINDOW_MAX);
    if (window != instance->window) {
        instance->window = window;
        genus_listener_set_window(instance->loaded->listener, (double)window);
    }
    const bool tells_songs = is_on(instance, GENUS_PORT_SONGS, false);
    if (tells_songs != instance->tells_songs) {
        instance->tells_songs = tells_songs;
        genus_listener_set_songs(instance->loaded->listener, tells_songs);
    }
    const bool reset_is_high = is_on(instance, GENUS_PORT_RESET, false);
    if (reset_is_high && !instance->reset_was_high) {
        genus_track_reset(instance);
    }
    instance->reset_was_high = reset_is_high;
}

// ------------------------------------------------------------------------------------------ audio

static bool has_audio(const genus_instance *instance) {
    bool has = true;
    for (uint32_t i = 0; i < 2 * instance->channels; i++) {
        has = has && instance->ports[GENUS_PORT_AUDIO + i] != NULL;
    }
    return has;
}

static bool is_hushed(const genus_instance *instance, uint32_t from, uint32_t to) {
    for (uint32_t c = 0; c < instance->channels; c++) {
        const float *input = instance->ports[GENUS_PORT_AUDIO + c];
        for (uint32_t i = from; i < to; i++) {
            if (fabsf(input[i]) > HUSH) {
                return false;
            }
        }
    }
    return true;
}

/** Hears a stretch of the block. The silence of a stopped transport is none of the track's. */
static void hear(genus_instance *instance, uint32_t from, uint32_t to) {
    if (from == to) {
        return;
    }
    instance->stands =
        genus_transport_is_stopped(&instance->transport) && is_hushed(instance, from, to);
    if (instance->stands) {
        return;
    }
    const float *inputs[GENUS_CHANNELS_PLUGIN_MAX];
    for (uint32_t c = 0; c < instance->channels; c++) {
        inputs[c] = (const float *)instance->ports[GENUS_PORT_AUDIO + c] + from;
    }
    const size_t written = genus_listener_write(instance->loaded->listener, inputs, to - from);
    instance->track_frames += written;
    instance->unheard_frames += to - from; // Lost or not: the worker must catch up.
}

/** A loop that begins again is the same music; what lies elsewhere may be other music. */
static void follow_course(genus_instance *instance, genus_course course) {
    if (course == GENUS_COURSE_NEAR) {
        genus_listener_jump(instance->loaded->listener);
    } else if (course == GENUS_COURSE_FAR) {
        genus_listener_restart(instance->loaded->listener, GENUS_RESTART_WINDOW);
    }
}

/** Hears the block up to each event, takes the event in, goes on from there. */
static void hear_block(genus_instance *instance, uint32_t frames) {
    const LV2_Atom_Sequence *control = instance->ports[GENUS_PORT_CONTROL];
    const bool enabled = is_on(instance, GENUS_PORT_ENABLED, true) && has_audio(instance);
    if (enabled && !instance->was_enabled) {
        genus_listener_restart(instance->loaded->listener, GENUS_RESTART_WINDOW);
    }
    instance->was_enabled = enabled;
    uint32_t at = 0;
    if (control != NULL) {
        LV2_ATOM_SEQUENCE_FOREACH(control, event) {
            const int64_t time = event->time.frames;
            const uint32_t place = time > frames ? frames : time < at ? at : (uint32_t)time;
            if (enabled) {
                hear(instance, at, place);
            }
            genus_transport_pass(&instance->transport, place - at);
            at = place;
            follow_course(instance, genus_control_hear(instance, &event->body));
        }
    }
    if (enabled) {
        hear(instance, at, frames);
    }
    genus_transport_pass(&instance->transport, frames - at);
}

/**
 * Copies inputs to outputs. In pieces through a buffer, since a host may use any input's memory for
 * any output.
 */
static void pass_through(genus_instance *instance, uint32_t frames) {
    void *const *inputs = &instance->ports[GENUS_PORT_AUDIO];
    void *const *outputs = &instance->ports[genus_port_audio_out(instance->channels)];
    bool in_place = true;
    for (uint32_t c = 0; c < instance->channels; c++) {
        in_place = in_place && inputs[c] == outputs[c];
    }
    if (in_place || !has_audio(instance)) {
        return;
    }
    float kept[GENUS_CHANNELS_PLUGIN_MAX][COPY_FRAMES];
    for (uint32_t at = 0; at < frames; at += COPY_FRAMES) {
        const uint32_t count = frames - at < COPY_FRAMES ? frames - at : COPY_FRAMES;
        for (uint32_t c = 0; c < instance->channels; c++) {
            memcpy(kept[c], (const float *)inputs[c] + at, count * sizeof(float));
        }
        for (uint32_t c = 0; c < instance->channels; c++) {
            memcpy((float *)outputs[c] + at, kept[c], count * sizeof(float));
        }
    }
}

// ------------------------------------------------------------------------------------------- show

/** What is true of what is shown: nothing is as loud as it was when nothing is heard any more. */
static void show_status(genus_instance *instance) {
    genus_view *view = &instance->published.view;
    uint32_t status = instance->is_unconfirmed ? GENUS_STATUS_FROM_SESSION : 0;
    status |= instance->was_enabled ? 0 : GENUS_STATUS_BYPASSED;
    status |= instance->was_enabled && instance->stands ? GENUS_STATUS_STOPPED : 0;
    status |= is_on(instance, GENUS_PORT_HOLD, false) ? GENUS_STATUS_HELD : 0;
    if ((status & (GENUS_STATUS_BYPASSED | GENUS_STATUS_STOPPED)) != 0) {
        view->level_dbfs = LEVEL_FLOOR;
    }
    if (status != view->status) {
        view->status = status;
        instance->news |= GENUS_NEWS_STATUS;
        instance->changed = true;
    }
}

static void show(genus_instance *instance) {
    show_status(instance);
    const genus_view *view = &instance->published.view;
    write_port(instance, GENUS_PORT_GENRE, (float)view->genre);
    write_port(instance, GENUS_PORT_CONFIDENCE, 100.0F * view->confidence);
    write_port(instance, GENUS_PORT_SECONDS_HEARD, view->seconds_heard);
    write_port(instance, GENUS_PORT_TRACK_GENRE, (float)view->track_genre);
    write_port(instance, GENUS_PORT_TRACK_CONFIDENCE, 100.0F * view->track_confidence);
    write_port(instance, GENUS_PORT_LEVEL, view->level_dbfs);
    const uint32_t first = genus_port_posterior(instance->channels);
    for (uint32_t i = 0; i < view->label_count; i++) {
        write_port(instance, first + i, 100.0F * view->posterior[i]);
    }
    if (instance->changed) {
        instance->changed = false;
        genus_published_state_publish(&instance->published_state, &instance->published);
        if (instance->inline_host != NULL) {
            instance->inline_host->queue_draw(instance->inline_host->handle);
        }
    }
}

static void count_down_trouble(genus_instance *instance, uint32_t frames) {
    if (instance->trouble_frames > 0) {
        instance->trouble_frames -=
            frames < instance->trouble_frames ? frames : instance->trouble_frames;
        instance->news |= instance->trouble_frames == 0 ? GENUS_NEWS_SUMMARY : 0;
    }
}

static void run(LV2_Handle handle, uint32_t frames) {
    genus_instance *instance = handle;
    genus_notify_begin(instance);
    follow_controls(instance);
    hear_block(instance, frames);
    pass_through(instance, frames);
    genus_worker_wake(instance);
    take_message(instance);
    genus_track_take_verdict(instance, is_on(instance, GENUS_PORT_HOLD, false));
    count_down_trouble(instance, frames);
    show(instance);
    genus_notify_end(instance, frames);
}

// --------------------------------------------------------------------------------------- instance

static void connect_port(LV2_Handle handle, uint32_t port, void *data) {
    genus_instance *instance = handle;
    if (port < GENUS_PORTS_MAX) {
        instance->ports[port] = data;
    }
}

/** What comes has nothing to do with what was heard before; the track is the same. */
static void activate(LV2_Handle handle) {
    genus_instance *instance = handle;
    genus_listener_restart(instance->loaded->listener, GENUS_RESTART_WINDOW);
    instance->transport = (genus_transport){.known = false};
}

/** Hosts without a worker have no ports to show either: their log says what the track was. */
static void deactivate(LV2_Handle handle) {
    genus_instance *instance = handle;
    const genus_view *view = &instance->published.view;
    const int32_t top = genus_tag_top(&instance->tag, view->label_count);
    if (instance->schedule == NULL && top >= 0) {
        lv2_log_note(&instance->logger, "genus: %s%s %.0f %%, %.0f s of sound\n",
                     view->track_genre == GENUS_GENRE_UNSURE ? "unsure: " : "",
                     instance->bundle.labels[top], (double)view->track_confidence * 100.0,
                     instance->tag.seconds);
    }
}

static void cleanup(LV2_Handle handle) {
    genus_instance *instance = handle;
    genus_message_free(genus_mailbox_take(&instance->mailbox));
    genus_message_free(instance->retired);
    genus_message_free(instance->discarding);
    genus_loaded_model_free(instance->loaded);
    genus_inline_picture_free(instance->picture);
    (void)pthread_mutex_destroy(&instance->lock);
    genus_bundle_clear(&instance->bundle);
    free(instance->label_lines);
    free(instance);
}

/** The labels as one string. */
static char *join_lines(const genus_bundle *bundle) {
    size_t length = 1;
    for (uint32_t i = 0; i < bundle->label_count; i++) {
        length += strlen(bundle->labels[i]) + 1;
    }
    char *lines = malloc(length);
    char *end = lines;
    for (uint32_t i = 0; lines != NULL && i < bundle->label_count; i++) {
        const size_t size = strlen(bundle->labels[i]);
        memcpy(end, bundle->labels[i], size);
        end += size;
        *end++ = i + 1 < bundle->label_count ? '\n' : '\0';
    }
    return lines;
}

static genus_status furnish(genus_instance *instance, const char *folder, genus_error *error) {
    genus_status status = genus_bundle_read(folder, &instance->bundle, error);
    if (status != GENUS_OK) {
        return status;
    }
    genus_listener_options options = genus_listener_options_default();
    options.sample_rate = instance->rate;
    options.channels = instance->channels;
    status = genus_loaded_model_new(&instance->bundle, "", &options, &instance->loaded, error);
    instance->label_lines = status == GENUS_OK ? join_lines(&instance->bundle) : NULL;
    if (status == GENUS_OK && instance->label_lines == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "out of memory");
    }
    return status;
}

static LV2_Handle instantiate(const LV2_Descriptor *descriptor, double rate,
                              const char *bundle_path, const LV2_Feature *const *features) {
    LV2_Log_Log *log = NULL;
    LV2_URID_Map *map = NULL;
    LV2_Worker_Schedule *schedule = NULL;
    genus_inline_display_host *inline_host = NULL;
    const char *missing = lv2_features_query(
        features, LV2_LOG__log, &log, false, LV2_URID__map, &map, true, LV2_WORKER__schedule,
        &schedule, false, GENUS_INLINE_DISPLAY__queue_draw, &inline_host, false, NULL);
    LV2_Log_Logger logger;
    lv2_log_logger_init(&logger, map, log);
    if (missing != NULL) {
        lv2_log_error(&logger, "genus: the host lacks the feature %s\n", missing);
        return NULL;
    }
    genus_instance *instance = calloc(1, sizeof *instance);
    if (instance == NULL) {
        lv2_log_error(&logger, "genus: out of memory\n");
        return NULL;
    }
    (void)pthread_mutex_init(&instance->lock, NULL);
    instance->channels = strcmp(descriptor->URI, GENUS_URI_MONO) == 0 ? 1 : 2;
    instance->rate = rate;
    instance->logger = logger;
    instance->map = map;
    instance->schedule = schedule;
    instance->inline_host = inline_host;
    genus_uris_map(&instance->uris, map);
    lv2_atom_forge_init(&instance->forge, map);
    genus_error error;
    if (furnish(instance, bundle_path, &error) != GENUS_OK) {
        lv2_log_error(&logger, "genus: %s\n", error.message);
        cleanup(instance);
        return NULL;
    }
    instance->window = (float)GENUS_WINDOW_MAX;
    instance->was_enabled = true;
    instance->song = 1;
    instance->published.view = (genus_view){.label_count = instance->bundle.label_count,
                                            .genre = GENUS_GENRE_LISTENING,
                                            .track_genre = GENUS_GENRE_LISTENING,
                                            .level_dbfs = LEVEL_FLOOR};
    genus_published_state_publish(&instance->published_state, &instance->published);
    instance->news = GENUS_NEWS_WINDOW;
    return instance;
}

static const void *extension_data(const char *uri) {
    if (strcmp(uri, LV2_WORKER__interface) == 0) {
        return genus_worker_interface();
    }
    if (strcmp(uri, LV2_STATE__interface) == 0) {
        return genus_state_interface();
    }
    if (strcmp(uri, GENUS_INLINE_DISPLAY__interface) == 0) {
        return genus_inline_display();
    }
    return NULL;
}

LV2_SYMBOL_EXPORT const LV2_Descriptor *lv2_descriptor(uint32_t index) {
    static const LV2_Descriptor descriptors[] = {
        {GENUS_URI_MONO, instantiate, connect_port, activate, run, deactivate, cleanup,
         extension_data},
        {GENUS_URI_STEREO, instantiate, connect_port, activate, run, deactivate, cleanup,
         extension_data},
    };
    return index < sizeof descriptors / sizeof *descriptors ? &descriptors[index] : NULL;
}

// ------------------------------------------------------------------------------------ other rooms

void genus_instance_view(const genus_instance *instance, genus_view *view) {
    genus_published published;
    genus_published_state_read(&instance->published_state, &published);
    *view = published.view;
}

const char *genus_instance_label(const genus_instance *instance, uint32_t index) {
    return index < instance->bundle.label_count ? instance->bundle.labels[index] : NULL;
}

genus_inline_picture **genus_instance_picture(genus_instance *instance) {
    return &instance->picture;
}
