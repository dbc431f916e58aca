// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Fuzzes what a session gives back to the plugin. An input is a row of values: a byte for the key,
// a byte for the type, two for the length, then that many bytes. What was restored is run with,
// saved and restored again.

#include "plugin/lv2/uris.h"
#include "support/plugin_alone.h"
#include "tiny_weights.h"

#include <lv2/atom/atom.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerInitialize(int *count, char ***arguments);
int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size);

static char bundle[64];
static char weights[128];
static char contents[128];

static void remove_bundle(void) {
    (void)unlink(weights);
    (void)unlink(contents);
    (void)rmdir(bundle);
}

// NOLINTNEXTLINE(readability-non-const-parameter): it is libFuzzer's.
int LLVMFuzzerInitialize(int *count, char ***arguments) {
    (void)count;
    (void)arguments;
    (void)snprintf(bundle, sizeof bundle, "/tmp/genus-fuzz-XXXXXX");
    if (mkdtemp(bundle) == NULL || atexit(remove_bundle) != 0) {
        abort();
    }
    (void)snprintf(weights, sizeof weights, "%s/weights.safetensors", bundle);
    (void)snprintf(contents, sizeof contents, "%s/contents.txt", bundle);
    const genus_model_config config = tiny_config();
    if (genus_model_write(weights, &config, tiny_tensors, TINY_TENSORS, NULL, 0, NULL) !=
        GENUS_OK) {
        abort();
    }
    FILE *stream = fopen(contents, "w");
    if (stream == NULL ||
        fprintf(stream, "tiny\n%s\n%s\n", config.labels[0], config.labels[1]) < 0 ||
        fclose(stream) != 0) {
        abort();
    }
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size) {
    static const char *const keys[] = {GENUS_URI_LABELS, GENUS_URI_TRACK, GENUS_URI_RIBBON,
                                       GENUS_URI_WEIGHTS, GENUS_URI_TRACK_SECONDS};
    static const char *const types[] = {LV2_ATOM__String, LV2_ATOM__Vector, LV2_ATOM__Double,
                                        LV2_ATOM__Path, LV2_ATOM__Int};
    static alone_state state;
    alone *plugin = alone_new(bundle);
    if (plugin == NULL) {
        abort();
    }
    state.count = 0;
    while (size >= 4 && state.count < ALONE_STATE_MAX) {
        alone_value *value = &state.values[state.count++];
        value->key = alone_map(keys[input[0] % 5]);
        value->type = alone_map(types[input[1] % 5]);
        value->size = input[2] | (size_t)input[3] << 8;
        input += 4;
        size -= 4;
        value->size = value->size < size ? value->size : size;
        value->size = value->size < ALONE_VALUE_MAX ? value->size : ALONE_VALUE_MAX;
        memcpy(value->bytes, input, value->size);
        // A vector's numbers are of a type that hosts number as they like.
        if (input[-3] % 5 == 1 && value->size >= sizeof(LV2_Atom_Vector_Body)) {
            const uint32_t child = alone_map(input[-4] % 5 == 2 ? LV2_ATOM__Int : LV2_ATOM__Float);
            memcpy(value->bytes + sizeof(uint32_t), &child, sizeof child);
        }
        input += value->size;
        size -= value->size;
    }
    (void)alone_restore(plugin, &state);
    alone_run(plugin, NULL);
    if (!alone_save(plugin, &state) || !alone_restore(plugin, &state)) {
        abort();
    }
    alone_free(plugin);
    return 0;
}
