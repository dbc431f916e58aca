// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Runs a program as a user would and keeps what it says. Whatever else goes wrong fails the test.

#ifndef GENUS_TESTS_SUPPORT_COMMAND_H
#define GENUS_TESTS_SUPPORT_COMMAND_H

#include <stdarg.h>
#include <stdbool.h>
#include <sys/types.h>

#define GENUS_TEST_OUTPUT_MAX 65536

/** Arguments that a command line may have, with the NULL behind them. */
#define GENUS_TEST_ARGUMENTS_MAX 40

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

/** Runs a program with the arguments that follow, which NULL ends. @return Its exit code. */
int genus_test_call(genus_test_command *command, const char *program, ...)
    __attribute__((sentinel));

/** The same with `first` (NULL-terminated, the program first) before the others. */
int genus_test_call_list(genus_test_command *command, const char *const *first, va_list more);

/** Begins a program that goes on by itself and says nothing. Wait for it. */
pid_t genus_test_begin(const char *const *first, va_list more);

struct genus_command;

/** Runs a command of genus-train in this process, with the arguments that follow, which NULL ends;
 *  what it prints on stdout is lost. @return Its exit code. */
int genus_test_call_here(genus_test_command *command, const struct genus_command *called, ...)
    __attribute__((sentinel));

/** Makes a folder "/tmp/genus-NAME-..." for a test. See genus_test_remove_folder(). */
void genus_test_make_folder(const char *name, char *path, size_t size);

/** A whole file as a text, for free(). */
char *genus_test_read_file(const char *path);

/** Writes a text to a file, in place of what is there. */
void genus_test_write_file(const char *path, const char *text);

/** Fails the test unless a file holds just this text, and then shows both. */
void assert_file_holds(const char *path, const char *wanted);

/** Whether there is something of this name. */
bool genus_test_exists(const char *path);

/** The first byte in which two files differ, one being longer included; -1: they are the same. */
long genus_test_difference(const char *a, const char *b);

/** Fails the test where two files differ. */
void assert_same_bytes(const char *a, const char *b);

#endif
