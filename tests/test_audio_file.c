// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The reader of audio files: whole ones of all kinds, and those that people have.

#include "engine/file/audio_file.h"
#include "engine/file/wav_header.h"
#include "support/broken_files.h"
#include "support/checks.h"

#include <fcntl.h>
#include <math.h>
#include <pthread.h>
#include <setjmp.h>
#include <sndfile.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#ifdef GENUS_HAS_FFMPEG
#define HAS_FFMPEG 1
#else
#define HAS_FFMPEG 0
#endif

typedef struct fixture {
    char folder[32];
    char path[64];
    genus_error error;
    double seconds;    ///< That were read,
    double loud;       ///< and of them those that are no silence.
    double unreadable; ///< That the reader counts.
} fixture;

static int set_up(void **state) {
    fixture *f = calloc(1, sizeof *f);
    (void)strcpy(f->folder, "/tmp/genus-file-XXXXXX");
    *state = f;
    if (mkdtemp(f->folder) == NULL) {
        return -1;
    }
    (void)snprintf(f->path, sizeof f->path, "%s/song", f->folder);
    return 0;
}

static int tear_down(void **state) {
    fixture *f = *state;
    const int failure = genus_test_remove_folder(f->folder);
    free(f);
    return failure;
}

/** Reads all of it, in blocks of an odd size. */
static genus_status read_path(fixture *f, const char *path) {
    enum { block = 1000 };
    static float samples[block * GENUS_CHANNELS_MAX];
    genus_audio_file *file = NULL;
    f->seconds = 0.0;
    f->loud = 0.0;
    f->unreadable = 0.0;
    genus_status status = genus_audio_file_open(path, &file, &f->error);
    size_t count = 1;
    while (status == GENUS_OK && count > 0) {
        status = genus_audio_file_read(file, samples, block, &count, &f->error);
        float loudest = 0.0F;
        for (size_t i = 0; i < count * genus_audio_file_channels(file); i++) {
            loudest = fmaxf(loudest, fabsf(samples[i]));
        }
        f->seconds += (double)count / genus_audio_file_rate(file);
        f->loud += loudest > 0.02F ? (double)count / genus_audio_file_rate(file) : 0.0;
    }
    f->unreadable = file != NULL ? genus_audio_file_unreadable(file) : 0.0;
    genus_audio_file_free(file);
    return status;
}

static genus_status read_file(fixture *f, const genus_test_file *file) {
    genus_test_file_write(file, f->path);
    return read_path(f, f->path);
}

static void assert_seconds(const fixture *f, double wanted, double slack) {
    if (fabs(f->seconds - wanted) > slack || f->loud < f->seconds - slack - 0.2) {
        fail_msg("%.3f s were read, %.3f of them loud, not %.3f", f->seconds, f->loud, wanted);
    }
}

static void assert_near(double value, double wanted, double slack) {
    if (fabs(value - wanted) > slack) {
        fail_msg("%.3f is not %.3f", value, wanted);
    }
}

static genus_test_file make(int format, double seconds) {
    return genus_test_song_make(
        &(genus_test_song){.format = format, .rate = 44100, .channels = 2, .seconds = seconds});
}

static const int wav_16 = SF_FORMAT_WAV | SF_FORMAT_PCM_16;
static const int flac_16 = SF_FORMAT_FLAC | SF_FORMAT_PCM_16;
static const int mp3 = SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III;

// -------------------------------------------------------------------------------------- good files

static void every_format_is_read_whole(void **state) {
    fixture *f = *state;
    static const int formats[] = {
        SF_FORMAT_WAV | SF_FORMAT_PCM_16,  SF_FORMAT_WAV | SF_FORMAT_PCM_24,
        SF_FORMAT_WAV | SF_FORMAT_FLOAT,   SF_FORMAT_WAV | SF_FORMAT_IMA_ADPCM,
        SF_FORMAT_RF64 | SF_FORMAT_PCM_16, SF_FORMAT_W64 | SF_FORMAT_PCM_16,
        SF_FORMAT_AIFF | SF_FORMAT_PCM_16, SF_FORMAT_CAF | SF_FORMAT_PCM_16,
        SF_FORMAT_AU | SF_FORMAT_PCM_16,   SF_FORMAT_FLAC | SF_FORMAT_PCM_16,
        SF_FORMAT_OGG | SF_FORMAT_VORBIS,  SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III,
    };
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        genus_test_file file = make(formats[i], 2.0);
        assert_int_equal(read_file(f, &file), GENUS_OK);
        assert_seconds(f, 2.0, 0.08);
        assert_near(f->unreadable, 0.0, 0.0);
        genus_test_file_clear(&file);
    }
}

static void formats_of_ffmpeg_are_read_or_named(void **state) {
    fixture *f = *state;
    static const struct {
        const char *file;
        const char *name;
    } files[] = {
        {"aac.m4a", "MP4"},  {"alac.m4a", "MP4"},       {"music.wma", "Windows Media"},
        {"adts.aac", "AAC"}, {"opus.webm", "Matroska"}, {"music.wv", "WavPack"},
        {"flac.oga", "Ogg"},
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char path[512];
        (void)snprintf(path, sizeof path, GENUS_TEST_FILES "/%s", files[i].file);
        const genus_status status = read_path(f, path);
        if (status == GENUS_OK) {
            assert_seconds(f, 1.0, 0.15);
            assert_near(f->unreadable, 0.0, 0.0);
        } else if (HAS_FFMPEG) {
            fail_msg("%s: %s", files[i].file, f->error.message);
        } else {
            assert_says(f->error.message, files[i].name);
            assert_says(f->error.message, "ffmpeg -i FILE");
        }
    }
}

/** One bit a sample, 64 times 44,100 of them a second, in blocks of 4,096 bytes a channel. */
static void dsd_comes_at_a_rate_that_is_heard(void **state) {
    fixture *f = *state;
    enum { blocks = 86 };
    const size_t samples = (size_t)blocks * 4096;
    genus_test_file file = {.bytes = calloc(1, 92 + samples), .size = 92 + samples};
    unsigned char *b = file.bytes;
    assert_non_null(b);
    const uint64_t sizes[][2] = {{4, 28},           {12, file.size}, {32, 52},          {40, 1},
                                 {48, 1},           {52, 1},         {56, 2822400},     {60, 1},
                                 {64, samples * 8}, {72, 4096},      {84, 12 + samples}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        for (size_t k = 0; k < 4; k++) { // No value needs more.
            b[sizes[i][0] + k] = (unsigned char)(sizes[i][1] >> (8 * k));
        }
    }
    static const struct {
        size_t at;
        char name[4]; // Chunks have names without a NUL.
    } chunks[] = {
        {0, {'D', 'S', 'D', ' '}}, {28, {'f', 'm', 't', ' '}}, {80, {'d', 'a', 't', 'a'}}};
    for (size_t i = 0; i < sizeof chunks / sizeof *chunks; i++) {
        memcpy(b + chunks[i].at, chunks[i].name, sizeof chunks[i].name);
    }
    for (size_t i = 0; i < samples; i++) {
        b[92 + i] = i / 64 % 2 != 0 ? 0x55 : 0xF7; // A square wave.
    }
    const genus_status status = read_file(f, &file);
    if (HAS_FFMPEG) {
        assert_int_equal(status, GENUS_OK);
        assert_near(f->seconds, 1.0, 0.02);
    } else {
        assert_says(f->error.message, "DSF");
    }
    genus_test_file_clear(&file);
}

static void what_is_no_audio_is_refused_in_one_line(void **state) {
    fixture *f = *state;
    assert_int_equal(read_path(f, "/nowhere/song"), GENUS_ERROR_OPEN);
    assert_says(f->error.message, "cannot be opened: No such file");
    assert_int_equal(read_path(f, f->folder), GENUS_ERROR_OPEN);
    assert_says(f->error.message, "is a directory");
    genus_test_file file = genus_test_junk(0, 1);
    assert_int_equal(read_file(f, &file), GENUS_ERROR_OPEN);
    assert_says(f->error.message, "is empty");
    genus_test_file_clear(&file);
    file = genus_test_junk(100000, 1);
    assert_int_equal(read_file(f, &file), GENUS_ERROR_OPEN);
    assert_says(f->error.message, "is not an audio file that can be read");
    genus_test_file_clear(&file);
    // A playlist that names other files opens none.
    static const char list[] = "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n/etc/passwd\n";
    file = genus_test_junk(0, 1);
    genus_test_file_replace(&file, 0, 0, list, sizeof list - 1);
    assert_int_equal(read_file(f, &file), GENUS_ERROR_OPEN);
    genus_test_file_clear(&file);
}

// --------------------------------------------------------------------------------------------- WAV

/** Writes a little-endian number over what is there. */
static void put_u32(genus_test_file *file, size_t at, uint32_t value) {
    for (size_t i = 0; i < 4; i++) {
        file->bytes[at + i] = (unsigned char)(value >> (8 * i));
    }
}

static const uint32_t lies[] = {0,          0xFFFFFFFF, 0x7FFFF000, 0x7FFFFFFF,
                                0x80000000, 0x7FFFFFDB, 0xFFFFFFDB};

static void sizes_that_cannot_be_true_are_not_believed(void **state) {
    fixture *f = *state;
    static const int kinds[] = {SF_FORMAT_WAV | SF_FORMAT_PCM_16, SF_FORMAT_WAV | SF_FORMAT_FLOAT,
                                SF_FORMAT_WAVEX | SF_FORMAT_PCM_24};
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        for (size_t i = 0; i < sizeof lies / sizeof *lies; i++) {
            genus_test_file file = make(kinds[k], 2.0);
            size_t data = 0;
            while (memcmp(file.bytes + data, "data", 4) != 0) {
                data++;
            }
            put_u32(&file, 4, lies[i]);
            put_u32(&file, data + 4, lies[i]);
            // In floats a chunk of peaks may lie behind the samples: here they must be the end.
            file.size = data + 8 + (size_t)(2.0 * 44100) * (k == 0 ? 4 : k == 1 ? 8 : 6);
            assert_int_equal(read_file(f, &file), GENUS_OK);
            assert_seconds(f, 2.0, 0.001);
            assert_near(f->unreadable, 0.0, 0.0);
            genus_test_file_clear(&file);
        }
    }
}

static void a_size_within_the_samples_is_not_believed(void **state) {
    fixture *f = *state;
    genus_test_file file = make(wav_16, 5.0);
    put_u32(&file, 40, 44100 * 4); // A recorder that wrote it once, after a second.
    assert_int_equal(read_file(f, &file), GENUS_OK);
    assert_seconds(f, 5.0, 0.001);
    genus_test_file_clear(&file);
}

static void what_stands_behind_the_samples_is_not_heard(void **state) {
    fixture *f = *state;
    static const char *const words[] = {"LIST", "ID3\x04", "TAGx"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        genus_test_file file = make(wav_16, 2.0);
        genus_test_file more = genus_test_junk(300000, 7);
        memcpy(more.bytes, words[i], 4);
        put_u32(&more, 4, (uint32_t)more.size - 8);
        genus_test_file_append(&file, &more);
        assert_int_equal(read_file(f, &file), GENUS_OK);
        assert_seconds(f, 2.0, 0.001);
        genus_test_file_clear(&more);
        genus_test_file_clear(&file);
    }
}

static void a_size_that_has_wrapped_is_found(void **state) {
    fixture *f = *state;
    genus_test_file file = make(wav_16, 1.0);
    genus_test_file_write(&file, f->path);
    const off_t size = (off_t)file.size + ((off_t)2 << 32);
    assert_int_equal(truncate(f->path, size + 100), 0); // With holes: it takes no room.
    genus_bytes bytes = {
        .descriptor = open(f->path, O_RDONLY), .is_seekable = true, .size = (int64_t)size + 100};
    genus_wav wav;
    assert_true(bytes.descriptor >= 0);
    assert_true(genus_wav_sizes_lie(&bytes, &wav));
    assert_true(wav.data_size == (uint64_t)size - 44);
    (void)close(bytes.descriptor);
    genus_test_file_clear(&file);
}

typedef struct pouring {
    const genus_test_file *file;
    const char *path;
} pouring;

static void *pour(void *context) {
    const pouring *job = context;
    FILE *out = fopen(job->path, "wb");
    if (out != NULL) {
        (void)fwrite(job->file->bytes, 1, job->file->size, out);
        (void)fclose(out);
    }
    return NULL;
}

static genus_status read_through_pipe(fixture *f, const genus_test_file *file) {
    (void)unlink(f->path);
    assert_int_equal(mkfifo(f->path, 0600), 0);
    pouring job = {.file = file, .path = f->path};
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, pour, &job), 0);
    const genus_status status = read_path(f, f->path);
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_int_equal(unlink(f->path), 0);
    return status;
}

static void pipes_are_read_to_their_end(void **state) {
    fixture *f = *state;
    for (size_t i = 0; i <= sizeof lies / sizeof *lies; i++) {
        genus_test_file file = make(wav_16, 2.0);
        // At last a promise that is not kept.
        put_u32(&file, 40, i < sizeof lies / sizeof *lies ? lies[i] : 44100 * 4 * 60);
        assert_int_equal(read_through_pipe(f, &file), GENUS_OK);
        assert_seconds(f, 2.0, 0.001);
        genus_test_file_clear(&file);
    }
    static const int formats[] = {SF_FORMAT_FLAC | SF_FORMAT_PCM_16,
                                  SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III,
                                  SF_FORMAT_OGG | SF_FORMAT_VORBIS};
    for (size_t i = 0; HAS_FFMPEG && i < sizeof formats / sizeof *formats; i++) {
        genus_test_file file = make(formats[i], 2.0);
        assert_int_equal(read_through_pipe(f, &file), GENUS_OK);
        assert_seconds(f, 2.0, 0.08);
        genus_test_file_clear(&file);
    }
}

// ------------------------------------------------------------------------------- several in a file

static void chained_and_joined_files_are_heard_to_the_last(void **state) {
    fixture *f = *state;
    static const int formats[] = {SF_FORMAT_OGG | SF_FORMAT_VORBIS,
                                  SF_FORMAT_FLAC | SF_FORMAT_PCM_16};
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        genus_test_file file = make(formats[i], 2.0);
        genus_test_file second = make(formats[i], 1.5);
        genus_test_file third = genus_test_song_make(
            &(genus_test_song){.format = formats[i], .rate = 22050, .channels = 1, .seconds = 3.0});
        genus_test_file_append(&file, &second);
        assert_int_equal(read_file(f, &file), GENUS_OK);
        assert_seconds(f, 3.5, 0.01);
        // Taggers put an ID3 tag in front, where neither format has a place for one.
        genus_test_file tagged = genus_test_junk(10 + 128, 1);
        memcpy(tagged.bytes, (unsigned char[]){'I', 'D', '3', 4, 0, 0, 0, 0, 1, 0}, 10);
        genus_test_file_append(&tagged, &file);
        assert_int_equal(read_file(f, &tagged), GENUS_OK);
        assert_seconds(f, 3.5, 0.01);
        genus_test_file_clear(&tagged);
        genus_test_file_append(&file, &third); // Another rate, fewer channels.
        if (HAS_FFMPEG) {
            assert_int_equal(read_file(f, &file), GENUS_OK);
            assert_seconds(f, 6.5, 0.02);
        } else {
            assert_int_equal(read_file(f, &file), GENUS_ERROR_READ);
            assert_seconds(f, 3.5, 0.01);
        }
        genus_test_file_clear(&third);
        genus_test_file_clear(&second);
        genus_test_file_clear(&file);
    }
}

static void joined_mp3_is_heard_to_the_last(void **state) {
    fixture *f = *state;
    if (!HAS_FFMPEG) {
        return;
    }
    genus_test_file file = make(mp3, 3.0);
    genus_test_file second = make(mp3, 2.0);
    // A tag of two kilobytes stands between them, as players' libraries write it.
    genus_test_file tag = genus_test_junk(2010, 3);
    memcpy(tag.bytes, "ID3\x04\0\0\0\0\x0F\x50", 10);
    genus_test_file_append(&file, &tag);
    genus_test_file_append(&file, &second);
    assert_int_equal(read_file(f, &file), GENUS_OK);
    assert_seconds(f, 5.0, 0.15);
    assert_near(f->unreadable, 0.0, 0.0);
    genus_test_file_clear(&tag);
    genus_test_file_clear(&second);
    genus_test_file_clear(&file);
}

// -------------------------------------------------------------------------------------------
// damage

static void vbr_without_a_xing_header_is_heard_whole(void **state) {
    fixture *f = *state;
    if (!HAS_FFMPEG) {
        return;
    }
    genus_test_file file = genus_test_song_make(&(genus_test_song){
        .format = mp3, .rate = 44100, .channels = 2, .seconds = 20.0, .is_variable = 1});
    const size_t first = genus_test_mpeg_frame_end(&file, 0);
    genus_test_file_replace(&file, 0, first, NULL, 0);
    assert_int_equal(read_file(f, &file), GENUS_OK);
    assert_seconds(f, 20.0, 0.15);
    assert_near(f->unreadable, 0.0, 0.0);
    genus_test_file_clear(&file);
}

static void mp3_with_junk_is_heard_and_what_is_lost_is_counted(void **state) {
    fixture *f = *state;
    if (!HAS_FFMPEG) {
        return;
    }
    const genus_test_file whole = make(mp3, 20.0);
    const double rate = (double)whole.size / 20.0; // Bytes a second.
    const size_t hole = 5000;
    const double lost = (double)hole / rate;
    const struct {
        size_t from;  ///< What is replaced,
        size_t to;    ///< up to here,
        size_t size;  ///< by so much,
        bool is_zero; ///< zeros or junk.
        double heard;
        double lost;
    } cases[] = {
        {0, 0, 60000, true, 20.0, 60000 / rate},
        {0, 0, 300000, false, 20.0, 300000 / rate},
        {0, 10000 + 77, 0, true, 20.0 - 10000 / rate, 0.03},
        {whole.size / 2, whole.size / 2 + hole, hole, true, 20.0 - lost, lost},
        {whole.size / 2, whole.size / 2 + hole, hole, false, 20.0 - lost, lost},
        {whole.size / 2, whole.size / 2, hole, false, 20.0, lost},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        genus_test_file file = {0};
        genus_test_file_append(&file, &whole);
        // Without the header that counts the frames: what is cut off is not missed then.
        genus_test_file_replace(&file, 0, genus_test_mpeg_frame_end(&file, 0), NULL, 0);
        genus_test_file junk = genus_test_junk(cases[i].size, 11);
        genus_test_file_replace(&file, cases[i].from, cases[i].to,
                                cases[i].is_zero ? NULL : junk.bytes, cases[i].size);
        assert_int_equal(read_file(f, &file), GENUS_OK);
        assert_seconds(f, cases[i].heard, 0.3);
        assert_near(f->unreadable, cases[i].lost, 0.1);
        genus_test_file_clear(&junk);
        genus_test_file_clear(&file);
    }
    // More than a twentieth is too much.
    genus_test_file file = {0};
    genus_test_file_append(&file, &whole);
    genus_test_file_replace(&file, 100000, 100000 + whole.size / 10, NULL, whole.size / 10);
    assert_int_equal(read_file(f, &file), GENUS_ERROR_READ);
    assert_says(f->error.message, "of 20.0 seconds could not be read");
    assert_near(f->seconds, 18.0, 0.3);
    genus_test_file_clear(&file);
    genus_test_file_clear((genus_test_file *)&whole);
}

/** How many samples FLAC's first block promises: 36 bits from byte 21 of the file. */
static void promise(genus_test_file *file, uint64_t samples) {
    file->bytes[21] = (unsigned char)((file->bytes[21] & 0xF0) | (samples >> 32 & 0x0F));
    for (size_t i = 0; i < 4; i++) {
        file->bytes[22 + i] = (unsigned char)(samples >> (24 - 8 * i));
    }
}

static void a_promise_that_is_nearly_kept_is_no_damage(void **state) {
    fixture *f = *state;
    const uint64_t there = 20 * 44100;
    const struct {
        uint64_t promised;
        genus_status status;
        double unreadable;
    } cases[] = {
        {there + 117, GENUS_OK, 0.0},
        {there + 40000, GENUS_OK, 0.0},
        {there + 45000, GENUS_OK, 45000 / 44100.0},
        {2 * there, GENUS_ERROR_TRUNCATED, 20.0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        genus_test_file file = make(flac_16, 20.0);
        promise(&file, cases[i].promised);
        assert_int_equal(read_file(f, &file), cases[i].status);
        assert_seconds(f, 20.0, 0.01);
        assert_near(f->unreadable, cases[i].unreadable, 0.01);
        genus_test_file_clear(&file);
    }
    assert_says(f->error.message, "only 20.0 of 40.0 seconds could be read");
}

static void flac_goes_on_behind_a_hole(void **state) {
    fixture *f = *state;
    genus_test_file file = make(flac_16, 20.0);
    const size_t half = file.size / 2;
    genus_test_file junk = genus_test_junk(6000, 5);
    genus_test_file_replace(&file, half, half + junk.size, junk.bytes, junk.size);
    const genus_status status = read_file(f, &file);
    if (HAS_FFMPEG) {
        assert_int_equal(status, GENUS_OK);
        assert_true(f->seconds > 19.0 && f->seconds < 20.01);
    }
    genus_test_file_clear(&junk);
    genus_test_file_clear(&file);
}

/** Cuts and flipped bits at places of chance: whatever comes out, it comes out. */
static void no_damage_does_harm(void **state) {
    fixture *f = *state;
    static const int formats[] = {
        SF_FORMAT_WAV | SF_FORMAT_PCM_16, SF_FORMAT_FLAC | SF_FORMAT_PCM_16,
        SF_FORMAT_OGG | SF_FORMAT_VORBIS, SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III,
        SF_FORMAT_CAF | SF_FORMAT_PCM_16, SF_FORMAT_AIFF | SF_FORMAT_PCM_16};
    uint32_t seed = 1;
    for (size_t i = 0; i < 120; i++) {
        genus_test_file file = make(formats[i % 6], 1.0);
        for (int k = 0; k < 20; k++) {
            seed = seed * 1664525U + 1013904223U;
            // Half of them in the header, where they matter most.
            const size_t at = seed % (k % 2 == 0 ? file.size : 200);
            file.bytes[at] ^= (unsigned char)(1U << (seed >> 29));
        }
        file.size = i % 3 == 0 ? seed % file.size : file.size;
        const genus_status status = read_file(f, &file);
        assert_true(status == GENUS_OK || f->error.message[0] != '\0');
        assert_null(strchr(f->error.message, '\n'));
        genus_test_file_clear(&file);
    }
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(every_format_is_read_whole),
        TEST(formats_of_ffmpeg_are_read_or_named),
        TEST(dsd_comes_at_a_rate_that_is_heard),
        TEST(what_is_no_audio_is_refused_in_one_line),
        TEST(sizes_that_cannot_be_true_are_not_believed),
        TEST(a_size_within_the_samples_is_not_believed),
        TEST(what_stands_behind_the_samples_is_not_heard),
        TEST(a_size_that_has_wrapped_is_found),
        TEST(pipes_are_read_to_their_end),
        TEST(chained_and_joined_files_are_heard_to_the_last),
        TEST(joined_mp3_is_heard_to_the_last),
        TEST(vbr_without_a_xing_header_is_heard_whole),
        TEST(mp3_with_junk_is_heard_and_what_is_lost_is_counted),
        TEST(a_promise_that_is_nearly_kept_is_no_damage),
        TEST(flac_goes_on_behind_a_hole),
        TEST(no_damage_does_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
