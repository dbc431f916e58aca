// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A real frame is transformed as half as many complex numbers, its samples taken in pairs. KissFFT
// has a real transform that does the same, but its way from the complex spectrum to the real one
// is scalar, and it writes a spectrum of which only the powers are wanted. For the same reason
// KissFFT transforms every fourth number, four times, and the last step that joins them is ours.

#include "engine/audio/power_spectrum.h"

#include "engine/base/lanes.h"
#include "engine/base/simd.h"

#include <kiss_fft.h>
#include <math.h>
#include <stdlib.h>

#define TWO_PI 6.283185307179586

struct genus_power_spectrum {
    size_t half;            // Complex numbers a frame.
    size_t parts;           // 4, or 1 if a fourth of half is no whole number.
    kiss_fft_cfg transform; // Of every fourth number, or of all.
    float *window;          // [2 * half]: a Hann window, halved.
    kiss_fft_cpx *pairs;    // [half]: windowed samples, two a number.
    kiss_fft_cpx *spectrum; // [parts][half / parts]: what KissFFT makes of them.
    float *turn_cosines;    // [3][half / 4]: of the angles by which that turns where it is joined.
    float *turn_sines;      // [3][half / 4]
    float *real;            // [half + 1]: their transform, the first once more behind the last.
    float *imaginary;       // [half + 1]
    float *cosines; // [(half + 1) / 2]: of the angle by which a bin of the real transform ...
    float *sines;   // [(half + 1) / 2]: ... turns between the two samples of a pair.
};

genus_power_spectrum *genus_power_spectrum_new(size_t length) {
    genus_power_spectrum *made = calloc(1, sizeof *made);
    if (made == NULL) {
        return NULL;
    }
    const size_t half = length / 2;
    const size_t twins = (half + 1) / 2;
    const size_t quarter = half / 4;
    made->half = half;
    made->parts = half % 4 == 0 ? 4 : 1;
    made->transform = kiss_fft_alloc((int)(half / made->parts), 0, NULL, NULL);
    made->window = calloc(length, sizeof *made->window);
    made->pairs = calloc(half, sizeof *made->pairs);
    made->spectrum = calloc(half, sizeof *made->spectrum);
    made->real = calloc(half + 1, sizeof *made->real);
    made->imaginary = calloc(half + 1, sizeof *made->imaginary);
    made->turn_cosines = calloc(3 * quarter + 1, sizeof *made->turn_cosines);
    made->turn_sines = calloc(3 * quarter + 1, sizeof *made->turn_sines);
    made->cosines = calloc(twins, sizeof *made->cosines);
    made->sines = calloc(twins, sizeof *made->sines);
    if (made->transform == NULL || made->window == NULL || made->pairs == NULL ||
        made->spectrum == NULL || made->real == NULL || made->imaginary == NULL ||
        made->turn_cosines == NULL || made->turn_sines == NULL || made->cosines == NULL ||
        made->sines == NULL) {
        genus_power_spectrum_free(made);
        return NULL;
    }
    for (size_t i = 0; i < length; i++) {
        // Half of it, since the sums of twins below are twice what they stand for.
        made->window[i] = (float)(0.25 - 0.25 * cos(TWO_PI * (double)i / (double)length));
    }
    for (size_t bin = 0; bin < twins; bin++) {
        made->cosines[bin] = (float)cos(TWO_PI * (double)bin / (double)length);
        made->sines[bin] = (float)sin(TWO_PI * (double)bin / (double)length);
    }
    for (size_t part = 1; part < 4; part++) {
        for (size_t bin = 0; bin < quarter; bin++) {
            const double angle = TWO_PI * (double)(part * bin) / (double)half;
            made->turn_cosines[(part - 1) * quarter + bin] = (float)cos(angle);
            made->turn_sines[(part - 1) * quarter + bin] = (float)sin(angle);
        }
    }
    return made;
}

void genus_power_spectrum_free(genus_power_spectrum *spectrum) {
    if (spectrum != NULL) {
        kiss_fft_free(spectrum->transform);
        free(spectrum->window);
        free(spectrum->pairs);
        free(spectrum->spectrum);
        free(spectrum->real);
        free(spectrum->imaginary);
        free(spectrum->turn_cosines);
        free(spectrum->turn_sines);
        free(spectrum->cosines);
        free(spectrum->sines);
        free(spectrum);
    }
}

GENUS_SIMD
static void weigh(const float *samples, const float *window, size_t count, kiss_fft_cpx *pairs) {
    for (size_t i = 0; i < count; i++) {
        pairs[i].r = samples[2 * i] * window[2 * i];
        pairs[i].i = samples[2 * i + 1] * window[2 * i + 1];
    }
}

/** Complex numbers to their parts, so that the arithmetic that follows need not shuffle. */
GENUS_SIMD
static void part(const kiss_fft_cpx *numbers, size_t count, float *real, float *imaginary) {
    for (size_t i = 0; i < count; i++) {
        real[i] = numbers[i].r;
        imaginary[i] = numbers[i].i;
    }
}

GENUS_INLINE kiss_fft_cpx sum(kiss_fft_cpx a, kiss_fft_cpx b) {
    return (kiss_fft_cpx){a.r + b.r, a.i + b.i};
}

GENUS_INLINE kiss_fft_cpx gap(kiss_fft_cpx a, kiss_fft_cpx b) {
    return (kiss_fft_cpx){a.r - b.r, a.i - b.i};
}

/**
 * Joins the transforms S of every fourth number to Z, that of all of them (Cooley and Tukey 1965):
 *   Z[k + j quarter] = sum over r of (-i)^(r j) w^(r k) S_r[k]
 * with w = exp(-2 pi i / half). Four rows of S become four rows of Z.
 * @param cosines, sines [3][quarter]: w^k, w^2k, w^3k, conjugate. @param real, imaginary
 *                       [4][quarter], in place.
 */
GENUS_SIMD
static void join(size_t quarter, const float *restrict cosines, const float *restrict sines,
                 float *restrict real, float *restrict imaginary) {
    GENUS_INDEPENDENT
    for (size_t k = 0; k < quarter; k++) {
        kiss_fft_cpx transposed[4] = {{real[k], imaginary[k]}};
        for (size_t r = 1; r < 4; r++) {
            const float re = real[r * quarter + k];
            const float im = imaginary[r * quarter + k];
            const float cosine = cosines[(r - 1) * quarter + k];
            const float sine = sines[(r - 1) * quarter + k];
            transposed[r] = (kiss_fft_cpx){re * cosine + im * sine, im * cosine - re * sine};
        }
        const kiss_fft_cpx even_sum = sum(transposed[0], transposed[2]);
        const kiss_fft_cpx even_gap = gap(transposed[0], transposed[2]);
        const kiss_fft_cpx odd_sum = sum(transposed[1], transposed[3]);
        const kiss_fft_cpx odd_gap = gap(transposed[1], transposed[3]);
        const kiss_fft_cpx quarter_turn = {odd_gap.i, -odd_gap.r}; // -i odd_gap.
        const kiss_fft_cpx joined[4] = {sum(even_sum, odd_sum), sum(even_gap, quarter_turn),
                                        gap(even_sum, odd_sum), gap(even_gap, quarter_turn)};
        for (size_t j = 0; j < 4; j++) {
            real[j * quarter + k] = joined[j].r;
            imaginary[j * quarter + k] = joined[j].i;
        }
    }
}

/** The lower half of the complex bins, and their twins from the upper half. */
typedef struct twins {
    const float *real; // [count]
    const float *imaginary;
    const float *twin_real; // [count], the first bin's twin last.
    const float *twin_imaginary;
    const float *cosines; // [count]
    const float *sines;
} twins;

/**
 * Powers of the bins k and half - k of the real transform X from the same bins of the complex one,
 * Z, which has period half:
 *   X[k]           = (Z[k] + Z[half - k]*) / 2 - i w (Z[k] - Z[half - k]*) / 2
 *   X[half - k]*   = (Z[k] + Z[half - k]*) / 2 + i w (Z[k] - Z[half - k]*) / 2
 * with w = exp(-i pi k / half) (Press et al., Numerical Recipes, "FFT of Real Functions"). The
 * window has halved Z already. Sum and difference are squared only after they are whole: taken
 * apart, a loud bin's rounding would drown its silent twin.
 * @param low [count], from bin 0. @param high [count], up to bin half, bin 0's twin.
 */
GENUS_SIMD
static void take_powers(const twins *from, size_t count, float *restrict low,
                        float *restrict high) {
    for (size_t k = 0; k < count; k++) {
        const size_t twin = count - 1 - k;
        const float even_real = from->real[k] + from->twin_real[twin];
        const float even_imaginary = from->imaginary[k] - from->twin_imaginary[twin];
        const float odd_real = from->real[k] - from->twin_real[twin];
        const float odd_imaginary = from->imaginary[k] + from->twin_imaginary[twin];
        const float turned_real = from->cosines[k] * odd_imaginary - from->sines[k] * odd_real;
        const float turned_imaginary =
            -from->sines[k] * odd_imaginary - from->cosines[k] * odd_real;
        const float low_real = even_real + turned_real;
        const float low_imaginary = even_imaginary + turned_imaginary;
        const float high_real = even_real - turned_real;
        const float high_imaginary = even_imaginary - turned_imaginary;
        low[k] = low_real * low_real + low_imaginary * low_imaginary;
        high[twin] = high_real * high_real + high_imaginary * high_imaginary;
    }
}

void genus_power_spectrum_compute(genus_power_spectrum *spectrum, const float *samples,
                                  float *power) {
    const size_t half = spectrum->half;
    const size_t parts = spectrum->parts;
    const size_t count = (half + 1) / 2;
    float *real = spectrum->real;
    float *imaginary = spectrum->imaginary;
    weigh(samples, spectrum->window, half, spectrum->pairs);
    for (size_t i = 0; i < parts; i++) {
        kiss_fft_stride(spectrum->transform, spectrum->pairs + i,
                        spectrum->spectrum + i * (half / parts), (int)parts);
    }
    part(spectrum->spectrum, half, real, imaginary);
    if (parts == 4) {
        join(half / 4, spectrum->turn_cosines, spectrum->turn_sines, real, imaginary);
    }
    real[half] = real[0];
    imaginary[half] = imaginary[0];
    const twins from = {
        .real = real,
        .imaginary = imaginary,
        .twin_real = real + half + 1 - count,
        .twin_imaginary = imaginary + half + 1 - count,
        .cosines = spectrum->cosines,
        .sines = spectrum->sines,
    };
    take_powers(&from, count, power, power + half + 1 - count);
    if (half % 2 == 0) { // The bin in the middle is its own twin.
        power[count] = 4.0F * (real[count] * real[count] + imaginary[count] * imaginary[count]);
    }
}
