// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The command line of genus-live, and the settings that stand in a file.

#include "live/options.h"
#include "engine/base/path.h"
#include "engine/base/read_file.h"
#include "live/files/classify_files.h"
#include "live/option_table.h"
#include "live/util/message.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define INTERVAL_DEFAULT 0.5
#define OPTIONS_MAX 64
#define FIRST_VALUE 256 // What getopt_long() gives for the first option of the table.
#define SETTINGS_MAX 65536

static genus_live_request misused(void) {
    (void)fputs("Try 'genus-live --help'.\n", stderr);
    return GENUS_LIVE_USAGE;
}

static genus_live_request refused(const char *message) {
    (void)fprintf(stderr, "genus-live: %s\n", message);
    return misused();
}

// ------------------------------------------------------------------------------------- the modes

// As many as work at the same time.
static uint32_t count_processors(void) {
    const long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count < 1 ? 1 : count > GENUS_JOBS_MAX ? GENUS_JOBS_MAX : (uint32_t)count;
}

static const char *purpose_of(int modes) {
    return (modes & GENUS_MODE_LISTEN) != 0 ? "listening; with a file, use --realtime"
           : modes == GENUS_MODE_NAME       ? "naming files"
                                            : "--songs";
}

// Refuses what was given on the line but is for another mode.
static genus_live_request check_mode(const bool *given, int mode, genus_live_request request) {
    for (size_t i = 0; genus_live_option_table[i].name != NULL; i++) {
        const genus_live_option *option = &genus_live_option_table[i];
        if (given[i] && (option->modes & mode) == 0) {
            (void)fprintf(stderr, "genus-live: --%s: is for %s\n", option->name,
                          purpose_of(option->modes));
            return misused();
        }
    }
    return request;
}

static genus_live_request decide_on_songs(genus_live_line *line, const bool *given) {
    genus_live_options *options = &line->options;
    if (options->path_count == 0) {
        return refused("--songs: needs a file");
    }
    if (line->cue + line->audacity + options->json + options->csv > 1) {
        return refused("--json, --csv, --cue and --audacity: only one of them");
    }
    if (line->audacity && options->path_count > 1) {
        return refused("--audacity: labels are of one file");
    }
    options->songs_as = line->cue        ? GENUS_SONGS_CUE
                        : line->audacity ? GENUS_SONGS_AUDACITY
                                         : GENUS_SONGS_TABLE;
    return check_mode(given, GENUS_MODE_SONGS, GENUS_LIVE_FIND_SONGS);
}

static bool is_given(const bool *given, const char *name) {
    size_t i = 0;
    while (strcmp(genus_live_option_table[i].name, name) != 0) {
        i++;
    }
    return given[i];
}

// What else does not go together when listening; NULL: everything does.
static const char *fault_of_source(const genus_live_line *line, const bool *given, bool has_stdin) {
    const genus_live_options *options = &line->options;
    const bool has_paths = options->path_count > 0;
    if (options->has_raw && !has_stdin) {
        return "--raw: is for standard input, '-'";
    }
    if ((has_paths || line->demo) && (is_given(given, "device") || is_given(given, "wait"))) {
        return "--device and --wait: are for devices, not for files";
    }
    if (line->demo && (has_paths || line->realtime)) {
        return "--demo: has its own file";
    }
    if (line->realtime && (options->path_count != 1 || has_stdin)) {
        return "--realtime: needs one file";
    }
    for (size_t i = 0; i < options->path_count && options->path_count > 1; i++) {
        if (strcmp(options->paths[i], "-") == 0) {
            return "'-': standard input goes alone; a file of that name is './-'";
        }
    }
    return NULL;
}

// Decides what is to be done and where the audio comes from, and refuses what does not go together.
static genus_live_request decide(genus_live_line *line, const bool *given) {
    genus_live_options *options = &line->options;
    const bool has_list = options->files_from != NULL;
    const bool has_stdin =
        options->path_count == 1 && !has_list && strcmp(options->paths[0], "-") == 0;
    if (options->null_ends && !has_list) {
        return refused("-0: is for --files-from");
    }
    if (line->songs) {
        return decide_on_songs(line, given);
    }
    if (options->json && options->csv) {
        return refused("--json and --csv: only one of them");
    }
    if (line->list_devices) {
        return options->path_count > 0 || line->demo || line->realtime
                   ? refused("--list-devices: takes no audio")
                   : GENUS_LIVE_LIST_DEVICES;
    }
    const char *fault = fault_of_source(line, given, has_stdin);
    if (fault != NULL) {
        return refused(fault);
    }
    if ((options->path_count > 0 || has_list) && !line->realtime && !has_stdin) {
        options->jobs = options->jobs > 0 ? options->jobs : count_processors();
        return check_mode(given, GENUS_MODE_NAME, GENUS_LIVE_NAME_FILES);
    }
    options->from = line->demo       ? GENUS_FROM_DEMO
                    : line->realtime ? GENUS_FROM_FILE
                    : has_stdin      ? GENUS_FROM_STDIN
                                     : GENUS_FROM_DEVICE;
    return check_mode(given, GENUS_MODE_LISTEN, GENUS_LIVE_LISTEN);
}

// ------------------------------------------------------------------------------ settings in a file

static char *settings_path(void) {
    const char *configuration = getenv("XDG_CONFIG_HOME");
    if (configuration != NULL && configuration[0] == '/') {
        return genus_path_join(configuration, "genus/live.conf");
    }
    const char *home = getenv("HOME");
    return home != NULL && home[0] != '\0' ? genus_path_join(home, ".config/genus/live.conf")
                                           : NULL;
}

static const genus_live_option *option_named(const char *name) {
    for (const genus_live_option *option = genus_live_option_table; option->name != NULL;
         option++) {
        if (strcmp(option->name, name) == 0) {
            return option;
        }
    }
    return NULL;
}

// "name", "name value" or "name=value", as on the command line without the dashes.
static bool take_setting(char *text, genus_live_line *line, const char *where) {
    text += strspn(text, " \t");
    size_t length = strlen(text);
    while (length > 0 && strchr(" \t\r", text[length - 1]) != NULL) {
        text[--length] = '\0';
    }
    if (*text == '\0' || *text == '#') {
        return true;
    }
    char *value = text + strcspn(text, " \t=");
    if (*value != '\0') {
        *value++ = '\0';
        value += strspn(value, " \t=");
    }
    const genus_live_option *option = option_named(text);
    if (option == NULL || option->is_act) {
        (void)fprintf(stderr, "%s: %s: is no setting\n", where, text);
        return false;
    }
    if ((option->value != NULL) != (*value != '\0')) {
        (void)fprintf(stderr, "%s: %s: %s\n", where, text,
                      option->value != NULL ? "needs a value" : "takes no value");
        return false;
    }
    return genus_live_option_set(option, value, line, where);
}

// Takes the settings that stand in the user's file, if there is one.
static bool read_settings(genus_live_line *line) {
    char *path = settings_path();
    char *rest = NULL;
    size_t size = 0;
    genus_error error;
    bool is_good = true;
    if (path != NULL && access(path, F_OK) == 0) {
        is_good =
            genus_read_file(path, SETTINGS_MAX, &line->options.settings, &size, &error) == GENUS_OK;
        if (!is_good) {
            genus_complain(NULL, error.message);
        }
        rest = line->options.settings;
    }
    for (unsigned number = 1; is_good && rest != NULL; number++) {
        char *text = rest;
        rest = strchr(rest, '\n');
        if (rest != NULL) {
            *rest++ = '\0';
        }
        char where[600];
        (void)snprintf(where, sizeof where, "genus-live: %.500s:%u", path, number);
        is_good = take_setting(text, line, where);
    }
    free(path);
    return is_good;
}

// ------------------------------------------------------------------------------- the command line

static void fill_getopt(struct option *known) {
    size_t i = 0;
    for (; genus_live_option_table[i].name != NULL && i < OPTIONS_MAX - 1; i++) {
        const genus_live_option *option = &genus_live_option_table[i];
        known[i] =
            (struct option){option->name, option->value != NULL ? required_argument : no_argument,
                            NULL, option->letter != 0 ? option->letter : FIRST_VALUE + (int)i};
    }
    known[i] = (struct option){NULL, 0, NULL, 0};
}

static size_t index_of(int value) {
    size_t i = 0;
    while (value < FIRST_VALUE && genus_live_option_table[i].letter != value) {
        i++;
    }
    return value < FIRST_VALUE ? i : (size_t)(value - FIRST_VALUE);
}

static genus_live_request read_options(int argc, char **argv, genus_live_line *line) {
    struct option known[OPTIONS_MAX];
    bool given[OPTIONS_MAX] = {false};
    fill_getopt(known);
    for (;;) {
        const int value = getopt_long(argc, argv, "0hV", known, NULL);
        if (value == -1) {
            break;
        }
        if (value == '?') {
            return misused();
        }
        const size_t i = index_of(value);
        if (!genus_live_option_set(&genus_live_option_table[i], optarg, line, "genus-live")) {
            return misused();
        }
        given[i] = true;
    }
    line->options.paths = argv + optind;
    line->options.path_count = (size_t)(argc - optind);
    if (line->help || line->version) {
        return line->help ? GENUS_LIVE_HELP : GENUS_LIVE_VERSION;
    }
    if (line->completion != NULL) {
        line->options.shell = line->completion;
        return GENUS_LIVE_COMPLETION;
    }
    return decide(line, given);
}

genus_live_request genus_live_options_read(int argc, char **argv, genus_live_options *options) {
    char name[] = "genus-live"; // getopt_long() begins its messages with the first argument.
    char *called = argv[0];
    genus_live_line line = {.options = {.window_seconds = GENUS_WINDOW_MAX,
                                        .interval_seconds = INTERVAL_DEFAULT,
                                        .pause_seconds = GENUS_PAUSE_DEFAULT}};
    argv[0] = argc > 0 ? name : NULL;
    const genus_live_request request =
        read_settings(&line) ? read_options(argc, argv, &line) : misused();
    argv[0] = called;
    *options = line.options;
    return request;
}

void genus_live_options_free(genus_live_options *options) {
    free(options->settings);
    options->settings = NULL;
}
