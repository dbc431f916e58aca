// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// genus-train spectrogram: a tone lies where the axes say, in colours that rise steadily.

#include "engine/audio/mel_filters.h"
#include "support/checks.h"
#include "support/command.h"
#include "train/report/spectrogram.h"

#include <math.h>
#include <setjmp.h>
#include <sndfile.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#ifdef GENUS_HAS_CAIRO
#include <cairo.h>
#endif

enum {
    rate = 22050,
    path_size = 160,
};

static char sound[path_size];
static char picture[path_size];
static genus_test_command said;

static int set_up(void **state) {
    static char root[64];
    genus_test_make_folder("spectrogram", root, sizeof root);
    *state = root;
    (void)snprintf(sound, sizeof sound, "%s/sound.wav", root);
    (void)snprintf(picture, sizeof picture, "%s/picture.png", root);
    return 0;
}

static int tear_down(void **state) {
    return genus_test_remove_folder(*state);
}

static int draw(const char *more, const char *value) {
    return genus_test_call(&said, GENUS_TRAIN, "spectrogram", sound, "--out", picture, more, value,
                           NULL);
}

/** A tone that sounds from `begin` on, in very faint noise. */
static void write_tone(double hertz, double begin, double seconds) {
    SF_INFO info = {.samplerate = rate, .channels = 1, .format = SF_FORMAT_WAV | SF_FORMAT_FLOAT};
    SNDFILE *file = sf_open(sound, SFM_WRITE, &info);
    assert_non_null(file);
    uint32_t noise = 1;
    for (int i = 0; i < (int)(seconds * rate); i++) {
        const double time = (double)i / rate;
        noise = noise * 1664525 + 1013904223;
        const double hiss = 1e-4 * ((double)(noise >> 8) / 8388608.0 - 1.0);
        const double tone = time < begin ? 0.0 : 0.5 * sin(6.283185307179586 * hertz * time);
        const float sample = (float)(tone + hiss);
        assert_int_equal(sf_writef_float(file, &sample, 1), 1);
    }
    assert_int_equal(sf_close(file), 0);
}

/** CIE lightness of a colour, 0..100. */
static double lightness(uint32_t colour) {
    const double weights[] = {0.2126, 0.7152, 0.0722};
    double y = 0.0;
    for (int i = 0; i < 3; i++) {
        const double c = (colour >> (16 - 8 * i) & 0xFF) / 255.0;
        y += weights[i] * (c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4));
    }
    return y > 216.0 / 24389.0 ? 116.0 * cbrt(y) - 16.0 : 24389.0 / 27.0 * y;
}

static void colours_rise_steadily(void **state) {
    (void)state;
    // From black to nearly white in steps of about 6; magma is even in CAM02's lightness, not in
    // CIE's, so they differ a little.
    for (int i = 0; i < 160; i++) {
        const double before = lightness(genus_colour_map(i / 160.0));
        assert_true(lightness(genus_colour_map((i + 1) / 160.0)) > before);
        if (i + 10 <= 160) {
            const double step = lightness(genus_colour_map((i + 10) / 160.0)) - before;
            assert_true(step > 3.0 && step < 8.0);
        }
    }
    assert_true(lightness(genus_colour_map(0.0)) < 1.0);
    assert_true(lightness(genus_colour_map(1.0)) > 97.0);
    assert_int_equal(genus_colour_map(-1.0), 0x000004);
    assert_int_equal(genus_colour_map(2.0), 0xFCFDBF);
}

#ifdef GENUS_HAS_CAIRO

/** The picture that was drawn. */
static cairo_surface_t *open_picture(void) {
    cairo_surface_t *surface = cairo_image_surface_create_from_png(picture);
    assert_int_equal(cairo_surface_status(surface), CAIRO_STATUS_SUCCESS);
    assert_int_equal(cairo_image_surface_get_width(surface),
                     (int)(GENUS_PNG_SCALE * GENUS_SPECTROGRAM_WIDTH));
    assert_int_equal(cairo_image_surface_get_height(surface),
                     (int)(GENUS_PNG_SCALE * GENUS_SPECTROGRAM_HEIGHT));
    return surface;
}

/** How light the plot is at a place in it, both 0..1 from its upper left corner. */
static double light_at(cairo_surface_t *surface, double across, double down) {
    const genus_area plot = genus_spectrogram_plot;
    const size_t x = (size_t)(GENUS_PNG_SCALE * (plot.x + across * plot.width));
    const size_t y = (size_t)(GENUS_PNG_SCALE * (plot.y + down * plot.height));
    uint32_t pixel = 0;
    memcpy(&pixel,
           cairo_image_surface_get_data(surface) +
               y * (size_t)cairo_image_surface_get_stride(surface) + x * sizeof pixel,
           sizeof pixel);
    return lightness(pixel & 0xFFFFFF);
}

/** The band that hears a frequency best. */
static size_t best_band(double hertz) {
    const genus_frontend_settings settings = genus_frontend_settings_default();
    genus_mel_filters *filters = genus_mel_filters_new(&settings);
    assert_non_null(filters);
    const size_t bin = (size_t)(hertz * settings.frame_length / rate + 0.5);
    size_t best = 0;
    for (size_t band = 1; band < settings.mel_bands; band++) {
        if (genus_mel_filters_weight(filters, band, bin) >
            genus_mel_filters_weight(filters, best, bin)) {
            best = band;
        }
    }
    genus_mel_filters_free(filters);
    return best;
}

static void a_tone_lies_in_its_row(void **state) {
    (void)state;
    const double tones[] = {220.0, 1000.0, 3520.0, 9000.0};
    for (size_t i = 0; i < sizeof tones / sizeof *tones; i++) {
        write_tone(tones[i], 0.0, 4.0);
        assert_int_equal(draw(NULL, NULL), 0);
        cairo_surface_t *surface = open_picture();
        size_t ridge = 0;
        for (size_t band = 1; band < 128; band++) {
            const double down = 1.0 - ((double)band + 0.5) / 128.0;
            if (light_at(surface, 0.5, down) >
                light_at(surface, 0.5, 1.0 - ((double)ridge + 0.5) / 128.0)) {
                ridge = band;
            }
        }
        cairo_surface_destroy(surface);
        // Where two bands hear a tone alike, either may win.
        const size_t wanted = best_band(tones[i]);
        assert_true(ridge + 1 >= wanted && ridge <= wanted + 1);
    }
}

static void a_tone_begins_in_its_column(void **state) {
    (void)state;
    write_tone(1000.0, 3.0, 6.0);
    assert_int_equal(draw(NULL, NULL), 0);
    cairo_surface_t *surface = open_picture();
    const double down = 1.0 - ((double)best_band(1000.0) + 0.5) / 128.0;
    size_t begin = 0;
    while (begin < 1000 && light_at(surface, (double)begin / 1000.0, down) < 50.0) {
        begin++;
    }
    cairo_surface_destroy(surface);
    // A frame is 93 ms long: the tone shows up at most half of that too early.
    assert_true(fabs((double)begin / 1000.0 * 6.0 - 3.0) < 0.08);
}

static void long_files_are_drawn_clip_by_clip(void **state) {
    (void)state;
    write_tone(1000.0, 31.0, 40.0);
    assert_int_equal(draw("--clip", "2"), 0);
    cairo_surface_t *surface = open_picture();
    const double down = 1.0 - ((double)best_band(1000.0) + 0.5) / 128.0;
    assert_true(light_at(surface, 0.03, down) < 50.0);
    assert_true(light_at(surface, 0.5, down) > 90.0);
    cairo_surface_destroy(surface);
    assert_int_equal(draw("--clip", "3"), 1);
    assert_non_null(strstr(said.err, "has 2 clips"));
}

#else

static void needs_cairo_and_says_so(void **state) {
    (void)state;
    write_tone(1000.0, 0.0, 4.0);
    assert_int_equal(draw(NULL, NULL), 1);
    assert_non_null(strstr(said.err, "libcairo2-dev"));
    print_message("SKIPPED: the picture itself needs cairo, which is not there\n");
}

#endif

static void refuses_what_is_no_sound(void **state) {
    (void)state;
    FILE *stream = fopen(sound, "w");
    assert_non_null(stream);
    (void)fputs("no sound", stream);
    assert_int_equal(fclose(stream), 0);
    assert_int_equal(draw(NULL, NULL), 1);
    assert_non_null(strstr(said.err, sound));
    assert_int_equal(draw("--clip", "0"), 2);
    assert_int_equal(draw("more", NULL), 2);
    assert_int_equal(draw("--help", NULL), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(colours_rise_steadily),
#ifdef GENUS_HAS_CAIRO
        cmocka_unit_test(a_tone_lies_in_its_row),
        cmocka_unit_test(a_tone_begins_in_its_column),
        cmocka_unit_test(long_files_are_drawn_clip_by_clip),
#else
        cmocka_unit_test(needs_cairo_and_says_so),
#endif
        cmocka_unit_test(refuses_what_is_no_sound),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
