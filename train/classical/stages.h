// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The stages of the classical features, from the short-time Fourier transform up, each as librosa
// 0.7 makes it by default.

#ifndef GENUS_TRAIN_CLASSICAL_STAGES_H
#define GENUS_TRAIN_CLASSICAL_STAGES_H

#include "engine/genus.h"
#include "train/classical/classical.h"

#include <kiss_fftr.h>

// ------------------------------------------------- the short-time Fourier transform: stft.c

/** The spectra of a signal. A plain value that owns what it points to; all zeros is empty. */
typedef struct genus_stft {
    size_t frames;      ///< 1 + samples / hop: frame t is centred on sample t hop.
    kiss_fft_cpx *bins; ///< [frames][GENUS_CLASSICAL_BINS]
    float *magnitude;   ///< [frames][GENUS_CLASSICAL_BINS], the absolute values of bins.
} genus_stft;

/**
 * Where sample `index` of a signal that is continued by reflection about its first and last
 * sample (numpy's pad mode "reflect") lies. @param count Of the signal, at least 2.
 */
size_t genus_stft_reflect(ptrdiff_t index, size_t count);

/**
 * Transforms a signal: periodic Hann window, frames centred, the ends continued by reflection.
 * @param samples [count], at least GENUS_CLASSICAL_SHORTEST.
 * @return GENUS_OK or GENUS_ERROR_MEMORY; in both cases genus_stft_clear() is due.
 */
genus_status genus_stft_make(const float *samples, size_t count, genus_stft *stft,
                             genus_error *error) GENUS_CHECKED GENUS_NONNULL(3);

/** Frees what it points to. */
void genus_stft_clear(genus_stft *stft) GENUS_NONNULL(1);

/**
 * Transforms back what a mask leaves of the spectra, by windowed overlap and division by the sum of
 * the squared windows (Griffin and Lim, "Signal estimation from modified short-time Fourier
 * transform", 1984). The signal ends at the last frame's centre, and zeros follow, as with librosa
 * 0.7, by which GTZAN's tables were made.
 * @param mask    [frames][GENUS_CLASSICAL_BINS], factors of the spectra.
 * @param samples [count], receives the signal; count as in genus_stft_make().
 * @return GENUS_OK or GENUS_ERROR_MEMORY.
 */
genus_status genus_stft_invert(const genus_stft *stft, const float *mask, float *samples,
                               size_t count, genus_error *error) GENUS_CHECKED GENUS_NONNULL(1);

// --------------------------------------------------- what is one number a frame: frames.c

/** Of many numbers. */
typedef struct genus_mean_variance {
    double mean;
    double variance; ///< Of the population: the mean squared distance from the mean.
} genus_mean_variance;

/** Both of `count` (1 or more) numbers. */
genus_mean_variance genus_mean_variance_of(const float *values, size_t count);

/**
 * Root mean square of a frame, not windowed (librosa.feature.rms).
 * @param samples [count], continued by reflection. @param rms [1 + count / hop].
 */
void genus_frames_rms(const float *samples, size_t count, float *rms);

/**
 * Changes of sign in a frame as a share of its samples (librosa.feature.zero_crossing_rate).
 * @param samples [count], continued by the first and last sample. @param rate [1 + count / hop]
 */
void genus_frames_zero_crossings(const float *samples, size_t count, float *rate);

/** Where one spectrum lies, in Hz; all 0 for silence. */
typedef struct genus_spectral_shape {
    float centroid;  ///< Mean frequency, weighted by magnitude.
    float bandwidth; ///< Standard deviation about it, weighted alike.
    float rolloff;   ///< Lowest frequency with 85 % of all magnitude at or below it.
} genus_spectral_shape;

/**
 * Shape of one spectrum (librosa.feature.spectral_centroid, _bandwidth, _rolloff).
 * @param magnitude [GENUS_CLASSICAL_BINS].
 */
genus_spectral_shape genus_frames_shape(const float *magnitude);

// ------------------------------------------ how strong each pitch class sounds: chroma.c

/**
 * How far a recording's pitches lie off the equal temperament about 440 Hz
 * (librosa.estimate_tuning on the power spectrogram): the commonest deviation, in steps of 0.01, of
 * the spectral peaks over 150..4,000 Hz that are as loud as their median.
 * @param tuning Receives -0.5..0.49 semitones. @return GENUS_OK or GENUS_ERROR_MEMORY.
 */
genus_status genus_chroma_tuning(const genus_stft *stft, double *tuning,
                                 genus_error *error) GENUS_CHECKED GENUS_NONNULL(1);

/**
 * Chroma frame by frame (librosa.feature.chroma_stft).
 * @param chroma [frames][GENUS_PITCH_CLASSES], receives 0..1, the strongest class of a frame 1.
 * @return GENUS_OK or GENUS_ERROR_MEMORY.
 */
genus_status genus_chroma_compute(const genus_stft *stft, float *chroma,
                                  genus_error *error) GENUS_CHECKED GENUS_NONNULL(1);

// ----------------------------------------- what sounds on and what strikes: hpss.c

/**
 * Separates a signal by median filters over its spectra: along time they keep what is harmonic,
 * along frequency what is percussive (Fitzgerald, "Harmonic/percussive separation using median
 * filtering", 2010), with the soft masks and widths of librosa.effects.hpss. The two parts add up
 * to the signal up to the last frame's centre.
 * @param stft       Of the signal. @param count Samples of the signal.
 * @param harmonic   [count], receives what sounds on.
 * @param percussive [count], receives what strikes.
 * @return GENUS_OK or GENUS_ERROR_MEMORY.
 */
genus_status genus_hpss_separate(const genus_stft *stft, size_t count, float *harmonic,
                                 float *percussive, genus_error *error) GENUS_CHECKED;

// ------------------- the log-mel spectrogram, its cepstra and the tempo: mel.c, tempo.c

/**
 * The mel spectrogram in dB (librosa's power_to_db(melspectrogram())): power, Slaney bank, floored
 * at 1e-10 and at 80 dB below the loudest cell.
 * @param decibels [frames][GENUS_CLASSICAL_BANDS]
 * @return GENUS_OK or GENUS_ERROR_MEMORY.
 */
genus_status genus_mel_decibels(const genus_stft *stft, float *decibels,
                                genus_error *error) GENUS_CHECKED GENUS_NONNULL(1);

/**
 * The mel-frequency cepstral coefficients: an orthonormal DCT-II of each frame
 * (librosa.feature.mfcc).
 * @param decibels [frames][GENUS_CLASSICAL_BANDS]
 * @param cepstra  [GENUS_CLASSICAL_CEPSTRA][frames]: each coefficient's course.
 */
void genus_mel_cepstra(const float *decibels, size_t frames, float *cepstra);

/**
 * The tempo, as librosa.beat.beat_track estimates it: onset strength, the median over the bands of
 * the rise in dB from frame to frame; its autocorrelation in windows of 8 s about each frame; of
 * the windows' mean, the lag that is strongest under a log-normal prior about 120 bpm with one
 * octave's deviation.
 * @param decibels [frames][GENUS_CLASSICAL_BANDS] @param bpm Receives beats a minute, under 320.
 * @return GENUS_OK or GENUS_ERROR_MEMORY.
 */
genus_status genus_mel_tempo(const float *decibels, size_t frames, double *bpm,
                             genus_error *error) GENUS_CHECKED;

#endif
