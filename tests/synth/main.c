// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// genus-synth: writes labelled clips, OUTDIR/STYLE/STYLE.00000.wav and so on.

#include "demo.h"
#include "synth.h"

#include <errno.h>
#include <math.h>
#include <sndfile.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define PATH_SIZE 4096

typedef struct settings {
    const char *folder;
    const char *style; ///< NULL: all of them.
    const char *format;
    double clips;
    double seconds;
    double seed;
    double rate;
} settings;

static const char usage[] =
    "Usage: genus-synth OUTDIR [OPTION VALUE]...\n"
    "       genus-synth --demo FILE.flac\n"
    "Renders labelled music of our own: OUTDIR/STYLE/STYLE.00000.wav and so on, in stereo.\n"
    "With --demo, the minute that comes with genus-live.\n"
    "\n"
    "  --clips N      clips a style (16)\n"
    "  --seconds S    length of a clip (6)\n"
    "  --seed N       the first clip's seed; the next clips count on from it (0)\n"
    "  --rate R       sample rate in Hz (44100)\n"
    "  --style NAME   only this style\n"
    "  --format F     wav (16 bits) or flac (wav)\n";

static bool parse_number(const char *text, double low, double high, double *value) {
    char *end = NULL;
    double parsed = strtod(text, &end);
    if (end == text || *end != '\0' || !(parsed >= low && parsed <= high)) {
        return false;
    }
    *value = parsed;
    return true;
}

static bool parse_option(const char *name, const char *value, settings *settings) {
    if (strcmp(name, "--clips") == 0) {
        return parse_number(value, 1.0, 99999.0, &settings->clips);
    }
    if (strcmp(name, "--seconds") == 0) {
        return parse_number(value, 0.01, 36000.0, &settings->seconds);
    }
    if (strcmp(name, "--seed") == 0) {
        return parse_number(value, 0.0, 1e15, &settings->seed);
    }
    if (strcmp(name, "--rate") == 0) {
        return parse_number(value, 8000.0, 192000.0, &settings->rate);
    }
    if (strcmp(name, "--style") == 0) {
        settings->style = value;
        for (size_t s = 0; s < genus_synth_style_count(); s++) {
            if (strcmp(value, genus_synth_style_name(s)) == 0) {
                return true;
            }
        }
        return false;
    }
    if (strcmp(name, "--format") == 0) {
        settings->format = value;
        return strcmp(value, "wav") == 0 || strcmp(value, "flac") == 0;
    }
    return false;
}

static bool parse_arguments(int argc, char **argv, settings *settings) {
    for (int a = 1; a < argc; a++) {
        if (argv[a][0] != '-') {
            if (settings->folder != NULL) {
                (void)fprintf(stderr, "genus-synth: one OUTDIR only, not also %s\n", argv[a]);
                return false;
            }
            settings->folder = argv[a];
        } else if (a + 1 == argc || !parse_option(argv[a], argv[a + 1], settings)) {
            (void)fprintf(stderr, "genus-synth: %s %s: unknown option or bad value\n%s", argv[a],
                          a + 1 == argc ? "" : argv[a + 1], usage);
            return false;
        } else {
            a++;
        }
    }
    if (settings->folder == NULL) {
        (void)fputs(usage, stderr);
        return false;
    }
    return true;
}

static bool make_folder(const char *path) {
    if (mkdir(path, 0777) != 0 && errno != EEXIST) {
        (void)fprintf(stderr, "genus-synth: %s: %s\n", path, strerror(errno));
        return false;
    }
    return true;
}

static bool write_clip(const char *path, const settings *settings, const float *stereo,
                       size_t frames) {
    bool flac = strcmp(settings->format, "flac") == 0;
    SF_INFO info = {.samplerate = (int)settings->rate,
                    .channels = 2,
                    .format = (flac ? SF_FORMAT_FLAC : SF_FORMAT_WAV) | SF_FORMAT_PCM_16};
    SNDFILE *file = sf_open(path, SFM_WRITE, &info);
    if (file == NULL) {
        (void)fprintf(stderr, "genus-synth: %s: %s\n", path, sf_strerror(NULL));
        return false;
    }
    bool written = sf_writef_float(file, stereo, (sf_count_t)frames) == (sf_count_t)frames;
    written = sf_close(file) == 0 && written;
    if (!written) {
        (void)fprintf(stderr, "genus-synth: %s: cannot be written in full\n", path);
    }
    return written;
}

static bool write_style(const settings *settings, size_t style, float *stereo, size_t frames) {
    const char *name = genus_synth_style_name(style);
    char path[PATH_SIZE];
    (void)snprintf(path, sizeof path, "%s/%s", settings->folder, name);
    if (!make_folder(path)) {
        return false;
    }
    for (unsigned clip = 0; clip < (unsigned)settings->clips; clip++) {
        uint64_t seed = (uint64_t)settings->seed + clip;
        if (!genus_synth_render(style, seed, settings->rate, frames, stereo)) {
            (void)fputs("genus-synth: out of memory\n", stderr);
            return false;
        }
        int length = snprintf(path, sizeof path, "%s/%s/%s.%05u.%s", settings->folder, name, name,
                              clip, settings->format);
        if (length < 0 || (size_t)length >= sizeof path) {
            (void)fprintf(stderr, "genus-synth: %s: the path is too long\n", settings->folder);
            return false;
        }
        if (!write_clip(path, settings, stereo, frames)) {
            return false;
        }
    }
    return true;
}

int main(int argc, char **argv) {
    settings settings = {
        .format = "wav", .clips = 16.0, .seconds = 6.0, .seed = 0.0, .rate = 44100.0};
    if (argc == 2 && (strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "--help") == 0)) {
        (void)fputs(usage, stdout);
        return 0;
    }
    if (argc == 3 && strcmp(argv[1], "--demo") == 0) {
        return genus_demo_write(argv[2]) ? 0 : 1;
    }
    if (!parse_arguments(argc, argv, &settings)) {
        return 2;
    }
    settings.rate = floor(settings.rate);
    size_t frames = (size_t)lround(settings.seconds * settings.rate);
    float *stereo = malloc(2 * frames * sizeof *stereo);
    if (stereo == NULL) {
        (void)fputs("genus-synth: out of memory\n", stderr);
        return 1;
    }
    bool done = make_folder(settings.folder);
    for (size_t style = 0; done && style < genus_synth_style_count(); style++) {
        if (settings.style == NULL || strcmp(settings.style, genus_synth_style_name(style)) == 0) {
            done = write_style(&settings, style, stereo, frames);
        }
    }
    free(stereo);
    return done ? 0 : 1;
}
