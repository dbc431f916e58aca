// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Filling a genus_error: one call that formats the message and hands the status back.

#ifndef GENUS_ENGINE_ERROR_H
#define GENUS_ENGINE_ERROR_H

#include "genus.h"

/**
 * Records a failure and returns its status, so that callers write `return genus_fail(...)`.
 *
 * @param error  Receives status and message; NULL is fine.
 * @param format As of printf; the message names the file and the field, and the cure if there is
 *               one.
 * Thread: any but the audio thread.
 */
genus_status genus_fail(genus_error *error, genus_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
