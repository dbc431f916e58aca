// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Rows about naming files.

#include "bench.h"
#include "support/command.h"
#include "synth/synth.h"

#include <sndfile.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define RATE 22050
#define FRAMES ((size_t)30 * RATE)
#define PIECES 10 // Each is heard ten times.
#define FILES 100
#define PATH_SIZE 128

typedef struct shelf {
    const genus_bench *bench;
    const char *jobs;
    char paths[PIECES][PATH_SIZE];
} shelf;

static bool write_piece(size_t number, const char *path) {
    float *stereo = calloc(FRAMES, 2 * sizeof *stereo);
    SF_INFO info = {.samplerate = RATE, .channels = 2, .format = SF_FORMAT_WAV | SF_FORMAT_PCM_16};
    SNDFILE *file = NULL;
    bool written = stereo != NULL && genus_synth_render(number % genus_synth_style_count(), number,
                                                        RATE, FRAMES, stereo);
    if (written) {
        file = sf_open(path, SFM_WRITE, &info);
        written =
            file != NULL && sf_writef_float(file, stereo, (sf_count_t)FRAMES) == (sf_count_t)FRAMES;
    }
    written = (file == NULL || sf_close(file) == 0) && written;
    free(stereo);
    return written;
}

static bool make_shelf(const genus_bench *bench, shelf *self) {
    *self = (shelf){.bench = bench, .jobs = "1"};
    bool written = true;
    for (size_t i = 0; i < PIECES; i++) {
        (void)snprintf(self->paths[i], PATH_SIZE, "%s/%zu.wav", bench->folder, i);
        written = written && write_piece(i, self->paths[i]);
    }
    return written;
}

static void clear_shelf(const shelf *self) {
    for (size_t i = 0; i < PIECES; i++) {
        (void)unlink(self->paths[i]);
    }
}

static bool name_files(const shelf *self, double *cpu_seconds) {
    const char *arguments[5 + FILES + 1] = {GENUS_BENCH_LIVE, "--weights", self->bench->weights,
                                            "--jobs", self->jobs};
    for (size_t i = 0; i < FILES; i++) {
        arguments[5 + i] = self->paths[i % PIECES];
    }
    genus_test_command command;
    const bool good =
        genus_test_run(&command, arguments, NULL, "/dev/null") == 0 && command.exit_code == 0;
    *cpu_seconds = command.cpu_seconds;
    return good;
}

// One process for all of them, and the genre.
static double work_names(void *context) {
    double seconds = 0.0;
    return name_files(context, &seconds) ? seconds : -1.0;
}

static double work_names_wall(void *context) {
    double seconds = 0.0;
    const double begin = genus_bench_wall();
    return name_files(context, &seconds) ? genus_bench_wall() - begin : -1.0;
}

// One process a file, as the tool wants it, and features alone. So its time is that of one round of
// the pieces, times the rounds.
static double work_mfcc(void *context) {
    const shelf *self = context;
    double seconds = 0.0;
    for (size_t i = 0; i < PIECES; i++) {
        const char *const arguments[] = {GENUS_BENCH_AUBIOMFCC, self->paths[i], NULL};
        genus_test_command command;
        if (genus_test_run(&command, arguments, NULL, "/dev/null") != 0 || command.exit_code != 0) {
            return -1.0;
        }
        seconds += command.cpu_seconds;
    }
    return seconds * FILES / PIECES;
}

genus_bench_result genus_bench_files(const genus_bench *bench) {
    if (access(GENUS_BENCH_AUBIOMFCC, X_OK) != 0) {
        return genus_bench_absent("absent: it needs aubio-tools");
    }
    shelf shelf;
    const genus_bench_result result =
        make_shelf(bench, &shelf) ? genus_bench_alternate((genus_bench_side){work_names, &shelf},
                                                          (genus_bench_side){work_mfcc, &shelf})
                                  : genus_bench_absent("the files could not be written");
    clear_shelf(&shelf);
    return result;
}

genus_bench_result genus_bench_files_jobs(const genus_bench *bench) {
    shelf one;
    genus_bench_result result = genus_bench_absent("the files could not be written");
    if (make_shelf(bench, &one)) {
        shelf two = one;
        two.jobs = "2";
        result = genus_bench_alternate((genus_bench_side){work_names_wall, &two},
                                       (genus_bench_side){work_names_wall, &one});
    }
    clear_shelf(&one);
    return result;
}
