// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A host's store of a plugin's state: what save() gave, to be given back, whole or damaged.

#ifndef GENUS_TESTS_PLUGIN_STORE_H
#define GENUS_TESTS_PLUGIN_STORE_H

#include "plugin_host.h"

#include <lv2/state/state.h>

#define STORE_VALUES_MAX 8
#define STORE_BYTES_MAX 4096

typedef struct store {
    struct {
        uint32_t key;
        uint32_t type;
        uint32_t flags;
        size_t size;
        _Alignas(8) char bytes[STORE_BYTES_MAX];
    } values[STORE_VALUES_MAX];
    size_t count;
    size_t most;      ///< Values that fit; beyond, the host says no.
    bool without_nul; ///< Strings come back as Carla gives them: their size counts no NUL.
} store;

/** An empty store; free() it. */
store *store_new(void);

/** Calls the plugin's save(), in place of what was stored before. */
LV2_State_Status store_save(host *host, store *store);

/** Calls the plugin's restore(). */
LV2_State_Status store_restore(host *host, store *store);

#endif
