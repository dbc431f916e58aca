// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A covariance matrix as numbers that a network can judge.

#ifndef GENUS_ENGINE_NN_COVARIANCE_H
#define GENUS_ENGINE_NN_COVARIANCE_H

#include <stddef.h>

/** The most rows. */
#define GENUS_COVARIANCE_MAX 32

/** Added to every variance, in dB^2: the spectra of music always vary so much. */
#define GENUS_COVARIANCE_RIDGE 3.0

/** Added to a deviation in dB before its logarithm is taken. */
#define GENUS_DEVIATION_FLOOR 0.1

/** Numbers of a symmetric matrix of so many rows: its upper triangle; and where a row of it begins,
 * with its diagonal. */
size_t genus_triangle(size_t rows);
size_t genus_triangle_row(size_t rows, size_t row);

/**
 * Describes the covariance of `rows` values by the Cholesky factor of matrix plus ridge (in which
 * distances are nearly those of the matrix's logarithm, and which costs a fraction: Lin 2019): log
 * deviations; half the log of what is left of each variance once the values before it are known;
 * and how much of each value follows each one before it, -1 to 1.
 * @param means    [rows]
 * @param products [genus_triangle(rows)]: means of products: row by row, from the diagonal on.
 * @param features [2 * rows + rows * (rows - 1) / 2] in this order; the last row by row.
 * @return Behind the last feature. Thread: any; allocates nothing.
 */
float *genus_covariance_describe(size_t rows, const double *means, const double *products,
                                 float *features);

#endif
