// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Clips of the same recording: found through shifts, levels, equalisers and noise, and nothing else
// is taken for them.

#include "shared_data.h"
#include "train/data/audio_clips.h"
#include "train/data/clips_csv.h"
#include "train/data/data_check.h"
#include "train/data/duplicates.h"
#include "train/util/random.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum {
    bands = 128,
    frames = 300,
    clips = 300, ///< More than two blocks of the search.
    recordings = 280,
    length = 500, ///< Frames of a recording.
};

/** Clips cut from made-up recordings. */
typedef struct fixture {
    genus_dataset dataset;
    genus_clip clips[clips];
    char names[clips][16];
    char *labels[2];
    uint8_t (*cells)[frames * bands];
    uint8_t *recording;
} fixture;

/** Notes that come and go: smooth along the bands, in a rhythm of its own. */
static void compose(uint8_t *recording, uint64_t seed) {
    genus_random random = genus_random_seeded(seed, 9);
    float level[bands] = {0};
    for (size_t t = 0; t < length; t++) {
        if (genus_random_below(&random, 4) == 0) {
            const uint32_t note = genus_random_below(&random, bands);
            for (uint32_t band = note; band < bands && band < note + 12; band++) {
                level[band] = 160.0F;
            }
        }
        for (size_t band = 0; band < bands; band++) {
            recording[t * bands + band] = (uint8_t)(40.0F + level[band]);
            level[band] *= 0.9F;
        }
    }
}

/** Cuts clip `i` out of recording `seed`, from a frame on. */
static void cut(fixture *fixture, size_t i, uint64_t seed, size_t first) {
    compose(fixture->recording, seed);
    memcpy(fixture->cells[i], fixture->recording + first * bands, (size_t)frames * bands);
}

static void set_up(fixture *fixture) {
    memset(fixture, 0, sizeof *fixture);
    fixture->cells = malloc(clips * sizeof *fixture->cells);
    fixture->recording = malloc((size_t)length * bands);
    assert_non_null(fixture->cells);
    assert_non_null(fixture->recording);
    fixture->labels[0] = "a";
    fixture->labels[1] = "b";
    fixture->dataset = (genus_dataset){.settings = genus_frontend_settings_default(),
                                       .label_count = 2,
                                       .labels = fixture->labels,
                                       .clip_count = clips,
                                       .clips = fixture->clips};
    for (size_t i = 0; i < clips; i++) {
        (void)snprintf(fixture->names[i], sizeof fixture->names[i], "clip %zu", i);
        cut(fixture, i, i % recordings, i < recordings ? 0 : 8 * (i - recordings));
        fixture->clips[i] = (genus_clip){.name = fixture->names[i],
                                         .mel = fixture->cells[i],
                                         .frames = frames,
                                         .max_db = 20,
                                         .range_db = 80,
                                         .label = (uint32_t)(i % 2),
                                         .track = (uint32_t)i};
    }
}

static void tear_down(fixture *fixture) {
    free(fixture->cells);
    free(fixture->recording);
}

static void find(const genus_dataset *dataset, unsigned threads, genus_duplicates *duplicates) {
    genus_error error = {0};
    if (genus_duplicates_find(dataset, threads, duplicates, &error) != GENUS_OK) {
        fail_msg("%s", error.message);
    }
}

static void finds_every_copy_at_every_shift_and_nothing_else(void **state) {
    (void)state;
    fixture fixture;
    genus_duplicates found;
    genus_duplicates again;
    set_up(&fixture);
    find(&fixture.dataset, 1, &found);
    assert_int_equal(found.count, clips - recordings);
    for (size_t i = 0; i < found.count; i++) {
        assert_int_equal(found.list[i].pair.a, i);
        assert_int_equal(found.list[i].pair.b, recordings + i);
        // b begins 8 i frames into the recording, a at its start: a's frame t is b's t - 8 i.
        assert_int_equal(found.list[i].shift, -8 * (long)i);
        assert_true(found.list[i].likeness > 0.95F);
        assert_int_equal(found.list[i].kind,
                         i == 0 ? GENUS_DUPLICATE_EXACT : GENUS_DUPLICATE_OVERLAP);
    }
    find(&fixture.dataset, 3, &again);
    assert_int_equal(again.count, found.count);
    assert_memory_equal(again.pairs, found.pairs, found.count * sizeof *found.pairs);
    genus_duplicates_clear(&again);
    genus_duplicates_clear(&found);
    tear_down(&fixture);
}

static void hears_through_level_equaliser_and_noise(void **state) {
    (void)state;
    fixture fixture;
    genus_duplicates found;
    set_up(&fixture);
    fixture.dataset.clip_count = 20;
    genus_random random = genus_random_seeded(4, 4);
    cut(&fixture, 19, 3, 0);
    for (size_t cell = 0; cell < (size_t)frames * bands; cell++) {
        const size_t band = cell % bands;
        const uint32_t noise = genus_random_below(&random, 24);
        fixture.cells[19][cell] = (uint8_t)((fixture.cells[19][cell] + noise + band / 4) / 2 + 30);
    }
    fixture.clips[19].max_db = -15;
    fixture.clips[19].range_db = 120;
    find(&fixture.dataset, 2, &found);
    assert_int_equal(found.count, 1);
    assert_int_equal(found.list[0].pair.a, 3);
    assert_int_equal(found.list[0].pair.b, 19);
    assert_int_equal(found.list[0].kind, GENUS_DUPLICATE_NEAR);
    genus_duplicates_clear(&found);
    // Of one track they are together as it is.
    fixture.clips[19].track = 3;
    find(&fixture.dataset, 2, &found);
    assert_int_equal(found.count, 0);
    genus_duplicates_clear(&found);
    tear_down(&fixture);
}

static void compares_clips_of_all_lengths_and_of_nothing(void **state) {
    (void)state;
    fixture fixture;
    genus_duplicates found;
    set_up(&fixture);
    fixture.dataset.clip_count = 12;
    cut(&fixture, 10, 2, 100);
    fixture.clips[10].frames = 60; // A piece out of the middle of clip 2.
    memset(fixture.cells[11], 7, sizeof fixture.cells[11]);
    memset(fixture.cells[9], 7, sizeof fixture.cells[9]); // Two clips of one tone are not music.
    fixture.clips[8].frames = 1;
    find(&fixture.dataset, 2, &found);
    assert_int_equal(found.count, 1);
    assert_int_equal(found.list[0].pair.a, 2);
    assert_int_equal(found.list[0].pair.b, 10);
    assert_int_equal(found.list[0].shift, -100);
    genus_duplicates_clear(&found);
    tear_down(&fixture);
}

static void a_note_keeps_them_for_later(void **state) {
    (void)state;
    fixture fixture;
    set_up(&fixture);
    genus_pair pairs[] = {{1, 5}, {5, 7}, {2, 9}};
    const genus_duplicates found = {.count = 3, .pairs = pairs};
    char *note = genus_duplicates_note(&fixture.dataset, &found);
    assert_string_equal(note, "clip 1\tclip 5\tclip 7\nclip 2\tclip 9");
    genus_pair *read = NULL;
    size_t count = 0;
    genus_error error = {0};
    assert_int_equal(genus_duplicates_from_note(&fixture.dataset, note, &read, &count, &error),
                     GENUS_OK);
    assert_int_equal(count, 3);
    assert_memory_equal(read, pairs, sizeof pairs);
    free(read);
    assert_int_equal(
        genus_duplicates_from_note(&fixture.dataset, "clip 1\tclip\nclip 2", &read, &count, &error),
        GENUS_OK);
    assert_int_equal(count, 0);
    free(read);
    free(note);
    const genus_duplicates nothing = {0};
    note = genus_duplicates_note(&fixture.dataset, &nothing);
    assert_string_equal(note, "");
    free(note);
    tear_down(&fixture);
}

/** A pair of the table, either way round. */
static bool is_known(const genus_clips_csv *table, const char *a, const char *b) {
    for (size_t i = 0; i < table->count; i++) {
        const genus_clips_row *row = &table->rows[i];
        if ((strcmp(row->clip, a) == 0 && strcmp(row->duplicate_of, b) == 0) ||
            (strcmp(row->clip, b) == 0 && strcmp(row->duplicate_of, a) == 0)) {
            return true;
        }
    }
    return false;
}

static void finds_all_known_duplicates_of_gtzan_and_no_false_one(void **state) {
    (void)state;
    if (!shared_data_present("gtzan/gtzan-mel.safetensors")) {
        skip();
    }
    genus_error error = {0};
    genus_dataset *dataset = NULL;
    genus_clips_csv *table = NULL;
    genus_data_check check;
    assert_int_equal(
        genus_dataset_load(GENUS_SHARED "/gtzan/gtzan-mel.safetensors", NULL, &dataset, &error),
        GENUS_OK);
    assert_int_equal(genus_clips_csv_load(GENUS_SHARED "/gtzan/clips.csv", &table, &error),
                     GENUS_OK);
    assert_int_equal(genus_data_check_run(dataset, 2, &check, &error), GENUS_OK);
    assert_int_equal(genus_duplicates_count(&check.duplicates, GENUS_DUPLICATE_EXACT), 14);
    size_t known = 0;
    for (size_t i = 0; i < check.duplicates.count; i++) {
        const genus_duplicate *duplicate = &check.duplicates.list[i];
        const char *a = dataset->clips[duplicate->pair.a].name;
        const char *b = dataset->clips[duplicate->pair.b].name;
        if (duplicate->kind != GENUS_DUPLICATE_OVERLAP && !is_known(table, a, b)) {
            fail_msg("%s and %s are no known duplicates", a, b);
        }
        known += duplicate->kind != GENUS_DUPLICATE_OVERLAP;
    }
    assert_true(known >= 26);
    // What else seems to be of one recording is within one genre, as such faults of GTZAN are.
    for (size_t i = 0; i < check.duplicates.count; i++) {
        const genus_duplicate *duplicate = &check.duplicates.list[i];
        assert_true(duplicate->kind != GENUS_DUPLICATE_OVERLAP ||
                    dataset->clips[duplicate->pair.a].label ==
                        dataset->clips[duplicate->pair.b].label);
    }
    genus_data_check_clear(&check);
    genus_clips_csv_free(table);
    genus_dataset_free(dataset);
}

static void a_clip_is_silent_where_a_listener_says_silence(void **state) {
    (void)state;
    enum { rate = 22050, count = 5 * rate };
    const genus_frontend_settings settings = genus_frontend_settings_default();
    float *noise = malloc(count * sizeof *noise);
    assert_non_null(noise);
    for (int side = -1; side <= 1; side += 2) {
        // Under the level by so much that no band of any frame is over its mean there; and over it.
        const double level = pow(10.0, (GENUS_SILENCE_DBFS + (side < 0 ? -13.0 : 2.0)) / 20.0);
        genus_random random = genus_random_seeded(1, 0);
        for (size_t i = 0; i < count; i++) {
            noise[i] = (float)level * genus_random_normal(&random);
        }
        genus_audio_clips clips;
        genus_error error = {0};
        assert_int_equal(
            genus_audio_clips_cut("noise", noise, count, rate, &settings, &clips, &error),
            GENUS_OK);
        assert_int_equal(clips.count, 1);
        genus_clip clip = {.name = "noise",
                           .mel = clips.clips[0].mel,
                           .frames = clips.clips[0].frames,
                           .max_db = clips.clips[0].max_db,
                           .range_db = clips.clips[0].range_db};
        const genus_dataset dataset = {
            .settings = settings, .label_count = 2, .clip_count = 1, .clips = &clip};
        genus_data_check check;
        assert_int_equal(genus_data_check_run(&dataset, 1, &check, &error), GENUS_OK);
        assert_true(side < 0 ? check.silence[0] > 0.95F : check.silence[0] < 0.05F);
        genus_data_check_clear(&check);
        genus_audio_clips_clear(&clips);
    }
    free(noise);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_every_copy_at_every_shift_and_nothing_else),
        cmocka_unit_test(hears_through_level_equaliser_and_noise),
        cmocka_unit_test(compares_clips_of_all_lengths_and_of_nothing),
        cmocka_unit_test(a_note_keeps_them_for_later),
        cmocka_unit_test(a_clip_is_silent_where_a_listener_says_silence),
        cmocka_unit_test(finds_all_known_duplicates_of_gtzan_and_no_false_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
