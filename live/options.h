// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The command line of genus-live.

#ifndef GENUS_LIVE_OPTIONS_H
#define GENUS_LIVE_OPTIONS_H

#include "engine/file/pcm.h"
#include "engine/genus.h"

/** Where live audio comes from. */
typedef enum genus_live_from {
    GENUS_FROM_DEVICE,
    GENUS_FROM_FILE, ///< At its own pace.
    GENUS_FROM_STDIN,
    GENUS_FROM_DEMO, ///< The file that comes with the program, at its own pace.
} genus_live_from;

/** How --songs prints. */
typedef enum genus_songs_as {
    GENUS_SONGS_TABLE, ///< Columns, or with json or csv these.
    GENUS_SONGS_CUE,
    GENUS_SONGS_AUDACITY,
} genus_songs_as;

typedef struct genus_live_options {
    char *settings;     ///< Text of the user's settings, into which fields may point; owned.
    char *const *paths; ///< The files, as given.
    size_t path_count;
    const char *weights;    ///< NULL: not given.
    uint32_t top;           ///< How many genres a file; 0: not given.
    uint32_t jobs;          ///< How many files are heard at the same time; at least 1 when naming.
    const char *files_from; ///< A file that lists more of them; NULL: none.
    bool null_ends;         ///< The paths in it end in a NUL, not in a line.
    bool json;
    bool csv;
    genus_songs_as songs_as;
    double pause_seconds; ///< That end a song.
    const char *shell;    ///< To print completions for.

    // Live listening only.
    genus_live_from from;
    const char *device; ///< Index or name; NULL: the default one.
    bool wait;
    double window_seconds;
    double interval_seconds;
    double seconds;       ///< When to stop; 0: never.
    bool one_song;        ///< Songs are not told from each other.
    bool has_raw;         ///< Standard input is raw,
    genus_pcm_format raw; ///< namely this.
    const char *log;      ///< NULL: none.
    bool verbose;
} genus_live_options;

/** What to do after the command line was read. */
typedef enum genus_live_request {
    GENUS_LIVE_NAME_FILES,   ///< Name the files.
    GENUS_LIVE_FIND_SONGS,   ///< List the songs in the files.
    GENUS_LIVE_LISTEN,       ///< Listen live.
    GENUS_LIVE_LIST_DEVICES, ///< List the input devices.
    GENUS_LIVE_COMPLETION,   ///< Print what the shell needs to complete options.
    GENUS_LIVE_HELP,         ///< Print the help.
    GENUS_LIVE_VERSION,      ///< Print the version.
    GENUS_LIVE_USAGE,        ///< The line makes no sense; a message was printed to stderr.
} genus_live_request;

/**
 * Reads the user's settings ($XDG_CONFIG_HOME/genus/live.conf), then the command line, which wins;
 * may reorder `argv`. The options point into it; free them whatever the request.
 */
genus_live_request genus_live_options_read(int argc, char **argv, genus_live_options *options)
    GENUS_NONNULL(2, 3);

/** Frees what the settings take. */
void genus_live_options_free(genus_live_options *options);

#endif
