// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What a file holds, by its bytes and never by its name: enough to choose who decodes it.

#ifndef GENUS_ENGINE_FILE_CONTENT_H
#define GENUS_ENGINE_FILE_CONTENT_H

#include "engine/file/bytes.h"
#include "engine/genus.h"

typedef enum genus_content_kind {
    GENUS_CONTENT_UNKNOWN,
    GENUS_CONTENT_WAV,       ///< RIFF, RF64: PCM and most else.
    GENUS_CONTENT_WAV_MPEG,  ///< MPEG audio in WAV.
    GENUS_CONTENT_OGG,       ///< Of any codec.
    GENUS_CONTENT_FLAC,      ///< Bare, perhaps behind an ID3 tag.
    GENUS_CONTENT_MPEG,      ///< Bare MPEG audio.
    GENUS_CONTENT_CONTAINER, ///< Another that only FFmpeg reads: MP4, Matroska, ASF ...
} genus_content_kind;

/** What is known of a file's content. */
typedef struct genus_content {
    genus_content_kind kind;
    const char *name; ///< For people, such as "MP3"; NULL: unknown.
    int64_t origin;   ///< Where it begins.
    int64_t junk;     ///< Bytes before that which are no tag.
} genus_content;

/** Looks at the beginning; for seekable bytes at up to a megabyte of it where it is junk. */
genus_content genus_content_look(const genus_bytes *bytes) GENUS_NONNULL(1);

/**
 * Where the next song begins in a file of several that were chained (Ogg) or joined (FLAC).
 * @param after Where the last one began. @return The place, or the size: there is none.
 */
int64_t genus_content_next_part(const genus_bytes *bytes, genus_content_kind kind, int64_t after)
    GENUS_NONNULL(1);

/** Bytes of the frame of MPEG audio that a header begins; 0: it is none, or of free format. */
uint32_t genus_content_mpeg_frame(const unsigned char header[4]);

/** Bytes of tags (ID3, APE) at a place of MPEG audio, one behind the other; 0: there is none. */
int64_t genus_content_tags(const genus_bytes *bytes, int64_t at) GENUS_NONNULL(1);

#endif
