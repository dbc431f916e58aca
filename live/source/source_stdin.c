// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Standard input as a live source. Waits in poll(), so that a pipe that gives nothing holds up
// neither the screen nor the end.

#include "live/source/source_stdin.h"
#include "engine/base/error.h"
#include "engine/file/wav_header.h"
#include "live/util/stop.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct stream {
    int descriptor;
    genus_pcm_format format;
    uint64_t bytes_left;
    size_t frame_size;    // Bytes.
    size_t block_frames;  // At most this many at once.
    unsigned char *bytes; // [block_frames * frame_size]
    size_t byte_count;    // In it: what is no whole frame yet.
    float *samples;       // [block_frames * channels]
    genus_feed *feed;
} stream;

static void close_stream(void *self) {
    stream *from = self;
    free(from->bytes);
    free(from->samples);
    free(from);
}

static genus_status start_stream(void *self, genus_feed *feed, genus_error *error) {
    (void)error;
    stream *from = self;
    from->feed = feed;
    return GENUS_OK;
}

// Hands on the whole frames and keeps the rest.
static void hand_on(stream *from) {
    const size_t frames = from->byte_count / from->frame_size;
    const size_t used = frames * from->frame_size;
    genus_pcm_decode(from->format.encoding, from->bytes, frames * from->format.channels,
                     from->samples);
    genus_feed_write(from->feed, from->samples, frames);
    memmove(from->bytes, from->bytes + used, from->byte_count - used);
    from->byte_count -= used;
}

static genus_input_event wait_for_stream(void *self, double seconds, genus_error *error) {
    stream *from = self;
    struct pollfd readable = {.fd = from->descriptor, .events = POLLIN};
    const int ready = poll(&readable, 1, (int)(1000.0 * seconds));
    if (ready <= 0) {
        return GENUS_INPUT_GOES_ON; // Nothing yet, or a signal.
    }
    const size_t room = from->block_frames * from->frame_size - from->byte_count;
    const size_t wanted = from->bytes_left < room ? (size_t)from->bytes_left : room;
    const ssize_t count =
        wanted > 0 ? read(from->descriptor, from->bytes + from->byte_count, wanted) : 0;
    if (count == 0) {
        return GENUS_INPUT_ENDED;
    }
    if (count < 0) {
        if (errno == EINTR || errno == EAGAIN) {
            return GENUS_INPUT_GOES_ON;
        }
        (void)genus_fail(error, GENUS_ERROR_READ, "standard input cannot be read: %s",
                         strerror(errno));
        return GENUS_INPUT_FAILED;
    }
    from->byte_count += (size_t)count;
    from->bytes_left -= from->bytes_left == UINT64_MAX ? 0 : (uint64_t)count;
    hand_on(from);
    return GENUS_INPUT_GOES_ON;
}

static genus_status allocate(stream *from, genus_error *error) {
    from->frame_size = genus_pcm_sample_size(from->format.encoding) * from->format.channels;
    from->block_frames = (size_t)(GENUS_BLOCK_SECONDS * from->format.sample_rate);
    from->bytes = calloc(from->block_frames, from->frame_size);
    from->samples = calloc(from->block_frames, from->format.channels * sizeof *from->samples);
    return from->bytes != NULL && from->samples != NULL
               ? GENUS_OK
               : genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for the input");
}

#define HEADER_WAIT_MS 100 // How long a stop waits at most while a header is read.

/** Reads on until a stop is asked for. */
static ptrdiff_t read_or_stop(void *context, void *to, size_t size) {
    const int *descriptor = context;
    for (;;) {
        struct pollfd ready = {.fd = *descriptor, .events = POLLIN};
        const int count = poll(&ready, 1, HEADER_WAIT_MS);
        if (genus_stop_requested()) {
            errno = EINTR;
            return -1;
        }
        if (count > 0) {
            return read(*descriptor, to, size);
        }
        if (count < 0 && errno != EINTR) {
            return -1;
        }
    }
}

static genus_status read_header(stream *from, genus_error *error) {
    genus_error reason;
    genus_wav wav;
    const genus_status status =
        genus_wav_read_header(read_or_stop, &from->descriptor, &wav, &reason);
    if (status == GENUS_OK) {
        from->format = wav.format;
        from->bytes_left = wav.data_size;
    }
    return status == GENUS_OK ? GENUS_OK
                              : genus_fail(error, status, "standard input %.400s", reason.message);
}

genus_status genus_stdin_open(int descriptor, const genus_pcm_format *raw, genus_input *input,
                              genus_error *error) {
    if (isatty(descriptor) == 1) {
        return genus_fail(error, GENUS_ERROR_OPEN,
                          "standard input is a terminal, not audio: pipe some into it");
    }
    stream *from = calloc(1, sizeof *from);
    if (from == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for the input");
    }
    from->descriptor = descriptor;
    from->bytes_left = UINT64_MAX;
    genus_status status = GENUS_OK;
    if (raw != NULL) {
        from->format = *raw;
    } else {
        status = read_header(from, error);
    }
    if (status == GENUS_OK) {
        status = allocate(from, error);
    }
    if (status != GENUS_OK) {
        close_stream(from);
        return status;
    }
    *input = (genus_input){
        .self = from,
        .sample_rate = from->format.sample_rate,
        .channels = from->format.channels,
        .start = start_stream,
        .wait = wait_for_stream,
        .close = close_stream,
    };
    (void)snprintf(input->name, sizeof input->name, "standard input");
    return GENUS_OK;
}
