// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// genus-train: hands the command line to the command that it names.

#include "engine/genus.h"
#include "train/cli/command.h"

#include <stdio.h>
#include <string.h>

enum {
    name_size = 32,
};

static void print_usage(FILE *stream) {
    (void)fputs("Usage: genus-train COMMAND [ARGUMENT...]\nTeaches Genus genres.\n\n", stream);
    for (const genus_command *const *command = genus_commands; *command != NULL; command++) {
        (void)fprintf(stream, "  %-13s %s\n", (*command)->name, (*command)->summary);
    }
    (void)fputs(
        "\n"
        "  -h, --help      this text; genus-train COMMAND --help: that of a command\n"
        "  -V, --version   the version\n"
        "\n"
        "Exit status: 0 if all went well, 1 if something failed, 2 if the command line is wrong.\n",
        stream);
}

/** Data that did not reach stdout (a full disk behind it) are a failure too. */
static int flush(int code) {
    if (fflush(stdout) != 0 || ferror(stdout)) {
        perror("genus-train: stdout");
        return GENUS_EXIT_FAILED;
    }
    return code;
}

int main(int argc, char **argv) {
    const char *first = argc > 1 ? argv[1] : "";
    if (strcmp(first, "-h") == 0 || strcmp(first, "--help") == 0) {
        print_usage(stdout);
        return flush(GENUS_EXIT_GOOD);
    }
    if (strcmp(first, "-V") == 0 || strcmp(first, "--version") == 0) {
        (void)printf("genus-train %s\n", genus_version());
        return flush(GENUS_EXIT_GOOD);
    }
    const genus_command *command = genus_command_named(first);
    if (command != NULL) {
        char name[name_size];
        (void)snprintf(name, sizeof name, "genus-train %s", first);
        argv[1] = name;
        return flush(genus_command_run(command, argc - 1, argv + 1));
    }
    if (argc > 1) {
        (void)fprintf(stderr, "genus-train: '%s' is no command (see genus-train --help)\n", first);
    } else {
        print_usage(stderr);
    }
    return GENUS_EXIT_USAGE;
}
