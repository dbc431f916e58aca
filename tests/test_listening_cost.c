// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What a file may ask for: nothing that is given to the engine makes it take much memory, or
// compute for long, before it says no.

#include "engine/model/listening_cost.h"
#include "support/checks.h"
#include "tiny_weights.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>

enum {
    memory_most_kb = 300 * 1024,
    header_room = 8192,
};

static long peak_kb(void) {
    struct rusage usage;
    assert_int_equal(getrusage(RUSAGE_SELF, &usage), 0);
    return usage.ru_maxrss;
}

static char path[64];

static int set_up(void **state) {
    (void)state;
    (void)snprintf(path, sizeof path, "/tmp/genus-cost-XXXXXX");
    const int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    return close(descriptor);
}

static int tear_down(void **state) {
    (void)state;
    return unlink(path);
}

/// Loads what is at the path; it must be refused, and cheaply.
static void refuse(genus_status status, const char *wanted) {
    const long before = peak_kb();
    genus_model *model = NULL;
    genus_error error = {0};
    assert_int_equal(genus_model_load(path, &model, &error), status);
    assert_says(error.message, wanted);
    assert_true(peak_kb() - before < memory_most_kb);
}

static void the_shipped_weights_cost_a_hundredth_of_the_most(void **state) {
    (void)state;
    genus_model *model = NULL;
    assert_int_equal(genus_model_load(GENUS_BUILD_WEIGHTS, &model, NULL), GENUS_OK);
    const genus_model_config *config = genus_model_get_config(model);
    const genus_listening_cost cost = genus_listening_cost_of(&config->frontend, &config->arch);
    const double hundredth = GENUS_LISTENING_RATE_MAX / 100.0;
    assert_true(cost.multiply_adds < 1.02 * hundredth && cost.multiply_adds > 0.98 * hundredth);
    assert_true(cost.bytes < GENUS_LISTENING_BYTES_MAX / 20.0);
    genus_model_free(model);
}

static void a_hop_of_one_sample_is_too_much_for_the_smallest_network(void **state) {
    (void)state;
    genus_model_config config = tiny_config();
    config.frontend.hop = 1;
    genus_error error = {0};
    assert_int_equal(genus_model_write(path, &config, tiny_tensors, TINY_TENSORS, NULL, 0, &error),
                     GENUS_ERROR_NETWORK);
    assert_says(error.message, "multiply-adds a second");
    assert_says(error.message, "larger hop");
}

static void columns_that_fill_memory_are_too_many(void **state) {
    (void)state;
    genus_model_config config = tiny_config();
    config.frontend.mel_bands = 512;
    config.frontend.frame_length = 2048;
    config.frontend.hop = 100;
    config.arch.blocks[0].channels = 128;
    config.arch.blocks[0].kernel_frequency = 1;
    config.arch.blocks[0].kernel_time = 1;
    config.arch.blocks[0].pool_frequency = 1;
    config.arch.blocks[0].pool_time = 1;
    genus_error error = {0};
    assert_int_equal(genus_model_write(path, &config, tiny_tensors, TINY_TENSORS, NULL, 0, &error),
                     GENUS_ERROR_NETWORK);
    assert_says(error.message, "MiB of memory");
}

static void parameters_are_bounded(void **state) {
    (void)state;
    genus_model_config config = tiny_config();
    config.arch.block_count = 2;
    config.arch.blocks[0].channels = 1024;
    config.arch.blocks[1] = config.arch.blocks[0];
    genus_error error = {0};
    assert_int_equal(genus_model_write(path, &config, tiny_tensors, TINY_TENSORS, NULL, 0, &error),
                     GENUS_ERROR_NETWORK);
    assert_says(error.message, "parameters");
}

/// Writes a header and makes the file as long as that says, without a byte of data.
static void write_sparse(const char *header, size_t data) {
    FILE *stream = fopen(path, "wb");
    assert_non_null(stream);
    const uint64_t length = strlen(header);
    assert_int_equal(fwrite(&length, 1, sizeof length, stream), sizeof length);
    assert_int_equal(fwrite(header, 1, length, stream), length);
    assert_int_equal(fclose(stream), 0);
    assert_int_equal(truncate(path, (off_t)(sizeof length + length + data)), 0);
}

static void a_file_of_ten_gigabytes_is_refused_by_its_header(void **state) {
    (void)state;
    const genus_model_config config = tiny_config();
    assert_int_equal(genus_model_write(path, &config, tiny_tensors, TINY_TENSORS, NULL, 0, NULL),
                     GENUS_OK);
    static char header[header_room];
    FILE *stream = fopen(path, "rb");
    assert_non_null(stream);
    assert_int_equal(fseek(stream, 8, SEEK_SET), 0);
    assert_true(fread(header, 1, sizeof header - 256, stream) > 0);
    (void)fclose(stream);

    // The last tensor is given 10 GB, sparse.
    char *last = strstr(header, "\"dense.bias\"");
    assert_non_null(last);
    size_t begin = 0;
    assert_int_equal(sscanf(last,
                            "\"dense.bias\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[%zu",
                            &begin),
                     1);
    const size_t count = (size_t)2500 * 1000 * 1000;
    (void)sprintf(last,
                  "\"dense.bias\":{\"dtype\":\"F32\",\"shape\":[%zu],\"data_offsets\":[%zu,%zu]}}",
                  count, begin, begin + 4 * count);
    write_sparse(header, begin + 4 * count);
    refuse(GENUS_ERROR_TENSOR_SHAPE, "dense.bias");
}

static void a_long_header_takes_little_more_than_its_length(void **state) {
    (void)state;
    const size_t length = 99 * 1000 * 1000;
    const char *const fills[] = {"{", "\"\":\"\",", ":{"};
    for (size_t i = 0; i < sizeof fills / sizeof *fills; i++) {
        char *header = malloc(length + 1);
        assert_non_null(header);
        const size_t size = strlen(fills[i]);
        memcpy(header, "{\"__metadata__\":{", 17);
        for (size_t k = 17; k < length; k++) {
            header[k] = fills[i][(k - 17) % size];
        }
        header[length] = '\0';
        write_sparse(header, 0);
        free(header);
        refuse(GENUS_ERROR_HEADER_SYNTAX, "header");
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_shipped_weights_cost_a_hundredth_of_the_most),
        cmocka_unit_test(a_hop_of_one_sample_is_too_much_for_the_smallest_network),
        cmocka_unit_test(columns_that_fill_memory_are_too_many),
        cmocka_unit_test(parameters_are_bounded),
        cmocka_unit_test(a_file_of_ten_gigabytes_is_refused_by_its_header),
        cmocka_unit_test(a_long_header_takes_little_more_than_its_length),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
