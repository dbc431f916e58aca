// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Filling a genus_error: one call that formats the message and hands the status back.

#ifndef GENUS_ENGINE_BASE_ERROR_H
#define GENUS_ENGINE_BASE_ERROR_H

#include "engine/genus.h"

/**
 * Records a failure. NULL is fine. What could command a terminal and bytes that are no UTF-8
 * become question marks (utf8.h): names of files go to terminals.
 * Thread: any but the audio thread.
 */
void genus_error_record(genus_error *error, genus_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/**
 * Records a failure and gives its status, so that callers write `return genus_fail(...)`. A macro,
 * so that static analysis sees that the value is the status.
 *
 * @param error  Receives status and message; NULL is fine.
 * @param status Evaluated twice.
 * @param ...    Format and arguments as of printf; the message names the file and the field, and
 *               the cure if there is one.
 * Thread: any but the audio thread.
 */
#define genus_fail(error, status, ...)                                                             \
    (genus_error_record((error), (status), __VA_ARGS__), (genus_status)(status))

#endif
