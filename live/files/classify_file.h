// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A whole file through a listener.

#ifndef GENUS_LIVE_FILES_CLASSIFY_FILE_H
#define GENUS_LIVE_FILES_CLASSIFY_FILE_H

#include "engine/genus.h"

/**
 * Streams a file block by block, so that its length costs no memory.
 *
 * @param verdict The last one: its track is the file. Filled for damaged files too, with what could
 *                be heard; sequence is 0 if nothing was.
 * @return GENUS_OK, or an error whose message says what is wrong with the file, without the path.
 */
genus_status genus_classify_file(genus_model *model, const char *path, genus_verdict *verdict,
                                 genus_error *error);

#endif
