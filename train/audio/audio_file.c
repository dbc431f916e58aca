// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Audio files as mono samples.

#include "train/audio/audio_file.h"

#include "engine/audio/downmix.h"
#include "engine/file/audio_file.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/** Samples beyond this are not audio but other bytes read as if they were. */
#define SAMPLE_MAX 1e4F

struct genus_mono {
    const char *path;
    genus_audio_file *file;
    genus_downmix downmix;
    float *samples; ///< [GENUS_MONO_BLOCK][channels]
    float *mono;    ///< [GENUS_MONO_BLOCK]
    size_t total;
    int32_t chosen; ///< The last channel that was listened to alone; -1: none was.
};

genus_status genus_mono_open(const char *path, genus_mono **mono, genus_error *error) {
    genus_error reason;
    *mono = NULL;
    genus_mono *opened = calloc(1, sizeof *opened);
    if (opened == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "%s: out of memory", path);
    }
    opened->path = path;
    opened->chosen = -1;
    genus_status status = genus_audio_file_open(path, &opened->file, &reason);
    if (status != GENUS_OK) {
        free(opened);
        return genus_fail(error, status == GENUS_ERROR_ARGUMENT ? GENUS_ERROR_DATA : status,
                          "%s: %.300s", path, reason.message);
    }
    const uint32_t channels = genus_audio_file_channels(opened->file);
    genus_downmix_start(&opened->downmix, channels, genus_audio_file_rate(opened->file));
    opened->samples = malloc(GENUS_MONO_BLOCK * channels * sizeof *opened->samples);
    opened->mono = malloc(GENUS_MONO_BLOCK * sizeof *opened->mono);
    if (opened->samples == NULL || opened->mono == NULL) {
        genus_mono_free(opened);
        return genus_fail(error, GENUS_ERROR_MEMORY, "%s: out of memory", path);
    }
    *mono = opened;
    return GENUS_OK;
}

void genus_mono_free(genus_mono *mono) {
    if (mono == NULL) {
        return;
    }
    genus_audio_file_free(mono->file);
    free(mono->samples);
    free(mono->mono);
    free(mono);
}

double genus_mono_rate(const genus_mono *mono) {
    return genus_audio_file_rate(mono->file);
}

uint32_t genus_mono_channels(const genus_mono *mono) {
    return mono->downmix.channels;
}

static genus_status check_samples(const genus_mono *mono, size_t frames, genus_error *error) {
    for (size_t i = 0; i < frames * mono->downmix.channels; i++) {
        if (!(fabsf(mono->samples[i]) <= SAMPLE_MAX)) {
            return genus_fail(error, GENUS_ERROR_DATA,
                              "%s: holds samples that are not finite, or absurdly large",
                              mono->path);
        }
    }
    return GENUS_OK;
}

static genus_status check_end(const genus_mono *mono, genus_error *error) {
    const double seconds = (double)mono->total / genus_mono_rate(mono);
    return seconds >= GENUS_SECONDS_NEEDED
               ? GENUS_OK
               : genus_fail(error, GENUS_ERROR_DATA, "%s: %.2f s are too short; %g s are needed",
                            mono->path, seconds, GENUS_SECONDS_NEEDED);
}

genus_status genus_mono_read(genus_mono *mono, genus_mono_block *block, genus_error *error) {
    genus_error reason;
    size_t count = 0;
    genus_status status =
        genus_audio_file_read(mono->file, mono->samples, GENUS_MONO_BLOCK, &count, &reason);
    *block = (genus_mono_block){.mono = mono->mono, .samples = mono->samples, .count = count};
    if (status != GENUS_OK) {
        return genus_fail(error, status, "%s: %.300s", mono->path, reason.message);
    }
    if (count == 0) {
        return check_end(mono, error);
    }
    status = check_samples(mono, count, error);
    genus_downmix_interleaved(&mono->downmix, mono->mono, mono->samples, count);
    mono->total += count;
    if (mono->downmix.chosen >= 0) {
        mono->chosen = mono->downmix.chosen;
    }
    return status;
}

void genus_mono_describe(const genus_mono *mono, char note[GENUS_MONO_NOTE]) {
    const double unreadable = genus_audio_file_unreadable(mono->file);
    note[0] = '\0';
    if (unreadable > 0.0) {
        (void)snprintf(note, GENUS_MONO_NOTE, "%.1f seconds could not be read; the rest is used",
                       unreadable);
    } else if (mono->chosen >= 0) {
        (void)snprintf(note, GENUS_MONO_NOTE,
                       "its channels cancel each other; channel %d alone is used",
                       (int)mono->chosen + 1);
    }
}

genus_status genus_mono_load(const char *path, float **samples, size_t *count, double *rate,
                             genus_error *error) {
    genus_mono *mono = NULL;
    size_t room = 0;
    *samples = NULL;
    *count = 0;
    genus_status status = genus_mono_open(path, &mono, error);
    genus_mono_block block = {.count = 1};
    while (status == GENUS_OK && block.count > 0) {
        if (room - *count < GENUS_MONO_BLOCK) {
            room = 2 * room + GENUS_MONO_BLOCK;
            float *more = realloc(*samples, room * sizeof *more);
            if (more == NULL) {
                status = genus_fail(error, GENUS_ERROR_MEMORY, "%s: out of memory", path);
                break;
            }
            *samples = more;
        }
        status = genus_mono_read(mono, &block, error);
        for (size_t i = 0; status == GENUS_OK && i < block.count; i++) {
            (*samples)[(*count)++] = block.mono[i];
        }
    }
    if (status == GENUS_OK) {
        *rate = genus_mono_rate(mono);
    } else {
        free(*samples);
        *samples = NULL;
    }
    genus_mono_free(mono);
    return status;
}
