// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The test sets of a cross-validation: every clip is examined once, nothing of one recording or
// artist is on both sides; and the sums over them.

#include "shared_data.h"
#include "support/tiny_music.h"
#include "train/data/clips_csv.h"
#include "train/eval/scores.h"
#include "train/eval/test_sets.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define GTZAN GENUS_SHARED "/gtzan/gtzan-mel.safetensors"
#define GTZAN_CLIPS GENUS_SHARED "/gtzan/clips.csv"

static void write_table(const char *text, char path[64]) {
    (void)strcpy(path, "/tmp/genus-test-sets-XXXXXX"); // NOLINT: it fits.
    const int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    assert_int_equal(write(descriptor, text, strlen(text)), strlen(text));
    assert_int_equal(close(descriptor), 0);
}

/** Every clip is in the test part of one test set, and in some part of all. */
static void assert_complete(const genus_dataset *dataset, const genus_test_sets *sets) {
    for (size_t repeat = 0; repeat < sets->repeats; repeat++) {
        for (size_t i = 0; i < dataset->clip_count; i++) {
            size_t examined = 0;
            for (size_t fold = 0; fold < sets->folds; fold++) {
                const genus_test_set *set = &sets->sets[repeat * sets->folds + fold];
                assert_int_equal(set->repeat, repeat);
                assert_int_equal(set->fold, fold);
                assert_true(set->split->parts[i] != GENUS_PART_EXCLUDED);
                examined += set->split->parts[i] == GENUS_PART_TEST;
            }
            assert_int_equal(examined, 1);
        }
    }
}

static void draw(const genus_dataset *dataset, const genus_grouping *grouping, size_t folds,
                 size_t repeats, uint64_t seed, genus_test_sets *sets) {
    genus_error error = {0};
    if (genus_test_sets_draw(dataset, grouping, folds, repeats, seed, sets, &error) != GENUS_OK) {
        fail_msg("%s", error.message);
    }
}

static void every_clip_is_examined_once_a_repeat(void **state) {
    (void)state;
    static genus_tiny_music music;
    genus_test_sets sets;
    genus_tiny_music_fill(&music);
    draw(&music.dataset, NULL, 4, 3, 7, &sets);
    assert_int_equal(sets.count, 12);
    assert_complete(&music.dataset, &sets);
    for (size_t i = 0; i < sets.count; i++) {
        const genus_split *split = sets.sets[i].split;
        assert_int_equal(sets.sets[i].seed, 7 + i / 4);
        assert_int_equal(split->sizes[GENUS_PART_TEST], 9);
        size_t tested[GENUS_TINY_LABELS] = {0};
        for (size_t clip = 0; clip < GENUS_TINY_CLIPS; clip++) {
            tested[clip % GENUS_TINY_LABELS] += split->parts[clip] == GENUS_PART_TEST;
        }
        for (size_t label = 0; label < GENUS_TINY_LABELS; label++) {
            assert_int_equal(tested[label], 3); // Stratified.
        }
    }
    // The second repeat is another draw, and is what its own seed alone would give.
    assert_memory_not_equal(sets.sets[0].split->parts, sets.sets[4].split->parts,
                            GENUS_TINY_CLIPS * sizeof(genus_part));
    genus_test_sets alone;
    draw(&music.dataset, NULL, 4, 1, 8, &alone);
    for (size_t fold = 0; fold < 4; fold++) {
        assert_memory_equal(sets.sets[4 + fold].split->parts, alone.sets[fold].split->parts,
                            GENUS_TINY_CLIPS * sizeof(genus_part));
    }
    genus_test_sets_clear(&alone);
    genus_test_sets_clear(&sets);
}

static void a_dozen_recordings_are_enough(void **state) {
    (void)state;
    static genus_tiny_music music;
    genus_tiny_music_fill(&music);
    music.dataset.clip_count = 12;
    genus_test_sets sets;
    draw(&music.dataset, NULL, 2, 1, 0, &sets);
    assert_complete(&music.dataset, &sets);
    for (size_t i = 0; i < sets.count; i++) {
        assert_int_equal(sets.sets[i].split->sizes[GENUS_PART_TEST], 6);
        assert_int_equal(sets.sets[i].split->sizes[GENUS_PART_VALIDATION], 1);
    }
    genus_test_sets_clear(&sets);
}

static void recordings_stay_whole(void **state) {
    (void)state;
    static genus_tiny_music music;
    genus_tiny_music_fill(&music);
    for (size_t i = 0; i < GENUS_TINY_CLIPS; i++) {
        music.clips[i].track = (uint32_t)(i / 6 * 6 + i % 3); // Two clips a track.
    }
    const genus_pair pairs[] = {{0, 9}, {9, 20}}; // Through a track and over classes.
    const genus_grouping grouping = {.pairs = pairs, .pair_count = 2};
    genus_test_sets sets;
    draw(&music.dataset, &grouping, 4, 2, 0, &sets);
    assert_complete(&music.dataset, &sets);
    for (size_t i = 0; i < sets.count; i++) {
        const genus_part *parts = sets.sets[i].split->parts;
        for (size_t clip = 0; clip < GENUS_TINY_CLIPS; clip++) {
            assert_int_equal(parts[clip], parts[music.clips[clip].track]);
        }
        assert_int_equal(parts[0], parts[9]);
        assert_int_equal(parts[0], parts[20]);
    }
    genus_test_sets_clear(&sets);
}

static void a_fixed_split_comes_from_a_column(void **state) {
    (void)state;
    static genus_tiny_music music;
    genus_tiny_music_fill(&music);
    char text[2048] = "clip,duplicate_of,mine\n";
    const char *const words[] = {"train", "train", "train", "valid", "valid",    "validation",
                                 "test",  "test",  "test",  "",      "excluded", "excluded"};
    for (size_t i = 0; i < 30; i++) { // The last six are unknown.
        (void)snprintf(text + strlen(text), sizeof text - strlen(text), "clip%zu,,%s\n", i,
                       words[i % 12]);
    }
    char path[64];
    write_table(text, path);
    genus_error error = {0};
    genus_test_sets sets;
    assert_int_equal(genus_test_sets_fixed(&music.dataset, path, "mine", 2, 5, &sets, &error),
                     GENUS_OK);
    assert_int_equal(sets.count, 2);
    assert_int_equal(sets.sets[1].seed, 6);
    const genus_part wanted[] = {GENUS_PART_TRAIN, GENUS_PART_VALIDATION, GENUS_PART_TEST,
                                 GENUS_PART_EXCLUDED};
    for (size_t i = 0; i < GENUS_TINY_CLIPS; i++) {
        assert_int_equal(sets.sets[1].split->parts[i],
                         i < 30 ? wanted[i % 12 / 3] : GENUS_PART_EXCLUDED);
    }
    genus_test_sets_clear(&sets);
    assert_int_equal(genus_test_sets_fixed(&music.dataset, path, "yours", 1, 0, &sets, &error),
                     GENUS_ERROR_DATA);
    assert_non_null(strstr(error.message, "yours"));
    genus_test_sets_clear(&sets);
    assert_int_equal(genus_test_sets_fixed(&music.dataset, path, "clip", 1, 0, &sets, &error),
                     GENUS_ERROR_DATA);
    assert_non_null(strstr(error.message, "clip0"));
    genus_test_sets_clear(&sets);
    assert_int_equal(unlink(path), 0);
}

static void refuses_more_folds_than_recordings(void **state) {
    (void)state;
    static genus_tiny_music music;
    genus_test_sets sets;
    genus_error error = {0};
    genus_tiny_music_fill(&music);
    assert_int_equal(genus_test_sets_draw(&music.dataset, NULL, 37, 1, 0, &sets, &error),
                     GENUS_ERROR_DATA);
    assert_non_null(strstr(error.message, "fewer folds"));
    genus_test_sets_clear(&sets);
    // A table without artists cannot keep them together.
    char path[64];
    write_table("clip,duplicate_of\nclip0,\n", path);
    const genus_grouping grouping = {.clips_csv = path, .artists = true};
    assert_int_equal(genus_test_sets_draw(&music.dataset, &grouping, 4, 1, 0, &sets, &error),
                     GENUS_ERROR_DATA);
    assert_non_null(strstr(error.message, "artist_group"));
    genus_test_sets_clear(&sets);
    assert_int_equal(unlink(path), 0);
}

static void gtzan_is_dealt_out_by_artist(void **state) {
    (void)state;
    if (!shared_data_present("gtzan/gtzan-mel.safetensors")) {
        skip();
    }
    genus_error error = {0};
    genus_dataset *dataset = NULL;
    genus_clips_csv *table = NULL;
    genus_test_sets sets;
    assert_int_equal(genus_dataset_load(GTZAN, NULL, &dataset, &error), GENUS_OK);
    assert_int_equal(genus_clips_csv_load(GTZAN_CLIPS, &table, &error), GENUS_OK);
    const genus_grouping grouping = {.clips_csv = GTZAN_CLIPS, .artists = true};
    draw(dataset, &grouping, 10, 1, 0, &sets);
    assert_complete(dataset, &sets);
    for (size_t fold = 0; fold < 10; fold++) {
        const genus_split *split = sets.sets[fold].split;
        assert_in_range(split->sizes[GENUS_PART_TEST], 85, 115);
        assert_in_range(split->sizes[GENUS_PART_VALIDATION], 85, 115);
        const char *groups[GENUS_PART_COUNT][1000] = {{0}};
        for (size_t i = 0; i < table->count; i++) {
            const char *group = table->rows[i].artist_group;
            for (size_t clip = 0; *group != '\0' && clip < dataset->clip_count; clip++) {
                if (strcmp(dataset->clips[clip].name, table->rows[i].clip) == 0) {
                    groups[split->parts[clip]][strtoul(group, NULL, 10)] = group;
                }
            }
        }
        for (size_t group = 0; group < 1000; group++) {
            assert_true((groups[0][group] != NULL) + (groups[1][group] != NULL) +
                            (groups[2][group] != NULL) <=
                        1);
        }
    }
    genus_test_sets_clear(&sets);
    assert_int_equal(
        genus_test_sets_fixed(dataset, GTZAN_CLIPS, "filtered_split", 1, 0, &sets, &error),
        GENUS_OK);
    assert_int_equal(sets.sets[0].split->sizes[GENUS_PART_TRAIN], 442); // Of 443: one is corrupt.
    assert_int_equal(sets.sets[0].split->sizes[GENUS_PART_VALIDATION], 197);
    assert_int_equal(sets.sets[0].split->sizes[GENUS_PART_TEST], 290);
    genus_test_sets_clear(&sets);
    genus_clips_csv_free(table);
    genus_dataset_free(dataset);
}

static void tallies_agree_with_what_is_counted_by_hand(void **state) {
    (void)state;
    static genus_tiny_music music;
    genus_tiny_music_fill(&music);
    const size_t rows[] = {0, 1, 2, 3};
    genus_predictions predictions;
    assert_int_equal(genus_predictions_make(&music.dataset, rows, 4, &predictions, NULL), GENUS_OK);
    predictions.temperature = 2.0F;
    predictions.sure_threshold = 0.7F;
    predictions.predicted[GENUS_WHOLE_CLIP] = true;
    predictions.predicted[2] = true;
    // Posteriors at temperature 2: one clip at 0.8 and right, one at 0.8 and wrong, two at 0.5, of
    // which one is right.
    const float posteriors[4][3] = {
        {0.8F, 0.1F, 0.1F}, {0.8F, 0.1F, 0.1F}, {0.2F, 0.3F, 0.5F}, {0.2F, 0.3F, 0.5F}};
    float *logits = predictions.logits + (GENUS_WHOLE_CLIP)*4 * 3;
    for (size_t i = 0; i < 12; i++) {
        logits[i] = 2.0F * logf(posteriors[i / 3][i % 3]);
    }
    genus_scores scores = {0};
    genus_scores_add(&scores, &predictions);
    assert_int_equal(genus_confusion_total(&scores.confusion), 4);
    assert_int_equal(genus_confusion_correct(&scores.confusion), 2);
    assert_int_equal(scores.confusion.counts[1][0], 1);
    assert_int_equal(scores.confusion.counts[0][2], 1);
    assert_int_equal(scores.sure, 2);
    assert_int_equal(scores.sure_correct, 1);
    // |0.5 - 0.8| for one half, |0.5 - 0.5| for the other.
    assert_float_equal(genus_scores_calibration_error(&scores), 0.15, 1e-6);
    assert_int_equal(scores.prefix_clips[GENUS_WHOLE_CLIP], 4);
    assert_int_equal(scores.prefix_correct[GENUS_WHOLE_CLIP], 2);
    assert_int_equal(scores.prefix_clips[2], 4); // All zeros there: the first class is named.
    assert_int_equal(scores.prefix_correct[2], 2);
    assert_int_equal(scores.prefix_clips[0], 0);
    genus_predictions_clear(&predictions);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_clip_is_examined_once_a_repeat),
        cmocka_unit_test(a_dozen_recordings_are_enough),
        cmocka_unit_test(recordings_stay_whole),
        cmocka_unit_test(a_fixed_split_comes_from_a_column),
        cmocka_unit_test(refuses_more_folds_than_recordings),
        cmocka_unit_test(gtzan_is_dealt_out_by_artist),
        cmocka_unit_test(tallies_agree_with_what_is_counted_by_hand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
