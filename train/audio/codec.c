// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Lossy codecs there and back, in memory. memfd_create() is why this file is compiled with
// _GNU_SOURCE.

#include "train/audio/codec.h"

#include <math.h>
#include <sndfile.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *name_of(genus_codec codec) {
    return codec == GENUS_CODEC_MP3 ? "MP3" : "Vorbis";
}

/// @param level 0, the best, to 1, the smallest. @return kbit/s, or a negative number: it failed.
static double encode(genus_codec codec, const float *samples, size_t count, double rate,
                     double level, int file) {
    if (file < 0 || ftruncate(file, 0) != 0 || lseek(file, 0, SEEK_SET) != 0) {
        return -1.0;
    }
    SF_INFO info = {.samplerate = (int)rate, .channels = 1};
    info.format = codec == GENUS_CODEC_MP3 ? SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III
                                           : SF_FORMAT_OGG | SF_FORMAT_VORBIS;
    SNDFILE *encoder = sf_open_fd(file, SFM_WRITE, &info, SF_FALSE);
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
    struct stat about;
    good = good && fstat(file, &about) == 0;
    return good ? 8e-3 * (double)about.st_size * rate / (double)count : -1.0;
}

/// @return false if it cannot be read at all.
static bool decode(int file, float *samples, size_t count) {
    SF_INFO info = {0};
    if (lseek(file, 0, SEEK_SET) != 0) {
        return false;
    }
    SNDFILE *decoder = sf_open_fd(file, SFM_READ, &info, SF_FALSE);
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
                            int file) {
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
    const int file = memfd_create("codec", MFD_CLOEXEC);
    const double used = codec == GENUS_CODEC_VORBIS
                            ? encode_vorbis(samples, count, rate, kilobits, file)
                            : encode(codec, samples, count, rate, mp3_level(rate, kilobits), file);
    const bool good = used >= 0.0 && decode(file, samples, count);
    if (file >= 0) {
        (void)close(file);
    }
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
