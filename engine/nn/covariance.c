// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Cholesky's decomposition, row by row.

#include "engine/nn/covariance.h"

#include <math.h>

size_t genus_triangle(size_t rows) {
    return rows * (rows + 1) / 2;
}

size_t genus_triangle_row(size_t rows, size_t row) {
    // Each of the rows before it is one shorter than the last.
    return row * (2 * rows - row + 1) / 2;
}

/// One row of the factor. @param row The matrix's, up to the diagonal; becomes the factor's.
static void factorise_row(double factor[][GENUS_COVARIANCE_MAX], size_t index, double *row) {
    for (size_t k = 0; k < index; k++) {
        for (size_t i = 0; i < k; i++) {
            row[k] -= row[i] * factor[k][i];
        }
        row[k] /= factor[k][k];
        row[index] -= row[k] * row[k];
    }
    // Rounding aside it is at least the ridge.
    row[index] = sqrt(fmax(row[index], 0.5 * GENUS_COVARIANCE_RIDGE));
}

float *genus_covariance_describe(size_t rows, const double *means, const double *products,
                                 float *features) {
    double factor[GENUS_COVARIANCE_MAX][GENUS_COVARIANCE_MAX];
    float *deviations = features;
    float *left = deviations + rows;
    float *follows = left + rows;
    for (size_t row = 0; row < rows; row++) {
        for (size_t k = 0; k <= row; k++) {
            const size_t at = genus_triangle_row(rows, k) + row - k;
            factor[row][k] = products[at] - means[row] * means[k];
        }
        const double variance = fmax(factor[row][row], 0.0);
        const double whole = sqrt(variance + GENUS_COVARIANCE_RIDGE);
        factor[row][row] = variance + GENUS_COVARIANCE_RIDGE;
        factorise_row(factor, row, factor[row]);
        deviations[row] = (float)log(sqrt(variance) + GENUS_DEVIATION_FLOOR);
        left[row] = (float)log(factor[row][row]);
        for (size_t k = 0; k < row; k++) {
            *follows++ = (float)(factor[row][k] / whole);
        }
    }
    return follows;
}
