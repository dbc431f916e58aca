// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// The commands of genus-train, in the order in which texts have them.

#include "train/cli/commands.h"

#include <stddef.h>

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
