// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The data set: features files, hostile ones too.

#include "engine/safetensors/safetensors.h"
#include "support/checks.h"
#include "train/data/dataset.h"
#include "train/data/features_file.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define GTZAN GENUS_SHARED "/gtzan/gtzan-mel.safetensors"

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
        assert_int_equal(genus_features_write(dataset, NULL, path, &error), GENUS_OK);
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
    static char longest[300];
    const size_t metadata_cases = 24;
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
        {1, longest, GENUS_ERROR_LABELS, "longer than 255"},
        {1, "blues\nro\tck", GENUS_ERROR_LABELS, "control character"},
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
    (void)snprintf(longest, sizeof longest, "blues,%0256d", 0);
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

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_every_field_of_a_features_file),
        cmocka_unit_test(every_clip_is_full_and_alone_without_the_optional_tensors),
        cmocka_unit_test(writes_what_it_reads),
        cmocka_unit_test(digest_tells_every_change),
        cmocka_unit_test(refuses_hostile_features_files),
        cmocka_unit_test(refuses_files_that_are_none),
        cmocka_unit_test(relabels_to_the_labels_of_a_model),
        cmocka_unit_test(reads_gtzan),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
