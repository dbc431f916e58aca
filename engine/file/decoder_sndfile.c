// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// libsndfile as a decoder.

#include "engine/file/decoder.h"

#include <errno.h>
#include <pthread.h>
#include <sndfile.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct reader {
    genus_bytes bytes;
    SNDFILE *sound;
} reader;

static sf_count_t get_length(void *self) {
    return ((reader *)self)->bytes.size;
}

static sf_count_t seek(sf_count_t offset, int whence, void *self) {
    genus_bytes *bytes = &((reader *)self)->bytes;
    const int64_t from = whence == SEEK_CUR ? bytes->at : whence == SEEK_END ? bytes->size : 0;
    if (offset < -from || offset > INT64_MAX - from) {
        return -1;
    }
    bytes->at = from + offset;
    return bytes->at;
}

static sf_count_t read_bytes(void *to, sf_count_t count, void *self) {
    genus_bytes *bytes = &((reader *)self)->bytes;
    sf_count_t done = 0;
    while (done < count) {
        const ptrdiff_t got = genus_bytes_read(bytes, (char *)to + done, (size_t)(count - done));
        if (got <= 0) {
            break;
        }
        done += got;
    }
    return done;
}

static sf_count_t write_nothing(const void *from, sf_count_t count, void *self) {
    (void)from;
    (void)count;
    (void)self;
    return 0;
}

static sf_count_t tell(void *self) {
    return ((reader *)self)->bytes.at;
}

static size_t read_frames(void *self, float *samples, size_t frames) {
    const sf_count_t count = sf_readf_float(((reader *)self)->sound, samples, (sf_count_t)frames);
    return count > 0 ? (size_t)count : 0;
}

static void close_reader(void *self) {
    (void)sf_close(((reader *)self)->sound);
    free(self);
}

/** libsndfile keeps the reason of a failure in one place for all threads, so that they open one
 *  after the other. */
static SNDFILE *open_alone(reader *reader, SF_INFO *info, genus_error *error) {
    static pthread_mutex_t alone = PTHREAD_MUTEX_INITIALIZER;
    SF_VIRTUAL_IO io = {get_length, seek, read_bytes, write_nothing, tell};
    (void)pthread_mutex_lock(&alone);
    errno = 0;
    SNDFILE *sound = sf_open_virtual(&io, SFM_READ, info, reader);
    if (sound == NULL && errno == ENOMEM) {
        genus_error_record(error, GENUS_ERROR_MEMORY, "out of memory");
    } else if (sound == NULL) {
        const char *reason = sf_strerror(NULL);
        const size_t length = strlen(reason);
        const bool has_stop = length > 0 && reason[length - 1] == '.';
        genus_error_record(error, GENUS_ERROR_OPEN, "%.*s", (int)(length - has_stop), reason);
    }
    (void)pthread_mutex_unlock(&alone);
    return sound;
}

genus_status genus_decoder_open_sndfile(genus_bytes bytes, genus_decoder *decoder,
                                        genus_error *error) {
    reader *opened = calloc(1, sizeof *opened);
    if (opened == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "out of memory");
    }
    SF_INFO info = {0};
    opened->bytes = bytes;
    opened->sound = open_alone(opened, &info, error);
    if (opened->sound == NULL || info.channels < 1 || info.samplerate < 1) {
        if (opened->sound != NULL) {
            (void)sf_close(opened->sound);
            genus_error_record(error, GENUS_ERROR_OPEN, "it has no channels or no rate");
        }
        free(opened);
        return error->status;
    }
    // Of MPEG audio the length is only estimated, and streams do not know it.
    const bool has_length = (info.format & SF_FORMAT_TYPEMASK) != SF_FORMAT_MPEG &&
                            info.frames > 0 && info.frames < SF_COUNT_MAX;
    *decoder = (genus_decoder){
        .self = opened,
        .format = {.rate = (uint32_t)info.samplerate, .channels = (uint32_t)info.channels},
        .promised = has_length ? info.frames : -1,
        .read = read_frames,
        .close = close_reader,
    };
    return GENUS_OK;
}
