// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The listener: streaming against the whole buffer, the whole buffer against the plain chain.
// Random weights are enough, since no label is asked to be right.

#include "engine/audio/frontend.h"
#include "engine/model/model.h"
#include "engine/stream/verdict.h"
#include "support/allocations.h"
#include "support/listening.h"
#include "train/util/random.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define RATE 22050.0
#define TOLERANCE 1e-5F

// ----------------------------------------------------------------------------- the plain chain

typedef struct clip_frames {
    float *values; // [count][bands]
    size_t count;
} clip_frames;

static clip_frames frames_by_frontend(const genus_model *model, const float *mono, size_t count) {
    const genus_frontend_settings *settings = &genus_model_get_config(model)->frontend;
    genus_frontend *frontend = NULL;
    assert_int_equal(genus_frontend_new(settings, RATE, &frontend, NULL), GENUS_OK);
    const size_t room = count / settings->hop + 8;
    clip_frames clip = {.values = calloc(room, settings->mel_bands * sizeof *clip.values)};
    assert_non_null(clip.values);
    size_t used = 0;
    clip.count = genus_frontend_process(frontend, mono, count, &used, clip.values, NULL, room);
    assert_int_equal(used, count);
    clip.count += genus_frontend_finish(frontend, clip.values + clip.count * settings->mel_bands,
                                        NULL, room - clip.count);
    assert_true(clip.count < room);
    genus_frontend_free(frontend);
    return clip;
}

// The posterior of the newest `columns` columns, in one pass over the frames they see.
static void posterior_by_network(const genus_model *model, const clip_frames *clip, size_t columns,
                                 float *posterior) {
    const genus_network *network = genus_model_network(model);
    const genus_model_config *config = genus_model_get_config(model);
    const size_t all = genus_network_columns(network, clip->count);
    const size_t first = columns < all ? (all - columns) * genus_network_stride(network) : 0;
    float logits[GENUS_LABELS_MAX];
    assert_int_equal(genus_network_forward(network,
                                           clip->values + first * config->frontend.mel_bands,
                                           clip->count - first, logits, NULL),
                     GENUS_OK);
    genus_posterior(logits, config->label_count, config->arch.has_background, config->temperature,
                    posterior);
}

// Columns of which every frame lies within so many seconds.
static size_t columns_in(const genus_model *model, double seconds) {
    const genus_frontend_settings *settings = &genus_model_get_config(model)->frontend;
    const double frames =
        floor((seconds * settings->sample_rate - settings->frame_length) / settings->hop) + 1.0;
    return genus_network_columns(genus_model_network(model), (size_t)frames);
}

static void a_whole_buffer_gets_the_plain_chains_posterior(void **state) {
    const size_t count = 661794; // A clip of 30 s as GTZAN cuts them.
    float *music = genus_test_music(RATE, 1, count, 3);
    const clip_frames clip = frames_by_frontend(*state, music, count);
    assert_int_equal(clip.count, 387);
    float expected[GENUS_LABELS_MAX];
    posterior_by_network(*state, &clip, SIZE_MAX, expected);

    const genus_verdict verdict = genus_test_classify(state, RATE, 1, music, count);
    assert_same_posterior(verdict.posterior, expected);
    assert_same_posterior(verdict.track_posterior, expected);
    assert_int_equal(verdict.top, genus_argmax(expected, GENUS_TEST_LABELS));
    assert_float_equal(verdict.confidence, expected[verdict.top], TOLERANCE);
    assert_int_equal(verdict.sequence, 1);
    assert_true(verdict.seconds_heard == 30.0);
    assert_true(fabs(verdict.track_seconds - 661794.0 / RATE) < 1e-9);
    free(clip.values);
    free(music);
}

static void a_long_buffer_keeps_the_last_window_and_the_whole_track(void **state) {
    const size_t count = genus_test_frames(47.0, RATE);
    float *music = genus_test_music(RATE, 1, count, 4);
    clip_frames clip = frames_by_frontend(*state, music, count);
    const size_t window = columns_in(*state, 30.0);
    const size_t columns = genus_network_columns(genus_model_network(*state), clip.count);
    assert_true(columns > window);

    float last[GENUS_LABELS_MAX];
    posterior_by_network(*state, &clip, window, last);
    // The track is the first full window and the last one, weighted by what it adds.
    const size_t whole = clip.count;
    clip.count = (window - 1) * genus_network_stride(genus_model_network(*state)) +
                 genus_network_receptive_field(genus_model_network(*state));
    float first[GENUS_LABELS_MAX];
    posterior_by_network(*state, &clip, window, first);
    double track[GENUS_TEST_LABELS];
    double sum = 0.0;
    for (size_t i = 0; i < GENUS_TEST_LABELS; i++) {
        const double share = (double)window / (double)columns;
        track[i] = pow((double)first[i], share) * pow((double)last[i], 1.0 - share);
        sum += track[i];
    }
    assert_true(whole > clip.count);

    const genus_verdict verdict = genus_test_classify(state, RATE, 1, music, count);
    assert_same_posterior(verdict.posterior, last);
    for (size_t i = 0; i < GENUS_TEST_LABELS; i++) {
        assert_float_equal(verdict.track_posterior[i], (float)(track[i] / sum), TOLERANCE);
    }
    assert_true(verdict.seconds_heard == 30.0);
    assert_true(fabs(verdict.track_seconds - 47.0) < 1e-9);
    free(clip.values);
    free(music);
}

// ------------------------------------------------------------------------- streaming and batch

static void streaming_gives_the_whole_buffers_numbers_at_any_block_size(void **state) {
    const double rates[4] = {22050.0, 44100.0, 48000.0, 192000.0};
    const size_t blocks[5] = {1, 7, 64, 1024, 100000};
    for (size_t r = 0; r < 4; r++) {
        const size_t frames = genus_test_frames(8.0, rates[r]);
        float *music = genus_test_music(rates[r], 1, frames, (uint32_t)r);
        const genus_verdict whole = genus_test_classify(state, rates[r], 1, music, frames);
        assert_true(whole.top >= 0);
        for (size_t b = 0; b < 5; b++) {
            genus_listener *listener = genus_test_listener(state, rates[r], 1, 0.5);
            genus_test_stream(listener, music, 1, frames, blocks[b]);
            const genus_verdict streamed = genus_test_finish(listener);
            assert_same_judgement(&streamed, &whole);
            assert_int_equal(streamed.dropped_samples, 0);
            genus_listener_free(listener);
        }
        free(music);
    }
}

static void streaming_in_random_blocks_with_work_at_random_times_changes_nothing(void **state) {
    genus_random random = genus_random_seeded(12345, 0);
    for (uint32_t channels = 1; channels <= GENUS_CHANNELS_MAX; channels++) {
        const size_t frames = genus_test_frames(6.0, 44100.0);
        float *music = genus_test_music(44100.0, channels, frames, channels);
        const genus_verdict whole = genus_test_classify(state, 44100.0, channels, music, frames);
        genus_listener *listener = genus_test_listener(state, 44100.0, channels, 0.3);
        for (size_t at = 0; at < frames;) {
            const size_t size = genus_random_below(&random, 3000);
            const size_t count = frames - at < size ? frames - at : size;
            assert_int_equal(
                genus_listener_write_interleaved(listener, music + at * channels, count), count);
            if (genus_random_below(&random, 4) == 0) {
                (void)genus_listener_work(listener);
            }
            at += count;
        }
        const genus_verdict streamed = genus_test_finish(listener);
        assert_same_judgement(&streamed, &whole);
        genus_listener_free(listener);
        free(music);
    }
}

#define VERDICTS_MAX 64

static size_t collect(void **state, const float *music, size_t frames, size_t block,
                      genus_verdict *verdicts) {
    genus_listener *listener = genus_test_listener(state, RATE, 1, 0.5);
    size_t count = 0;
    for (size_t at = 0; at < frames; at += block) {
        const size_t size = frames - at < block ? frames - at : block;
        assert_int_equal(genus_listener_write_interleaved(listener, music + at, size), size);
        const size_t made = genus_listener_work(listener);
        assert_true(made <= 1);
        if (made == 1) {
            assert_true(count < VERDICTS_MAX);
            verdicts[count++] = genus_test_verdict(listener);
        }
    }
    genus_listener_free(listener);
    return count;
}

static void every_verdict_on_the_way_is_the_same_at_any_block_size(void **state) {
    const size_t frames = genus_test_frames(10.0, RATE);
    float *music = genus_test_music(RATE, 1, frames, 8);
    static genus_verdict reference[VERDICTS_MAX];
    static genus_verdict other[VERDICTS_MAX];
    const size_t count = collect(state, music, frames, 512, reference);
    assert_int_equal(count, 19); // Every half second but the last, whose frame is not yet full.
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(reference[i].sequence, i + 1);
        const double due = 0.5 * (double)(i + 1);
        assert_true(reference[i].stream_seconds >= due);
        assert_true(reference[i].stream_seconds < due + 1708.0 / RATE);
        const genus_state early = reference[i].seconds_heard < 3.0 ? GENUS_LISTENING : GENUS_UNSURE;
        assert_true(reference[i].state == early || reference[i].state == GENUS_SURE);
    }
    const size_t blocks[3] = {1, 97, 5000};
    for (size_t b = 0; b < 3; b++) {
        assert_int_equal(collect(state, music, frames, blocks[b], other), count);
        for (size_t i = 0; i < count; i++) {
            assert_same_judgement(&other[i], &reference[i]);
            assert_int_equal(other[i].sequence, i + 1);
        }
    }
    free(music);
}

static void planar_and_interleaved_blocks_are_heard_alike(void **state) {
    const size_t frames = genus_test_frames(5.0, 48000.0);
    float *music = genus_test_music(48000.0, 3, frames, 2);
    float *planes = calloc(frames, 3 * sizeof *planes);
    float *mean = calloc(frames, sizeof *mean);
    assert_non_null(planes);
    assert_non_null(mean);
    for (size_t i = 0; i < frames; i++) {
        for (size_t c = 0; c < 3; c++) {
            planes[c * frames + i] = music[i * 3 + c];
            mean[i] += music[i * 3 + c] / 3.0F;
        }
    }
    genus_listener *listener = genus_test_listener(state, 48000.0, 3, 0.5);
    for (size_t at = 0; at < frames; at += 1000) {
        const float *channels[3] = {planes + at, planes + frames + at, planes + 2 * frames + at};
        assert_int_equal(genus_listener_write(listener, channels, 1000), 1000);
        (void)genus_listener_work(listener);
    }
    const genus_verdict planar = genus_test_finish(listener);
    const genus_verdict interleaved = genus_test_classify(state, 48000.0, 3, music, frames);
    assert_same_judgement(&planar, &interleaved);
    const genus_verdict averaged = genus_test_classify(state, 48000.0, 1, mean, frames);
    assert_same_posterior(averaged.posterior, planar.posterior);
    genus_listener_free(listener);
    free(mean);
    free(planes);
    free(music);
}

// ---------------------------------------------------------------------- gaps, restarts, windows

static void an_overrun_is_counted_and_no_column_spans_it(void **state) {
    const genus_network *network = genus_model_network(*state);
    const size_t half = genus_test_frames(6.0, RATE);
    float *before = genus_test_music(RATE, 1, half, 1);
    float *after = genus_test_music(RATE, 1, half, 2);
    genus_listener *listener = genus_test_listener(state, RATE, 1, 0.5);
    genus_test_stream(listener, before, 1, half, 1000);
    // More than the ring can ever hold: lost whole.
    const size_t lost = genus_test_frames(60.0, RATE);
    float *too_much = calloc(lost, sizeof *too_much);
    assert_non_null(too_much);
    assert_int_equal(genus_listener_write_interleaved(listener, too_much, lost), 0);
    genus_test_stream(listener, after, 1, half, 1000);
    const genus_verdict verdict = genus_test_finish(listener);
    assert_int_equal(verdict.dropped_samples, lost);
    assert_true(fabs(verdict.seconds_heard - 12.0) < 1e-9);

    // The columns of each part by themselves, then pooled together.
    float *columns[2];
    size_t counts[2];
    for (int part = 0; part < 2; part++) {
        const clip_frames clip = frames_by_frontend(*state, part == 0 ? before : after, half);
        counts[part] = genus_network_columns(network, clip.count);
        genus_workspace *workspace = genus_workspace_new(network, counts[part]);
        columns[part] =
            calloc(counts[part], genus_network_column_size(network) * sizeof *columns[part]);
        assert_non_null(workspace);
        assert_non_null(columns[part]);
        genus_network_trunk(network, workspace, clip.values, counts[part], columns[part]);
        genus_workspace_free(workspace);
        free(clip.values);
    }
    genus_workspace *workspace = genus_workspace_new(network, 1);
    assert_non_null(workspace);
    float logits[GENUS_LABELS_MAX];
    float expected[GENUS_LABELS_MAX];
    genus_network_head(network, workspace, columns[0], counts[0], columns[1], counts[1], logits);
    genus_posterior(logits, GENUS_TEST_LABELS, false, genus_model_get_config(*state)->temperature,
                    expected);
    assert_same_posterior(verdict.posterior, expected);

    genus_workspace_free(workspace);
    free(columns[0]);
    free(columns[1]);
    genus_listener_free(listener);
    free(too_much);
    free(before);
    free(after);
}

static void a_jump_keeps_what_was_heard_and_no_spectrum_spans_it(void **state) {
    const genus_model_config *config = genus_model_get_config(*state);
    const size_t part = genus_test_frames(0.7, RATE); // Less than one column sees.
    float *loop = genus_test_music(RATE, 1, part, 1);
    genus_listener *listener = genus_test_listener(state, RATE, 1, 0.0);
    // The frames of each turn by themselves, one after the other.
    const clip_frames turn = frames_by_frontend(*state, loop, part);
    clip_frames all = {.count = 10 * turn.count};
    const size_t turn_size = turn.count * config->frontend.mel_bands;
    all.values = calloc(10, turn_size * sizeof *all.values);
    assert_non_null(all.values);
    for (size_t i = 0; i < 10; i++) {
        if (i > 0) {
            genus_listener_jump(listener);
        }
        genus_test_stream(listener, loop, 1, part, 1000);
        memcpy(all.values + i * turn_size, turn.values, turn_size * sizeof *all.values);
    }
    const genus_verdict verdict = genus_test_finish(listener);
    assert_true(genus_network_receptive_field(genus_model_network(*state)) > turn.count);
    float expected[GENUS_LABELS_MAX];
    posterior_by_network(*state, &all, SIZE_MAX, expected);
    assert_same_posterior(verdict.posterior, expected);
    assert_true(fabs(verdict.seconds_heard - 7.0) < 1e-9);
    genus_listener_free(listener);
    free(all.values);
    free(turn.values);
    free(loop);
}

static void the_tag_rests_on_sound_and_not_on_silence(void **state) {
    const size_t sound = genus_test_frames(20.0, RATE);
    const size_t frames = genus_test_frames(80.0, RATE);
    float *music = genus_test_music(RATE, 1, frames, 1);
    memset(music + sound, 0, (frames - sound) * sizeof *music);
    genus_listener *listener = genus_test_listener(state, RATE, 1, 0.5);
    genus_test_stream(listener, music, 1, sound, 512);
    const genus_verdict heard = genus_test_verdict(listener);
    const genus_verdict all = genus_test_classify(state, RATE, 1, music, frames);
    // The first column takes some seconds; the silence is told for one after some seconds, too.
    assert_in_range((int)heard.track_sound_seconds, 14, 20);
    assert_true(all.track_sound_seconds >= heard.track_sound_seconds);
    assert_true(all.track_sound_seconds <= 24.0);
    assert_true(all.track_seconds > 79.0);
    genus_listener_free(listener);
    free(music);
}

static void a_late_worker_loses_nothing_for_ten_seconds(void **state) {
    const size_t frames = genus_test_frames(10.0, 48000.0);
    float *music = genus_test_music(48000.0, 2, frames, 6);
    genus_listener *listener = genus_test_listener(state, 48000.0, 2, 0.5);
    for (size_t at = 0; at < frames; at += 480) {
        assert_int_equal(genus_listener_write_interleaved(listener, music + at * 2, 480), 480);
    }
    assert_int_equal(genus_listener_work(listener), 19);
    const genus_verdict verdict = genus_test_finish(listener);
    const genus_verdict whole = genus_test_classify(state, 48000.0, 2, music, frames);
    assert_int_equal(verdict.dropped_samples, 0);
    assert_same_judgement(&verdict, &whole);
    genus_listener_free(listener);
    free(music);
}

static void a_restart_takes_effect_at_its_place_in_the_stream(void **state) {
    const size_t frames = genus_test_frames(5.0, RATE);
    float *first = genus_test_music(RATE, 1, frames, 1);
    float *second = genus_test_music(RATE, 1, frames, 9);
    const genus_verdict alone = genus_test_classify(state, RATE, 1, second, frames);
    const genus_restart restarts[2] = {GENUS_RESTART_WINDOW, GENUS_RESTART_TRACK};
    for (size_t r = 0; r < 2; r++) {
        genus_listener *listener = genus_test_listener(state, RATE, 1, 0.5);
        // All of it is written before any of it is heard.
        assert_int_equal(genus_listener_write_interleaved(listener, first, frames), frames);
        genus_listener_restart(listener, restarts[r]);
        assert_int_equal(genus_listener_write_interleaved(listener, second, frames), frames);
        const genus_verdict verdict = genus_test_finish(listener);
        assert_same_posterior(verdict.posterior, alone.posterior);
        assert_true(fabs(verdict.seconds_heard - 5.0) < 1e-9);
        assert_true(fabs(verdict.stream_seconds - 10.0) < 1e-9);
        if (restarts[r] == GENUS_RESTART_TRACK) {
            assert_same_posterior(verdict.track_posterior, alone.posterior);
            assert_true(fabs(verdict.track_seconds - 5.0) < 1e-9);
        } else {
            const genus_verdict part = genus_test_classify(state, RATE, 1, first, frames);
            double expected[GENUS_TEST_LABELS];
            double sum = 0.0;
            for (size_t i = 0; i < GENUS_TEST_LABELS; i++) {
                expected[i] = sqrt((double)part.posterior[i] * (double)alone.posterior[i]);
                sum += expected[i];
            }
            for (size_t i = 0; i < GENUS_TEST_LABELS; i++) {
                assert_float_equal(verdict.track_posterior[i], (float)(expected[i] / sum),
                                   TOLERANCE);
            }
            assert_true(fabs(verdict.track_seconds - 10.0) < 1e-9);
        }
        genus_listener_free(listener);
    }
    free(first);
    free(second);
}

static void after_a_restart_it_listens_before_it_speaks_but_remembers_the_track(void **state) {
    const size_t frames = genus_test_frames(6.0, RATE);
    float *music = genus_test_music(RATE, 1, frames, 1);
    genus_listener *listener = genus_test_listener(state, RATE, 1, 0.5);
    genus_test_stream(listener, music, 1, frames, 512);
    genus_listener_restart(listener, GENUS_RESTART_WINDOW);
    genus_test_stream(listener, music, 1, genus_test_frames(2.0, RATE), 512);
    const genus_verdict verdict = genus_test_verdict(listener);
    assert_int_equal(verdict.state, GENUS_LISTENING);
    assert_int_equal(verdict.top, -1);
    assert_float_equal(verdict.posterior[0], 0.0F, 0.0F);
    assert_true(verdict.track_top >= 0);
    genus_listener_restart(listener, GENUS_RESTART_TRACK);
    genus_test_stream(listener, music, 1, genus_test_frames(2.0, RATE), 512);
    assert_int_equal(genus_test_verdict(listener).track_top, -1);
    genus_listener_free(listener);
    free(music);
}

static void a_window_changes_at_once_and_past_columns_are_kept(void **state) {
    const size_t frames = genus_test_frames(25.0, RATE);
    float *music = genus_test_music(RATE, 1, frames, 7);
    const clip_frames clip = frames_by_frontend(*state, music, frames);
    float expected[GENUS_LABELS_MAX];

    const double windows[4] = {5.0, 10.0, 30.0, 12.5};
    genus_listener *listener = genus_test_listener(state, RATE, 1, 0.0);
    genus_test_stream(listener, music, 1, genus_test_frames(20.0, RATE), 4000);
    for (size_t i = 0; i < 4; i++) {
        genus_listener_set_window(listener, windows[i]);
        (void)genus_listener_work(listener);
    }
    genus_test_stream(listener, music + genus_test_frames(20.0, RATE), 1,
                      genus_test_frames(5.0, RATE), 4000);
    genus_verdict verdict = genus_test_finish(listener);
    posterior_by_network(*state, &clip, columns_in(*state, 12.5), expected);
    assert_same_posterior(verdict.posterior, expected);
    assert_true(verdict.seconds_heard == 12.5);

    // Out of range, and no number at all: clamped.
    const double odd[3] = {1000.0, -3.0, (double)NAN};
    const double clamped[3] = {25.0, 5.0, 5.0};
    for (size_t i = 0; i < 3; i++) {
        genus_listener_set_window(listener, odd[i]);
        genus_test_stream(listener, music, 1, frames, 4000);
        verdict = genus_test_finish(listener);
        assert_true(fabs(verdict.seconds_heard - clamped[i]) < 1e-9);
        posterior_by_network(*state, &clip, columns_in(*state, clamped[i] + 5.0 * (i == 0)),
                             expected);
        assert_same_posterior(verdict.posterior, expected);
    }
    genus_listener_free(listener);
    free(clip.values);
    free(music);
}

// ---------------------------------------------------------------------------------- real time

static void a_listener_allocates_nothing_while_it_listens(void **state) {
    if (!genus_test_allocations_counted()) {
        print_message("skipped: allocations cannot be counted under sanitizers\n");
        skip();
    }
    const double rates[3] = {RATE, 48000.0, 192000.0};
    for (size_t r = 0; r < 3; r++) {
        const size_t frames = genus_test_frames(33.0, rates[r]);
        float *music = genus_test_music(rates[r], 2, frames, 5);
        genus_listener *listener = genus_test_listener(state, rates[r], 2, 0.5);
        const uint64_t before = genus_test_allocations();
        for (size_t at = 0; at + 1000 <= frames; at += 1000) {
            (void)genus_listener_write_interleaved(listener, music + at * 2, 1000);
            (void)genus_listener_work(listener);
            genus_listener_set_window(listener, at < frames / 2 ? 10.0 : 20.0);
            genus_verdict verdict;
            genus_listener_read(listener, &verdict);
        }
        assert_int_equal(genus_test_allocations() - before, 0);
        genus_listener_free(listener);
        free(music);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_whole_buffer_gets_the_plain_chains_posterior),
        cmocka_unit_test(a_long_buffer_keeps_the_last_window_and_the_whole_track),
        cmocka_unit_test(streaming_gives_the_whole_buffers_numbers_at_any_block_size),
        cmocka_unit_test(streaming_in_random_blocks_with_work_at_random_times_changes_nothing),
        cmocka_unit_test(every_verdict_on_the_way_is_the_same_at_any_block_size),
        cmocka_unit_test(planar_and_interleaved_blocks_are_heard_alike),
        cmocka_unit_test(an_overrun_is_counted_and_no_column_spans_it),
        cmocka_unit_test(a_jump_keeps_what_was_heard_and_no_spectrum_spans_it),
        cmocka_unit_test(the_tag_rests_on_sound_and_not_on_silence),
        cmocka_unit_test(a_late_worker_loses_nothing_for_ten_seconds),
        cmocka_unit_test(a_restart_takes_effect_at_its_place_in_the_stream),
        cmocka_unit_test(after_a_restart_it_listens_before_it_speaks_but_remembers_the_track),
        cmocka_unit_test(a_window_changes_at_once_and_past_columns_are_kept),
        cmocka_unit_test(a_listener_allocates_nothing_while_it_listens),
    };
    return cmocka_run_group_tests(tests, genus_test_load_model, genus_test_free_model);
}
