// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// genus-train bundle: an LV2 plugin that knows the labels of a weights file.

#include "train/cli/command.h"

#include "train/bundle/lv2_bundle.h"

#include "engine/base/error.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/** What the command line asks for. */
typedef struct request {
    genus_bundle_parts parts;
    const char *out;
} request;

static const genus_option options[] = {
    {"out", "DIR", "the bundle's folder; it is made if it is not there",
     GENUS_OPTION_FIELD(request, out)},
    {"binaries", "DIR", "the folder of genus.so and genus_ui.so",
     .otherwise = "those of the installation or the build",
     GENUS_OPTION_FIELD(request, parts.binaries)},
    {"templates", "DIR", "the folder of the descriptions' templates",
     .otherwise = "those of the installation or the build",
     GENUS_OPTION_FIELD(request, parts.templates)},
    {.name = NULL},
};

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
 * may have been moved; else with the build that the program lies in; else where the tree was to be
 * installed.
 */
static void find_parts(genus_bundle_parts *parts, char binaries[PATH_MAX],
                       char templates[PATH_MAX]) {
    if (parts->binaries == NULL) {
        const bool found = beside_program(GENUS_RELATIVE_BUNDLE, "genus.so", binaries) ||
                           beside_program("plugin", "genus.so", binaries);
        parts->binaries = found ? binaries : GENUS_INSTALL_BUNDLE;
    }
    if (parts->templates == NULL) {
        const bool found = beside_program(GENUS_RELATIVE_TEMPLATES, "manifest.ttl.in", templates) ||
                           beside_program("ttl", "manifest.ttl.in", templates);
        parts->templates = found ? templates : GENUS_INSTALL_TEMPLATES;
    }
}

static genus_status write_bundle(const void *asked, genus_error *error) {
    const request *request = asked;
    genus_bundle_parts parts = request->parts;
    char binaries[PATH_MAX];
    char templates[PATH_MAX];
    find_parts(&parts, binaries, templates);
    return genus_bundle_write(&parts, request->out, error);
}

const genus_command genus_command_bundle = {
    .name = "bundle",
    .summary = "writes an LV2 plugin for a weights file",
    .synopsis = "WEIGHTS --out DIR [OPTION...]",
    .about = "Writes an LV2 bundle whose plugins know the labels of WEIGHTS. In ~/.lv2/genus.lv2"
             " it takes the place of the installed one.",
    .groups = (const genus_option_group[]){{options, 0, NULL}, {NULL, 0, NULL}},
    .operands = {offsetof(request, parts.weights)},
    .request_size = sizeof(request),
    .run = write_bundle,
};
