// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// How strong each of the twelve pitch classes sounds.

#ifndef GENUS_TRAIN_CLASSICAL_CLASSICAL_CHROMA_H
#define GENUS_TRAIN_CLASSICAL_CLASSICAL_CHROMA_H

#include "train/classical/classical_stft.h"

enum {
    GENUS_PITCH_CLASSES = 12, ///< From C upwards.
};

/**
 * How far a recording's pitches lie off the equal temperament about 440 Hz
 * (librosa.estimate_tuning on the power spectrogram): the commonest deviation, in steps of 0.01, of
 * the spectral peaks over 150..4,000 Hz that are as loud as their median.
 * @param tuning Receives -0.5..0.49 semitones. @return GENUS_OK or GENUS_ERROR_MEMORY. Thread: any.
 */
genus_status genus_chroma_tuning(const genus_stft *stft, double *tuning, genus_error *error);

/**
 * Chroma frame by frame (librosa.feature.chroma_stft).
 * @param chroma [frames][GENUS_PITCH_CLASSES], receives 0..1, the strongest class of a frame 1.
 * @return GENUS_OK or GENUS_ERROR_MEMORY. Thread: any.
 */
genus_status genus_chroma_compute(const genus_stft *stft, float *chroma, genus_error *error);

#endif
