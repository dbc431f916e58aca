// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The container: hostile files are refused with the right status and a message that names file and
// field, good ones keep every bit, and a failed write leaves what was there.

#include "engine/safetensors/safetensors.h"

#include <math.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define NAME "hostile.safetensors"

/** The folder that every test of this process writes to. */
static const char *scratch(void **state) {
    return *state;
}

static char *path_in(void **state, const char *name) {
    static const char format[] = "%s/%s";
    size_t room = strlen(scratch(state)) + strlen(name) + 2;
    char *path = malloc(room);
    assert_non_null(path);
    (void)snprintf(path, room, format, scratch(state), name);
    return path;
}

static int make_scratch(void **state) {
    char *folder = strdup("/tmp/genus-test-XXXXXX");
    *state = folder;
    return folder != NULL && mkdtemp(folder) != NULL ? 0 : -1;
}

static int remove_scratch(void **state) {
    int result = rmdir(scratch(state));
    free(*state);
    return result;
}

/** A file of a header and `data_size` bytes that count upwards. */
static unsigned char *make_file(const char *header, size_t data_size, size_t *size) {
    size_t length = strlen(header);
    *size = 8 + length + data_size;
    unsigned char *bytes = malloc(*size);
    assert_non_null(bytes);
    for (size_t i = 0; i < 8; i++) {
        bytes[i] = (unsigned char)((uint64_t)length >> (8 * i));
    }
    for (size_t i = 8; i < *size; i++) {
        bytes[i] = (unsigned char)(i < 8 + length ? header[i - 8] : (char)(i - 8 - length));
    }
    return bytes;
}

static genus_status parse(const char *header, size_t data_size, genus_safetensors **file,
                          genus_error *error) {
    size_t size = 0;
    unsigned char *bytes = make_file(header, data_size, &size);
    genus_status status = genus_safetensors_parse(bytes, size, NAME, file, error);
    free(bytes);
    return status;
}

typedef struct hostile_case {
    const char *what;
    const char *header;
    size_t data_size;
    genus_status status;
    const char *field; ///< What the message must name besides the file.
} hostile_case;

#define TENSOR(dtype, shape, offsets)                                                              \
    "{\"t\":{\"dtype\":\"" dtype "\",\"shape\":" shape ",\"data_offsets\":" offsets "}}"
#define TWO(first, second)                                                                         \
    "{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":" first "},"                          \
    "\"b\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":" second "}}"
#define META(text) "{\"__metadata__\":" text "}"

static const hostile_case hostile_cases[] = {
    // What is not JSON, or not the JSON of this format.
    {"no object", "[]", 0, GENUS_ERROR_HEADER_SYNTAX, "byte 0"},
    {"white space before", " {}", 0, GENUS_ERROR_HEADER_SYNTAX, "byte 0"},
    {"object not closed", "{\"t\"", 0, GENUS_ERROR_HEADER_SYNTAX, "byte 4"},
    {"only the bracket", "{ ", 0, GENUS_ERROR_HEADER_SYNTAX, "byte 2"},
    {"comma at the end", "{\"__metadata__\":{},}", 0, GENUS_ERROR_HEADER_SYNTAX, "byte 19"},
    {"comma first", "{,}", 0, GENUS_ERROR_HEADER_SYNTAX, "byte 1"},
    {"no comma", META("{\"a\":\"b\" \"c\":\"d\"}"), 0, GENUS_ERROR_HEADER_SYNTAX, "expected ','"},
    {"no colon", META("{\"a\" \"b\"}"), 0, GENUS_ERROR_HEADER_SYNTAX, "expected ':'"},
    {"text after the object", "{}x", 0, GENUS_ERROR_HEADER_SYNTAX, "byte 2"},
    {"second object", "{}{}", 0, GENUS_ERROR_HEADER_SYNTAX, "byte 2"},
    {"metadata is null", META("null"), 0, GENUS_ERROR_HEADER_SYNTAX, "expected '{'"},
    {"metadata value is a number", META("{\"a\":1}"), 0, GENUS_ERROR_HEADER_SYNTAX, "a string"},
    {"metadata value is an object", META("{\"a\":{}}"), 0, GENUS_ERROR_HEADER_SYNTAX, "a string"},
    {"tensor is a string", "{\"t\":\"x\"}", 0, GENUS_ERROR_HEADER_SYNTAX, "expected '{'"},
    {"unknown field", "{\"t\":{\"extra\":[]}}", 0, GENUS_ERROR_HEADER_SYNTAX, "extra"},
    {"no dtype", "{\"t\":{\"shape\":[0],\"data_offsets\":[0,0]}}", 0, GENUS_ERROR_HEADER_SYNTAX,
     "dtype"},
    {"no shape", "{\"t\":{\"dtype\":\"U8\",\"data_offsets\":[0,1]}}", 1, GENUS_ERROR_HEADER_SYNTAX,
     "shape"},
    {"no offsets", "{\"t\":{\"dtype\":\"U8\",\"shape\":[0]}}", 0, GENUS_ERROR_HEADER_SYNTAX,
     "data_offsets"},
    {"negative dimension", TENSOR("U8", "[-1]", "[0,1]"), 1, GENUS_ERROR_HEADER_SYNTAX, "number"},
    {"broken dimension", TENSOR("U8", "[1.5]", "[0,1]"), 1, GENUS_ERROR_HEADER_SYNTAX, "expected"},
    {"exponent", TENSOR("U8", "[1e1]", "[0,10]"), 10, GENUS_ERROR_HEADER_SYNTAX, "expected"},
    {"leading zero", TENSOR("U8", "[01]", "[0,1]"), 1, GENUS_ERROR_HEADER_SYNTAX, "begins with 0"},
    {"number over 64 bits", TENSOR("U8", "[18446744073709551616]", "[0,1]"), 1,
     GENUS_ERROR_HEADER_SYNTAX, "too large"},
    {"one offset", TENSOR("U8", "[1]", "[1]"), 1, GENUS_ERROR_HEADER_SYNTAX, "expected"},
    {"three offsets", TENSOR("U8", "[1]", "[0,1,2]"), 1, GENUS_ERROR_HEADER_SYNTAX, "expected"},
    {"shape not closed", "{\"t\":{\"shape\":[1", 0, GENUS_ERROR_HEADER_SYNTAX, "byte 16"},
    {"nested shape", TENSOR("U8", "[[1]]", "[0,1]"), 1, GENUS_ERROR_HEADER_SYNTAX, "number"},
    // Strings.
    {"string not closed", "{\"abc", 0, GENUS_ERROR_HEADER_SYNTAX, "does not end"},
    {"string ends in an escape", "{\"abc\\", 0, GENUS_ERROR_HEADER_SYNTAX, "does not end"},
    {"unknown escape", META("{\"a\":\"\\x\"}"), 0, GENUS_ERROR_HEADER_SYNTAX, "escape"},
    {"bare newline", META("{\"a\":\"\n\"}"), 0, GENUS_ERROR_HEADER_SYNTAX, "control character"},
    {"escaped NUL", META("{\"a\":\"\\u0000\"}"), 0, GENUS_ERROR_HEADER_SYNTAX, "NUL"},
    {"short \\u", META("{\"a\":\"\\u12\"}"), 0, GENUS_ERROR_HEADER_SYNTAX, "hexadecimal"},
    {"high surrogate alone", META("{\"a\":\"\\ud83d\"}"), 0, GENUS_ERROR_HEADER_SYNTAX,
     "surrogate"},
    {"high surrogate twice", META("{\"a\":\"\\ud83d\\ud83d\"}"), 0, GENUS_ERROR_HEADER_SYNTAX,
     "surrogate"},
    {"low surrogate first", META("{\"a\":\"\\ude00\"}"), 0, GENUS_ERROR_HEADER_SYNTAX, "surrogate"},
    {"Latin-1", META("{\"a\":\"\xE9\"}"), 0, GENUS_ERROR_HEADER_SYNTAX, "UTF-8"},
    {"overlong UTF-8", META("{\"a\":\"\xC0\xAF\"}"), 0, GENUS_ERROR_HEADER_SYNTAX, "UTF-8"},
    {"overlong in 3", META("{\"a\":\"\xE0\x9F\xBF\"}"), 0, GENUS_ERROR_HEADER_SYNTAX, "UTF-8"},
    {"overlong in 4", META("{\"a\":\"\xF0\x8F\xBF\xBF\"}"), 0, GENUS_ERROR_HEADER_SYNTAX, "UTF-8"},
    {"surrogate in UTF-8", META("{\"a\":\"\xED\xA0\x80\"}"), 0, GENUS_ERROR_HEADER_SYNTAX, "UTF-8"},
    {"beyond Unicode", META("{\"a\":\"\xF4\x90\x80\x80\"}"), 0, GENUS_ERROR_HEADER_SYNTAX, "UTF-8"},
    {"cut UTF-8", "{\"\xF0\x9F\x98", 0, GENUS_ERROR_HEADER_SYNTAX, "UTF-8"},
    // Names that stand twice.
    {"tensor twice",
     "{\"t\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]},"
     "\"\\u0074\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[1,2]}}",
     2, GENUS_ERROR_DUPLICATE_KEY, "\"t\""},
    {"metadata key twice", META("{\"kk\":\"1\",\"x\":\"\",\"kk\":\"2\"}"), 0,
     GENUS_ERROR_DUPLICATE_KEY, "\"kk\""},
    {"metadata twice", "{\"__metadata__\":{},\"__metadata__\":{}}", 0, GENUS_ERROR_DUPLICATE_KEY,
     "__metadata__"},
    {"dtype twice", "{\"t\":{\"dtype\":\"U8\",\"dtype\":\"U8\"}}", 0, GENUS_ERROR_DUPLICATE_KEY,
     "dtype"},
    {"shape twice", "{\"t\":{\"shape\":[],\"shape\":[]}}", 0, GENUS_ERROR_DUPLICATE_KEY, "shape"},
    {"offsets twice", "{\"t\":{\"data_offsets\":[0,1],\"data_offsets\":[0,1]}}", 1,
     GENUS_ERROR_DUPLICATE_KEY, "data_offsets"},
    // Element types.
    {"unknown dtype", TENSOR("F8", "[1]", "[0,1]"), 1, GENUS_ERROR_DTYPE, "F8"},
    {"small letters", TENSOR("f32", "[1]", "[0,4]"), 4, GENUS_ERROR_DTYPE, "f32"},
    // Shapes.
    {"rank 9", TENSOR("U8", "[1,1,1,1,1,1,1,1,1]", "[0,1]"), 1, GENUS_ERROR_SHAPE, "\"t\""},
    {"too few bytes", TENSOR("F32", "[2]", "[0,4]"), 4, GENUS_ERROR_SHAPE, "\"t\""},
    {"too many bytes", TENSOR("F32", "[2]", "[0,9]"), 9, GENUS_ERROR_SHAPE, "\"t\""},
    {"scalar without bytes", TENSOR("F32", "[]", "[0,0]"), 0, GENUS_ERROR_SHAPE, "\"t\""},
    {"product wraps to the right size", TENSOR("U8", "[4294967296,4294967296,1]", "[0,0]"), 0,
     GENUS_ERROR_SHAPE, "overflow"},
    {"element size wraps", TENSOR("F32", "[4611686018427387905]", "[0,4]"), 4, GENUS_ERROR_SHAPE,
     "overflow"},
    {"wraps before a zero", TENSOR("U8", "[4294967296,4294967296,0]", "[0,0]"), 0,
     GENUS_ERROR_SHAPE, "overflow"},
    // Ranges.
    {"offsets backwards", TENSOR("U8", "[1]", "[1,0]"), 1, GENUS_ERROR_OFFSETS, "\"t\""},
    {"gap at the beginning", TENSOR("U8", "[1]", "[1,2]"), 2, GENUS_ERROR_OFFSETS, "\"t\""},
    {"gap between", TWO("[0,4]", "[5,9]"), 9, GENUS_ERROR_OFFSETS, "\"b\""},
    {"overlap", TWO("[0,4]", "[3,7]"), 7, GENUS_ERROR_OFFSETS, "\"b\""},
    {"same range", TWO("[0,4]", "[0,4]"), 4, GENUS_ERROR_OFFSETS, "overlap"},
    {"data left over", TENSOR("U8", "[1]", "[0,1]"), 2, GENUS_ERROR_OFFSETS, "data_offsets"},
    {"data of nobody", "{}", 1, GENUS_ERROR_OFFSETS, "data_offsets"},
    // Files cut short.
    {"last byte missing", TENSOR("U8", "[4]", "[0,4]"), 3, GENUS_ERROR_TRUNCATED, "\"t\""},
    {"largest range", TENSOR("U8", "[18446744073709551615]", "[0,18446744073709551615]"), 3,
     GENUS_ERROR_TRUNCATED, "\"t\""},
};

static void refuses_hostile_headers(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof hostile_cases / sizeof hostile_cases[0]; i++) {
        const hostile_case *hostile = &hostile_cases[i];
        genus_safetensors *file = NULL;
        genus_error error = {0};
        genus_status status = parse(hostile->header, hostile->data_size, &file, &error);
        if (status != hostile->status || error.status != status || file != NULL ||
            strstr(error.message, NAME) == NULL || strstr(error.message, hostile->field) == NULL) {
            fail_msg("%s: status %d instead of %d, \"%s\"", hostile->what, (int)status,
                     (int)hostile->status, error.message);
        }
    }
}

static void refuses_impossible_header_lengths(void **state) {
    (void)state;
    static const struct {
        const char *bytes;
        size_t size;
        genus_status status;
    } cases[] = {
        {"", 0, GENUS_ERROR_TRUNCATED},
        {"\2\0\0\0\0\0\0", 7, GENUS_ERROR_TRUNCATED},
        {"\2\0\0\0\0\0\0\0", 8, GENUS_ERROR_TRUNCATED},
        {"\3\0\0\0\0\0\0\0{}", 10, GENUS_ERROR_TRUNCATED},
        {"\0\0\0\0\0\0\0\0", 8, GENUS_ERROR_HEADER_LENGTH},
        {"\1\0\0\0\0\0\0\0{", 9, GENUS_ERROR_HEADER_LENGTH},
        {"\x01\xE1\xF5\x05\0\0\0\0{}", 10, GENUS_ERROR_HEADER_LENGTH},
        {"\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF{}", 10, GENUS_ERROR_HEADER_LENGTH},
        {"this is no tensor file", 22, GENUS_ERROR_HEADER_LENGTH},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        genus_safetensors *file = NULL;
        genus_error error = {0};
        genus_status status =
            genus_safetensors_parse(cases[i].bytes, cases[i].size, NAME, &file, &error);
        if (status != cases[i].status || file != NULL || strstr(error.message, NAME) == NULL ||
            strstr(error.message, "header length") == NULL) {
            fail_msg("case %zu: status %d, \"%s\"", i, (int)status, error.message);
        }
    }
}

static void takes_what_the_format_allows(void **state) {
    (void)state;
    genus_safetensors *file = NULL;
    genus_error error = {0};
    assert_int_equal(parse("{}", 0, &file, &error), GENUS_OK);
    assert_int_equal(genus_safetensors_count(file), 0);
    assert_null(genus_safetensors_find(file, "t"));
    assert_null(genus_safetensors_metadata(file, "t"));
    genus_safetensors_free(file);

    // Order in the header is free, empty tensors may lie anywhere, spaces may follow.
    assert_int_equal(
        parse("{ \"late\" : {\"data_offsets\":[3,7],\"shape\":[ ],\"dtype\":\"F32\"},\n"
              "\"none\":{\"dtype\":\"F64\",\"shape\":[0,7],\"data_offsets\":[3,3]},"
              "\"early\":{\"dtype\":\"U8\",\"shape\":[3,1],\"data_offsets\":[0,3]},"
              "\"end\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[7,7]}}   ",
              7, &file, &error),
        GENUS_OK);
    assert_int_equal(genus_safetensors_count(file), 4);
    const genus_tensor *late = genus_safetensors_find(file, "late");
    assert_ptr_equal(late, genus_safetensors_tensors(file));
    assert_int_equal(late->rank, 0);
    assert_int_equal(genus_tensor_elements(late), 1);
    assert_int_equal((uintptr_t)late->data % 4, 0);
    assert_memory_equal(late->data, "\3\4\5\6", 4);
    const genus_tensor *early = genus_safetensors_find(file, "early");
    assert_int_equal(early->rank, 2);
    assert_int_equal(early->shape[0], 3);
    assert_memory_equal(early->data, "\0\1\2", 3);
    assert_int_equal(genus_tensor_elements(genus_safetensors_find(file, "none")), 0);
    assert_string_equal(genus_safetensors_path(file), NAME);
    genus_safetensors_free(file);
}

static void decodes_escapes_and_unicode(void **state) {
    (void)state;
    genus_safetensors *file = NULL;
    genus_error error = {0};
    assert_int_equal(parse(META("{\"\\u00e9\\u20AC\":\"\\ud83d\\ude00\\\"\\\\\\/\\b\\f\\n\\r\\t\","
                                "\"raw\":\"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\","
                                "\"edges\":\"\xED\x9F\xBF\xEE\x80\x80\xF4\x8F\xBF\xBF\"}"),
                           0, &file, &error),
                     GENUS_OK);
    assert_string_equal(genus_safetensors_metadata(file, "\xC3\xA9\xE2\x82\xAC"),
                        "\xF0\x9F\x98\x80\"\\/\b\f\n\r\t");
    assert_string_equal(genus_safetensors_metadata(file, "raw"),
                        "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80");
    size_t count = 0;
    const genus_metadata *entries = genus_safetensors_metadata_entries(file, &count);
    assert_int_equal(count, 3);
    assert_string_equal(entries[2].key, "edges");
    genus_safetensors_free(file);
}

static void messages_stay_on_one_line(void **state) {
    (void)state;
    genus_safetensors *file = NULL;
    genus_error error = {0};
    assert_int_equal(parse("{\"a\\n\\u001b[2J\":{\"dtype\":\"\\r\"}}", 0, &file, &error),
                     GENUS_ERROR_DTYPE);
    for (const char *c = error.message; *c != '\0'; c++) {
        assert_true((unsigned char)*c >= 0x20);
    }
}

static const float weights[] = {0.0F, -0.0F, 1.5F, 1e-45F, 3.4028235e38F, -0.1F};
static const uint8_t cells[] = {7, 8, 9};
static const double wide[] = {1.0 / 3.0};
static const uint16_t shorts[] = {1, 65535};
static const genus_tensor good_tensors[] = {
    {.name = "cells", .dtype = GENUS_DTYPE_U8, .rank = 1, .shape = {3}, .data = cells},
    {.name = "conv1.weight", .dtype = GENUS_DTYPE_F32, .rank = 2, .shape = {2, 3}, .data = weights},
    {.name = "scalar", .dtype = GENUS_DTYPE_F64, .rank = 0, .data = wide},
    {.name = "shorts \"\\\n", .dtype = GENUS_DTYPE_U16, .rank = 1, .shape = {2}, .data = shorts},
    {.name = "none", .dtype = GENUS_DTYPE_F32, .rank = 1, .shape = {0}, .data = NULL},
};
static const genus_metadata good_metadata[] = {
    {"format", "a format"},
    {"labels", "blues\nr\xC3\xA9ggae\t\x01\x1F\x7F"},
    {"", ""},
};
#define GOOD_TENSORS (sizeof good_tensors / sizeof good_tensors[0])
#define GOOD_METADATA (sizeof good_metadata / sizeof good_metadata[0])

static genus_status write_good(const char *path, genus_error *error) {
    return genus_safetensors_write(path, good_tensors, GOOD_TENSORS, good_metadata, GOOD_METADATA,
                                   error);
}

static unsigned char *slurp(const char *path, size_t *size) {
    FILE *stream = fopen(path, "rb");
    assert_non_null(stream);
    unsigned char *bytes = malloc(1 << 16);
    assert_non_null(bytes);
    *size = fread(bytes, 1, 1 << 16, stream);
    (void)fclose(stream);
    return bytes;
}

static void what_is_written_reads_back(void **state) {
    char *path = path_in(state, "round.safetensors");
    genus_error error = {0};
    assert_int_equal(write_good(path, &error), GENUS_OK);
    genus_safetensors *file = NULL;
    assert_int_equal(genus_safetensors_load(path, &file, &error), GENUS_OK);
    assert_string_equal(genus_safetensors_path(file), path);
    assert_int_equal(genus_safetensors_count(file), GOOD_TENSORS);
    for (size_t i = 0; i < GOOD_TENSORS; i++) {
        const genus_tensor *read = &genus_safetensors_tensors(file)[i];
        const genus_tensor *wrote = &good_tensors[i];
        size_t width = genus_dtype_size(wrote->dtype);
        assert_string_equal(read->name, wrote->name);
        assert_int_equal(read->dtype, wrote->dtype);
        assert_int_equal(read->rank, wrote->rank);
        assert_memory_equal(read->shape, wrote->shape, sizeof read->shape);
        assert_int_equal((uintptr_t)read->data % width, 0);
        if (genus_tensor_elements(wrote) > 0) {
            assert_memory_equal(read->data, wrote->data, genus_tensor_elements(wrote) * width);
        }
    }
    size_t count = 0;
    const genus_metadata *entries = genus_safetensors_metadata_entries(file, &count);
    assert_int_equal(count, GOOD_METADATA);
    for (size_t i = 0; i < count; i++) {
        assert_string_equal(entries[i].key, good_metadata[i].key);
        assert_string_equal(entries[i].value, good_metadata[i].value);
    }
    genus_safetensors_free(file);
    assert_int_equal(unlink(path), 0);
    free(path);
}

static void files_are_laid_out_as_other_readers_want(void **state) {
    char *path = path_in(state, "layout.safetensors");
    char *again = path_in(state, "again.safetensors");
    genus_error error = {0};
    assert_int_equal(write_good(path, &error), GENUS_OK);
    assert_int_equal(write_good(again, &error), GENUS_OK);
    size_t size = 0;
    size_t again_size = 0;
    unsigned char *bytes = slurp(path, &size);
    unsigned char *again_bytes = slurp(again, &again_size);
    assert_int_equal(size, again_size);
    assert_memory_equal(bytes, again_bytes, size);
    size_t length = (size_t)(bytes[0] | bytes[1] << 8);
    assert_int_equal(length % 8, 0);
    assert_int_equal(size, 8 + length + 8 + 24 + 4 + 3);
    // The widest elements come first, so that all are aligned in the file.
    assert_memory_equal(bytes + 8 + length, wide, 8);
    assert_memory_equal(bytes + 8 + length + 8, weights, 24);
    assert_memory_equal(bytes + 8 + length + 32, shorts, 4);
    assert_memory_equal(bytes + 8 + length + 36, cells, 3);
    free(bytes);
    free(again_bytes);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(unlink(again), 0);
    free(path);
    free(again);
}

/** Whatever byte is changed or missing: an error or a file, never a crash (see the sanitizers). */
static void damaged_files_never_crash(void **state) {
    char *path = path_in(state, "damaged.safetensors");
    genus_error error = {0};
    assert_int_equal(write_good(path, &error), GENUS_OK);
    size_t size = 0;
    unsigned char *bytes = slurp(path, &size);
    for (size_t cut = 0; cut < size; cut++) {
        unsigned char *exact = malloc(cut + 1);
        assert_non_null(exact);
        memcpy(exact, bytes, cut);
        genus_safetensors *file = NULL;
        assert_int_equal(genus_safetensors_parse(exact, cut, NAME, &file, &error),
                         GENUS_ERROR_TRUNCATED);
        free(exact);
    }
    static const unsigned char masks[] = {0x01, 0x02, 0x10, 0x20, 0x80, 0xFF};
    for (size_t i = 0; i < size * sizeof masks; i++) {
        bytes[i / sizeof masks] ^= masks[i % sizeof masks];
        genus_safetensors *file = NULL;
        error = (genus_error){0};
        genus_status status = genus_safetensors_parse(bytes, size, NAME, &file, &error);
        assert_int_equal(status == GENUS_OK, file != NULL);
        assert_int_equal(error.status, status);
        genus_safetensors_free(file);
        bytes[i / sizeof masks] ^= masks[i % sizeof masks];
    }
    free(bytes);
    assert_int_equal(unlink(path), 0);
    free(path);
}

static void refuses_what_is_no_file(void **state) {
    genus_safetensors *file = NULL;
    genus_error error = {0};
    char *path = path_in(state, "absent");
    assert_int_equal(genus_safetensors_load(path, &file, &error), GENUS_ERROR_OPEN);
    assert_non_null(strstr(error.message, path));
    assert_int_equal(genus_safetensors_load(scratch(state), &file, &error), GENUS_ERROR_READ);
    assert_non_null(strstr(error.message, "folder"));
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_int_equal(genus_safetensors_load(path, &file, &error), GENUS_ERROR_READ);
    assert_int_equal(write_good(path, &error), GENUS_ERROR_OPEN);
    assert_int_equal(unlink(path), 0);
    free(path);
    assert_null(file);
}

static void refuses_to_write_what_it_would_not_read(void **state) {
    char *path = path_in(state, "bad.safetensors");
    genus_error error = {0};
    genus_tensor twice[] = {good_tensors[0], good_tensors[0]};
    assert_int_equal(genus_safetensors_write(path, twice, 2, NULL, 0, &error),
                     GENUS_ERROR_DUPLICATE_KEY);
    genus_metadata latin1 = {"label", "r\xE9ggae"};
    assert_int_equal(genus_safetensors_write(path, NULL, 0, &latin1, 1, &error),
                     GENUS_ERROR_HEADER_SYNTAX);
    assert_non_null(strstr(error.message, "UTF-8"));
    assert_int_not_equal(access(path, F_OK), 0);
    free(path);
}

/** remove_scratch() finds it if a temporary file stays behind. */
static void failed_writes_leave_the_old_file(void **state) {
    char *path = path_in(state, "kept.safetensors");
    genus_error error = {0};
    assert_int_equal(write_good(path, &error), GENUS_OK);
    size_t size = 0;
    unsigned char *before = slurp(path, &size);

    // As on a full disk, the kernel stops taking bytes after the first 64.
    struct rlimit limit;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    struct rlimit low = {.rlim_cur = 64, .rlim_max = limit.rlim_max};
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    struct sigaction previous;
    assert_int_equal(sigaction(SIGXFSZ, &ignore, &previous), 0);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &low), 0);
    genus_status status = write_good(path, &error);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    assert_int_equal(sigaction(SIGXFSZ, &previous, NULL), 0);
    assert_int_equal(status, GENUS_ERROR_WRITE);
    assert_non_null(strstr(error.message, path));

    size_t after_size = 0;
    unsigned char *after = slurp(path, &after_size);
    assert_int_equal(size, after_size);
    assert_memory_equal(before, after, size);
    free(before);
    free(after);
    assert_int_equal(unlink(path), 0);
    free(path);
}

static void writes_only_to_regular_files(void **state) {
    genus_error error = {0};
    assert_int_equal(write_good(scratch(state), &error), GENUS_ERROR_OPEN);
    assert_int_equal(write_good("/dev/null", &error), GENUS_ERROR_OPEN);
    char *path = path_in(state, "no/such/folder");
    assert_int_equal(write_good(path, &error), GENUS_ERROR_OPEN);
    assert_non_null(strstr(error.message, path));
    free(path);
}

static void reads_files_of_other_writers(void **state) {
    (void)state;
    const char *path = GENUS_SHARED "/reference/logmel.safetensors";
    if (access(path, R_OK) != 0) {
        print_message("skipped: %s is not here\n", path);
        skip();
    }
    genus_safetensors *file = NULL;
    genus_error error = {0};
    assert_int_equal(genus_safetensors_load(path, &file, &error), GENUS_OK);
    const genus_tensor *filters = genus_safetensors_find(file, "mel_filters");
    assert_non_null(filters);
    assert_int_equal(filters->dtype, GENUS_DTYPE_F32);
    assert_int_equal(filters->rank, 2);
    assert_int_equal(filters->shape[0], 128);
    assert_int_equal(filters->shape[1], 1025);
    // Slaney norm: a triangle's weights, times the distance of the bins, sum to about 1.
    const float *last = (const float *)filters->data + 127 * 1025;
    double sum = 0.0;
    for (size_t i = 0; i < 1025; i++) {
        sum += (double)last[i];
    }
    assert_true(fabs(sum * 22050.0 / 2048.0 - 1.0) < 0.01);
    genus_safetensors_free(file);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refuses_hostile_headers),
        cmocka_unit_test(refuses_impossible_header_lengths),
        cmocka_unit_test(takes_what_the_format_allows),
        cmocka_unit_test(decodes_escapes_and_unicode),
        cmocka_unit_test(messages_stay_on_one_line),
        cmocka_unit_test(what_is_written_reads_back),
        cmocka_unit_test(files_are_laid_out_as_other_readers_want),
        cmocka_unit_test(damaged_files_never_crash),
        cmocka_unit_test(refuses_what_is_no_file),
        cmocka_unit_test(refuses_to_write_what_it_would_not_read),
        cmocka_unit_test(failed_writes_leave_the_old_file),
        cmocka_unit_test(writes_only_to_regular_files),
        cmocka_unit_test(reads_files_of_other_writers),
    };
    return cmocka_run_group_tests(tests, make_scratch, remove_scratch);
}
