// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The header of a WAV stream. Chunks are walked in order until the samples; sizes are not trusted,
// and what is not needed is skipped by reading it.

#include "engine/file/wav_header.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>

enum { TAG_PCM = 1, TAG_FLOAT = 3, TAG_EXTENSIBLE = 0xFFFE };

#define HEADER_MAX ((int64_t)64 << 20) // Covers and notes may stand in it; it has to end.
#define FORMAT_SIZE 16                 // Of a plain "fmt " chunk.
#define SUBFORMAT_OFFSET 24            // Of the real tag in an extensible one.
#define FORMAT_SIZE_MAX 64
#define SIZE_UNKNOWN 0xFFFFFFFFU
// From here on sizes are those of writers that do not know: 0x7FFFF000 of sox, 0x7FFFFFFF,
// 0x80000000 of arecord, each perhaps less the header.
#define SIZE_DOUBTFUL 0x7FFF0000U
#define DS64_DATA_OFFSET 8 // Of the real size in a "ds64" chunk.
#define DS64_SIZE 16
#define TRAILER_MAX 64 // Chunks behind the samples.

typedef struct cursor {
    genus_wav_source *read;
    void *context;
    int64_t at;
} cursor;

static genus_status read_fully(cursor *from, unsigned char *bytes, size_t size,
                               genus_error *error) {
    size_t done = 0;
    while (done < size) {
        const ptrdiff_t count = from->read(from->context, bytes + done, size - done);
        if (count > 0) {
            done += (size_t)count;
        } else if (count == 0) {
            return genus_fail(error, GENUS_ERROR_TRUNCATED,
                              "ends within the header of a WAV stream");
        } else if (errno == EINTR) {
            return genus_fail(error, GENUS_ERROR_INTERRUPTED, "was stopped");
        } else {
            return genus_fail(error, GENUS_ERROR_READ, "cannot be read: %s", strerror(errno));
        }
    }
    from->at += (int64_t)size;
    return GENUS_OK;
}

static genus_status skip(cursor *from, uint64_t size, genus_error *error) {
    unsigned char nothing[4096];
    while (size > 0) {
        const size_t part = size < sizeof nothing ? (size_t)size : sizeof nothing;
        const genus_status status = read_fully(from, nothing, part, error);
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

static uint64_t read_u64(const unsigned char *bytes) {
    return read_u32(bytes) | (uint64_t)read_u32(bytes + 4) << 32;
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

static genus_status read_format(cursor *from, uint32_t size, genus_pcm_format *format,
                                genus_error *error) {
    unsigned char bytes[FORMAT_SIZE_MAX];
    const size_t kept = size < sizeof bytes ? size : sizeof bytes;
    if (size < FORMAT_SIZE) {
        return genus_fail(error, GENUS_ERROR_DATA, "has a WAV header without a format");
    }
    genus_status status = read_fully(from, bytes, kept, error);
    if (status == GENUS_OK) {
        status = skip(from, (uint64_t)size + size % 2 - kept, error); // Chunks are even.
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

/** Of RF64: where the sizes are that do not fit into 32 bits. */
static genus_status read_ds64(cursor *from, uint32_t size, uint64_t *data_size,
                              genus_error *error) {
    unsigned char bytes[DS64_SIZE];
    if (size < sizeof bytes) {
        return skip(from, (uint64_t)size + size % 2, error);
    }
    const genus_status status = read_fully(from, bytes, sizeof bytes, error);
    *data_size = read_u64(bytes + DS64_DATA_OFFSET);
    return status == GENUS_OK ? skip(from, (uint64_t)size + size % 2 - sizeof bytes, error)
                              : status;
}

/** What a size in a data chunk's header means. */
static uint64_t understand_size(uint32_t size, uint64_t long_size) {
    if (size == SIZE_UNKNOWN && long_size > 0 && long_size < INT64_MAX) {
        return long_size;
    }
    return size == 0 || size >= SIZE_DOUBTFUL ? UINT64_MAX : size;
}

genus_status genus_wav_read_header(genus_wav_source *source, void *context, genus_wav *wav,
                                   genus_error *error) {
    cursor from = {.read = source, .context = context};
    unsigned char start[12];
    uint64_t long_size = 0;
    genus_status status = read_fully(&from, start, sizeof start, error);
    if (status == GENUS_OK) {
        status = check_magic(start, error);
    }
    bool has_format = false;
    while (status == GENUS_OK) {
        unsigned char chunk[8];
        status = read_fully(&from, chunk, sizeof chunk, error);
        if (status != GENUS_OK) {
            break;
        }
        const uint32_t size = read_u32(chunk + 4);
        if (memcmp(chunk, "data", 4) == 0) {
            wav->data_offset = from.at;
            wav->data_size = understand_size(size, long_size);
            return has_format
                       ? GENUS_OK
                       : genus_fail(error, GENUS_ERROR_DATA, "has a WAV header without a format");
        }
        if (from.at + (int64_t)size > HEADER_MAX) {
            return genus_fail(error, GENUS_ERROR_DATA,
                              "has a WAV header without samples in its first %d MiB",
                              (int)(HEADER_MAX >> 20));
        }
        if (memcmp(chunk, "fmt ", 4) == 0) {
            status = read_format(&from, size, &wav->format, error);
            has_format = true;
        } else if (memcmp(chunk, "ds64", 4) == 0) {
            status = read_ds64(&from, size, &long_size, error);
        } else {
            status = skip(&from, (uint64_t)size + size % 2, error);
        }
    }
    return status;
}

// ----------------------------------------------------------------------------------------- doubts

static ptrdiff_t read_bytes(void *context, void *to, size_t size) {
    return genus_bytes_read(context, to, size);
}

/** Whether what stands behind the samples are chunks up to the end, or tags that others append. */
static bool is_trailer(const genus_bytes *bytes, int64_t at) {
    for (int i = 0; i < TRAILER_MAX && at < bytes->size; i++) {
        unsigned char chunk[8] = {0};
        const size_t got = genus_bytes_peek(bytes, at, chunk, sizeof chunk);
        if (memcmp(chunk, "ID3", 3) == 0 || memcmp(chunk, "TAG", 3) == 0 ||
            memcmp(chunk, "APETAGEX", 8) == 0 || got < sizeof chunk) {
            return true;
        }
        for (int k = 0; k < 4; k++) {
            if (isprint(chunk[k]) == 0) {
                return false;
            }
        }
        const uint32_t size = read_u32(chunk + 4);
        at += (int64_t)sizeof chunk + size + size % 2;
    }
    return at <= bytes->size + 1; // The last one may lack its pad byte.
}

bool genus_wav_sizes_lie(const genus_bytes *bytes, genus_wav *wav) {
    genus_bytes header = *bytes;
    genus_error nobody;
    if (genus_wav_read_header(read_bytes, &header, wav, &nobody) != GENUS_OK) {
        return false;
    }
    if (!bytes->is_seekable) {
        return true;
    }
    const uint64_t there = (uint64_t)(bytes->size - wav->data_offset);
    unsigned char said[4] = {0};
    (void)genus_bytes_peek(bytes, wav->data_offset - 4, said, sizeof said);
    const uint64_t size = wav->data_size == UINT64_MAX ? read_u32(said) : wav->data_size;
    if (size > there) {
        return wav->data_size == UINT64_MAX; // Else it is cut off.
    }
    const int64_t end = wav->data_offset + (int64_t)(size + size % 2);
    const uint64_t second = (uint64_t)wav->format.sample_rate * wav->format.channels *
                            genus_pcm_sample_size(wav->format.encoding);
    if (there - size < (size == 0 ? 1 : second) || is_trailer(bytes, end)) {
        return false;
    }
    // As much more as 32 bits have lost, where that is so; else all that there is.
    wav->data_size =
        there >= size + (UINT64_C(1) << 32) ? size + ((there - size) >> 32 << 32) : UINT64_MAX;
    return true;
}
