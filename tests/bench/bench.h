// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What the rows of the benchmark share. A row sets our way of doing some work against another way
// of doing the same, in alternation, and gives the medians of both; its ratio is how many times as
// much the other way costs.

#ifndef GENUS_TESTS_BENCH_H
#define GENUS_TESTS_BENCH_H

#include "engine/model/model.h"

/** Alternating repetitions a row. */
#define GENUS_BENCH_REPETITIONS 7

/** What there is to measure with. */
typedef struct genus_bench {
    const char *weights; ///< A file of random weights: what numbers cost does not depend on them.
    genus_model *model;  ///< The same, loaded.
    const char *folder;  ///< For temporary files.
} genus_bench;

/** What a row found. */
typedef struct genus_bench_result {
    double ours;        ///< Median, in the row's unit.
    double peer;        ///< Likewise.
    const char *absent; ///< Why there is nothing; NULL if there is.
} genus_bench_result;

/** One line of the table. */
typedef struct genus_bench_row {
    const char *name;
    const char *peer;  ///< Who or what it is set against.
    const char *unit;  ///< Of ours and peer.
    double scale;      ///< From seconds, or what the row measures, to the unit.
    bool more_is_good; ///< The ratio is ours / peer: rates; else peer / ours: times.
    double bar;        ///< The ratio is to be at least this; 0: it only informs.
    genus_bench_result (*measure)(const genus_bench *bench);
} genus_bench_row;

/** Does some work once. @return The seconds that it took; below 0: it failed. */
typedef double genus_bench_work(void *context);

/** One of the two ways. */
typedef struct genus_bench_side {
    genus_bench_work *work;
    void *context;
} genus_bench_side;

/** Both in turn, once to warm up and GENUS_BENCH_REPETITIONS times: the medians. */
genus_bench_result genus_bench_alternate(genus_bench_side ours, genus_bench_side peer);

/** A row without numbers. */
genus_bench_result genus_bench_absent(const char *why);

/** This process's CPU time, and the wall's, in seconds. */
double genus_bench_cpu(void);
double genus_bench_wall(void);

/** Noise in -1..1, the same for the same seed; free it. NULL: memory is out. */
float *genus_bench_noise(size_t count, uint32_t seed);

// The rows, by what they are about.
genus_bench_result genus_bench_log_mel(const genus_bench *bench);
genus_bench_result genus_bench_forward(const genus_bench *bench);
genus_bench_result genus_bench_trunk_rate(const genus_bench *bench);
genus_bench_result genus_bench_one_more_second(const genus_bench *bench);
genus_bench_result genus_bench_listeners(const genus_bench *bench);
genus_bench_result genus_bench_tenth_hour(const genus_bench *bench);
genus_bench_result genus_bench_tenth_hour_memory(const genus_bench *bench);
genus_bench_result genus_bench_training(const genus_bench *bench);
genus_bench_result genus_bench_training_500(const genus_bench *bench);
genus_bench_result genus_bench_training_1000(const genus_bench *bench);
genus_bench_result genus_bench_files(const genus_bench *bench);
genus_bench_result genus_bench_files_jobs(const genus_bench *bench);

#endif
