// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The header of a WAV stream. Chunks are walked in order until the samples; sizes are not trusted,
// and what is not needed is skipped by reading it.

#include "live/source/wav_header.h"
#include "engine/base/error.h"
#include "live/util/stop.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum { TAG_PCM = 1, TAG_FLOAT = 3, TAG_EXTENSIBLE = 0xFFFE };

#define FORMAT_SIZE 16      // Of a plain "fmt " chunk.
#define SUBFORMAT_OFFSET 24 // Of the real tag in an extensible one.
#define FORMAT_SIZE_MAX 64
#define SIZE_UNKNOWN 0xFFFFFFFFU

static genus_status read_fully(int descriptor, unsigned char *bytes, size_t size,
                               genus_error *error) {
    size_t done = 0;
    while (done < size) {
        const ssize_t count = read(descriptor, bytes + done, size - done);
        if (count > 0) {
            done += (size_t)count;
        } else if (count == 0) {
            return genus_fail(error, GENUS_ERROR_TRUNCATED,
                              "ends within the header of a WAV stream");
        } else if (errno != EINTR) {
            return genus_fail(error, GENUS_ERROR_READ, "cannot be read: %s", strerror(errno));
        } else if (genus_stop_requested()) {
            return genus_fail(error, GENUS_ERROR_INTERRUPTED, "was stopped");
        }
    }
    return GENUS_OK;
}

static genus_status skip(int descriptor, uint64_t size, genus_error *error) {
    unsigned char nothing[4096];
    while (size > 0) {
        const size_t part = size < sizeof nothing ? (size_t)size : sizeof nothing;
        const genus_status status = read_fully(descriptor, nothing, part, error);
        if (status != GENUS_OK) {
            return status;
        }
        size -= part;
    }
    return GENUS_OK;
}

static uint32_t read_u16(const unsigned char *bytes) {
    return bytes[0] | (uint32_t)bytes[1] << 8;
}

static uint32_t read_u32(const unsigned char *bytes) {
    return read_u16(bytes) | read_u16(bytes + 2) << 16;
}

static bool find_encoding(uint32_t tag, uint32_t bits, genus_pcm_encoding *encoding) {
    static const struct {
        uint32_t tag;
        uint32_t bits;
        genus_pcm_encoding encoding;
    } known[] = {
        {TAG_PCM, 8, GENUS_PCM_U8},     {TAG_PCM, 16, GENUS_PCM_S16},
        {TAG_PCM, 24, GENUS_PCM_S24},   {TAG_PCM, 32, GENUS_PCM_S32},
        {TAG_FLOAT, 32, GENUS_PCM_F32}, {TAG_FLOAT, 64, GENUS_PCM_F64},
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (known[i].tag == tag && known[i].bits == bits) {
            *encoding = known[i].encoding;
            return true;
        }
    }
    return false;
}

static genus_status understand_format(const unsigned char *bytes, size_t size,
                                      genus_pcm_format *format, genus_error *error) {
    uint32_t tag = read_u16(bytes);
    if (tag == TAG_EXTENSIBLE && size >= SUBFORMAT_OFFSET + 2) {
        tag = read_u16(bytes + SUBFORMAT_OFFSET);
    }
    const uint32_t bits = read_u16(bytes + 14);
    format->channels = read_u16(bytes + 2);
    format->sample_rate = read_u32(bytes + 4);
    if (!find_encoding(tag, bits, &format->encoding) ||
        read_u16(bytes + 12) != format->channels * genus_pcm_sample_size(format->encoding)) {
        return genus_fail(error, GENUS_ERROR_DATA,
                          "is WAV of a kind that is not read here (format %u, %u bits): "
                          "convert it to 16-bit PCM",
                          tag, bits);
    }
    if (format->channels < 1 || format->channels > GENUS_CHANNELS_MAX) {
        return genus_fail(error, GENUS_ERROR_ARGUMENT,
                          "has %u channels, but at most %d can be heard", format->channels,
                          GENUS_CHANNELS_MAX);
    }
    if (format->sample_rate < GENUS_RATE_MIN || format->sample_rate > GENUS_RATE_MAX) {
        return genus_fail(error, GENUS_ERROR_ARGUMENT,
                          "has a sample rate of %u Hz, but only %.0f to %.0f Hz can be heard",
                          format->sample_rate, GENUS_RATE_MIN, GENUS_RATE_MAX);
    }
    return GENUS_OK;
}

static genus_status read_format(int descriptor, uint32_t size, genus_pcm_format *format,
                                genus_error *error) {
    unsigned char bytes[FORMAT_SIZE_MAX];
    const size_t kept = size < sizeof bytes ? size : sizeof bytes;
    if (size < FORMAT_SIZE) {
        return genus_fail(error, GENUS_ERROR_DATA, "has a WAV header without a format");
    }
    genus_status status = read_fully(descriptor, bytes, kept, error);
    if (status == GENUS_OK) {
        status = skip(descriptor, (uint64_t)size + size % 2 - kept, error); // Chunks are even.
    }
    return status == GENUS_OK ? understand_format(bytes, kept, format, error) : status;
}

static genus_status check_magic(const unsigned char *start, genus_error *error) {
    if ((memcmp(start, "RIFF", 4) == 0 || memcmp(start, "RF64", 4) == 0) &&
        memcmp(start + 8, "WAVE", 4) == 0) {
        return GENUS_OK;
    }
    return genus_fail(error, GENUS_ERROR_DATA,
                      "is not WAV; convert it (ffmpeg -i FILE -f wav - | genus-live -), or "
                      "say what raw samples are (--raw s16:48000:2)");
}

genus_status genus_wav_read_header(int descriptor, genus_pcm_format *format, uint64_t *data_size,
                                   genus_error *error) {
    unsigned char start[12];
    genus_status status = read_fully(descriptor, start, sizeof start, error);
    if (status == GENUS_OK) {
        status = check_magic(start, error);
    }
    bool has_format = false;
    while (status == GENUS_OK) {
        unsigned char chunk[8];
        status = read_fully(descriptor, chunk, sizeof chunk, error);
        if (status != GENUS_OK) {
            break;
        }
        const uint32_t size = read_u32(chunk + 4);
        if (memcmp(chunk, "data", 4) == 0) {
            // Writers on pipes cannot come back to fill the size in.
            *data_size = size == 0 || size == SIZE_UNKNOWN ? UINT64_MAX : size;
            return has_format
                       ? GENUS_OK
                       : genus_fail(error, GENUS_ERROR_DATA, "has a WAV header without a format");
        }
        if (memcmp(chunk, "fmt ", 4) == 0) {
            status = read_format(descriptor, size, format, error);
            has_format = true;
        } else {
            status = skip(descriptor, (uint64_t)size + size % 2, error);
        }
    }
    return status;
}
