// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A host for one LV2 plugin, as odd as hosts get: the worker may be synchronous, a thread, or
// refuse; ports may be left unconnected; blocks may have any length, in place or not.

#ifndef GENUS_TESTS_PLUGIN_HOST_H
#define GENUS_TESTS_PLUGIN_HOST_H

#include "engine/base/plugin_ports.h"
#include "plugin/lv2/uris.h"

#include <lilv/lilv.h>
#include <lv2/atom/forge.h>
#include <stdbool.h>
#include <stdint.h>

#define HOST_PORTS_MAX 128
#define HOST_FRAMES_MAX 8192
#define HOST_CHANNELS_MAX 2
#define HOST_SEQUENCE_BYTES 16384
#define HOST_LOG_MAX 4096

/** When the host does the plugin's work. */
typedef enum host_worker {
    HOST_WORKER_SYNCHRONOUS, ///< Inside of schedule_work(), as hosts do when they export.
    HOST_WORKER_THREAD,
    HOST_WORKER_LATE,          ///< Only when host_work() is called.
    HOST_WORKER_KEEPS_POINTER, ///< As late, and what schedule_work() was given is not copied.
    HOST_WORKER_REFUSES,       ///< schedule_work() always fails.
    HOST_WORKER_NONE,          ///< The host has no such feature.
} host_worker;

/** The plugins of a bundle, with what all of their instances share. */
typedef struct host_world {
    LilvWorld *lilv;
    char folder[1024]; ///< The bundle's, with a slash.
    struct host_symbols *symbols;
} host_world;

typedef struct host host;

/** Opens a bundle; the test fails if lilv finds fault. */
host_world *host_world_open(const char *bundle_folder);
void host_world_close(host_world *world);
const LilvPlugin *host_world_plugin(const host_world *world, const char *uri);
LV2_URID_Map *host_world_map(host_world *world);
LV2_URID_Unmap *host_world_unmap(host_world *world);

/** Makes an instance, connects all ports and activates it. NULL: the plugin refused. */
host *host_new(host_world *world, const char *uri, double rate, host_worker worker);
void host_free(host *host);

/** Runs a block of `frames` of planar audio; the output goes to host_output(). */
void host_run(host *host, const float *const *audio, uint32_t frames);

/** Runs the whole of one mono or stereo signal in blocks of `block` frames. */
void host_play(host *host, const float *const *audio, uint64_t frames, uint32_t block);

/** The same memory for input and output from now on; `crossed`: of the other channel. */
void host_set_in_place(host *host, bool in_place, bool crossed);

/** Does what waits in a HOST_WORKER_LATE, or waits until the thread has nothing to do. */
void host_work(host *host);

const float *host_output(const host *host, uint32_t channel);
float host_port(const host *host, uint32_t port);
void host_set_port(host *host, uint32_t port, float value);
void host_disconnect(host *host, uint32_t port);
LilvInstance *host_instance(host *host);
host_worker host_get_worker(const host *host);
void host_set_worker(host *host, host_worker worker);

/** Messages for the next block. */
void host_send_position(host *host, uint32_t time, int64_t frame, float speed);
void host_send_weights(host *host, const char *path);
void host_send_get(host *host);
/** As the plugin's window does when it opens, and once a second from then on. */
void host_send_window(host *host, bool opens);

/** The value of a property that was last told, to the host or to a window; NULL: none was. */
const LV2_Atom *host_heard(const host *host, const char *property);
/** How often a property was told, to the host or to a window. */
uint32_t host_heard_count(const host *host, const char *property);
/** How many patch:Set there were: what the host itself was told. */
uint32_t host_sets(const host *host);

/** All that plugins have logged since the last host_log_clear(); of all hosts of the process. */
const char *host_log(const host_world *world);
void host_log_clear(host_world *world);

/** The bytes that a host itself takes, beside its plugin. */
size_t host_size(void);

/** How often the plugin asked for its inline display to be drawn. */
uint32_t host_draws_queued(const host *host);

/** Called right before and right after every run(); NULL: nothing is. */
void host_set_watch(void (*watch)(bool inside));

#endif
