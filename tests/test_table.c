// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// genus-train table: the classical features of signals whose values are known, and the table's
// form.

#include "engine/audio/mel_filters.h"
#include "support/checks.h"
#include "support/command.h"
#include "train/classical/stages.h"

#include <math.h>
#include <setjmp.h>
#include <sndfile.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum {
    rate = GENUS_CLASSICAL_RATE,
    bins = GENUS_CLASSICAL_BINS,
    seconds = 10,
    sample_count = seconds * rate,
    path_size = 160,
};

static const double pi = 3.14159265358979323846;

static const char heading[] =
    "filename,length,chroma_stft_mean,chroma_stft_var,rms_mean,rms_var,spectral_centroid_mean,"
    "spectral_centroid_var,spectral_bandwidth_mean,spectral_bandwidth_var,rolloff_mean,rolloff_var,"
    "zero_crossing_rate_mean,zero_crossing_rate_var,harmony_mean,harmony_var,perceptr_mean,"
    "perceptr_var,tempo,mfcc1_mean,mfcc1_var,mfcc2_mean,mfcc2_var,mfcc3_mean,mfcc3_var,mfcc4_mean,"
    "mfcc4_var,mfcc5_mean,mfcc5_var,mfcc6_mean,mfcc6_var,mfcc7_mean,mfcc7_var,mfcc8_mean,mfcc8_var,"
    "mfcc9_mean,mfcc9_var,mfcc10_mean,mfcc10_var,mfcc11_mean,mfcc11_var,mfcc12_mean,mfcc12_var,"
    "mfcc13_mean,mfcc13_var,mfcc14_mean,mfcc14_var,mfcc15_mean,mfcc15_var,mfcc16_mean,mfcc16_var,"
    "mfcc17_mean,mfcc17_var,mfcc18_mean,mfcc18_var,mfcc19_mean,mfcc19_var,mfcc20_mean,mfcc20_var,"
    "label\n";

static float samples[sample_count];
static genus_test_command said;
static char root[64];
static char table[path_size];

static void make_sine(double hertz, double amplitude) {
    for (size_t i = 0; i < sample_count; i++) {
        samples[i] = (float)(amplitude * sin(2.0 * pi * hertz * (double)i / rate));
    }
}

/** Adds short decaying bursts of noise, evenly spaced. */
static void add_clicks(double bpm) {
    const double period = 60.0 * rate / bpm;
    uint32_t noise = 1;
    for (size_t i = 0; i < sample_count; i++) {
        const double since = fmod((double)i, period);
        noise = noise * 1664525 + 1013904223;
        samples[i] += (float)(exp(-since / 60.0) * ((double)(noise >> 8) / 8388608.0 - 1.0));
    }
}

static double feature(const double *features, const char *name) {
    for (size_t i = 0; i < GENUS_CLASSICAL_FEATURES; i++) {
        if (strcmp(genus_classical_names[i], name) == 0) {
            return features[i];
        }
    }
    fail_msg("no feature %s", name);
    return NAN;
}

static void a_sine_has_known_features(void **state) {
    (void)state;
    const double tones[] = {440.0, 1000.0, 3520.0};
    for (size_t i = 0; i < sizeof tones / sizeof *tones; i++) {
        double features[GENUS_CLASSICAL_FEATURES];
        make_sine(tones[i], 0.5);
        assert_int_equal(genus_classical_compute(samples, sample_count, features, NULL), GENUS_OK);
        // At the ends, a reflected sine has a kink, which spreads a few of the 431 frames.
        assert_true(fabs(feature(features, "spectral_centroid_mean") - tones[i]) < 10.0);
        assert_true(fabs(feature(features, "rolloff_mean") - tones[i]) < 22.0);
        assert_true(feature(features, "spectral_bandwidth_mean") < 60.0);
        assert_true(fabs(feature(features, "rms_mean") - 0.5 / sqrt(2.0)) < 0.002);
        const double crossings = feature(features, "zero_crossing_rate_mean");
        // The two end frames of each side, whose outer part stands still, cross less often.
        assert_true(fabs(crossings / (2.0 * tones[i] / rate) - 1.0) < 0.01);
    }
}

static void a_spectrum_has_its_shape(void **state) {
    (void)state;
    float magnitude[bins] = {0};
    assert_true(genus_frames_shape(magnitude).centroid == 0.0F);
    assert_true(genus_frames_shape(magnitude).rolloff == 0.0F);
    const double bin_hz = (double)rate / GENUS_CLASSICAL_FRAME;
    magnitude[100] = 3.0F;
    magnitude[300] = 1.0F;
    const genus_spectral_shape shape = genus_frames_shape(magnitude);
    assert_true(fabs((double)shape.centroid - 150.0 * bin_hz) < 0.01);
    assert_true(fabs((double)shape.bandwidth - sqrt(7500.0) * bin_hz) < 0.01);
    assert_true(fabs((double)shape.rolloff - 300.0 * bin_hz) < 0.01);
}

static void silence_and_too_little_are_no_trouble(void **state) {
    (void)state;
    double features[GENUS_CLASSICAL_FEATURES];
    memset(samples, 0, sizeof samples);
    assert_int_equal(genus_classical_compute(samples, sample_count, features, NULL), GENUS_OK);
    for (size_t i = 0; i < GENUS_CLASSICAL_FEATURES; i++) {
        assert_true(isfinite(features[i]));
    }
    assert_true(feature(features, "rms_mean") == 0.0);
    make_sine(440.0, 0.5);
    for (size_t count = GENUS_CLASSICAL_SHORTEST; count < 5000; count += 511) {
        assert_int_equal(genus_classical_compute(samples, count, features, NULL), GENUS_OK);
        assert_true(isfinite(feature(features, "mfcc20_var")));
    }
    assert_int_equal(genus_classical_compute(samples, GENUS_CLASSICAL_SHORTEST - 1, features, NULL),
                     GENUS_ERROR_DATA);
}

static void a_note_has_its_pitch_class_and_tuning(void **state) {
    (void)state;
    for (size_t note = 0; note < 24; note++) {
        // From C4 up, a little sharp: 0.15 semitones.
        make_sine(440.0 * exp2(((double)note - 9.0 + 0.155) / 12.0), 0.5);
        genus_stft stft;
        double tuning = 0.0;
        assert_int_equal(genus_stft_make(samples, rate, &stft, NULL), GENUS_OK);
        float *chroma = calloc(stft.frames * GENUS_PITCH_CLASSES, sizeof *chroma);
        assert_non_null(chroma);
        assert_int_equal(genus_chroma_tuning(&stft, &tuning, NULL), GENUS_OK);
        assert_int_equal(genus_chroma_compute(&stft, chroma, NULL), GENUS_OK);
        for (size_t t = 4; t + 4 < stft.frames; t++) {
            assert_true(chroma[t * GENUS_PITCH_CLASSES + note % 12] == 1.0F);
        }
        // A parabola through the power of three bins is off by a few hundredths of a bin.
        assert_true(fabs(tuning - 0.155) < 0.1);
        free(chroma);
        genus_stft_clear(&stft);
    }
}

static void clicks_have_their_tempo(void **state) {
    (void)state;
    const double tempi[] = {100.0, 120.0, 140.0};
    for (size_t i = 0; i < sizeof tempi / sizeof *tempi; i++) {
        double features[GENUS_CLASSICAL_FEATURES];
        memset(samples, 0, sizeof samples);
        add_clicks(tempi[i]);
        assert_int_equal(genus_classical_compute(samples, sample_count, features, NULL), GENUS_OK);
        // One bin is one frame of lag.
        const double frames_a_minute = 60.0 * rate / GENUS_CLASSICAL_HOP;
        const double lag = frames_a_minute / feature(features, "tempo");
        assert_true(fabs(lag - frames_a_minute / tempi[i]) <= 1.0);
    }
}

static double energy(const float *signal, size_t count) {
    const genus_mean_variance moments = genus_mean_variance_of(signal, count);
    return moments.variance + moments.mean * moments.mean;
}

static void parts_sound_on_or_strike_and_add_up(void **state) {
    (void)state;
    static float harmonic[sample_count];
    static float percussive[sample_count];
    for (int kind = 0; kind < 3; kind++) {
        genus_stft stft;
        make_sine(1000.0, kind == 1 ? 0.0 : 0.3);
        if (kind > 0) {
            add_clicks(120.0);
        }
        assert_int_equal(genus_stft_make(samples, sample_count, &stft, NULL), GENUS_OK);
        assert_int_equal(genus_hpss_separate(&stft, sample_count, harmonic, percussive, NULL),
                         GENUS_OK);
        const size_t end = (stft.frames - 1) * GENUS_CLASSICAL_HOP;
        for (size_t i = 0; i < end; i++) {
            const float sum = harmonic[i] + percussive[i];
            assert_true(fabsf(sum - samples[i]) < 1e-5F);
        }
        const double share =
            energy(harmonic, end) / (energy(harmonic, end) + energy(percussive, end));
        assert_true(kind != 0 || share > 0.99);
        assert_true(kind != 1 || share < 0.05);
        genus_stft_clear(&stft);
    }
}

/** The power of one bin of a frame in the midst of the signal, by the transform's definition. */
static double slow_power(const float *centre, size_t bin) {
    double real = 0.0;
    double imaginary = 0.0;
    for (size_t i = 0; i < GENUS_CLASSICAL_FRAME; i++) {
        const double window = 0.5 - 0.5 * cos(2.0 * pi * (double)i / GENUS_CLASSICAL_FRAME);
        const double sample = window * (double)(centre - GENUS_CLASSICAL_FRAME / 2)[i];
        const double phase = 2.0 * pi * (double)(bin * i % GENUS_CLASSICAL_FRAME);
        real += sample * cos(phase / GENUS_CLASSICAL_FRAME);
        imaginary += sample * sin(phase / GENUS_CLASSICAL_FRAME);
    }
    return real * real + imaginary * imaginary;
}

static void cepstra_are_those_of_the_definition(void **state) {
    (void)state;
    const size_t t = 13; // About a click, so that all bands lie within 80 dB.
    genus_stft stft;
    genus_frontend_settings settings = genus_frontend_settings_default();
    genus_mel_filters *filters = genus_mel_filters_new(&settings);
    double mel[GENUS_CLASSICAL_BANDS] = {0.0};
    make_sine(700.0, 0.1);
    add_clicks(400.0);
    assert_non_null(filters);
    assert_int_equal(genus_stft_make(samples, rate, &stft, NULL), GENUS_OK);
    float *decibels = calloc(stft.frames * GENUS_CLASSICAL_BANDS, sizeof *decibels);
    float *cepstra = calloc(stft.frames * GENUS_CLASSICAL_CEPSTRA, sizeof *cepstra);
    assert_non_null(decibels);
    assert_non_null(cepstra);
    assert_int_equal(genus_mel_decibels(&stft, decibels, NULL), GENUS_OK);
    genus_mel_cepstra(decibels, stft.frames, cepstra);
    for (size_t bin = 0; bin < bins; bin++) {
        const double power = slow_power(samples + t * GENUS_CLASSICAL_HOP, bin);
        for (size_t band = 0; band < GENUS_CLASSICAL_BANDS; band++) {
            mel[band] += power * (double)genus_mel_filters_weight(filters, band, bin);
        }
    }
    for (size_t k = 0; k < GENUS_CLASSICAL_CEPSTRA; k++) {
        double sum = 0.0;
        for (size_t band = 0; band < GENUS_CLASSICAL_BANDS; band++) {
            sum += 10.0 * log10(mel[band]) *
                   cos(pi * (double)k * (2.0 * (double)band + 1.0) / (2 * GENUS_CLASSICAL_BANDS));
        }
        sum *= sqrt((k == 0 ? 1.0 : 2.0) / GENUS_CLASSICAL_BANDS);
        assert_true(fabs((double)cepstra[k * stft.frames + t] - sum) < 0.01);
    }
    free(decibels);
    free(cepstra);
    genus_mel_filters_free(filters);
    genus_stft_clear(&stft);
}

static void decibels_end_80_below_the_loudest(void **state) {
    (void)state;
    genus_stft stft;
    float loudest = -INFINITY;
    float faintest = INFINITY;
    make_sine(700.0, 0.5);
    assert_int_equal(genus_stft_make(samples, rate, &stft, NULL), GENUS_OK);
    float *decibels = calloc(stft.frames * GENUS_CLASSICAL_BANDS, sizeof *decibels);
    assert_non_null(decibels);
    assert_int_equal(genus_mel_decibels(&stft, decibels, NULL), GENUS_OK);
    for (size_t i = 0; i < stft.frames * GENUS_CLASSICAL_BANDS; i++) {
        loudest = fmaxf(loudest, decibels[i]);
        faintest = fminf(faintest, decibels[i]);
    }
    assert_true(fabsf(loudest - 80.0F - faintest) < 1e-4F);
    free(decibels);
    genus_stft_clear(&stft);
}

static const char *place(const char *name) {
    static char path[path_size];
    (void)snprintf(path, sizeof path, "%s/music/%s", root, name);
    return path;
}

static void write_sound(const char *name, int sample_rate, sf_count_t count) {
    SF_INFO info = {
        .samplerate = sample_rate, .channels = 1, .format = SF_FORMAT_WAV | SF_FORMAT_FLOAT};
    SNDFILE *file = sf_open(place(name), SFM_WRITE, &info);
    assert_non_null(file);
    assert_int_equal(sf_writef_float(file, samples, count), count);
    assert_int_equal(sf_close(file), 0);
}

static const char *const folders[] = {"", "blues", "rock"};
static const char *const files[] = {"blues/a.wav", "blues/b, or c.wav", "blues/broken.wav",
                                    "rock/d.x.wav"};

static int set_up(void **state) {
    (void)state;
    genus_test_make_folder("table", root, sizeof root);
    (void)snprintf(table, sizeof table, "%s/table.csv", root);
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        assert_int_equal(mkdir(place(folders[i]), 0700), 0);
    }
    make_sine(500.0, 0.25);
    add_clicks(120.0);
    write_sound(files[0], rate, 7 * rate);
    write_sound(files[1], rate / 2, 7 * rate / 2);
    write_sound(files[3], rate, 4 * rate);
    FILE *stream = fopen(place(files[2]), "w");
    assert_non_null(stream);
    (void)fputs("no sound", stream);
    return fclose(stream);
}

static int tear_down(void **state) {
    (void)state;
    return genus_test_remove_folder(root);
}

/** Makes the table. @return What is in the file, to be freed; NULL: there is none. */
static char *make_table(const char *threads, const char *more, const char *value, int exit_code) {
    (void)unlink(table);
    assert_int_equal(genus_test_call(&said, GENUS_TRAIN, "table", place(""), "--out", table,
                                     "--threads", threads, more, value, NULL),
                     exit_code);
    return genus_test_exists(table) ? genus_test_read_file(table) : NULL;
}

static void the_table_has_its_form(void **state) {
    (void)state;
    char *text = make_table("1", NULL, NULL, 0);
    assert_non_null(text);
    assert_memory_equal(text, heading, sizeof heading - 1);
    assert_non_null(strstr(text, "\na.wav,154350,"));
    assert_non_null(strstr(text, "\n\"b, or c.wav\",154350,"));
    assert_non_null(strstr(text, "\nd.x.wav,88200,"));
    assert_non_null(strstr(text, ",rock\n"));
    size_t commas = 0;
    size_t lines = 0;
    for (const char *c = text; *c != '\0'; c++) {
        commas += *c == ',';
        lines += *c == '\n';
    }
    assert_int_equal(lines, 4);
    assert_int_equal(commas, 4 * 59 + 1);
    assert_non_null(strstr(said.err, "broken.wav"));
    assert_non_null(strstr(said.out, "3 rows from 3 files, 1 file skipped"));
    char *again = make_table("3", NULL, NULL, 0);
    assert_string_equal(text, again);
    free(text);
    free(again);
}

static void segments_are_rows(void **state) {
    (void)state;
    char *text = make_table("2", "--segment", "3", 0);
    assert_non_null(text);
    assert_non_null(strstr(text, "\na.0.wav,66149,"));
    assert_non_null(strstr(text, "\na.1.wav,66149,"));
    assert_null(strstr(text, "\na.2.wav"));
    assert_non_null(strstr(text, "\n\"b, or c.1.wav\",66149,"));
    assert_non_null(strstr(text, "\nd.x.0.wav,66149,"));
    free(text);
    text = make_table("2", "--segment", "5", 0);
    assert_non_null(text);
    assert_non_null(strstr(said.err, "d.x.wav: shorter than a segment of 5 s"));
    assert_non_null(strstr(said.out, "2 files skipped"));
    free(text);
    assert_null(make_table("2", "--segment", "60", 1));
    assert_non_null(strstr(said.err, "no usable audio file"));
    assert_null(make_table("2", "--segment", "0", 2));
    assert_null(make_table("2", "more", NULL, 2));
    assert_null(make_table("2", "--help", NULL, 0));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sine_has_known_features),
        cmocka_unit_test(a_spectrum_has_its_shape),
        cmocka_unit_test(silence_and_too_little_are_no_trouble),
        cmocka_unit_test(a_note_has_its_pitch_class_and_tuning),
        cmocka_unit_test(clicks_have_their_tempo),
        cmocka_unit_test(parts_sound_on_or_strike_and_add_up),
        cmocka_unit_test(cepstra_are_those_of_the_definition),
        cmocka_unit_test(decibels_end_80_below_the_loudest),
        cmocka_unit_test(the_table_has_its_form),
        cmocka_unit_test(segments_are_rows),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
