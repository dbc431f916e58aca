// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The commands of genus-train. Each parses its own arguments (argv[0] is the command's full name),
// prints data on stdout and messages on stderr, and returns an exit code.

#ifndef GENUS_TRAIN_CLI_COMMANDS_H
#define GENUS_TRAIN_CLI_COMMANDS_H

/** Exit codes of genus-train. */
enum genus_exit {
    GENUS_EXIT_GOOD = 0,
    GENUS_EXIT_FAILED = 1, ///< The work failed; one line on stderr says why.
    GENUS_EXIT_USAGE = 2,  ///< The command line is wrong.
};

/** fit: trains a network on a data set and writes a weights file. */
int genus_command_fit(int argc, char **argv);

/** crossval: trains and examines a recipe fold by fold. */
int genus_command_crossval(int argc, char **argv);

/** check: looks at a data set. */
int genus_command_check(int argc, char **argv);

/** evaluate: scores a weights file on a data set. */
int genus_command_evaluate(int argc, char **argv);

/** inspect: prints what a weights file says about itself. */
int genus_command_inspect(int argc, char **argv);

/** features: computes the features of a folder of audio and writes them to a file. */
int genus_command_features(int argc, char **argv);

/** table: computes classical features of a folder of audio and writes them as CSV. */
int genus_command_table(int argc, char **argv);

/** report: shows what is known of a weights file as a page of HTML. */
int genus_command_report(int argc, char **argv);

/** spectrogram: draws what the front end hears of an audio file. */
int genus_command_spectrogram(int argc, char **argv);

/** bundle: writes an LV2 bundle for a weights file. */
int genus_command_bundle(int argc, char **argv);

#endif
