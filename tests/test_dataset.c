// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The data set: features files, hostile ones too, and folders of audio.

#include "engine/safetensors.h"
#include "support/checks.h"
#include "train/dataset.h"

#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <signal.h>
#include <sndfile.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define GTZAN GENUS_SHARED "/gtzan/gtzan-mel.safetensors"
#define GTZAN_AUDIO GENUS_SHARED "/gtzan/audio"

enum {
    path_size = 256,
    bands = 4,
    frames = 3,
    clips = 3,
    entries = 14,
    tensors = 6,
};

// ------------------------------------------------------------------------------ features files

/** A features file in parts, each of which a test can spoil. */
typedef struct features {
    uint8_t mel[clips * bands * frames];
    float max_db[clips];
    float range_db[clips];
    uint8_t label[clips];
    int32_t frame[clips];
    int32_t track[clips];
    genus_tensor tensors[tensors];
    genus_metadata metadata[entries];
    size_t tensor_count;
    size_t entry_count;
} features;

static void set_up(features *features) {
    *features = (struct features){
        .max_db = {0, -10, 20},
        .range_db = {80, 51, 0},
        .label = {1, 0, 1},
        .frame = {3, 1, 2},
        .track = {0, 1, 1},
        .metadata = {{"format", "genus-features-1"},
                     {"classes", "blues,rock"},
                     {"clips", "a\nb\nc"},
                     {"sample_rate", "22050"},
                     {"n_fft", "2048"},
                     {"hop", "1708"},
                     {"mel_bands", "4"},
                     {"f_min", "0"},
                     {"f_max", "11025"},
                     {"window", "hann, periodic"},
                     {"mel_scale", "slaney"},
                     {"mel_norm", "slaney"},
                     {"power", "2"},
                     {"decode", "dB = max_db - range_db * (1 - mel / 255)"}},
        .tensor_count = tensors,
        .entry_count = entries,
    };
    for (size_t i = 0; i < sizeof features->mel; i++) {
        features->mel[i] = (uint8_t)(7 * i + 3);
    }
    const genus_tensor all[tensors] = {
        {"mel", GENUS_DTYPE_U8, 3, {clips, bands, frames}, features->mel},
        {"max_db", GENUS_DTYPE_F32, 1, {clips}, features->max_db},
        {"range_db", GENUS_DTYPE_F32, 1, {clips}, features->range_db},
        {"label", GENUS_DTYPE_U8, 1, {clips}, features->label},
        {"frames", GENUS_DTYPE_I32, 1, {clips}, features->frame},
        {"track", GENUS_DTYPE_I32, 1, {clips}, features->track},
    };
    memcpy(features->tensors, all, sizeof all);
}

static void make_folder(char folder[path_size]) {
    (void)snprintf(folder, path_size, "/tmp/genus-dataset-XXXXXX");
    assert_non_null(mkdtemp(folder));
}

static genus_status load(const features *features, genus_dataset **dataset, genus_error *error) {
    char folder[path_size];
    char path[path_size + 32];
    make_folder(folder);
    (void)snprintf(path, sizeof path, "%s/f.safetensors", folder);
    assert_int_equal(genus_safetensors_write(path, features->tensors, features->tensor_count,
                                             features->metadata, features->entry_count, error),
                     GENUS_OK);
    const genus_status status = genus_dataset_load(path, NULL, dataset, error);
    if (status != GENUS_OK) {
        assert_null(*dataset);
        assert_ptr_equal(strstr(error->message, path), error->message);
    }
    assert_int_equal(genus_test_remove_folder(folder), 0);
    return status;
}

static void reads_every_field_of_a_features_file(void **state) {
    (void)state;
    features features;
    genus_dataset *dataset = NULL;
    genus_error error = {0};
    set_up(&features);
    assert_int_equal(load(&features, &dataset, &error), GENUS_OK);
    assert_int_equal(dataset->clip_count, clips);
    assert_int_equal(dataset->label_count, 2);
    assert_string_equal(dataset->labels[0], "blues");
    assert_string_equal(dataset->labels[1], "rock");
    assert_int_equal(dataset->settings.hop, 1708);
    assert_int_equal(dataset->settings.mel_bands, bands);
    assert_true(dataset->settings.power_floor == 1e-10F);
    for (size_t i = 0; i < clips; i++) {
        const genus_clip *clip = &dataset->clips[i];
        const char name[] = {(char)('a' + (int)i), '\0'};
        float decibels[frames * bands];
        assert_string_equal(clip->name, name);
        assert_int_equal(clip->frames, features.frame[i]);
        assert_int_equal(clip->label, features.label[i]);
        assert_int_equal(clip->track, features.track[i]);
        genus_clip_decode(clip, bands, 0, clip->frames, decibels);
        for (size_t frame = 0; frame < clip->frames; frame++) {
            for (size_t band = 0; band < bands; band++) {
                const double cell = features.mel[(i * bands + band) * frames + frame];
                const double expected =
                    features.max_db[i] - features.range_db[i] * (1 - cell / 255);
                assert_true(fabs(decibels[frame * bands + band] - expected) < 1e-4);
            }
        }
    }
    float last[bands];
    float all[frames * bands];
    genus_clip_decode(&dataset->clips[0], bands, 0, frames, all);
    genus_clip_decode(&dataset->clips[0], bands, frames - 1, 1, last);
    assert_memory_equal(last, all + (ptrdiff_t)(frames - 1) * bands, sizeof last);
    genus_dataset_free(dataset);
}

static void every_clip_is_full_and_alone_without_the_optional_tensors(void **state) {
    (void)state;
    features features;
    genus_dataset *dataset = NULL;
    genus_error error = {0};
    set_up(&features);
    features.tensor_count = 4;
    features.metadata[1].value = "rock 'n' roll, live\nblues";
    assert_int_equal(load(&features, &dataset, &error), GENUS_OK);
    assert_string_equal(dataset->labels[0], "rock 'n' roll, live");
    for (size_t i = 0; i < clips; i++) {
        assert_int_equal(dataset->clips[i].frames, frames);
        assert_int_equal(dataset->clips[i].track, i);
    }
    genus_dataset_free(dataset);
}

static void writes_what_it_reads(void **state) {
    (void)state;
    features features;
    genus_error error = {0};
    const char *const classes[] = {"blues,rock", "rock, hard\nblues"};
    for (size_t i = 0; i < 4; i++) {
        genus_dataset *dataset = NULL;
        genus_dataset *again = NULL;
        char folder[path_size];
        char path[path_size + 32];
        char digest[GENUS_DIGEST_HEX];
        char digest_again[GENUS_DIGEST_HEX];
        set_up(&features);
        features.metadata[1].value = classes[i % 2];
        features.tensor_count = i < 2 ? 4 : 6;
        assert_int_equal(load(&features, &dataset, &error), GENUS_OK);
        make_folder(folder);
        (void)snprintf(path, sizeof path, "%s/f.safetensors", folder);
        assert_int_equal(genus_dataset_write(dataset, path, &error), GENUS_OK);
        genus_safetensors *file = NULL;
        assert_int_equal(genus_safetensors_load(path, &file, &error), GENUS_OK);
        assert_int_equal(genus_safetensors_count(file), features.tensor_count);
        genus_safetensors_free(file);
        assert_int_equal(genus_dataset_load(path, NULL, &again, &error), GENUS_OK);
        assert_string_equal(dataset->labels[0], again->labels[0]);
        genus_dataset_digest(dataset, digest);
        genus_dataset_digest(again, digest_again);
        assert_string_equal(digest, digest_again);
        genus_dataset_free(dataset);
        genus_dataset_free(again);
        assert_int_equal(genus_test_remove_folder(folder), 0);
    }
}

static void digest_tells_every_change(void **state) {
    (void)state;
    enum { changes = 10 };
    features features;
    genus_error error = {0};
    char digests[changes][GENUS_DIGEST_HEX];
    for (int i = 0; i < changes; i++) {
        genus_dataset *dataset = NULL;
        set_up(&features);
        features.label[1] = i == 1 ? 1 : 0;
        features.label[2] = i == 1 ? 0 : 1;
        features.max_db[0] = i == 2 ? 0.001F : 0;
        features.range_db[0] = i == 3 ? 79 : 80;
        features.frame[1] = i == 4 ? 2 : 1;
        features.track[2] = i == 5 ? 2 : 1;
        features.mel[1] ^= (uint8_t)(i == 6);
        features.metadata[1].value = i == 7 ? "blue,srock" : "blues,rock";
        features.metadata[2].value = i == 8 ? "a\nbb\nc" : "a\nb\nc";
        features.metadata[5].value = i == 9 ? "1709" : "1708";
        assert_int_equal(load(&features, &dataset, &error), GENUS_OK);
        genus_dataset_digest(dataset, digests[i]);
        for (int j = 0; j < i; j++) {
            assert_string_not_equal(digests[i], digests[j]);
        }
        genus_dataset_free(dataset);
    }
    // Weights name this digest: it must not change from release to release.
    assert_string_equal(digests[0],
                        "bb06e25785ea737a4df3ce0b4fb1d5882634a61adf4ed939dbb90876e03f7dab");
}

/** Spoils one thing. @return false after the last case. */
static bool spoil(features *f, size_t which, genus_status *expected, const char **message) {
    static char many[4 * (GENUS_LABELS_MAX + 1)];
    static uint8_t wide[2 * clips * bands * frames];
    const size_t metadata_cases = 22;
    const struct {
        size_t entry;
        const char *value;
        genus_status status;
        const char *message;
    } texts[] = {
        {0, "genus-features-2", GENUS_ERROR_VERSION, "'format'"},
        {0, "genus-weights-1", GENUS_ERROR_VERSION, "'format'"},
        {1, "blues", GENUS_ERROR_LABELS, "'classes'"},
        {1, "", GENUS_ERROR_LABELS, "'classes'"},
        {1, "rock,rock", GENUS_ERROR_LABELS, "'rock' twice"},
        {1, "rock,", GENUS_ERROR_LABELS, "empty"},
        {1, "a,b,c", GENUS_ERROR_DATA, "'c' has no clip"},
        {1, many, GENUS_ERROR_LABELS, "names 65"},
        {2, "a\nb", GENUS_ERROR_METADATA, "names 2 clips"},
        {2, "a\nb\nc\n", GENUS_ERROR_METADATA, "names 4 clips"},
        {2, "a\nb\na", GENUS_ERROR_METADATA, "'a' twice"},
        {2, "a\n\nc", GENUS_ERROR_METADATA, "empty"},
        {3, "22050.5", GENUS_ERROR_METADATA, "'sample_rate'"},
        {4, "-2048", GENUS_ERROR_METADATA, "'n_fft'"},
        {5, "99999999999", GENUS_ERROR_METADATA, "'hop'"},
        {5, "0", GENUS_ERROR_FRONTEND, "hop"},
        {6, "5", GENUS_ERROR_TENSOR_SHAPE, "'mel'"},
        {7, "nan", GENUS_ERROR_METADATA, "'f_min'"},
        {8, "11 kHz", GENUS_ERROR_METADATA, "'f_max'"},
        {9, "hann", GENUS_ERROR_FRONTEND, "'window'"},
        {12, "1", GENUS_ERROR_FRONTEND, "'power'"},
        {13, "dB = mel", GENUS_ERROR_METADATA, "'decode'"},
    };
    assert_int_equal(metadata_cases, sizeof texts / sizeof *texts);
    for (size_t i = 0; i <= GENUS_LABELS_MAX; i++) {
        (void)snprintf(many + 3 * i, 5, "%02zu,", i);
    }
    many[3 * (GENUS_LABELS_MAX + 1) - 1] = '\0';
    if (which < metadata_cases) {
        f->metadata[texts[which].entry].value = texts[which].value;
        *expected = texts[which].status;
        *message = texts[which].message;
        return true;
    }
    which -= metadata_cases;
    if (which < entries - 1) { // decode is not required.
        *expected = GENUS_ERROR_METADATA;
        *message = f->metadata[which].key;
        f->metadata[which] = (genus_metadata){"other", "text"};
        return true;
    }
    which -= entries - 1;
    if (which < 4) {
        *expected = GENUS_ERROR_TENSOR_MISSING;
        *message = f->tensors[which].name;
        f->tensors[which].name = "other";
        return true;
    }
    which -= 4;
    *expected = GENUS_ERROR_TENSOR_SHAPE;
    if (which < tensors) {
        *message = f->tensors[which].name;
        f->tensors[which].shape[0]--;
        return true;
    }
    which -= tensors;
    switch (which) {
    case 0:
        *message = "'mel'";
        f->tensors[0].shape[0] = 0;
        return true;
    case 1:
        *message = "'mel'";
        f->tensors[0].shape[2] = 0;
        return true;
    case 2:
        *message = "'mel'";
        f->tensors[0] = (genus_tensor){"mel", GENUS_DTYPE_U8, 2, {clips, bands}, f->mel};
        return true;
    case 3:
        *message = "'label'";
        f->tensors[3] = (genus_tensor){"label", GENUS_DTYPE_U8, 2, {1, clips}, f->label};
        return true;
    default:
        break;
    }
    *expected = GENUS_ERROR_DTYPE;
    switch (which) {
    case 4:
        *message = "'mel'";
        f->tensors[0].dtype = GENUS_DTYPE_U16;
        f->tensors[0].data = wide;
        return true;
    case 5:
        *message = "'max_db'";
        f->tensors[1].dtype = GENUS_DTYPE_I32;
        return true;
    case 6:
        *message = "'label'";
        f->tensors[3].dtype = GENUS_DTYPE_I8;
        return true;
    case 7:
        *message = "'frames'";
        f->tensors[4].dtype = GENUS_DTYPE_U32;
        return true;
    default:
        break;
    }
    *expected = GENUS_ERROR_DATA;
    switch (which) {
    case 8:
        *message = "'label' is 2";
        f->label[0] = 2;
        return true;
    case 9:
        *message = "'range_db' is negative";
        f->range_db[1] = -1;
        return true;
    case 10:
        *message = "'frames' is 0";
        f->frame[2] = 0;
        return true;
    case 11:
        *message = "'frames' is 4";
        f->frame[2] = 4;
        return true;
    case 12:
        *message = "'track' is -1";
        f->track[0] = -1;
        return true;
    case 13:
        *message = "'track' is 3";
        f->track[2] = 3;
        return true;
    default:
        break;
    }
    *expected = GENUS_ERROR_NOT_FINITE;
    *message = "not finite";
    f->max_db[0] = which == 14 ? NAN : 0;
    f->range_db[2] = which == 15 ? INFINITY : 0;
    return which <= 15;
}

static void refuses_hostile_features_files(void **state) {
    (void)state;
    features features;
    genus_status expected = GENUS_OK;
    const char *message = NULL;
    size_t which = 0;
    for (set_up(&features); spoil(&features, which, &expected, &message); set_up(&features)) {
        genus_dataset *dataset = NULL;
        genus_error error = {0};
        const genus_status status = load(&features, &dataset, &error);
        if (status != expected || error.status != expected ||
            strstr(error.message, message) == NULL) {
            fail_msg("case %zu: status %d, not %d; '%s' does not say %s", which, (int)status,
                     (int)expected, error.message, message);
        }
        which++;
    }
    assert_true(which > 50);
}

static void refuses_files_that_are_none(void **state) {
    (void)state;
    genus_dataset *dataset = NULL;
    genus_error error = {0};
    assert_int_equal(genus_dataset_load("/nowhere/features", NULL, &dataset, &error),
                     GENUS_ERROR_OPEN);
    assert_null(dataset);
    assert_int_not_equal(genus_dataset_load("/dev/null", NULL, &dataset, &error), GENUS_OK);
    assert_null(dataset);
}

static void relabels_to_the_labels_of_a_model(void **state) {
    (void)state;
    features features;
    genus_dataset *dataset = NULL;
    genus_error error = {0};
    const char *const labels[] = {"rock", "jazz", "blues"};
    set_up(&features);
    assert_int_equal(load(&features, &dataset, &error), GENUS_OK);
    assert_int_equal(genus_dataset_relabel(dataset, labels, 2, &error), GENUS_ERROR_LABELS);
    assert_non_null(strstr(error.message, "'blues'"));
    assert_int_equal(genus_dataset_relabel(dataset, labels, 3, &error), GENUS_OK);
    assert_int_equal(dataset->label_count, 3);
    assert_int_equal(dataset->clips[0].label, 0);
    assert_int_equal(dataset->clips[1].label, 2);
    assert_string_equal(dataset->labels[2], "blues");
    genus_dataset_free(dataset);
}

// ------------------------------------------------------------------------------ folders of audio

static void add_folder(const char *root, const char *name) {
    char path[2 * path_size];
    (void)snprintf(path, sizeof path, "%s/%s", root, name);
    assert_int_equal(mkdir(path, 0700), 0);
}

static void add_bytes(const char *root, const char *name, const void *bytes, size_t size) {
    char path[2 * path_size];
    (void)snprintf(path, sizeof path, "%s/%s", root, name);
    FILE *stream = fopen(path, "wb");
    assert_non_null(stream);
    assert_int_equal(fwrite(bytes, 1, size, stream), size);
    assert_int_equal(fclose(stream), 0);
}

/** A tone with overtones and a little noise; level 0 is digital silence. */
static void add_audio(const char *root, const char *name, int format, int rate, int channels,
                      double seconds, double level) {
    char path[2 * path_size];
    (void)snprintf(path, sizeof path, "%s/%s", root, name);
    SF_INFO info = {.samplerate = rate, .channels = channels, .format = format};
    SNDFILE *file = sf_open(path, SFM_WRITE, &info);
    assert_non_null(file);
    uint32_t noise = 1;
    const long count = lround(seconds * rate);
    for (long i = 0; i < count; i++) {
        float sample[16];
        noise = noise * 1664525 + 1013904223;
        const double time = (double)i / rate;
        const double value =
            level * (0.5 * sin(1382.3 * time) + 0.2 * sin(4146.9 * time) + 1e-10 * noise);
        for (int channel = 0; channel < channels; channel++) {
            sample[channel] = (float)value;
        }
        assert_int_equal(sf_writef_float(file, sample, 1), 1);
    }
    assert_int_equal(sf_close(file), 0);
}

static genus_status load_folder(const char *root, unsigned threads, genus_dataset **dataset,
                                genus_error *error) {
    const genus_frontend_settings settings = genus_frontend_settings_default();
    return genus_dataset_load_folder(root, &settings, threads, NULL, dataset, error);
}

static const int wav = SF_FORMAT_WAV | SF_FORMAT_PCM_16;
static const int float_wav = SF_FORMAT_WAV | SF_FORMAT_FLOAT;
static const int flac = SF_FORMAT_FLAC | SF_FORMAT_PCM_16;
static const int vorbis = SF_FORMAT_OGG | SF_FORMAT_VORBIS;

static void reads_a_folder_of_audio(void **state) {
    (void)state;
    char root[path_size];
    make_folder(root);
    add_folder(root, "rock");
    add_folder(root, "rock/live");
    add_folder(root, "rock/.hidden");
    add_folder(root, "blúes, слайд");
    add_folder(root, ".cache");
    add_audio(root, "rock/b.wav", wav, 22050, 1, 30.0, 1);
    add_audio(root, "rock/live/long.flac", flac, 44100, 2, 64.0, 1);
    add_audio(root, "rock/a.ogg", vorbis, 48000, 2, 4.0, 1);
    add_audio(root, "rock/.hidden/x.wav", wav, 22050, 1, 4.0, 1);
    add_audio(root, "blúes, слайд/ü.wav", float_wav, 8000, 8, 3.0, 1);
    // Unusable, each for its own reason.
    const float bad[1] = {NAN};
    add_bytes(root, "rock/corrupt.flac", "fLaC and no more", 16);
    add_bytes(root, "rock/cover.jpg", bad, sizeof bad);
    add_bytes(root, "rock/empty.wav", "", 0);
    add_audio(root, "rock/short.wav", wav, 22050, 1, 2.9, 1);
    add_audio(root, "rock/silent.wav", wav, 22050, 1, 5.0, 0);
    add_audio(root, "rock/many.wav", wav, 22050, 9, 4.0, 1);
    add_audio(root, "rock/slow.wav", wav, 4000, 1, 4.0, 1);
    add_audio(root, "rock/absurd.wav", float_wav, 22050, 1, 4.0, 1e9);
    add_bytes(root, "rock/line\nbreak.wav", "", 0);
    add_bytes(root, "rock/\xFF.wav", "", 0);
    add_bytes(root, "README", "not in a class", 14);

    genus_dataset *dataset = NULL;
    genus_error error = {0};
    if (load_folder(root, 3, &dataset, &error) != GENUS_OK) {
        fail_msg("%s", error.message);
    }
    assert_int_equal(dataset->skipped, 10);
    assert_int_equal(dataset->label_count, 2);
    assert_string_equal(dataset->labels[0], "blúes, слайд");
    const struct {
        const char *name;
        size_t frames;
        uint32_t label;
        uint32_t track;
    } expected[] = {
        {"blúes, слайд/ü.wav", 38, 0, 0},
        {"rock/a.ogg", 51, 1, 1},
        {"rock/b.wav", 387, 1, 2},
        {"rock/live/long.flac#1", 387, 1, 3},
        {"rock/live/long.flac#2", 387, 1, 3},
        {"rock/live/long.flac#3", 52, 1, 3},
    };
    assert_int_equal(dataset->clip_count, sizeof expected / sizeof *expected);
    for (size_t i = 0; i < dataset->clip_count; i++) {
        assert_string_equal(dataset->clips[i].name, expected[i].name);
        assert_int_equal(dataset->clips[i].frames, expected[i].frames);
        assert_int_equal(dataset->clips[i].label, expected[i].label);
        assert_int_equal(dataset->clips[i].track, expected[i].track);
        assert_true(dataset->clips[i].range_db > 0 && dataset->clips[i].range_db <= 80);
    }

    // Neither the number of threads nor a features file on the way changes anything.
    char digest[GENUS_DIGEST_HEX];
    char other[GENUS_DIGEST_HEX];
    char path[path_size + 32];
    genus_dataset_digest(dataset, digest);
    (void)snprintf(path, sizeof path, "%s/features", root);
    assert_int_equal(genus_dataset_write(dataset, path, &error), GENUS_OK);
    genus_dataset_free(dataset);
    assert_int_equal(genus_dataset_load(path, NULL, &dataset, &error), GENUS_OK);
    genus_dataset_digest(dataset, other);
    assert_string_equal(digest, other);
    genus_dataset_free(dataset);
    assert_int_equal(load_folder(root, 1, &dataset, &error), GENUS_OK);
    genus_dataset_digest(dataset, other);
    assert_string_equal(digest, other);
    genus_dataset_free(dataset);
    assert_int_equal(genus_test_remove_folder(root), 0);
}

static void skips_truncated_audio(void **state) {
    (void)state;
    char root[path_size];
    char path[path_size + 32];
    make_folder(root);
    add_folder(root, "a");
    add_folder(root, "b");
    add_audio(root, "a/a.wav", wav, 22050, 1, 4.0, 1);
    add_audio(root, "b/b.wav", wav, 22050, 1, 4.0, 1);
    add_audio(root, "b/cut.flac", flac, 22050, 1, 20.0, 1);
    (void)snprintf(path, sizeof path, "%s/b/cut.flac", root);
    struct stat properties;
    assert_int_equal(stat(path, &properties), 0);
    assert_int_equal(truncate(path, properties.st_size / 2), 0);
    genus_dataset *dataset = NULL;
    genus_error error = {0};
    assert_int_equal(load_folder(root, 2, &dataset, &error), GENUS_OK);
    assert_int_equal(dataset->clip_count, 2);
    assert_int_equal(dataset->skipped, 1);
    genus_dataset_free(dataset);
    assert_int_equal(genus_test_remove_folder(root), 0);
}

static void cells_are_within_half_a_step_of_the_front_end(void **state) {
    (void)state;
    char root[path_size];
    make_folder(root);
    add_folder(root, "a");
    add_folder(root, "b");
    // The same tone 20 dB lower: cells equal, loudest cell 20 dB lower.
    add_audio(root, "a/loud.wav", float_wav, 22050, 1, 4.0, 1);
    add_audio(root, "b/soft.wav", float_wav, 22050, 2, 4.0, 0.1);
    genus_dataset *dataset = NULL;
    genus_error error = {0};
    assert_int_equal(load_folder(root, 2, &dataset, &error), GENUS_OK);
    const genus_clip *loud = &dataset->clips[0];
    const genus_clip *soft = &dataset->clips[1];
    assert_true(fabsf(loud->max_db - soft->max_db - 20) < 0.01F);
    assert_int_equal(loud->frames, soft->frames);
    size_t full = 0;
    for (size_t i = 0; i < loud->frames * dataset->settings.mel_bands; i++) {
        full += loud->mel[i] == 255;
        const float a = loud->max_db - loud->range_db * (1 - (float)loud->mel[i] / 255);
        const float b = soft->max_db - soft->range_db * (1 - (float)soft->mel[i] / 255);
        assert_true(fabsf(a - b - 20) < 0.33F); // One step of 80 / 255 dB.
    }
    assert_true(full >= 1);
    genus_dataset_free(dataset);
    assert_int_equal(genus_test_remove_folder(root), 0);
}

static void refuses_folders_without_enough_classes(void **state) {
    (void)state;
    char root[path_size];
    genus_dataset *dataset = NULL;
    genus_error error = {0};
    make_folder(root);
    assert_int_equal(genus_dataset_load(root, NULL, &dataset, &error), GENUS_ERROR_LABELS);
    add_folder(root, "only");
    add_audio(root, "only/a.wav", wav, 22050, 1, 4.0, 1);
    assert_int_equal(genus_dataset_load(root, NULL, &dataset, &error), GENUS_ERROR_LABELS);
    assert_non_null(strstr(error.message, root));
    add_folder(root, "unusable");
    assert_int_equal(genus_dataset_load(root, NULL, &dataset, &error), GENUS_ERROR_DATA);
    assert_non_null(strstr(error.message, "unusable"));
    add_bytes(root, "unusable/text.wav", "no music", 8);
    assert_int_equal(genus_dataset_load(root, NULL, &dataset, &error), GENUS_ERROR_DATA);
    assert_null(dataset);
    add_folder(root, "bad\xFF");
    assert_int_equal(genus_dataset_load(root, NULL, &dataset, &error), GENUS_ERROR_LABELS);
    assert_int_equal(genus_test_remove_folder(root), 0);

    make_folder(root);
    for (int i = 0; i <= GENUS_LABELS_MAX; i++) {
        char name[24];
        (void)snprintf(name, sizeof name, "class%d", i);
        add_folder(root, name);
    }
    assert_int_equal(genus_dataset_load(root, NULL, &dataset, &error), GENUS_ERROR_LABELS);
    assert_non_null(strstr(error.message, "more than 64"));
    assert_int_equal(genus_test_remove_folder(root), 0);
}

static void refuses_folders_it_may_not_read(void **state) {
    (void)state;
    if (geteuid() == 0) {
        print_message("skipped: root may read every folder\n");
        skip();
    }
    char root[path_size];
    char path[path_size + 16];
    genus_dataset *dataset = NULL;
    genus_error error = {0};
    make_folder(root);
    add_folder(root, "a");
    add_folder(root, "b");
    (void)snprintf(path, sizeof path, "%s/b", root);
    assert_int_equal(chmod(path, 0), 0);
    assert_int_equal(genus_dataset_load(root, NULL, &dataset, &error), GENUS_ERROR_OPEN);
    assert_non_null(strstr(error.message, path));
    assert_int_equal(chmod(path, 0700), 0);
    assert_int_equal(genus_test_remove_folder(root), 0);
}

static void follows_links_but_not_in_circles(void **state) {
    (void)state;
    char root[path_size];
    char path[path_size + 16];
    genus_dataset *dataset = NULL;
    genus_error error = {0};
    make_folder(root);
    add_folder(root, "a");
    add_audio(root, "a/a.wav", wav, 22050, 1, 4.0, 1);
    (void)snprintf(path, sizeof path, "%s/a/up", root);
    assert_int_equal(symlink("..", path), 0);
    (void)snprintf(path, sizeof path, "%s/a/nowhere", root);
    assert_int_equal(symlink("nothing", path), 0);
    (void)snprintf(path, sizeof path, "%s/b", root);
    assert_int_equal(symlink("a", path), 0);
    assert_int_equal(genus_dataset_load(root, NULL, &dataset, &error), GENUS_OK);
    assert_int_equal(dataset->clip_count, 2);
    assert_string_equal(dataset->clips[1].name, "b/a.wav");
    genus_dataset_free(dataset);
    assert_int_equal(genus_test_remove_folder(root), 0);
}

static void stops_when_asked(void **state) {
    (void)state;
    char root[path_size];
    genus_dataset *dataset = NULL;
    genus_error error = {0};
    sigset_t stop;
    sigset_t before;
    make_folder(root);
    add_folder(root, "a");
    add_folder(root, "b");
    add_audio(root, "a/a.wav", wav, 22050, 1, 4.0, 1);
    add_audio(root, "b/b.wav", wav, 22050, 1, 4.0, 1);
    (void)sigemptyset(&stop);
    (void)sigaddset(&stop, SIGINT);
    assert_int_equal(sigprocmask(SIG_BLOCK, &stop, &before), 0);
    assert_int_equal(kill(getpid(), SIGINT), 0);
    assert_int_equal(load_folder(root, 2, &dataset, &error), GENUS_ERROR_INTERRUPTED);
    assert_null(dataset);
    int signal_number = 0;
    assert_int_equal(sigwait(&stop, &signal_number), 0);
    assert_int_equal(sigprocmask(SIG_SETMASK, &before, NULL), 0);
    assert_int_equal(genus_test_remove_folder(root), 0);
}

// ------------------------------------------------------------------------------------ real music

static void reads_gtzan(void **state) {
    (void)state;
    if (access(GTZAN, R_OK) != 0) {
        print_message("skipped: %s is not there\n", GTZAN);
        skip();
    }
    genus_dataset *dataset = NULL;
    genus_error error = {0};
    assert_int_equal(genus_dataset_load(GTZAN, NULL, &dataset, &error), GENUS_OK);
    assert_int_equal(dataset->clip_count, 999);
    assert_int_equal(dataset->label_count, 10);
    assert_string_equal(dataset->labels[9], "rock");
    assert_string_equal(dataset->clips[998].name, "rock.00099");
    assert_int_equal(dataset->clips[998].frames, 387);
    genus_dataset_free(dataset);
}

/** Mean of all cells of a clip in dB. */
static double mean_level(const genus_dataset *dataset, const genus_clip *clip) {
    const size_t cells = clip->frames * dataset->settings.mel_bands;
    double sum = 0;
    for (size_t i = 0; i < cells; i++) {
        sum += clip->max_db - clip->range_db * (1 - clip->mel[i] / 255.0F);
    }
    return sum / (double)cells;
}

static void features_of_real_clips_match_the_features_file(void **state) {
    (void)state;
    if (access(GTZAN, R_OK) != 0 || access(GTZAN_AUDIO, R_OK) != 0) {
        print_message("skipped: %s or %s is not there\n", GTZAN, GTZAN_AUDIO);
        skip();
    }
    genus_dataset *file = NULL;
    genus_dataset *folder = NULL;
    genus_error error = {0};
    assert_int_equal(genus_dataset_load(GTZAN, NULL, &file, &error), GENUS_OK);
    assert_int_equal(load_folder(GTZAN_AUDIO, 2, &folder, &error), GENUS_OK);
    assert_int_equal(folder->clip_count, 124);
    assert_int_equal(folder->skipped, 0);
    size_t matched = 0;
    for (size_t i = 0; i < folder->clip_count; i++) {
        const genus_clip *clip = &folder->clips[i];
        const char *base = strrchr(clip->name, '/') + 1;
        assert_int_equal(clip->frames, 387);
        for (size_t j = 0; j < file->clip_count; j++) {
            const genus_clip *row = &file->clips[j];
            if (strncmp(row->name, base, strlen(row->name)) == 0) {
                assert_int_equal(clip->label, row->label);
                // The frames lie elsewhere: single cells differ, the mean does not.
                assert_true(fabs(mean_level(folder, clip) - mean_level(file, row)) < 1.5);
                matched++;
            }
        }
    }
    assert_int_equal(matched, 124);
    genus_dataset_free(file);
    genus_dataset_free(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_every_field_of_a_features_file),
        cmocka_unit_test(every_clip_is_full_and_alone_without_the_optional_tensors),
        cmocka_unit_test(writes_what_it_reads),
        cmocka_unit_test(digest_tells_every_change),
        cmocka_unit_test(refuses_hostile_features_files),
        cmocka_unit_test(refuses_files_that_are_none),
        cmocka_unit_test(relabels_to_the_labels_of_a_model),
        cmocka_unit_test(reads_a_folder_of_audio),
        cmocka_unit_test(skips_truncated_audio),
        cmocka_unit_test(cells_are_within_half_a_step_of_the_front_end),
        cmocka_unit_test(refuses_folders_without_enough_classes),
        cmocka_unit_test(refuses_folders_it_may_not_read),
        cmocka_unit_test(follows_links_but_not_in_circles),
        cmocka_unit_test(stops_when_asked),
        cmocka_unit_test(reads_gtzan),
        cmocka_unit_test(features_of_real_clips_match_the_features_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
