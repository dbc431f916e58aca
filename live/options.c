// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The command line of genus-live.

#include "live/options.h"
#include "engine/genus.h"
#include "live/files/classify_files.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define INTERVAL_DEFAULT 0.5
#define INTERVAL_MIN 0.1
#define INTERVAL_MAX 60.0
#define SECONDS_MAX 1e9

enum {
    OPTION_TOP = 256,
    OPTION_JOBS,
    OPTION_JSON,
    OPTION_CSV,
    OPTION_WEIGHTS,
    OPTION_DEVICE,
    OPTION_LIST_DEVICES,
    OPTION_WAIT,
    OPTION_DEMO,
    OPTION_REALTIME,
    OPTION_RAW,
    OPTION_WINDOW,
    OPTION_INTERVAL,
    OPTION_SECONDS,
    OPTION_ONE_SONG,
    OPTION_LOG,
    OPTION_VERBOSE,
};

static const struct option known[] = {
    {"top", required_argument, NULL, OPTION_TOP},
    {"jobs", required_argument, NULL, OPTION_JOBS},
    {"json", no_argument, NULL, OPTION_JSON},
    {"csv", no_argument, NULL, OPTION_CSV},
    {"weights", required_argument, NULL, OPTION_WEIGHTS},
    {"device", required_argument, NULL, OPTION_DEVICE},
    {"list-devices", no_argument, NULL, OPTION_LIST_DEVICES},
    {"wait", no_argument, NULL, OPTION_WAIT},
    {"demo", no_argument, NULL, OPTION_DEMO},
    {"realtime", no_argument, NULL, OPTION_REALTIME},
    {"raw", required_argument, NULL, OPTION_RAW},
    {"window", required_argument, NULL, OPTION_WINDOW},
    {"interval", required_argument, NULL, OPTION_INTERVAL},
    {"seconds", required_argument, NULL, OPTION_SECONDS},
    {"one-song", no_argument, NULL, OPTION_ONE_SONG},
    {"log", required_argument, NULL, OPTION_LOG},
    {"verbose", no_argument, NULL, OPTION_VERBOSE},
    {"help", no_argument, NULL, 'h'},
    {"version", no_argument, NULL, 'V'},
    {NULL, 0, NULL, 0},
};

// What the line asks for besides values.
typedef struct wishes {
    bool list_devices;
    bool demo;
    bool realtime;
    const char *live_only; // An option that only makes sense when listening; NULL: none given.
} wishes;

static genus_live_request misused(void) {
    (void)fputs("Try 'genus-live --help'.\n", stderr);
    return GENUS_LIVE_USAGE;
}

static genus_live_request refused(const char *message) {
    (void)fprintf(stderr, "genus-live: %s\n", message);
    return misused();
}

static bool read_count(const char *name, const char *text, int most, uint32_t *count) {
    char *end = NULL;
    errno = 0;
    const long value = strtol(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0' || value < 1 || value > most) {
        (void)fprintf(stderr, "genus-live: --%s %s: must be a whole number from 1 to %d\n", name,
                      text, most);
        return false;
    }
    *count = (uint32_t)value;
    return true;
}

static bool read_seconds(const char *name, const char *text, double low, double high,
                         double *seconds) {
    char *end = NULL;
    const double value = strtod(text, &end);
    if (end == text || *end != '\0' || !(value >= low && value <= high)) { // False for NaN.
        (void)fprintf(stderr, "genus-live: --%s %s: must be seconds, from %g to %g\n", name, text,
                      low, high);
        return false;
    }
    *seconds = value;
    return true;
}

static bool read_raw(const char *text, genus_live_options *options) {
    options->has_raw = genus_pcm_read_format(text, &options->raw);
    if (!options->has_raw) {
        (void)fprintf(stderr,
                      "genus-live: --raw %s: must be like s16:48000:2, with u8, s16, s24, s32, f32 "
                      "or f64, %.0f to %.0f Hz, 1 to %d channels\n",
                      text, GENUS_RATE_MIN, GENUS_RATE_MAX, GENUS_CHANNELS_MAX);
    }
    return options->has_raw;
}

// Takes one option that has a value to check. Returns false if it is malformed.
static bool take_value(int option, const char *value, genus_live_options *options) {
    switch (option) {
    case OPTION_TOP:
        return read_count("top", value, GENUS_LABELS_MAX, &options->top);
    case OPTION_JOBS:
        return read_count("jobs", value, GENUS_JOBS_MAX, &options->jobs);
    case OPTION_RAW:
        return read_raw(value, options);
    case OPTION_WINDOW:
        return read_seconds("window", value, GENUS_WINDOW_MIN, GENUS_WINDOW_MAX,
                            &options->window_seconds);
    case OPTION_INTERVAL:
        return read_seconds("interval", value, INTERVAL_MIN, INTERVAL_MAX,
                            &options->interval_seconds);
    case OPTION_SECONDS:
        return read_seconds("seconds", value, INTERVAL_MIN, SECONDS_MAX, &options->seconds);
    default:
        return false; // getopt_long has said what is wrong.
    }
}

static bool take(int option, const char *value, genus_live_options *options, wishes *wishes) {
    switch (option) {
    case OPTION_JSON:
        options->json = true;
        return true;
    case OPTION_CSV:
        options->csv = true;
        return true;
    case OPTION_WEIGHTS:
        options->weights = value;
        return true;
    case OPTION_DEVICE:
        options->device = value;
        return true;
    case OPTION_LIST_DEVICES:
        wishes->list_devices = true;
        return true;
    case OPTION_WAIT:
        options->wait = true;
        return true;
    case OPTION_DEMO:
        wishes->demo = true;
        return true;
    case OPTION_REALTIME:
        wishes->realtime = true;
        return true;
    case OPTION_ONE_SONG:
        options->one_song = true;
        return true;
    case OPTION_LOG:
        options->log = value;
        return true;
    case OPTION_VERBOSE:
        options->verbose = true;
        return true;
    default:
        return take_value(option, value, options);
    }
}

static bool is_live_only(int option) {
    return option == OPTION_DEVICE || option == OPTION_WAIT || option == OPTION_RAW ||
           option == OPTION_WINDOW || option == OPTION_INTERVAL || option == OPTION_SECONDS ||
           option == OPTION_ONE_SONG || option == OPTION_LOG || option == OPTION_VERBOSE;
}

// As many as work at the same time.
static uint32_t count_processors(void) {
    const long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count < 1 ? 1 : count > GENUS_JOBS_MAX ? GENUS_JOBS_MAX : (uint32_t)count;
}

// Decides where the audio comes from, and refuses what does not go together.
static genus_live_request decide(genus_live_options *options, const wishes *wishes) {
    const bool has_paths = options->path_count > 0;
    const bool has_stdin = options->path_count == 1 && strcmp(options->paths[0], "-") == 0;
    if (options->json && options->csv) {
        return refused("--json and --csv: only one of them");
    }
    if (wishes->list_devices) {
        return has_paths || wishes->demo || wishes->realtime
                   ? refused("--list-devices: takes no audio")
                   : GENUS_LIVE_LIST_DEVICES;
    }
    if (options->has_raw && !has_stdin) {
        return refused("--raw: is for standard input, '-'");
    }
    if ((has_paths || wishes->demo) && (options->device != NULL || options->wait)) {
        return refused("--device and --wait: are for devices, not for files");
    }
    if (wishes->demo) {
        options->from = GENUS_FROM_DEMO;
        if (has_paths || wishes->realtime) {
            return refused("--demo: has its own file");
        }
    } else if (wishes->realtime) {
        options->from = GENUS_FROM_FILE;
        if (options->path_count != 1 || has_stdin) {
            return refused("--realtime: needs one file");
        }
    } else if (has_stdin) {
        options->from = GENUS_FROM_STDIN;
    } else if (has_paths) {
        for (size_t i = 0; i < options->path_count; i++) {
            if (strcmp(options->paths[i], "-") == 0) {
                return refused("'-': standard input goes alone; a file of that name is './-'");
            }
        }
        if (wishes->live_only != NULL) {
            (void)fprintf(stderr,
                          "genus-live: --%s: is for listening; with a file, use --realtime\n",
                          wishes->live_only);
            return misused();
        }
        options->jobs = options->jobs > 0 ? options->jobs : count_processors();
        return GENUS_LIVE_NAME_FILES;
    }
    return options->top > 0 || options->jobs > 0 ? refused("--top and --jobs: are for naming files")
                                                 : GENUS_LIVE_LISTEN;
}

static genus_live_request read_options(int argc, char **argv, genus_live_options *options) {
    wishes wishes = {.live_only = NULL};
    *options = (genus_live_options){.window_seconds = GENUS_WINDOW_MAX,
                                    .interval_seconds = INTERVAL_DEFAULT};
    for (;;) {
        int which = -1;
        const int option = getopt_long(argc, argv, "hV", known, &which);
        if (option == -1) {
            break;
        }
        if (option == 'h') {
            return GENUS_LIVE_HELP;
        }
        if (option == 'V') {
            return GENUS_LIVE_VERSION;
        }
        if (!take(option, optarg, options, &wishes)) {
            return misused();
        }
        if (is_live_only(option)) {
            wishes.live_only = known[which].name;
        }
    }
    options->paths = argv + optind;
    options->path_count = (size_t)(argc - optind);
    return decide(options, &wishes);
}

genus_live_request genus_live_options_read(int argc, char **argv, genus_live_options *options) {
    char name[] = "genus-live"; // getopt_long() begins its messages with the first argument.
    char *called = argv[0];
    argv[0] = argc > 0 ? name : NULL;
    const genus_live_request request = read_options(argc, argv, options);
    argv[0] = called;
    return request;
}
