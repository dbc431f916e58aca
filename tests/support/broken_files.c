// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A writer of audio files, whole and broken.

#include "support/broken_files.h"

#include <math.h>
#include <setjmp.h>
#include <sndfile.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define PI 3.14159265358979323846

enum { block_frames = 1024 };

/** What libsndfile writes into. */
typedef struct memory {
    genus_test_file file;
    size_t room;
    size_t at;
} memory;

static sf_count_t get_length(void *user) {
    return (sf_count_t)((memory *)user)->file.size;
}

static sf_count_t seek(sf_count_t offset, int whence, void *user) {
    memory *to = user;
    const size_t from = whence == SEEK_CUR ? to->at : whence == SEEK_END ? to->file.size : 0;
    to->at = (size_t)((sf_count_t)from + offset);
    return (sf_count_t)to->at;
}

static sf_count_t read_bytes(void *bytes, sf_count_t count, void *user) {
    memory *from = user;
    const size_t left = from->at < from->file.size ? from->file.size - from->at : 0;
    const size_t got = (size_t)count < left ? (size_t)count : left;
    memcpy(bytes, from->file.bytes + from->at, got);
    from->at += got;
    return (sf_count_t)got;
}

static sf_count_t write_bytes(const void *bytes, sf_count_t count, void *user) {
    memory *to = user;
    const size_t end = to->at + (size_t)count;
    if (end > to->room) {
        to->room = 2 * end;
        to->file.bytes = realloc(to->file.bytes, to->room);
        assert_non_null(to->file.bytes);
    }
    memcpy(to->file.bytes + to->at, bytes, (size_t)count);
    to->at = end;
    to->file.size = end > to->file.size ? end : to->file.size;
    return count;
}

static sf_count_t tell(void *user) {
    return (sf_count_t)((memory *)user)->at;
}

static float sound(double t) {
    const double step = 1.0 + floor(fmod(2.0 * t, 5.0));
    return (float)(0.2 * (sin(2.0 * PI * 220.0 * step * t) + sin(2.0 * PI * 331.0 * step * t) +
                          sin(2.0 * PI * 1330.0 * t)));
}

genus_test_file genus_test_song_make(const genus_test_song *song) {
    memory to = {0};
    SF_VIRTUAL_IO io = {get_length, seek, read_bytes, write_bytes, tell};
    SF_INFO info = {.format = song->format, .samplerate = song->rate, .channels = song->channels};
    SNDFILE *file = sf_open_virtual(&io, SFM_WRITE, &info, &to);
    assert_non_null(file);
    if ((song->format & SF_FORMAT_TYPEMASK) == SF_FORMAT_MPEG) {
        double level = 0.5;
        int mode = song->is_variable ? SF_BITRATE_MODE_VARIABLE : SF_BITRATE_MODE_CONSTANT;
        // In this order; the other one is refused.
        assert_int_equal(sf_command(file, SFC_SET_COMPRESSION_LEVEL, &level, sizeof level),
                         SF_TRUE);
        assert_int_equal(sf_command(file, SFC_SET_BITRATE_MODE, &mode, sizeof mode), SF_TRUE);
    }
    const size_t frames = (size_t)lround(song->seconds * song->rate);
    float block[8 * block_frames];
    for (size_t at = 0; at < frames; at += block_frames) {
        const size_t count = frames - at < block_frames ? frames - at : block_frames;
        for (size_t i = 0; i < count; i++) {
            for (int c = 0; c < song->channels; c++) {
                block[i * (size_t)song->channels + (size_t)c] =
                    sound((double)(at + i) / song->rate);
            }
        }
        assert_int_equal(sf_writef_float(file, block, (sf_count_t)count), count);
    }
    assert_int_equal(sf_close(file), 0);
    return to.file;
}

void genus_test_file_replace(genus_test_file *file, size_t from, size_t to, const void *bytes,
                             size_t size) {
    assert_true(from <= to && to <= file->size);
    unsigned char *made = malloc(file->size - (to - from) + size + 1);
    assert_non_null(made);
    if (file->bytes != NULL) {
        memcpy(made, file->bytes, from);
        memcpy(made + from + size, file->bytes + to, file->size - to);
    }
    if (bytes != NULL) {
        memcpy(made + from, bytes, size);
    } else {
        memset(made + from, 0, size);
    }
    file->size = file->size - (to - from) + size;
    free(file->bytes);
    file->bytes = made;
}

void genus_test_file_append(genus_test_file *file, const genus_test_file *other) {
    genus_test_file_replace(file, file->size, file->size, other->bytes, other->size);
}

genus_test_file genus_test_junk(size_t size, uint32_t seed) {
    genus_test_file file = {.bytes = malloc(size + 1), .size = size};
    assert_non_null(file.bytes);
    for (size_t i = 0; i < size; i++) {
        seed = seed * 1664525U + 1013904223U;
        file.bytes[i] = (unsigned char)(seed >> 24 & 0x7F); // No byte of 0xFF: no sync word.
    }
    return file;
}

void genus_test_file_write(const genus_test_file *file, const char *path) {
    FILE *out = fopen(path, "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(file->bytes, 1, file->size, out), file->size);
    assert_int_equal(fclose(out), 0);
}

void genus_test_file_clear(genus_test_file *file) {
    free(file->bytes);
    *file = (genus_test_file){0};
}

size_t genus_test_mpeg_frame_end(const genus_test_file *file, size_t at) {
    // Layer III of MPEG 1, which is what the songs here are.
    static const int kilobits[] = {0,   32,  40,  48,  56,  64,  80, 96,
                                   112, 128, 160, 192, 224, 256, 320};
    static const int rates[] = {44100, 48000, 32000};
    assert_true(at + 4 <= file->size);
    const unsigned char *h = file->bytes + at;
    assert_true(h[0] == 0xFF && (h[1] & 0xFE) == 0xFA && h[2] >> 4 > 0 && h[2] >> 4 < 15);
    const int size = 144000 * kilobits[h[2] >> 4] / rates[h[2] >> 2 & 3] + (h[2] >> 1 & 1);
    return at + (size_t)size;
}
