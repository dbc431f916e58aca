// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// genus-train bundle: an LV2 plugin that knows the labels of a weights file.

#include "commands.h"
#include "lv2_bundle.h"

#include "engine/error.h"

#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char usage[] =
    "Usage: genus-train bundle WEIGHTS --out DIR [OPTION...]\n"
    "Writes an LV2 bundle whose plugins know the labels of WEIGHTS. In ~/.lv2/genus.lv2 it takes\n"
    "the place of the installed one.\n"
    "\n"
    "      --out DIR         the bundle's folder; it is made if it is not there\n"
    "      --binaries DIR    the folder of genus.so and genus_ui.so [the installed bundle]\n"
    "      --templates DIR   the folder of the descriptions' templates [the installed ones]\n"
    "  -h, --help            this text\n";

enum {
    option_out = 256,
    option_binaries,
    option_templates,
};

/** What the command line asks for. */
typedef struct request {
    genus_bundle_parts parts;
    const char *out;
} request;

/** @return GENUS_EXIT_GOOD with weights, or without if only the help was wanted. */
static int read_arguments(int argc, char **argv, request *request) {
    static const struct option options[] = {
        {"out", required_argument, NULL, option_out},
        {"binaries", required_argument, NULL, option_binaries},
        {"templates", required_argument, NULL, option_templates},
        {"help", no_argument, NULL, 'h'},
        {NULL, 0, NULL, 0},
    };
    for (int option = 0; (option = getopt_long(argc, argv, "h", options, NULL)) != -1;) {
        switch (option) {
        case option_out:
            request->out = optarg;
            break;
        case option_binaries:
            request->parts.binaries = optarg;
            break;
        case option_templates:
            request->parts.templates = optarg;
            break;
        case 'h':
            (void)fputs(usage, stdout);
            return GENUS_EXIT_GOOD;
        default: // getopt_long has said what is wrong.
            return GENUS_EXIT_USAGE;
        }
    }
    if (argc - optind != 1 || request->out == NULL) {
        (void)fprintf(stderr, "%s: needs WEIGHTS and --out DIR (see --help)\n", argv[0]);
        return GENUS_EXIT_USAGE;
    }
    request->parts.weights = argv[optind];
    return GENUS_EXIT_GOOD;
}

/** A folder that lies at `relative` from the program's, if `file` is in it. */
static bool beside_program(const char *relative, const char *file, char folder[PATH_MAX]) {
    char program[PATH_MAX];
    const ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
    if (length <= 0) {
        return false;
    }
    program[length] = '\0';
    *strrchr(program, '/') = '\0'; // The link is an absolute path.
    char path[PATH_MAX];
    const int size = snprintf(folder, PATH_MAX, "%s/%s", program, relative);
    const int path_size = snprintf(path, sizeof path, "%s/%s/%s", program, relative, file);
    return size < PATH_MAX && path_size < PATH_MAX && access(path, R_OK) == 0;
}

/**
 * Fills in where the parts are, where the command line does not say: with the installed tree, which
 * may have been moved; else where the tree was to be installed.
 */
static void find_parts(genus_bundle_parts *parts, char binaries[PATH_MAX],
                       char templates[PATH_MAX]) {
    if (parts->binaries == NULL) {
        const bool moved = beside_program(GENUS_RELATIVE_BUNDLE, "genus.so", binaries);
        parts->binaries = moved ? binaries : GENUS_INSTALL_BUNDLE;
    }
    if (parts->templates == NULL) {
        const bool moved = beside_program(GENUS_RELATIVE_TEMPLATES, "manifest.ttl.in", templates);
        parts->templates = moved ? templates : GENUS_INSTALL_TEMPLATES;
    }
}

int genus_command_bundle(int argc, char **argv) {
    request request = {.out = NULL};
    const int code = read_arguments(argc, argv, &request);
    if (code != GENUS_EXIT_GOOD || request.parts.weights == NULL) {
        return code;
    }
    char binaries[PATH_MAX];
    char templates[PATH_MAX];
    find_parts(&request.parts, binaries, templates);
    genus_error error;
    if (genus_bundle_write(&request.parts, request.out, &error) != GENUS_OK) {
        (void)fprintf(stderr, "%s: %s\n", argv[0], error.message);
        return GENUS_EXIT_FAILED;
    }
    return GENUS_EXIT_GOOD;
}
