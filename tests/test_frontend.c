// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The streaming chain: the same frames however the input is cut, at any rate, as the reference has
// them.

#include "engine/audio/frame.h"
#include "engine/audio/frontend.h"
#include "engine/audio/mel_filters.h"
#include "engine/safetensors/safetensors.h"
#include "shared_data.h"

#include <malloc.h>
#include <math.h>
#include <setjmp.h>
#include <soxr.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define TWO_PI 6.283185307179586

static const double rates[] = {8000.0,  11025.0, 22049.5, 22050.0,  32000.0,
                               44100.0, 48000.0, 88200.0, 192000.0, 44099.3};
#define RATE_COUNT (sizeof rates / sizeof *rates)

/** What a chain made. */
typedef struct result {
    size_t count;
    float *frames;
    float *mean_square;
} result;

static void free_result(result made) {
    free(made.frames);
    free(made.mean_square);
}

static genus_frontend *make_frontend(const genus_frontend_settings *settings, double rate) {
    genus_error error = {0};
    genus_frontend *frontend = NULL;
    if (genus_frontend_new(settings, rate, &frontend, &error) != GENUS_OK) {
        fail_msg("%s", error.message);
    }
    return frontend;
}

/** Sends samples through a chain in blocks, fetches `frames_max` frames at a time, and ends. */
static result hear(genus_frontend *frontend, const genus_frontend_settings *settings, double rate,
                   const float *samples, size_t count, size_t block, size_t frames_max) {
    const double seconds = (double)count / rate;
    const size_t room = (size_t)(seconds * settings->sample_rate / settings->hop) + frames_max + 2;
    result made = {.frames = calloc(room * settings->mel_bands, sizeof(float)),
                   .mean_square = calloc(room, sizeof(float))};
    assert_true(made.frames != NULL && made.mean_square != NULL);
    for (size_t at = 0; at < count; at += block) {
        const size_t length = count - at < block ? count - at : block;
        size_t done = 0;
        size_t new_frames = 0;
        do {
            size_t used = 0;
            assert_true(made.count + frames_max <= room);
            new_frames = genus_frontend_process(frontend, samples + at + done, length - done, &used,
                                                made.frames + made.count * settings->mel_bands,
                                                made.mean_square + made.count, frames_max);
            done += used;
            made.count += new_frames;
        } while (new_frames == frames_max);
        assert_int_equal(done, length);
    }
    size_t new_frames = 0;
    do {
        assert_true(made.count + frames_max <= room);
        new_frames = genus_frontend_finish(frontend, made.frames + made.count * settings->mel_bands,
                                           made.mean_square + made.count, frames_max);
        made.count += new_frames;
    } while (new_frames == frames_max);
    return made;
}

static result hear_once(const genus_frontend_settings *settings, double rate, const float *samples,
                        size_t count) {
    genus_frontend *frontend = make_frontend(settings, rate);
    const result made = hear(frontend, settings, rate, samples, count, 4096, 16);
    genus_frontend_free(frontend);
    return made;
}

static void assert_same(result a, result b, const genus_frontend_settings *settings) {
    assert_int_equal(a.count, b.count);
    assert_memory_equal(a.frames, b.frames, a.count * settings->mel_bands * sizeof(float));
    assert_memory_equal(a.mean_square, b.mean_square, a.count * sizeof(float));
}

/** Partials under 3.5 kHz that swell and fade: the same sound at any rate. */
static float *make_sound(double rate, size_t count) {
    float *samples = malloc(count * sizeof *samples);
    assert_non_null(samples);
    for (size_t i = 0; i < count; i++) {
        const double seconds = (double)i / rate;
        double sum = 0.0;
        for (int partial = 1; partial <= 16; partial++) {
            const double swell = 1.0 + 0.5 * sin(TWO_PI * (0.3 + 0.2 * partial) * seconds);
            sum += swell / partial * sin(TWO_PI * 213.7 * partial * seconds);
        }
        samples[i] = (float)(0.1 * sum);
    }
    return samples;
}

/** White noise, from -0.5 to 0.5. */
static float *make_noise(size_t count) {
    float *samples = malloc(count * sizeof *samples);
    assert_non_null(samples);
    uint32_t noise = 1;
    for (size_t i = 0; i < count; i++) {
        noise = noise * 1664525U + 1013904223U;
        samples[i] = (float)(noise >> 8) / 16777216.0F - 0.5F;
    }
    return samples;
}

static void rates_out_of_range_are_refused(void **state) {
    (void)state;
    const double bad[] = {7999.9, 192000.1, 0.0, -44100.0, NAN, INFINITY};
    const genus_frontend_settings settings = genus_frontend_settings_default();
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        genus_error error = {0};
        genus_frontend *frontend = NULL;
        assert_int_equal(genus_frontend_new(&settings, bad[i], &frontend, &error),
                         GENUS_ERROR_ARGUMENT);
        assert_null(frontend);
        assert_non_null(strstr(error.message, "sample rate"));
    }
    genus_frontend_free(NULL);
}

static void block_sizes_never_change_a_bit(void **state) {
    (void)state;
    const genus_frontend_settings settings = genus_frontend_settings_default();
    const size_t blocks[] = {1, 7, 64, 1024, 100000};
    for (size_t r = 0; r < RATE_COUNT; r++) {
        const size_t count = (size_t)(2.3 * rates[r]);
        float *samples = make_noise(count);
        const result once = hear_once(&settings, rates[r], samples, count);
        for (size_t b = 0; b < sizeof blocks / sizeof *blocks; b++) {
            genus_frontend *frontend = make_frontend(&settings, rates[r]);
            const result made =
                hear(frontend, &settings, rates[r], samples, count, blocks[b], b % 2 == 0 ? 1 : 5);
            assert_same(made, once, &settings);
            free_result(made);
            genus_frontend_free(frontend);
        }
        free_result(once);
        free(samples);
    }
}

static void a_reset_chain_is_a_new_one(void **state) {
    (void)state;
    const genus_frontend_settings settings = genus_frontend_settings_default();
    for (size_t r = 0; r < RATE_COUNT; r++) {
        const size_t count = (size_t)(1.1 * rates[r]);
        float *samples = make_noise(count);
        const result once = hear_once(&settings, rates[r], samples, count);
        genus_frontend *frontend = make_frontend(&settings, rates[r]);

        // Once in mid-stream, with a frame waiting, and once after the end.
        float frame[128];
        size_t used = 0;
        (void)genus_frontend_process(frontend, samples, count, &used, frame, NULL, 1);
        genus_frontend_reset(frontend);
        for (int pass = 0; pass < 2; pass++) {
            const result again = hear(frontend, &settings, rates[r], samples, count, 777, 2);
            assert_same(again, once, &settings);
            free_result(again);
            genus_frontend_reset(frontend);
        }
        genus_frontend_free(frontend);
        free_result(once);
        free(samples);
    }
}

static void every_sample_counts_down_to_the_tail(void **state) {
    (void)state;
    const genus_frontend_settings settings = genus_frontend_settings_default();
    for (size_t r = 0; r < RATE_COUNT; r++) {
        // The shortest streams that make two frames, and one sample (of the engine) less.
        const double engine_samples = settings.frame_length + settings.hop;
        const double enough = engine_samples * rates[r] / settings.sample_rate;
        float *samples = make_noise((size_t)enough + 100);
        const size_t counts[] = {(size_t)(enough + 1.0 * rates[r] / settings.sample_rate) + 1,
                                 (size_t)(enough - 1.0 * rates[r] / settings.sample_rate) - 1};
        for (size_t i = 0; i < 2; i++) {
            const result made = hear_once(&settings, rates[r], samples, counts[i]);
            assert_int_equal(made.count, 2 - i);
            free_result(made);
        }
        free(samples);
    }
}

static void frames_lie_at_multiples_of_the_hop(void **state) {
    (void)state;
    const uint32_t hops[] = {1, 100, 1708, 2048, 2049, 5000};
    const size_t count = 22050;
    float *samples = make_noise(count);
    for (size_t h = 0; h < sizeof hops / sizeof *hops; h++) {
        genus_frontend_settings settings = genus_frontend_settings_default();
        settings.hop = hops[h];
        settings.mel_bands = 16;
        const size_t used = hops[h] == 1 ? 3000 : count;
        const result made = hear_once(&settings, settings.sample_rate, samples, used);
        assert_int_equal(made.count, (used - settings.frame_length) / settings.hop + 1);
        genus_frame *frame = genus_frame_new(&settings);
        assert_non_null(frame);
        for (size_t f = 0; f < made.count; f++) {
            float expected[16];
            const float *window = samples + f * settings.hop;
            genus_frame_compute(frame, window, expected);
            assert_memory_equal(made.frames + f * settings.mel_bands, expected, sizeof expected);

            const size_t newest =
                settings.hop < settings.frame_length ? settings.hop : settings.frame_length;
            double sum = 0.0;
            for (size_t i = settings.frame_length - newest; i < settings.frame_length; i++) {
                sum += (double)window[i] * (double)window[i];
            }
            assert_true(fabs((double)made.mean_square[f] - sum / (double)newest) < 1e-6);
        }
        genus_frame_free(frame);
        free_result(made);
    }
    free(samples);
}

static void the_same_sound_at_any_rate_gives_the_same_frames(void **state) {
    (void)state;
    const genus_frontend_settings settings = genus_frontend_settings_default();
    const double seconds = 3.0;
    const size_t expected_count = (size_t)(seconds * settings.sample_rate);
    float *sound = make_sound(settings.sample_rate, expected_count);
    const result expected = hear_once(&settings, settings.sample_rate, sound, expected_count);
    for (size_t r = 0; r < RATE_COUNT; r++) {
        const size_t count = (size_t)(seconds * rates[r]);
        float *samples = make_sound(rates[r], count);
        const result made = hear_once(&settings, rates[r], samples, count);
        assert_in_range(made.count, expected.count - 1, expected.count);
        // The first and last frames hear the sound being cut, which no two rates do alike.
        size_t compared = 0;
        for (size_t f = 1; f + 2 < expected.count; f++) {
            for (size_t band = 0; band < settings.mel_bands; band++) {
                const size_t cell = f * settings.mel_bands + band;
                if (expected.frames[cell] > -30.0F) {
                    assert_true(fabsf(made.frames[cell] - expected.frames[cell]) < 0.05F);
                    compared++;
                }
            }
        }
        assert_true(compared > 1000);
        free_result(made);
        free(samples);
    }
    free_result(expected);
    free(sound);
}

static void hearing_takes_no_more_memory(void **state) {
    (void)state;
    const genus_frontend_settings settings = genus_frontend_settings_default();
    for (size_t r = 0; r < RATE_COUNT; r++) {
        const size_t count = (size_t)(5.0 * rates[r]);
        float *samples = make_noise(count);
        float *frames = malloc(100 * settings.mel_bands * sizeof *frames);
        genus_frontend *frontend = make_frontend(&settings, rates[r]);
        assert_non_null(frames);
        for (int pass = 0; pass < 2; pass++) {
            size_t used = 0;
            const struct mallinfo2 before = mallinfo2();
            (void)genus_frontend_process(frontend, samples, count, &used, frames, NULL, 100);
            (void)genus_frontend_finish(frontend, frames, NULL, 100);
            const struct mallinfo2 after = mallinfo2();
            assert_int_equal(after.uordblks, before.uordblks);
            assert_int_equal(after.hblkhd, before.hblkhd);
            assert_int_equal(used, count);
            genus_frontend_reset(frontend);
        }
        genus_frontend_free(frontend);
        free(frames);
        free(samples);
    }
}

static void match_reference(const char *path, size_t wanted) {
    genus_error error = {0};
    genus_safetensors *file = NULL;
    if (genus_safetensors_load(path, &file, &error) != GENUS_OK) {
        fail_msg("%s", error.message);
    }
    const genus_frontend_settings settings = genus_frontend_settings_default();
    double worst = 0.0;
    size_t signals = 0;
    for (size_t t = 0; t < genus_safetensors_count(file); t++) {
        const genus_tensor *reference = &genus_safetensors_tensors(file)[t];
        char name[256];
        (void)snprintf(name, sizeof name, "%s", reference->name);
        char *suffix = strstr(name, ".logmel");
        if (suffix == NULL) {
            continue;
        }
        (void)snprintf(suffix, sizeof name - (size_t)(suffix - name), ".samples");
        const genus_tensor *synthetic = genus_safetensors_find(file, name);
        size_t count = 0;
        float *clip = NULL;
        if (synthetic == NULL) {
            // clip_GENRE.NUMBER: the first ten seconds of that file.
            *suffix = '\0';
            const char *clip_name = name + strlen("clip_");
            char audio[600];
            (void)snprintf(audio, sizeof audio, "gtzan/audio/%.*s/%s.flac",
                           (int)strcspn(clip_name, "."), clip_name, clip_name);
            clip = shared_data_audio(audio, &count);
            assert_non_null(clip);
            count = 10U * settings.sample_rate;
        } else {
            count = synthetic->shape[0];
        }
        const float *samples = synthetic == NULL ? clip : synthetic->data;
        const result made = hear_once(&settings, settings.sample_rate, samples, count);
        const size_t frames = reference->shape[1];
        assert_int_equal(made.count, frames);
        for (size_t i = 0; i < frames * settings.mel_bands; i++) {
            const size_t band = i / frames;
            const float expected = ((const float *)reference->data)[i];
            const float cell = made.frames[i % frames * settings.mel_bands + band];
            if (expected > -80.0F) {
                worst = fmax(worst, fabs((double)cell - (double)expected));
            }
        }
        signals++;
        free_result(made);
        free(clip);
    }
    print_message("largest difference of a cell in %zu signals: %.4f dB\n", signals, worst);
    assert_int_equal(signals, wanted);
    assert_true(worst < 0.05);
    genus_safetensors_free(file);
}

static void frames_match_the_golden_values(void **state) {
    (void)state;
    match_reference(GENUS_GOLDEN "/logmel.safetensors", 4);
}

static void frames_match_the_whole_reference(void **state) {
    (void)state;
    if (!shared_data_present("reference/logmel.safetensors")) {
        skip();
    }
    match_reference(GENUS_SHARED "/reference/logmel.safetensors", 8);
}

/** Mean absolute difference of all frames over the bands that peak below 10 kHz. */
static double mean_difference(const genus_frontend_settings *settings, result a, result b) {
    const double bin_hz = (double)settings->sample_rate / (double)settings->frame_length;
    const size_t limit = (size_t)(10000.0 / bin_hz);
    genus_mel_filters *filters = genus_mel_filters_new(settings);
    assert_non_null(filters);
    double sum = 0.0;
    size_t cells = 0;
    for (size_t band = 0; band < settings->mel_bands; band++) {
        size_t peak = 0;
        for (size_t bin = 0; bin <= settings->frame_length / 2; bin++) {
            const float weight = genus_mel_filters_weight(filters, band, bin);
            peak = weight > genus_mel_filters_weight(filters, band, peak) ? bin : peak;
        }
        for (size_t f = 0; peak < limit && f < a.count && f < b.count; f++) {
            const size_t cell = f * settings->mel_bands + band;
            sum += fabs((double)a.frames[cell] - (double)b.frames[cell]);
            cells++;
        }
    }
    genus_mel_filters_free(filters);
    return sum / (double)cells;
}

/** Converts by soxr alone, bit by bit, since its buffers grow with what they are given. */
static float *make_copy(const float *samples, size_t count, double rate, double copy_rate,
                        size_t *copied) {
    const size_t step = 4096;
    const size_t room = (size_t)((double)count * copy_rate / rate) + 1;
    const soxr_quality_spec_t quality = soxr_quality_spec(SOXR_HQ, 0);
    soxr_t soxr = soxr_create(rate, copy_rate, 1, NULL, NULL, &quality, NULL);
    float *copy = malloc(room * sizeof *copy);
    assert_non_null(soxr);
    assert_non_null(copy);
    *copied = 0;
    for (size_t at = 0; at < count + step; at += step) {
        const size_t left = at < count ? count - at : 0;
        size_t made = 0;
        assert_null(soxr_process(soxr, left > 0 ? samples + at : NULL, left < step ? left : step,
                                 NULL, copy + *copied, room - *copied, &made));
        *copied += made;
    }
    soxr_delete(soxr);
    return copy;
}

static void copies_at_other_rates_give_the_frames_of_the_clip(void **state) {
    (void)state;
    const char *clips[] = {"gtzan/audio/blues/blues.00010.flac",
                           "gtzan/audio/classical/classical.00010.flac",
                           "gtzan/audio/rock/rock.00010.flac"};
    const double copy_rates[] = {44100.0, 48000.0};
    const genus_frontend_settings settings = genus_frontend_settings_default();
    if (!shared_data_present(clips[0])) {
        skip();
    }
    double worst = 0.0;
    for (size_t c = 0; c < sizeof clips / sizeof *clips; c++) {
        size_t count = 0;
        float *clip = shared_data_audio(clips[c], &count);
        assert_non_null(clip);
        const result expected = hear_once(&settings, settings.sample_rate, clip, count);
        for (size_t r = 0; r < 2; r++) {
            size_t copied = 0;
            float *copy = make_copy(clip, count, settings.sample_rate, copy_rates[r], &copied);
            const result made = hear_once(&settings, copy_rates[r], copy, copied);
            assert_in_range(made.count, expected.count - 1, expected.count + 1);
            worst = fmax(worst, mean_difference(&settings, expected, made));
            free_result(made);
            free(copy);
        }
        free_result(expected);
        free(clip);
    }
    print_message("largest mean difference of a copy: %.5f dB\n", worst);
    assert_true(worst < 0.5);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rates_out_of_range_are_refused),
        cmocka_unit_test(block_sizes_never_change_a_bit),
        cmocka_unit_test(a_reset_chain_is_a_new_one),
        cmocka_unit_test(every_sample_counts_down_to_the_tail),
        cmocka_unit_test(frames_lie_at_multiples_of_the_hop),
        cmocka_unit_test(the_same_sound_at_any_rate_gives_the_same_frames),
        cmocka_unit_test(hearing_takes_no_more_memory),
        cmocka_unit_test(frames_match_the_golden_values),
        cmocka_unit_test(frames_match_the_whole_reference),
        cmocka_unit_test(copies_at_other_rates_give_the_frames_of_the_clip),
    };
    return cmocka_run_group_tests_name("frontend", tests, NULL, NULL);
}
