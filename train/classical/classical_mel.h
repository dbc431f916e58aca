// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The log-mel spectrogram of a signal, and what follows from it: cepstra and tempo.

#ifndef GENUS_TRAIN_CLASSICAL_CLASSICAL_MEL_H
#define GENUS_TRAIN_CLASSICAL_CLASSICAL_MEL_H

#include "train/classical/classical_stft.h"

enum {
    GENUS_CLASSICAL_BANDS = 128,  ///< Of the mel spectrogram, over 0..11,025 Hz.
    GENUS_CLASSICAL_CEPSTRA = 20, ///< Coefficients a frame.
};

/**
 * The mel spectrogram in dB (librosa's power_to_db(melspectrogram())): power, Slaney bank, floored
 * at 1e-10 and at 80 dB below the loudest cell.
 * @param decibels [frames][GENUS_CLASSICAL_BANDS]
 * @return GENUS_OK or GENUS_ERROR_MEMORY. Thread: any.
 */
genus_status genus_mel_decibels(const genus_stft *stft, float *decibels, genus_error *error);

/**
 * The mel-frequency cepstral coefficients: an orthonormal DCT-II of each frame
 * (librosa.feature.mfcc).
 * @param decibels [frames][GENUS_CLASSICAL_BANDS]
 * @param cepstra  [GENUS_CLASSICAL_CEPSTRA][frames]: each coefficient's course. Thread: any.
 */
void genus_mel_cepstra(const float *decibels, size_t frames, float *cepstra);

/**
 * The tempo, as librosa.beat.beat_track estimates it: onset strength, the median over the bands of
 * the rise in dB from frame to frame; its autocorrelation in windows of 8 s about each frame; of
 * the windows' mean, the lag that is strongest under a log-normal prior about 120 bpm with one
 * octave's deviation.
 * @param decibels [frames][GENUS_CLASSICAL_BANDS] @param bpm Receives beats a minute, under 320.
 * @return GENUS_OK or GENUS_ERROR_MEMORY. Thread: any.
 */
genus_status genus_mel_tempo(const float *decibels, size_t frames, double *bpm, genus_error *error);

#endif
