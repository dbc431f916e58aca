// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Lossy codecs there and back, in memory.

#include "train/audio/codec.h"

#include <math.h>
#include <sndfile.h>
#include <stdlib.h>
#include <string.h>

/// A file that is a piece of memory.
struct memory_file {
    unsigned char *bytes;
    sf_count_t size;
    sf_count_t room;
    sf_count_t at;
};

static sf_count_t get_length(void *user) {
    const struct memory_file *file = user;
    return file->size;
}

static sf_count_t seek(sf_count_t offset, int whence, void *user) {
    struct memory_file *file = user;
    const sf_count_t from = whence == SEEK_CUR ? file->at : whence == SEEK_END ? file->size : 0;
    if (from + offset < 0) {
        return -1;
    }
    file->at = from + offset;
    return file->at;
}

static sf_count_t read_bytes(void *bytes, sf_count_t count, void *user) {
    struct memory_file *file = user;
    const sf_count_t left = file->at < file->size ? file->size - file->at : 0;
    const sf_count_t got = count < left ? count : left;
    if (got > 0) {
        memcpy(bytes, file->bytes + file->at, (size_t)got);
        file->at += got;
    }
    return got;
}

static sf_count_t write_bytes(const void *bytes, sf_count_t count, void *user) {
    struct memory_file *file = user;
    const sf_count_t end = file->at + count;
    if (end > file->room) {
        const sf_count_t room = 2 * end;
        unsigned char *more = realloc(file->bytes, (size_t)room);
        if (more == NULL) {
            return 0;
        }
        memset(more + file->room, 0, (size_t)(room - file->room));
        file->bytes = more;
        file->room = room;
    }
    memcpy(file->bytes + file->at, bytes, (size_t)count);
    file->at = end;
    file->size = end > file->size ? end : file->size;
    return count;
}

static sf_count_t tell(void *user) {
    const struct memory_file *file = user;
    return file->at;
}

static SNDFILE *open_memory(struct memory_file *file, int mode, SF_INFO *info) {
    SF_VIRTUAL_IO io = {get_length, seek, read_bytes, write_bytes, tell};
    return sf_open_virtual(&io, mode, info, file);
}

static const char *name_of(genus_codec codec) {
    return codec == GENUS_CODEC_MP3 ? "MP3" : "Vorbis";
}

/// @param level 0, the best, to 1, the smallest. @return kbit/s, or a negative number: it failed.
static double encode(genus_codec codec, const float *samples, size_t count, double rate,
                     double level, struct memory_file *file) {
    file->size = 0;
    file->at = 0;
    SF_INFO info = {.samplerate = (int)rate, .channels = 1};
    info.format = codec == GENUS_CODEC_MP3 ? SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III
                                           : SF_FORMAT_OGG | SF_FORMAT_VORBIS;
    SNDFILE *encoder = open_memory(file, SFM_WRITE, &info);
    if (encoder == NULL) {
        return -1.0;
    }
    int mode = SF_BITRATE_MODE_CONSTANT;
    bool good = sf_command(encoder, SFC_SET_COMPRESSION_LEVEL, &level, sizeof level) == SF_TRUE &&
                (codec != GENUS_CODEC_MP3 ||
                 sf_command(encoder, SFC_SET_BITRATE_MODE, &mode, sizeof mode) == SF_TRUE);
    // libvorbis keeps a piece this large on the stack if it is given one.
    const size_t piece = 4096;
    for (size_t at = 0; good && at < count; at += piece) {
        const size_t size = count - at < piece ? count - at : piece;
        good = sf_writef_float(encoder, samples + at, (sf_count_t)size) == (sf_count_t)size;
    }
    good = sf_close(encoder) == 0 && good;
    return good ? 8e-3 * (double)file->size * rate / (double)count : -1.0;
}

/// @return false if it cannot be read at all.
static bool decode(struct memory_file *file, float *samples, size_t count) {
    file->at = 0;
    SF_INFO info = {0};
    SNDFILE *decoder = open_memory(file, SFM_READ, &info);
    if (decoder == NULL) {
        return false;
    }
    const bool mono = info.channels == 1;
    const sf_count_t got = mono ? sf_readf_float(decoder, samples, (sf_count_t)count) : 0;
    (void)sf_close(decoder);
    if (got <= 0) {
        return false;
    }
    memset(samples + got, 0, (count - (size_t)got) * sizeof *samples);
    return true;
}

/// How libsndfile lays the bit rates of an MP3 of constant bit rate over its compression level; the
/// lower sample rates (MPEG-2, MPEG-2.5) have lower ones.
static double mp3_level(double rate, double kilobits) {
    const double least = rate < 32000.0 ? 8.0 : 32.0;
    const double most = rate < 16000.0 ? 64.0 : rate < 32000.0 ? 160.0 : 320.0;
    return fmin(fmax((most - kilobits) / (most - least), 0.0), 1.0);
}

/// The better half that still keeps to the bit rate, again and again.
static double encode_vorbis(const float *samples, size_t count, double rate, double kilobits,
                            struct memory_file *file) {
    double best = 0.0;
    double worst = 1.0;
    double spent = encode(GENUS_CODEC_VORBIS, samples, count, rate, best, file);
    if (spent <= kilobits) { // Failed, or as good as it gets.
        return spent;
    }
    for (int halving = 0; halving < 5; halving++) {
        const double level = 0.5 * (best + worst);
        spent = encode(GENUS_CODEC_VORBIS, samples, count, rate, level, file);
        if (spent > kilobits) {
            best = level;
        } else {
            worst = level;
        }
    }
    return encode(GENUS_CODEC_VORBIS, samples, count, rate, worst, file);
}

genus_status genus_codec_pass(genus_codec codec, float *samples, size_t count, double rate,
                              double kilobits, double *spent, genus_error *error) {
    struct memory_file file = {0};
    const double used = codec == GENUS_CODEC_VORBIS
                            ? encode_vorbis(samples, count, rate, kilobits, &file)
                            : encode(codec, samples, count, rate, mp3_level(rate, kilobits), &file);
    const bool good = used >= 0.0 && decode(&file, samples, count);
    free(file.bytes);
    if (!good) {
        return genus_fail(error, GENUS_ERROR_DATA, "libsndfile cannot pass %g Hz through %s", rate,
                          name_of(codec));
    }
    if (spent != NULL) {
        *spent = used;
    }
    return GENUS_OK;
}

bool genus_codec_available(genus_codec codec) {
    enum { second = 44100 };
    float *silence = calloc(second, sizeof *silence);
    const bool available = silence != NULL && genus_codec_pass(codec, silence, second, second, 64.0,
                                                               NULL, NULL) == GENUS_OK;
    free(silence);
    return available;
}
