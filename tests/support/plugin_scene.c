// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A bundle that lilv has opened, and music played to a host.

#include "plugin_scene.h"

#include <stdlib.h>

#define BLOCK 512

int scene_set_up(void **state) {
    scene *scene = calloc(1, sizeof *scene);
    if (scene == NULL) {
        return -1;
    }
    plugin_bundle_make(&scene->bundle);
    scene->world = host_world_open(scene->bundle.folder);
    *state = scene;
    return 0;
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
