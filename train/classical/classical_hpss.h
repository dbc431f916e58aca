// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A signal taken apart into what sounds on and what strikes.

#ifndef GENUS_TRAIN_CLASSICAL_CLASSICAL_HPSS_H
#define GENUS_TRAIN_CLASSICAL_CLASSICAL_HPSS_H

#include "train/classical/classical_stft.h"

/**
 * Separates a signal by median filters over its spectra: along time they keep what is harmonic,
 * along frequency what is percussive (Fitzgerald, "Harmonic/percussive separation using median
 * filtering", 2010), with the soft masks and widths of librosa.effects.hpss. The two parts add up
 * to the signal up to the last frame's centre.
 * @param stft       Of the signal. @param count Samples of the signal.
 * @param harmonic   [count], receives what sounds on.
 * @param percussive [count], receives what strikes.
 * @return GENUS_OK or GENUS_ERROR_MEMORY. Thread: any.
 */
genus_status genus_hpss_separate(const genus_stft *stft, size_t count, float *harmonic,
                                 float *percussive, genus_error *error);

#endif
