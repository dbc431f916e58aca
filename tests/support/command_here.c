// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Runs a command of genus-train in the test's own process, where allocations can be made to fail.

#include "checks.h"
#include "command.h"

#include "train/cli/command.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

int genus_test_call_here(genus_test_command *command, const struct genus_command *called, ...) {
    const char *arguments[GENUS_TEST_ARGUMENTS_MAX] = {"genus-train"};
    va_list more;
    va_start(more, called);
    genus_test_append(arguments, 1, GENUS_TEST_ARGUMENTS_MAX, more);
    va_end(more);
    int count = 0;
    while (arguments[count] != NULL) {
        count++;
    }
    // No stdio here: allocations may be made to fail by now.
    char path[] = "/tmp/genus-said-XXXXXX";
    const int said = mkstemp(path);
    const int nowhere = open("/dev/null", O_WRONLY);
    const int out = dup(STDOUT_FILENO);
    const int err = dup(STDERR_FILENO);
    assert_true(said >= 0 && nowhere >= 0 && out >= 0 && err >= 0);
    (void)unlink(path);
    (void)fflush(stdout);
    (void)dup2(nowhere, STDOUT_FILENO);
    (void)dup2(said, STDERR_FILENO);
    command->exit_code = genus_command_run(called, count, (char **)arguments);
    (void)fflush(stdout);
    (void)dup2(out, STDOUT_FILENO);
    (void)dup2(err, STDERR_FILENO);
    const ssize_t size = pread(said, command->err, GENUS_TEST_OUTPUT_MAX - 1, 0);
    command->err[size > 0 ? size : 0] = '\0';
    command->out[0] = '\0';
    (void)close(out);
    (void)close(err);
    (void)close(nowhere);
    (void)close(said);
    return command->exit_code;
}
