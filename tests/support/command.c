// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Runs a program: fork, exec, temporary files for what it says.

#include "command.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static double children_seconds(void) {
    struct rusage usage;
    (void)getrusage(RUSAGE_CHILDREN, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           1e-6 * (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

static int read_back(FILE *file, char text[GENUS_TEST_OUTPUT_MAX]) {
    rewind(file);
    const size_t length = fread(text, 1, GENUS_TEST_OUTPUT_MAX - 1, file);
    text[length] = '\0';
    return fgetc(file) == EOF ? 0 : -1;
}

static void become(const char *const *arguments, const char *folder, int out, int err) {
    if (dup2(out, STDOUT_FILENO) < 0 || dup2(err, STDERR_FILENO) < 0 ||
        (folder != NULL && chdir(folder) != 0)) {
        _exit(127);
    }
    (void)execv(arguments[0], (char *const *)arguments);
    _exit(127);
}

static int run(genus_test_command *command, const char *const *arguments, const char *folder,
               int out, int err) {
    const double before = children_seconds();
    const pid_t child = fork();
    if (child < 0) {
        return -1;
    }
    if (child == 0) {
        become(arguments, folder, out, err);
    }
    int status = 0;
    if (waitpid(child, &status, 0) != child) {
        return -1;
    }
    command->cpu_seconds = children_seconds() - before;
    command->exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 256 + WTERMSIG(status);
    return 0;
}

int genus_test_run(genus_test_command *command, const char *const *arguments, const char *folder,
                   const char *out_path) {
    int result = -1;
    FILE *out = out_path == NULL ? tmpfile() : fopen(out_path, "w+");
    FILE *err = tmpfile();
    command->out[0] = '\0';
    if (out != NULL && err != NULL) {
        result = run(command, arguments, folder, fileno(out), fileno(err));
        if (result == 0 && out_path == NULL) {
            result = read_back(out, command->out);
        }
        if (result == 0) {
            result = read_back(err, command->err);
        }
    }
    if (out != NULL) {
        (void)fclose(out);
    }
    if (err != NULL) {
        (void)fclose(err);
    }
    return result;
}
