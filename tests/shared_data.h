// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What the tests against real audio share: the folder GENUS_SHARED, which may be absent, and audio
// files as mono samples.

#ifndef GENUS_TESTS_SHARED_DATA_H
#define GENUS_TESTS_SHARED_DATA_H

#include <sndfile.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

/** Whether a file below GENUS_SHARED can be read; if not, says that a test is skipped for it. */
static inline bool shared_data_present(const char *name) {
    char path[1024];
    (void)snprintf(path, sizeof path, "%s/%s", GENUS_SHARED, name);
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        printf("SKIPPED: it needs %s, which is not there\n", path);
        return false;
    }
    (void)fclose(file);
    return true;
}

/** Reads a mono file below GENUS_SHARED; free the samples. NULL if it cannot be read. */
static inline float *shared_data_audio(const char *name, size_t *count) {
    char path[1024];
    (void)snprintf(path, sizeof path, "%s/%s", GENUS_SHARED, name);
    SF_INFO info = {0};
    SNDFILE *file = sf_open(path, SFM_READ, &info);
    if (file == NULL) {
        return NULL;
    }
    float *samples = NULL;
    if (info.channels == 1 && info.frames > 0) {
        samples = malloc((size_t)info.frames * sizeof *samples);
    }
    if (samples != NULL) {
        *count = (size_t)sf_readf_float(file, samples, info.frames);
    }
    (void)sf_close(file);
    return samples;
}

#endif
