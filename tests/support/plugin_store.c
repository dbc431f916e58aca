// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A host's store of a plugin's state.

#include "plugin_store.h"

#include <stdlib.h>
#include <string.h>

store *store_new(void) {
    store *made = calloc(1, sizeof *made);
    if (made == NULL) {
        abort();
    }
    made->most = STORE_VALUES_MAX;
    return made;
}

static LV2_State_Status put(LV2_State_Handle handle, uint32_t key, const void *value, size_t size,
                            uint32_t type, uint32_t flags) {
    store *store = handle;
    if (store->count == store->most || size > STORE_BYTES_MAX) {
        return LV2_STATE_ERR_NO_SPACE;
    }
    store->values[store->count].key = key;
    store->values[store->count].type = type;
    store->values[store->count].flags = flags;
    store->values[store->count].size = size;
    memcpy(store->values[store->count++].bytes, value, size);
    return LV2_STATE_SUCCESS;
}

static const void *retrieve(LV2_State_Handle handle, uint32_t key, size_t *size, uint32_t *type,
                            uint32_t *flags) {
    store *store = handle;
    for (size_t i = 0; i < store->count; i++) {
        if (store->values[i].key == key) {
            char *bytes = store->values[i].bytes;
            *size = store->values[i].size;
            if (store->without_nul && *size > 0 && strnlen(bytes, *size) == *size - 1) {
                *size -= 1;
                bytes[*size] = '!'; // Whoever reads on reads this.
            }
            *type = store->values[i].type;
            *flags = store->values[i].flags;
            return bytes;
        }
    }
    return NULL;
}

static const LV2_State_Interface *interface_of(host *host) {
    const LV2_State_Interface *interface =
        lilv_instance_get_extension_data(host_instance(host), LV2_STATE__interface);
    if (interface == NULL) {
        abort();
    }
    return interface;
}

LV2_State_Status store_save(host *host, store *store) {
    store->count = 0;
    return interface_of(host)->save(lilv_instance_get_handle(host_instance(host)), put, store,
                                    LV2_STATE_IS_POD, NULL);
}

LV2_State_Status store_restore(host *host, store *store) {
    return interface_of(host)->restore(lilv_instance_get_handle(host_instance(host)), retrieve,
                                       store, 0, NULL);
}
