// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The options of genus-live as one table, from which the command line and the settings are read,
// and
// --help and the completions of shells are printed. The manual page says more of each.

#ifndef GENUS_LIVE_OPTION_TABLE_H
#define GENUS_LIVE_OPTION_TABLE_H

#include "engine/genus.h"
#include "live/options.h"

#include <stdio.h>

/** What the program does, as bits: an option is for some of them. */
enum {
    GENUS_MODE_LISTEN = 1,
    GENUS_MODE_NAME = 2,
    GENUS_MODE_SONGS = 4,
    GENUS_MODE_DEVICES = 8,
    GENUS_MODE_ALL = 15,
};

/** What the line holds: values, and what else it asks for. */
typedef struct genus_live_line {
    genus_live_options options;
    bool list_devices;
    bool demo;
    bool realtime;
    bool songs;
    bool cue;
    bool audacity;
    const char *completion; ///< A shell.
    bool help;
    bool version;
} genus_live_line;

/** How a value is read, and into what. */
typedef enum genus_live_kind {
    GENUS_LIVE_FLAG,    ///< bool
    GENUS_LIVE_TEXT,    ///< const char *
    GENUS_LIVE_COUNT,   ///< uint32_t
    GENUS_LIVE_SECONDS, ///< double
    GENUS_LIVE_RAW,     ///< genus_pcm_format of the options
} genus_live_kind;

typedef struct genus_live_option {
    const char *section; ///< A title before this option in --help; NULL: the one before goes on.
    const char *name;    ///< NULL ends the table.
    const char *value;   ///< NULL: takes none.
    int letter;          ///< 0: none.
    genus_live_kind kind;
    size_t offset; ///< Of its field in the line.
    double lowest;
    double highest;
    int modes;
    bool is_act; ///< Asks for something else than listening or naming: not for a settings file.
    const char *help;
} genus_live_option;

extern const genus_live_option genus_live_option_table[];

/**
 * Sets an option's field. @param value NULL for a flag.
 * @param where Stands before messages on stderr, such as "genus-live". @return false: malformed.
 */
bool genus_live_option_set(const genus_live_option *option, const char *value,
                           genus_live_line *line, const char *where);

/** Prints --help. @return false if it could not be written. */
bool genus_live_print_help(FILE *out);

/** Prints what a shell needs to complete options: "bash", "zsh" or "fish".
 * @return false: there is no such shell. */
bool genus_live_print_completion(FILE *out, const char *shell) GENUS_NONNULL(2);

#endif
