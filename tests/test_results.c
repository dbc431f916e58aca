// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Results of a training: judged like the network judges, carried by a weights file without loss,
// and read from damaged ones without harm.

#include "engine/model/model.h"
#include "engine/stream/verdict.h"
#include "support/random_model.h"
#include "support/tiny_music.h"
#include "train/eval/results_notes.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const char path[] = "results-test.safetensors";

static const char *const names[] = {"a", "b", "c"};

/** A clip that was `truth`, named `named` with this confidence. */
static genus_clip_result clip_of(uint32_t truth, uint32_t named, double confidence, bool sure) {
    return (genus_clip_result){
        .truth = truth,
        .leaders = {named, (named + 1) % 3, (named + 2) % 3},
        .millionths = {(uint32_t)lround(1e6 * confidence), 1000, 10},
        .sure = sure,
    };
}

static genus_results *make_results(void) {
    genus_results *results = genus_results_new("w", "test", names, 3);
    assert_non_null(results);
    return results;
}

static void judges_as_the_network_does(void **state) {
    (void)state;
    static genus_tiny_music music;
    genus_error error = {0};
    genus_model *model = NULL;
    genus_tiny_music_fill(&music);
    music.clips[5].frames = 26; // Two seconds, and a little.
    assert_int_equal(genus_test_random_model("genus", 3, 0.5F, 1, &model, &error), GENUS_OK);
    const genus_network *network = genus_model_network(model);
    const size_t chosen[] = {7, 5, 30, 2};
    const size_t count = sizeof chosen / sizeof *chosen;
    genus_results *results = make_results();
    assert_int_equal(genus_results_predict(results, network, genus_model_get_config(model),
                                           &music.dataset, chosen, count, 0, 2, &error),
                     GENUS_OK);
    assert_int_equal(results->clip_count, count);
    uint32_t right[GENUS_PREFIXES] = {0};
    for (size_t i = 0; i < count; i++) {
        const genus_clip *clip = &music.clips[chosen[i]];
        const genus_clip_result *result = &results->clips[i];
        static float decibels[GENUS_TINY_FRAMES * GENUS_TINY_BANDS];
        float logits[3];
        float posterior[3];
        genus_clip_decode(clip, GENUS_TINY_BANDS, 0, clip->frames, decibels);
        assert_int_equal(genus_network_forward(network, decibels, clip->frames, logits, &error),
                         GENUS_OK);
        genus_posterior(logits, 3, false, 1.0F, posterior);
        assert_string_equal(result->name, clip->name);
        assert_int_equal(result->truth, clip->label);
        assert_int_equal(result->leaders[0], genus_argmax(logits, 3));
        for (size_t k = 0; k < 3; k++) {
            assert_true(fabs(result->millionths[k] / 1e6 - (double)posterior[result->leaders[k]]) <
                        1e-6);
            assert_true(k == 0 || result->millionths[k] <= result->millionths[k - 1]);
        }
        assert_int_equal(result->sure, posterior[result->leaders[0]] >= 0.5F);
        // 2 s are 25 frames, 3 s are 38: (s * 22050 - 2048) / 1708 + 1; no clip has the frames
        // of 5.
        const size_t lengths[GENUS_PREFIXES] = {0, 25, 38, SIZE_MAX, SIZE_MAX, SIZE_MAX, SIZE_MAX};
        for (size_t k = 1; k < GENUS_PREFIXES; k++) {
            const size_t frames = clip->frames < lengths[k] ? clip->frames : lengths[k];
            assert_int_equal(genus_network_forward(network, decibels, frames, logits, &error),
                             GENUS_OK);
            right[k] += genus_argmax(logits, 3) == clip->label;
        }
    }
    // One second holds no column.
    for (size_t k = 0; k < GENUS_PREFIXES; k++) {
        assert_int_equal(results->prefixes[k].total, k == 0 ? 0 : 4);
        assert_int_equal(results->prefixes[k].correct, right[k]);
    }
    genus_results_free(results);
    genus_model_free(model);
}

static void counts_the_clips_of_parts_and_recordings(void **state) {
    (void)state;
    static genus_tiny_music music;
    genus_error error = {0};
    genus_split *split = NULL;
    genus_tiny_music_fill(&music);
    music.clips[3].track = 0; // Clips 0 and 3 are pieces of one recording, 6, 9 and 12 of another.
    music.clips[9].track = 6;
    music.clips[12].track = 6;
    assert_int_equal(genus_split_new(&music.dataset, 0, NULL, &split, &error), GENUS_OK);
    genus_results *results = make_results();
    genus_results_set_data(results, &music.dataset, split);
    assert_true(results->has_data);
    assert_int_equal(results->recordings, GENUS_TINY_CLIPS - 3);
    assert_int_equal(results->bound, 5);
    uint32_t sums[GENUS_PART_COUNT] = {0};
    for (uint32_t label = 0; label < 3; label++) {
        uint32_t clips = 0;
        for (size_t part = 0; part < GENUS_PART_COUNT; part++) {
            clips += results->class_clips[label][part];
            sums[part] += results->class_clips[label][part];
        }
        assert_int_equal(clips, GENUS_TINY_CLIPS / 3);
    }
    for (size_t part = 0; part < GENUS_PART_COUNT; part++) {
        assert_int_equal(sums[part], split->sizes[part]);
    }
    genus_results_free(results);
    genus_split_free(split);
}

/** Ten verdicts of falling confidence, wrong at ranks 3 and 8: the risk among the first k is
 * 0, 0, 1/3, 1/4, 1/5, 1/6, 1/7, 2/8, 2/9, 2/10. */
static void the_most_confident_verdicts_are_counted_first(void **state) {
    (void)state;
    genus_results *results = make_results();
    const size_t order[] = {4, 9, 0, 7, 2, 5, 8, 1, 6, 3}; // Ranks, in no order.
    for (size_t i = 0; i < 10; i++) {
        const bool wrong = order[i] == 2 || order[i] == 7;
        const genus_clip_result clip =
            clip_of(0, wrong ? 1 : 0, 0.9 - 0.05 * (double)order[i], false);
        assert_true(genus_results_add_clip(results, "x", &clip));
    }
    const uint32_t correct[GENUS_COVERAGES] = {1, 2, 2, 4, 6, 8};
    genus_risk_coverage table;
    assert_true(genus_results_risk_coverage(results, &table));
    for (size_t i = 0; i < GENUS_COVERAGES; i++) {
        assert_int_equal(table.scores[i].total, lround(10.0 * genus_coverages[i]));
        assert_int_equal(table.scores[i].correct, correct[i]);
    }
    const double risks = 1.0 / 3 + 1.0 / 4 + 1.0 / 5 + 1.0 / 6 + 1.0 / 7 + 2.0 / 8 + 2.0 / 9 + 0.2;
    assert_true(fabs(table.area - risks / 10.0) < 1e-9);
    genus_results_free(results);
}

static void measures_the_calibration_error_by_hand(void **state) {
    (void)state;
    genus_results *results = make_results();
    // Two verdicts of 0.5 (bin 8 of 15, 0.4667..0.5333), one right; three of 0.9, two right.
    const genus_clip_result clips[] = {
        clip_of(0, 0, 0.5, false), clip_of(1, 0, 0.5, false), clip_of(0, 0, 0.9, true),
        clip_of(1, 1, 0.9, true),  clip_of(2, 1, 0.9, false),
    };
    for (size_t i = 0; i < 5; i++) {
        assert_true(genus_results_add_clip(results, "x", &clips[i]));
    }
    const genus_scores scores = genus_results_scores(results);
    assert_true(
        fabs(genus_scores_calibration_error(&scores) - (2 * 0.0 + 3 * (0.9 - 2.0 / 3)) / 5) < 1e-9);
    assert_int_equal(scores.bins[7].clips, 2);
    assert_int_equal(scores.bins[7].correct, 1);
    assert_int_equal(scores.bins[13].clips, 3);
    assert_true(fabs(scores.bins[13].confidence - 2.7) < 1e-9);
    assert_int_equal(scores.sure, 2);
    assert_int_equal(scores.sure_correct, 2);
    genus_results_free(results);
    // The ends: nothing at all, and full confidence.
    results = make_results();
    const genus_scores nothing = genus_results_scores(results);
    assert_true(genus_scores_calibration_error(&nothing) == 0.0);
    const genus_clip_result full = clip_of(0, 0, 1.0, true);
    const genus_clip_result none = clip_of(0, 1, 0.0, true);
    assert_true(genus_results_add_clip(results, "x", &full));
    assert_true(genus_results_add_clip(results, "x", &none));
    assert_int_equal(genus_results_scores(results).bins[14].clips, 1);
    assert_int_equal(genus_results_scores(results).bins[0].clips, 1);
    genus_results_free(results);
}

/** Writes weights with these notes, "validation_accuracy" among them, and loads them. */
static genus_model *model_with(const genus_metadata *notes, size_t count) {
    genus_error error = {0};
    genus_model *random = NULL;
    genus_model *model = NULL;
    genus_safetensors *file = NULL;
    genus_metadata all[8] = {{"validation_accuracy", "5/8"}};
    assert_true(count <= 7);
    for (size_t i = 0; i < count; i++) {
        all[1 + i] = notes[i];
    }
    assert_int_equal(genus_test_write_random_model(path, "seed", 3, 0.5F, 1, &error), GENUS_OK);
    assert_int_equal(genus_model_load(path, &random, &error), GENUS_OK);
    assert_int_equal(genus_safetensors_load(path, &file, &error), GENUS_OK);
    if (genus_model_write(path, genus_model_get_config(random), genus_safetensors_tensors(file),
                          genus_safetensors_count(file), all, count + 1, &error) != GENUS_OK) {
        fail_msg("%s", error.message);
    }
    assert_int_equal(genus_model_load(path, &model, &error), GENUS_OK);
    assert_int_equal(unlink(path), 0);
    genus_safetensors_free(file);
    genus_model_free(random);
    return model;
}

static genus_results *read_back(const genus_model *model) {
    genus_results *results = NULL;
    genus_error error = {0};
    assert_int_equal(genus_result_notes_read(model, path, &results, &error), GENUS_OK);
    return results;
}

static void notes_say_it_all_again(void **state) {
    (void)state;
    genus_results *results = make_results();
    const genus_clip_result clips[] = {clip_of(0, 2, 0.5, true), clip_of(1, 1, 0.499999, false)};
    assert_true(genus_results_add_clip(results, "with space/\xC3\xA9.wav#2", &clips[0]));
    assert_true(genus_results_add_clip(results, "line\nend \xFF", &clips[1]));
    assert_true(genus_results_add_epoch(results, (genus_epoch_result){2.25F, 1.5F, 3}));
    assert_true(genus_results_add_epoch(results, (genus_epoch_result){1.125F, 0.0625F, 8}));
    results->prefixes[2] = (genus_score){1, 2};
    results->has_data = true;
    results->recordings = 9;
    results->bound = 4;
    results->class_clips[1][GENUS_PART_TEST] = 7;
    genus_result_notes notes;
    assert_true(genus_result_notes_print(results, &notes));
    genus_model *model = model_with(notes.entries, notes.count);
    genus_results *back = read_back(model);
    assert_int_equal(back->label_count, 3);
    assert_string_equal(back->labels[2], "country");
    assert_int_equal(back->clip_count, 2);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(back->clips[i].truth, clips[i].truth);
        assert_memory_equal(back->clips[i].leaders, clips[i].leaders, sizeof clips[i].leaders);
        assert_memory_equal(back->clips[i].millionths, clips[i].millionths,
                            sizeof clips[i].millionths);
        assert_int_equal(back->clips[i].sure, clips[i].sure);
    }
    assert_string_equal(back->clips[0].name, "with space/\xC3\xA9.wav#2");
    assert_string_equal(back->clips[1].name, "line\xEF\xBF\xBD"
                                             "end \xEF\xBF\xBD");
    assert_memory_equal(back->prefixes, results->prefixes, sizeof back->prefixes);
    assert_int_equal(back->epoch_count, 2);
    assert_true(back->epochs[0].loss == 2.25F && back->epochs[1].validation_loss == 0.0625F);
    assert_int_equal(back->epochs[1].validation_correct, 8);
    assert_int_equal(back->validation_clips, 8);
    assert_true(back->has_data);
    assert_int_equal(back->recordings, 9);
    assert_int_equal(back->bound, 4);
    assert_memory_equal(back->class_clips, results->class_clips, sizeof back->class_clips);
    genus_results_free(back);
    genus_results_free(results);
    genus_result_notes_clear(&notes);
    genus_model_free(model);
}

static void weights_without_notes_give_empty_results(void **state) {
    (void)state;
    genus_model *model = model_with(NULL, 0);
    genus_results *back = read_back(model);
    assert_int_equal(back->clip_count, 0);
    assert_int_equal(back->epoch_count, 0);
    assert_false(back->has_data);
    assert_true(back->setting_count > 0); // Network and front end are always known.
    genus_results_free(back);
    genus_model_free(model);
}

static void damaged_notes_are_left_out(void **state) {
    (void)state;
    const genus_metadata damaged[] = {
        {"history", "1.5 1.5 9\n"},
        {"history", "1.5 1.5 3"},
        {"history", "nan 1.5 3\n"},
        {"history", "1.5 1.5 -3\n"},
        {"history", "1.5\n1.5 3\n"},
        {"history", "x"},
        {"data_check", "recordings 3"},
        {"data_check", "recordings 3\nbound 1\n1 2 3 4\n"},
        {"data_check", "recordings 3\nbound 1\n1 2 3 4\n1 2 3 4\n1 2 3 4294967295\n"},
        {"data_check", "recordings 3\nbound 1\n1 2 3 4\n1 2 3 4\n1 2 3 4\n5\n"},
        {"test_clips", "3 0 5 0 0 0 0 x\n"},
        {"test_clips", "0 3 5 0 0 0 0 x\n"},
        {"test_clips", "0 0 1000001 0 0 0 0 x\n"},
        {"test_clips", "0 0 5 0 0 0 0 x"},
        {"test_clips", "0 0 5 0 0 0 0 x\n\n"},
        {"test_clips", "0 0 99999999999999999999 0 0 0 0 x\n"},
        {"test_hearings", "1 0/0\n2 0/0\n"},
        {"test_hearings", "1 0/0\n2 0/0\n3 2/1\n5 0/0\n10 0/0\n20 0/0\n30 0/0\n"},
        {"test_hearings", "1 0/0\n2 0/0\n4 1/1\n5 0/0\n10 0/0\n20 0/0\n30 0/0\n"},
    };
    for (size_t i = 0; i < sizeof damaged / sizeof *damaged; i++) {
        genus_model *model = model_with(&damaged[i], 1);
        genus_results *back = read_back(model);
        assert_int_equal(back->clip_count, 0);
        assert_int_equal(back->epoch_count, 0);
        assert_false(back->has_data);
        assert_int_equal(back->prefixes[2].total, 0);
        genus_results_free(back);
        genus_model_free(model);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(judges_as_the_network_does),
        cmocka_unit_test(counts_the_clips_of_parts_and_recordings),
        cmocka_unit_test(the_most_confident_verdicts_are_counted_first),
        cmocka_unit_test(measures_the_calibration_error_by_hand),
        cmocka_unit_test(notes_say_it_all_again),
        cmocka_unit_test(weights_without_notes_give_empty_results),
        cmocka_unit_test(damaged_notes_are_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
