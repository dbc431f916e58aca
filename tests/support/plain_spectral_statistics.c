// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A statistics' features, plainly. A series is a row of values over the frames.

#include "plain_spectral_statistics.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

/// What the features are taken from.
struct music {
    size_t heard;
    size_t bands;
    size_t count;
    double offset_db;
    const double *frames; ///< Of frame 1; the one before it lies before it.
};

static double at(const struct music *music, size_t frame, size_t band) {
    return music->frames[frame * music->bands + band];
}

static double before(const struct music *music, size_t frame, size_t band) {
    return *(music->frames + frame * music->bands + band - music->bands);
}

static size_t least(size_t a, size_t b) {
    return a < b ? a : b;
}

static double *new_series(size_t count) {
    double *series = calloc(count > 0 ? count : 1, sizeof *series);
    if (series == NULL) {
        abort();
    }
    return series;
}

// ------------------------------------------------------------------------------------- moments

static double mean_of(const double *series, size_t count) {
    double sum = 0.0;
    for (size_t i = 0; i < count; i++) {
        sum += series[i];
    }
    return sum / (double)count;
}

/// The mean of (value - centre) ^ power.
static double moment(const double *series, size_t count, double centre, int power) {
    double sum = 0.0;
    for (size_t i = 0; i < count; i++) {
        sum += pow(series[i] - centre, power);
    }
    return sum / (double)count;
}

static double log_deviation(const double *series, size_t count, double centre) {
    return log(sqrt(moment(series, count, centre, 2)) + 0.1);
}

/// The covariance of two series, about their centres.
static double covariance(const double *a, const double *b, size_t count, double a_centre,
                         double b_centre) {
    double sum = 0.0;
    for (size_t i = 0; i < count; i++) {
        sum += (a[i] - a_centre) * (b[i] - b_centre);
    }
    return sum / (double)count;
}

// -------------------------------------------------------------------------------------- cepstra

static double cepstrum(const struct music *music, const double *frame, size_t k) {
    const double heard = (double)music->heard;
    double sum = 0.0;
    for (size_t band = 0; band < music->heard; band++) {
        sum += sqrt(2.0 / heard) *
               cos(3.14159265358979323846 / heard * ((double)band + 0.5) * (double)k) *
               (frame[band] - music->offset_db);
    }
    return sum;
}

/// Log deviations, logs of the Cholesky factor's diagonal, and the rest of it over each row's
/// length, by the textbook's formula.
static double *describe_covariance(double *const *series, size_t rows, size_t count,
                                   const double *centres, double *features) {
    double *factor = new_series(rows * rows);
    double *rest = features + 2 * rows;
    for (size_t i = 0; i < rows; i++) {
        double length = 0.0;
        for (size_t k = 0; k <= i; k++) {
            double sum = covariance(series[i], series[k], count, centres[i], centres[k]) +
                         (i == k ? 3.0 : 0.0);
            for (size_t j = 0; j < k; j++) {
                sum -= factor[i * rows + j] * factor[k * rows + j];
            }
            factor[i * rows + k] = i == k ? sqrt(sum) : sum / factor[k * rows + k];
            length += factor[i * rows + k] * factor[i * rows + k];
        }
        features[i] = log_deviation(series[i], count, centres[i]);
        features[rows + i] = log(factor[i * rows + i]);
        for (size_t k = 0; k < i; k++) {
            *rest++ = factor[i * rows + k] / sqrt(length);
        }
    }
    free(factor);
    return rest;
}

static double *describe_cepstra(const struct music *music, size_t cepstra, double *features) {
    double *values[GENUS_SPECTRAL_CEPSTRA_MAX] = {NULL};
    double *differences[GENUS_SPECTRAL_CEPSTRA_MAX] = {NULL};
    double centres[GENUS_SPECTRAL_CEPSTRA_MAX] = {0.0};
    const double none[GENUS_SPECTRAL_CEPSTRA_MAX] = {0.0};
    for (size_t k = 0; k < cepstra; k++) {
        values[k] = new_series(music->count);
        differences[k] = new_series(music->count);
        for (size_t i = 0; i < music->count; i++) {
            const double *frame = music->frames + i * music->bands;
            values[k][i] = cepstrum(music, frame, k);
            differences[k][i] = values[k][i] - cepstrum(music, frame - music->bands, k);
        }
        centres[k] = mean_of(values[k], music->count);
        *features++ = centres[k];
    }
    features = describe_covariance(values, cepstra, music->count, centres, features);
    for (size_t k = 0; k < cepstra; k++) {
        *features++ = moment(values[k], music->count, centres[k], 3) /
                      pow(moment(values[k], music->count, centres[k], 2) + 0.1, 1.5);
    }
    features = describe_covariance(differences, cepstra, music->count, none, features);
    for (size_t k = 0; k < cepstra; k++) {
        const double variance = moment(differences[k], music->count, 0.0, 2) + 0.1;
        *features++ = log(moment(differences[k], music->count, 0.0, 4) / pow(variance, 2) + 0.1);
    }
    for (size_t k = 0; k < cepstra; k++) {
        free(values[k]);
        free(differences[k]);
    }
    return features;
}

/// The log of the mean squared difference of every four cepstra behind the first ones.
static double *describe_energies(const struct music *music, size_t cepstra, double *features) {
    for (size_t first = cepstra; first < music->heard; first += 4) {
        const size_t end = least(first + 4, music->heard);
        double energy = 0.0;
        for (size_t i = 0; i < music->count; i++) {
            const double *frame = music->frames + i * music->bands;
            for (size_t k = first; k < end; k++) {
                energy +=
                    pow(cepstrum(music, frame, k) - cepstrum(music, frame - music->bands, k), 2);
            }
        }
        *features++ = log(energy / (double)((end - first) * music->count) + 0.1);
    }
    return features;
}

// --------------------------------------------------------------------------------------- traits

/// A trait of the bands first .. end - 1 in a frame.
typedef double trait(const struct music *music, size_t frame, size_t first, size_t end);

static double steps(const struct music *music, size_t frame, size_t first, size_t end) {
    double sum = 0.0;
    for (size_t band = first; band < end; band++) {
        sum += fabs(at(music, frame, band + 1) - at(music, frame, band));
    }
    return sum / (double)(end - first);
}

static double mean_level(const struct music *music, size_t frame, size_t first, size_t end) {
    return mean_of(music->frames + frame * music->bands + first, end - first);
}

static double peak(const struct music *music, size_t frame, size_t first, size_t end) {
    double most = -INFINITY;
    for (size_t band = first; band < end; band++) {
        most = fmax(most, at(music, frame, band));
    }
    return most - mean_level(music, frame, first, end);
}

static double valley(const struct music *music, size_t frame, size_t first, size_t end) {
    double least = INFINITY;
    for (size_t band = first; band < end; band++) {
        least = fmin(least, at(music, frame, band));
    }
    return mean_level(music, frame, first, end) - least;
}

static double moved(const struct music *music, size_t frame, size_t first, size_t end) {
    double sum = 0.0;
    for (size_t band = first; band < end; band++) {
        sum += fabs(at(music, frame, band) - before(music, frame, band));
    }
    return sum / (double)(end - first);
}

static double *describe_traits(const struct music *music, double *features) {
    double *series = new_series(music->count);
    const size_t contrasts = (music->heard + 15) / 16;
    const size_t count = (music->heard - 1 + 3) / 4 + 3 * contrasts;
    trait *const of_contrast[3] = {peak, valley, moved};
    for (size_t k = 0; k < count; k++) {
        const size_t other = k - least(k, count - 3 * contrasts);
        const bool is_step = k < count - 3 * contrasts;
        trait *const find = is_step ? steps : of_contrast[other % 3];
        const size_t first = is_step ? 4 * k : other / 3 * 16;
        const size_t end =
            is_step ? least(first + 4, music->heard - 1) : least(first + 16, music->heard);
        for (size_t i = 0; i < music->count; i++) {
            series[i] = find(music, i, first, end);
        }
        features[k] = mean_of(series, music->count);
        features[count + k] = log_deviation(series, music->count, features[k]);
    }
    free(series);
    return features + 2 * count;
}

// --------------------------------------------------------------------------------------- groups

/// A band over the mean of those up to two bands around it, where the outermost go on outside.
static double relief(const struct music *music, size_t frame, size_t band) {
    double sum = 0.0;
    for (int away = -2; away <= 2; away++) {
        const int other = (int)band + away;
        const size_t inside = other < 0 ? 0 : least((size_t)other, music->heard - 1);
        sum += at(music, frame, inside) / 5.0;
    }
    return at(music, frame, band) - sum;
}

static void describe_group(const struct music *music, size_t first, double *features, size_t step) {
    const size_t end = least(first + 8, music->heard);
    const size_t size = (end - first) * music->count;
    double *reliefs = new_series(size);
    double *rises = new_series(size);
    double still = 0.0;
    double corners = 0.0;
    for (size_t band = first; band < end; band++) {
        double *own = reliefs + (band - first) * music->count;
        for (size_t i = 0; i < music->count; i++) {
            const size_t from = least(band, music->heard - 2);
            own[i] = relief(music, i, band);
            rises[(band - first) * music->count + i] = at(music, i, band) - before(music, i, band);
            corners += fmin(fabs(at(music, i, band) - before(music, i, band)),
                            fabs(at(music, i, from + 1) - at(music, i, from)));
        }
        still += pow(mean_of(own, music->count), 2) / (double)(end - first);
    }
    const double variance = moment(reliefs, size, 0.0, 2) + 0.1;
    features[0] = still / variance;
    features[step] = moment(reliefs, size, 0.0, 3) / pow(variance, 1.5);
    features[2 * step] = log(corners / (double)size + 0.1);
    features[3 * step] = moment(rises, size, 0.0, 3) / pow(moment(rises, size, 0.0, 2) + 0.1, 1.5);
    free(reliefs);
    free(rises);
}

void plain_spectral_statistics(const genus_spectral_statistics_shape *shape, size_t bands,
                               double offset_db, const double *frames, size_t count,
                               double *features) {
    const struct music music = {shape->heard, bands, count, offset_db, frames + bands};
    features = describe_cepstra(&music, shape->cepstra, features);
    features = describe_energies(&music, shape->cepstra, features);
    features = describe_traits(&music, features);
    const size_t groups = (shape->heard + (size_t)7) / 8;
    for (size_t i = 0; i < groups; i++) {
        describe_group(&music, 8 * i, features + i, groups);
    }
}
