// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Runs a program: fork, exec, temporary files for what it says.

#include "command.h"

#include "checks.h"
#include "engine/base/text.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

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

/** Puts the arguments that the list has behind the first, and NULL behind them. */
static void compose(const char **arguments, const char *const *first, va_list more) {
    size_t count = 0;
    while (first[count] != NULL) {
        assert_true(count + 1 < GENUS_TEST_ARGUMENTS_MAX);
        arguments[count] = first[count];
        count++;
    }
    genus_test_append(arguments, count, GENUS_TEST_ARGUMENTS_MAX, more);
}

int genus_test_call_list(genus_test_command *command, const char *const *first, va_list more) {
    const char *arguments[GENUS_TEST_ARGUMENTS_MAX];
    compose(arguments, first, more);
    assert_int_equal(genus_test_run(command, arguments, NULL, NULL), 0);
    return command->exit_code;
}

int genus_test_call(genus_test_command *command, const char *program, ...) {
    const char *const first[] = {program, NULL};
    va_list more;
    va_start(more, program);
    const int code = genus_test_call_list(command, first, more);
    va_end(more);
    return code;
}

pid_t genus_test_begin(const char *const *first, va_list more) {
    const char *arguments[GENUS_TEST_ARGUMENTS_MAX];
    compose(arguments, first, more);
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        const int nowhere = open("/dev/null", O_WRONLY);
        become(arguments, NULL, nowhere, nowhere);
    }
    return child;
}

void genus_test_make_folder(const char *name, char *path, size_t size) {
    const int length = snprintf(path, size, "/tmp/genus-%s-XXXXXX", name);
    assert_true(length > 0 && (size_t)length < size);
    assert_non_null(mkdtemp(path));
}

char *genus_test_read_file(const char *path) {
    FILE *stream = fopen(path, "rb");
    genus_text text = {0};
    char block[4096];
    if (stream == NULL) {
        fail_msg("%s is not there", path);
    }
    genus_text_put(&text, "");
    for (size_t got; (got = fread(block, 1, sizeof block, stream)) > 0;) {
        genus_text_put_bytes(&text, block, got);
    }
    (void)fclose(stream);
    char *whole = genus_text_take(&text);
    assert_non_null(whole);
    return whole;
}

void genus_test_write_file(const char *path, const char *text) {
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

void assert_file_holds(const char *path, const char *wanted) {
    char *text = genus_test_read_file(path);
    assert_string_equal(text, wanted);
    free(text);
}

bool genus_test_exists(const char *path) {
    return access(path, F_OK) == 0;
}

long genus_test_difference(const char *a, const char *b) {
    FILE *first = fopen(a, "rb");
    FILE *second = fopen(b, "rb");
    assert_non_null(first);
    assert_non_null(second);
    int c = 0;
    int d = 0;
    long place = -1;
    do {
        c = fgetc(first);
        d = fgetc(second);
        place++;
    } while (c == d && c != EOF);
    (void)fclose(first);
    (void)fclose(second);
    return c == d ? -1 : place;
}

void assert_same_bytes(const char *a, const char *b) {
    const long place = genus_test_difference(a, b);
    if (place >= 0) {
        fail_msg("%s and %s differ from byte %ld on", a, b, place);
    }
}
