// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The commands of genus-train, each in a file of its own, in the order in which texts have them.

#include "train/cli/command.h"

#include <string.h>

extern const genus_command genus_command_fit;
extern const genus_command genus_command_check;
extern const genus_command genus_command_crossval;
extern const genus_command genus_command_evaluate;
extern const genus_command genus_command_inspect;
extern const genus_command genus_command_report;
extern const genus_command genus_command_features;
extern const genus_command genus_command_table;
extern const genus_command genus_command_spectrogram;
extern const genus_command genus_command_bundle;

const genus_command *const genus_commands[] = {
    &genus_command_fit,
    &genus_command_check,
    &genus_command_crossval,
    &genus_command_evaluate,
    &genus_command_inspect,
    &genus_command_report,
    &genus_command_features,
    &genus_command_table,
    &genus_command_spectrogram,
    &genus_command_bundle,
    NULL,
};

const genus_command *genus_command_named(const char *name) {
    const genus_command *const *command = genus_commands;
    while (*command != NULL && strcmp((*command)->name, name) != 0) {
        command++;
    }
    return *command;
}
