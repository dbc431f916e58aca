// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Audio files as mono samples.

#include "train/audio/audio_file.h"

#include <math.h>
#include <stdlib.h>

/// Sample frames read at once.
#define BLOCK ((size_t)8192)

/// Samples beyond this are not audio but other bytes read as if they were.
#define SAMPLE_MAX 1e4F

genus_status genus_audio_open(const char *path, pthread_mutex_t *opening, SF_INFO *info,
                              SNDFILE **file, genus_error *error) {
    genus_status status = GENUS_OK;
    pthread_mutex_lock(opening);
    *file = sf_open(path, SFM_READ, info);
    if (*file == NULL) {
        status = genus_fail(error, GENUS_ERROR_OPEN, "%s: cannot be opened as audio: %.200s", path,
                            sf_strerror(NULL));
    }
    pthread_mutex_unlock(opening);
    if (status == GENUS_OK && (info->channels < 1 || info->channels > GENUS_CHANNELS_MAX)) {
        status = genus_fail(error, GENUS_ERROR_DATA, "%s: has %d channels, not 1 to %d", path,
                            info->channels, GENUS_CHANNELS_MAX);
    }
    return status;
}

genus_status genus_audio_read(const char *path, SNDFILE *file, const SF_INFO *info, float *samples,
                              float *mono, size_t room, size_t *got, genus_error *error) {
    const size_t channels = (size_t)info->channels;
    const sf_count_t frames = sf_readf_float(file, samples, (sf_count_t)room);
    *got = frames > 0 ? (size_t)frames : 0;
    for (size_t i = 0; i < *got; i++) {
        float sum = 0;
        for (size_t channel = 0; channel < channels; channel++) {
            const float sample = samples[i * channels + channel];
            if (!(fabsf(sample) <= SAMPLE_MAX)) {
                return genus_fail(error, GENUS_ERROR_DATA,
                                  "%s: holds samples that are not finite, or absurdly large", path);
            }
            sum += sample;
        }
        mono[i] = sum / (float)channels;
    }
    return GENUS_OK;
}

genus_status genus_audio_check_end(const char *path, SNDFILE *file, const SF_INFO *info,
                                   sf_count_t total, genus_error *error) {
    const double seconds = (double)total / info->samplerate;
    if (sf_error(file) != SF_ERR_NO_ERROR) {
        return genus_fail(error, GENUS_ERROR_READ, "%s: broken after %.1f s: %s", path, seconds,
                          sf_strerror(file));
    }
    if (info->frames < SF_COUNT_MAX && info->frames - total > info->samplerate) {
        return genus_fail(error, GENUS_ERROR_TRUNCATED,
                          "%s: ends after %.1f s of the %.1f s that its header promises", path,
                          seconds, (double)info->frames / info->samplerate);
    }
    if (seconds < GENUS_SECONDS_NEEDED) {
        return genus_fail(error, GENUS_ERROR_DATA, "%s: %.2f s are too short; %g s are needed",
                          path, seconds, GENUS_SECONDS_NEEDED);
    }
    return GENUS_OK;
}

/// Reads block after block behind what is there.
static genus_status load_blocks(const char *path, SNDFILE *file, const SF_INFO *info, float **mono,
                                size_t *count, genus_error *error) {
    float *samples = malloc(BLOCK * (size_t)info->channels * sizeof *samples);
    genus_status status = samples != NULL
                              ? GENUS_OK
                              : genus_fail(error, GENUS_ERROR_MEMORY, "%s: out of memory", path);
    size_t room = 0;
    size_t got = 1;
    while (status == GENUS_OK && got > 0) {
        if (room - *count < BLOCK) {
            room = 2 * room + BLOCK;
            float *more = realloc(*mono, room * sizeof *more);
            if (more == NULL) {
                status = genus_fail(error, GENUS_ERROR_MEMORY, "%s: out of memory", path);
                break;
            }
            *mono = more;
        }
        status = genus_audio_read(path, file, info, samples, *mono + *count, BLOCK, &got, error);
        *count += got;
    }
    free(samples);
    return status;
}

genus_status genus_audio_load(const char *path, pthread_mutex_t *opening, float **mono,
                              size_t *count, double *rate, genus_error *error) {
    SF_INFO info = {0};
    SNDFILE *file = NULL;
    *mono = NULL;
    *count = 0;
    genus_status status = genus_audio_open(path, opening, &info, &file, error);
    if (status == GENUS_OK) {
        *rate = info.samplerate;
        status = load_blocks(path, file, &info, mono, count, error);
    }
    if (status == GENUS_OK) {
        status = genus_audio_check_end(path, file, &info, (sf_count_t)*count, error);
    }
    if (status != GENUS_OK) {
        free(*mono);
        *mono = NULL;
    }
    if (file != NULL) {
        (void)sf_close(file);
    }
    return status;
}
