// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Networks of random weights.

#include "random_network.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

genus_tensor_list *random_tensors(const genus_architecture *arch, uint32_t bands, uint64_t seed) {
    const genus_parameter_map map = genus_parameter_map_of(arch, bands);
    float *values = calloc(map.count + map.running, sizeof *values);
    if (values == NULL) {
        return NULL;
    }
    float *running = values + map.count;
    genus_random random = genus_random_seeded(seed, 0);
    genus_parameters_start(&map, &random, values, running);
    for (size_t i = 0; i < map.count; i++) {
        values[i] += 0.05F * genus_random_normal(&random);
    }
    for (size_t i = 0; i < map.running; i++) {
        running[i] = fabsf(running[i] + 0.2F * genus_random_normal(&random));
    }
    genus_tensor_list *list = genus_tensor_list_new(&map, values, running);
    free(values);
    return list;
}

random_network random_network_new(const char *text, uint32_t bands, uint64_t seed) {
    random_network made = {.bands = bands, .normalisation = {-30.0F, 12.0F}};
    assert_int_equal(genus_architecture_parse(text, bands, &made.arch, NULL), GENUS_OK);
    made.list = random_tensors(&made.arch, bands, seed);
    assert_non_null(made.list);
    made.tensors = genus_tensor_list_tensors(made.list, &made.tensor_count);
    assert_int_equal(genus_network_new(&made.arch, bands, &made.normalisation, made.tensors,
                                       made.tensor_count, "random", &made.network, NULL),
                     GENUS_OK);
    return made;
}

void random_network_free(random_network *network) {
    genus_network_free(network->network);
    genus_tensor_list_free(network->list);
}

float *random_frames(const random_network *network, size_t count, uint64_t seed) {
    genus_random random = genus_random_seeded(seed, 1);
    float *frames = calloc(count * network->bands, sizeof *frames);
    assert_non_null(frames);
    for (size_t i = 0; i < count * network->bands; i++) {
        frames[i] = network->normalisation.offset +
                    network->normalisation.scale * genus_random_normal(&random);
    }
    return frames;
}
