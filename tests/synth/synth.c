// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The styles: who plays what, when. Each writes one bar at a time.

#include "synth.h"

#include "effects.h"
#include "instruments.h"

#include <math.h>

#define CHORDS 4
#define STEPS 16

/** What a seed decides once a piece, and the bar at hand. */
typedef struct piece {
    genus_mix mix;
    genus_random music; ///< Composes; the same draws at every rate.
    genus_random noise; ///< Sounds; its draws depend on the rate.
    double beat;        ///< Seconds a beat.
    int root;           ///< MIDI note of the key, 0..11.
    const int *scale;
    const int *progression;
    int pattern[STEPS]; ///< Each style's own motif.
    double colour;      ///< 0 to 1, each style's own tone control.
    size_t bar;
    double bar_start; ///< In seconds.
} piece;

static const int minor[7] = {0, 2, 3, 5, 7, 8, 10};
static const int major[7] = {0, 2, 4, 5, 7, 9, 11};

static const int minor_progressions[4][CHORDS] = {
    {0, 5, 2, 6}, {0, 3, 5, 4}, {0, 2, 6, 3}, {0, 5, 3, 4}};
static const int major_progressions[4][CHORDS] = {
    {0, 4, 5, 3}, {0, 5, 3, 4}, {0, 2, 3, 4}, {5, 3, 0, 4}};

static double between(genus_random *random, double low, double high) {
    return low + (high - low) * (double)genus_random_uniform(random);
}

static bool chance(genus_random *random, double probability) {
    return (double)genus_random_uniform(random) < probability;
}

/** The MIDI note of a scale degree, counted on through the octaves from C of `octave`. */
static double degree_pitch(const piece *piece, int degree, int octave) {
    int octaves = degree >= 0 ? degree / 7 : -1;
    int step = degree - 7 * octaves;
    return piece->root + 12 * (octave + 1 + octaves) + piece->scale[step];
}

static int chord_degree(const piece *piece) {
    return piece->progression[piece->bar % CHORDS];
}

/** A note `beats` into the bar, `length` beats long. */
static genus_note note_at(const piece *piece, double beats, double length, double pitch,
                          double gain, double pan) {
    return (genus_note){.start = piece->bar_start + beats * piece->beat,
                        .duration = length * piece->beat,
                        .pitch = pitch,
                        .gain = gain,
                        .pan = pan};
}

static void choose_minor(piece *piece, double slowest, double fastest) {
    piece->beat = 60.0 / between(&piece->music, slowest, fastest);
    piece->scale = minor;
    piece->progression = minor_progressions[genus_random_below(&piece->music, 4)];
}

static void choose_major(piece *piece, double slowest, double fastest) {
    piece->beat = 60.0 / between(&piece->music, slowest, fastest);
    piece->scale = major;
    piece->progression = major_progressions[genus_random_below(&piece->music, 4)];
}

// pulse: four on the floor, claps, off-beat hats, a saw bass with a moving filter, chord stabs.

static void pulse_begin(piece *piece) {
    choose_minor(piece, 118.0, 132.0);
    for (size_t s = 0; s < STEPS; s++) {
        bool on_kick = s % 4 == 0;
        piece->pattern[s] = !on_kick && chance(&piece->music, 0.6) ? 1 : 0;
        if (piece->pattern[s] != 0 && chance(&piece->music, 0.25)) {
            piece->pattern[s] = 2;
        }
    }
    piece->pattern[2] = 1;
}

static void pulse_bar(piece *piece) {
    int chord = chord_degree(piece);
    bool breakdown = piece->bar % 32 >= 28;
    for (size_t b = 0; b < 4; b++) {
        genus_note kick = note_at(piece, (double)b, 0.5, 0.0, 0.8, 0.0);
        genus_note clap = note_at(piece, (double)b, 0.5, 0.0, 0.35, 0.1);
        genus_note open = note_at(piece, (double)b + 0.5, 0.15, 0.0, 0.22, -0.2);
        if (!breakdown) {
            genus_play_kick(&piece->mix, &kick);
            genus_play_hat(&piece->mix, &open, &piece->noise);
        }
        if (b % 2 == 1) {
            genus_play_clap(&piece->mix, &clap, &piece->noise);
        }
    }
    // The filter opens over eight bars.
    double sweep = 0.5 - 0.5 * cos((double)piece->bar * 3.14159 / 4.0);
    double cutoff = 500.0 + 1800.0 * (0.4 * piece->colour + 0.6 * sweep);
    for (size_t s = 0; s < STEPS; s++) {
        double at = (double)s / 4.0;
        genus_note closed = note_at(piece, at, 0.05, 0.0, s % 2 == 0 ? 0.09 : 0.05, 0.3);
        genus_play_hat(&piece->mix, &closed, &piece->noise);
        if (piece->pattern[s] != 0) {
            int octave = piece->pattern[s] == 2 ? 2 : 1;
            genus_note bass =
                note_at(piece, at, 0.22, degree_pitch(piece, chord, octave), 0.42, 0.0);
            genus_play_bass(&piece->mix, &bass, cutoff);
        }
    }
    static const double stabs[3] = {0.75, 1.5, 3.25};
    for (size_t s = 0; s < 3; s++) {
        for (int voice = 0; voice < 3; voice++) {
            double pitch = degree_pitch(piece, chord + 2 * voice, 4);
            genus_note stab = note_at(piece, stabs[s], 0.2, pitch, 0.1, 0.5 * (voice - 1));
            genus_play_bass(&piece->mix, &stab, 1.6 * cutoff);
        }
    }
}

static bool pulse_end(piece *piece) {
    return genus_mix_reverb(&piece->mix, 0.12, 0.8);
}

// strings: slow chords in four voices and a wandering melody, in a hall.

static void strings_begin(piece *piece) {
    if (chance(&piece->music, 0.5)) {
        choose_minor(piece, 56.0, 80.0);
    } else {
        choose_major(piece, 56.0, 80.0);
    }
    piece->pattern[0] = (int)genus_random_below(&piece->music, 5);
}

static void strings_bar(piece *piece) {
    int chord = chord_degree(piece);
    genus_note low = note_at(piece, 0.0, 3.9, degree_pitch(piece, chord, 2), 0.3, 0.3);
    genus_play_strings(&piece->mix, &low, &piece->noise);
    for (int voice = 0; voice < 3; voice++) {
        // Close voicing: high chords fold down, so that voices move by small steps.
        int degree = chord + 2 * voice;
        degree -= degree > 6 ? 7 : 0;
        genus_note inner = note_at(piece, 0.05 * voice, 3.9, degree_pitch(piece, degree, 3), 0.16,
                                   0.4 * (voice - 1));
        genus_play_strings(&piece->mix, &inner, &piece->noise);
    }
    static const double lengths[3][3] = {{2.0, 1.0, 1.0}, {3.0, 1.0, 0.0}, {1.5, 0.5, 2.0}};
    const double *rhythm = lengths[genus_random_below(&piece->music, 3)];
    double at = 0.0;
    for (size_t n = 0; n < 3 && rhythm[n] > 0.0; n++) {
        int step = (int)genus_random_below(&piece->music, 5) - 2;
        int here = piece->pattern[0] + step;
        // Each bar's first note belongs to the chord.
        here = n == 0 ? chord + 2 * (int)genus_random_below(&piece->music, 3) : here;
        piece->pattern[0] = here < 0 ? 1 : here > 9 ? 7 : here;
        double pitch = degree_pitch(piece, piece->pattern[0], 4);
        genus_note melody = note_at(piece, at, rhythm[n] * 0.95, pitch, 0.2, -0.35);
        genus_play_strings(&piece->mix, &melody, &piece->noise);
        at += rhythm[n];
    }
}

static bool strings_end(piece *piece) {
    return genus_mix_reverb(&piece->mix, 0.5, 2.6);
}

// plucked: arpeggios on plucked strings over a plucked bass, with a soft echo.

static void plucked_begin(piece *piece) {
    choose_major(piece, 84.0, 126.0);
    for (size_t s = 0; s < STEPS; s++) {
        piece->pattern[s] = (int)genus_random_below(&piece->music, 6);
    }
    piece->pattern[0] = 0;
}

static void plucked_bar(piece *piece) {
    int chord = chord_degree(piece);
    for (size_t b = 0; b < 4; b += 2) {
        int degree = b == 0 ? chord : chord + 4;
        genus_note bass = note_at(piece, (double)b, 1.9, degree_pitch(piece, degree, 2), 0.8, 0.0);
        genus_play_pluck(&piece->mix, &bass, 0.15, &piece->noise);
    }
    // Every other bar plays the motif's halves the other way round.
    for (size_t s = 0; s < STEPS; s++) {
        bool eighth = s % 2 == 0;
        if (!eighth && !chance(&piece->music, 0.3)) {
            continue;
        }
        int index = piece->pattern[(s + 8 * (piece->bar % 2)) % STEPS];
        int degree = chord + 2 * (index % 3) + 7 * (index / 3);
        double late = between(&piece->music, 0.0, 0.02);
        genus_note tone =
            note_at(piece, (double)s / 4.0 + late, 1.2, degree_pitch(piece, degree, 4),
                    s % 4 == 0 ? 0.6 : 0.45, 0.25 * (index - 2.5));
        genus_play_pluck(&piece->mix, &tone, 0.45 + 0.4 * piece->colour, &piece->noise);
    }
}

static bool plucked_end(piece *piece) {
    genus_mix_echo(&piece->mix, 0.75 * piece->beat, 0.22);
    return genus_mix_reverb(&piece->mix, 0.2, 1.2);
}

// breaks: fast broken drums with noise snares and ghosts over a rolling bass.

static void breaks_begin(piece *piece) {
    choose_minor(piece, 156.0, 176.0);
    for (size_t s = 0; s < STEPS; s++) {
        piece->pattern[s] = chance(&piece->music, 0.3) ? 1 : 0; // Ghost snares.
    }
}

static void breaks_bar(piece *piece) {
    bool fill = piece->bar % 4 == 3;
    size_t second_kick = chance(&piece->music, 0.7) ? 10 : 7;
    for (size_t s = 0; s < STEPS; s++) {
        double at = (double)s / 4.0;
        bool kick_here = s == 0 || s == second_kick;
        bool snare_here = s == 4 || s == 12 || (fill && s > 12);
        bool ghost_here = piece->pattern[s] != 0 && s % 2 == 1;
        genus_note kick = note_at(piece, at, 0.5, 0.0, 0.75, 0.0);
        genus_note snare = note_at(piece, at, 0.5, 0.0, s == 4 || s == 12 ? 0.7 : 0.4, 0.1);
        genus_note ghost = note_at(piece, at, 0.5, 0.0, 0.15, -0.2);
        double length = s % 8 == 6 ? 0.25 : 0.08;
        genus_note hat = note_at(piece, at, length, 0.0, between(&piece->music, 0.1, 0.2), -0.3);
        if (kick_here) {
            genus_play_kick(&piece->mix, &kick);
        }
        if (snare_here) {
            genus_play_snare(&piece->mix, &snare, &piece->noise);
        } else if (ghost_here) {
            genus_play_snare(&piece->mix, &ghost, &piece->noise);
        }
        if (s % 2 == 0) {
            genus_play_hat(&piece->mix, &hat, &piece->noise);
        }
    }
    // A harmony lasts two bars; the bass leaps an octave now and then.
    int chord = piece->progression[piece->bar / 2 % CHORDS];
    double cutoff = 250.0 + 500.0 * piece->colour;
    double pitch = degree_pitch(piece, chord, 1);
    genus_note long_note = note_at(piece, 0.0, 2.4, pitch, 0.28, 0.0);
    genus_note answer =
        note_at(piece, 2.5, 1.4, pitch + (chance(&piece->music, 0.4) ? 12.0 : 0.0), 0.28, 0.0);
    genus_play_reese(&piece->mix, &long_note, cutoff);
    genus_play_reese(&piece->mix, &answer, 1.5 * cutoff);
}

static bool breaks_end(piece *piece) {
    return genus_mix_reverb(&piece->mix, 0.15, 0.6);
}

typedef struct style {
    const char *name;
    void (*begin)(piece *piece);
    void (*bar)(piece *piece);
    bool (*end)(piece *piece);
} style;

static const style styles[] = {
    {"breaks", breaks_begin, breaks_bar, breaks_end},
    {"plucked", plucked_begin, plucked_bar, plucked_end},
    {"pulse", pulse_begin, pulse_bar, pulse_end},
    {"strings", strings_begin, strings_bar, strings_end},
};

size_t genus_synth_style_count(void) {
    return sizeof styles / sizeof styles[0];
}

const char *genus_synth_style_name(size_t style) {
    return style < genus_synth_style_count() ? styles[style].name : NULL;
}

bool genus_synth_render(size_t style, uint64_t seed, double rate, size_t frames, float *stereo) {
    for (size_t i = 0; i < 2 * frames; i++) {
        stereo[i] = 0.0F;
    }
    piece piece = {.mix = {.stereo = stereo, .frames = frames, .rate = rate},
                   .music = genus_random_seeded(seed, 2 * style),
                   .noise = genus_random_seeded(seed, 2 * style + 1)};
    piece.root = (int)genus_random_below(&piece.music, 12);
    piece.colour = (double)genus_random_uniform(&piece.music);
    styles[style].begin(&piece);
    while (piece.bar_start < (double)frames / rate) {
        styles[style].bar(&piece);
        piece.bar++;
        piece.bar_start += 4.0 * piece.beat;
    }
    if (!styles[style].end(&piece)) {
        return false;
    }
    genus_mix_master(&piece.mix);
    return true;
}
