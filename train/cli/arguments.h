// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The command line of a command, and how a command ends: what all of them have in common.

#ifndef GENUS_TRAIN_CLI_ARGUMENTS_H
#define GENUS_TRAIN_CLI_ARGUMENTS_H

#include "train/data/features_cache.h"

#include <getopt.h>

/** Takes one option into what the command line asks for. @return false: it cannot have this value.
 */
typedef bool genus_take_option(int option, const char *value, void *request);

/** What a command understands. */
typedef struct genus_syntax {
    const char *usage;            ///< What --help prints.
    const struct option *options; ///< For getopt_long(); GENUS_HELP_OPTION ends them.
    genus_take_option *take;      ///< NULL if help is the only option.
} genus_syntax;

/** The last entries for getopt_long(). */
#define GENUS_HELP_OPTION                                                                          \
    {"help", no_argument, NULL, 'h'}, {                                                            \
        NULL, 0, NULL, 0                                                                           \
    }

/**
 * Takes all options; what is left begins at argv[optind].
 * @param argv Its first is the command's full name. @param request For syntax->take.
 * @param code Receives the exit code if the command ends here.
 * @return false: the command ends here, since help was wanted or something is wrong, which is said.
 * Thread: one, as of getopt_long().
 */
bool genus_arguments_read(int argc, char **argv, const genus_syntax *syntax, void *request,
                          int *code);

/** Says what a command line lacks, such as "needs DATA". @return The exit code. Thread: any. */
int genus_arguments_refuse(const char *command, const char *fault);

/** Says what went wrong, if something did. @return The exit code. Thread: any. */
int genus_command_end(const char *command, genus_status status, const genus_error *error);

/** The values that getopt_long() returns for the cache's options: under those of all others. */
enum genus_cache_option {
    GENUS_OPTION_CACHE = 128,
    GENUS_OPTION_NO_CACHE,
};

/** Entries for getopt_long(). */
#define GENUS_CACHE_OPTIONS                                                                        \
    {"cache", required_argument, NULL, GENUS_OPTION_CACHE}, {                                      \
        "no-cache", no_argument, NULL, GENUS_OPTION_NO_CACHE                                       \
    }

/** Reads a number of threads, 1 to 256. @return false: it is none, or out of range. Thread: any. */
bool genus_threads_take(const char *value, unsigned *threads);

/** Takes an option of the cache. @return false: it is none. Thread: any. */
bool genus_cache_take(int option, const char *value, genus_cache_choice *choice);

#endif
