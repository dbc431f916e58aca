// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What many tests check or clear away alike.

#ifndef GENUS_TESTS_SUPPORT_CHECKS_H
#define GENUS_TESTS_SUPPORT_CHECKS_H

/** Fails the test unless `text` holds `wanted`, and then shows both. */
void assert_says(const char *text, const char *wanted);

/** Removes a folder with all that is in it. @return 0, or what went wrong. */
int genus_test_remove_folder(const char *path);

#endif
