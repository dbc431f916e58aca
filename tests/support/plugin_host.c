// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A host for one LV2 plugin. Hosts are not real-time programs here: what they do inside of the
// plugin's run() is kept from the watch.

#include "plugin_host.h"
#include "plugin/lv2/inline_display.h"

#include <lv2/atom/util.h>
#include <lv2/log/log.h>
#include <lv2/patch/patch.h>
#include <lv2/time/time.h>
#include <lv2/worker/worker.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SYMBOLS_MAX 512
#define PROPERTIES_MAX 16
#define VALUE_BYTES 4096
#define JOBS_MAX 8
#define JOB_BYTES 64

// Always evaluated, unlike assert() in a release build.
#define MUST(condition)                                                                            \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            (void)fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                  \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

struct host_symbols {
    pthread_mutex_t mutex;
    char *uris[SYMBOLS_MAX];
    uint32_t count;
    char log[HOST_LOG_MAX];
    size_t log_length;
    LV2_URID_Map map;
    LV2_URID_Unmap unmap;
    LV2_Log_Log logger;
};

/** The last value that a property was set to. */
typedef struct heard {
    LV2_URID property;
    uint32_t count;
    union {
        LV2_Atom atom;
        uint8_t bytes[VALUE_BYTES];
    } value;
} heard;

struct host {
    host_world *world;
    LilvInstance *instance;
    const LV2_Worker_Interface *worker_interface;
    host_worker worker;
    uint32_t channels;
    float values[HOST_PORTS_MAX];
    float inputs[HOST_CHANNELS_MAX][HOST_FRAMES_MAX];
    float outputs[HOST_CHANNELS_MAX][HOST_FRAMES_MAX];
    bool in_place;
    bool crossed;
    uint64_t control[HOST_SEQUENCE_BYTES / 8];
    uint64_t notify[HOST_SEQUENCE_BYTES / 8];
    LV2_Atom_Forge forge; ///< Of what is sent in the next block.
    LV2_Atom_Forge_Frame forge_frame;
    genus_uris uris;
    heard properties[PROPERTIES_MAX];
    uint32_t sets;
    atomic_uint draws;
    genus_inline_display_host inline_host;
    LV2_Worker_Schedule schedule;

    pthread_t thread;
    bool has_thread;
    pthread_mutex_t mutex;
    pthread_cond_t news;
    bool stopping;
    bool at_work;
    uint32_t job_count;
    uint32_t job_sizes[JOBS_MAX];
    uint64_t jobs[JOBS_MAX][JOB_BYTES / 8];
    const void *kept_job; ///< Of HOST_WORKER_KEEPS_POINTER.
    uint32_t kept_size;
};

static void (*present_watch)(bool inside);

void host_set_watch(void (*watch)(bool inside)) {
    present_watch = watch;
}

static void watch(bool inside) {
    if (present_watch != NULL) {
        present_watch(inside);
    }
}

// ------------------------------------------------------------------------------------------ world

static LV2_URID map_uri(LV2_URID_Map_Handle handle, const char *uri) {
    struct host_symbols *symbols = handle;
    MUST(pthread_mutex_lock(&symbols->mutex) == 0);
    uint32_t at = 0;
    while (at < symbols->count && strcmp(symbols->uris[at], uri) != 0) {
        at++;
    }
    if (at == symbols->count) {
        MUST(symbols->count < SYMBOLS_MAX);
        symbols->uris[symbols->count++] = strdup(uri);
    }
    MUST(pthread_mutex_unlock(&symbols->mutex) == 0);
    return at + 1;
}

static const char *unmap_urid(LV2_URID_Unmap_Handle handle, LV2_URID urid) {
    struct host_symbols *symbols = handle;
    MUST(pthread_mutex_lock(&symbols->mutex) == 0);
    const char *uri = urid >= 1 && urid <= symbols->count ? symbols->uris[urid - 1] : NULL;
    MUST(pthread_mutex_unlock(&symbols->mutex) == 0);
    return uri;
}

__attribute__((format(printf, 3, 0))) static int log_list(LV2_Log_Handle handle, LV2_URID type,
                                                          const char *format, va_list arguments) {
    (void)type;
    struct host_symbols *symbols = handle;
    MUST(pthread_mutex_lock(&symbols->mutex) == 0);
    const size_t room = HOST_LOG_MAX - symbols->log_length;
    const int length = vsnprintf(symbols->log + symbols->log_length, room, format, arguments);
    symbols->log_length += (size_t)length < room ? (size_t)length : room - 1;
    MUST(pthread_mutex_unlock(&symbols->mutex) == 0);
    return length;
}

__attribute__((format(printf, 3, 4))) static int log_line(LV2_Log_Handle handle, LV2_URID type,
                                                          const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const int length = log_list(handle, type, format, arguments);
    va_end(arguments);
    return length;
}

host_world *host_world_open(const char *bundle_folder) {
    host_world *world = calloc(1, sizeof *world);
    struct host_symbols *symbols = calloc(1, sizeof *symbols);
    MUST(world != NULL && symbols != NULL);
    MUST(pthread_mutex_init(&symbols->mutex, NULL) == 0);
    symbols->map = (LV2_URID_Map){symbols, map_uri};
    symbols->unmap = (LV2_URID_Unmap){symbols, unmap_urid};
    symbols->logger = (LV2_Log_Log){symbols, log_line, log_list};
    world->symbols = symbols;
    (void)snprintf(world->folder, sizeof world->folder, "%s/", bundle_folder);
    world->lilv = lilv_world_new();
    LilvNode *folder = lilv_new_file_uri(world->lilv, NULL, world->folder);
    lilv_world_load_bundle(world->lilv, folder);
    lilv_node_free(folder);
    return world;
}

void host_world_close(host_world *world) {
    lilv_world_free(world->lilv);
    for (uint32_t i = 0; i < world->symbols->count; i++) {
        free(world->symbols->uris[i]);
    }
    (void)pthread_mutex_destroy(&world->symbols->mutex);
    free(world->symbols);
    free(world);
}

const LilvPlugin *host_world_plugin(const host_world *world, const char *uri) {
    LilvNode *node = lilv_new_uri(world->lilv, uri);
    const LilvPlugin *plugin =
        lilv_plugins_get_by_uri(lilv_world_get_all_plugins(world->lilv), node);
    lilv_node_free(node);
    return plugin;
}

LV2_URID_Map *host_world_map(host_world *world) {
    return &world->symbols->map;
}

LV2_URID_Unmap *host_world_unmap(host_world *world) {
    return &world->symbols->unmap;
}

const char *host_log(const host_world *world) {
    return world->symbols->log;
}

void host_log_clear(host_world *world) {
    world->symbols->log_length = 0;
    world->symbols->log[0] = '\0';
}

// ----------------------------------------------------------------------------------------- worker

static LV2_Worker_Status respond(LV2_Worker_Respond_Handle handle, uint32_t size,
                                 const void *data) {
    (void)handle;
    (void)size;
    (void)data;
    return LV2_WORKER_ERR_NO_SPACE; // A host's queue for responses may always be full.
}

static void do_work(host *host, uint32_t size, const void *data) {
    MUST(host->worker_interface->work(lilv_instance_get_handle(host->instance), respond, host, size,
                                      data) == LV2_WORKER_SUCCESS);
}

static LV2_Worker_Status enqueue(host *host, uint32_t size, const void *data) {
    MUST(size <= JOB_BYTES);
    MUST(pthread_mutex_lock(&host->mutex) == 0);
    const bool has_room = host->job_count < JOBS_MAX;
    if (has_room) {
        host->job_sizes[host->job_count] = size;
        memcpy(host->jobs[host->job_count++], data, size);
    }
    MUST(pthread_cond_broadcast(&host->news) == 0);
    MUST(pthread_mutex_unlock(&host->mutex) == 0);
    return has_room ? LV2_WORKER_SUCCESS : LV2_WORKER_ERR_NO_SPACE;
}

static LV2_Worker_Status schedule_work(LV2_Worker_Schedule_Handle handle, uint32_t size,
                                       const void *data) {
    host *host = handle;
    watch(false);
    LV2_Worker_Status status = LV2_WORKER_SUCCESS;
    if (host->worker == HOST_WORKER_REFUSES) {
        status = LV2_WORKER_ERR_NO_SPACE;
    } else if (host->worker == HOST_WORKER_SYNCHRONOUS) {
        uint64_t copy[JOB_BYTES / 8];
        MUST(size <= JOB_BYTES);
        memcpy(copy, data, size);
        do_work(host, size, copy);
    } else if (host->worker == HOST_WORKER_KEEPS_POINTER) {
        MUST(host->kept_job == NULL);
        host->kept_job = data;
        host->kept_size = size;
    } else {
        status = enqueue(host, size, data);
    }
    watch(true);
    return status;
}

/** Writes over the stack that the callers of earlier functions had. */
__attribute__((noinline)) static void overwrite_stack(void) {
    volatile uint8_t bytes[16384];
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = 0xA5;
    }
}

/** Does the first job, if there is one. Locked. */
static void do_first_job(host *host) {
    uint64_t job[JOB_BYTES / 8];
    const uint32_t size = host->job_sizes[0];
    memcpy(job, host->jobs[0], sizeof job);
    host->job_count--;
    memmove(host->job_sizes, host->job_sizes + 1, host->job_count * sizeof *host->job_sizes);
    memmove(host->jobs, host->jobs + 1, host->job_count * sizeof *host->jobs);
    host->at_work = true;
    MUST(pthread_mutex_unlock(&host->mutex) == 0);
    do_work(host, size, job);
    MUST(pthread_mutex_lock(&host->mutex) == 0);
    host->at_work = false;
    MUST(pthread_cond_broadcast(&host->news) == 0);
}

static void *work_thread(void *handle) {
    host *host = handle;
    MUST(pthread_mutex_lock(&host->mutex) == 0);
    while (!host->stopping) {
        if (host->job_count > 0) {
            do_first_job(host);
        } else {
            MUST(pthread_cond_wait(&host->news, &host->mutex) == 0);
        }
    }
    MUST(pthread_mutex_unlock(&host->mutex) == 0);
    return NULL;
}

void host_work(host *host) {
    if (host->kept_job != NULL) {
        const void *job = host->kept_job;
        host->kept_job = NULL;
        overwrite_stack();
        do_work(host, host->kept_size, job);
    }
    MUST(pthread_mutex_lock(&host->mutex) == 0);
    while (host->job_count > 0 || host->at_work) {
        if (host->has_thread) {
            MUST(pthread_cond_wait(&host->news, &host->mutex) == 0);
        } else {
            do_first_job(host);
        }
    }
    MUST(pthread_mutex_unlock(&host->mutex) == 0);
}

host_worker host_get_worker(const host *host) {
    return host->worker;
}

void host_set_worker(host *host, host_worker worker) {
    host->worker = worker;
}

// ------------------------------------------------------------------------------------------- host

static void queue_draw(void *handle) {
    host *host = handle;
    atomic_fetch_add(&host->draws, 1);
}

static void connect_ports(host *host) {
    lilv_instance_connect_port(host->instance, GENUS_PORT_CONTROL, host->control);
    lilv_instance_connect_port(host->instance, GENUS_PORT_NOTIFY, host->notify);
    for (uint32_t i = GENUS_PORT_ENABLED; i < GENUS_PORT_AUDIO; i++) {
        lilv_instance_connect_port(host->instance, i, &host->values[i]);
    }
    for (uint32_t i = genus_port_posterior(host->channels); i < HOST_PORTS_MAX; i++) {
        lilv_instance_connect_port(host->instance, i, &host->values[i]);
    }
    host_set_in_place(host, false, false);
    host->values[GENUS_PORT_ENABLED] = 1.0F;
    host->values[GENUS_PORT_WINDOW] = 30.0F;
}

void host_set_in_place(host *host, bool in_place, bool crossed) {
    host->in_place = in_place;
    host->crossed = crossed;
    for (uint32_t c = 0; c < host->channels; c++) {
        const uint32_t partner = crossed ? host->channels - 1 - c : c;
        lilv_instance_connect_port(host->instance, GENUS_PORT_AUDIO + c, host->inputs[c]);
        lilv_instance_connect_port(host->instance, genus_port_audio_out(host->channels) + c,
                                   in_place ? host->inputs[partner] : host->outputs[c]);
    }
}

static void begin_control(host *host) {
    lv2_atom_forge_set_buffer(&host->forge, (uint8_t *)host->control, sizeof host->control);
    (void)lv2_atom_forge_sequence_head(&host->forge, &host->forge_frame, 0);
}

host *host_new(host_world *world, const char *uri, double rate, host_worker worker) {
    host *made = calloc(1, sizeof *made);
    MUST(made != NULL);
    made->world = world;
    made->worker = worker;
    made->channels = strcmp(uri, GENUS_URI_MONO) == 0 ? 1 : 2;
    made->inline_host = (genus_inline_display_host){made, queue_draw};
    made->schedule = (LV2_Worker_Schedule){made, schedule_work};
    const LV2_Feature map = {LV2_URID__map, &world->symbols->map};
    const LV2_Feature unmap = {LV2_URID__unmap, &world->symbols->unmap};
    const LV2_Feature log = {LV2_LOG__log, &world->symbols->logger};
    const LV2_Feature schedule = {LV2_WORKER__schedule, &made->schedule};
    const LV2_Feature draw = {GENUS_INLINE_DISPLAY__queue_draw, &made->inline_host};
    const LV2_Feature *const features[] = {
        &map, &unmap, &log, &draw, worker == HOST_WORKER_NONE ? NULL : &schedule, NULL};
    const LilvPlugin *plugin = host_world_plugin(world, uri);
    MUST(plugin != NULL);
    made->instance = lilv_plugin_instantiate(plugin, rate, features);
    if (made->instance == NULL) {
        free(made);
        return NULL;
    }
    made->worker_interface =
        lilv_instance_get_extension_data(made->instance, LV2_WORKER__interface);
    MUST(made->worker_interface != NULL);
    genus_uris_map(&made->uris, &world->symbols->map);
    lv2_atom_forge_init(&made->forge, &world->symbols->map);
    begin_control(made);
    MUST(pthread_mutex_init(&made->mutex, NULL) == 0);
    MUST(pthread_cond_init(&made->news, NULL) == 0);
    made->has_thread = worker == HOST_WORKER_THREAD;
    MUST(!made->has_thread || pthread_create(&made->thread, NULL, work_thread, made) == 0);
    connect_ports(made);
    lilv_instance_activate(made->instance);
    return made;
}

void host_free(host *host) {
    if (host == NULL) {
        return;
    }
    if (host->has_thread) {
        MUST(pthread_mutex_lock(&host->mutex) == 0);
        host->stopping = true;
        MUST(pthread_cond_broadcast(&host->news) == 0);
        MUST(pthread_mutex_unlock(&host->mutex) == 0);
        MUST(pthread_join(host->thread, NULL) == 0);
    }
    lilv_instance_deactivate(host->instance);
    lilv_instance_free(host->instance);
    (void)pthread_cond_destroy(&host->news);
    (void)pthread_mutex_destroy(&host->mutex);
    free(host);
}

// --------------------------------------------------------------------------------------- messages

static heard *find_heard(host *host, LV2_URID property) {
    uint32_t at = 0;
    while (at < PROPERTIES_MAX && host->properties[at].property != property &&
           host->properties[at].property != 0) {
        at++;
    }
    MUST(at < PROPERTIES_MAX);
    host->properties[at].property = property;
    return &host->properties[at];
}

static void hear_notify(host *host) {
    const LV2_Atom_Sequence *sequence = (const LV2_Atom_Sequence *)host->notify;
    MUST(sequence->atom.type == host->uris.atom_sequence);
    MUST(sequence->atom.size <= sizeof host->notify - sizeof(LV2_Atom));
    LV2_ATOM_SEQUENCE_FOREACH(sequence, event) {
        const LV2_Atom_Object *object = (const LV2_Atom_Object *)&event->body;
        MUST(event->body.type == host->uris.atom_object);
        MUST(object->body.otype == host->uris.patch_set || object->body.otype == host->uris.news);
        host->sets += object->body.otype == host->uris.patch_set;
        const LV2_Atom *property = NULL;
        const LV2_Atom *value = NULL;
        lv2_atom_object_get(object, host->uris.patch_property, &property, host->uris.patch_value,
                            &value, 0);
        MUST(property != NULL && value != NULL && property->type == host->uris.atom_urid);
        heard *heard = find_heard(host, ((const LV2_Atom_URID *)property)->body);
        MUST(lv2_atom_total_size(value) <= VALUE_BYTES);
        memcpy(heard->value.bytes, value, lv2_atom_total_size(value));
        heard->count++;
    }
}

const LV2_Atom *host_heard(const host *host, const char *property) {
    const LV2_URID urid = map_uri(host->world->symbols, property);
    for (uint32_t i = 0; i < PROPERTIES_MAX; i++) {
        if (host->properties[i].property == urid) {
            return &host->properties[i].value.atom;
        }
    }
    return NULL;
}

uint32_t host_heard_count(const host *host, const char *property) {
    const LV2_URID urid = map_uri(host->world->symbols, property);
    for (uint32_t i = 0; i < PROPERTIES_MAX; i++) {
        if (host->properties[i].property == urid) {
            return host->properties[i].count;
        }
    }
    return 0;
}

uint32_t host_sets(const host *host) {
    return host->sets;
}

void host_send_position(host *host, uint32_t time, int64_t frame, float speed) {
    LV2_Atom_Forge_Frame object;
    (void)lv2_atom_forge_frame_time(&host->forge, time);
    (void)lv2_atom_forge_object(&host->forge, &object, 0, host->uris.time_position);
    (void)lv2_atom_forge_key(&host->forge, host->uris.time_frame);
    (void)lv2_atom_forge_long(&host->forge, frame);
    (void)lv2_atom_forge_key(&host->forge, host->uris.time_speed);
    (void)lv2_atom_forge_float(&host->forge, speed);
    lv2_atom_forge_pop(&host->forge, &object);
}

void host_send_weights(host *host, const char *path) {
    LV2_Atom_Forge_Frame object;
    (void)lv2_atom_forge_frame_time(&host->forge, 0);
    (void)lv2_atom_forge_object(&host->forge, &object, 0, host->uris.patch_set);
    (void)lv2_atom_forge_key(&host->forge, host->uris.patch_property);
    (void)lv2_atom_forge_urid(&host->forge, host->uris.weights);
    (void)lv2_atom_forge_key(&host->forge, host->uris.patch_value);
    (void)lv2_atom_forge_path(&host->forge, path, (uint32_t)strlen(path));
    lv2_atom_forge_pop(&host->forge, &object);
}

static void send_object(host *host, LV2_URID type) {
    LV2_Atom_Forge_Frame object;
    (void)lv2_atom_forge_frame_time(&host->forge, 0);
    (void)lv2_atom_forge_object(&host->forge, &object, 0, type);
    lv2_atom_forge_pop(&host->forge, &object);
}

void host_send_get(host *host) {
    send_object(host, host->uris.patch_get);
}

void host_send_window(host *host, bool opens) {
    send_object(host, opens ? host->uris.window_open : host->uris.window_still_open);
}

// -------------------------------------------------------------------------------------------- run

void host_run(host *host, const float *const *audio, uint32_t frames) {
    MUST(frames <= HOST_FRAMES_MAX);
    for (uint32_t c = 0; c < host->channels; c++) {
        // NOLINTNEXTLINE(clang-analyzer-core.CallAndMessage): there are one or two channels.
        memcpy(host->inputs[c], audio[c], frames * sizeof(float));
        memset(host->outputs[c], 0xFF, sizeof host->outputs[c]);
    }
    LV2_Atom_Sequence *notify = (LV2_Atom_Sequence *)host->notify;
    notify->atom = (LV2_Atom){.size = sizeof host->notify - sizeof(LV2_Atom), .type = 0};
    lv2_atom_forge_pop(&host->forge, &host->forge_frame);
    watch(true);
    lilv_instance_run(host->instance, frames);
    watch(false);
    if (host->worker_interface->end_run != NULL) {
        (void)host->worker_interface->end_run(lilv_instance_get_handle(host->instance));
    }
    if (notify->atom.type != 0) {
        hear_notify(host);
    }
    begin_control(host);
}

void host_play(host *host, const float *const *audio, uint64_t frames, uint32_t block) {
    for (uint64_t at = 0; at < frames; at += block) {
        const float *const places[HOST_CHANNELS_MAX] = {audio[0] + at,
                                                        host->channels > 1 ? audio[1] + at : NULL};
        host_run(host, places, (uint32_t)(frames - at < block ? frames - at : block));
    }
}

const float *host_output(const host *host, uint32_t channel) {
    const uint32_t partner = host->crossed ? host->channels - 1 - channel : channel;
    return host->in_place ? host->inputs[partner] : host->outputs[channel];
}

float host_port(const host *host, uint32_t port) {
    return host->values[port];
}

void host_set_port(host *host, uint32_t port, float value) {
    host->values[port] = value;
}

void host_disconnect(host *host, uint32_t port) {
    lilv_instance_connect_port(host->instance, port, NULL);
}

LilvInstance *host_instance(host *host) {
    return host->instance;
}

uint32_t host_draws_queued(const host *host) {
    return atomic_load(&host->draws);
}

size_t host_size(void) {
    return sizeof(host);
}
