// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// A command of genus-train as a value: its texts, its options, its work. Dispatch, command line,
// --help and manual page all come from it.

#ifndef GENUS_TRAIN_CLI_COMMAND_H
#define GENUS_TRAIN_CLI_COMMAND_H

#include "engine/base/error.h"
#include "train/util/options.h"

/** Exit codes of genus-train. */
enum genus_exit {
    GENUS_EXIT_GOOD = 0,
    GENUS_EXIT_FAILED = 1, ///< The work failed; one line on stderr says why.
    GENUS_EXIT_USAGE = 2,  ///< The command line is wrong.
};

/** Options of a command that fill the same struct. */
typedef struct genus_option_group {
    const genus_option *options; ///< NULL ends the groups.
    size_t offset;               ///< Of that struct within the command's request.
    const char *shared; ///< The manual page has one list of this name for all commands that have
                        ///< them; NULL: it stands with the command.
} genus_option_group;

/** Operands that a command may have. */
#define GENUS_OPERANDS_MAX 2

typedef struct genus_command {
    const char *name;
    const char *summary;  ///< For genus-train --help.
    const char *synopsis; ///< "DATA --out WEIGHTS [OPTION...]": what stands outside of brackets is
                          ///< needed; operands come before options.
    const char *about;    ///< What --help says before the options.
    const genus_option_group *groups;
    size_t operands[GENUS_OPERANDS_MAX]; ///< Offsets of their fields, which are texts.
    size_t request_size;
    void (*begin)(void *request); ///< Sets what holds without options; NULL: zeros.

    /** Finds what does not go together. @return What is wrong, or NULL. NULL: everything does. */
    const char *(*fault)(void *request);

    /** Does the work: prints data on stdout and notes on stderr. */
    genus_status (*run)(const void *request, genus_error *error);
} genus_command;

/** All commands, in the order of texts; NULL ends them: commands.c. */
extern const genus_command *const genus_commands[];

/** A command by its name. NULL: there is none. */
const genus_command *genus_command_named(const char *name);

/**
 * Reads a command line and does what it asks for. What goes wrong is said on stderr.
 * @param argv Its first is the command's full name. @return The exit code.
 * Thread: one, as of getopt_long().
 */
int genus_command_run(const genus_command *command, int argc, char **argv) GENUS_NONNULL(1, 3);

/**
 * Writes a text to a file that an option has named, and frees it.
 * @param path NULL: nowhere. @param text NULL: memory is out.
 * @return GENUS_OK; what genus_atomic_file_write() returns; GENUS_ERROR_MEMORY.
 */
genus_status genus_command_write(const char *path, char *text, genus_error *error) GENUS_CHECKED;

#endif
