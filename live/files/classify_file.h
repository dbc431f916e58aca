// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A whole file through a listener.

#ifndef GENUS_LIVE_FILES_CLASSIFY_FILE_H
#define GENUS_LIVE_FILES_CLASSIFY_FILE_H

#include "engine/genus.h"

/** What was found in a file. */
typedef struct genus_classified_file {
    genus_verdict verdict; ///< The last one: its track is the file. For damaged files it is of what
                           ///< could be heard; its sequence is 0 if nothing was.
    genus_status status;
    genus_error error;         ///< If status is not GENUS_OK: what is wrong, without the path.
    double unreadable_seconds; ///< What was passed over; 0: nothing.
    int32_t channel;           ///< The one that was listened to, as all cancel; -1: the mean.
} genus_classified_file;

/** Streams a file block by block, so that its length costs no memory; heard->status is the result.
 */
void genus_classify_file(genus_model *model, const char *path, genus_classified_file *heard)
    GENUS_NONNULL(1, 2, 3);

#endif
