// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// genus-train bundle: an LV2 plugin that knows the labels of a weights file.

#include "train/cli/commands.h"

#include "train/bundle/lv2_bundle.h"
#include "train/cli/arguments.h"

#include "engine/base/error.h"

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

static const struct option options[] = {
    {"out", required_argument, NULL, option_out},
    {"binaries", required_argument, NULL, option_binaries},
    {"templates", required_argument, NULL, option_templates},
    GENUS_HELP_OPTION,
};

static bool take_option(int option, const char *value, void *context) {
    request *request = context;
    switch (option) {
    case option_out:
        request->out = value;
        break;
    case option_binaries:
        request->parts.binaries = value;
        break;
    default: // Templates.
        request->parts.templates = value;
        break;
    }
    return true;
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
    int code = GENUS_EXIT_GOOD;
    const genus_syntax syntax = {usage, options, take_option};
    if (!genus_arguments_read(argc, argv, &syntax, &request, &code)) {
        return code;
    }
    if (argc - optind != 1 || request.out == NULL) {
        return genus_arguments_refuse(argv[0], "needs WEIGHTS and --out DIR");
    }
    request.parts.weights = argv[optind];
    char binaries[PATH_MAX];
    char templates[PATH_MAX];
    find_parts(&request.parts, binaries, templates);
    genus_error error = {0};
    return genus_command_end(argv[0], genus_bundle_write(&request.parts, request.out, &error),
                             &error);
}
