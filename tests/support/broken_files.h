// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A writer of audio files, whole and broken: bytes in memory, to be joined, cut and spoilt.

#ifndef GENUS_TESTS_SUPPORT_BROKEN_FILES_H
#define GENUS_TESTS_SUPPORT_BROKEN_FILES_H

#include <stddef.h>
#include <stdint.h>

/** Bytes of a file. Functions fail the test where they cannot do what they are for. */
typedef struct genus_test_file {
    unsigned char *bytes;
    size_t size;
} genus_test_file;

/** What a made-up song is like. */
typedef struct genus_test_song {
    int format; ///< Of libsndfile, such as SF_FORMAT_FLAC | SF_FORMAT_PCM_16.
    int rate;
    int channels;
    double seconds;
    int is_variable; ///< MPEG audio of variable bit rate.
} genus_test_song;

/** Three tones that change twice a second, loud enough to be no silence. Free it by clear. */
genus_test_file genus_test_song_make(const genus_test_song *song);

/** Puts `size` bytes in place of those from `from` to `to`; NULL: zeros. */
void genus_test_file_replace(genus_test_file *file, size_t from, size_t to, const void *bytes,
                             size_t size);

/** Appends another file's bytes. */
void genus_test_file_append(genus_test_file *file, const genus_test_file *other);

/** Bytes that no decoder takes for a frame, the same for the same seed. */
genus_test_file genus_test_junk(size_t size, uint32_t seed);

/** Writes them to a path. */
void genus_test_file_write(const genus_test_file *file, const char *path);

/** Frees the bytes. */
void genus_test_file_clear(genus_test_file *file);

/** Where the frame of MPEG audio at `at` ends; fails the test if there is none. */
size_t genus_test_mpeg_frame_end(const genus_test_file *file, size_t at);

#endif
