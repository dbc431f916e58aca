// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A bundle that lilv has opened, and music played to a host.

#include "plugin_scene.h"

#include <stdlib.h>

#define BLOCK 512

static int set_up(void **state, float sure_threshold) {
    scene *scene = calloc(1, sizeof *scene);
    if (scene == NULL) {
        return -1;
    }
    plugin_bundle_make(&scene->bundle, sure_threshold);
    scene->world = host_world_open(scene->bundle.folder);
    *state = scene;
    return 0;
}

int scene_set_up(void **state) {
    return set_up(state, 0.0F);
}

int scene_set_up_unsure(void **state) {
    return set_up(state, 1.0F);
}

int scene_tear_down(void **state) {
    scene *scene = *state;
    host_world_close(scene->world);
    plugin_bundle_remove(&scene->bundle);
    free(scene);
    return 0;
}

static void play(host *host, const float *samples, uint64_t frames) {
    const float *const audio[] = {samples, samples};
    host_play(host, audio, frames, BLOCK);
}

void play_music(host *host, double seconds, uint32_t seed) {
    const uint64_t frames = (uint64_t)(seconds * RATE);
    float *music = plugin_music(frames, seed);
    play(host, music, frames);
    free(music);
}

void play_silence(host *host, double seconds) {
    const uint64_t frames = (uint64_t)(seconds * RATE);
    float *silence = calloc(frames, sizeof *silence);
    if (silence == NULL) {
        abort();
    }
    play(host, silence, frames);
    free(silence);
}

void run_nothing(host *host) {
    const float nothing[1] = {0.0F};
    const float *const audio[] = {nothing, nothing};
    host_run(host, audio, 0);
}

const LV2_Atom *ask(host *host, const char *property) {
    host_send_get(host);
    run_nothing(host);
    const LV2_Atom *value = host_heard(host, property);
    if (value == NULL) {
        abort();
    }
    return value;
}
