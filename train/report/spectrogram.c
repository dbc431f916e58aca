// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A picture of what the front end hears.

#include "train/report/spectrogram.h"

#include "engine/audio/mel_filters.h"
#include "train/report/axes.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

const genus_area genus_spectrogram_plot = {64.0, 48.0, 780.0, 292.0};

static const genus_area bar = {872.0, 48.0, 14.0, 292.0};

static const genus_stroke tick = {GENUS_TONE_LINE, 1.0, false};

/** Every 16th of magma's colours; straight lines between them are at most 2 of 255 off. */
static const uint32_t stops[] = {
    0x000004, 0x0A0822, 0x1D1147, 0x36106B, 0x51127C, 0x6A1C81, 0x832681, 0x9C2E7F, 0xB73779,
    0xCF4070, 0xE55064, 0xF4695C, 0xFB8761, 0xFEA571, 0xFEC287, 0xFDE0A1, 0xFCFDBF,
};

uint32_t genus_colour_map(double level) {
    const size_t last = sizeof stops / sizeof *stops - 1;
    const double place = fmin(fmax(level, 0.0), 1.0) * (double)last;
    const size_t below = place < (double)last ? (size_t)place : last - 1;
    const double share = place - (double)below;
    uint32_t colour = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
        const double low = stops[below] >> shift & 0xFF;
        const double high = stops[below + 1] >> shift & 0xFF;
        colour |= (uint32_t)(low + share * (high - low) + 0.5) << shift;
    }
    return colour;
}

static uint32_t *colour_cells(const genus_clip *clip, size_t bands) {
    uint32_t *pixels = calloc(clip->frames * bands, sizeof *pixels);
    for (size_t band = 0; pixels != NULL && band < bands; band++) {
        for (size_t frame = 0; frame < clip->frames; frame++) {
            pixels[(bands - 1 - band) * clip->frames + frame] =
                genus_colour_map(clip->mel[frame * bands + band] / 255.0);
        }
    }
    return pixels;
}

/** Frequencies to the left: those of a musical ear, as far as the bands reach and fit. */
static void draw_hertz(const genus_frontend_settings *settings, genus_canvas *canvas) {
    static const double hertz[] = {50, 100, 200, 500, 1000, 2000, 4000, 8000, 16000, 32000};
    const genus_area plot = genus_spectrogram_plot;
    const genus_type type = {GENUS_TONE_MUTED, GENUS_TYPE_SMALL, GENUS_ALIGN_RIGHT, false, 0.0};
    const double low = genus_hz_to_mel((double)settings->f_min);
    const double high = genus_hz_to_mel((double)settings->f_max);
    double free_below = plot.y + plot.height + 12.0;
    for (size_t i = 0; i < sizeof hertz / sizeof *hertz; i++) {
        // A band's centre lies one step of the bank above its lower end.
        const double up =
            (genus_hz_to_mel(hertz[i]) - low) / (high - low) * (settings->mel_bands + 1) - 0.5;
        const double y = plot.y + plot.height * (1.0 - up / settings->mel_bands);
        char text[32];
        if (y < plot.y || y > plot.y + plot.height || y > free_below - 12.0) {
            continue;
        }
        free_below = y;
        (void)snprintf(text, sizeof text, "%g", hertz[i]);
        genus_canvas_segment(canvas, (genus_point){plot.x - 5.0, y}, (genus_point){plot.x, y},
                             tick);
        genus_canvas_text(canvas, (genus_point){plot.x - 9.0, y + 4.0}, text, type);
    }
    genus_canvas_text(canvas, (genus_point){plot.x - 9.0, plot.y - 8.0}, "Hz", type);
}

/** Seconds along the base: a frame lies where its middle is. */
static void draw_seconds(const genus_clip *clip, const genus_frontend_settings *settings,
                         genus_canvas *canvas) {
    const double rate = settings->sample_rate;
    const double begin = 0.5 * ((double)settings->frame_length - (double)settings->hop) / rate;
    const double length = (double)clip->frames * settings->hop / rate;
    const genus_area plot = genus_spectrogram_plot;
    const genus_type type = {GENUS_TONE_MUTED, GENUS_TYPE_SMALL, GENUS_ALIGN_CENTRE, false, 0.0};
    const double bottom = plot.y + plot.height;
    const double step = genus_axes_step(length, 12.0);
    const double slack = 0.01 * length; // 0 s is half a frame before the first frame's middle.
    for (int i = (int)ceil((begin - slack) / step); i * step <= begin + length + slack; i++) {
        const double across = fmin(fmax((i * step - begin) / length, 0.0), 1.0);
        const double x = plot.x + plot.width * across;
        char text[32];
        (void)snprintf(text, sizeof text, "%g", i * step);
        genus_canvas_segment(canvas, (genus_point){x, bottom}, (genus_point){x, bottom + 5.0},
                             tick);
        genus_canvas_text(canvas, (genus_point){x, bottom + 19.0}, text, type);
    }
    const genus_type foot = {GENUS_TONE_MUTED, GENUS_TYPE_SMALL, GENUS_ALIGN_RIGHT, false, 0.0};
    genus_canvas_text(canvas, (genus_point){plot.x + plot.width, bottom + 37.0}, "seconds", foot);
}

/** The colours and their levels. */
static void draw_bar(const genus_clip *clip, genus_png *png) {
    enum {
        shades = 256,
    };
    genus_canvas *canvas = genus_png_canvas(png);
    const genus_type type = {GENUS_TONE_MUTED, GENUS_TYPE_SMALL, GENUS_ALIGN_LEFT, false, 0.0};
    const double lowest = (double)(clip->max_db - clip->range_db);
    const double range = (double)clip->range_db;
    uint32_t pixels[shades];
    for (size_t i = 0; i < shades; i++) {
        pixels[i] = genus_colour_map(1.0 - (double)i / (shades - 1));
    }
    genus_png_pixels(png, bar, pixels, 1, shades);
    genus_canvas_text(canvas, (genus_point){bar.x, bar.y - 8.0}, "dB", type);
    if (range < 0.1) {
        return;
    }
    const double step = genus_axes_step(range, 8.0);
    for (int i = (int)ceil(lowest / step); i * step <= lowest + range; i++) {
        const double y = bar.y + bar.height * (1.0 - (i * step - lowest) / range);
        char text[32];
        (void)snprintf(text, sizeof text, "%s%g", i < 0 ? "\xE2\x80\x93" : "", fabs(i * step));
        genus_canvas_segment(canvas, (genus_point){bar.x + bar.width, y},
                             (genus_point){bar.x + bar.width + 5.0, y}, tick);
        genus_canvas_text(canvas, (genus_point){bar.x + bar.width + 9.0, y + 4.0}, text, type);
    }
}

genus_status genus_spectrogram_draw(const char *title, const genus_clip *clip,
                                    const genus_frontend_settings *settings, genus_png **png,
                                    genus_error *error) {
    const genus_type head = {GENUS_TONE_TEXT, GENUS_TYPE_NORMAL, GENUS_ALIGN_LEFT, true, 0.0};
    const genus_area plot = genus_spectrogram_plot;
    char text[GENUS_SHORT_TEXT];
    const genus_status status =
        genus_png_new(GENUS_SPECTROGRAM_WIDTH, GENUS_SPECTROGRAM_HEIGHT, png, error);
    uint32_t *pixels = colour_cells(clip, settings->mel_bands);
    if (status != GENUS_OK || pixels == NULL) {
        free(pixels);
        genus_png_free(*png);
        *png = NULL;
        return status != GENUS_OK
                   ? status
                   : genus_fail(error, GENUS_ERROR_MEMORY, "out of memory for a picture");
    }
    genus_canvas *canvas = genus_png_canvas(*png);
    genus_png_pixels(*png, plot, pixels, clip->frames, settings->mel_bands);
    genus_canvas_shorten(title, head.size, plot.width - 20.0, text);
    genus_canvas_text(canvas, (genus_point){plot.x, plot.y - 18.0}, text, head);
    draw_hertz(settings, canvas);
    draw_seconds(clip, settings, canvas);
    draw_bar(clip, *png);
    free(pixels);
    return GENUS_OK;
}
