// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// FFmpeg's libraries as a decoder: one audio stream of a file, nothing else, from our own bytes.

#include "engine/file/content.h"
#include "engine/file/decoder.h"

#ifdef GENUS_HAS_FFMPEG

#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/channel_layout.h>
#include <libswresample/swresample.h>

#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum {
    io_size = 1 << 15,
    faults_max = 1000, // In a row, before what is left is given up.
};

/** Demuxers of files with audio in them: none that opens other files, and none that guesses. */
static const char formats[] =
    "aac,ac3,aiff,amr,ape,asf,au,avi,caf,dsf,dts,eac3,flac,flv,iff,matroska,webm,mov,mp3,mpc,mpc8,"
    "mpeg,mpegts,ogg,rm,tak,tta,voc,w64,wav,wv,xwma";

typedef struct reader {
    genus_bytes bytes;
    AVIOContext *io;
    AVFormatContext *format;
    AVCodecContext *codec;
    SwrContext *convert;
    AVPacket *packet;
    AVFrame *frame;
    int stream;
    genus_decoder_format wanted;

    AVChannelLayout layout; ///< What `convert` was made for.
    int rate;
    int sample_format;
    bool is_flushing;
    int faults; ///< In a row.

    bool is_mpeg;
    bool counts_gaps; ///< Frames lie one behind the other in the file, and what lies between is
                      ///< junk.
    int64_t end;      ///< Where the last packet ended in the file; -1: none yet.
    int64_t gap_bytes;
    int64_t packet_bytes;
    double packet_seconds;
    double lost_seconds; ///< Of packets that could not be decoded.
} reader;

// --------------------------------------------------------------------------------------- the bytes

static int read_bytes(void *self, uint8_t *to, int size) {
    const ptrdiff_t count = genus_bytes_read(&((reader *)self)->bytes, to, (size_t)size);
    return count > 0 ? (int)count : count == 0 ? AVERROR_EOF : AVERROR(EIO);
}

static int64_t seek(void *self, int64_t offset, int whence) {
    genus_bytes *bytes = &((reader *)self)->bytes;
    if ((whence & ~AVSEEK_FORCE) == AVSEEK_SIZE) {
        return bytes->size;
    }
    const int64_t from = whence == SEEK_CUR ? bytes->at : whence == SEEK_END ? bytes->size : 0;
    if (offset < -from || offset > INT64_MAX - from) {
        return AVERROR(EINVAL);
    }
    bytes->at = from + offset;
    return bytes->at;
}

/** A file may name others (playlists, references in MP4): none is opened. */
static int open_nothing(AVFormatContext *format, AVIOContext **io, const char *url, int flags,
                        AVDictionary **options) {
    (void)format;
    (void)io;
    (void)url;
    (void)flags;
    (void)options;
    return AVERROR(EACCES);
}

// -------------------------------------------------------------------------------------------- open

static void close_reader(void *self) {
    reader *from = self;
    av_frame_free(&from->frame);
    av_packet_free(&from->packet);
    swr_free(&from->convert);
    av_channel_layout_uninit(&from->layout);
    avcodec_free_context(&from->codec);
    avformat_close_input(&from->format);
    if (from->io != NULL) {
        av_freep(&from->io->buffer);
        avio_context_free(&from->io);
    }
    free(from);
}

/** @return 0 or FFmpeg's reason. */
static int open_format(reader *from, bool is_mpeg) {
    unsigned char *buffer = av_malloc(io_size);
    from->io = buffer != NULL ? avio_alloc_context(buffer, io_size, 0, from, read_bytes, NULL,
                                                   from->bytes.is_seekable ? seek : NULL)
                              : NULL;
    from->format = avformat_alloc_context();
    from->packet = av_packet_alloc();
    from->frame = av_frame_alloc();
    if (from->io == NULL || from->format == NULL || from->packet == NULL || from->frame == NULL) {
        if (from->io == NULL) {
            av_free(buffer);
        }
        return AVERROR(ENOMEM);
    }
    from->format->pb = from->io;
    from->format->io_open = open_nothing;
    from->format->flags |= AVFMT_FLAG_CUSTOM_IO;
    from->format->format_whitelist = av_strdup(formats);
    const AVInputFormat *known = is_mpeg ? av_find_input_format("mp3") : NULL;
    const int failure = avformat_open_input(&from->format, "", known, NULL);
    return failure < 0 ? failure : avformat_find_stream_info(from->format, NULL);
}

static int open_codec(reader *from) {
    const AVCodec *codec = NULL;
    from->stream = av_find_best_stream(from->format, AVMEDIA_TYPE_AUDIO, -1, -1, &codec, 0);
    if (from->stream < 0) {
        return from->stream;
    }
    for (unsigned i = 0; i < from->format->nb_streams; i++) {
        from->format->streams[i]->discard =
            (int)i == from->stream ? AVDISCARD_DEFAULT : AVDISCARD_ALL;
    }
    const AVStream *stream = from->format->streams[from->stream];
    from->codec = avcodec_alloc_context3(codec);
    if (from->codec == NULL) {
        return AVERROR(ENOMEM);
    }
    const int failure = avcodec_parameters_to_context(from->codec, stream->codecpar);
    from->codec->pkt_timebase = stream->time_base;
    from->codec->thread_count = 1; // Files are read side by side.
    return failure < 0 ? failure : avcodec_open2(from->codec, codec, NULL);
}

/** What the header promises, in sample frames; -1 where FFmpeg only estimates it. */
static int64_t promised_frames(const reader *from) {
    const AVStream *stream = from->format->streams[from->stream];
    if (from->format->duration_estimation_method == AVFMT_DURATION_FROM_BITRATE ||
        stream->duration <= 0) {
        return -1;
    }
    return av_rescale_q(stream->duration, stream->time_base,
                        (AVRational){1, (int)from->wanted.rate});
}

// -------------------------------------------------------------------------------------------- read

/** How much junk a packet of MPEG audio begins with: FFmpeg leaves it before the frame. */
static int junk_before(const reader *from) {
    const AVPacket *packet = from->packet;
    for (int at = 0; from->is_mpeg && at + 4 <= packet->size; at++) {
        const uint32_t size = genus_content_mpeg_frame(packet->data + at);
        if (size > 0 && (int)size == packet->size - at) {
            return at;
        }
    }
    return 0;
}

/** Counts what lies between the last frame and this one, less the tags of a joined file, and takes
 *  it out of the packet: the decoder would refuse the frame with it. */
static void count_gap(reader *from) {
    AVPacket *packet = from->packet;
    if (!from->counts_gaps || packet->pos < 0) {
        return;
    }
    const int junk = junk_before(from);
    const int64_t begin = packet->pos + junk;
    if (from->end >= 0 && begin > from->end) {
        const int64_t gap = begin - from->end;
        const int64_t tags = genus_content_tags(&from->bytes, from->end);
        from->gap_bytes += tags < gap ? gap - tags : 0;
    }
    from->end = packet->pos + packet->size;
    packet->data += junk;
    packet->size -= junk;
}

static double packet_seconds(const reader *from) {
    const AVRational base = from->format->streams[from->stream]->time_base;
    return from->packet->duration > 0 ? (double)from->packet->duration * av_q2d(base) : 0.0;
}

/** Sends the next packet of the stream. @return false at the end, which is then flushed. */
static bool feed(reader *from) {
    for (;;) {
        const int failure = av_read_frame(from->format, from->packet);
        if (failure == AVERROR_EOF || (failure < 0 && ++from->faults > faults_max)) {
            from->is_flushing = true;
            (void)avcodec_send_packet(from->codec, NULL);
            return false;
        }
        if (failure < 0) {
            continue;
        }
        if (from->packet->stream_index != from->stream) {
            av_packet_unref(from->packet);
            continue;
        }
        count_gap(from);
        const double seconds = packet_seconds(from);
        from->packet_bytes += from->packet->size;
        from->packet_seconds += seconds;
        const int refused = avcodec_send_packet(from->codec, from->packet);
        av_packet_unref(from->packet);
        if (refused < 0) {
            from->lost_seconds += seconds;
            if (++from->faults > faults_max) {
                return false;
            }
            continue;
        }
        return true;
    }
}

/** Makes the converter for frames like this one. */
static bool adopt(reader *from) {
    AVFrame *frame = from->frame;
    if (from->convert != NULL && frame->format == from->sample_format &&
        frame->sample_rate == from->rate &&
        av_channel_layout_compare(&frame->ch_layout, &from->layout) == 0) {
        return true;
    }
    AVChannelLayout out = {0};
    if (frame->ch_layout.nb_channels == (int)from->wanted.channels) {
        (void)av_channel_layout_copy(&out, &frame->ch_layout);
    } else {
        av_channel_layout_default(&out, (int)from->wanted.channels);
    }
    swr_free(&from->convert);
    const int failure =
        swr_alloc_set_opts2(&from->convert, &out, AV_SAMPLE_FMT_FLT, (int)from->wanted.rate,
                            &frame->ch_layout, frame->format, frame->sample_rate, 0, NULL);
    av_channel_layout_uninit(&out);
    if (failure < 0 || swr_init(from->convert) < 0) {
        swr_free(&from->convert);
        return false;
    }
    from->sample_format = frame->format;
    from->rate = frame->sample_rate;
    av_channel_layout_uninit(&from->layout);
    return av_channel_layout_copy(&from->layout, &frame->ch_layout) == 0;
}

/** Decodes until there is a frame in the converter. @return false at the end. */
static bool decode(reader *from) {
    for (;;) {
        const int failure = avcodec_receive_frame(from->codec, from->frame);
        if (failure == 0) {
            from->faults = 0;
            if (from->frame->nb_samples > 0 && adopt(from)) {
                return true;
            }
            continue;
        }
        if (failure == AVERROR(EAGAIN) && !from->is_flushing) {
            (void)feed(from);
            if (from->faults > faults_max && !from->is_flushing) {
                return false;
            }
            continue;
        }
        if (failure == AVERROR_EOF || from->is_flushing || ++from->faults > faults_max) {
            return false;
        }
        // A frame that cannot be decoded: its packet is gone, and the next is tried.
        from->lost_seconds +=
            from->codec->frame_size > 0 ? (double)from->codec->frame_size / from->wanted.rate : 0.0;
    }
}

static size_t read_frames(void *self, float *samples, size_t frames) {
    reader *from = self;
    const int room = frames < INT_MAX ? (int)frames : INT_MAX;
    uint8_t *out[] = {(uint8_t *)samples};
    // What did not fit waits in the converter; no input at all would end its stream.
    const uint8_t *none[64] = {NULL}; // As many channels as it takes.
    int count = from->convert != NULL ? swr_convert(from->convert, out, room, none, 0) : 0;
    while (count <= 0 && decode(from)) {
        const uint8_t **in = (const uint8_t **)from->frame->extended_data;
        count = swr_convert(from->convert, out, room, in, from->frame->nb_samples);
        av_frame_unref(from->frame);
    }
    if (count <= 0 && from->convert != NULL) {
        count = swr_convert(from->convert, out, room, NULL, 0); // What it held back to the end.
    }
    return count > 0 ? (size_t)count : 0;
}

static double unreadable(const void *self) {
    const reader *from = self;
    const double seconds_a_byte =
        from->packet_bytes > 0 ? from->packet_seconds / (double)from->packet_bytes : 0.0;
    return from->lost_seconds + (double)from->gap_bytes * seconds_a_byte;
}

/** Demuxers that cut the bytes into frames by themselves, and pass over what is none. */
static bool lies_bare(const AVFormatContext *format) {
    const char *name = format->iformat->name;
    return strcmp(name, "mp3") == 0 || strcmp(name, "aac") == 0 || strcmp(name, "ac3") == 0;
}

/** As the file has it; DSD comes out of the decoder at rates that no listener takes. */
static genus_decoder_format own_format(const AVCodecContext *codec) {
    genus_decoder_format format = {.rate = (uint32_t)codec->sample_rate,
                                   .channels = (uint32_t)codec->ch_layout.nb_channels};
    while (format.rate > GENUS_RATE_MAX) {
        format.rate /= 2;
    }
    return format;
}

bool genus_decoder_has_ffmpeg(void) {
    return true;
}

genus_status genus_decoder_open_ffmpeg(genus_bytes bytes, bool is_mpeg,
                                       const genus_decoder_format *wanted, genus_decoder *decoder,
                                       genus_error *error) {
    av_log_set_level(AV_LOG_QUIET); // What matters is said with the file's name, by us.
    reader *opened = calloc(1, sizeof *opened);
    if (opened == NULL) {
        return genus_fail(error, GENUS_ERROR_MEMORY, "out of memory");
    }
    opened->bytes = bytes;
    opened->end = -1;
    int failure = open_format(opened, is_mpeg);
    if (failure >= 0) {
        failure = open_codec(opened);
    }
    if (failure >= 0 && opened->codec->sample_rate <= 0) {
        failure = AVERROR_INVALIDDATA;
    }
    if (failure < 0) {
        char reason[AV_ERROR_MAX_STRING_SIZE];
        (void)av_strerror(failure, reason, sizeof reason);
        close_reader(opened);
        return failure == AVERROR_STREAM_NOT_FOUND
                   ? genus_fail(error, GENUS_ERROR_OPEN, "there is no audio in it")
                   : genus_fail(error, GENUS_ERROR_OPEN, "%s", reason);
    }
    opened->wanted = wanted != NULL ? *wanted : own_format(opened->codec);
    opened->is_mpeg = strcmp(opened->format->iformat->name, "mp3") == 0;
    opened->counts_gaps = bytes.is_seekable && lies_bare(opened->format);
    *decoder = (genus_decoder){
        .self = opened,
        .format = opened->wanted,
        .promised = promised_frames(opened),
        .read = read_frames,
        .unreadable = unreadable,
        .close = close_reader,
    };
    return GENUS_OK;
}

#else

bool genus_decoder_has_ffmpeg(void) {
    return false;
}

genus_status genus_decoder_open_ffmpeg(genus_bytes bytes, bool is_mpeg,
                                       const genus_decoder_format *wanted, genus_decoder *decoder,
                                       genus_error *error) {
    (void)bytes;
    (void)is_mpeg;
    (void)wanted;
    (void)decoder;
    return genus_fail(error, GENUS_ERROR_OPEN, "this was built without FFmpeg's libraries");
}

#endif
