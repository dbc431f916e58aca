// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Writes the fuzzers' seeds into a folder, where each has one of its own. Containers (weights,
// features) come as a whole file ('f') and as header and data ('h'): the tiny weights, and weights
// whose network uses every kind of layer.

#include "tiny_weights.h"
#include "train/data/dataset.h"
#include "train/data/features_file.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define TENSORS_MAX 24
#define FILE_MAX ((size_t)1 << 16)

/** All tensors of the deeper network look at the same numbers. */
static const float numbers[256] = {0.5F, 0.25F, 1.0F, 2.0F};

typedef struct weights {
    genus_tensor tensors[TENSORS_MAX];
    char names[TENSORS_MAX][32];
    size_t count;
} weights;

static void add(weights *all, const char *name, size_t rank, const size_t *shape) {
    char *own_name = all->names[all->count];
    (void)snprintf(own_name, sizeof all->names[0], "%s", name);
    genus_tensor *tensor = &all->tensors[all->count++];
    *tensor =
        (genus_tensor){.name = own_name, .dtype = GENUS_DTYPE_F32, .rank = rank, .data = numbers};
    memcpy(tensor->shape, shape, rank * sizeof *shape);
}

static void add_norm(weights *all, unsigned number, size_t channels) {
    static const char *const parts[] = {"weight", "bias", "running_mean", "running_var"};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        char name[32];
        (void)snprintf(name, sizeof name, "norm%u.%s", number, parts[i]);
        add(all, name, 1, &channels);
    }
}

/** Every word of an architecture: level normalisation, band norm, a padded and a valid block, both
 * statistics. */
static genus_status write_deep(const char *path, genus_error *error) {
    static const genus_architecture_block blocks[] = {
        {.channels = 2,
         .kernel_frequency = 3,
         .kernel_time = 3,
         .pad_frequency = true,
         .pool_frequency = 2,
         .pool_time = 2,
         .dropout = 0.25F},
        {.channels = 3,
         .kernel_frequency = 4,
         .kernel_time = 1,
         .pool_frequency = 1,
         .pool_time = 1},
    };
    genus_model_config config = tiny_config();
    config.arch.heard_bands = config.frontend.mel_bands - 1;
    config.arch.level_memory = 3;
    config.arch.band_norm = true;
    config.arch.block_count = 2;
    config.arch.blocks[0] = blocks[0];
    config.arch.blocks[1] = blocks[1];
    config.arch.pool_max = true;
    config.arch.max_span = 2;
    config.arch.dropout = 0.5F;
    config.arch.spectral = 2;
    config.arch.spectral_hidden = 3;
    config.arch.has_background = true;
    weights all = {0};
    add_norm(&all, 0, config.frontend.mel_bands);
    for (unsigned i = 0; i < config.arch.block_count; i++) {
        const genus_architecture_block *block = &blocks[i];
        const size_t shape[4] = {block->channels, i == 0 ? 1 : blocks[i - 1].channels,
                                 block->kernel_frequency, block->kernel_time};
        char name[32];
        (void)snprintf(name, sizeof name, "conv%u.weight", i + 1);
        add(&all, name, 4, shape);
        add_norm(&all, i + 1, block->channels);
    }
    const size_t dense[2] = {2,
                             genus_architecture_features(&config.arch, config.frontend.mel_bands)};
    add(&all, "dense.weight", 2, dense);
    add(&all, "dense.bias", 1, dense);
    const size_t spectral1[2] = {
        3, genus_architecture_spectral_features(&config.arch, config.frontend.mel_bands)};
    const size_t spectral2[2] = {2, 3};
    add(&all, "texture1.weight", 2, spectral1);
    add(&all, "texture1.bias", 1, spectral1);
    add(&all, "texture2.weight", 2, spectral2);
    add(&all, "texture2.bias", 1, spectral2);
    add(&all, "texture.mean", 1, spectral1 + 1);
    add(&all, "texture.scale", 1, spectral1 + 1);
    const genus_metadata notes[] = {{"note", "\"\\\n\t\xF0\x9F\x8E\xB5"}};
    return genus_model_write(path, &config, all.tensors, all.count, notes, 1, error);
}

static genus_status write_tiny(const char *path, genus_error *error) {
    genus_model_config config = tiny_config();
    return genus_model_write(path, &config, tiny_tensors, TINY_TENSORS, NULL, 0, error);
}

static bool write_bytes(const char *path, char kind, const char *first, size_t first_size,
                        const char *second, size_t second_size) {
    FILE *stream = fopen(path, "wb");
    if (stream == NULL) {
        return false;
    }
    bool good = fputc(kind, stream) != EOF && fwrite(first, 1, first_size, stream) == first_size;
    if (kind == 'h') {
        good = good && fputc('\0', stream) != EOF &&
               fwrite(second, 1, second_size, stream) == second_size;
    }
    return fclose(stream) == 0 && good;
}

/** Turns a weights file into the two kinds of seed. */
static bool write_seeds(const char *folder, const char *name, const char *weights_path) {
    char *bytes = malloc(FILE_MAX);
    FILE *stream = fopen(weights_path, "rb");
    size_t size = bytes != NULL && stream != NULL ? fread(bytes, 1, FILE_MAX, stream) : 0;
    bool good = size > 8;
    if (good) {
        // The tiny headers' lengths fit two bytes.
        size_t length = (size_t)((unsigned char)bytes[0] | (unsigned char)bytes[1] << 8);
        char path[4096];
        (void)snprintf(path, sizeof path, "%s/%s-file", folder, name);
        good = write_bytes(path, 'f', bytes, size, NULL, 0);
        (void)snprintf(path, sizeof path, "%s/%s-header", folder, name);
        good = good &&
               write_bytes(path, 'h', bytes + 8, length, bytes + 8 + length, size - 8 - length);
    }
    if (stream != NULL) {
        (void)fclose(stream);
    }
    free(bytes);
    return good;
}

/** A folder for each fuzzer, in which the seeds of texts are written down. */
static bool write_texts(const char *folder) {
    static const unsigned char wav[] = {
        'R', 'I', 'F', 'F', 44, 0, 0,    0,    'W', 'A', 'V',  'E',  'f', 'm', 't', ' ', 16, 0,
        0,   0,   1,   0,   1,  0, 0x22, 0x56, 0,   0,   0x44, 0xAC, 0,   0,   2,   0,   16, 0,
        'd', 'a', 't', 'a', 8,  0, 0,    0,    1,   2,   3,    4,    5,   6,   7,   8};
    // Keys and types by number, as fuzz_plugin_state.c has them.
    static const char state[] = "\0\0\x0C\0r\xC3\xA9ggae\nrock\0"
                                "\4\2\x08\0\0\0\0\0\0\0\x24\x40"
                                "\1\1\x10\0\4\0\0\0\0\0\0\0\0\0\0\x3F\0\0\0\x3F"
                                "\2\1\x0C\0\4\0\0\0\0\0\0\0\0\0\0\0"
                                "\3\3\x04\0/no\0";
    static const char genus[] = "\x7Fhear 124\nlevel 128\nnorm bands\nconv 32 3x3 pool 2x2\n"
                                "conv 64 3x3 pool 2x2\nconv 128 3x3 pool 4x2\nconv 256 7x1 valid\n"
                                "pool mean max 14\ndropout 0.3\ntexture 20 hidden 128 dropout 0.3\n"
                                "dense 10 or none\n";
    static const char table[] = "clip,duplicate_of,artist_group\nblues.00001,,\"a, \"\"b\"\"\"\r\n"
                                "blues.00002,blues.00001,\n";
    static const char contents[] = "gtzan.safetensors\nblues\nr\xC3\xA9ggae\nrock\n";
    const struct {
        const char *parser;
        const void *bytes;
        size_t size;
    } seeds[] = {{"wav", wav, sizeof wav},
                 {"plugin_state", state, sizeof state - 1},
                 {"architecture", genus, sizeof genus - 1},
                 {"clips_csv", table, sizeof table - 1},
                 {"bundle", contents, sizeof contents - 1}};
    bool good = true;
    for (size_t i = 0; i < sizeof seeds / sizeof *seeds; i++) {
        char path[4096];
        (void)snprintf(path, sizeof path, "%s/%s", folder, seeds[i].parser);
        (void)mkdir(path, 0777);
        (void)snprintf(path, sizeof path, "%s/%s/seed", folder, seeds[i].parser);
        FILE *stream = fopen(path, "wb");
        good = good && stream != NULL &&
               fwrite(seeds[i].bytes, 1, seeds[i].size, stream) == seeds[i].size;
        good = stream != NULL && fclose(stream) == 0 && good;
    }
    return good;
}

/** Features of two clips, as a file and as a cache. */
static genus_status write_features(const char *path, genus_error *error) {
    static uint8_t mel[2][2 * 8] = {{1, 2, 3}, {250, 255}};
    char *labels[2] = {"blues", "rock"};
    genus_clip clips[2] = {
        {.name = "a", .mel = mel[0], .frames = 2, .range_db = 80.0F},
        {.name = "b", .mel = mel[1], .frames = 1, .range_db = 80.0F, .label = 1, .track = 1}};
    const genus_model_config config = tiny_config();
    const genus_dataset dataset = {.settings = config.frontend,
                                   .label_count = 2,
                                   .labels = labels,
                                   .clip_count = 2,
                                   .clips = clips};
    return genus_features_write(&dataset, NULL, path, error);
}

int main(int argc, char **argv) {
    if (argc != 2) {
        (void)fprintf(stderr, "usage: fuzz_seeds FOLDER\n");
        return 2;
    }
    static const struct {
        const char *name;
        genus_status (*write)(const char *path, genus_error *error);
    } seeds[] = {{"weights/tiny", write_tiny},
                 {"weights/deep", write_deep},
                 {"features/two", write_features}};
    const char *const folders[] = {"weights", "features"};
    for (size_t i = 0; i < 2; i++) {
        char path[4096];
        (void)snprintf(path, sizeof path, "%s/%s", argv[1], folders[i]);
        (void)mkdir(path, 0777);
    }
    if (!write_texts(argv[1])) {
        (void)fprintf(stderr, "fuzz_seeds: %s: cannot write\n", argv[1]);
        return 1;
    }
    for (size_t i = 0; i < sizeof seeds / sizeof seeds[0]; i++) {
        char path[4096];
        genus_error error = {0};
        (void)snprintf(path, sizeof path, "%s/weights.tmp", argv[1]);
        bool good =
            seeds[i].write(path, &error) == GENUS_OK && write_seeds(argv[1], seeds[i].name, path);
        (void)remove(path);
        if (!good) {
            (void)fprintf(stderr, "fuzz_seeds: %s: cannot write: %s\n", argv[1], error.message);
            return 1;
        }
    }
    return 0;
}
