// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Runs a program as a user would and keeps what it says.

#ifndef GENUS_TESTS_SUPPORT_COMMAND_H
#define GENUS_TESTS_SUPPORT_COMMAND_H

#define GENUS_TEST_OUTPUT_MAX 65536

/** What a program said and how it ended. */
typedef struct genus_test_command {
    int exit_code;      ///< 0 to 255, or 256 plus the signal that killed it.
    double cpu_seconds; ///< User and system time, start-up included.
    char out[GENUS_TEST_OUTPUT_MAX];
    char err[GENUS_TEST_OUTPUT_MAX];
} genus_test_command;

/**
 * Runs `arguments` (NULL-terminated, the program first) in `folder` (NULL: here).
 * @param out_path Where standard output goes instead of `out`; NULL: nowhere else.
 * @return 0, or -1 if it could not be run or said too much.
 */
int genus_test_run(genus_test_command *command, const char *const *arguments, const char *folder,
                   const char *out_path);

#endif
