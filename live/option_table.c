// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The options of genus-live.

#include "live/option_table.h"
#include "live/files/classify_files.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define INTERVAL_MIN 0.1
#define INTERVAL_MAX 60.0
#define SECONDS_MAX 1e9

#define OF(field) offsetof(genus_live_line, field)

enum {
    LISTEN = GENUS_MODE_LISTEN,
    NAME = GENUS_MODE_NAME,
    SONGS = GENUS_MODE_SONGS,
    DEVICES = GENUS_MODE_DEVICES,
};

// clang-format off
const genus_live_option genus_live_option_table[] = {
    {"Listening", "device", "N|NAME", 0, GENUS_LIVE_TEXT, OF(options.device), 0, 0,
     LISTEN | DEVICES, false, "the input with this index, or with this in its name"},
    {NULL, "list-devices", NULL, 0, GENUS_LIVE_FLAG, OF(list_devices), 0, 0,
     DEVICES, true, "a line for each input, * before the default one; --json too"},
    {NULL, "wait", NULL, 0, GENUS_LIVE_FLAG, OF(options.wait), 0, 0,
     LISTEN, false, "where there is no device, or it goes away, wait until it is (back)"},
    {NULL, "demo", NULL, 0, GENUS_LIVE_FLAG, OF(demo), 0, 0,
     LISTEN, true, "play a minute of music that comes with the program"},
    {NULL, "realtime", NULL, 0, GENUS_LIVE_FLAG, OF(realtime), 0, 0,
     LISTEN, true, "play a FILE at its own pace as if it came from a device"},
    {NULL, "raw", "FORMAT", 0, GENUS_LIVE_RAW, OF(options.raw), 0, 0, LISTEN, true,
     "standard input is raw: s16:48000:2 (also u8, s24, s32, f32, f64), little-endian, with rate in "
     "Hz and channels"},
    {NULL, "window", "S", 0, GENUS_LIVE_SECONDS, OF(options.window_seconds),
     GENUS_WINDOW_MIN, GENUS_WINDOW_MAX, LISTEN, false,
     "seconds that a verdict looks back on: 5 to 30, else 30"},
    {NULL, "interval", "S", 0, GENUS_LIVE_SECONDS, OF(options.interval_seconds),
     INTERVAL_MIN, INTERVAL_MAX, LISTEN, false, "seconds between verdicts: 0.1 to 60, else 0.5"},
    {NULL, "seconds", "S", 0, GENUS_LIVE_SECONDS, OF(options.seconds),
     INTERVAL_MIN, SECONDS_MAX, LISTEN, true, "stop after so long"},
    {NULL, "one-song", NULL, 0, GENUS_LIVE_FLAG, OF(options.one_song), 0, 0,
     LISTEN, false, "do not tell songs from each other: all is one"},
    {NULL, "log", "FILE", 0, GENUS_LIVE_TEXT, OF(options.log), 0, 0,
     LISTEN, false, "append each song that ended to FILE, as CSV"},
    {NULL, "verbose", NULL, 0, GENUS_LIVE_FLAG, OF(options.verbose), 0, 0, LISTEN | DEVICES, false,
     "show what the audio libraries say, and at the end what it cost"},

    {"Naming files", "top", "N", 0, GENUS_LIVE_COUNT, OF(options.top), 1, GENUS_LABELS_MAX,
     NAME, false, "the N leading genres of a file, a line each"},
    {NULL, "files-from", "FILE", 0, GENUS_LIVE_TEXT, OF(options.files_from), 0, 0,
     NAME, true, "those too that FILE lists, a line each; -: standard input"},
    {NULL, "null", NULL, '0', GENUS_LIVE_FLAG, OF(options.null_ends), 0, 0,
     NAME, true, "in that list each ends in a NUL"},
    {NULL, "jobs", "N", 0, GENUS_LIVE_COUNT, OF(options.jobs), 1, GENUS_JOBS_MAX,
     NAME, false, "hear N files at the same time, else one a processor; what is printed stays the same"},

    {"Songs in long recordings", "songs", NULL, 0, GENUS_LIVE_FLAG, OF(songs), 0, 0,
     SONGS, true, "the songs in each FILE: offset, length, genre, confidence, state"},
    {NULL, "cue", NULL, 0, GENUS_LIVE_FLAG, OF(cue), 0, 0,
     SONGS, true, "as a cue sheet, a track a song"},
    {NULL, "audacity", NULL, 0, GENUS_LIVE_FLAG, OF(audacity), 0, 0,
     SONGS, true, "as labels that Audacity imports; of one FILE"},
    {NULL, "pause", "S", 0, GENUS_LIVE_SECONDS, OF(options.pause_seconds),
     GENUS_PAUSE_MIN, GENUS_PAUSE_MAX, SONGS | LISTEN, false,
     "seconds of silence that end a song: 1 to 30, else 3; when listening, too"},

    {"Everywhere", "json", NULL, 0, GENUS_LIVE_FLAG, OF(options.json), 0, 0,
     GENUS_MODE_ALL, true, "print an object a line: for each verdict, file, song or device"},
    {NULL, "csv", NULL, 0, GENUS_LIVE_FLAG, OF(options.csv), 0, 0,
     LISTEN | NAME | SONGS, true,
     "print a row for each verdict, file or song, after a line of names"},
    {NULL, "weights", "FILE", 0, GENUS_LIVE_TEXT, OF(options.weights), 0, 0, GENUS_MODE_ALL, false,
     "weights written by genus-train; else the file that GENUS_WEIGHTS names, else those that came "
     "with the program"},
    {NULL, "completion", "SHELL", 0, GENUS_LIVE_TEXT, OF(completion), 0, 0, GENUS_MODE_ALL, true,
     "print what bash, zsh or fish needs to complete options"},
    {NULL, "help", NULL, 'h', GENUS_LIVE_FLAG, OF(help), 0, 0,
     GENUS_MODE_ALL, true, "print this"},
    {NULL, "version", NULL, 'V', GENUS_LIVE_FLAG, OF(version), 0, 0,
     GENUS_MODE_ALL, true, "print the version"},
    {.name = NULL},
};
// clang-format on

// ----------------------------------------------------------------------------------------- values

static bool read_count(const genus_live_option *option, const char *text, uint32_t *count,
                       const char *where) {
    char *end = NULL;
    errno = 0;
    const long value = strtol(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0' || (double)value < option->lowest ||
        (double)value > option->highest) {
        (void)fprintf(stderr, "%s: --%s %s: must be a whole number from %.0f to %.0f\n", where,
                      option->name, text, option->lowest, option->highest);
        return false;
    }
    *count = (uint32_t)value;
    return true;
}

static bool read_seconds(const genus_live_option *option, const char *text, double *seconds,
                         const char *where) {
    char *end = NULL;
    const double value = strtod(text, &end);
    if (end == text || *end != '\0' ||
        !(value >= option->lowest && value <= option->highest)) { // False for NaN.
        (void)fprintf(stderr, "%s: --%s %s: must be seconds, from %g to %g\n", where, option->name,
                      text, option->lowest, option->highest);
        return false;
    }
    *seconds = value;
    return true;
}

static bool read_raw(const char *text, genus_live_options *options, const char *where) {
    options->has_raw = genus_pcm_read_format(text, &options->raw);
    if (!options->has_raw) {
        (void)fprintf(stderr,
                      "%s: --raw %s: must be like s16:48000:2, with u8, s16, s24, s32, f32 or f64, "
                      "%.0f to %.0f Hz, 1 to %d channels\n",
                      where, text, GENUS_RATE_MIN, GENUS_RATE_MAX, GENUS_CHANNELS_MAX);
    }
    return options->has_raw;
}

bool genus_live_option_set(const genus_live_option *option, const char *value,
                           genus_live_line *line, const char *where) {
    void *field = (char *)line + option->offset;
    switch (option->kind) {
    case GENUS_LIVE_FLAG:
        *(bool *)field = true;
        return true;
    case GENUS_LIVE_TEXT:
        *(const char **)field = value;
        return true;
    case GENUS_LIVE_COUNT:
        return read_count(option, value, field, where);
    case GENUS_LIVE_SECONDS:
        return read_seconds(option, value, field, where);
    case GENUS_LIVE_RAW:
        return read_raw(value, &line->options, where);
    }
    return false;
}

// ------------------------------------------------------------------------------------------ texts

#define HELP_COLUMN 19
#define HELP_WIDTH 92

static const char help_begins[] =
    "Usage: genus-live [OPTION]...                  listen to the default input device\n"
    "       genus-live [OPTION]... -                listen to standard input (WAV, or see --raw)\n"
    "       genus-live [OPTION]... FILE...          name the genre of audio files, those in\n"
    "                                               folders and playlists too\n"
    "       genus-live --songs [OPTION]... FILE...  list the songs in long recordings\n"
    "       genus-live --list-devices\n"
    "Says live what genre the music is that it hears. On a terminal it takes the screen (? there\n"
    "shows the keys); elsewhere it prints a JSON object a line for each verdict.\n"
    "\n"
    "Files get a line each: path, genre, confidence (0 to 1), seconds heard, state. The columns\n"
    "are aligned on a terminal and separated by tabs elsewhere. The genre is \"-\" where there is\n"
    "none: the state says why (listening: under 3 seconds; silence), and so does stderr.\n";

static const char help_ends[] =
    "  --               what follows are files\n"
    "\n"
    "Options for every run may stand in ~/.config/genus/live.conf, one a line without dashes.\n"
    "\n"
    "Exit status: 0 if every file got a genre, or if listening ended well; 1 if a file got none,\n"
    "was damaged or could not be read, if a song could not be logged, or if there is no input or "
    "it\n"
    "went away; 2 if the command line makes no sense.\n";

// Prints words from a column on, broken where the line is full.
static void print_wrapped(FILE *out, const char *text, int column) {
    int at = column;
    while (*text != '\0') {
        const int length = (int)strcspn(text, " ");
        if (at > HELP_COLUMN && at + 1 + length > HELP_WIDTH) {
            (void)fprintf(out, "\n%*s", HELP_COLUMN, "");
            at = HELP_COLUMN;
        } else if (at > HELP_COLUMN) {
            (void)fputc(' ', out);
            at++;
        }
        (void)fprintf(out, "%.*s", length, text);
        at += length;
        text += length;
        text += strspn(text, " ");
    }
    (void)fputc('\n', out);
}

static void print_option(FILE *out, const genus_live_option *option) {
    char names[64];
    const char letter[] = {'-', (char)option->letter, ',', ' ', '\0'};
    (void)snprintf(names, sizeof names, "  %s--%s%s%s", option->letter != 0 ? letter : "",
                   option->name, option->value != NULL ? " " : "",
                   option->value != NULL ? option->value : "");
    (void)fprintf(out, "%-*s", HELP_COLUMN, names);
    if (strlen(names) >= HELP_COLUMN) {
        (void)fprintf(out, "\n%*s", HELP_COLUMN, "");
    }
    print_wrapped(out, option->help, HELP_COLUMN);
}

bool genus_live_print_help(FILE *out) {
    (void)fputs(help_begins, out);
    for (const genus_live_option *option = genus_live_option_table; option->name != NULL;
         option++) {
        if (option->section != NULL) {
            (void)fprintf(out, "\n%s:\n", option->section);
        }
        print_option(out, option);
    }
    return fputs(help_ends, out) != EOF && fflush(out) == 0;
}

// ------------------------------------------------------------------------------------ completions

static bool takes_file(const genus_live_option *option) {
    return option->value != NULL && strcmp(option->value, "FILE") == 0;
}

static void complete_bash(FILE *out) {
    (void)fputs("_genus_live() {\n    local options=\"", out);
    for (const genus_live_option *option = genus_live_option_table; option->name != NULL;
         option++) {
        (void)fprintf(out, "--%s ", option->name);
    }
    (void)fputs("\"\n    case ${COMP_WORDS[COMP_CWORD]} in\n"
                "    -*) mapfile -t COMPREPLY < <(compgen -W \"$options\" -- "
                "\"${COMP_WORDS[COMP_CWORD]}\") ;;\n"
                "    *) mapfile -t COMPREPLY < <(compgen -f -- \"${COMP_WORDS[COMP_CWORD]}\") ;;\n"
                "    esac\n}\ncomplete -o filenames -F _genus_live genus-live\n",
                out);
}

// In single quotes; brackets and colons would end the words around.
static void print_zsh_help(FILE *out, const char *text) {
    for (const char *at = text; *at != '\0'; at++) {
        if (*at == '\'') {
            (void)fputs("'\\''", out);
        } else {
            (void)fprintf(out, "%s%c", strchr("[]:", *at) != NULL ? "\\" : "", *at);
        }
    }
}

static void complete_zsh(FILE *out) {
    (void)fputs("#compdef genus-live\n_arguments \\\n", out);
    for (const genus_live_option *option = genus_live_option_table; option->name != NULL;
         option++) {
        (void)fprintf(out, "    '--%s[", option->name);
        print_zsh_help(out, option->help);
        (void)fputc(']', out);
        if (option->value != NULL) {
            (void)fprintf(out, ":%s:%s", option->value, takes_file(option) ? "_files" : "");
        }
        (void)fputs("' \\\n", out);
    }
    (void)fputs("    '*:file:_files'\n", out);
}

static void complete_fish(FILE *out) {
    for (const genus_live_option *option = genus_live_option_table; option->name != NULL;
         option++) {
        (void)fprintf(out, "complete -c genus-live -l %s%s -d \"%s\"\n", option->name,
                      takes_file(option)      ? " -r"
                      : option->value != NULL ? " -x"
                                              : "",
                      option->help);
    }
}

bool genus_live_print_completion(FILE *out, const char *shell) {
    static const struct {
        const char *shell;
        void (*print)(FILE *out);
    } shells[] = {{"bash", complete_bash}, {"zsh", complete_zsh}, {"fish", complete_fish}};
    for (size_t i = 0; i < sizeof shells / sizeof shells[0]; i++) {
        if (strcmp(shells[i].shell, shell) == 0) {
            shells[i].print(out);
            return true;
        }
    }
    return false;
}
