// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The command line of genus-live.

#ifndef GENUS_LIVE_OPTIONS_H
#define GENUS_LIVE_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct genus_live_options {
    char *const *paths; ///< The files, as given.
    size_t path_count;
    const char *weights; ///< NULL: not given.
    uint32_t top;        ///< How many genres a file; 0: not given.
    bool json;
} genus_live_options;

/** What to do after the command line was read. */
typedef enum genus_live_request {
    GENUS_LIVE_RUN,     ///< Name the files.
    GENUS_LIVE_HELP,    ///< Print the help.
    GENUS_LIVE_VERSION, ///< Print the version.
    GENUS_LIVE_USAGE,   ///< The line makes no sense; a message was printed to stderr.
} genus_live_request;

/** Reads the command line; may reorder `argv`. The options point into it. */
genus_live_request genus_live_options_read(int argc, char **argv, genus_live_options *options);

/** The text of --help. */
extern const char genus_live_help[];

#endif
