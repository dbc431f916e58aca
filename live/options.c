// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The command line of genus-live.

#include "options.h"
#include "engine/genus.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

const char genus_live_help[] =
    "Usage: genus-live [OPTION]... FILE...\n"
    "Names the genre of audio files.\n"
    "\n"
    "A line a file: path, genre, confidence (0 to 1), seconds heard, state. The columns are\n"
    "aligned on a terminal and separated by tabs elsewhere. The genre is \"-\" where there is\n"
    "none: the state says why (listening: under 3 seconds; silence), and so does stderr.\n"
    "\n"
    "  --top N          the N leading genres of a file, a line each\n"
    "  --json           an object a line: path, genre, confidence, posterior by label (with\n"
    "                   --top N: of the N leading labels), seconds, state\n"
    "  --weights FILE   weights written by genus-train; else the file that GENUS_WEIGHTS\n"
    "                   names, else those that came with the program\n"
    "  -h, --help       print this\n"
    "  -V, --version    print the version\n"
    "  --               what follows are files\n"
    "\n"
    "Exit status: 0 if every file got a genre, 1 if any did not, was damaged or could not be\n"
    "read, 2 if the command line makes no sense.\n";

enum { OPTION_TOP = 256, OPTION_JSON, OPTION_WEIGHTS };

static genus_live_request misused(void) {
    (void)fputs("Try 'genus-live --help'.\n", stderr);
    return GENUS_LIVE_USAGE;
}

static bool read_top(const char *text, uint32_t *top) {
    char *end = NULL;
    errno = 0;
    const long value = strtol(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0' || value < 1 || value > GENUS_LABELS_MAX) {
        (void)fprintf(stderr, "genus-live: --top %s: must be a whole number from 1 to %d\n", text,
                      GENUS_LABELS_MAX);
        return false;
    }
    *top = (uint32_t)value;
    return true;
}

genus_live_request genus_live_options_read(int argc, char **argv, genus_live_options *options) {
    static const struct option known[] = {
        {"top", required_argument, NULL, OPTION_TOP},
        {"json", no_argument, NULL, OPTION_JSON},
        {"weights", required_argument, NULL, OPTION_WEIGHTS},
        {"help", no_argument, NULL, 'h'},
        {"version", no_argument, NULL, 'V'},
        {NULL, 0, NULL, 0},
    };
    *options = (genus_live_options){.paths = NULL};
    for (;;) {
        const int option = getopt_long(argc, argv, "hV", known, NULL);
        if (option == -1) {
            break;
        }
        switch (option) {
        case OPTION_TOP:
            if (!read_top(optarg, &options->top)) {
                return misused();
            }
            break;
        case OPTION_JSON:
            options->json = true;
            break;
        case OPTION_WEIGHTS:
            options->weights = optarg;
            break;
        case 'h':
            return GENUS_LIVE_HELP;
        case 'V':
            return GENUS_LIVE_VERSION;
        default: // getopt_long has said what is wrong.
            return misused();
        }
    }
    options->paths = argv + optind;
    options->path_count = (size_t)(argc - optind);
    if (options->path_count == 0) {
        (void)fputs("genus-live: no file to name\n", stderr);
        return misused();
    }
    return GENUS_LIVE_RUN;
}
