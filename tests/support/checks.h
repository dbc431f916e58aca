// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What many tests check, put together or clear away alike.

#ifndef GENUS_TESTS_SUPPORT_CHECKS_H
#define GENUS_TESTS_SUPPORT_CHECKS_H

#include <stdarg.h>
#include <stddef.h>

/** Fails the test unless `text` holds `wanted`, and then shows both. */
void assert_says(const char *text, const char *wanted);

/**
 * Appends the texts of a list that NULL ends to a command line, and NULL behind them; fails the
 * test if they do not fit.
 * @param arguments [room] @param count That stand in it already.
 */
void genus_test_append(const char **arguments, size_t count, size_t room, va_list more);

/** Removes a folder with all that is in it. @return 0, or what went wrong. */
int genus_test_remove_folder(const char *path);

#endif
