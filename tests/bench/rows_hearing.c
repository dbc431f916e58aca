// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Rows about hearing: front end, network, and listeners that run on and on.

#include "bench.h"
#include "engine/audio/frontend.h"
#include "engine/nn/convolution.h"
#include "peer.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#ifdef GENUS_BENCH_SGEMM
#include <cblas.h>
#endif

#define CLIP_SAMPLES ((size_t)661794) // A clip of 30 s as GTZAN cuts them.
#define CLIP_FRAMES ((size_t)387)
#define RATE ((size_t)22050)

static genus_bench_result against_peer(genus_bench_side ours, const char *script,
                                       const char *weights) {
    genus_peer *peer = genus_peer_start(script, weights, 1);
    if (peer == NULL) {
        return genus_bench_absent("absent: it needs python3-torch and python3-torchaudio");
    }
    const genus_bench_result result =
        genus_bench_alternate(ours, (genus_bench_side){genus_peer_work, peer});
    genus_peer_stop(peer);
    return result;
}

// ------------------------------------------------------------------------- one window of 30 s

// All that one window needs, made once.
typedef struct window {
    genus_frontend *frontend;
    const genus_network *network;
    genus_workspace *workspace;
    size_t column_count;
    float *samples; // [CLIP_SAMPLES]
    float *frames;  // [CLIP_FRAMES + 1][bands]
    float *columns; // [column_count][column size]
} window;

static void free_window(window *self) {
    genus_frontend_free(self->frontend);
    genus_workspace_free(self->workspace);
    free(self->samples);
    free(self->frames);
    free(self->columns);
}

static bool make_window(const genus_bench *bench, window *self) {
    const genus_frontend_settings *settings = &genus_model_get_config(bench->model)->frontend;
    *self = (window){.network = genus_model_network(bench->model)};
    self->column_count = genus_network_columns(self->network, CLIP_FRAMES);
    self->workspace = genus_workspace_new(self->network, self->column_count);
    self->samples = genus_bench_noise(CLIP_SAMPLES, 1);
    self->frames = calloc(CLIP_FRAMES + 1, settings->mel_bands * sizeof *self->frames);
    self->columns =
        calloc(self->column_count, genus_network_column_size(self->network) * sizeof(float));
    const bool made = self->workspace != NULL && self->samples != NULL && self->frames != NULL &&
                      self->columns != NULL &&
                      genus_frontend_new(settings, (double)RATE, &self->frontend, NULL) == GENUS_OK;
    if (!made) {
        free_window(self);
    }
    return made;
}

static bool compute_frames(window *self) {
    size_t used = 0;
    genus_frontend_reset(self->frontend);
    return genus_frontend_process(self->frontend, self->samples, CLIP_SAMPLES, &used, self->frames,
                                  NULL, CLIP_FRAMES + 1) == CLIP_FRAMES;
}

static void compute_trunk(window *self) {
    genus_network_trunk(self->network, self->workspace, self->frames, self->column_count,
                        self->columns);
}

static void compute_logits(window *self) {
    float logits[GENUS_LABELS_MAX];
    compute_trunk(self);
    genus_network_head(self->network, self->workspace, self->columns, self->column_count, NULL, 0,
                       logits);
}

#define WINDOW_RUNS 10

static double work_frames(void *context) {
    const double begin = genus_bench_cpu();
    bool good = true;
    for (size_t i = 0; i < WINDOW_RUNS; i++) {
        good = compute_frames(context) && good;
    }
    return good ? (genus_bench_cpu() - begin) / WINDOW_RUNS : -1.0;
}

static double work_logits(void *context) {
    const double begin = genus_bench_cpu();
    for (size_t i = 0; i < WINDOW_RUNS; i++) {
        compute_logits(context);
    }
    return (genus_bench_cpu() - begin) / WINDOW_RUNS;
}

static double work_whole_window(void *context) {
    const double begin = genus_bench_cpu();
    const bool good = compute_frames(context);
    compute_logits(context);
    return good ? genus_bench_cpu() - begin : -1.0;
}

static genus_bench_result no_memory(void) {
    return genus_bench_absent("memory is out");
}

genus_bench_result genus_bench_log_mel(const genus_bench *bench) {
    window window;
    if (!make_window(bench, &window)) {
        return no_memory();
    }
    const genus_bench_result result =
        against_peer((genus_bench_side){work_frames, &window}, "log_mel.py", bench->weights);
    free_window(&window);
    return result;
}

genus_bench_result genus_bench_forward(const genus_bench *bench) {
    window window;
    if (!make_window(bench, &window) || !compute_frames(&window)) {
        return no_memory();
    }
    const genus_bench_result result =
        against_peer((genus_bench_side){work_logits, &window}, "forward.py", bench->weights);
    free_window(&window);
    return result;
}

// ----------------------------------------------------------------------------- arithmetic's rate

#ifdef GENUS_BENCH_SGEMM

#define MATRIX 1024

typedef struct matrices {
    float *a;
    float *b;
    float *c;
} matrices;

static double work_trunk(void *context) {
    const double begin = genus_bench_cpu();
    for (size_t i = 0; i < WINDOW_RUNS; i++) {
        compute_trunk(context);
    }
    return (genus_bench_cpu() - begin) / WINDOW_RUNS;
}

static double work_sgemm(void *context) {
    const matrices *self = context;
    const double begin = genus_bench_cpu();
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, MATRIX, MATRIX, MATRIX, 1.0F, self->a,
                MATRIX, self->b, MATRIX, 0.0F, self->c, MATRIX);
    return genus_bench_cpu() - begin;
}

// Multiplications and additions of the convolutions, as the plain sums have them.
static double trunk_operations(const genus_bench *bench) {
    const genus_model_config *config = genus_model_get_config(bench->model);
    const genus_architecture *arch = &config->arch;
    const uint32_t bands = config->frontend.mel_bands;
    double operations = 0.0;
    size_t times = CLIP_FRAMES;
    for (uint32_t i = 0; i < arch->block_count; i++) {
        const genus_convolution conv = genus_convolution_of(arch, bands, i);
        times -= conv.kernel_time - 1;
        operations += 2.0 * (double)times * (double)conv.rows_out * (double)conv.patch *
                      (double)conv.channels_out;
        times /= arch->blocks[i].pool_time;
    }
    return operations;
}

genus_bench_result genus_bench_trunk_rate(const genus_bench *bench) {
    const size_t cells = (size_t)MATRIX * MATRIX;
    matrices matrices = {genus_bench_noise(cells, 1), genus_bench_noise(cells, 2),
                         genus_bench_noise(cells, 3)};
    window window;
    genus_bench_result result = no_memory();
    if (matrices.a != NULL && matrices.b != NULL && matrices.c != NULL &&
        make_window(bench, &window)) {
        if (compute_frames(&window)) {
            result = genus_bench_alternate((genus_bench_side){work_trunk, &window},
                                           (genus_bench_side){work_sgemm, &matrices});
        }
        free_window(&window);
    }
    free(matrices.a);
    free(matrices.b);
    free(matrices.c);
    if (result.absent == NULL) {
        result.ours = trunk_operations(bench) / result.ours;
        result.peer = 2.0 * MATRIX * MATRIX * MATRIX / result.peer;
    }
    return result;
}

#else

genus_bench_result genus_bench_trunk_rate(const genus_bench *bench) {
    (void)bench;
    return genus_bench_absent("absent: it needs libopenblas-serial-dev when it is built");
}

#endif

// -------------------------------------------------------------------------------------- listeners

// One that hears the same noise again and again.
typedef struct stream {
    genus_listener *listener;
    float *samples; // [rate][channels]: a second.
    size_t rate;
} stream;

#define BLOCK ((size_t)1050) // A whole number of blocks a second at 22,050 Hz.

static void hear_seconds(const stream *self, size_t seconds) {
    for (size_t second = 0; second < seconds; second++) {
        for (size_t at = 0; at < self->rate; at += BLOCK) {
            (void)genus_listener_write_interleaved(self->listener, self->samples + at, BLOCK);
            (void)genus_listener_work(self->listener);
        }
    }
}

static void free_stream(stream *self) {
    genus_listener_free(self->listener);
    free(self->samples);
    *self = (stream){.rate = RATE};
}

// A verdict a second, as the network hears: 22,050 Hz, mono.
static bool make_stream(const genus_bench *bench, stream *self) {
    genus_listener_options options = genus_listener_options_default();
    options.sample_rate = (double)RATE;
    options.channels = 1;
    options.interval_seconds = 1.0;
    *self = (stream){.rate = RATE, .samples = genus_bench_noise(RATE, 1)};
    if (self->samples == NULL ||
        genus_listener_new(bench->model, &options, &self->listener, NULL) != GENUS_OK) {
        free_stream(self);
        return false;
    }
    return true;
}

#define SECONDS 20

static double work_seconds(void *context) {
    const double begin = genus_bench_cpu();
    hear_seconds(context, SECONDS);
    return (genus_bench_cpu() - begin) / SECONDS;
}

genus_bench_result genus_bench_one_more_second(const genus_bench *bench) {
    window window;
    stream stream;
    if (!make_window(bench, &window)) {
        return no_memory();
    }
    genus_bench_result result = no_memory();
    if (make_stream(bench, &stream)) {
        hear_seconds(&stream, 40);
        result = genus_bench_alternate((genus_bench_side){work_seconds, &stream},
                                       (genus_bench_side){work_whole_window, &window});
        free_stream(&stream);
    }
    free_window(&window);
    return result;
}

// What 50 listeners share a core with: blocks come to all of them in turn.
#define CROWD 50
#define CROWD_RATE ((size_t)48000)
#define CROWD_BLOCK ((size_t)1000)

typedef struct crowd {
    genus_listener *listeners[CROWD];
    float *samples; // [CROWD_RATE][2]
} crowd;

static double work_crowd(void *context) {
    const crowd *self = context;
    const double begin = genus_bench_cpu();
    for (size_t at = 0; at < CROWD_RATE; at += CROWD_BLOCK) {
        for (size_t i = 0; i < CROWD; i++) {
            (void)genus_listener_write_interleaved(self->listeners[i], self->samples + 2 * at,
                                                   CROWD_BLOCK);
            (void)genus_listener_work(self->listeners[i]);
        }
    }
    return genus_bench_cpu() - begin;
}

static double work_real_time(void *context) {
    (void)context;
    return 1.0;
}

genus_bench_result genus_bench_listeners(const genus_bench *bench) {
    crowd crowd = {.samples = genus_bench_noise(2 * CROWD_RATE, 1)};
    const genus_listener_options options = genus_listener_options_default();
    bool made = crowd.samples != NULL;
    for (size_t i = 0; made && i < CROWD; i++) {
        made = genus_listener_new(bench->model, &options, &crowd.listeners[i], NULL) == GENUS_OK;
    }
    genus_bench_result result = no_memory();
    if (made) {
        for (size_t second = 0; second < 10; second++) {
            (void)work_crowd(&crowd);
        }
        result = genus_bench_alternate((genus_bench_side){work_crowd, &crowd},
                                       (genus_bench_side){work_real_time, NULL});
    }
    for (size_t i = 0; i < CROWD; i++) {
        genus_listener_free(crowd.listeners[i]);
    }
    free(crowd.samples);
    return result;
}

// ----------------------------------------------------------------------------------------- growth

#define MINUTE 60
#define NINE_HOURS ((size_t)9 * 60 * MINUTE)

static double work_minute(void *context) {
    const double begin = genus_bench_cpu();
    hear_seconds(context, MINUTE);
    return genus_bench_cpu() - begin;
}

// A stream's first minute, or the time of one that has only just begun.
static double work_first_minute(void *context) {
    const stream *self = context;
    genus_listener_finish(self->listener);
    return work_minute(context);
}

genus_bench_result genus_bench_tenth_hour(const genus_bench *bench) {
    stream old;
    stream young;
    if (!make_stream(bench, &old)) {
        return no_memory();
    }
    genus_bench_result result = no_memory();
    if (make_stream(bench, &young)) {
        hear_seconds(&old, NINE_HOURS);
        result = genus_bench_alternate((genus_bench_side){work_minute, &old},
                                       (genus_bench_side){work_first_minute, &young});
        free_stream(&young);
    }
    free_stream(&old);
    return result;
}

static double resident_bytes(void) {
    long pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file != NULL) {
        if (fscanf(file, "%*s %ld", &pages) != 1) { // NOLINT(cert-err34-c): the kernel wrote it.
            pages = 0;
        }
        (void)fclose(file);
    }
    return (double)pages * (double)sysconf(_SC_PAGESIZE);
}

genus_bench_result genus_bench_tenth_hour_memory(const genus_bench *bench) {
    stream stream;
    if (!make_stream(bench, &stream)) {
        return no_memory();
    }
    hear_seconds(&stream, MINUTE);
    const double young = resident_bytes();
    hear_seconds(&stream, NINE_HOURS);
    const genus_bench_result result = {.ours = resident_bytes(), .peer = young};
    free_stream(&stream);
    return young > 0.0 ? result : genus_bench_absent("absent: it needs /proc/self/statm");
}
