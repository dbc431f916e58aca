// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What a whole mix passes through after its notes: echo, reverb, the final level.

#ifndef GENUS_TESTS_EFFECTS_H
#define GENUS_TESTS_EFFECTS_H

#include "instruments.h"

#include <stdbool.h>

/** Repeats after `seconds`, crossing sides, each repeat `feedback` times as loud. */
void genus_mix_echo(genus_mix *mix, double seconds, double feedback);

/**
 * Reverberation: parallel combs and serial all-passes (Schroeder 1962).
 * @param wet Its share, 0 to 1. @param seconds Until it has fallen by 60 dB.
 * @return false if memory is out.
 */
bool genus_mix_reverb(genus_mix *mix, double wet, double seconds);

/** Soft saturation, then the peak at -1 dBFS. */
void genus_mix_master(genus_mix *mix);

#endif
