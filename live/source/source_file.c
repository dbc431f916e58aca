// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// An audio file as a source of blocks, through libsndfile.

#include "live/source/source_file.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sndfile.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct genus_source {
    int descriptor;
    SNDFILE *sound;
    SF_INFO info;
    sf_count_t read; // Sample frames read so far.
};

__attribute__((format(printf, 3, 4))) static genus_status
fail(genus_error *error, genus_status status, const char *format, ...) {
    error->status = status;
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(error->message, sizeof error->message, format, arguments);
    va_end(arguments);
    return status;
}

// What a path that cannot hold audio is told before libsndfile tries.
static genus_status open_descriptor(genus_source *source, const char *path, genus_error *error) {
    source->descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (source->descriptor < 0) {
        return fail(error, GENUS_ERROR_OPEN, "cannot be opened: %s", strerror(errno));
    }
    struct stat status;
    if (fstat(source->descriptor, &status) != 0) {
        return fail(error, GENUS_ERROR_OPEN, "cannot be opened: %s", strerror(errno));
    }
    if (S_ISDIR(status.st_mode)) {
        return fail(error, GENUS_ERROR_OPEN, "is a directory, not an audio file");
    }
    if (S_ISREG(status.st_mode) && status.st_size == 0) {
        return fail(error, GENUS_ERROR_OPEN, "is empty");
    }
    return GENUS_OK;
}

// libsndfile's words for an error, without the full stop.
static void describe(SNDFILE *sound, char *text, size_t size) {
    (void)snprintf(text, size, "%s", sf_strerror(sound));
    const size_t length = strlen(text);
    if (length > 0 && text[length - 1] == '.') {
        text[length - 1] = '\0';
    }
}

// Opens; `reason` says why not. libsndfile keeps the reason in one place for all threads, so they
// open one after the other.
static SNDFILE *open_alone(int descriptor, SF_INFO *info, char *reason, size_t size) {
    static pthread_mutex_t alone = PTHREAD_MUTEX_INITIALIZER;
    (void)pthread_mutex_lock(&alone);
    SNDFILE *sound = sf_open_fd(descriptor, SFM_READ, info, SF_FALSE);
    if (sound == NULL) {
        describe(NULL, reason, size);
    }
    (void)pthread_mutex_unlock(&alone);
    return sound;
}

static genus_status open_sound(genus_source *source, genus_error *error) {
    char reason[256];
    source->sound = open_alone(source->descriptor, &source->info, reason, sizeof reason);
    if (source->sound == NULL) {
        return fail(error, GENUS_ERROR_OPEN, "is not an audio file that can be read (%s)", reason);
    }
    const SF_INFO *info = &source->info;
    if (info->channels < 1 || info->channels > GENUS_CHANNELS_MAX) {
        return fail(error, GENUS_ERROR_ARGUMENT, "has %d channels, but at most %d can be heard",
                    info->channels, GENUS_CHANNELS_MAX);
    }
    if (info->samplerate < GENUS_RATE_MIN || info->samplerate > GENUS_RATE_MAX) {
        return fail(error, GENUS_ERROR_ARGUMENT,
                    "has a sample rate of %d Hz, but only %.0f to %.0f Hz can be heard",
                    info->samplerate, GENUS_RATE_MIN, GENUS_RATE_MAX);
    }
    return GENUS_OK;
}

genus_status genus_source_open(const char *path, genus_source **source, genus_error *error) {
    *source = NULL;
    genus_source *opened = calloc(1, sizeof *opened);
    if (opened == NULL) {
        return fail(error, GENUS_ERROR_MEMORY, "out of memory");
    }
    genus_status status = open_descriptor(opened, path, error);
    if (status == GENUS_OK) {
        status = open_sound(opened, error);
    }
    if (status != GENUS_OK) {
        genus_source_close(opened);
        return status;
    }
    *source = opened;
    return GENUS_OK;
}

void genus_source_close(genus_source *source) {
    if (source == NULL) {
        return;
    }
    if (source->sound != NULL) {
        (void)sf_close(source->sound);
    }
    if (source->descriptor >= 0) {
        (void)close(source->descriptor);
    }
    free(source);
}

double genus_source_rate(const genus_source *source) {
    return source->info.samplerate;
}

uint32_t genus_source_channels(const genus_source *source) {
    return (uint32_t)source->info.channels;
}

// Whether the header's length can be held against the file: MPEG audio only estimates it, and
// streams do not know it.
static bool has_exact_length(const SF_INFO *info) {
    return (info->format & SF_FORMAT_TYPEMASK) != SF_FORMAT_MPEG && info->frames > 0 &&
           info->frames < SF_COUNT_MAX;
}

static genus_status check_end(const genus_source *source, genus_error *error) {
    const SF_INFO *info = &source->info;
    const double rate = info->samplerate;
    if (has_exact_length(info) && source->read < info->frames) {
        return fail(error, GENUS_ERROR_TRUNCATED,
                    "is damaged or cut off: only %.1f of %.1f seconds could be read",
                    (double)source->read / rate, (double)info->frames / rate);
    }
    if (sf_error(source->sound) != SF_ERR_NO_ERROR) {
        char reason[256];
        describe(source->sound, reason, sizeof reason);
        return fail(error, GENUS_ERROR_READ, "is damaged after %.1f seconds (%s)",
                    (double)source->read / rate, reason);
    }
    return GENUS_OK;
}

genus_status genus_source_read(genus_source *source, float *samples, size_t frames, size_t *count,
                               genus_error *error) {
    const sf_count_t read = sf_readf_float(source->sound, samples, (sf_count_t)frames);
    *count = read > 0 ? (size_t)read : 0;
    source->read += (sf_count_t)*count;
    return *count > 0 ? GENUS_OK : check_end(source, error);
}
