// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// genus-live: says live what genre the music is, and names the genre of audio files.

#include "engine/genus.h"
#include "live/files_command.h"
#include "live/listen.h"
#include "live/option_table.h"
#include "live/options.h"
#include "live/shipped.h"
#include "live/songs_command.h"
#include "live/source/devices.h"
#include "live/util/message.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

enum { EXIT_GOOD = 0, EXIT_FAILED = 1, EXIT_USAGE = 2 };

static int fail(const char *message) {
    genus_complain(NULL, message);
    return EXIT_FAILED;
}

static int with_model(const genus_live_options *options,
                      bool (*work)(const genus_live_options *options, genus_model *model)) {
    genus_error error;
    char weights[PATH_MAX];
    genus_model *model = NULL;
    if (genus_live_find_weights(options->weights, weights, &error) != GENUS_OK ||
        genus_model_load(weights, &model, &error) != GENUS_OK) {
        return fail(error.message);
    }
    const bool all_good = work(options, model);
    genus_model_free(model);
    return all_good ? EXIT_GOOD : EXIT_FAILED;
}

// What could not be written; a reader that has seen enough, such as head, is no fault.
static int output_lost(void) {
    return errno == EPIPE ? EXIT_FAILED : fail(strerror(errno));
}

static int list_devices(const genus_live_options *options) {
    genus_error error;
    genus_devices *devices = NULL;
    if (genus_devices_new(options->verbose, &devices, &error) != GENUS_OK) {
        return fail(error.message);
    }
    size_t count = 0;
    size_t chosen = 0;
    const genus_device *list = genus_devices_list(devices, &count);
    int code = EXIT_GOOD;
    if (genus_device_choose(list, count, options->device, &chosen, &error) != GENUS_OK) {
        code = fail(error.message);
    } else if (!genus_devices_print(stdout, devices, options->json)) {
        code = output_lost();
    }
    genus_devices_free(devices);
    return code;
}

static int print(const char *text) {
    return fputs(text, stdout) == EOF || fflush(stdout) != 0 ? output_lost() : EXIT_GOOD;
}

static int print_help(void) {
    return genus_live_print_help(stdout) ? EXIT_GOOD : output_lost();
}

static int print_completion(const char *shell) {
    if (!genus_live_print_completion(stdout, shell)) {
        (void)fprintf(stderr, "genus-live: --completion %s: must be bash, zsh or fish\n", shell);
        return EXIT_USAGE;
    }
    return fflush(stdout) == 0 ? EXIT_GOOD : output_lost();
}

static int obey(genus_live_request request, const genus_live_options *options) {
    char version[64];
    switch (request) {
    case GENUS_LIVE_NAME_FILES:
        return with_model(options, genus_files_command);
    case GENUS_LIVE_FIND_SONGS:
        return with_model(options, genus_songs_command);
    case GENUS_LIVE_LISTEN:
        return with_model(options, genus_listen);
    case GENUS_LIVE_LIST_DEVICES:
        return list_devices(options);
    case GENUS_LIVE_COMPLETION:
        return print_completion(options->shell);
    case GENUS_LIVE_HELP:
        return print_help();
    case GENUS_LIVE_VERSION:
        (void)snprintf(version, sizeof version, "genus-live %s\n", genus_version());
        return print(version);
    case GENUS_LIVE_USAGE:
        break;
    }
    return EXIT_USAGE;
}

int main(int argc, char **argv) {
    genus_live_options options;
    const genus_live_request request = genus_live_options_read(argc, argv, &options);
    const int code = obey(request, &options);
    genus_live_options_free(&options);
    return code;
}
