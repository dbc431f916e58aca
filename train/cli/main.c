// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// genus-train: hands the command line to the command that it names.

#include "engine/genus.h"
#include "train/cli/commands.h"

#include <stdio.h>
#include <string.h>

enum {
    name_size = 32,
};

static const char usage[] =
    "Usage: genus-train COMMAND [ARGUMENT...]\n"
    "Teaches Genus genres.\n"
    "\n"
    "  fit           trains a network on a data set and writes a weights file\n"
    "  check         looks at a data set: duplicates, faults, how much there is of what\n"
    "  crossval      trains and examines a recipe fold by fold\n"
    "  evaluate      scores a weights file on a data set\n"
    "  inspect       prints what a weights file says about itself\n"
    "  report        shows what is known of a weights file as a page of HTML\n"
    "  features      computes the features of a folder of audio, so that fit need not\n"
    "  table         computes classical features of a folder of audio, as a table in CSV\n"
    "  spectrogram   draws what the front end hears of an audio file\n"
    "  bundle        writes an LV2 plugin for a weights file\n"
    "\n"
    "  -h, --help      this text; genus-train COMMAND --help: that of a command\n"
    "  -V, --version   the version\n"
    "\n"
    "Exit status: 0 if all went well, 1 if something failed, 2 if the command line is wrong.\n";

typedef int command(int argc, char **argv);

static const struct {
    const char *name;
    command *run;
} commands[] = {
    {"fit", genus_command_fit},         {"evaluate", genus_command_evaluate},
    {"inspect", genus_command_inspect}, {"features", genus_command_features},
    {"bundle", genus_command_bundle},   {"crossval", genus_command_crossval},
    {"report", genus_command_report},   {"spectrogram", genus_command_spectrogram},
    {"check", genus_command_check},     {"table", genus_command_table},
};

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
        (void)fputs(usage, stdout);
        return flush(GENUS_EXIT_GOOD);
    }
    if (strcmp(first, "-V") == 0 || strcmp(first, "--version") == 0) {
        (void)printf("genus-train %s\n", genus_version());
        return flush(GENUS_EXIT_GOOD);
    }
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        if (strcmp(first, commands[i].name) == 0) {
            char name[name_size];
            (void)snprintf(name, sizeof name, "genus-train %s", first);
            argv[1] = name;
            return flush(commands[i].run(argc - 1, argv + 1));
        }
    }
    if (argc > 1) {
        (void)fprintf(stderr, "genus-train: '%s' is no command (see genus-train --help)\n", first);
    } else {
        (void)fputs(usage, stderr);
    }
    return GENUS_EXIT_USAGE;
}
