// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// What --help says of a command.

#include "train/cli/command.h"

#include <stdlib.h>
#include <string.h>

enum {
    line_width = 98,
    options_column_max = 25, ///< Where what is said of options begins at the latest.
    long_group = 4,          ///< More options than these stand apart.
    text_size = 512,
};

/** "      --out FILE": how many characters. */
static int option_width(const genus_option *option) {
    return (int)(8 + strlen(option->name) +
                 (option->value != NULL ? 1 + strlen(option->value) : 0));
}

static size_t count_options(const genus_option *options) {
    size_t count = 0;
    while (options[count].name != NULL) {
        count++;
    }
    return count;
}

static int options_column(const genus_command *command) {
    int column = (int)strlen("  -h, --help");
    for (const genus_option_group *group = command->groups; group->options != NULL; group++) {
        for (const genus_option *option = group->options; option->name != NULL; option++) {
            const int width = option_width(option);
            column = width > column && width + 3 <= options_column_max ? width : column;
        }
    }
    return column + 3;
}

/** Prints words from `column` on, in as many lines as they need; the first is begun at `at`. */
static void print_words(FILE *stream, const char *words, int column, int at) {
    (void)fprintf(stream, "%*s", at + 2 <= column ? column - at : 2, "");
    at = at + 2 <= column ? column : at + 2;
    while (*words != '\0') {
        const int length = (int)strcspn(words, " ");
        if (at + length > line_width) {
            (void)fprintf(stream, "\n%*s", column, "");
            at = column;
        }
        (void)fprintf(stream, "%.*s", length, words);
        words += length;
        at += length;
        if (*words == ' ' && at + 1 + (int)strcspn(words + 1, " ") <= line_width) {
            (void)fputc(' ', stream);
            at++;
        }
        words += *words == ' ';
    }
    (void)fputc('\n', stream);
}

static void print_option(FILE *stream, const genus_option *option, const void *fields, int column) {
    char otherwise[text_size];
    char text[2 * text_size];
    genus_option_otherwise(option, fields, otherwise, sizeof otherwise);
    (void)snprintf(text, sizeof text, *otherwise != '\0' ? "%s [%s]" : "%s", option->help,
                   otherwise);
    (void)fprintf(stream, "      --%s%s%s", option->name, option->value != NULL ? " " : "",
                  option->value != NULL ? option->value : "");
    print_words(stream, text, column, option_width(option));
}

void genus_command_help(const genus_command *command, FILE *stream) {
    const int column = options_column(command);
    char *request = calloc(1, command->request_size);
    if (request != NULL && command->begin != NULL) {
        command->begin(request);
    }
    (void)fprintf(stream, "Usage: genus-train %s %s\n%s\n", command->name, command->synopsis,
                  command->about);
    for (const genus_option_group *group = command->groups;
         request != NULL && group->options != NULL; group++) {
        if (group != command->groups && count_options(group->options) > long_group) {
            (void)fputc('\n', stream);
        }
        for (const genus_option *option = group->options; option->name != NULL; option++) {
            print_option(stream, option, request + group->offset, column);
        }
    }
    (void)fprintf(stream, "  -h, --help");
    print_words(stream, "this text", column, (int)strlen("  -h, --help"));
    free(request);
}
