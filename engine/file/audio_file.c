// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Audio files and pipes: which decoder reads what, one part after the other.

#include "engine/file/audio_file.h"
#include "engine/file/content.h"
#include "engine/file/decoder.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/** A header may promise so many seconds more than there are; many encoders do. */
#define PROMISE_SLACK 1.0

/** Fewer seconds than this are not worth a word: a frame between two joined files. */
#define UNREADABLE_MIN 0.05

struct genus_audio_file {
    int descriptor;
    genus_bytes bytes; ///< All of the file.
    unsigned char head[GENUS_BYTES_HEAD];
    genus_content content;
    genus_decoder_format format;

    int64_t part;      ///< Where the part that is read begins,
    int64_t next_part; ///< and the next one; the size: there is none.
    genus_decoder decoder;
    bool is_last_resort; ///< Nobody else could read more of this part.
    int64_t part_read;   ///< Sample frames of this part,
    int64_t read;        ///< and of all.
    double unreadable;   ///< Seconds, in the parts that are done.
    double cut_off;      ///< Of these: at the end of a part, against its promise.
    double junk;         ///< Seconds that junk before the music might be; nobody misses them.
};

// ------------------------------------------------------------------------------------------- open

/** What a path that cannot hold audio is told before any decoder tries. */
static genus_status open_descriptor(genus_audio_file *file, const char *path, genus_error *error) {
    struct stat status;
    file->descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (file->descriptor < 0 || fstat(file->descriptor, &status) != 0) {
        return genus_fail(error, GENUS_ERROR_OPEN, "cannot be opened: %s", strerror(errno));
    }
    if (S_ISDIR(status.st_mode)) {
        return genus_fail(error, GENUS_ERROR_OPEN, "is a directory, not an audio file");
    }
    const bool is_seekable = S_ISREG(status.st_mode);
    if (is_seekable && status.st_size == 0) {
        return genus_fail(error, GENUS_ERROR_OPEN, "is empty");
    }
    file->bytes = (genus_bytes){.descriptor = file->descriptor,
                                .is_seekable = is_seekable,
                                .size = is_seekable ? status.st_size : INT64_MAX};
    if (!is_seekable) {
        genus_bytes pipe = file->bytes;
        ptrdiff_t count = 1;
        while (count > 0 && file->bytes.head_size < sizeof file->head) {
            count = genus_bytes_read(&pipe, file->head + file->bytes.head_size,
                                     sizeof file->head - file->bytes.head_size);
            file->bytes.head_size += count > 0 ? (size_t)count : 0;
        }
        file->bytes.head = file->head;
        if (file->bytes.head_size == 0) {
            return genus_fail(error, GENUS_ERROR_OPEN, "is empty");
        }
    }
    return GENUS_OK;
}

/** Whether libsndfile cannot read a part, or reads it worse than players do. */
static bool is_for_ffmpeg(const genus_audio_file *file) {
    switch (file->content.kind) {
    case GENUS_CONTENT_MPEG:
    case GENUS_CONTENT_WAV_MPEG:
    case GENUS_CONTENT_CONTAINER:
        return true;
    case GENUS_CONTENT_UNKNOWN:
    case GENUS_CONTENT_WAV:
    case GENUS_CONTENT_OGG:
    case GENUS_CONTENT_FLAC:
        break;
    }
    return !file->bytes.is_seekable;
}

/** What nobody could open. @param reason libsndfile's, or FFmpeg's. */
static genus_status cannot_read(const genus_audio_file *file, const genus_error *reason,
                                genus_error *error) {
    if (!genus_decoder_has_ffmpeg() && (file->content.name != NULL || !file->bytes.is_seekable)) {
        return genus_fail(error, GENUS_ERROR_OPEN,
                          "is %s, which is read only where FFmpeg's libraries were there when this "
                          "was built; or: ffmpeg -i FILE -f wav - | genus-live -",
                          file->content.name != NULL ? file->content.name : "a pipe of no WAV");
    }
    return genus_fail(error, GENUS_ERROR_OPEN, "is not an audio file that can be read (%.200s)",
                      reason->message);
}

static genus_status open_ffmpeg(genus_audio_file *file, const genus_decoder_format *wanted,
                                genus_decoder *decoder, genus_error *error) {
    const bool is_mpeg = file->content.kind == GENUS_CONTENT_MPEG;
    const genus_bytes part =
        genus_bytes_part(&file->bytes, file->part, file->next_part - file->part);
    return genus_decoder_open_ffmpeg(part, is_mpeg, wanted, decoder, error);
}

/** Opens the part that begins at `part`. @param wanted NULL for the first. */
static genus_status open_part(genus_audio_file *file, const genus_decoder_format *wanted,
                              genus_error *error) {
    genus_wav wav;
    genus_error reason = {0};
    file->next_part = genus_content_next_part(&file->bytes, file->content.kind, file->part);
    file->part_read = 0;
    file->is_last_resort = false;
    if (file->content.kind == GENUS_CONTENT_WAV && genus_wav_sizes_lie(&file->bytes, &wav)) {
        file->is_last_resort = true;
        return genus_decoder_open_pcm(file->bytes, &wav, &file->decoder, error);
    }
    genus_status status = GENUS_ERROR_OPEN;
    if (genus_decoder_has_ffmpeg() && is_for_ffmpeg(file)) {
        file->is_last_resort = true;
        status = open_ffmpeg(file, wanted, &file->decoder, &reason);
    }
    if (!file->is_last_resort && file->bytes.is_seekable) {
        const genus_bytes part =
            genus_bytes_part(&file->bytes, file->part, file->next_part - file->part);
        status = genus_decoder_open_sndfile(part, &file->decoder, &reason);
        if (status == GENUS_ERROR_MEMORY) {
            return genus_fail(error, status, "%s", reason.message);
        }
        const genus_decoder_format *format = &file->decoder.format;
        if (status == GENUS_OK && wanted != NULL &&
            (format->rate != wanted->rate || format->channels != wanted->channels)) {
            file->decoder.close(file->decoder.self); // It cannot convert.
            file->decoder.self = NULL;
            status = GENUS_ERROR_OPEN;
        }
    }
    if (status != GENUS_OK && genus_decoder_has_ffmpeg() && !file->is_last_resort) {
        genus_error later;
        file->is_last_resort = true;
        status = open_ffmpeg(file, wanted, &file->decoder, &later);
    }
    return status == GENUS_OK ? GENUS_OK : cannot_read(file, &reason, error);
}

static genus_status check_format(const genus_decoder_format *format, genus_error *error) {
    if (format->channels < 1 || format->channels > GENUS_CHANNELS_MAX) {
        return genus_fail(error, GENUS_ERROR_ARGUMENT,
                          "has %u channels, but at most %d can be heard", format->channels,
                          GENUS_CHANNELS_MAX);
    }
    if (format->rate < GENUS_RATE_MIN || format->rate > GENUS_RATE_MAX) {
        return genus_fail(error, GENUS_ERROR_ARGUMENT,
                          "has a sample rate of %u Hz, but only %.0f to %.0f Hz can be heard",
                          format->rate, GENUS_RATE_MIN, GENUS_RATE_MAX);
    }
    return GENUS_OK;
}

genus_status genus_audio_file_open(const char *path, genus_audio_file **file, genus_error *error) {
    *file = NULL;
    genus_audio_file *opened = calloc(1, sizeof *opened);
    if (opened == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "out of memory");
    }
    genus_status status = open_descriptor(opened, path, error);
    if (status == GENUS_OK) {
        opened->content = genus_content_look(&opened->bytes);
        opened->part = opened->content.origin;
        status = open_part(opened, NULL, error);
    }
    if (status == GENUS_OK) {
        opened->format = opened->decoder.format;
        status = check_format(&opened->format, error);
    }
    if (status != GENUS_OK) {
        genus_audio_file_free(opened);
        return status;
    }
    *file = opened;
    return GENUS_OK;
}

static void close_decoder(genus_audio_file *file) {
    if (file->decoder.self != NULL) {
        file->decoder.close(file->decoder.self);
        file->decoder.self = NULL;
    }
}

void genus_audio_file_free(genus_audio_file *file) {
    if (file == NULL) {
        return;
    }
    close_decoder(file);
    if (file->descriptor >= 0) {
        (void)close(file->descriptor);
    }
    free(file);
}

double genus_audio_file_rate(const genus_audio_file *file) {
    return file->format.rate;
}

uint32_t genus_audio_file_channels(const genus_audio_file *file) {
    return file->format.channels;
}

// ------------------------------------------------------------------------------------------- read

/** Seconds of this part that its header promises beyond what was read; 0 if they are few. */
static double missing(const genus_audio_file *file) {
    const double promised = (double)file->decoder.promised / file->format.rate;
    const double gap = promised - (double)file->part_read / file->format.rate;
    const double slack = fmin(PROMISE_SLACK, GENUS_UNREADABLE_MAX * promised);
    return file->decoder.promised > 0 && gap > slack ? gap : 0.0;
}

static double met_by_decoder(const genus_audio_file *file) {
    return file->decoder.self != NULL && file->decoder.unreadable != NULL
               ? file->decoder.unreadable(file->decoder.self)
               : 0.0;
}

/** Goes on with FFmpeg where libsndfile stopped early. @return Whether there is more. */
static bool take_over(genus_audio_file *file, float *samples, size_t frames, size_t *count) {
    genus_decoder other = {0};
    genus_error nobody;
    if (file->is_last_resort || !genus_decoder_has_ffmpeg() ||
        (missing(file) <= 0.0 && file->part_read > 0)) {
        return false;
    }
    file->is_last_resort = true;
    if (open_ffmpeg(file, &file->format, &other, &nobody) != GENUS_OK) {
        return false;
    }
    // What was heard is not heard again.
    int64_t left = file->part_read;
    size_t got = 1;
    while (left > 0 && got > 0) {
        got = other.read(other.self, samples, left < (int64_t)frames ? (size_t)left : frames);
        left -= (int64_t)got;
    }
    *count = left == 0 ? other.read(other.self, samples, frames) : 0;
    if (*count == 0) {
        other.close(other.self);
        return false;
    }
    if (other.promised < file->decoder.promised) {
        other.promised = file->decoder.promised;
    }
    close_decoder(file);
    file->decoder = other;
    return true;
}

/** Counts what a part was short of, and opens the next. @return Whether there is one. */
static bool go_to_next_part(genus_audio_file *file) {
    const double short_of = missing(file);
    const double met = met_by_decoder(file);
    file->unreadable += fmax(short_of, met);
    file->cut_off += short_of > met ? short_of - met : 0.0;
    close_decoder(file);
    while (file->next_part < file->bytes.size) {
        genus_error nobody;
        const int64_t size = file->next_part - file->part;
        const double seconds = (double)file->part_read / file->format.rate;
        file->part = file->next_part;
        if (open_part(file, &file->format, &nobody) == GENUS_OK) {
            return true;
        }
        // About as long as the one before, byte for byte.
        file->unreadable += seconds * (double)(file->next_part - file->part) / (double)size;
    }
    return false;
}

static genus_status judge_end(const genus_audio_file *file, genus_error *error) {
    const double heard = (double)file->read / file->format.rate;
    const double whole = heard + file->unreadable;
    if (file->unreadable <= GENUS_UNREADABLE_MAX * whole) {
        return GENUS_OK;
    }
    if (file->cut_off > 0.5 * file->unreadable) {
        return genus_fail(error, GENUS_ERROR_TRUNCATED,
                          "is damaged or cut off: only %.1f of %.1f seconds could be read", heard,
                          whole);
    }
    return genus_fail(error, GENUS_ERROR_READ, "is damaged: %.1f of %.1f seconds could not be read",
                      file->unreadable, whole);
}

genus_status genus_audio_file_read(genus_audio_file *file, float *samples, size_t frames,
                                   size_t *count, genus_error *error) {
    *count = 0;
    while (file->decoder.self != NULL) {
        *count = file->decoder.read(file->decoder.self, samples, frames);
        if (*count > 0 || take_over(file, samples, frames, count)) {
            file->part_read += (int64_t)*count;
            file->read += (int64_t)*count;
            return GENUS_OK;
        }
        if (!go_to_next_part(file)) {
            const double seconds = (double)file->read / file->format.rate;
            file->junk = seconds * (double)file->content.junk /
                         (double)(file->bytes.size - file->content.junk);
        }
    }
    return judge_end(file, error);
}

double genus_audio_file_unreadable(const genus_audio_file *file) {
    const double seconds = file->unreadable + file->junk + met_by_decoder(file);
    return seconds >= UNREADABLE_MIN ? seconds : 0.0;
}
