// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// From a command line to a command's request, by the tables of its options, and what --help says of
// them.

#include "train/cli/command.h"

#include "engine/base/atomic_file.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    line_width = 98,
    help_column = 25, ///< Where what is said of options begins.
    options_max = 64,
    first_option = 256, ///< What getopt_long() returns for the first; letters lie below.
};

/** A command line that is being read. */
typedef struct line {
    const genus_command *command;
    void *request;
    const genus_option *options[options_max];
    void *fields[options_max]; ///< What each fills.
    bool apart[options_max];   ///< --help begins a new block with it.
    bool given[options_max];
    size_t count;
} line;

static void begin(line *line) {
    memset(line->request, 0, line->command->request_size);
    if (line->command->begin != NULL) {
        line->command->begin(line->request);
    }
}

static void list_options(line *line) {
    for (const genus_option_group *group = line->command->groups; group->options != NULL; group++) {
        for (const genus_option *option = group->options; option->name != NULL; option++) {
            if (line->count < options_max) {
                line->apart[line->count] = group->shared != NULL && option == group->options;
                line->options[line->count] = option;
                line->fields[line->count++] = (char *)line->request + group->offset;
            }
        }
    }
}

/** Prints words in lines that begin in a column; `at` is where the first is by now. */
static void print_words(const char *words, int column, int at) {
    const char *gap = "";
    while (*words != '\0') {
        const int length = (int)strcspn(words, " \n");
        if (at + 1 + length > line_width) {
            (void)printf("\n%*s", column, "");
            at = column;
            gap = "";
        }
        (void)printf("%s%.*s", gap, length, words);
        at += length + 1;
        gap = " ";
        words += length + (words[length] == ' ');
        for (; *words == '\n'; words++) {
            (void)putchar('\n');
            at = column;
            gap = "";
        }
    }
    (void)putchar('\n');
}

static void print_help(line *line) {
    begin(line);
    (void)printf("Usage: genus-train %s %s\n", line->command->name, line->command->synopsis);
    print_words(line->command->about, 0, 0);
    (void)putchar('\n');
    for (size_t i = 0; i < line->count; i++) {
        const genus_option *option = line->options[i];
        char otherwise[GENUS_OPTION_WORDS];
        char text[2 * GENUS_OPTION_WORDS];
        genus_option_otherwise(option, line->fields[i], otherwise, sizeof otherwise);
        (void)snprintf(text, sizeof text, *otherwise != '\0' ? "%s [%s]" : "%s", option->help,
                       otherwise);
        int at = printf("%s      --%s %s  ", line->apart[i] ? "\n" : "", option->name,
                        option->value != NULL ? option->value : "");
        at -= line->apart[i];
        at += at < help_column ? printf("%*s", help_column - at, "") : 0;
        print_words(text, help_column, at);
    }
    (void)printf("  -h, --help             this text\n");
}

/** Takes all options. @return False: the command ends here, with this code. */
static bool read_options(line *line, int argc, char **argv, int *code) {
    struct option known[options_max + 2] = {{0}};
    for (size_t i = 0; i < line->count; i++) {
        known[i] = (struct option){
            line->options[i]->name,
            line->options[i]->value != NULL ? required_argument : no_argument,
            NULL,
            first_option + (int)i,
        };
    }
    known[line->count] = (struct option){"help", no_argument, NULL, 'h'};
    *code = GENUS_EXIT_USAGE;
    optind = 0; // From the beginning, also if this is not the first line that is read.
    for (int option = 0; (option = getopt_long(argc, argv, "h", known, NULL)) != -1;) {
        if (option == 'h') {
            print_help(line);
            *code = GENUS_EXIT_GOOD;
            return false;
        }
        if (option == '?') { // getopt_long() has said what is wrong.
            return false;
        }
        const size_t i = (size_t)(option - first_option);
        line->given[i] = true;
        if (!genus_option_take(line->options[i], optarg, line->fields[i])) {
            (void)fprintf(stderr, "%s: --%s cannot be %s (see --help)\n", argv[0],
                          line->options[i]->name, optarg);
            return false;
        }
    }
    return true;
}

static bool is_given(const line *line, const char *name, size_t length) {
    for (size_t i = 0; i < line->count; i++) {
        if (strlen(line->options[i]->name) == length &&
            strncmp(line->options[i]->name, name, length) == 0) {
            return line->given[i];
        }
    }
    return false;
}

/** Takes the operands and looks whether all is there that the synopsis has outside of brackets. */
static bool take_operands(const line *line, int count, char **operands) {
    const char *word = line->command->synopsis;
    bool complete = true;
    int taken = 0;
    while (*word != '\0') {
        const size_t length = strcspn(word, " ");
        if (strncmp(word, "--", 2) == 0) {
            complete = complete && is_given(line, word + 2, length - 2);
            word += length + strspn(word + length, " ");
            word += strcspn(word, " "); // What its value is called.
        } else if (strncmp(word, "[OPTION", strlen("[OPTION")) != 0) {
            if (taken < count && taken < GENUS_OPERANDS_MAX) {
                char *field = (char *)line->request + line->command->operands[taken];
                *(const char **)(void *)field = operands[taken];
                taken++;
            } else {
                complete = complete && *word == '[';
            }
            word += length;
        } else {
            word += length;
        }
        word += strspn(word, " ");
    }
    return complete && taken == count;
}

/** "DATA --out WEIGHTS [OPTION...]" as "needs DATA and --out WEIGHTS". */
static void print_needs(const char *name, const char *synopsis) {
    const char *between = "needs ";
    (void)fprintf(stderr, "%s: ", name);
    while (*synopsis != '\0') {
        const bool option = *synopsis == '-';
        size_t length = strcspn(synopsis, " ");
        if (option) {
            length += 1 + strcspn(synopsis + length + 1, " ");
        }
        if (*synopsis != '[') {
            (void)fprintf(stderr, "%s%.*s", between, (int)length, synopsis);
            between = " and ";
        }
        synopsis += length + strspn(synopsis + length, " ");
    }
    (void)fputs(" (see --help)\n", stderr);
}

/** Finds out before long work whether all files that are to be written can be. */
static genus_status check_files(const line *line, genus_error *error) {
    genus_status status = GENUS_OK;
    for (size_t i = 0; i < line->count && status == GENUS_OK; i++) {
        if (line->options[i]->writes && line->given[i]) {
            const char *field = (const char *)line->fields[i] + line->options[i]->offset;
            status = genus_atomic_file_check(*(const char *const *)(const void *)field, error);
        }
    }
    return status;
}

static int run(line *line, int argc, char **argv) {
    int code = GENUS_EXIT_GOOD;
    list_options(line);
    if (!read_options(line, argc, argv, &code)) {
        return code;
    }
    if (!take_operands(line, argc - optind, argv + optind)) {
        print_needs(argv[0], line->command->synopsis);
        return GENUS_EXIT_USAGE;
    }
    const char *fault = line->command->fault != NULL ? line->command->fault(line->request) : NULL;
    if (fault != NULL) {
        (void)fprintf(stderr, "%s: %s (see --help)\n", argv[0], fault);
        return GENUS_EXIT_USAGE;
    }
    genus_error error = {0};
    genus_status status = check_files(line, &error);
    if (status == GENUS_OK) {
        status = line->command->run(line->request, &error);
    }
    if (status != GENUS_OK) {
        (void)fprintf(stderr, "%s: %s\n", argv[0], error.message);
        return GENUS_EXIT_FAILED;
    }
    return GENUS_EXIT_GOOD;
}

int genus_command_run(const genus_command *command, int argc, char **argv) {
    line line = {.command = command, .request = malloc(command->request_size)};
    if (line.request == NULL) {
        (void)fprintf(stderr, "%s: out of memory\n", argv[0]);
        return GENUS_EXIT_FAILED;
    }
    begin(&line);
    const int code = run(&line, argc, argv);
    free(line.request);
    return code;
}

genus_status genus_command_write(const char *path, char *text, genus_error *error) {
    genus_status status = GENUS_OK;
    if (path != NULL) {
        status = text != NULL ? genus_atomic_file_write(path, text, strlen(text), error)
                              : genus_fail(error, GENUS_ERROR_MEMORY, "%s: out of memory", path);
    }
    free(text);
    return status;
}
