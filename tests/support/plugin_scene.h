// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What the tests of the plugins share: a bundle that lilv has opened, and music played to a host.

#ifndef GENUS_TESTS_PLUGIN_SCENE_H
#define GENUS_TESTS_PLUGIN_SCENE_H

#include "plugin_bundle.h"
#include "plugin_host.h"

/** The rate that play_music() and play_silence() are meant for, in Hz. */
#define RATE 22050.0

typedef struct scene {
    plugin_bundle bundle;
    host_world *world;
} scene;

/** For cmocka's groups: makes a scene, and removes it. */
int scene_set_up(void **state);
int scene_set_up_unsure(void **state); ///< With weights that are never sure.
int scene_tear_down(void **state);

/** Plays some seconds in blocks of 512 frames. */
void play_music(host *host, double seconds, uint32_t seed);
void play_silence(host *host, double seconds);

/** An empty block, in which the plugin takes over what waits for it and answers. */
void run_nothing(host *host);

/** The value of a property as the plugin answers a question; the test fails if it does not. */
const LV2_Atom *ask(host *host, const char *property);

#endif
