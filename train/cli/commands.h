// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The commands of genus-train, each in a file of its own.

#ifndef GENUS_TRAIN_CLI_COMMANDS_H
#define GENUS_TRAIN_CLI_COMMANDS_H

#include "train/cli/command.h"

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

#endif
