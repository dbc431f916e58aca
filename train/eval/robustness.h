// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// How a model stands robustness input: it hears a folder of music as it is and degraded, and its
// verdicts are compared.

#ifndef GENUS_TRAIN_EVAL_ROBUSTNESS_H
#define GENUS_TRAIN_EVAL_ROBUSTNESS_H

#include "engine/genus.h"
#include "train/audio/degrade.h"

#include <stdio.h>

/** The verdicts on all pieces of music under one condition. */
typedef struct genus_robustness_row {
    size_t correct; ///< Named as their folder says.
    size_t same;    ///< Named as when clean.
    size_t sure;    ///< Called sure.
    size_t silence; ///< Called silence.
} genus_robustness_row;

/** A plain value. */
typedef struct genus_robustness {
    bool wanted[GENUS_DEGRADATION_COUNT]; ///< Which degradations to apply: to be set before.
    size_t pieces;                        ///< Pieces of music, of up to 30 s.
    size_t skipped;                       ///< Files that were unusable and were named on stderr.
    genus_robustness_row clean;
    genus_robustness_row degraded[GENUS_DEGRADATION_COUNT];
} genus_robustness;

/**
 * Hears every file below a folder with one sub-folder a class, cut into pieces of
 * GENUS_CLIP_SECONDS (see dataset.h), each as genus_classify() does. What is drawn at random
 * depends on the file's path below the folder alone.
 * @param model Its labels must hold every sub-folder's name. @param threads 1 to 256; the result
 *              does not depend on it.
 * @return GENUS_OK with at least one piece; GENUS_ERROR_OPEN, _READ, _LABELS, _DATA, _MEMORY;
 *         _INTERRUPTED.
 * Thread: any; starts threads.
 */
genus_status genus_robustness_run(genus_model *model, const char *folder, unsigned threads,
                                  genus_robustness *robustness, genus_error *error) GENUS_CHECKED
    GENUS_NONNULL(1, 2, 4);

/** Prints a table. */
void genus_robustness_print(const genus_robustness *robustness, FILE *stream) GENUS_NONNULL(1);

/** The same as a JSON object, for free(). NULL: memory is out. */
char *genus_robustness_json(const genus_robustness *robustness, const char *weights,
                            const char *data);

#endif
