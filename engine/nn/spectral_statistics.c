// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Frames, their cepstra and traits, sums of these, and what the sums say.

#include "engine/nn/spectral_statistics.h"

#include "engine/base/simd.h"
#include "engine/nn/covariance.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define CEPSTRA_MAX GENUS_SPECTRAL_CEPSTRA_MAX
_Static_assert(CEPSTRA_MAX <= GENUS_COVARIANCE_MAX, "their covariances are to be described");

/// Bands whose steps are averaged, whose contrast is measured, whose relief is judged together.
#define STEP_BANDS ((size_t)4)
#define CONTRAST_BANDS ((size_t)16)
#define GROUP_BANDS ((size_t)8)

/// Traits of CONTRAST_BANDS: highest, lowest, moved.
#define CONTRASTS ((size_t)3)

/// A band stands out of so many on either side.
#define RELIEF_REACH ((size_t)2)

/// Added to a variance in dB^2 before something is divided by it.
#define VARIANCE_FLOOR 0.1

/// Added to a kurtosis before its logarithm is taken; a normal distribution's is 3.
#define KURTOSIS_FLOOR 0.1

/// Higher cepstra whose energy is taken together.
#define FINE_CEPSTRA ((size_t)4)

#define HEARD_MAX GENUS_SPECTRAL_BANDS_MAX
#define TRAITS_MAX (HEARD_MAX / STEP_BANDS + CONTRASTS * HEARD_MAX / CONTRAST_BANDS)

/// Where the sums of each kind begin; those of the cepstra come first.
struct layout {
    size_t products;    ///< Of each two cepstra: row by row, from the diagonal on.
    size_t cubes;       ///< Of cepstra.
    size_t differences; ///< Products of differences.
    size_t fourths;     ///< Of differences.
    size_t energies;    ///< Of the differences of FINE_CEPSTRA higher ones.
    size_t traits;      ///< Traits, then their squares.
    size_t reliefs;     ///< Of each band.
    size_t groups;      ///< GROUP_SUMS of each group.
    size_t energy_count;
    size_t trait_count;
    size_t group_count;
    size_t sum_count;
};

/// Sums of a group, over its bands: of relief, corners, and of movement.
enum { SQUARES, CUBES, CORNERS, MOVE_SQUARES, MOVE_CUBES, GROUP_SUMS };

#define SUMS_MAX                                                                                   \
    (CEPSTRA_MAX * ((size_t)CEPSTRA_MAX + 4) + HEARD_MAX / FINE_CEPSTRA + 2 * TRAITS_MAX +         \
     HEARD_MAX + GROUP_SUMS * HEARD_MAX / GROUP_BANDS)

struct genus_spectral_statistics {
    genus_spectral_statistics_shape shape;
    size_t bands;
    float offset_db;
    size_t width; ///< As many as are heard, or a few more: loops run without a rest.
    float *basis; ///< [heard][width], filled up with zeros.
};

/// A width is a multiple of this.
#define WIDTH_STEP ((size_t)16)
_Static_assert(HEARD_MAX % WIDTH_STEP == 0, "no width is over HEARD_MAX");

// ---------------------------------------------------------------------------------------- shape

static size_t least(size_t a, size_t b) {
    return a < b ? a : b;
}

/// Groups of `size` bands; the last one may be smaller.
static size_t groups(size_t bands, size_t size) {
    return (bands + size - 1) / size;
}

static struct layout layout_of(const genus_spectral_statistics_shape *shape) {
    const size_t cepstra = shape->cepstra;
    const size_t heard = shape->heard;
    struct layout layout = {
        // The last band has no next one to step to.
        .trait_count = groups(heard - 1, STEP_BANDS) + CONTRASTS * groups(heard, CONTRAST_BANDS),
        .group_count = groups(heard, GROUP_BANDS),
    };
    layout.products = cepstra;
    layout.cubes = layout.products + genus_triangle(cepstra);
    layout.differences = layout.cubes + cepstra;
    layout.fourths = layout.differences + genus_triangle(cepstra);
    layout.energies = layout.fourths + cepstra;
    layout.energy_count = groups(heard - cepstra, FINE_CEPSTRA);
    layout.traits = layout.energies + layout.energy_count;
    layout.reliefs = layout.traits + 2 * layout.trait_count;
    layout.groups = layout.reliefs + heard;
    layout.sum_count = layout.groups + GROUP_SUMS * layout.group_count;
    return layout;
}

size_t genus_spectral_statistics_sum_count(const genus_spectral_statistics_shape *shape) {
    return layout_of(shape).sum_count;
}

size_t genus_spectral_statistics_feature_count(const genus_spectral_statistics_shape *shape) {
    const struct layout layout = layout_of(shape);
    const size_t covariance = shape->cepstra + genus_triangle(shape->cepstra);
    return 3 * (size_t)shape->cepstra + 2 * covariance + layout.energy_count +
           2 * layout.trait_count + 4 * layout.group_count;
}

// ----------------------------------------------------------------------------------------- basis

genus_spectral_statistics *
genus_spectral_statistics_new(const genus_spectral_statistics_shape *shape, size_t bands,
                              float offset_db) {
    genus_spectral_statistics *spectral = calloc(1, sizeof *spectral);
    if (spectral == NULL) {
        return NULL;
    }
    const size_t width = groups(shape->heard, WIDTH_STEP) * WIDTH_STEP;
    *spectral = (genus_spectral_statistics){*shape, bands, offset_db, width, NULL};
    // NOLINTNEXTLINE(clang-analyzer-optin.portability.UnixAPI): at least two bands are heard.
    spectral->basis = calloc(shape->heard * width, sizeof *spectral->basis);
    if (spectral->basis == NULL) {
        free(spectral);
        return NULL;
    }
    const double pi = acos(-1.0);
    const double heard = shape->heard;
    for (size_t band = 0; band < shape->heard; band++) {
        for (size_t k = 0; k < shape->heard; k++) {
            const double angle = pi * (double)k * ((double)band + 0.5) / heard;
            spectral->basis[band * width + k] = (float)(cos(angle) * sqrt(2.0 / heard));
        }
    }
    return spectral;
}

void genus_spectral_statistics_free(genus_spectral_statistics *spectral) {
    if (spectral != NULL) {
        free(spectral->basis);
        free(spectral);
    }
}

// ------------------------------------------------------------------------------------------ sums

/// All cepstra of a frame. @param cepstra [width]
GENUS_SIMD
static void transform(const genus_spectral_statistics *spectral, const float *frame,
                      float *cepstra) {
    const size_t width = spectral->width;
    memset(cepstra, 0, width * sizeof *cepstra);
    for (size_t band = 0; band < spectral->shape.heard; band++) {
        const float value = frame[band] - spectral->offset_db;
        const float *basis = spectral->basis + band * width;
        for (size_t k = 0; k < width; k++) {
            cepstra[k] += basis[k] * value;
        }
    }
}

/// Adds the products of each two values to sums: row by row, from the diagonal on.
GENUS_SIMD
static void add_products(const float *values, size_t count, float *sums) {
    for (size_t i = 0; i < count; i++) {
        for (size_t k = i; k < count; k++) {
            sums[k - i] += values[i] * values[k];
        }
        sums += count - i;
    }
}

/// Adds a frame's cepstra and their differences to the ones before; of the higher ones, only their
/// differences' energies.
GENUS_SIMD
static void add_cepstra(const struct layout *layout, const genus_spectral_statistics_shape *shape,
                        const float *now, const float *before, float *sums) {
    const size_t count = shape->cepstra;
    float difference[CEPSTRA_MAX] = {0.0F};
    for (size_t k = 0; k < count; k++) {
        difference[k] = now[k] - before[k];
        const float square = difference[k] * difference[k];
        sums[k] += now[k];
        sums[layout->cubes + k] += now[k] * now[k] * now[k];
        sums[layout->fourths + k] += square * square;
    }
    for (size_t k = count; k < shape->heard; k++) {
        const float fine = now[k] - before[k];
        sums[layout->energies + (k - count) / FINE_CEPSTRA] += fine * fine;
    }
    add_products(now, count, sums + layout->products);
    add_products(difference, count, sums + layout->differences);
}

/// A frame, and what each of its bands does.
struct bands {
    float levels[HEARD_MAX];
    float steps[HEARD_MAX]; ///< To the next band, whichever way. The last one takes the step to it.
    float rises[HEARD_MAX]; ///< Since the frame before; below 0 where it fell.
    float moves[HEARD_MAX]; ///< The same, whichever way.
};

/// Sums of bands over the frames of a stretch.
struct band_sums {
    float reliefs[HEARD_MAX];
    float squares[HEARD_MAX];
    float cubes[HEARD_MAX];
    float corners[HEARD_MAX];
    float move_squares[HEARD_MAX];
    float move_cubes[HEARD_MAX];
};

GENUS_SIMD
static void take_bands(const float *frame, const float *before, size_t heard, struct bands *bands) {
    memcpy(bands->levels, frame, heard * sizeof *frame);
    for (size_t band = 0; band < heard; band++) {
        bands->rises[band] = frame[band] - before[band];
        bands->moves[band] = fabsf(bands->rises[band]);
    }
    for (size_t band = 0; band + 1 < heard; band++) {
        bands->steps[band] = fabsf(frame[band + 1] - frame[band]);
    }
    bands->steps[heard - 1] = fabsf(frame[heard - 1] - frame[heard - 2]);
}

/// Adds how far each band stands out of the mean of those around it, its corners and movement.
GENUS_SIMD
static void add_bands(const struct bands *bands, size_t heard, struct band_sums *sums) {
    float padded[HEARD_MAX + 2 * RELIEF_REACH];
    for (size_t i = 0; i < RELIEF_REACH; i++) {
        padded[i] = bands->levels[0];
        padded[RELIEF_REACH + heard + i] = bands->levels[heard - 1];
    }
    memcpy(padded + RELIEF_REACH, bands->levels, heard * sizeof *padded);
    for (size_t band = 0; band < heard; band++) {
        _Static_assert(RELIEF_REACH == 2, "five bands");
        const float *around = padded + band;
        const float sum = around[0] + around[1] + around[2] + around[3] + around[4];
        const float relief = bands->levels[band] - sum / (float)(2 * RELIEF_REACH + 1);
        const float step = bands->steps[band];
        const float move = bands->moves[band];
        sums->reliefs[band] += relief;
        sums->squares[band] += relief * relief;
        sums->cubes[band] += relief * relief * relief;
        sums->corners[band] += move < step ? move : step;
        sums->move_squares[band] += move * move;
        sums->move_cubes[band] += move * move * bands->rises[band];
    }
}

/// Adds a value of a frame as the next trait, and its square.
static void add_trait(const struct layout *layout, size_t index, float value, float *sums) {
    sums[layout->traits + index] += value;
    sums[layout->traits + layout->trait_count + index] += value * value;
}

static float sum_of(const float *values, size_t count) {
    float sum = 0.0F;
    for (size_t i = 0; i < count; i++) {
        sum += values[i];
    }
    return sum;
}

/// Adds the traits of a frame.
static void add_traits(const struct layout *layout, const struct bands *bands, size_t heard,
                       float *sums) {
    size_t trait = 0;
    for (size_t band = 0; band + 1 < heard; band += STEP_BANDS) {
        const size_t count = least(STEP_BANDS, heard - 1 - band);
        add_trait(layout, trait++, sum_of(bands->steps + band, count) / (float)count, sums);
    }
    for (size_t band = 0; band < heard; band += CONTRAST_BANDS) {
        const size_t count = least(CONTRAST_BANDS, heard - band);
        const float *levels = bands->levels + band;
        const float mean = sum_of(levels, count) / (float)count;
        float highest = levels[0];
        float lowest = levels[0];
        for (size_t i = 1; i < count; i++) {
            highest = levels[i] > highest ? levels[i] : highest;
            lowest = levels[i] < lowest ? levels[i] : lowest;
        }
        add_trait(layout, trait++, highest - mean, sums);
        add_trait(layout, trait++, mean - lowest, sums);
        add_trait(layout, trait++, sum_of(bands->moves + band, count) / (float)count, sums);
    }
}

/// The sums of bands, and of groups of them, go where they belong.
static void settle_bands(const struct layout *layout, const struct band_sums *bands, size_t heard,
                         float *sums) {
    memcpy(sums + layout->reliefs, bands->reliefs, heard * sizeof *sums);
    for (size_t i = 0; i < layout->group_count; i++) {
        const size_t first = i * GROUP_BANDS;
        const size_t count = least(GROUP_BANDS, heard - first);
        float *group = sums + layout->groups + i * GROUP_SUMS;
        group[SQUARES] = sum_of(bands->squares + first, count);
        group[CUBES] = sum_of(bands->cubes + first, count);
        group[CORNERS] = sum_of(bands->corners + first, count);
        group[MOVE_SQUARES] = sum_of(bands->move_squares + first, count);
        group[MOVE_CUBES] = sum_of(bands->move_cubes + first, count);
    }
}

void genus_spectral_statistics_sum(const genus_spectral_statistics *spectral, const float *frames,
                                   size_t count, float *sums) {
    const size_t heard = spectral->shape.heard;
    const struct layout layout = layout_of(&spectral->shape);
    float cepstra[2][HEARD_MAX];
    struct bands bands = {{0.0F}, {0.0F}, {0.0F}, {0.0F}};
    struct band_sums band_sums = {{0.0F}, {0.0F}, {0.0F}, {0.0F}, {0.0F}, {0.0F}};
    memset(sums, 0, layout.sum_count * sizeof *sums);
    transform(spectral, frames, cepstra[0]);
    for (size_t i = 1; i <= count; i++) {
        const float *before = frames + (i - 1) * spectral->bands;
        const float *frame = before + spectral->bands;
        transform(spectral, frame, cepstra[i % 2]);
        add_cepstra(&layout, &spectral->shape, cepstra[i % 2], cepstra[(i + 1) % 2], sums);
        take_bands(frame, before, heard, &bands);
        add_bands(&bands, heard, &band_sums);
        add_traits(&layout, &bands, heard, sums);
    }
    settle_bands(&layout, &band_sums, heard, sums);
}

// -------------------------------------------------------------------------------------- features

/// The mean of cubes over a deviation cubed.
static float skewness(double cubes, double variance) {
    return (float)(cubes / (variance * sqrt(variance)));
}

/// The log of the mean of fourth powers over the mean square squared.
static float log_kurtosis(double fourths, double variance) {
    return (float)log(fourths / (variance * variance) + KURTOSIS_FLOOR);
}

/// Means, covariance and skewness of the cepstra; covariance and kurtosis of their differences, and
/// how much the higher ones differ.
static float *describe_cepstra(const struct layout *layout,
                               const genus_spectral_statistics_shape *shape, const double *means,
                               float *features) {
    const size_t count = shape->cepstra;
    // Differences add up to almost nothing over a window.
    static const double none[CEPSTRA_MAX] = {0.0};
    for (size_t k = 0; k < count; k++) {
        *features++ = (float)means[k];
    }
    features = genus_covariance_describe(count, means, means + layout->products, features);
    for (size_t k = 0; k < count; k++) {
        const double mean = means[k];
        const double square = means[layout->products + genus_triangle_row(count, k)];
        const double variance = fmax(square - mean * mean, 0.0) + VARIANCE_FLOOR;
        const double cube = means[layout->cubes + k] - mean * (3.0 * square - 2.0 * mean * mean);
        *features++ = skewness(cube, variance);
    }
    features = genus_covariance_describe(count, none, means + layout->differences, features);
    for (size_t k = 0; k < count; k++) {
        const double square = means[layout->differences + genus_triangle_row(count, k)];
        *features++ = log_kurtosis(means[layout->fourths + k], square + VARIANCE_FLOOR);
    }
    for (size_t i = 0; i < layout->energy_count; i++) {
        const size_t left = shape->heard - count - i * FINE_CEPSTRA;
        const double energy = means[layout->energies + i] / (double)least(FINE_CEPSTRA, left);
        *features++ = (float)log(energy + GENUS_DEVIATION_FLOOR);
    }
    return features;
}

/// Means and log deviations of the traits.
static float *describe_traits(const struct layout *layout, const double *means, float *features) {
    const size_t count = layout->trait_count;
    const double *trait = means + layout->traits;
    for (size_t k = 0; k < count; k++) {
        const double variance = fmax(trait[count + k] - trait[k] * trait[k], 0.0);
        features[k] = (float)trait[k];
        features[count + k] = (float)log(sqrt(variance) + GENUS_DEVIATION_FLOOR);
    }
    return features + 2 * count;
}

/// Stillness, skewness, corners and onsets of each group.
static void describe_groups(const struct layout *layout, size_t heard, const double *means,
                            float *features) {
    const size_t count = layout->group_count;
    for (size_t i = 0; i < count; i++) {
        const size_t first = i * GROUP_BANDS;
        const double bands = (double)least(GROUP_BANDS, heard - first);
        const double *group = means + layout->groups + i * GROUP_SUMS;
        double still = 0.0;
        for (size_t band = first; band < heard && band < first + GROUP_BANDS; band++) {
            const double relief = means[layout->reliefs + band];
            still += relief * relief;
        }
        const double variance = group[SQUARES] / bands + VARIANCE_FLOOR;
        features[i] = (float)(still / bands / variance);
        features[count + i] = skewness(group[CUBES] / bands, variance);
        features[2 * count + i] = (float)log(group[CORNERS] / bands + GENUS_DEVIATION_FLOOR);
        features[3 * count + i] =
            skewness(group[MOVE_CUBES] / bands, group[MOVE_SQUARES] / bands + VARIANCE_FLOOR);
    }
}

void genus_spectral_statistics_describe(const genus_spectral_statistics *spectral,
                                        const double *means, float *features) {
    const struct layout layout = layout_of(&spectral->shape);
    features = describe_cepstra(&layout, &spectral->shape, means, features);
    features = describe_traits(&layout, means, features);
    describe_groups(&layout, spectral->shape.heard, means, features);
}

void genus_spectral_scale(const float *mean, const float *scale, size_t count, float *features) {
    for (size_t i = 0; i < count; i++) {
        const float value = (features[i] - mean[i]) * scale[i];
        features[i] = fminf(fmaxf(value, -GENUS_SPECTRAL_LIMIT), GENUS_SPECTRAL_LIMIT);
    }
}

void genus_spectral_statistics_of(const genus_spectral_statistics *spectral, const float *frames,
                                  size_t count, float *features) {
    float sums[SUMS_MAX];
    double means[SUMS_MAX] = {0.0};
    const size_t sum_count = genus_spectral_statistics_sum_count(&spectral->shape);
    genus_spectral_statistics_sum(spectral, frames, count, sums);
    for (size_t i = 0; i < sum_count; i++) {
        means[i] = (double)sums[i] / (double)count;
    }
    genus_spectral_statistics_describe(spectral, means, features);
}
