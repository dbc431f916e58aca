// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Fills the manual page with what the tables of commands and options say, when Genus is built:
// genus-train-manual TEMPLATE >PAGE. A line @SYNOPSIS@ becomes all command lines, @OPTIONS NAME@
// the options of a command, or those that several commands share under a name.

#include "train/cli/command.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    line_size = 1024,
};

/** "FILE" as "file"; a single letter stays as it is. */
static void print_lower(const char *text, size_t length) {
    for (size_t i = 0; i < length; i++) {
        (void)putchar(length > 1 ? tolower((unsigned char)text[i]) : text[i]);
    }
}

/** "DATA --out WEIGHTS [OPTION...]" as macros, a line each. */
static void print_synopsis(const genus_command *command) {
    (void)printf(".Nm\n.Cm %s\n", command->name);
    for (const char *word = command->synopsis; *word != '\0'; word += strspn(word, " ")) {
        size_t length = strcspn(word, " ");
        if (strncmp(word, "[OPTION", strlen("[OPTION")) == 0) {
            (void)fputs(".Op Ar option ...\n", stdout);
        } else if (*word == '[') {
            (void)fputs(".Op Ar ", stdout);
            print_lower(word + 1, length - 2);
            (void)putchar('\n');
        } else if (*word == '-') {
            (void)printf(".Fl Fl %.*s Ar ", (int)length - 2, word + 2);
            word += length + 1;
            length = strcspn(word, " ");
            print_lower(word, length);
            (void)putchar('\n');
        } else {
            (void)fputs(".Ar ", stdout);
            print_lower(word, length);
            (void)putchar('\n');
        }
        word += length;
    }
}

/** A phrase as a sentence; two dashes are those of an option, not a dash. */
static void print_sentence(const char *phrase) {
    (void)putchar(toupper((unsigned char)*phrase));
    for (const char *c = phrase + 1; *c != '\0'; c++) {
        if (c[0] == '-' && c[1] == '-') {
            (void)fputs("\\-\\-", stdout);
            c++;
        } else {
            (void)putchar(*c);
        }
    }
    (void)fputs(".\n", stdout);
}

static void print_option(const genus_option *option, const void *fields) {
    char otherwise[GENUS_OPTION_WORDS];
    (void)printf(".It Fl Fl %s", option->name);
    if (option->value != NULL) {
        (void)fputs(" Ar ", stdout);
        print_lower(option->value, strlen(option->value));
    }
    (void)putchar('\n');
    print_sentence(option->help);
    if (option->more != NULL) {
        (void)printf("%s\n", option->more);
    }
    genus_option_otherwise(option, fields, otherwise, sizeof otherwise);
    if (*otherwise != '\0') {
        (void)printf("By default %s.\n", otherwise);
    }
}

/** The options of a command that stand with it, or else those that it shares under this name.
 *  @return false: memory is out. */
static bool print_options(const genus_command *command, const char *shared) {
    char *request = calloc(1, command->request_size);
    if (request == NULL) {
        return false;
    }
    if (command->begin != NULL) {
        command->begin(request);
    }
    (void)fputs(".Bl -tag -width Ds -compact\n", stdout);
    for (const genus_option_group *group = command->groups; group->options != NULL; group++) {
        const bool wanted = shared == NULL
                                ? group->shared == NULL
                                : group->shared != NULL && strcmp(group->shared, shared) == 0;
        for (const genus_option *option = group->options; wanted && option->name != NULL;
             option++) {
            print_option(option, request + group->offset);
        }
    }
    (void)fputs(".El\n", stdout);
    free(request);
    return true;
}

static bool shares(const genus_command *command, const char *name) {
    for (const genus_option_group *group = command->groups; group->options != NULL; group++) {
        if (group->shared != NULL && strcmp(group->shared, name) == 0) {
            return true;
        }
    }
    return false;
}

/** Prints the list of this name. @param commands Counts those of commands. @return false: there is
 *  none. */
static bool print_list(const char *name, size_t *commands) {
    const genus_command *named = genus_command_named(name);
    if (named != NULL) {
        ++*commands;
        return print_options(named, NULL);
    }
    for (const genus_command *const *command = genus_commands; *command != NULL; command++) {
        if (shares(*command, name)) {
            return print_options(*command, name);
        }
    }
    return false;
}

static bool fill(const char *template, FILE *in) {
    size_t lists = 0;    // Of commands.
    size_t commands = 0; // That have options.
    char line[line_size];
    char name[line_size];
    while (fgets(line, sizeof line, in) != NULL) {
        if (strcmp(line, "@SYNOPSIS@\n") == 0) {
            for (const genus_command *const *command = genus_commands; *command != NULL;
                 command++) {
                print_synopsis(*command);
            }
        } else if (sscanf(line, "@OPTIONS %[a-z]@", name) != 1) {
            (void)fputs(line, stdout);
        } else if (!print_list(name, &lists)) {
            (void)fprintf(stderr, "%s: @OPTIONS %s@: there is no such list\n", template, name);
            return false;
        }
    }
    for (const genus_command *const *command = genus_commands; *command != NULL; command++) {
        commands += (*command)->groups->options != NULL;
    }
    if (lists != commands) {
        (void)fprintf(stderr, "%s: %zu commands have options, %zu a line @OPTIONS NAME@\n",
                      template, commands, lists);
        return false;
    }
    return ferror(in) == 0 && fflush(stdout) == 0;
}

int main(int argc, char **argv) {
    FILE *in = argc == 2 ? fopen(argv[1], "r") : NULL;
    if (in == NULL) {
        (void)fputs("usage: genus-train-manual TEMPLATE >PAGE\n", stderr);
        return EXIT_FAILURE;
    }
    const bool good = fill(argv[1], in);
    (void)fclose(in);
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
