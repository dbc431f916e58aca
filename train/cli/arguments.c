// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The command line of a command, and how a command ends.

#include "train/cli/arguments.h"

#include "train/cli/commands.h"
#include "train/util/numbers.h"

#include <stdio.h>

bool genus_arguments_read(int argc, char **argv, const genus_syntax *syntax, void *request,
                          int *code) {
    int index = 0;
    for (int option = 0; (option = getopt_long(argc, argv, "h", syntax->options, &index)) != -1;) {
        if (option == 'h') {
            (void)fputs(syntax->usage, stdout);
            *code = GENUS_EXIT_GOOD;
            return false;
        }
        if (option == '?') { // getopt_long has said what is wrong.
            *code = GENUS_EXIT_USAGE;
            return false;
        }
        if (!syntax->take(option, optarg, request)) {
            (void)fprintf(stderr, "%s: --%s cannot be %s (see --help)\n", argv[0],
                          syntax->options[index].name, optarg);
            *code = GENUS_EXIT_USAGE;
            return false;
        }
    }
    return true;
}

int genus_arguments_refuse(const char *command, const char *fault) {
    (void)fprintf(stderr, "%s: %s (see --help)\n", command, fault);
    return GENUS_EXIT_USAGE;
}

int genus_command_end(const char *command, genus_status status, const genus_error *error) {
    if (status != GENUS_OK) {
        (void)fprintf(stderr, "%s: %s\n", command, error->message);
        return GENUS_EXIT_FAILED;
    }
    return GENUS_EXIT_GOOD;
}

bool genus_threads_take(const char *value, unsigned *threads) {
    size_t count = 0;
    if (!genus_parse_count(value, 1, 256, &count)) {
        return false;
    }
    *threads = (unsigned)count;
    return true;
}

bool genus_cache_take(int option, const char *value, genus_cache_choice *choice) {
    switch (option) {
    case GENUS_OPTION_CACHE:
        choice->file = value;
        return true;
    case GENUS_OPTION_NO_CACHE:
        choice->off = true;
        return true;
    default:
        return false;
    }
}
