// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What a file holds, by its bytes.

#include "engine/file/content.h"

#include <string.h>

enum {
    chain_length = 4,      // Frames of MPEG audio in a row that are no chance.
    block_size = 1 << 14,  // Read at once when something is looked for.
    header_max = 16,       // Of anything that is looked at.
    ogg_header = 27,       // Of a page, before its table.
    ogg_begins_stream = 2, // In the header's flags.
    tags_max = 16,         // In a row.
};

#define JUNK_MAX ((int64_t)1 << 20) // Before MPEG audio.

static uint32_t read_u16(const unsigned char *bytes) {
    return bytes[0] | (uint32_t)bytes[1] << 8;
}

static uint32_t read_u32(const unsigned char *bytes) {
    return read_u16(bytes) | read_u16(bytes + 2) << 16;
}

// ------------------------------------------------------------------------------------- MPEG audio

// ISO 11172-3, 13818-3, and the lower rates called MPEG 2.5.
uint32_t genus_content_mpeg_frame(const unsigned char header[4]) {
    static const uint16_t kilobits[2][3][15] = {
        {{0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448},
         {0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384},
         {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320}},
        {{0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256},
         {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160},
         {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160}},
    };
    static const uint32_t rates[3] = {44100, 48000, 32000};
    const unsigned version = header[1] >> 3 & 3; // 3: MPEG 1, 2: MPEG 2, 0: MPEG 2.5.
    const unsigned layer = 4 - (header[1] >> 1 & 3);
    const unsigned bitrate = header[2] >> 4;
    const unsigned rate = header[2] >> 2 & 3;
    if (header[0] != 0xFF || header[1] < 0xE0 || version == 1 || layer == 4 || bitrate == 0 ||
        bitrate == 15 || rate == 3) {
        return 0;
    }
    const bool is_low = version != 3;
    const uint32_t hertz = rates[rate] >> (version == 3 ? 0 : version == 2 ? 1 : 2);
    const uint32_t bits = kilobits[is_low][layer - 1][bitrate] * 1000U;
    const uint32_t padding = header[2] >> 1 & 1;
    if (layer == 1) {
        return (12 * bits / hertz + padding) * 4;
    }
    return (layer == 3 && is_low ? 72 : 144) * bits / hertz + padding;
}

/** Whether frames of one kind follow each other from here, up to the end if that comes first. */
static bool is_mpeg_chain(const genus_bytes *bytes, int64_t at) {
    unsigned char first[4] = {0};
    for (int i = 0; i < chain_length; i++) {
        unsigned char header[4] = {0};
        const size_t got = genus_bytes_peek(bytes, at, header, sizeof header);
        if (got < sizeof header) {
            return i > 1;
        }
        const uint32_t size = genus_content_mpeg_frame(header);
        // Version, layer and rate stay; the bit rate and the padding need not.
        if (size == 0 || (i > 0 && ((header[1] ^ first[1]) & 0xFE)) ||
            (i > 0 && ((header[2] ^ first[2]) & 0x0C))) {
            return false;
        }
        memcpy(first, header, sizeof first);
        at += size;
    }
    return true;
}

/** Where MPEG audio begins, from `at` on; -1: nowhere near. */
static int64_t find_mpeg(const genus_bytes *bytes, int64_t at) {
    unsigned char block[block_size];
    const int64_t end = at + JUNK_MAX;
    int64_t found = -1;
    while (found < 0 && at < end) {
        const size_t got = genus_bytes_peek(bytes, at, block, block_size);
        if (got < 4) {
            break;
        }
        for (size_t i = 0; found < 0 && i + 3 < got; i++) {
            if (block[i] == 0xFF && genus_content_mpeg_frame(block + i) > 0 &&
                is_mpeg_chain(bytes, at + (int64_t)i)) {
                found = at + (int64_t)i;
            }
        }
        at += (int64_t)got - 3;
    }
    return found;
}

// ------------------------------------------------------------------------------------------- tags

/** The size that an ID3v2 header writes in four times seven bits. */
static int64_t id3_size(const unsigned char *header) {
    const int64_t size = (int64_t)(header[6] & 0x7F) << 21 | (int64_t)(header[7] & 0x7F) << 14 |
                         (int64_t)(header[8] & 0x7F) << 7 | (header[9] & 0x7F);
    return 10 + size + ((header[5] & 0x10) != 0 ? 10 : 0);
}

int64_t genus_content_tags(const genus_bytes *bytes, int64_t at) {
    int64_t size = 0;
    for (int i = 0; i < tags_max; i++) {
        unsigned char header[header_max] = {0};
        if (genus_bytes_peek(bytes, at + size, header, sizeof header) < 10) {
            break;
        }
        if (memcmp(header, "ID3", 3) == 0) {
            size += id3_size(header);
        } else if (memcmp(header, "TAG", 3) == 0) {
            size += 128;
        } else if (memcmp(header, "APETAGEX", 8) == 0) {
            size += 32 + (int64_t)read_u32(header + 12);
        } else {
            break;
        }
    }
    return size;
}

// ------------------------------------------------------------------------------------------- kind

/** What a few bytes at a known place say. */
typedef struct magic {
    size_t offset;
    size_t length;
    const char *bytes;
    genus_content_kind kind;
    const char *name;
} magic;

static const magic magics[] = {
    {0, 4, "OggS", GENUS_CONTENT_OGG, "Ogg"},
    {0, 4, "fLaC", GENUS_CONTENT_FLAC, "FLAC"},
    {4, 4, "ftyp", GENUS_CONTENT_CONTAINER, "MP4"},
    {4, 4, "moov", GENUS_CONTENT_CONTAINER, "QuickTime"},
    {4, 4, "mdat", GENUS_CONTENT_CONTAINER, "QuickTime"},
    {0, 4, "\x1A\x45\xDF\xA3", GENUS_CONTENT_CONTAINER, "Matroska or WebM"},
    {0, 4, "\x30\x26\xB2\x75", GENUS_CONTENT_CONTAINER, "Windows Media"},
    {0, 4, "wvpk", GENUS_CONTENT_CONTAINER, "WavPack"},
    {0, 4, "MAC ", GENUS_CONTENT_CONTAINER, "Monkey's Audio"},
    {0, 4, "DSD ", GENUS_CONTENT_CONTAINER, "DSF"},
    {0, 4, "FRM8", GENUS_CONTENT_CONTAINER, "DSDIFF"},
    {0, 4, "TTA1", GENUS_CONTENT_CONTAINER, "True Audio"},
    {0, 4, "tBaK", GENUS_CONTENT_CONTAINER, "TAK"},
    {0, 4, "MPCK", GENUS_CONTENT_CONTAINER, "Musepack"},
    {0, 3, "MP+", GENUS_CONTENT_CONTAINER, "Musepack"},
    {0, 5, "#!AMR", GENUS_CONTENT_CONTAINER, "AMR"},
    {0, 3, "FLV", GENUS_CONTENT_CONTAINER, "Flash video"},
    {0, 4, ".RMF", GENUS_CONTENT_CONTAINER, "RealMedia"},
    {0, 4, "ADIF", GENUS_CONTENT_CONTAINER, "AAC"},
    {0, 4, "\x00\x00\x01\xBA", GENUS_CONTENT_CONTAINER, "MPEG video"},
    {8, 4, "AVI ", GENUS_CONTENT_CONTAINER, "AVI"},
};

/** Whether a format chunk within the head says MPEG audio, of which WAV has two tags. */
static bool wav_holds_mpeg(const unsigned char *head, size_t size) {
    for (size_t at = 12; at + 10 <= size;) {
        if (memcmp(head + at, "fmt ", 4) == 0) {
            const uint32_t tag = read_u16(head + at + 8);
            return tag == 0x50 || tag == 0x55;
        }
        const size_t length = read_u32(head + at + 4);
        if (length > size) {
            break;
        }
        at += 8 + length + length % 2;
    }
    return false;
}

static genus_content look_at_head(const unsigned char *head, size_t size) {
    genus_content content = {0};
    if (size >= 12 && memcmp(head + 8, "WAVE", 4) == 0 &&
        (memcmp(head, "RIFF", 4) == 0 || memcmp(head, "RF64", 4) == 0)) {
        content.kind = wav_holds_mpeg(head, size) ? GENUS_CONTENT_WAV_MPEG : GENUS_CONTENT_WAV;
        content.name = "WAV";
    }
    for (size_t i = 0; content.name == NULL && i < sizeof magics / sizeof *magics; i++) {
        const magic *known = &magics[i];
        if (known->offset + known->length <= size &&
            memcmp(head + known->offset, known->bytes, known->length) == 0) {
            content.kind = known->kind;
            content.name = known->name;
        }
    }
    // ADTS looks like MPEG audio of a layer that there is not.
    if (content.name == NULL && size >= 2 && head[0] == 0xFF && (head[1] & 0xF6) == 0xF0) {
        content = (genus_content){.kind = GENUS_CONTENT_CONTAINER, .name = "AAC"};
    }
    return content;
}

/** Kinds that libsndfile alone reads have magic words too: junk is not looked for behind them. */
static bool is_of_libsndfile(const unsigned char *head, size_t size) {
    static const char *const words[] = {"FORM", "caff", ".snd", "dns.",     "riff", "SDS ",
                                        "NIST", "Crea", "2BIT", "\x64\xA3", "PVF1", "MATL",
                                        "RIFX", "fap ", " paf", "\xF0\x7E"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (size >= 4 && memcmp(head, words[i], strlen(words[i])) == 0) {
            return true;
        }
    }
    return false;
}

genus_content genus_content_look(const genus_bytes *bytes) {
    unsigned char head[GENUS_BYTES_HEAD];
    const int64_t tags = bytes->is_seekable ? genus_content_tags(bytes, 0) : 0;
    const size_t size =
        genus_bytes_peek(bytes, tags, head, bytes->is_seekable ? sizeof head : bytes->head_size);
    genus_content content = look_at_head(head, size);
    if (content.name != NULL || is_of_libsndfile(head, size)) {
        // libsndfile and FFmpeg find what stands behind a tag by themselves; parts begin behind it.
        content.origin =
            content.kind == GENUS_CONTENT_OGG || content.kind == GENUS_CONTENT_FLAC ? tags : 0;
        return content;
    }
    const int64_t found = bytes->is_seekable                                ? find_mpeg(bytes, tags)
                          : size >= 4 && genus_content_mpeg_frame(head) > 0 ? 0
                                                                            : -1;
    if (found >= 0) {
        content = (genus_content){.kind = GENUS_CONTENT_MPEG,
                                  .name = "MP3",
                                  // With its tag, in which the decoder may find the gaps.
                                  .origin = found == tags ? 0 : found,
                                  .junk = found - tags};
    }
    // Less than a few frames of MPEG audio, perhaps: not for libsndfile, which hands it to a
    // decoder that talks to the terminal.
    if (found < 0 && (tags > 0 || (size >= 2 && head[0] == 0xFF && head[1] >= 0xE0))) {
        content.kind = GENUS_CONTENT_CONTAINER;
    }
    return content;
}

// ------------------------------------------------------------------------------------------ parts

/** Where a word stands next; the size: nowhere. */
static int64_t find_word(const genus_bytes *bytes, const char *word, size_t length, int64_t at) {
    unsigned char block[block_size];
    int64_t found = bytes->size;
    while (found == bytes->size && at < bytes->size) {
        const size_t got = genus_bytes_peek(bytes, at, block, block_size);
        if (got < length) {
            break;
        }
        size_t i = 0;
        while (i + length <= got) {
            const unsigned char *first = memchr(block + i, word[0], got - length - i + 1);
            if (first == NULL) {
                break;
            }
            i = (size_t)(first - block);
            if (memcmp(first, word, length) == 0) {
                found = at + (int64_t)i;
                break;
            }
            i++;
        }
        at += (int64_t)(got - length + 1);
    }
    return found;
}

/** The page behind the one at `at`, whose header is given; where that is damaged, the next word. */
static int64_t next_page(const genus_bytes *bytes, int64_t at, const unsigned char *header) {
    unsigned char table[255];
    int64_t size = ogg_header + header[26];
    const size_t segments = genus_bytes_peek(bytes, at + ogg_header, table, header[26]);
    for (size_t i = 0; i < segments; i++) {
        size += table[i];
    }
    char word[4];
    if (genus_bytes_peek(bytes, at + size, word, sizeof word) == sizeof word &&
        memcmp(word, "OggS", sizeof word) != 0) {
        return find_word(bytes, "OggS", 4, at + 4);
    }
    return at + size;
}

/** A page that begins a stream, behind one that does not: those of one song stand together. */
static int64_t next_link(const genus_bytes *bytes, int64_t at) {
    bool has_body = false;
    while (at < bytes->size) {
        unsigned char header[ogg_header];
        if (genus_bytes_peek(bytes, at, header, sizeof header) < sizeof header) {
            break;
        }
        const bool begins = (header[5] & ogg_begins_stream) != 0;
        if (begins && has_body) {
            return at;
        }
        has_body = has_body || !begins;
        at = next_page(bytes, at, header);
    }
    return bytes->size;
}

int64_t genus_content_next_part(const genus_bytes *bytes, genus_content_kind kind, int64_t after) {
    if (!bytes->is_seekable) {
        return bytes->size;
    }
    if (kind == GENUS_CONTENT_OGG) {
        return next_link(bytes, after);
    }
    if (kind == GENUS_CONTENT_FLAC) {
        // The word, and the header of the block that must come first, which is 34 bytes long.
        return find_word(bytes, "fLaC\0\0\0\x22", 8, after + 4);
    }
    return bytes->size;
}
