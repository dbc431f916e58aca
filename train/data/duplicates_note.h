// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Found duplicates as a note in a weights file, so that its split can be repeated without a second
// look, whose rounding may differ on another machine. One group a line, its clips' names separated
// by tabs.

#ifndef GENUS_TRAIN_DATA_DUPLICATES_NOTE_H
#define GENUS_TRAIN_DATA_DUPLICATES_NOTE_H

#include "train/data/duplicates.h"

/** Writes the note, for free(); "" if there are no duplicates. NULL: memory is out. */
char *genus_duplicates_note(const genus_dataset *dataset, const genus_duplicates *duplicates);

/**
 * Reads it: pairs that join each group. Names that the data set does not have are left out: the
 * split will then differ, which its digest shows.
 * @param pairs Receives an array for free(). @return GENUS_OK, GENUS_ERROR_MEMORY.
 */
genus_status genus_duplicates_from_note(const genus_dataset *dataset, const char *note,
                                        genus_pair **pairs, size_t *count, genus_error *error);

#endif
