// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The plugin linked into the test, without lilv and without a file of its own: so that its
// allocations can fail, and so that a fuzzer sees what it covers. Its worker is synchronous.

#ifndef GENUS_TESTS_SUPPORT_PLUGIN_ALONE_H
#define GENUS_TESTS_SUPPORT_PLUGIN_ALONE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ALONE_STATE_MAX 8
#define ALONE_VALUE_MAX 8192

/** A value of a saved state. */
typedef struct alone_value {
    uint32_t key;
    uint32_t type;
    size_t size;
    unsigned char bytes[ALONE_VALUE_MAX];
} alone_value;

typedef struct alone_state {
    size_t count;
    alone_value values[ALONE_STATE_MAX];
} alone_state;

typedef struct alone alone;

/** Makes an instance for mono audio of 48 kHz. NULL: the plugin refused; alone_log() says why. */
alone *alone_new(const char *bundle);
void alone_free(alone *plugin);

/** Runs a block of a tone; asks for these weights before, if not NULL. */
void alone_run(alone *plugin, const char *weights);

/** Saves and restores. @return false: the plugin says that it failed. */
bool alone_save(alone *plugin, alone_state *state);
bool alone_restore(alone *plugin, const alone_state *state);

/** The number of a URI, and all that was logged since the last alone_new(). */
uint32_t alone_map(const char *uri);
const char *alone_log(void);

#endif
