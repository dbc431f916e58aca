// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The benchmark: one table, each row our way against another one, measured in turn.
//
// Usage: genus-bench [WORD...]   all rows, or those whose names hold one of the words

#include "bench.h"
#include "support/random_model.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const genus_bench_row rows[] = {
    {"log-mel of 30 s", "torchaudio", "ms", 1e3, false, 1.0 / 1.2, genus_bench_log_mel},
    {"forward over 30 s", "PyTorch, oneDNN", "ms", 1e3, false, 1.0, genus_bench_forward},
    {"arithmetic of the trunk", "sgemm 1024", "GFLOP/s", 1e-9, true, 0.5, genus_bench_trunk_rate},
    {"one more second", "the whole window", "ms", 1e3, false, 15.0, genus_bench_one_more_second},
    {"training, a batch of 32", "PyTorch, oneDNN", "ms", 1e3, false, 1.3, genus_bench_training},
    {"100 files of 30 s", "aubiomfcc", "s", 1.0, false, 1.0, genus_bench_files},
    {"the same with --jobs 2", "--jobs 1", "s", 1.0, false, 0.0, genus_bench_files_jobs},
    {"50 listeners at 48 kHz, 1 s", "1 s", "s", 1.0, false, 10.0, genus_bench_listeners},
    {"a minute in the 10th hour", "the first minute", "ms", 1e3, false, 0.9,
     genus_bench_tenth_hour},
    {"memory in the 10th hour", "the first minute", "MB", 1e-6, false, 0.95,
     genus_bench_tenth_hour_memory},
    {"an epoch of 500 clips, a clip", "on 250 clips", "ms", 1e3, false, 0.9,
     genus_bench_training_500},
    {"an epoch of 1000 clips, a clip", "on 250 clips", "ms", 1e3, false, 0.9,
     genus_bench_training_1000},
};

#define ROWS (sizeof rows / sizeof *rows)

static bool wanted(const genus_bench_row *row, int argc, char **argv) {
    bool any = argc <= 1;
    for (int i = 1; i < argc; i++) {
        any = any || strstr(row->name, argv[i]) != NULL;
    }
    return any;
}

static void print_row(const genus_bench_row *row, const genus_bench_result *result) {
    if (result->absent != NULL) {
        (void)printf("%-31s %-17s -- %s\n", row->name, row->peer, result->absent);
        return;
    }
    const double ratio =
        row->more_is_good ? result->ours / result->peer : result->peer / result->ours;
    (void)printf("%-31s %-17s %9.3f %9.3f %-7s %7.2f", row->name, row->peer,
                 result->ours * row->scale, result->peer * row->scale, row->unit, ratio);
    if (row->bar > 0.0) {
        (void)printf("  %5.2f  %s", row->bar, ratio >= row->bar ? "yes" : "NO");
    }
    (void)putchar('\n');
}

static int run(const genus_bench *bench, int argc, char **argv) {
    (void)printf("Medians of %d, in turn. A ratio says how much better ours is.\n\n",
                 GENUS_BENCH_REPETITIONS);
    (void)printf("%-31s %-17s %9s %9s %-7s %7s  %5s  %s\n", "ours", "peer", "ours", "peer", "",
                 "ratio", "bar", "held");
    for (size_t i = 0; i < ROWS; i++) {
        if (wanted(&rows[i], argc, argv)) {
            const genus_bench_result result = rows[i].measure(bench);
            print_row(&rows[i], &result);
            (void)fflush(stdout);
        }
    }
    return EXIT_SUCCESS;
}

int main(int argc, char **argv) {
    char folder[] = "/tmp/genus-bench-XXXXXX";
    char weights[64];
    genus_error error;
    genus_bench bench = {.weights = weights, .folder = folder};
    if (mkdtemp(folder) == NULL) {
        perror(folder);
        return EXIT_FAILURE;
    }
    (void)snprintf(weights, sizeof weights, "%s/weights.safetensors", folder);
    int code = EXIT_FAILURE;
    if (genus_test_write_random_model(weights, "genus", 10, 0.5F, 1, &error) == GENUS_OK &&
        genus_model_load(weights, &bench.model, &error) == GENUS_OK) {
        code = run(&bench, argc, argv);
    } else {
        (void)fprintf(stderr, "genus-bench: %s\n", error.message);
    }
    genus_model_free(bench.model);
    (void)unlink(weights);
    (void)rmdir(folder);
    return code;
}
