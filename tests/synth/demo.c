// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The demo: mono at 22,050 Hz, which is all that the engine hears, so that the file stays small.

#include "demo.h"
#include "synth.h"

#include <sndfile.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PIECES ((size_t)3)
#define PIECE_FRAMES (GENUS_DEMO_FRAMES / PIECES)
#define FADE_FRAMES 11025
#define GAIN 0.25F // FLAC needs two bits a sample less than at full scale.
#define PATH_SIZE 4096

static const struct {
    const char *style;
    uint64_t seed;
} pieces[PIECES] = {{"breaks", 8}, {"strings", 3}, {"pulse", 0}};

static size_t style_named(const char *name) {
    size_t style = 0;
    while (strcmp(genus_synth_style_name(style), name) != 0) {
        style++;
    }
    return style;
}

bool genus_demo_render(float *mono) {
    float *stereo = malloc(2 * PIECE_FRAMES * sizeof *stereo);
    bool done = stereo != NULL;
    for (size_t p = 0; done && p < PIECES; p++) {
        float *piece = mono + p * PIECE_FRAMES;
        done = genus_synth_render(style_named(pieces[p].style), pieces[p].seed, GENUS_DEMO_RATE,
                                  PIECE_FRAMES, stereo);
        for (size_t i = 0; done && i < PIECE_FRAMES; i++) {
            const size_t left = PIECE_FRAMES - 1 - i;
            const float fade = left < FADE_FRAMES ? (float)left / FADE_FRAMES : 1.0F;
            piece[i] = GAIN * fade * 0.5F * (stereo[2 * i] + stereo[2 * i + 1]);
        }
    }
    free(stereo);
    return done;
}

static bool write_file(const char *path, const float *mono) {
    SF_INFO info = {
        .samplerate = GENUS_DEMO_RATE, .channels = 1, .format = SF_FORMAT_FLAC | SF_FORMAT_PCM_16};
    SNDFILE *file = sf_open(path, SFM_WRITE, &info);
    if (file == NULL) {
        (void)fprintf(stderr, "genus-synth: %s: %s\n", path, sf_strerror(NULL));
        return false;
    }
    double level = 1.0; // Smallest.
    (void)sf_command(file, SFC_SET_COMPRESSION_LEVEL, &level, sizeof level);
    const sf_count_t frames = (sf_count_t)GENUS_DEMO_FRAMES;
    const bool written = sf_writef_float(file, mono, frames) == frames;
    if (sf_close(file) != 0 || !written) {
        (void)fprintf(stderr, "genus-synth: %s: cannot be written in full\n", path);
        return false;
    }
    return true;
}

bool genus_demo_write(const char *path) {
    char part[PATH_SIZE];
    const int length = snprintf(part, sizeof part, "%s.part", path);
    float *mono = malloc(GENUS_DEMO_FRAMES * sizeof *mono);
    if (length < 0 || (size_t)length >= sizeof part || mono == NULL || !genus_demo_render(mono)) {
        (void)fputs("genus-synth: out of memory\n", stderr);
        free(mono);
        return false;
    }
    bool written = write_file(part, mono);
    free(mono);
    if (written && rename(part, path) != 0) {
        perror(path);
        written = false;
    }
    if (!written) {
        (void)remove(part);
    }
    return written;
}
